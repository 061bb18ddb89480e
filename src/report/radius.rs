//! The radius of a service in words, with its clause and how sure it is.

use super::Context;
use super::words::{self, Word};
use crate::assessment::Lack;
use crate::model::CategoryTable;
use crate::profile::{Citation, Confidence, Item, Lang, Provider, Service};

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

/// The radius of a service with what must stand beside it: `300 m (assumption, confirm)`.
pub(super) fn radius_to_confirm(service: &Service, lang: Lang) -> String {
    let remark = service.providers.iter().find_map(|p| p.citation.remark(lang));
    remarked(&radius(service, lang), remark, lang)
}

/// The radii of a service, each once: `1000 m / 300 m`.
pub(super) fn short_radius(service: &Service) -> String {
    each_once(service.providers.iter().map(|p| p.radius.stated_text())).join(" / ")
}

/// The radii of a service that are assumptions, each once: `1000 m`; none where all are sure.
pub(super) fn assumed_radii(service: &Service) -> Option<String> {
    let assumed = service.providers.iter().filter(|p| p.citation.is_assumption());
    let radii = each_once(assumed.map(|p| p.radius.stated_text()));
    (!radii.is_empty()).then(|| radii.join(" / "))
}

/// The name of a category, or its key where the standards do not have it.
pub(super) fn category_name(key: &str, lang: Lang) -> &str {
    CategoryTable::entry(key).map_or(key, |entry| match lang {
        Lang::Zh => entry.zh,
        Lang::En => entry.en,
    })
}

/// Endings of Chinese names that name a place, not what is done there.
const PLACES: [&str; 12] =
    ["店", "站", "园", "院", "中心", "超市", "机构", "小学", "中学", "食堂", "点", ")"];

/// What an outlet of a category is called: 便利店 is a place; 早餐 is not, 早餐网点 is.
pub(super) fn outlet_name(key: &str, lang: Lang) -> String {
    let name = category_name(key, lang);
    let is_place = PLACES.iter().any(|ending| name.ends_with(ending));
    match lang {
        Lang::Zh if !is_place && !name.is_ascii() => format!("{name}网点"),
        Lang::Zh | Lang::En => name.to_owned(),
    }
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
    surest_first(service.providers.iter().map(|p| &p.citation), lang)
}

/// The rule behind a rate of a service or of the circle, as tables name it.
pub(super) struct Rule {
    /// The radius; of the circle that of each of its services.
    pub(super) radius: String,
    /// Where that comes from.
    pub(super) clause: String,
    /// How sure it is; of the circle each flag of its services.
    pub(super) confidence: String,
}

impl Rule {
    pub(super) fn of(context: &Context, lack: Lack) -> Self {
        match lack {
            Lack::Service(at) => Self::of_service(context.service(at), context.lang),
            Lack::Circle => Self::of_circle(context),
        }
    }

    pub(super) fn of_service(service: &Service, lang: Lang) -> Self {
        Self {
            radius: radius(service, lang),
            clause: clauses(service, lang),
            confidence: confidence(service, lang),
        }
    }

    /// Empty where no service of the circle has data.
    pub(super) fn of_circle(context: &Context) -> Self {
        const EACH: Word = Word::new("见各项服务", "see each of its services");
        let lang = context.lang;
        let services = || context.assessment.circle_services.iter().map(|&at| context.service(at));
        let named = |s: &Service| format!("{} {}", s.names.get(lang), radius(s, lang));
        let radii: Vec<String> = services().map(named).collect();
        let clause = if radii.is_empty() { "" } else { EACH.get(lang) };
        Self {
            radius: radii.join(words::CLAUSES.get(lang)),
            clause: clause.to_owned(),
            confidence: surest_first(
                services().flat_map(|s| s.providers.iter().map(|p| &p.citation)),
                lang,
            ),
        }
    }

    /// How sure the demands of a function are.
    pub(super) fn of_needs(item: &Item, lang: Lang) -> String {
        surest_first(item.needs.iter().map(|need| &need.citation), lang)
    }
}

/// The flags of some citations, each once, the surest first; an assumption says so.
fn surest_first<'a>(of: impl Iterator<Item = &'a Citation>, lang: Lang) -> String {
    let citations: Vec<&Citation> = of.collect();
    let has = |flag: &Confidence| citations.iter().any(|of| of.confidence == *flag);
    let found = Confidence::ALL.into_iter().filter(has);
    let flags: Vec<&str> = found.map(|flag| flag.printed(lang)).collect();
    let remark = citations.iter().find_map(|of| of.remark(lang));
    remarked(&flags.join(" / "), remark, lang)
}

/// Flags with what has to stand beside them.
fn remarked(flags: &str, remark: Option<&str>, lang: Lang) -> String {
    match (remark, lang) {
        (None, _) => flags.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_called_by_a_place_and_not_by_what_is_done_there() {
        let names = ["convenience_store", "breakfast", "eldercare_daycare", "hotpot", "nursery"];
        let names = names.map(|key| outlet_name(key, Lang::Zh));
        assert_eq!(names, ["便利店", "早餐网点", "养老服务驿站(日间照料)", "hotpot", "托育网点"]);
        assert_eq!(outlet_name("breakfast", Lang::En), "breakfast outlet");
    }
}
