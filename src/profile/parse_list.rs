//! Lists of tables with a key each, `[[service]]` and the like: what a file takes out of the list that
//! it extends, and what it puts in.

use super::capacity::Capacity;
use super::category_rule::CategoryRule;
use super::fields::Fields;
use super::item::Item;
use super::pairing::Pairing;
use super::parse::{check_key, missing};
use super::provision::Provision;
use super::service::{Provider, Service};
use super::walker::Walker;
use crate::finding::{Finding, Findings};

/// What a list knows its members by.
pub(super) trait Keyed {
    fn key(&self) -> &str;
}

impl Keyed for Service {
    fn key(&self) -> &str {
        &self.key
    }
}

impl Keyed for Provider {
    fn key(&self) -> &str {
        &self.category
    }
}

impl Keyed for Item {
    fn key(&self) -> &str {
        &self.key
    }
}

impl Keyed for CategoryRule {
    fn key(&self) -> &str {
        &self.key
    }
}

impl Keyed for Capacity {
    fn key(&self) -> &str {
        &self.key
    }
}

impl Keyed for Pairing {
    fn key(&self) -> &str {
        &self.key
    }
}

impl Keyed for Walker {
    fn key(&self) -> &str {
        &self.key
    }
}

impl Keyed for Provision {
    fn key(&self) -> &str {
        &self.key
    }
}

/// Takes out what the list `field` names; an error for each word that names nothing.
pub(super) fn remove<T: Keyed>(
    fields: &Fields<'_>,
    field: &str,
    items: &mut Vec<T>,
    findings: &mut Findings,
) {
    for word in fields.texts(field, findings).unwrap_or_default() {
        if let Some(at) = items.iter().position(|item| item.key() == word) {
            items.remove(at);
        } else {
            let known: Vec<&str> = items.iter().map(Keyed::key).collect();
            let message = format!("`{field}` names \"{word}\", which is not there");
            let help = if known.is_empty() {
                format!("`{field}` needs something to take from: add `extends`")
            } else {
                format!("there are: {}", known.join(", "))
            };
            findings.push(
                Finding::error("nothing-to-remove", fields.place(field), message).with_help(help),
            );
        }
    }
}

/// Reads the tables `[[field]]`; `read` takes a table, its key, and the member of the same key that
/// it extends, which it replaces.
pub(super) fn stated<T: Keyed>(
    fields: &Fields<'_>,
    field: &str,
    items: &mut Vec<T>,
    read: impl Fn(&Fields<'_>, &str, Option<&T>, &mut Findings) -> Option<T>,
    findings: &mut Findings,
) {
    let inherited = items.len();
    let mut seen: Vec<String> = Vec::new();
    for table in fields.tables(field, findings) {
        let Some(key) = table.text("key", findings) else {
            missing(&table, "key", "a short word, such as \"laundry\"", findings);
            continue;
        };
        let table = table.named(&key);
        if !check_key(&table, &key, findings) {
            continue;
        }
        if seen.contains(&key) {
            let message = format!("\"{key}\" is defined twice");
            findings.push(Finding::error(twice(field), table.place("key"), message));
            continue;
        }
        let at = items[..inherited].iter().position(|item| item.key() == key);
        let member = read(&table, &key, at.map(|at| &items[at]), findings);
        seen.push(key);
        match (member, at) {
            (Some(member), Some(at)) => items[at] = member,
            (Some(member), None) => items.push(member),
            (None, _) => {}
        }
    }
}

/// Code of the finding that a key stands twice in a list.
fn twice(field: &str) -> &'static str {
    match field {
        "service" => "duplicate-service",
        "item" => "duplicate-item",
        "category" => "duplicate-category",
        "capacity" => "duplicate-capacity",
        "pairing" => "duplicate-pairing",
        "walker" => "duplicate-walker",
        _ => "duplicate-provision",
    }
}
