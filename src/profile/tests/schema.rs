//! The published schema against the profiles and the reader.

use serde_json::Value;

use crate::profile::*;
use crate::profile::{
    parse, parse_capacity, parse_category, parse_demand, parse_item, parse_pairing,
    parse_provision, parse_service, parse_walker,
};

/// The part of JSON Schema that our schema uses.
fn fits(schema: &Value, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
    let rule = rule.as_object().unwrap();
    if let Some(target) = rule.get("$ref").and_then(Value::as_str) {
        let target = schema.pointer(target.strip_prefix('#').unwrap()).unwrap();
        fits(schema, target, value, at)?;
    }
    let verdict = |ok: bool, why: &str| if ok { Ok(()) } else { Err(format!("{at}: {why}")) };
    let limit = |name: &str| rule.get(name).and_then(Value::as_f64);
    let kind = match value {
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Null => "null",
    };
    if let Some(wanted) = rule.get("type") {
        verdict(wanted == kind || (wanted == "number" && kind == "integer"), kind)?;
    }
    if let Some(words) = rule.get("enum") {
        verdict(words.as_array().unwrap().contains(value), "enum")?;
    }
    if let Some(number) = value.as_f64() {
        verdict(limit("minimum").is_none_or(|l| number >= l), "minimum")?;
        verdict(limit("maximum").is_none_or(|l| number <= l), "maximum")?;
        verdict(limit("exclusiveMinimum").is_none_or(|l| number > l), "exclusiveMinimum")?;
    }
    if let Some(text) = value.as_str() {
        let long = f64::from(u32::try_from(text.chars().count()).unwrap());
        verdict(limit("minLength").is_none_or(|l| long >= l), "minLength")?;
        verdict(limit("maxLength").is_none_or(|l| long <= l), "maxLength")?;
        if let Some(pattern) = rule.get("pattern") {
            assert_eq!(pattern, "^[a-z0-9_-]+$", "a pattern that this test does not know");
            let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
            verdict(text.chars().all(known), "pattern")?;
        }
    }
    if let Some(list) = value.as_array() {
        let long = f64::from(u32::try_from(list.len()).unwrap());
        verdict(limit("minItems").is_none_or(|l| long >= l), "minItems")?;
        verdict(limit("maxItems").is_none_or(|l| long <= l), "maxItems")?;
        for (i, item) in list.iter().enumerate() {
            fits(schema, &rule["items"], item, &format!("{at}[{i}]"))?;
        }
    }
    if let (Some(object), Some(properties)) = (value.as_object(), rule.get("properties")) {
        assert_eq!(rule["additionalProperties"], false, "{at}");
        for required in rule["required"].as_array().unwrap() {
            verdict(object.contains_key(required.as_str().unwrap()), "required")?;
        }
        for (key, part) in object {
            let rule = properties.get(key).ok_or(format!("{at}: {key}"))?;
            fits(schema, rule, part, &format!("{at}.{key}"))?;
        }
    }
    Ok(())
}

fn verdict(text: &str) -> Result<(), String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let value: Value = toml::from_str(text).unwrap();
    fits(&schema, &schema, &value, "$")
}

#[test]
fn every_built_in_profile_fits_the_schema() {
    for key in builtin_keys() {
        assert_eq!(verdict(builtin_text(key).unwrap()), Ok(()), "{key}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let whole = builtin_text("gb50180").unwrap();
    for (old, new) in [
        ("radius_m = 1000", "radius_m = 0"),
        ("radius_m = 1000", "radius_m = 20001"),
        ("radius_m = 1000", "radius = 1000"),
        ("radius_m = 1000", "radius_m = \"1000\""),
        ("confidence = \"Kh\"", "confidence = \"sure\""),
        ("tier = \"15min\"", "tier = \"20min\""),
        ("duty = \"must\"", "duty = \"A\""),
        ("minutes = 15", "minutes = 7.5"),
        ("key = \"clinic\"", "key = \"../clinic\""),
        ("floor_min_m2 = 1700", "floor_min_m2 = -1"),
        ("one_per = [1000, 3000]", "one_per = [1000, 3000, 5000]"),
        ("land_codes = [\"0701\"]", "land_codes = []"),
        ("min_gap_ha = 0.1", "min_gap_ha = 101"),
    ] {
        assert!(whole.contains(old), "{old}");
        let text = whole.replacen(old, new, 1);
        assert!(verdict(&text).is_err(), "{new}");
        let own = text.replace("key = \"gb50180\"", "key = \"own\"");
        assert!(parse(&own, "own.toml").0.is_none(), "{new}");
    }
}

/// The names under `properties` of a part of the schema, in alphabetical order.
fn described(pointer: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let part = schema.pointer(&format!("{pointer}/properties")).unwrap();
    let mut names: Vec<String> = part.as_object().unwrap().keys().cloned().collect();
    names.sort();
    names
}

#[test]
fn the_schema_knows_the_fields_of_the_reader_and_no_others() {
    let of_rule = |own: &[&'static str]| [&parse_parts::RULE[..], own].concat();
    let parts: [(&str, &[&str]); 12] = [
        ("", &parse::FIELDS),
        ("/$defs/service", &parse_service::FIELDS),
        ("/$defs/provider", &parse_service::PROVIDER_FIELDS),
        ("/$defs/condition", &parse_demand::FIELDS),
        ("/$defs/available", &parse_item::AVAILABLE_FIELDS),
        ("/$defs/item", &parse_item::ITEM_FIELDS),
        ("/$defs/need", &parse_item::NEED_FIELDS),
        ("/$defs/provision", &of_rule(&parse_provision::FIELDS)),
        ("/$defs/capacity", &of_rule(&parse_capacity::FIELDS)),
        ("/$defs/pairing", &of_rule(&parse_pairing::FIELDS)),
        ("/$defs/category", &parse_category::FIELDS),
        ("/$defs/walker", &parse_walker::FIELDS),
    ];
    for (pointer, fields) in parts {
        let mut fields: Vec<String> = fields.iter().map(|&f| f.to_owned()).collect();
        fields.sort();
        assert_eq!(described(pointer), fields, "{pointer}");
    }
}
