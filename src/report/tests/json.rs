//! Facts about `assessment.json` and its schema.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::beside::with_besides;
use super::fixture::Fixture;
use super::streets::with_streets;
use super::written;
use crate::model::{Condition, DemandLayer, Test};
use crate::profile::Lang;
use crate::report::{SCHEMA, SCHEMA_VERSION, assessment_json};

pub(super) fn document(fixture: &Fixture, lang: Lang) -> Value {
    let text = written(|out| assessment_json(&fixture.context(lang), out).unwrap());
    serde_json::from_str(&text).unwrap()
}

/// The part of JSON Schema that our schema uses; `used` collects the properties that were met.
struct Check<'a> {
    schema: &'a Value,
    used: BTreeSet<String>,
}

/// What a document has only where the city has it.
const OPTIONAL: [&str; 6] =
    ["streets", "demand_where", "beside", "walkers", "reach", "along_streets"];

impl Check<'_> {
    fn fits(&mut self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        let rule = rule.as_object().unwrap();
        if let Some(target) = rule.get("$ref") {
            let target = target.as_str().unwrap().strip_prefix('#').unwrap();
            let schema = self.schema;
            self.fits(schema.pointer(target).unwrap(), value, at)?;
        }
        if let Some(any) = rule.get("anyOf") {
            let tries: Vec<_> =
                any.as_array().unwrap().iter().map(|r| self.fits(r, value, at)).collect();
            if tries.iter().all(Result::is_err) {
                return Err(format!("{at}: {tries:?}"));
            }
        }
        let fits = |ok: bool| if ok { Ok(()) } else { Err(format!("{at}: {value}")) };
        if let Some(constant) = rule.get("const") {
            fits(constant == value)?;
        }
        if let Some(allowed) = rule.get("enum") {
            fits(allowed.as_array().unwrap().contains(value))?;
        }
        if let Some(kind) = rule.get("type") {
            let kinds = kind.as_array().cloned().unwrap_or_else(|| vec![kind.clone()]);
            fits(kinds.iter().any(|k| is(k.as_str().unwrap(), value)))?;
        }
        if let (Some(least), Some(number)) = (rule.get("minimum"), value.as_f64()) {
            fits(number >= least.as_f64().unwrap())?;
        }
        if let (Some(most), Some(number)) = (rule.get("maximum"), value.as_f64()) {
            fits(number <= most.as_f64().unwrap())?;
        }
        self.parts(rule, value, at)
    }

    fn parts(&mut self, rule: &Map<String, Value>, value: &Value, at: &str) -> Result<(), String> {
        if let (Some(properties), Some(object)) = (rule.get("properties"), value.as_object()) {
            assert_eq!(rule["additionalProperties"], false, "{at}");
            let properties = properties.as_object().unwrap();
            for required in rule["required"].as_array().unwrap() {
                let key = required.as_str().unwrap();
                assert!(properties.contains_key(key), "{at}: {key} is required and not described");
                object.get(key).ok_or(format!("{at}: no {key}"))?;
            }
            let required = rule["required"].as_array().unwrap();
            let is_always = |key: &String| required.contains(&Value::from(key.as_str()));
            let optional = properties.keys().filter(|key| !is_always(key));
            assert!(optional.into_iter().all(|key| OPTIONAL.contains(&key.as_str())), "{at}");
            for (key, part) in object {
                let rule =
                    properties.get(key).ok_or(format!("{at}: {key} is not in the schema"))?;
                self.fits(rule, part, &format!("{at}.{key}"))?;
                self.used.insert(key.clone());
            }
        }
        if let (Some(rule), Some(items)) = (rule.get("items"), value.as_array()) {
            for (i, item) in items.iter().enumerate() {
                self.fits(rule, item, &format!("{at}[{i}]"))?;
            }
        }
        Ok(())
    }
}

/// Fails where a document does not fit a schema, or the schema describes what the document lacks.
pub(super) fn assert_described(schema: &str, document: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let mut check = Check { schema: &schema, used: BTreeSet::new() };
    check.fits(&schema, document, "$").unwrap();
    let mut names = BTreeSet::new();
    described(&schema, &mut names);
    assert_eq!(check.used, names);
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    }
}

/// Every name that stands under a `properties` of the schema.
fn described(schema: &Value, names: &mut BTreeSet<String>) {
    if let Some(object) = schema.as_object() {
        if let Some(Value::Object(properties)) = object.get("properties") {
            names.extend(properties.keys().cloned());
        }
        for part in object.values() {
            described(part, names);
        }
    }
    if let Some(list) = schema.as_array() {
        for part in list {
            described(part, names);
        }
    }
}

#[test]
fn the_schema_describes_the_document_and_nothing_else() {
    let mut fixture = with_besides(with_streets(Fixture::complaints()));
    let test = Test::Between { at_least: None, at_most: Some(1999.0) };
    let attribute = "built".to_owned();
    let condition = Condition { layer: DemandLayer::Estates, attribute, test };
    fixture.profile.services[3].demand_where = vec![condition];
    assert_described(SCHEMA, &document(&fixture, Lang::En));
}

#[test]
fn the_check_against_the_schema_refuses_what_does_not_fit() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let refused = |pointer: &str, value: Value| {
        let mut wrong = document(&Fixture::new(), Lang::En);
        *wrong.pointer_mut(pointer).unwrap() = value;
        Check { schema: &schema, used: BTreeSet::new() }.fits(&schema, &wrong, "$").is_err()
    };
    assert!(refused("/units/0/services/0/land/share", Value::from(57.84)));
    assert!(refused("/units/0/services/0/status", Value::from("fine")));
    assert!(refused("/gaps/0/nearest_outlet", Value::from("P1")));
    assert!(refused("/reconciliation", serde_json::json!({})));
}

#[test]
fn the_schema_and_the_document_have_one_version() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert_eq!(schema["properties"]["schema_version"]["const"], SCHEMA_VERSION);
    assert_eq!(document(&Fixture::new(), Lang::En)["schema_version"], SCHEMA_VERSION);
}

#[test]
fn figures_are_unrounded_and_in_square_metres() {
    let document = document(&Fixture::new(), Lang::En);
    assert_eq!(document["gaps"][0]["area_m2"], 123_456.789);
    assert_eq!(document["units"][0]["services"][0]["land"]["share"], 57.84 / 100.0);
    assert_eq!(document["units"][0]["id"], "D01");
    assert_eq!(document["total"]["circle"]["by_count"][3]["people"], 2480);
}

#[test]
fn a_service_without_data_is_null_and_not_nought() {
    let document = document(&Fixture::new(), Lang::En);
    let laundry = &document["total"]["services"][3];
    assert_eq!(laundry["status"], "no_data");
    assert!(laundry["land"].is_null() && laundry["people"].is_null());
    assert_eq!(
        document["circle_services"],
        serde_json::json!(["convenience_store", "clinic", "eldercare"])
    );
}

#[test]
fn the_document_is_the_same_in_both_languages() {
    let fixture = Fixture::new();
    assert_eq!(document(&fixture, Lang::Zh), document(&fixture, Lang::En));
}

#[test]
fn a_city_without_people_or_circle_fits_the_schema() {
    let mut fixture = Fixture::new();
    fixture.assessment.people_source = None;
    for unit in fixture.assessment.units.iter_mut().chain([&mut fixture.assessment.total]) {
        unit.people = None;
        unit.circle = None;
        for service in &mut unit.services {
            service.people = None;
        }
    }
    for gap in &mut fixture.assessment.gaps.listed {
        gap.people = None;
    }
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut check = Check { schema: &schema, used: BTreeSet::new() };
    check.fits(&schema, &document(&fixture, Lang::En), "$").unwrap();
}
