//! Whole maps. To look at them, name a folder in `WALKSHED_MAPS` and run `cargo test render`.

mod fixture;
mod sample;

use std::sync::LazyLock;

pub(super) use fixture::grid_city;
use fixture::{Fixture, Recipe, fixture};
use sample::sample;

use super::*;
use crate::sample::{DEFAULT_SEED, Size, Spec};

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
    let f = sample(&Spec::of(size, DEFAULT_SEED), &[], "circle15");
    for (at, service) in f.profile.services.iter().enumerate() {
        let now = std::time::Instant::now();
        let map = service_map(&f.city, &f.profile, &f.assessment, at, &options(Lang::Zh)).unwrap();
        eprintln!("{} {:?} {} bytes, {} unlabelled", service.key, now.elapsed(), map.png.len(), map.unlabelled);
        show(&format!("{size:?}-{}", service.key), &map);
    }
    let now = std::time::Instant::now();
    let map = circle_map(&f.city, &f.profile, &f.assessment, &options(Lang::Zh)).unwrap();
    eprintln!("circle {:?} {} bytes, {} unlabelled", now.elapsed(), map.png.len(), map.unlabelled);
    show(&format!("{size:?}-circle"), &map);
}
