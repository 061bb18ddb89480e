//! A table of spoilt own files, and what an own file keeps of the profile that it extends.

mod schema;
mod standards;

use super::*;
use crate::finding::{Findings, Severity};
use crate::units::Metres;

const OWN: &str = r#"
key = "my_city"
extends = "circle15"
remove = ["housekeeping"]

[[service]]
key = "laundry"
in_circle = false
[[service.provider]]
category = "laundry"
confidence = "user"

[[service]]
key = "breakfast"
[[service.provider]]
category = "breakfast"
radius_m = 400

[[service]]
key = "toilet"
name_en = "public toilet"
lead_zh = "城市管理委"
[[service.provider]]
category = "public_toilet"
radius_m = 250.5
clause = "city order 12, section 3"
"#;

fn own() -> (Profile, Findings) {
    let (profile, findings) = parse(OWN, "own.toml");
    (profile.unwrap(), findings)
}

#[test]
fn an_own_file_keeps_what_it_does_not_state() {
    let (profile, _) = own();
    let keys: Vec<&str> = profile.services.iter().map(|s| s.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "convenience_store",
            "breakfast",
            "vegetable_retail",
            "laundry",
            "clinic",
            "eldercare",
            "preschool",
            "toilet"
        ]
    );
    assert_eq!(profile.land_codes.as_slice(), ["0701"]);
    assert_eq!(profile.names.en, "15-minute convenience circle · my_city");
    let mut laundry = builtin("circle15").unwrap().services[3].clone();
    laundry.in_circle = false;
    laundry.providers[0].citation.confidence = Confidence::User;
    assert_eq!(profile.services[3], laundry);
}

#[test]
fn a_changed_radius_loses_the_clause_and_the_label_of_the_old_one() {
    let (profile, findings) = own();
    let breakfast = &profile.services[1];
    let provider = &breakfast.providers[0];
    assert_eq!(provider.radius, Metres(400.0));
    assert_eq!(
        (provider.citation.clause.as_str(), provider.citation.source.en.as_str()),
        ("set in own.toml", "")
    );
    assert_eq!(provider.citation.confidence, Confidence::User);
    assert_eq!(breakfast.minutes, None);
    let notes: Vec<_> = findings.iter().map(|f| (f.code, f.place.path.as_str())).collect();
    assert_eq!(notes, [("label-dropped", "line 15")]);
}

#[test]
fn a_category_outside_the_standards_is_known_to_the_run() {
    let (profile, _) = own();
    assert_eq!(profile.category_table().key("public_toilet"), Some("public_toilet"));
    assert_eq!(profile.services[7].names.zh, "public toilet");
}

const WHOLE: &str = r#"key = "mine"
name_en = "Mine"
document = "a city order"
land_codes = ["0701"]
[[service]]
key = "laundry"
lead_en = "Commerce"
[[service.provider]]
category = "laundry"
radius_m = 500
"#;

#[test]
fn a_whole_file_takes_the_usual_bands_and_least_gap() {
    let (profile, findings) = parse(WHOLE, "own.toml");
    let profile = profile.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(profile.bands, [300.0, 500.0, 800.0, 1000.0].map(Metres));
    assert!((profile.min_gap.hectares() - 0.1).abs() < 1e-12);
    assert_eq!(profile.services[0].names.zh, "洗染");
}

#[test]
fn a_profile_sets_the_words_of_names_and_keeps_the_rest() {
    let text = format!(
        "{}name_not_serving = \"已迁\"\n{}\n[[category]]\nkey = \"kindergarten\"\nname_exclude = \"早教\"\n\
         [[category]]\nkey = \"community_health_station\"\nname_include = \"诊所\"\n\
         [[category]]\nkey = \"nursery\"\nname_needed = false\nname_exclude = \"\"\n",
        &WHOLE[..13],
        &WHOLE[13..]
    );
    let (profile, findings) = parse(&text, "own.toml");
    let table = profile.unwrap_or_else(|| panic!("{findings:?}")).category_table();
    let doubt = |key: &str, name: &str| table.names(key).doubt(name).map(|d| d.pattern.to_string());
    assert_eq!(doubt("kindergarten", "第一幼儿园停车场"), None);
    assert_eq!(doubt("kindergarten", "第一早教园").as_deref(), Some("早教"));
    assert_eq!(doubt("community_health_station", "张氏诊所"), None);
    assert_eq!(doubt("community_health_station", "东门卫生服务中心").as_deref(), Some("诊所"));
    assert_eq!(doubt("community_health_station", "张氏口腔诊所").as_deref(), Some("口腔"));
    assert_eq!(doubt("nursery", "水木游泳馆"), None);
    assert_eq!(doubt("laundry", "洁美洗衣（筹）"), None);
    assert_eq!(doubt("laundry", "洁美洗衣（已迁）").as_deref(), Some("已迁"));
}

/// What is put in place of what in [`WHOLE`], and the one finding: severity, code, place, words.
type Spoilt = (&'static str, &'static str, Severity, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const SPOILT: &[Spoilt] = {
    use Severity::{Error, Warning};
    &[
    ("radius_m = 500", "radius_m = 500\n[[category]]\nkey = \"nursery\"\nname_exclude = \"a.b\"", Error, "bad-pattern", "line 13", "'.' stands in it"),
    ("radius_m = 500", "radius_m = 500\n[[category]]\nkey = \"nursery\"\n[[category]]\nkey = \"nursery\"", Error, "duplicate-category", "line 14", "twice"),
    ("radius_m = 500", "radius_m = 500\n[[category]]\nkey = \"nursry\"", Error, "unknown-word", "line 12", "did you mean \"nursery\""),
    ("radius_m = 500", "radius_m = 500\n[[category]]\nkey = \"nursery\"\nname_needed = 1", Error, "wrong-type", "line 13", "true or false"),
    ("radius_m = 500", "raduis_m = 500\nradius_m = 500", Error, "unknown-key", "line 10", "radius_m"),
    ("radius_m = 500", "radius_m = 0", Error, "out-of-range", "line 10", "20 000"),
    ("radius_m = 500", "radius_m = -5", Error, "out-of-range", "line 10", "-5"),
    ("radius_m = 500", "radius_m = 20001", Error, "out-of-range", "line 10", "20001"),
    ("radius_m = 500", "radius_m = nan", Error, "out-of-range", "line 10", "NaN"),
    ("radius_m = 500", "radius_m = inf", Error, "out-of-range", "line 10", "inf"),
    ("radius_m = 500", "radius_m = \"500\"", Error, "wrong-type", "line 10", "the text \"500\""),
    ("radius_m = 500", "", Error, "missing", "line 8", "`radius_m` is missing"),
    ("radius_m = 500", "radius_m = 500\nradius_m = 600", Error, "toml", "line 11", "duplicate key"),
    ("radius_m = 500", "radius_m = 500\nconfidence = \"sure\"", Error, "unknown-word", "line 11", "S, S2, Kh, Km, Kl, user"),
    ("radius_m = 500", "radius_m = 500\n[[service.provider]]\ncategory = \"laundry\"\nradius_m = 9", Error, "duplicate-provider", "line 12", "laundry"),
    ("radius_m = 500", "radius_m = 500\n[[service]]\nkey = \"laundry\"", Error, "duplicate-service", "line 12", "twice"),
    ("category = \"laundry\"", "category = \"洗衣店\"", Warning, "category-alias", "line 9", "taken as \"laundry\""),
    ("category = \"laundry\"", "category = \"laundri\"", Warning, "new-category", "line 9", "laundry"),
    ("category = \"laundry\"", "", Error, "missing", "line 8", "`category` is missing"),
    ("lead_en = \"Commerce\"", "", Error, "missing", "line 5", "department"),
    ("lead_en = \"Commerce\"", "lead_en = \" \"", Error, "blank", "line 7", "`lead_en` is blank"),
    ("lead_en = \"Commerce\"", "lead_en = \"Com\\u0007merce\"", Error, "control-character", "line 7", "U+0007"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\ntarget = 90", Error, "out-of-range", "line 8", "write 0.9"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\ntarget = \"90 %\"", Error, "wrong-type", "line 8", "a number"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\ntarget = 0", Error, "out-of-range", "line 8", "above 0"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\nminutes = 7.5", Error, "out-of-range", "line 8", "whole minutes"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\ndemand = \"old\"", Error, "unknown-word", "line 8", "age_60plus"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\nin_circle = false", Warning, "no-circle", "line 5", "in_circle"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\nin_circle = 1", Error, "wrong-type", "line 8", "true or false"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\nsupporting_zh = [\"甲\"]\nsupporting_en = []", Error, "unequal-lists", "line 9", "departments"),
    ("key = \"laundry\"", "key = \"../laundry\"", Error, "bad-key", "line 6", "file names"),
    ("key = \"laundry\"", "key = \"circle\"", Error, "bad-key", "line 6", "not \"circle\""),
    ("key = \"laundry\"", "", Error, "missing", "line 5", "`key` is missing"),
    ("key = \"mine\"", "key = \"circle15\"", Error, "key-taken", "line 1", "built-in"),
    ("key = \"mine\"", "", Error, "missing", "line 1", "`key` is missing"),
    ("key = \"mine\"", "key = \"mine\"\nremove = [\"x\"]", Error, "nothing-to-remove", "line 2", "extends"),
    ("key = \"mine\"", "key = \"mine\"\nextends = \"circel15\"", Error, "unknown-profile", "line 2", "did you mean \"circle15\""),
    ("key = \"mine\"", "key = \"mine\"\nbands_m = [300, 300]", Error, "bad-bands", "line 2", "rising"),
    ("key = \"mine\"", "key = \"mine\"\nbands_m = []", Error, "bad-bands", "line 2", "rising"),
    ("key = \"mine\"", "key = \"mine\"\nbands_m = [\"a\"]", Error, "wrong-type", "line 2", "a list of numbers"),
    ("key = \"mine\"", "key = \"mine\"\nmin_gap_ha = -1", Error, "out-of-range", "line 2", "hectares"),
    ("key = \"mine\"", "key = mine", Error, "toml", "line 1", "string"),
    ("name_en = \"Mine\"", "", Error, "missing", "line 1", "title"),
    ("document = \"a city order\"", "", Error, "missing", "line 1", "document"),
    ("land_codes = [\"0701\"]", "", Error, "missing", "line 1", "land_codes"),
    ("land_codes = [\"0701\"]", "land_codes = []", Error, "blank", "line 4", "0701"),
    ("land_codes = [\"0701\"]", "land_codes = [701]", Error, "wrong-type", "line 4", "texts"),
    ("land_codes = [\"0701\"]", "land_codes = [\"0701\"]\ndenominator = \"people\"", Error, "unknown-word", "line 5", "residential_land"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\ntier = \"20min\"", Error, "unknown-word", "line 8", "15min"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\nduty = \"B\"", Error, "unknown-word", "line 8", "as_needed"),
    ("lead_en = \"Commerce\"", "lead_en = \"A\"\ntarget = 0.9\ntarget_in_force = 1", Error, "wrong-type", "line 9", "true or false"),
    ("radius_m = 500", "radius_m = 500\nfloor_min_m2 = 0", Error, "out-of-range", "line 11", "above 0"),
    ("radius_m = 500", "radius_m = 500\n[available]\nshare = 90", Error, "out-of-range", "line 12", "write 0.9"),
    ("radius_m = 500", "radius_m = 500\n[available]\nclause = \"x\"", Error, "missing", "line 11", "inside = true"),
    ("radius_m = 500", "radius_m = 500\n[[available]]\nshare = 0.9", Error, "wrong-type", "line 11", "[available]"),
    ("radius_m = 500", "radius_m = 500\n[[item]]\nkey = \"laundry\"\nlead_en = \"A\"", Error, "missing", "line 11", "[[item.provider]]"),
    ("radius_m = 500", "radius_m = 500\n[[item]]\nkey = \"laundry\"\nlead_en = \"A\"\nopen_at = \"noon\"\n[[item.provider]]\ncategory = \"laundry\"", Error, "bad-time", "line 14", "Mo 07:30"),
    ("radius_m = 500", "radius_m = 500\n[[category]]\nkey = \"laundry\"\nopen_at = \"Mo 25:00\"", Error, "bad-time", "line 13", "2026-03-02 07:30"),
    ("radius_m = 500", "radius_m = 500\n[[provision]]\nkey = \"a\"\nname_en = \"A\"\nlead_en = \"A\"\ncategories = [\"laundry\"]\nmeasure = \"staff\"\nbase = \"capacity\"\nmin = 2\nmax = 1", Error, "out-of-range", "line 18", "above `max`"),
    ("radius_m = 500", "radius_m = 500\n[[provision]]\nkey = \"a\"\nname_en = \"A\"\nlead_en = \"A\"\nmeasure = \"staff\"\nbase = \"residents\"", Error, "missing", "line 11", "categories"),
    ("radius_m = 500", "radius_m = 500\n[[provision]]\nkey = \"a\"\nname_en = \"A\"\nlead_en = \"A\"\ncategories = [\"laundry\"]\nbase = \"residents\"", Error, "missing", "line 11", "chain_outlets"),
    ("radius_m = 500", "radius_m = 500\n[[provision]]\nkey = \"a\"\nname_en = \"A\"\nlead_en = \"A\"\ncategories = [\"laundry\"]\none_per = [3000, 1000]", Error, "out-of-range", "line 16", "rising"),
    ("radius_m = 500", "radius_m = 500\n[[provision]]\nkey = \"a\"\nname_en = \"A\"\nlead_en = \"A\"\ncategories = [\"laundry\"]\none_per = [3000]\nmin = 1", Error, "two-rules", "line 17", "`min`"),
    ("radius_m = 500", "radius_m = 500\n[[item]]\nkey = \"laundry\"\nlead_en = \"A\"\n[[item.provider]]\ncategory = \"laundry\"\n[[item]]\nkey = \"laundry\"", Error, "duplicate-item", "line 17", "twice"),
    ("radius_m = 500", "radius_m = 500\nreach = \"walk\"", Error, "unknown-word", "line 11", "radius, detour, streets"),
    ("radius_m = 500", "radius_m = 500\nreach = \"detour\"", Error, "missing", "line 8", "`detour_factor` is missing"),
    ("radius_m = 500", "radius_m = 500\nreach = \"detour\"\ndetour_factor = 0.7", Error, "out-of-range", "line 12", "from 1 to 5"),
    ("radius_m = 500", "radius_m = 500\ndetour_factor = 1.3", Error, "unknown-key", "line 11", "of no use"),
    ("radius_m = 500", "radius_m = 500\n[[walker]]\nkey = \"slow\"\nname_en = \"S\"\nmetres_a_minute = 60", Error, "missing", "line 11", "no service has `minutes`"),
    ("key = \"mine\"", "key = \"mine\"\nextends = \"checkup2025\"", Error, "unknown-profile", "line 2", "checkup-mohurd-2025"),
    ]
};

#[test]
fn each_spoilt_file_is_told_what_is_wrong_and_where() {
    for &(old, new, severity, code, line, words) in SPOILT {
        assert!(WHOLE.contains(old), "{old}");
        let (profile, findings) = parse(&WHOLE.replacen(old, new, 1), "own.toml");
        let all: Vec<_> = findings.iter().collect();
        assert_eq!(all.len(), 1, "{new}: {all:?}");
        let finding = all[0];
        assert_eq!((finding.severity, finding.code), (severity, code), "{new}");
        assert_eq!(
            (finding.place.file.as_str(), finding.place.path.as_str()),
            ("own.toml", line),
            "{new}"
        );
        let said = format!("{} {}", finding.message, finding.help);
        assert!(said.contains(words), "{new}: {said}");
        assert_eq!(profile.is_some(), severity != Severity::Error, "{new}");
    }
}

#[test]
fn a_spoilt_walker_is_told_what_is_wrong_with_it() {
    let walker = |fields: &str| {
        let minutes = WHOLE.replacen("lead_en", "minutes = 10\nlead_en", 1);
        let text = format!("{minutes}\n[[walker]]\nkey = \"slow\"\n{fields}");
        let (profile, findings) = parse(&text, "own.toml");
        let said: Vec<String> =
            findings.iter().map(|f| format!("{} {}", f.code, f.message)).collect();
        assert_eq!(profile.is_some(), said.is_empty(), "{said:?}");
        said.join("; ")
    };
    let fine = "name_en = \"S\"\nmetres_a_minute = 60\nsteps = false\npeople = \"age_60plus\"\n";
    assert_eq!(walker(fine), "");
    let told = [
        (fine.replace("60\n", "0\n"), "out-of-range `metres_a_minute` is 0"),
        (fine.replace("60\n", "201\n"), "out-of-range `metres_a_minute` is 201"),
        (fine.replace("metres_a_minute = 60\n", ""), "missing `metres_a_minute` is missing"),
        (fine.replace("name_en = \"S\"\n", ""), "missing `name_en` is missing"),
        (
            fine.replace("false", "1"),
            "wrong-type `steps` is the number 1; it should be true or false",
        ),
        (fine.replace("age_60plus", "old"), "unknown-word `people` is \"old\""),
        (fine.replace("steps", "stairs"), "unknown-key no field is called `stairs`"),
        (
            format!("{fine}[[walker]]\nkey = \"slow\"\n"),
            "duplicate-walker \"slow\" is defined twice",
        ),
    ];
    for (fields, said) in told {
        assert_eq!(walker(&fields), said);
    }
}

#[test]
fn a_file_without_services_is_refused() {
    let (profile, findings) = parse(&WHOLE[..WHOLE.find("[[service]]").unwrap()], "own.toml");
    assert!(profile.is_none());
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["no-services"]);
}

#[test]
fn all_faults_of_a_file_are_told_at_once() {
    let text = WHOLE.replace("500", "0").replace("lead_en", "laed_en").replace("[\"0701\"]", "1");
    let codes: Vec<_> = parse(&text, "own.toml").1.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["wrong-type", "unknown-key", "missing", "out-of-range"]);
}

#[test]
fn a_value_without_a_clause_names_the_file_and_not_where_it_lies() {
    for file in ["own.toml", "/home/a plan/own.toml", "..\\plan\\own.toml"] {
        let (profile, findings) = parse(OWN, file);
        let profile = profile.unwrap_or_else(|| unreachable!("{findings:?}"));
        let set: Vec<&str> = profile
            .services
            .iter()
            .flat_map(|service| &service.providers)
            .map(|provider| provider.citation.clause.as_str())
            .filter(|clause| clause.starts_with("set in "))
            .collect();
        assert!(
            !set.is_empty() && set.iter().all(|clause| *clause == "set in own.toml"),
            "{set:?}"
        );
    }
}
