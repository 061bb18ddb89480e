//! Facts about the tables of communities, grids and other units.

use super::fixture::Fixture;
use super::{rows, written};
use crate::profile::Lang;
use crate::report::{finer_coverage_csv, function_rates_csv, functions_csv, unmet_csv};
use crate::units::{Share, SquareMetres};

#[test]
fn a_community_has_a_row_and_each_function_a_column() {
    let fixture = Fixture::new();
    let table = written(|out| functions_csv(&fixture.context(Lang::En), out).unwrap());
    let expected = "level,unit_id,unit_name,subdistrict,convenience_store,clinic,eldercare,laundry,\
                    functions_available,functions_counted,complete,profile\r\n\
                    community,C1,'=东里社区,东门街道,yes,\"yes, unverified\",no: too far,no data,\
                    2,3,no,trial\r\n\
                    community,C2,西里社区,,no: none,yes,no: too small,no data,1,3,no,trial\r\n";
    assert_eq!(table.trim_start_matches('\u{feff}'), expected);
}

#[test]
fn a_lack_is_named_with_its_reason_its_figures_its_rule_and_who_is_asked() {
    let fixture = Fixture::new();
    let table = written(|out| unmet_csv(&fixture.context(Lang::En), out).unwrap());
    let rows = rows(&table);
    assert_eq!(rows.len(), 3);
    let expected = [
        ("unit_id", "C1"),
        ("function", "eldercare"),
        ("reason", "no: too far"),
        ("outlets_inside", "0"),
        ("land_ha", "40.0000"),
        ("land_served_ha", "10.0000"),
        ("land_coverage_percent", "25.00"),
        ("rule", "an outlet inside, or 90.00 % of its land within reach"),
        ("rule_clause", "assumption, confirm (cf. I5, I8)"),
        ("demands", "eldercare station 300 m"),
        ("demands_clause", "Rule 3"),
        ("lead_department", "Commerce Bureau"),
        ("supporting_departments", "Market Regulation Bureau"),
        ("profile", "trial"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
}

#[test]
fn a_share_that_prints_as_nought_and_is_none_says_how_much_land_there_is() {
    let mut fixture = Fixture::new();
    // 12.5 of 400 000 square metres: 0.003 per cent.
    let cell = &mut fixture.assessment.finer[0].matrix.cells[0][2];
    (cell.served, cell.share) = (Some(SquareMetres(12.5)), Some(Share(0.000_031_25)));
    let told = |lang: Lang, note: &str| {
        let table = rows(&written(|out| unmet_csv(&fixture.context(lang), out).unwrap()));
        table.iter().map(|row| row[note].clone()).collect::<Vec<_>>()
    };
    let notes = told(Lang::En, "note");
    assert_eq!(notes, ["outlets reach but 12.5 m² of its land, under 0.01 %", "", ""]);
    assert_eq!(told(Lang::Zh, "说明")[0], "服务范围仅触及 12.5 平方米用地，不足 0.01%");
}

#[test]
fn a_rate_of_communities_says_what_it_counts_and_what_it_leaves_out() {
    let fixture = Fixture::new();
    let table = written(|out| function_rates_csv(&fixture.context(Lang::En), out).unwrap());
    let rows = rows(&table);
    // Four functions, and all of them.
    assert_eq!(rows.len(), 5);
    let of = |at: usize, heading: &str| rows[at][heading].as_str();
    assert_eq!(of(1, "kind_of_rate"), "communities by count, I5");
    assert_eq!((of(1, "units_counted"), of(1, "units_available")), ("2", "2"));
    assert_eq!((of(1, "units_available_percent"), of(1, "units_unverified")), ("100.00", "1"));
    assert_eq!((of(2, "units_lacking_too_far"), of(2, "units_lacking_too_small")), ("1", "1"));
    assert_eq!((of(3, "status"), of(3, "units_available_percent")), ("no data", ""));
    assert!(of(1, "note").starts_with("units are unverified where"), "{}", of(1, "note"));
    assert!(of(3, "note").starts_with("no open outlet of this function"), "{}", of(3, "note"));
    assert_eq!((of(2, "note"), of(2, "demands_confidence")), ("", "S2"));
    assert_eq!(of(4, "kind_of_rate"), "complete communities by count, I9");
    assert_eq!((of(4, "units_counted"), of(4, "units_available")), ("2", "0"));
    assert_eq!(of(4, "units_available_percent"), "0.00");
    assert_eq!(of(4, "note"), "left out for want of data: Laundry");
}

#[test]
fn another_layer_has_the_table_of_the_subdistricts() {
    let fixture = Fixture::new();
    let context = fixture.context(Lang::Zh);
    let layer = &fixture.assessment.finer[0];
    let table = written(|out| finer_coverage_csv(&context, layer, out).unwrap());
    let rows = rows(&table);
    // (2 communities + all of them) x (4 services + the circle).
    assert_eq!(rows.len(), 15);
    assert_eq!((rows[0]["层级"].as_str(), rows[0]["上级区域"].as_str()), ("社区", "东门街道"));
    assert_eq!(rows[14]["层级"], "全部社区");
    assert!(rows.iter().all(|row| row["盲区（处）"].is_empty()));
}
