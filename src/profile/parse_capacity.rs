//! One `[[capacity]]` of a profile: who needs places of which outlets, within what distance.

use super::capacity::Capacity;
use super::decay::Decay;
use super::fields::Fields;
use super::parse::missing;
use super::parse_parts::{Rule, choice, positive, radius, rule, settled};
use super::provision::Quantity;
use crate::finding::{Finding, Findings};
use crate::units::Metres;

pub(super) const FIELDS: [&str; 11] = [
    "categories",
    "measure",
    "demand",
    "radius_m",
    "decay",
    "width_m",
    "exponent",
    "near_m",
    "zones_m",
    "weights",
    "per",
];

/// The rule that a table states, whole.
pub(super) fn capacity(
    fields: &Fields<'_>,
    key: &str,
    findings: &mut Findings,
) -> Option<Capacity> {
    let rule = rule(fields, &FIELDS, findings);
    let words = fields.texts("categories", findings).unwrap_or_default();
    if words.is_empty() {
        missing(fields, "categories", "the categories whose outlets have places", findings);
    }
    let radius = radius(fields, findings);
    if radius.is_none() {
        missing(fields, "radius_m", "how far people go, in metres", findings);
    }
    let measure = measure(fields, findings);
    let demand = demand(fields, findings);
    let decay = radius.and_then(|radius| decay(fields, radius, findings));
    let per = positive(fields, "per", findings).unwrap_or(1000.0);
    let Rule { names, citation, lead, supporting } = rule?;
    Some(Capacity {
        key: key.to_owned(),
        names,
        categories: words.into_iter().map(|word| settled(fields, word, findings)).collect(),
        measure: measure?,
        demand: demand?,
        radius: radius?,
        decay: decay?,
        per,
        citation,
        lead,
        supporting,
    })
}

/// What an outlet has: its places where the table does not say.
fn measure(fields: &Fields<'_>, findings: &mut Findings) -> Option<Quantity> {
    if !fields.has("measure") {
        return Some(Quantity::Capacity);
    }
    let quantity = Quantity::of(fields.text("measure", findings)?);
    if quantity.is_of_outlets() && quantity != Quantity::ChainOutlets {
        return Some(quantity);
    }
    let help = "one of capacity, floor_area, outlets, or a column of the outlets";
    unknown(fields, "measure", quantity.key(), help, findings);
    None
}

/// Who is in need: every resident where the table does not say.
fn demand(fields: &Fields<'_>, findings: &mut Findings) -> Option<Quantity> {
    if !fields.has("demand") {
        return Some(Quantity::Residents);
    }
    let quantity = Quantity::of(fields.text("demand", findings)?);
    if matches!(quantity, Quantity::Residents | Quantity::Group(_)) {
        return Some(quantity);
    }
    let help = "one of residents, age_0_2, age_3_5, age_60plus, age_80plus";
    unknown(fields, "demand", quantity.key(), help, findings);
    None
}

fn unknown(fields: &Fields<'_>, field: &str, word: &str, help: &str, findings: &mut Findings) {
    let message = format!("`{field}` is \"{word}\"");
    findings.push(Finding::error("unknown-word", fields.place(field), message).with_help(help));
}

/// The function of distance with its numbers; a step where the table names none.
fn decay(fields: &Fields<'_>, radius: Metres, findings: &mut Findings) -> Option<Decay> {
    let at =
        if fields.has("decay") { choice(fields, "decay", &Decay::WORDS, findings)? } else { 0 };
    let word = Decay::WORDS[at];
    let mut number = |field: &str, what: &str| {
        let given = positive(fields, field, findings);
        if given.is_none() {
            missing(fields, field, what, findings);
        }
        given
    };
    let (width, near) = ("the width of the curve, in metres", "where it stops rising, in metres");
    let decay = match word {
        "linear" => Decay::Linear,
        "gaussian" => Decay::Gaussian { width_m: Metres(number("width_m", width)?) },
        "exponential" => Decay::Exponential { width_m: Metres(number("width_m", width)?) },
        "epanechnikov" => Decay::Epanechnikov,
        "power" => Decay::Power {
            exponent: number("exponent", "how fast it falls, such as 2")?,
            near_m: Metres(number("near_m", near)?),
        },
        "zones" => zones(fields, radius, findings)?,
        _ => Decay::Step,
    };
    idle(fields, &decay, findings);
    Some(decay)
}

fn zones(fields: &Fields<'_>, radius: Metres, findings: &mut Findings) -> Option<Decay> {
    for (field, what) in [
        ("zones_m", "outer distances of the zones, rising, such as [300, 600, 1000]"),
        ("weights", "the weight in each zone, such as [1, 0.68, 0.22]"),
    ] {
        missing(fields, field, what, findings);
    }
    let zones = fields.numbers("zones_m", findings)?;
    let weights = fields.numbers("weights", findings)?;
    let in_range = zones.iter().all(|&z| z > 0.0 && z <= radius.0);
    if zones.is_empty() || !in_range || !zones.is_sorted_by(|a, b| a < b) {
        let message = format!("`zones_m` is {zones:?}");
        let help = format!("distances that rise, above 0 and up to `radius_m`, {}", radius.0);
        findings
            .push(Finding::error("bad-bands", fields.place("zones_m"), message).with_help(help));
        return None;
    }
    if zones.len() != weights.len() {
        let message =
            format!("`zones_m` has {} zones, `weights` {} weights", zones.len(), weights.len());
        findings.push(Finding::error("unequal-lists", fields.place("weights"), message));
        return None;
    }
    if weights.iter().any(|&w| !(w.is_finite() && w >= 0.0)) {
        let message = format!("`weights` is {weights:?}");
        let help = "numbers of 0 or more";
        findings
            .push(Finding::error("out-of-range", fields.place("weights"), message).with_help(help));
        return None;
    }
    Some(Decay::Zones { zones_m: zones.into_iter().map(Metres).collect(), weights })
}

/// An error for each number that the function does not use.
fn idle(fields: &Fields<'_>, decay: &Decay, findings: &mut Findings) {
    let used: &[&str] = match decay {
        Decay::Step | Decay::Linear | Decay::Epanechnikov => &[],
        Decay::Zones { .. } => &["zones_m", "weights"],
        Decay::Gaussian { .. } | Decay::Exponential { .. } => &["width_m"],
        Decay::Power { .. } => &["exponent", "near_m"],
    };
    for field in ["width_m", "exponent", "near_m", "zones_m", "weights"] {
        if fields.has(field) && !used.contains(&field) {
            let message = format!("`{field}` has no use where `decay` is \"{}\"", decay.key());
            findings.push(Finding::error("unknown-key", fields.place(field), message));
        }
    }
}
