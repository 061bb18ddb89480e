//! The radius of a service in words, with its clause and how sure it is.

use crate::model::CategoryTable;
use crate::profile::{Lang, Provider, Service};

/// The radius of a service: `300 m`, or by category where they differ:
/// `1000 m (community health centre) / 300 m (community health station)`.
pub(super) fn radius(service: &Service, lang: Lang) -> String {
    let named = |p: &Provider| {
        let (radius, name) = (p.radius.stated_text(), category_name(&p.category, lang));
        match lang {
            Lang::Zh => format!("{radius}（{name}）"),
            Lang::En => format!("{radius} ({name})"),
        }
    };
    let one = each_once(service.providers.iter().map(|p| p.radius.stated_text()));
    match one.as_slice() {
        [one] => one.clone(),
        _ => service.providers.iter().map(named).collect::<Vec<_>>().join(" / "),
    }
}

/// The radii of a service, each once: `1000 m / 300 m`.
pub(super) fn short_radius(service: &Service) -> String {
    each_once(service.providers.iter().map(|p| p.radius.stated_text())).join(" / ")
}

/// The name of a category, or its key where the standards do not have it.
pub(super) fn category_name(key: &str, lang: Lang) -> &str {
    CategoryTable::entry(key).map_or(key, |entry| match lang {
        Lang::Zh => entry.zh,
        Lang::En => entry.en,
    })
}

/// Where the radii come from, each clause once; one that a radius is not surely taken from is named
/// for comparison.
pub(super) fn clauses(service: &Service, lang: Lang) -> String {
    each_once(service.providers.iter().map(|p| p.citation.quoted(lang))).join("; ")
}

/// Where the target comes from; empty without one.
pub(super) fn target_clause(service: &Service, lang: Lang) -> String {
    service.target.as_ref().map_or_else(String::new, |t| t.citation.quoted(lang))
}

/// How sure the radii are; an assumption says so.
pub(super) fn confidence(service: &Service, lang: Lang) -> String {
    let flags =
        each_once(service.providers.iter().map(|p| p.citation.confidence.flag().to_owned()));
    let flags = flags.join(" / ");
    match (service.providers.iter().find_map(|p| p.citation.remark(lang)), lang) {
        (None, _) => flags,
        (Some(remark), Lang::Zh) => format!("{flags}（{remark}）"),
        (Some(remark), Lang::En) => format!("{flags} ({remark})"),
    }
}

/// Each text once, in the order of their first place.
pub(super) fn each_once(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for text in texts {
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said
}
