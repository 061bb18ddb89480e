//! The tables `[available]` and `[[item]]`: when a community has a function, and which it must have.

use super::fields::Fields;
use super::item::{Availability, Item, Need};
use super::parse::missing;
use super::parse_category::open_at;
use super::parse_parts::{
    citation, floor_min, names, positive, radius, repeats, settled, share, supporting,
};
use super::service::Names;
use crate::finding::{Finding, Findings};
use crate::model::CategoryTable;

pub(super) const AVAILABLE_FIELDS: [&str; 8] =
    ["inside", "share", "clause", "clause_en", "source_zh", "source_en", "confidence", "in_force"];

pub(super) const ITEM_FIELDS: [&str; 10] = [
    "key",
    "name_zh",
    "name_en",
    "inclusive",
    "open_at",
    "lead_zh",
    "lead_en",
    "supporting_zh",
    "supporting_en",
    "provider",
];

pub(super) const NEED_FIELDS: [&str; 10] = [
    "category",
    "radius_m",
    "floor_min_m2",
    "capacity_min",
    "clause",
    "clause_en",
    "source_zh",
    "source_en",
    "confidence",
    "in_force",
];

/// When a unit counts as having a function.
pub(super) fn availability(
    fields: &Fields<'_>,
    base: Option<&Availability>,
    findings: &mut Findings,
) -> Availability {
    let inherited = base.cloned().unwrap_or_else(Availability::usual);
    let Some(table) = fields.table("available", findings) else { return inherited };
    table.check_known(&AVAILABLE_FIELDS, findings);
    let inside = table.is_true("inside", findings).unwrap_or(false);
    let share = share(&table, "share", findings);
    if !inside && share.is_none() && !table.has("share") {
        let message = "no way is left in which a unit can have a function";
        let help = "state `inside = true`, or a `share` of the land within reach, or both";
        findings.push(Finding::error("missing", table.place("share"), message).with_help(help));
    }
    Availability { inside, share, citation: citation(&table, "", None, findings) }
}

/// The item that a table states, whole.
pub(super) fn item(fields: &Fields<'_>, key: &str, findings: &mut Findings) -> Option<Item> {
    fields.check_known(&ITEM_FIELDS, findings);
    let known = CategoryTable::entry(key).map(|c| Names { zh: c.zh.into(), en: c.en.into() });
    let title = names(fields, ["name_zh", "name_en"], known.as_ref(), findings);
    if title.is_none() {
        missing(fields, "name_en", "a title: `name_zh`, `name_en` or both", findings);
    }
    let lead = names(fields, ["lead_zh", "lead_en"], None, findings);
    if lead.is_none() {
        missing(fields, "lead_en", "the department that answers for it", findings);
    }
    let needs = needs(fields, findings);
    Some(Item {
        key: key.to_owned(),
        names: title?,
        needs,
        inclusive: fields.is_true("inclusive", findings).unwrap_or(false),
        open_at: open_at(fields, findings),
        lead: lead?,
        supporting: supporting(fields, findings).unwrap_or_default(),
    })
}

fn needs(fields: &Fields<'_>, findings: &mut Findings) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let said = findings.len();
    for table in fields.tables("provider", findings) {
        let Some(category) = table.text("category", findings) else {
            missing(&table, "category", "the category of its outlets", findings);
            continue;
        };
        let category = settled(&table, category, findings);
        let table = table.named(&category);
        if repeats(&table, &seen, &category, findings) {
            continue;
        }
        seen.push(category.clone());
        table.check_known(&NEED_FIELDS, findings);
        needs.push(Need {
            category,
            radius: radius(&table, findings),
            floor_min: floor_min(&table, findings),
            capacity_min: positive(&table, "capacity_min", findings),
            citation: citation(&table, "", None, findings),
        });
    }
    if needs.is_empty() && findings.len() == said {
        let message = "no provider is named";
        let help = "add `[[item.provider]]` with `category`";
        findings.push(Finding::error("missing", fields.place("provider"), message).with_help(help));
    }
    needs
}
