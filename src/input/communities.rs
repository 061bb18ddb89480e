//! Communities, grids and other units besides the subdistricts; gaps are named after communities.
//! Nothing in them stops a run but a broken file.

use std::collections::{HashMap, HashSet};

use super::area_layer::{AreaLayer, Draft, SUBDISTRICT};
use super::plan::LayerPlan;
use super::words::{agree, counted, quoted};
use crate::finding::{Finding, Findings};
use crate::model::{Community, Plane, Subdistrict, natural_order};

/// Puts the units of one such layer on the plane. `parents` are the subdistricts; none where they are not sound.
pub(super) fn finish(
    layer: &mut AreaLayer,
    plan: &LayerPlan,
    (plane, parents): (&Plane, &[Subdistrict]),
    repair: bool,
    findings: &mut Findings,
) -> Vec<Community> {
    let shapes = layer.shapes(plan, plane, repair, findings);
    let ids = layer.ids(&shapes);
    layer.say_repeated(plan, &ids, findings);
    say_strangers(&layer.drafts, plan, parents, findings);
    let mut id = ids.into_ids();
    let drafts = layer.drafts.iter().zip(shapes).enumerate();
    drafts
        .filter_map(|(n, (draft, shape))| {
            let id = String::from(id(n, draft.id.clone()));
            let name = if draft.name.is_empty() { id.clone() } else { draft.name.to_string() };
            shape.map(|shape| Community { id, name, shape })
        })
        .collect()
}

/// Ids that are named; the number of the rest is said.
const NAMED: usize = 5;

/// What parts several subdistricts in one text.
const BETWEEN: [char; 8] = [';', '；', '、', ',', '，', '|', '｜', '\n'];

/// Says how many units name a subdistrict that is none, by its id and by its name, and which ones. Where they
/// lie settles what they count for.
fn say_strangers(
    drafts: &[Draft],
    plan: &LayerPlan,
    parents: &[Subdistrict],
    findings: &mut Findings,
) {
    if parents.is_empty() {
        return;
    }
    let known: HashSet<&str> =
        parents.iter().flat_map(|parent| [whole(&parent.id), &*parent.name]).collect();
    let mut strangers: HashMap<&str, usize> = HashMap::new();
    let mut units = 0;
    let mut first = None;
    for draft in drafts {
        let named = draft.words[0].as_deref().map(|said| unknown(said, &known)).unwrap_or_default();
        if !named.is_empty() {
            units += 1;
            first = first.or(Some(draft));
        }
        for word in named {
            *strangers.entry(word).or_default() += 1;
        }
    }
    let Some(first) = first else { return };
    let mut strangers: Vec<(&str, usize)> = strangers.into_iter().collect();
    strangers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| natural_order(a.0, b.0)));
    let listed: Vec<String> =
        strangers.iter().take(NAMED).map(|(word, n)| format!("{} ({n})", quoted(word))).collect();
    let more = match strangers.len() - listed.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "{units} of {} {} a subdistrict that the city does not have: {}{more}",
        counted(drafts.len(), plan.layer.thing()),
        agree(units, "names", "name"),
        listed.join(", ")
    );
    let place = plan.property_place(first.origin, SUBDISTRICT).with_name(first.label());
    let finding = Finding::warning("unknown-subdistrict", place, message);
    let help = "write the id or the name that stands in that layer; they count where they lie";
    findings.push(finding.with_help(help).with_value(strangers[0].0));
}

/// The subdistricts in a text that are none, each once: the text as a whole, or else its parts.
fn unknown<'a>(said: &'a str, known: &HashSet<&str>) -> Vec<&'a str> {
    let mut strangers = Vec::new();
    for item in said.split('\n').filter(|item| !known.contains(whole(item))) {
        let parts = item.split(BETWEEN).map(|part| whole(part.trim()));
        for part in parts.filter(|part| !part.is_empty() && !known.contains(part)) {
            if !strangers.contains(&part) {
                strangers.push(part);
            }
        }
    }
    strangers
}

/// A whole number without the noughts behind its point: tables that have had an empty cell hold ids as `100.0`.
fn whole(id: &str) -> &str {
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    match id.split_once('.') {
        Some((digits, rest))
            if is_number(digits) && is_number(rest) && rest.bytes().all(|b| b == b'0') =>
        {
            digits
        }
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_a_subdistrict_or_several_and_a_number_may_have_a_point() {
        let known = HashSet::from(["100", "7", "A", "East, West"]);
        let of = |said| unknown(said, &known);
        for sound in
            ["100", "100.0", "7.00", "A", "A;100.0", "A； 7", "7、A", "East, West", "A\nEast, West"]
        {
            assert!(of(sound).is_empty(), "{sound}");
        }
        assert_eq!(of("100.5"), ["100.5"]);
        assert_eq!(of("A;B;B;9.0"), ["B", "9"]);
        assert_eq!(of("East, North"), ["East", "North"]);
        assert_eq!(of("A.0"), ["A.0"]);
    }
}
