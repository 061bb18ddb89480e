//! Built-in profiles against the tables of the planning standards, row by row.

use std::collections::BTreeSet;
use std::io::Write as _;

use crate::profile::*;
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
                assert!(
                    !p.citation.clause.is_empty() && !p.citation.source.zh.is_empty(),
                    "{key} {}",
                    service.key
                );
                assert!(crate::model::CategoryTable::entry(&p.category).is_some());
            }
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
const ROWS: [(&str, &str, &str, &str, &str); 20] = [
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
    (
        "checkup-mohurd-2025",
        "vegetable_retail",
        "vegetable_retail",
        "MOHURD check-up 2025",
        "菜市场",
    ),
    ("checkup-mohurd-2025", "middle_school", "middle_school", "MOHURD check-up 2025", "中学"),
    ("checkup-mohurd-2025", "primary_school", "primary_school", "MOHURD check-up 2025", "小学"),
    ("gb50180", "primary_school", "primary_school", "01_gb50180", ""),
    ("gb50180", "middle_school", "middle_school", "01_gb50180", ""),
];

impl Rows {
    fn row(&self, standard: &str, category: &str, facility: &str) -> &csv::StringRecord {
        let of_row = |r: &&csv::StringRecord| {
            // The schools have no category key in the table.
            let key = self.cell(r, "category_key");
            self.cell(r, "standard").starts_with(standard)
                && (key == category || key.is_empty())
                && self.cell(r, "facility_zh").contains(facility)
        };
        self.rows.iter().find(of_row).unwrap()
    }
}

#[test]
fn radii_sizes_and_flags_are_those_of_the_radii_table() {
    let Some((header, rows)) = standards("radii.csv") else { return };
    let table = Rows { header, rows };
    for (profile, service, category, standard, facility) in ROWS {
        if standard == "01_gb50180" {
            continue;
        }
        let row = table.row(standard, category, facility);
        let metres: f64 = table.cell(row, "radius_m").parse().unwrap();
        let p = provider(profile, service, category);
        assert!((p.radius.0 - metres).abs() < 1e-9, "{profile} {category}");
        // "duty Kh; radius Km" is Km for the radius; "Kh (300 m S2)" is S2 for it.
        let flag = table.cell(row, "flag").split([' ', ')', ';']).rfind(|w| !w.is_empty());
        assert_eq!(Some(p.citation.confidence.flag()), flag, "{profile} {category}");
        if profile == "gb50180" {
            let floor: Option<f64> = table.cell(row, "floor_min_m2").parse().ok();
            assert_eq!(p.floor_min.map(|f| f.0), floor, "{profile} {category}");
            let tier = builtin(profile).unwrap();
            let tier = tier.services.iter().find(|s| s.key == service).unwrap().tier;
            // A clinic is a centre (15 min) or a station (5 min): the service has the centre's tier.
            if category != "community_health_station" {
                assert_eq!(tier.map(Tier::key), Some(table.cell(row, "tier")), "{category}");
            }
        }
    }
}

/// The radii of the schools stand in the page on the code (last row of its table), not in the CSV.
#[test]
fn the_schools_of_the_residential_code_are_those_of_its_page() {
    let Some(folder) = std::env::var_os("WALKSHED_SHARED") else { return };
    let page = std::path::Path::new(&folder).join("standards/01_gb50180_2018.md");
    let page = std::fs::read_to_string(page).unwrap();
    let row = page.lines().find(|l| l.starts_with("| 初中 / 小学 |")).unwrap();
    assert!(row.contains("| 1000 / 500 |") && row.contains("| Kh |"), "{row}");
    let [middle, primary] =
        ["middle_school", "primary_school"].map(|key| provider("gb50180", key, key));
    assert_eq!((middle.radius, primary.radius), (Metres(1000.0), Metres(500.0)));
    assert_eq!(middle.citation.confidence, Confidence::Kh);
}

/// Every built-in radius that is printed as a standard's own was compared with the standard.
#[test]
fn a_radius_without_a_row_is_an_assumption() {
    for key in builtin_keys() {
        for service in builtin(key).unwrap().services {
            for p in &service.providers {
                let of = (*key, service.key.as_str(), p.category.as_str());
                let has_row = ROWS.iter().any(|r| (r.0, r.1, r.2) == of);
                // The one definition of TD/T 1063 that was read in full; see the next test.
                let is_hospital = of == ("checkup-nr", "hospital_2km", "hospital");
                assert!(has_row || is_hospital || p.citation.is_assumption(), "{of:?}");
            }
        }
    }
}

#[test]
fn the_rates_of_natural_resources_are_those_of_the_indicators_table() {
    let Some((header, rows)) = standards("indicators.csv") else { return };
    let table = Rows { header, rows };
    let expected = [
        ("NR_HOSP_2KM", "hospital_2km", Confidence::S),
        ("NR_HEALTH_W15", "health_15min", Confidence::Kl),
        ("NR_ELDER_W5", "eldercare_5min", Confidence::Kl),
        ("NR_MARKET_W10", "market_10min", Confidence::Kl),
    ];
    let profile = builtin("checkup-nr").unwrap();
    for (id, key, confidence) in expected {
        let row = table.rows.iter().find(|r| table.cell(r, "id") == id).unwrap();
        let service = profile.services.iter().find(|s| s.key == key).unwrap();
        for p in &service.providers {
            assert_eq!(format!("{}", p.radius.0), table.cell(row, "distance_m"), "{id}");
            assert_eq!(p.citation.confidence, confidence, "{id}");
        }
        let flag = table.cell(row, "official_definition_flag");
        assert!(flag.ends_with(confidence.flag()), "{id}: {flag}");
    }
}

#[test]
fn minutes_are_those_of_the_documents_and_metres_are_minutes_times_the_speed_that_is_named() {
    let Some((header, rows)) = standards("radii.csv") else { return };
    let table = Rows { header, rows };
    let (press, plan) = ("MOFCOM press 2021", "MOFCOM plan 2023");
    for service in builtin("mofcom-circle").unwrap().services {
        let minutes = service.minutes.unwrap();
        for p in &service.providers {
            assert_eq!(p.radius, Metres(f64::from(minutes) * 60.0), "{}", service.key);
            assert!(p.citation.is_assumption(), "{}", service.key);
        }
        let of = match service.key.as_str() {
            "eldercare" => continue,
            "housekeeping" | "parcel_delivery" => plan,
            _ => press,
        };
        let row = table.row(of, &service.key, "");
        assert!(table.cell(row, "minutes").ends_with(&minutes.to_string()), "{}", service.key);
    }
    for service in builtin("beijing-8").unwrap().services {
        let row = table.row("Beijing commerce floor-space rule 2018", &service.key, "");
        let minutes = service.minutes.unwrap().to_string();
        assert!(table.cell(row, "minutes").ends_with(&minutes), "{}", service.key);
    }
    for service in builtin("elderly").unwrap().services {
        let metres = f64::from(service.minutes.unwrap()) * 60.0 * 0.8;
        for p in &service.providers {
            assert!((p.radius.0 - metres).abs() < 1e-9 && p.citation.is_assumption());
        }
    }
}

#[test]
fn the_eight_functions_are_those_of_the_categories_table() {
    let Some((header, rows)) = standards("categories.csv") else { return };
    let table = Rows { header, rows };
    let eight: BTreeSet<&str> = table
        .rows
        .iter()
        .filter(|r| table.cell(r, "beijing_8_functions") == "yes")
        .map(|r| table.cell(r, "key"))
        .collect();
    let profile = builtin("beijing-8").unwrap();
    let ours: BTreeSet<&str> = profile.services.iter().map(|s| s.key.as_str()).collect();
    assert_eq!(ours, eight);
}

#[test]
fn nothing_of_beijing_2015_is_offered_as_in_force() {
    for key in builtin_keys() {
        let profile = builtin(key).unwrap();
        let providers = profile.services.iter().flat_map(|s| &s.providers);
        for citation in
            providers.map(|p| &p.citation).chain(profile.provisions.iter().map(|p| &p.citation))
        {
            assert!(!citation.clause.contains("2015"), "{key}: {}", citation.clause);
            if citation.clause.contains("北京 2018") {
                assert!(citation.is_assumption(), "{key}: {}", citation.clause);
            }
        }
    }
    let beijing = builtin("beijing-8").unwrap();
    assert!(beijing.services.iter().flat_map(|s| &s.providers).all(|p| !p.citation.in_force));
    assert!(beijing.provisions.iter().all(|p| p.min.is_none() && p.max.is_none()));
}

#[test]
fn the_items_of_a_complete_community_are_those_of_the_indicators_table() {
    let Some((header, rows)) = standards("indicators.csv") else { return };
    let table = Rows { header, rows };
    let row = table.rows.iter().find(|r| table.cell(r, "id") == "MH_COMPLETE").unwrap();
    let listed: BTreeSet<&str> = table.cell(row, "category_keys").split(';').collect();
    let profile = builtin("checkup-mohurd-2025").unwrap();
    let first: BTreeSet<&str> =
        profile.items.iter().map(|i| i.needs[0].category.as_str()).collect();
    assert_eq!(first, listed);
    let Some((header, rows)) = standards("radii.csv") else { return };
    let table = Rows { header, rows };
    for item in &profile.items {
        let key = &item.needs[0].category;
        let of = |r: &&csv::StringRecord| {
            table.cell(r, "standard").starts_with("完整居住社区")
                && table.cell(r, "category_key") == key
        };
        let Some(row) = table.rows.iter().find(of) else { continue };
        let floor: Option<f64> = table.cell(row, "floor_min_m2").parse().ok();
        assert_eq!(item.needs[0].floor_min.map(|f| f.0), floor, "{key}");
    }
}

#[test]
fn a_value_of_low_confidence_is_never_quoted_as_the_standards_own() {
    for key in builtin_keys() {
        let profile = builtin(key).unwrap();
        let items = profile.items.iter().flat_map(|i| &i.needs).map(|n| &n.citation);
        let all = profile
            .services
            .iter()
            .flat_map(|s| {
                s.providers.iter().map(|p| &p.citation).chain(s.target.iter().map(|t| &t.citation))
            })
            .chain(items)
            .chain(profile.provisions.iter().map(|p| &p.citation))
            .chain([&profile.availability.citation]);
        for citation in all.filter(|c| c.is_assumption()) {
            for lang in [Lang::Zh, Lang::En] {
                let quoted = citation.quoted(lang);
                assert!(quoted.starts_with(citation.remark(lang).unwrap()), "{quoted}");
            }
        }
    }
}

#[test]
fn the_secondary_school_rate_of_the_check_up_is_1000_m() {
    let Some((header, rows)) = standards("radii.csv") else { return };
    let table = Rows { header, rows };
    let row = table.rows.iter().find(|r| table.cell(r, "table_or_clause") == "no.22").unwrap();
    let p = provider("checkup-mohurd-2025", "middle_school", "middle_school");
    assert_eq!(table.cell(row, "radius_m"), format!("{}", p.radius.0));
    assert_eq!(table.cell(row, "flag"), p.citation.confidence.flag());
}

#[test]
fn metres_that_were_converted_from_minutes_are_assumptions() {
    for category in ["convenience_store", "breakfast", "laundry", "housekeeping"] {
        assert!(provider("circle15", category, category).citation.is_assumption(), "{category}");
    }
    assert!(!provider("circle15", "vegetable_retail", "vegetable_retail").citation.is_assumption());
}

#[test]
fn the_check_up_never_adds_the_two_ministries_up() {
    let profile = builtin("checkup-mohurd-2025").unwrap();
    let circle: Vec<&str> =
        profile.services.iter().filter(|s| s.in_circle).map(|s| s.key.as_str()).collect();
    assert_eq!(circle, ["vegetable_retail", "middle_school"]);
    let target = profile.services[0].target_share().unwrap().percent_text();
    assert_eq!(target, "90.00");
}

/// Whether a text has Chinese characters or marks.
fn has_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c))
}

#[test]
fn every_clause_of_a_built_in_profile_is_told_in_both_languages() {
    for key in builtin_keys() {
        let profile = builtin(key).unwrap();
        let providers = profile.services.iter().flat_map(|s| &s.providers).map(|p| &p.citation);
        let targets = profile.services.iter().filter_map(|s| Some(&s.target.as_ref()?.citation));
        let needs = profile.items.iter().flat_map(|i| &i.needs).map(|n| &n.citation);
        let provisions = profile.provisions.iter().map(|p| &p.citation);
        let capacities = profile.capacities.iter().map(|c| &c.citation);
        let pairings = profile.pairings.iter().map(|p| &p.citation);
        let walkers = profile.walkers.iter().map(|w| &w.citation);
        let all = providers.chain(targets).chain(needs).chain(provisions).chain(capacities);
        let all = all.chain(pairings).chain(walkers).chain([&profile.availability.citation]);
        for citation in all {
            let (zh, en) = (citation.clause(Lang::Zh), citation.clause(Lang::En));
            assert!(!has_chinese(en), "{key}: {en}");
            assert!(!zh.split([' ', ':', ';', '/', ')']).any(|word| word == "min"), "{key}: {zh}");
        }
        assert!(!has_chinese(profile.document(Lang::En)), "{key}");
        assert!(has_chinese(profile.document(Lang::Zh)), "{key}");
    }
}

#[test]
fn a_translation_goes_with_the_clause_that_it_translates() {
    let own = |clause: &str| {
        let text = format!(
            "key = \"own\"\nextends = \"circle15\"\n[[service]]\nkey = \"preschool\"\n\
             [[service.provider]]\ncategory = \"kindergarten\"\nradius_m = 300\n{clause}"
        );
        let (profile, findings) = parse(&text, "own.toml");
        let profile = profile.unwrap_or_else(|| unreachable!("{findings:?}"));
        let service = profile.services.iter().find(|s| s.key == "preschool").unwrap();
        service.providers[0].citation.clause(Lang::En).to_owned()
    };
    assert_eq!(own(""), "GB 50180-2018 B.0.2/C.0.2 kindergarten ≤ 300 m");
    assert_eq!(own("clause = \"市规 7\""), "市规 7");
    assert_eq!(own("clause = \"市规 7\"\nclause_en = \"city rule 7\""), "city rule 7");
}
