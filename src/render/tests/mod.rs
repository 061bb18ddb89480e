//! Whole maps. To look at them, name a folder in `WALKSHED_MAPS` and run `cargo test render`.

mod fixture;
mod plan;
mod sample;

use std::sync::LazyLock;

pub(super) use fixture::grid_city;
use fixture::{Fixture, Recipe, fixture};
use sample::sample;

use super::*;
use crate::sample::{DEFAULT_SEED, Layer, Size, Spec};
use crate::units::SquareMetres;

static TOWN: LazyLock<Fixture> = LazyLock::new(|| {
    fixture(Recipe { columns: 4, rows: 4, side: (2400.0, 1900.0), outlets: 700, services: 5 })
});

fn options(lang: Lang) -> MapOptions {
    MapOptions {
        date: "2026-01-15".to_owned(),
        source: "虚构样例数据".to_owned(),
        ..MapOptions::new(lang)
    }
}

/// Writes a map for people to look at, where they have asked for it.
fn show(name: &str, map: &Map) {
    if let Some(folder) = std::env::var_os("WALKSHED_MAPS") {
        let path = std::path::Path::new(&folder).join(format!("{name}.png"));
        std::fs::write(path, &map.png).unwrap();
    }
}

#[test]
fn a_town_has_a_map_of_each_service() {
    let t = &*TOWN;
    let map = service_map(&t.city, &t.profile, &t.assessment, 2, &options(Lang::Zh)).unwrap();
    show("town-zh", &map);
    assert_eq!((map.missing_glyphs.len(), map.unlabelled), (0, 0));
    let map = service_map(&t.city, &t.profile, &t.assessment, 1, &options(Lang::En)).unwrap();
    show("town-en", &map);
    assert_eq!((map.missing_glyphs.len(), map.unlabelled), (0, 0));
}

#[test]
fn a_town_has_a_map_of_the_circle() {
    let t = &*TOWN;
    let map = circle_map(&t.city, &t.profile, &t.assessment, &options(Lang::Zh)).unwrap();
    show("circle-zh", &map);
    assert_eq!((map.missing_glyphs.len(), map.unlabelled), (0, 0));
}

fn draw(name: &str, f: &Fixture, options: &MapOptions) -> Map {
    let now = std::time::Instant::now();
    let map = service_map(&f.city, &f.profile, &f.assessment, 0, options).unwrap();
    eprintln!(
        "{name}: {:?}, {} bytes, {} unlabelled",
        now.elapsed(),
        map.png.len(),
        map.unlabelled
    );
    show(name, &map);
    map
}

#[test]
fn one_unit_is_a_city_too() {
    let spec = Spec { subdistricts: 1, outlets: 30, estates: 20, people: 200, ..Spec::default() };
    let map = draw("tiny", &sample(&spec, &[], "circle15"), &options(Lang::Zh));
    assert_eq!(map.unlabelled, 0);
}

#[test]
fn a_long_thin_city_fits_both_ways() {
    let recipe = Recipe { columns: 12, rows: 1, side: (900.0, 700.0), outlets: 300, services: 2 };
    assert_eq!(draw("wide", &fixture(recipe), &options(Lang::Zh)).unlabelled, 0);
    let recipe = Recipe { columns: 1, rows: 12, side: (700.0, 900.0), outlets: 300, services: 2 };
    assert_eq!(draw("tall", &fixture(recipe), &options(Lang::Zh)).unlabelled, 0);
    let upright = MapOptions { size: (1697, 2400), ..options(Lang::Zh) };
    assert_eq!(draw("tall-upright", &fixture(recipe), &upright).unlabelled, 0);
}

#[test]
fn a_city_from_north_to_south_turns_the_sheet_upright() {
    let size = |columns, rows| {
        let city = grid_city(columns, rows, 1000.0);
        options(Lang::Zh).turned_for(&city).unwrap().size
    };
    assert_eq!(size(1, 6), (1697, 2400));
    assert_eq!([size(3, 3), size(6, 1)], [(2400, 1697); 2]);
}

#[test]
fn a_map_says_what_land_it_leaves_out() {
    let rows = |hectares: f64| {
        let mut assessment = TOWN.assessment.clone();
        assessment.reconciliation.land_outside = SquareMetres::from_hectares(hectares);
        format!("{:?}", legend::reading(Lang::En, &assessment, "Residential land served"))
    };
    assert!(rows(1234.5).contains("Another 1 234.50 ha of residential land lie in no subdistrict"));
    assert!(!rows(0.0).contains("Another"));
}

#[test]
fn a_city_without_outlets_is_one_gap() {
    let recipe = Recipe { columns: 3, rows: 2, side: (900.0, 700.0), outlets: 0, services: 2 };
    assert_eq!(draw("none", &fixture(recipe), &options(Lang::Zh)).unlabelled, 0);
}

#[test]
fn a_map_of_one_unit_shows_its_neighbours_pale() {
    let f = sample(&Spec::default(), &[], "circle15");
    let unit = Some(SubdistrictId(4));
    assert_eq!(draw("unit", &f, &MapOptions { unit, ..options(Lang::Zh) }).unlabelled, 0);
}

#[test]
fn without_estates_the_whole_area_counts() {
    let f = sample(&Spec::default(), &[Layer::Estates], "circle15");
    assert_eq!(draw("whole-area", &f, &options(Lang::Zh)).unlabelled, 0);
}

#[test]
fn all_sizes_of_paper_hold_the_same_map() {
    let f = sample(&Spec::default(), &[], "circle15");
    for (size, dpi) in
        [((1200, 848), 72), ((1200, 848), 144), ((4762, 3368), 288), ((700, 500), 96)]
    {
        let name = format!("size-{}-{dpi}", size.0);
        let map = draw(&name, &f, &MapOptions { size, dpi, ..options(Lang::En) });
        assert_eq!(map.unlabelled, 0);
    }
}

/// Every map of a city of some size, to look at and to time.
#[test]
#[ignore = "draws many maps; name one in WALKSHED_SAMPLE"]
fn the_sample_city_in_all_sizes() {
    let size = std::env::var("WALKSHED_SAMPLE").unwrap_or_default();
    let size = match size.as_str() {
        "S" => Size::S,
        "M" => Size::M,
        _ => Size::Sample,
    };
    let mut spec = Spec::of(size, DEFAULT_SEED);
    if let Ok(units) = std::env::var("WALKSHED_UNITS") {
        spec.subdistricts = units.parse().unwrap();
    }
    let f = sample(&spec, &[], "circle15");
    for (at, service) in f.profile.services.iter().enumerate() {
        let now = std::time::Instant::now();
        let map = service_map(&f.city, &f.profile, &f.assessment, at, &options(Lang::Zh)).unwrap();
        eprintln!(
            "{} {:?} {} bytes, {} unlabelled",
            service.key,
            now.elapsed(),
            map.png.len(),
            map.unlabelled
        );
        show(&format!("{size:?}-{}", service.key), &map);
    }
    let now = std::time::Instant::now();
    let map = circle_map(&f.city, &f.profile, &f.assessment, &options(Lang::Zh)).unwrap();
    eprintln!("circle {:?} {} bytes, {} unlabelled", now.elapsed(), map.png.len(), map.unlabelled);
    show(&format!("{size:?}-circle"), &map);
}
