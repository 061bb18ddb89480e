//! Whole maps. To look at them, name a folder in `WALKSHED_MAPS` and run `cargo test render`.

mod fixture;

use std::sync::LazyLock;

pub(super) use fixture::grid_city;
use fixture::{Fixture, Recipe, fixture};

use super::*;

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
