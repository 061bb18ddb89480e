//! Built-in profiles against the standards' table, and a table of spoilt own files.

use std::collections::BTreeSet;
use std::io::Write as _;

use super::*;
use crate::finding::{Findings, Severity};
use crate::units::Metres;

/// Rows of a CSV of the standards as lists, with its header; none where the folder is not there.
fn standards(name: &str) -> Option<(csv::StringRecord, Vec<csv::StringRecord>)> {
    let Some(folder) = std::env::var_os("WALKSHED_SHARED") else {
        // Not by the macro, whose words a passing test swallows.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: WALKSHED_SHARED is not set, standards/{name} not compared"
        );
        return None;
    };
    let path = std::path::Path::new(&folder).join("standards").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    Some((header, reader.records().map(Result::unwrap).collect()))
}

struct Rows {
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Rows {
    fn cell<'r>(&self, row: &'r csv::StringRecord, column: &str) -> &'r str {
        &row[self.header.iter().position(|h| h == column).unwrap()]
    }
}

fn provider(profile: &str, service: &str, category: &str) -> Provider {
    let profile = builtin(profile).unwrap();
    let service = profile.services.into_iter().find(|s| s.key == service).unwrap();
    service.providers.into_iter().find(|p| p.category == category).unwrap()
}

#[test]
fn every_built_in_profile_is_clean_and_has_its_own_key() {
    for key in builtin_keys() {
        let profile = builtin(key).unwrap();
        assert_eq!(profile.key, *key);
        assert!(!profile.note.zh.contains([',', ';', '(']), "{key}: half-width marks");
        for service in &profile.services {
            for p in &service.providers {
                assert!(!p.clause.is_empty() && !p.source.zh.is_empty(), "{key} {}", service.key);
                assert!(crate::model::CategoryTable::entry(&p.category).is_some());
            }
            assert_eq!(service.target.is_some(), !service.target_clause.is_empty());
        }
    }
}

#[test]
fn the_default_radii_are_those_of_the_categories_table() {
    let Some((header, rows)) = standards("categories.csv") else { return };
    let table = Rows { header, rows };
    for service in builtin("circle15").unwrap().services {
        let mut helpers = BTreeSet::new();
        for p in &service.providers {
            let row = table.rows.iter().find(|r| table.cell(r, "key") == p.category).unwrap();
            let metres: f64 = table.cell(row, "default_radius_m").parse().unwrap();
            assert!((p.radius.0 - metres).abs() < 1e-9, "{}", p.category);
            assert_eq!(service.lead.zh, table.cell(row, "lead_dept_city"), "{}", p.category);
            helpers.extend(table.cell(row, "co_depts").split(';'));
        }
        let supporting: BTreeSet<&str> = service.supporting.iter().map(|n| n.zh.as_str()).collect();
        assert_eq!(supporting, helpers, "{}", service.key);
    }
}

/// Profile, service, category, and the row of radii.csv: standard and words of the facility's name.
const ROWS: [(&str, &str, &str, &str, &str); 16] = [
    ("circle15", "vegetable_retail", "vegetable_retail", "GB 50180-2018", "菜市场"),
    ("circle15", "clinic", "community_health_center", "GB 50180-2018", "卫生服务中心"),
    ("circle15", "clinic", "community_health_station", "GB 50180-2018", "社区卫生服务站"),
    ("circle15", "eldercare", "eldercare_daycare", "GB 50180-2018", "日间照料"),
    ("circle15", "preschool", "kindergarten", "GB 50180-2018", "幼儿园"),
    ("gb50180", "clinic", "community_health_center", "GB 50180-2018", "卫生服务中心"),
    ("gb50180", "clinic", "community_health_station", "GB 50180-2018", "社区卫生服务站"),
    ("gb50180", "eldercare_daycare", "eldercare_daycare", "GB 50180-2018", "日间照料"),
    ("gb50180", "kindergarten", "kindergarten", "GB 50180-2018", "幼儿园"),
    ("gb50180", "vegetable_retail", "vegetable_retail", "GB 50180-2018", "菜市场"),
    ("gb50180", "supermarket", "supermarket", "GB 50180-2018", "商业网点:超市"),
    ("gb50180", "laundry", "laundry", "GB 50180-2018", "洗衣店"),
    ("gb50180", "beauty_hair", "beauty_hair", "GB 50180-2018", "美发店"),
    ("gb50180", "pharmacy", "pharmacy", "GB 50180-2018", "药店"),
    ("gb50180", "nursery", "nursery", "GB 50180-2018", "托儿所"),
    ("checkup2025", "vegetable_retail", "vegetable_retail", "MOHURD check-up 2025", "菜市场"),
];

#[test]
fn radii_and_flags_are_those_of_the_radii_table() {
    let Some((header, rows)) = standards("radii.csv") else { return };
    let table = Rows { header, rows };
    for (profile, service, category, standard, facility) in ROWS {
        let of_row = |r: &&csv::StringRecord| {
            table.cell(r, "standard").starts_with(standard)
                && table.cell(r, "category_key") == category
                && table.cell(r, "facility_zh").contains(facility)
        };
        let row = table.rows.iter().find(of_row).unwrap();
        let metres: f64 = table.cell(row, "radius_m").parse().unwrap();
        let p = provider(profile, service, category);
        assert!((p.radius.0 - metres).abs() < 1e-9, "{profile} {category}");
        // "duty Kh; radius Km" is Km for the radius; "Kh (300 m S2)" is S2 for it.
        let flag = table.cell(row, "flag").split([' ', ')', ';']).rfind(|w| !w.is_empty());
        assert_eq!(Some(p.confidence.flag()), flag, "{profile} {category}");
    }
}

#[test]
fn the_secondary_school_rate_of_the_check_up_is_1000_m() {
    let Some((header, rows)) = standards("radii.csv") else { return };
    let table = Rows { header, rows };
    let row = table.rows.iter().find(|r| table.cell(r, "table_or_clause") == "no.22").unwrap();
    let p = provider("checkup2025", "middle_school", "middle_school");
    assert_eq!(table.cell(row, "radius_m"), format!("{}", p.radius.0));
    assert_eq!(table.cell(row, "flag"), p.confidence.flag());
}

#[test]
fn metres_that_were_converted_from_minutes_are_assumptions() {
    for category in ["convenience_store", "breakfast", "laundry", "housekeeping"] {
        assert!(provider("circle15", category, category).confidence.is_assumption(), "{category}");
    }
    assert!(
        !provider("circle15", "vegetable_retail", "vegetable_retail").confidence.is_assumption()
    );
}

#[test]
fn the_check_up_never_adds_the_two_ministries_up() {
    let profile = builtin("checkup2025").unwrap();
    let circle: Vec<&str> =
        profile.services.iter().filter(|s| s.in_circle).map(|s| s.key.as_str()).collect();
    assert_eq!(circle, ["vegetable_retail", "middle_school"]);
    let target = profile.services[0].target.unwrap().percent_text();
    assert_eq!(target, "90.00");
}

#[test]
fn a_code_counts_with_the_codes_below_it() {
    let profile = builtin("circle15").unwrap();
    assert!(profile.counts_as_residential(Some("070102")));
    assert!(profile.counts_as_residential(Some(" ")));
    assert!(profile.counts_as_residential(None));
    assert!(!profile.counts_as_residential(Some("0702")));
}

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
    assert_eq!(profile.land_codes, ["0701"]);
    assert_eq!(profile.names.en, "15-minute convenience circle · my_city");
    let mut laundry = builtin("circle15").unwrap().services[3].clone();
    laundry.in_circle = false;
    laundry.providers[0].confidence = Confidence::User;
    assert_eq!(profile.services[3], laundry);
}

#[test]
fn a_changed_radius_loses_the_clause_and_the_label_of_the_old_one() {
    let (profile, findings) = own();
    let breakfast = &profile.services[1];
    let provider = &breakfast.providers[0];
    assert_eq!(provider.radius, Metres(400.0));
    assert_eq!((provider.clause.as_str(), provider.source.en.as_str()), ("set in own.toml", ""));
    assert_eq!(provider.confidence, Confidence::User);
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

/// What is put in place of what in [`WHOLE`], and the one finding: severity, code, place, words.
type Spoilt = (&'static str, &'static str, Severity, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const SPOILT: &[Spoilt] = {
    use Severity::{Error, Warning};
    &[
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
