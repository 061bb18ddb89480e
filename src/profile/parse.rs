//! A profile from its TOML text.
//!
//! Takes the text, gives a [`Profile`] and what there is to say about the text, each finding with its
//! line. A file is whole, or it `extends` a built-in profile and states only what differs: a service
//! is matched by its key, a provider by its category, and the fields that are not stated stay. What
//! belongs to a radius (clause, source, confidence, minutes, target) does not stay when the radius
//! changes: a clause must not be quoted for a number that it does not hold.

use toml::de::DeTable;

use super::builtin::{builtin, builtin_keys, renamed};
use super::category_rule::CategoryRule;
use super::fields::Fields;
use super::item::Item;
use super::lines::Lines;

use super::capacity::Capacity;
use super::pairing::Pairing;
use super::parse_capacity::capacity;
use super::parse_category::{category_rule, pattern};
use super::parse_item::{availability, item};
use super::parse_list::{remove, stated};
use super::parse_pairing::pairing;
use super::parse_parts::{choice, names, nearest_few};
use super::parse_provision::provision;
use super::parse_service::service;
use super::parse_walker::{check_minutes, walkers};
use super::provision::Provision;
use super::service::{Denominator, Profile, Service};
use crate::finding::{Finding, Findings, nearest};
use crate::model::LandCodes;
use crate::units::{Metres, SquareMetres};

/// A radius or band past this is a slip of units: 20 km, four hours on foot at 5 km/h.
pub(super) const LONGEST: Metres = Metres(20_000.0);

/// Distances of the distance profile where a file names none: those of indicator I10.
const BANDS: [Metres; 4] = [Metres(300.0), Metres(500.0), Metres(800.0), Metres(1000.0)];

/// Area under which an empty gap is not listed where a file does not say: 0.1 ha, a small building
/// plot. No standard sets one.
const MIN_GAP: SquareMetres = SquareMetres(1000.0);

/// Greatest area that a file may set for unlisted gaps: 100 ha, a 5-minute circle's worth.
const LARGEST_MIN_GAP_HA: f64 = 100.0;

pub(super) const FIELDS: [&str; 29] = [
    "key",
    "extends",
    "remove",
    "name_zh",
    "name_en",
    "document",
    "document_en",
    "note_zh",
    "note_en",
    "supplement",
    "land_codes",
    "bands_m",
    "min_gap_ha",
    "denominator",
    "nearest",
    "service",
    "available",
    "item",
    "remove_items",
    "provision",
    "remove_provisions",
    "capacity",
    "remove_capacities",
    "pairing",
    "remove_pairings",
    "walker",
    "remove_walkers",
    "category",
    "name_not_serving",
];

/// Reads a user's own profile; `file` is its name in the findings. There is no profile where one of
/// the findings is an error.
#[must_use]
pub fn parse(text: &str, file: &str) -> (Option<Profile>, Findings) {
    let mut findings = Findings::new();
    let profile = read(text, file, builtin_keys(), &mut findings);
    (profile.filter(|_| !findings.has_errors()), findings)
}

/// Reads a profile that comes with the program.
pub(super) fn parse_builtin(text: &str, key: &str) -> Option<Profile> {
    let mut findings = Findings::new();
    let profile = read(text, key, &[], &mut findings);
    profile.filter(|_| findings.is_empty())
}

fn read(text: &str, file: &str, taken: &[&str], findings: &mut Findings) -> Option<Profile> {
    let lines = Lines::new(text, file);
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let place = lines.place(&error.span().unwrap_or(0..0));
        let message = error.message().trim().replace('\n', "; ");
        findings.push(Finding::error("toml", place, message));
    }
    if !errors.is_empty() {
        return None;
    }
    let fields = Fields::new(tree.get_ref(), 0..0, &lines);
    fields.check_known(&FIELDS, findings);
    let base = base(&fields, findings)?;
    profile(&fields, base.as_ref(), taken, findings)
}

/// The profile that the file extends; the outer none where it extends one that we do not know.
#[expect(clippy::option_option, reason = "unknown, none wanted, and found are three cases")]
fn base(fields: &Fields<'_>, findings: &mut Findings) -> Option<Option<Profile>> {
    let Some(key) = fields.text("extends", findings) else {
        return (!fields.has("extends")).then_some(None);
    };
    let found = builtin(&key);
    if found.is_none() {
        let help = instead(&key);
        let message = format!("no built-in profile is called \"{key}\"");
        findings.push(
            Finding::error("unknown-profile", fields.place("extends"), message).with_help(help),
        );
        return None;
    }
    Some(found)
}

/// What to write instead of a key that no built-in profile has.
fn instead(key: &str) -> String {
    if let Some(new) = renamed(key) {
        return format!("it is called {new}");
    }
    nearest(key, builtin_keys().iter().copied()).map_or_else(
        || format!("built in are: {}", builtin_keys().join(", ")),
        |near| format!("did you mean \"{near}\"?"),
    )
}

fn profile(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    taken: &[&str],
    findings: &mut Findings,
) -> Option<Profile> {
    let key = profile_key(fields, taken, findings);
    let title = title(fields, base, key.as_deref(), findings);
    let own_document = fields.text("document", findings);
    let kept = base.filter(|_| own_document.is_none());
    let document_en = fields.text("document_en", findings);
    let document_en = document_en.or_else(|| kept.and_then(|b| b.document_en.clone()));
    let document = own_document.or_else(|| base.map(|b| b.document.clone()));
    if document.is_none() {
        missing(fields, "document", "the documents that the rules are taken from", findings);
    }
    let note = names(fields, ["note_zh", "note_en"], base.map(|b| &b.note), findings);
    let supplement = fields.is_true("supplement", findings).or(base.map(|b| b.supplement));
    let land_codes = land_codes(fields, base, findings);
    let bands = bands(fields, base, findings);
    let min_gap = min_gap(fields, base, findings);
    let denominator =
        choice(fields, "denominator", &Denominator::ALL.map(Denominator::key), findings);
    let nearest = nearest_few(fields, findings).or(base.map(|b| b.nearest)).unwrap_or(1);
    let services = services(fields, base, findings);
    let availability = availability(fields, base.map(|b| &b.availability), findings);
    let items = items(fields, base, findings);
    let provisions = provisions(fields, base, findings);
    let capacities = capacities(fields, base, findings);
    let pairings = pairings(fields, base, findings);
    let walkers = walkers(fields, base, findings);
    check_minutes(fields, &services, &walkers, findings);
    let categories = categories(fields, base, &services, findings);
    let not_serving = pattern(fields, "name_not_serving", findings)
        .or_else(|| base.and_then(|b| b.not_serving.clone()));
    Some(Profile {
        key: key?,
        names: title?,
        document: document?,
        document_en,
        note: note.unwrap_or_default(),
        supplement: supplement.unwrap_or(false),
        land_codes: land_codes?,
        bands: bands?,
        min_gap: min_gap?,
        denominator: denominator
            .map(|at| Denominator::ALL[at])
            .or(base.map(|b| b.denominator))
            .unwrap_or(Denominator::ResidentialLand),
        nearest,
        services,
        availability,
        items,
        provisions,
        capacities,
        pairings,
        walkers,
        categories,
        not_serving,
    })
}

fn profile_key(fields: &Fields<'_>, taken: &[&str], findings: &mut Findings) -> Option<String> {
    let Some(key) = fields.text("key", findings) else {
        missing(
            fields,
            "key",
            "a short word that every table carries, such as \"my_city\"",
            findings,
        );
        return None;
    };
    if taken.contains(&key.as_str()) {
        let message = format!("\"{key}\" is the key of a built-in profile");
        let help = "choose another, so that no figure passes for one of the built-in rules";
        findings.push(Finding::error("key-taken", fields.place("key"), message).with_help(help));
    }
    check_key(fields, &key, findings).then_some(key)
}

/// Keys stand in file names and ids: small letters, digits, `_` and `-` only, 40 at most.
pub(super) fn check_key(fields: &Fields<'_>, key: &str, findings: &mut Findings) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    // `circle` names the map and the gaps of all services together.
    let fits = key.chars().all(plain) && key.len() <= 40 && key != "circle";
    if !fits {
        let message = format!("\"{key}\" cannot be a key");
        let help = "keys stand in file names: a-z, 0-9, _ and -, 40 at most, and not \"circle\"";
        findings.push(Finding::error("bad-key", fields.place("key"), message).with_help(help));
    }
    fits
}

/// An error for a field that has to be there, unless what stands there is already one.
pub(super) fn missing(fields: &Fields<'_>, field: &str, what: &str, findings: &mut Findings) {
    if !fields.has(field) {
        let message = format!("`{field}` is missing");
        findings.push(Finding::error("missing", fields.place(field), message).with_help(what));
    }
}

/// The title; one that is inherited names the own key, so that no table passes for the base.
fn title(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    key: Option<&str>,
    findings: &mut Findings,
) -> Option<super::Names> {
    let inherited = base.zip(key).map(|(b, key)| super::Names {
        zh: format!("{} · {key}", b.names.zh),
        en: format!("{} · {key}", b.names.en),
    });
    let title = names(fields, ["name_zh", "name_en"], inherited.as_ref(), findings);
    if title.is_none() && key.is_some() {
        missing(fields, "name_en", "a title: `name_zh`, `name_en` or both", findings);
    }
    title
}

fn land_codes(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    findings: &mut Findings,
) -> Option<LandCodes> {
    let inherited = || base.filter(|_| !fields.has("land_codes")).map(|b| b.land_codes.clone());
    let codes = fields.texts("land_codes", findings).map(LandCodes::new).or_else(inherited);
    let what = "codes of residential land, such as [\"0701\"]";
    match codes {
        None => missing(fields, "land_codes", what, findings),
        Some(ref codes) if codes.is_blank() => {
            let place = fields.place("land_codes");
            findings.push(Finding::error("blank", place, "`land_codes` is empty").with_help(what));
        }
        Some(_) => {}
    }
    codes
}

fn bands(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    findings: &mut Findings,
) -> Option<Vec<Metres>> {
    if !fields.has("bands_m") {
        return Some(base.map_or_else(|| BANDS.to_vec(), |b| b.bands.clone()));
    }
    let bands = fields.numbers("bands_m", findings)?;
    let in_range = bands.iter().all(|&b| b > 0.0 && b <= LONGEST.0);
    if bands.is_empty() || !in_range || !bands.is_sorted_by(|a, b| a < b) {
        let message = format!("`bands_m` is {bands:?}");
        let help = "distances in metres, rising, each above 0 and up to 20 000";
        let place = fields.place("bands_m");
        findings.push(Finding::error("bad-bands", place, message).with_help(help));
        return None;
    }
    Some(bands.into_iter().map(Metres).collect())
}

fn min_gap(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    findings: &mut Findings,
) -> Option<SquareMetres> {
    if !fields.has("min_gap_ha") {
        return Some(base.map_or(MIN_GAP, |b| b.min_gap));
    }
    let hectares = fields.number("min_gap_ha", findings)?;
    if (0.0..=LARGEST_MIN_GAP_HA).contains(&hectares) {
        return Some(SquareMetres::from_hectares(hectares));
    }
    let message = format!("`min_gap_ha` is {hectares}");
    let place = fields.place("min_gap_ha");
    findings
        .push(Finding::error("out-of-range", place, message).with_help("hectares, from 0 to 100"));
    None
}

/// The services of the base, less those that the file removes, with those that it states.
fn services(fields: &Fields<'_>, base: Option<&Profile>, findings: &mut Findings) -> Vec<Service> {
    let mut services = base.map(|b| b.services.clone()).unwrap_or_default();
    remove(fields, "remove", &mut services, findings);
    stated(fields, "service", &mut services, service, findings);
    check_services(fields, &services, findings);
    services
}

/// The items of the base, less those that the file removes; one that it states replaces the old one.
fn items(fields: &Fields<'_>, base: Option<&Profile>, findings: &mut Findings) -> Vec<Item> {
    let mut items = base.map(|b| b.items.clone()).unwrap_or_default();
    remove(fields, "remove_items", &mut items, findings);
    stated(fields, "item", &mut items, |f, key, _, said| item(f, key, said), findings);
    items
}

/// The capacities of the base, by the same rules as the items.
fn capacities(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    findings: &mut Findings,
) -> Vec<Capacity> {
    let mut capacities = base.map(|b| b.capacities.clone()).unwrap_or_default();
    remove(fields, "remove_capacities", &mut capacities, findings);
    let read = |f: &Fields<'_>, key: &str, _: Option<&Capacity>, said: &mut Findings| {
        capacity(f, key, said)
    };
    stated(fields, "capacity", &mut capacities, read, findings);
    capacities
}

/// The pairings of the base, by the same rules as the items.
fn pairings(fields: &Fields<'_>, base: Option<&Profile>, findings: &mut Findings) -> Vec<Pairing> {
    let mut pairings = base.map(|b| b.pairings.clone()).unwrap_or_default();
    remove(fields, "remove_pairings", &mut pairings, findings);
    let read =
        |f: &Fields<'_>, key: &str, _: Option<&Pairing>, said: &mut Findings| pairing(f, key, said);
    stated(fields, "pairing", &mut pairings, read, findings);
    pairings
}

/// The provisions of the base, by the same rules as the items.
fn provisions(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    findings: &mut Findings,
) -> Vec<Provision> {
    let mut provisions = base.map(|b| b.provisions.clone()).unwrap_or_default();
    remove(fields, "remove_provisions", &mut provisions, findings);
    let read = |f: &Fields<'_>, key: &str, _: Option<&Provision>, said: &mut Findings| {
        provision(f, key, said)
    };
    stated(fields, "provision", &mut provisions, read, findings);
    provisions
}

/// What the file says of the names of categories, over what its base says.
fn categories(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    services: &[Service],
    findings: &mut Findings,
) -> Vec<CategoryRule> {
    let mut categories = base.map(|b| b.categories.clone()).unwrap_or_default();
    let read = |f: &Fields<'_>, key: &str, base: Option<&CategoryRule>, said: &mut Findings| {
        category_rule(f, key, base, services, said)
    };
    stated(fields, "category", &mut categories, read, findings);
    categories
}

fn check_services(fields: &Fields<'_>, services: &[Service], findings: &mut Findings) {
    if services.is_empty() && !findings.has_errors() {
        let message = "the profile has no service";
        let help = "add `[[service]]` tables, or `extends = \"circle15\"`";
        findings
            .push(Finding::error("no-services", fields.place("service"), message).with_help(help));
    } else if !services.is_empty() && !services.iter().any(|s| s.in_circle) {
        let message = "no service has `in_circle = true`, so there is no circle to assess";
        findings.push(Finding::warning("no-circle", fields.place("service"), message));
    }
}
