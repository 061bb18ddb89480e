//! One `[[provision]]` of a profile: a ratio with its limits, or a count rule.

use super::fields::Fields;
use super::parse::missing;
use super::parse_parts::{Rule, positive, rule, settled};
use super::parse_service::tier;
use super::provision::{Provision, Quantity};
use crate::finding::{Finding, Findings};

pub(super) const FIELDS: [&str; 8] =
    ["categories", "measure", "base", "per", "min", "max", "one_per", "level"];

/// The provision that a table states, whole.
pub(super) fn provision(
    fields: &Fields<'_>,
    key: &str,
    findings: &mut Findings,
) -> Option<Provision> {
    let rule = rule(fields, &FIELDS, findings);
    let ratio =
        if fields.has("one_per") { count_rule(fields, findings) } else { ratio(fields, findings) };
    let categories = categories(fields, ratio.as_ref(), findings);
    let level = tier(fields, "level", findings);
    let Rule { names, citation, lead, supporting } = rule?;
    let Ratio { measure, base, per, min, max } = ratio?;
    Some(Provision {
        key: key.to_owned(),
        names,
        categories,
        measure,
        base,
        per,
        min,
        max,
        level,
        citation,
        lead,
        supporting,
    })
}

struct Ratio {
    measure: Quantity,
    base: Quantity,
    per: f64,
    min: Option<f64>,
    max: Option<f64>,
}

fn ratio(fields: &Fields<'_>, findings: &mut Findings) -> Option<Ratio> {
    let measure = quantity(fields, "measure", findings);
    let base = quantity(fields, "base", findings);
    let per = positive(fields, "per", findings);
    let (min, max) = (limit(fields, "min", findings), limit(fields, "max", findings));
    if let (Some(least), Some(most)) = (min, max)
        && least > most
    {
        let message = format!("`min` is {least}, above `max`, which is {most}");
        findings.push(Finding::error("out-of-range", fields.place("min"), message));
    }
    Some(Ratio { measure: measure?, base: base?, per: per.unwrap_or(1.0), min, max })
}

/// One outlet for every so many residents: `one_per = [1000, 3000]` asks for one at least in 3000
/// and at most in 1000, `one_per = [3000]` sets the first alone.
fn count_rule(fields: &Fields<'_>, findings: &mut Findings) -> Option<Ratio> {
    for other in ["measure", "per", "min", "max"].into_iter().filter(|f| fields.has(f)) {
        let message = format!("`one_per` and `{other}` both say what the ratio is");
        findings.push(Finding::error("two-rules", fields.place(other), message));
    }
    let given = fields.numbers("one_per", findings)?;
    let base =
        if fields.has("base") { quantity(fields, "base", findings)? } else { Quantity::Residents };
    let (few, many) = match *given.as_slice() {
        [many] => (None, many),
        [few, many] => (Some(few), many),
        _ => (None, f64::NAN),
    };
    let in_range = many.is_finite() && many > 0.0 && few.is_none_or(|f| f > 0.0 && f <= many);
    if !in_range {
        let message = format!("`one_per` is {given:?}");
        let help = "one number, or two rising ones, such as [1000, 3000]";
        findings
            .push(Finding::error("out-of-range", fields.place("one_per"), message).with_help(help));
        return None;
    }
    // Per `many` residents there is at least one outlet, and at most as often as `few` fits in.
    Some(Ratio {
        measure: Quantity::Outlets,
        base,
        per: many,
        min: Some(1.0),
        max: few.map(|few| many / few),
    })
}

fn quantity(fields: &Fields<'_>, field: &str, findings: &mut Findings) -> Option<Quantity> {
    let Some(word) = fields.text(field, findings) else {
        let known = Quantity::WORDS.map(|(word, _)| word).join(", ");
        missing(fields, field, &format!("one of {known}, or a column of the outlets"), findings);
        return None;
    };
    Some(Quantity::of(word))
}

fn limit(fields: &Fields<'_>, field: &str, findings: &mut Findings) -> Option<f64> {
    let given = fields.number(field, findings)?;
    if given >= 0.0 && given.is_finite() {
        return Some(given);
    }
    let message = format!("`{field}` is {given}");
    let finding = Finding::error("out-of-range", fields.place(field), message);
    findings.push(finding.with_help("a number of 0 or more"));
    None
}

fn categories(fields: &Fields<'_>, ratio: Option<&Ratio>, findings: &mut Findings) -> Vec<String> {
    let words = fields.texts("categories", findings).unwrap_or_default();
    let of_outlets = ratio.is_some_and(|r| r.measure.is_of_outlets() || r.base.is_of_outlets());
    if words.is_empty() && of_outlets && !fields.has("categories") {
        missing(fields, "categories", "the categories whose outlets are counted", findings);
    }
    words.into_iter().map(|word| settled(fields, word, findings)).collect()
}
