//! Formulas I1 to I11 of the check-up page against a slow computation, on the sample city and on
//! three real ones, to 1e-9.
//!
//! The slow side takes the city as it was read and the land of each unit, and nothing of index, reach,
//! overlay or coverage: distances by looking at every outlet, areas by lines (`tests/reference/area.rs`),
//! sums in the order of the lists. What it does not cover is covered elsewhere: the land itself by
//! `tests/overlay_corpora.rs` and `tests/real`, reasons of the function matrix by `tests/indicators.rs`,
//! changes (I12) by `src/report/change/tests.rs`, and of Helsinki by `tests/real/review.rs`. I4 (dwellings) is I3
//! with a layer that counts dwellings.

#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    clippy::print_stderr,
    unreachable_pub,
    reason = "small counts, and a test says what it skips"
)]

#[path = "../reference/area.rs"]
mod area;

use std::path::{Path, PathBuf};
use std::{env, fs};

use area::area_where;
use walkshed::assessment::{Assessment, Standing, UnitFigures};
use walkshed::input::{ReadOptions, read};
use walkshed::model::{AgeGroup, Bounds, City, Local, Outlet, Shape};
use walkshed::overlay::Disc;
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, Service, parse};

/// `circle15` with what it does not ask for: outlets for so many residents (I7), and the share of chain
/// outlets (I11).
const RULES: &str = "key = \"checked\"\nextends = \"circle15\"\n\
[[provision]]\nkey = \"stores\"\nname_en = \"stores\"\nlead_en = \"A\"\ncategories = [\"convenience_store\", \"laundry\"]\n\
measure = \"outlets\"\nbase = \"residents\"\nper = 1000\n\
[[provision]]\nkey = \"chains\"\nname_en = \"chains\"\nlead_en = \"A\"\ncategories = [\"convenience_store\", \"laundry\"]\n\
measure = \"chain_outlets\"\nbase = \"outlets\"\nper = 100\n";

fn rules() -> Profile {
    let (profile, findings) = parse(RULES, "checked.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

/// A city with its figures.
struct Case {
    name: &'static str,
    city: City,
    profile: Profile,
    assessment: Assessment,
}

impl Case {
    fn of(name: &'static str, path: &Path) -> Self {
        let profile = rules();
        let reading = read(path, &profile.category_table(), &ReadOptions::default()).unwrap();
        let city = reading.city.unwrap();
        let assessment = assess(&city, &profile, Detail::Maps);
        Self { name, city, profile, assessment }
    }

    fn sample() -> Self {
        Self::of("sample", &Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample"))
    }

    /// The real cities, whose subdistricts are their communities too; none where the data are not here.
    fn real() -> Vec<Self> {
        let Some(shared) = env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
            eprintln!("skipped: WALKSHED_SHARED names no folder with real cities");
            return Vec::new();
        };
        let shared = fs::canonicalize(shared).unwrap();
        ["helsinki", "liechtenstein", "beijing"]
            .map(|name| {
                let home = tempfile::tempdir().unwrap();
                let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real").join(name);
                for entry in fs::read_dir(from).unwrap() {
                    let path = entry.unwrap().path();
                    let text = fs::read_to_string(&path).unwrap();
                    let mut text = text.replace("{shared}", shared.to_str().unwrap());
                    if path.extension().is_some_and(|end| end == "toml") {
                        let units = text[text.find("[subdistricts]").unwrap()..].to_owned();
                        let units = &units[..units.find("[outlets]").unwrap()];
                        text = text + "\n" + &units.replace("[subdistricts", "[communities");
                    }
                    fs::write(home.path().join(path.file_name().unwrap()), text).unwrap();
                }
                Self::of(name, home.path())
            })
            .into()
    }

    fn all() -> Vec<Self> {
        std::iter::once(Self::sample()).chain(Self::real()).collect()
    }

    /// Outlets that count for a service, each with the radius of its category.
    fn discs(&self, service: &Service) -> Vec<Disc> {
        let radius = |outlet: &Outlet| {
            let category = &self.city.categories()[outlet.category.index()];
            service.providers.iter().find(|p| p.category == *category).map(|p| p.radius.0)
        };
        let counted = self.city.outlets().iter().filter(|outlet| outlet.is_counted());
        counted.filter_map(|o| Some(Disc { centre: o.at, radius: radius(o)? })).collect()
    }

    /// Places of residents inside a shape.
    fn people_in(&self, shape: &Shape) -> Vec<(Local, u32)> {
        let Some(people) = self.city.people() else { return Vec::new() };
        let places = people.at.iter().copied().zip(people.all.iter().copied());
        places.filter(|(at, _)| shape.contains(*at)).collect()
    }

    fn units(&self) -> Vec<(&Shape, &UnitFigures)> {
        let shapes = self.city.subdistricts().iter().map(|unit| &unit.shape);
        shapes.zip(&self.assessment.units).collect()
    }
}

fn near(what: &str, seen: f64, expected: f64, scale: f64) {
    assert!((seen - expected).abs() <= 1e-9 * scale.max(1.0), "{what}: {seen}, slow {expected}");
}

/// The discs that touch a shape.
fn about(discs: &[Disc], bounds: &Bounds) -> Vec<Disc> {
    let reaches = |disc: &&Disc| {
        Bounds { min: disc.centre, max: disc.centre }.grown(disc.radius).touches(bounds)
    };
    discs.iter().filter(reaches).copied().collect()
}

/// Land of a shape inside the discs, polygon by polygon, each against the discs that touch it.
fn served(shape: &Shape, discs: &[Disc]) -> f64 {
    let of = |polygon: &walkshed::model::Polygon| {
        let shape = Shape::new(vec![polygon.clone()]);
        let discs = about(discs, &shape.bounds());
        if discs.is_empty() { 0.0 } else { area_where(&shape, &[discs], |count| count == 1) }
    };
    shape.polygons().iter().map(of).sum()
}

#[test]
fn i1_and_i2_are_the_land_that_lines_count() {
    let mut rates = 0;
    for case in Case::all() {
        for (s, service) in case.profile.services.iter().enumerate() {
            let discs = case.discs(service);
            let (mut land_sum, mut served_sum) = (0.0, 0.0);
            for (unit, land) in case.assessment.units.iter().zip(&case.assessment.land) {
                let what = format!("{} {}", case.name, service.key);
                let Some(rate) = unit.services[s].land else {
                    assert!(discs.is_empty(), "{what}");
                    continue;
                };
                let whole = land.area().0;
                let inside = served(land, &discs);
                near(&what, rate.land.0, whole, whole);
                near(&what, rate.served.0, inside, whole);
                near(&what, rate.unserved.0, whole - inside, whole);
                if let Some(share) = rate.share {
                    near(&what, share.0, inside / whole, 1.0);
                }
                (land_sum, served_sum) = (land_sum + whole, served_sum + inside);
                rates += 1;
            }
            if let Some(total) = case.assessment.total.services[s].land {
                near(case.name, total.land.0, land_sum, land_sum);
                near(case.name, total.served.0, served_sum, land_sum);
            }
        }
    }
    assert!(rates > 50, "{rates}");
}

#[test]
fn i3_and_i10_are_the_people_that_a_look_at_every_outlet_counts() {
    for case in Case::all() {
        let Some(people) = case.city.people() else { continue };
        for (s, service) in case.profile.services.iter().enumerate() {
            let discs = case.discs(service);
            if discs.is_empty() {
                continue;
            }
            // How far the nearest outlet is, and how far beyond the nearest circle.
            let measure = |at: Local| {
                let by = |pick: &dyn Fn(&Disc) -> f64| {
                    discs.iter().map(pick).fold(f64::INFINITY, f64::min)
                };
                (by(&|d| d.centre.distance(at).0), by(&|d| d.centre.distance(at).0 - d.radius))
            };
            for (shape, unit) in case.units() {
                let list = case.people_in(shape);
                let mut measured: Vec<(f64, f64, u64)> = list
                    .iter()
                    .map(|&(at, n)| {
                        let (far, beyond) = measure(at);
                        (far, beyond, n.into())
                    })
                    .collect();
                measured.sort_by(|a, b| a.0.total_cmp(&b.0));
                let sum = |is: &dyn Fn(&(f64, f64, u64)) -> bool| -> u64 {
                    measured.iter().filter(|m| is(m)).map(|m| m.2).sum()
                };
                let (all, inside) = (sum(&|_| true), sum(&|m| m.1 <= 0.0));
                let figures = &unit.services[s];
                let rate = figures.people.unwrap().all;
                let what = format!("{} {}", case.name, service.key);
                assert_eq!((rate.people.0, rate.served.0), (all, inside), "{what}");
                assert_eq!(rate.unserved.0, all - inside, "{what}");
                if all == 0 {
                    assert_eq!(rate.share, None);
                    continue;
                }
                near(&what, rate.share.unwrap().0, inside as f64 / all as f64, 1.0);
                let distances = figures.distances.as_ref().unwrap();
                for (band, share) in case.profile.bands.iter().zip(&distances.people_within) {
                    let within = sum(&|m| m.0 <= band.0) as f64 / all as f64;
                    near(&what, share.unwrap().0, within, 1.0);
                }
                // The least distance that so much of all residents has at most.
                let quantile = |part: u64, of: u64| {
                    let mut counted = 0;
                    let found = measured.iter().find(|m| {
                        counted += m.2;
                        counted * of >= all * part
                    });
                    found.unwrap().0
                };
                near(&what, distances.people_median.unwrap().0, quantile(1, 2), 1.0);
                near(&what, distances.people_p90.unwrap().0, quantile(9, 10), 1.0);
            }
        }
        assert!(people.len() > 10);
    }
}

#[test]
fn i3_of_an_age_group_counts_those_of_the_group() {
    let case = Case::sample();
    let people = case.city.people().unwrap();
    let columns = [AgeGroup::Age60Plus, AgeGroup::Age3To5].map(|of| people.group(of).unwrap());
    let mut rates = 0;
    for (s, service) in case.profile.services.iter().enumerate() {
        let discs = case.discs(service);
        let is_near = |at: Local| discs.iter().any(|d| d.centre.distance(at).0 <= d.radius);
        for (shape, unit) in case.units() {
            let found = unit.services[s].people.unwrap();
            for (column, rate) in columns.iter().zip([found.age_60plus, found.age_3_5]) {
                let (mut all, mut served) = (0, 0);
                for (&at, &count) in people.at.iter().zip(*column) {
                    if shape.contains(at) {
                        all += u64::from(count);
                        served += if is_near(at) { u64::from(count) } else { 0 };
                    }
                }
                let rate = rate.unwrap();
                assert_eq!((rate.people.0, rate.served.0), (all, served), "{}", service.key);
                near(&service.key, rate.share.unwrap().0, served as f64 / all as f64, 1.0);
                rates += 1;
            }
        }
    }
    assert_eq!(rates, 2 * 8 * 12);
}

#[test]
fn i4_is_the_share_of_dwellings_where_a_layer_counts_them() {
    // The sample city with dwellings at its places of people, by a column that the settings name.
    let home = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    for name in ["subdistricts", "outlets", "estates", "people"] {
        let file = format!("{name}.geojson");
        fs::copy(from.join(&file), home.path().join(&file)).unwrap();
    }
    let path = home.path().join("people.geojson");
    let mut json: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for (n, place) in (0u64..).zip(json["features"].as_array_mut().unwrap()) {
        place["properties"]["dwellings"] = (n % 97).into();
    }
    fs::write(&path, json.to_string()).unwrap();
    let settings = "[people.properties]\npeople = \"dwellings\"\nage_3_5 = false\nage_60plus = false\n\
                    age_0_2 = false\nage_80plus = false\n";
    fs::write(home.path().join("walkshed.toml"), settings).unwrap();
    let case = Case::of("dwellings", home.path());
    let all: u64 = (0..json["features"].as_array().unwrap().len() as u64).map(|n| n % 97).sum();
    assert_eq!(case.assessment.reconciliation.people_read.0, all);
    for (s, service) in case.profile.services.iter().enumerate() {
        let discs = case.discs(service);
        let near_one = |at: Local| discs.iter().any(|d| d.centre.distance(at).0 <= d.radius);
        let (mut dwellings, mut served) = (0, 0);
        for (shape, _) in case.units() {
            for (at, count) in case.people_in(shape) {
                dwellings += u64::from(count);
                served += if near_one(at) { u64::from(count) } else { 0 };
            }
        }
        let found = case.assessment.total.services[s].people.unwrap().all;
        assert_eq!((found.people.0, found.served.0), (dwellings, served), "{}", service.key);
        let share = served as f64 / dwellings as f64;
        near(&service.key, found.share.unwrap().0, share, 1.0);
    }
}

#[test]
fn i10_by_land_is_i1_at_each_band() {
    let mut shares = 0;
    for case in Case::all() {
        for (s, service) in case.profile.services.iter().enumerate() {
            let discs = case.discs(service);
            let mut within = vec![0.0; case.profile.bands.len()];
            let mut land_sum = 0.0;
            for (unit, land) in case.assessment.units.iter().zip(&case.assessment.land) {
                let Some(distances) = unit.services[s].distances.as_ref() else { continue };
                land_sum += land.area().0;
                for (b, band) in case.profile.bands.iter().enumerate() {
                    let discs: Vec<Disc> =
                        discs.iter().map(|d| Disc { radius: band.0, ..*d }).collect();
                    let Some(share) = distances.land_within[b] else { continue };
                    let inside = served(land, &discs);
                    near(case.name, share.0, inside / land.area().0, 1.0);
                    within[b] += inside;
                    shares += 1;
                }
            }
            let Some(of_all) = &case.assessment.total.services[s].distances else { continue };
            for (inside, share) in within.iter().zip(&of_all.land_within) {
                near(case.name, share.unwrap().0, inside / land_sum, 1.0);
            }
        }
    }
    // Of the sample city alone: 12 units, 8 services, 4 bands.
    assert!(shares >= 384, "{shares}");
}

#[test]
fn i5_i6_i8_and_i9_are_counts_of_communities_by_brute_force() {
    for case in Case::all() {
        let layer = &case.assessment.finer[0];
        let (matrix, items) = (&layer.matrix, case.profile.matrix_items());
        let rule = &case.profile.availability;
        let mut complete = 0;
        let mut counted = 0;
        let mut lacking = vec![0; items.len()];
        for (u, community) in case.city.communities().iter().enumerate() {
            let land = layer.units[u].figures.land.0;
            let mut has_all = true;
            for (i, item) in items.iter().enumerate() {
                let of = |outlet: &&Outlet| {
                    let category = &case.city.categories()[outlet.category.index()];
                    outlet.is_counted() && item.needs.iter().any(|n| n.category == *category)
                };
                let outlets: Vec<&Outlet> = case.city.outlets().iter().filter(of).collect();
                let cell = matrix.cells[u][i];
                let what = format!("{} {} {}", case.name, community.id, item.key);
                if outlets.is_empty() {
                    assert_eq!(cell.standing, Standing::NoData, "{what}");
                    continue;
                }
                let inside = outlets.iter().filter(|o| community.shape.contains(o.at)).count();
                assert_eq!(cell.inside as usize, inside, "{what}");
                let has = matches!(cell.standing, Standing::Available | Standing::Unverified);
                if land > 0.0 {
                    // Land within reach stands in the cell, and is measured like that of I1.
                    let share = cell.share.unwrap().0;
                    let is_near = rule.share.is_some_and(|least| share >= least.0);
                    let expected = rule.inside && inside > 0 || is_near;
                    // Floor areas can make a function too small, which the reason then says.
                    let is_small = matches!(
                        cell.standing,
                        Standing::Lacks(walkshed::assessment::Lacking::TooSmall)
                    );
                    assert_eq!(has || is_small, expected, "{what}");
                    lacking[i] += u32::from(!has);
                    has_all &= has;
                } else {
                    assert_eq!(cell.standing, Standing::NotApplicable, "{what}");
                }
            }
            counted += u32::from(land > 0.0);
            complete += u32::from(land > 0.0 && has_all);
        }
        for (rate, lacking) in matrix.rates.iter().zip(&lacking) {
            assert_eq!(rate.lacking.iter().sum::<u32>(), *lacking, "{}", case.name);
            if rate.counted > 0 {
                let available = f64::from(counted - lacking) / f64::from(counted);
                near(case.name, rate.available_share.unwrap().0, available, 1.0);
            }
        }
        assert_eq!((matrix.complete_units, matrix.counted_units), (complete, counted));
        if let Some(share) = matrix.complete_share {
            near(case.name, share.0, f64::from(complete) / f64::from(counted), 1.0);
        }
    }
}

#[test]
fn i8_land_within_reach_of_a_function_is_what_lines_count() {
    for case in Case::real() {
        // Its communities are its subdistricts, so that their land is the same.
        let layer = &case.assessment.finer[0];
        for (u, land) in case.assessment.land.iter().enumerate() {
            let id = &case.city.subdistricts()[u].id;
            let at = case.city.communities().iter().position(|c| c.id == *id).unwrap();
            for (i, item) in case.profile.matrix_items().iter().enumerate() {
                let service = case.profile.services.iter().find(|s| s.key == item.key).unwrap();
                let Some(seen) = layer.matrix.cells[at][i].served else { continue };
                near(id, seen.0, served(land, &case.discs(service)), land.area().0);
            }
        }
    }
}

#[test]
fn i7_and_i11_are_quotients_of_counts() {
    for case in Case::all() {
        let layer = &case.assessment.provisions[0];
        for (u, unit) in case.city.subdistricts().iter().enumerate() {
            let of = |outlet: &&Outlet| {
                let category = case.city.categories()[outlet.category.index()].as_str();
                outlet.is_counted()
                    && ["convenience_store", "laundry"].contains(&category)
                    && unit.shape.contains(outlet.at)
            };
            let outlets: Vec<&Outlet> = case.city.outlets().iter().filter(of).collect();
            let people: u64 = case.people_in(&unit.shape).iter().map(|p| u64::from(p.1)).sum();
            let [stores, chains] = ["stores", "chains"].map(|key| {
                let rules = &case.profile.provisions;
                let at = rules.iter().position(|rule| rule.key == key).unwrap();
                layer.ratios.units[u][at].value
            });
            let what = format!("{} {}", case.name, unit.id);
            let expected = (people > 0).then(|| outlets.len() as f64 * 1000.0 / people as f64);
            match (stores, expected) {
                (Some(seen), Some(expected)) => near(&what, seen, expected, 1.0),
                (seen, expected) => assert_eq!(seen, expected, "{what}"),
            }
            let is_chain = outlets.iter().filter(|o| o.chain() == Some(true)).count();
            if let Some(seen) = chains.filter(|_| outlets.iter().all(|o| o.chain().is_some())) {
                near(&what, seen, is_chain as f64 * 100.0 / outlets.len() as f64, 1.0);
            }
        }
    }
}
