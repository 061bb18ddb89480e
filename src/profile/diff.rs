//! Where two rule sets differ, field by field.
//!
//! Takes rule sets in their JSON form, so that no field can be forgotten and those inside a written
//! assessment can be compared too. Members of a list are matched by their `key` or `category`; lists of
//! plain values are compared as wholes.

use serde_json::{Map, Value};

use super::service::Profile;

/// One field in which two rule sets differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: `services / laundry / providers / laundry / radius_m`.
    pub path: String,
    /// The value of the first; none where it has no such member.
    pub first: Option<String>,
    /// The value of the second; none where it has no such member.
    pub second: Option<String>,
}

/// Where two profiles differ, in the order of the first; empty where they are one rule set.
#[must_use]
pub fn differences(first: &Profile, second: &Profile) -> Vec<Difference> {
    // A profile holds texts, finite numbers and lists: serde_json can write each of them.
    let value = |p: &Profile| serde_json::to_value(p).unwrap_or_default();
    json_differences(&value(first), &value(second))
}

/// The same for the JSON form, as a written assessment holds it.
#[must_use]
pub fn json_differences(first: &Value, second: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(Some(first), Some(second), "", &mut found);
    found
}

fn compare(first: Option<&Value>, second: Option<&Value>, path: &str, found: &mut Vec<Difference>) {
    match (first, second) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => objects(a, b, path, found),
        (Some(Value::Array(a)), Some(Value::Array(b))) if is_keyed(a) || is_keyed(b) => {
            let (a, b) = (by_key(a), by_key(b));
            objects(&a, &b, path, found);
        }
        (a, b) if a == b => {}
        (a, b) => found.push(Difference {
            path: path.to_owned(),
            first: a.map(shown),
            second: b.map(shown),
        }),
    }
}

fn objects(
    a: &Map<String, Value>,
    b: &Map<String, Value>,
    path: &str,
    found: &mut Vec<Difference>,
) {
    let only_in_second = b.keys().filter(|key| !a.contains_key(*key));
    for key in a.keys().chain(only_in_second) {
        let path = if path.is_empty() { key.clone() } else { format!("{path} / {key}") };
        compare(a.get(key), b.get(key), &path, found);
    }
}

/// What a member of a list is known by.
fn key(member: &Value) -> Option<&str> {
    member.get("key").or_else(|| member.get("category"))?.as_str()
}

fn is_keyed(list: &[Value]) -> bool {
    !list.is_empty() && list.iter().all(|member| key(member).is_some())
}

fn by_key(list: &[Value]) -> Map<String, Value> {
    list.iter().filter_map(|member| Some((key(member)?.to_owned(), member.clone()))).collect()
}

/// Letters of a value that a line shows.
const SHOWN: usize = 60;

/// A value on one line: a member of a list by its key, a long text shortened.
fn shown(value: &Value) -> String {
    let text = match (key(value), value) {
        (Some(key), _) => key.to_owned(),
        (None, Value::String(text)) => text.clone(),
        (None, Value::Null) => "–".to_owned(),
        (None, other) => other.to_string(),
    };
    let mut letters = text.chars();
    let mut shown: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{builtin, parse};

    fn of(text: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let circle = builtin("circle15").unwrap();
        let own =
            parse(&format!("key = \"own\"\nextends = \"circle15\"\n{text}"), "own.toml").0.unwrap();
        differences(&circle, &own)
            .into_iter()
            .filter(|d| d.path != "key" && !d.path.starts_with("names / "))
            .map(|d| (d.path, d.first, d.second))
            .collect()
    }

    #[test]
    fn a_profile_does_not_differ_from_itself() {
        let circle = builtin("circle15").unwrap();
        assert_eq!(differences(&circle, &circle), []);
        assert_eq!(of(""), []);
    }

    #[test]
    fn a_changed_radius_is_named_with_its_service_and_category() {
        let found = of("[[service]]\nkey = \"laundry\"\nminutes = 15\n[[service.provider]]\n\
                        category = \"laundry\"\nradius_m = 800\nclause = \"city order 3\"\n");
        let of_provider =
            |field: &str| format!("services / laundry / providers / laundry / {field}");
        assert!(
            found.contains(&(
                of_provider("radius_m"),
                Some("1000.0".to_owned()),
                Some("800.0".to_owned())
            )),
            "{found:?}"
        );
        assert!(found.iter().any(|d| d.0 == of_provider("citation / clause")), "{found:?}");
        assert!(found.iter().all(|d| d.0.starts_with("services / laundry / ")), "{found:?}");
    }

    #[test]
    fn what_only_one_of_them_has_is_named() {
        let found = of("remove = [\"laundry\"]\nland_codes = [\"07\"]\n");
        assert_eq!(
            found,
            [
                (
                    "land_codes".to_owned(),
                    Some("[\"0701\"]".to_owned()),
                    Some("[\"07\"]".to_owned())
                ),
                ("services / laundry".to_owned(), Some("laundry".to_owned()), None),
            ]
        );
    }
}
