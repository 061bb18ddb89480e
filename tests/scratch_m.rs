use std::time::Instant;
use walkshed::model::*;
use walkshed::units::*;
fn v(p: &str) -> serde_json::Value {
    serde_json::from_reader(std::io::BufReader::new(std::fs::File::open(p).unwrap())).unwrap()
}
#[test]
fn m() {
    let dir = "/tmp/peer-data/M";
    let plane = Plane::about(LonLat { lon: 116.4, lat: 39.9 });
    let pt = |c: &serde_json::Value| {
        plane.to_local(LonLat { lon: c[0].as_f64().unwrap(), lat: c[1].as_f64().unwrap() })
    };
    let subs = v(&format!("{dir}/subdistricts.geojson"));
    let subdistricts = subs["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| {
            let ring = Ring::new(
                f["geometry"]["coordinates"][0].as_array().unwrap().iter().map(pt).collect(),
            )
            .unwrap();
            Subdistrict {
                id: f["properties"]["id"].to_string(),
                name: f["properties"]["name"].as_str().unwrap().into(),
                parent: None,
                population: Population::Unknown,
                shape: Shape::new(vec![Polygon::new(ring, vec![])]),
            }
        })
        .collect();
    let cats: Vec<String> = [
        "convenience",
        "supermarket",
        "pharmacy",
        "clinic",
        "wet_market",
        "parcel",
        "elderly_care",
        "public_toilet",
    ]
    .iter()
    .map(|s| s.to_string())
    .collect();
    let outs = v(&format!("{dir}/outlets.geojson"));
    let outlets = outs["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| {
            let c = f["properties"]["category"].as_str().unwrap();
            Outlet {
                id: f["properties"]["id"].to_string().into(),
                name: "".into(),
                category: CategoryId(cats.iter().position(|x| x == c).unwrap() as u32),
                at: pt(&f["geometry"]["coordinates"]),
                status: Status::Open,
                source: None,
                capacity: None,
                floor_area: None,
            }
        })
        .collect();
    let dem = v(&format!("{dir}/demand.geojson"));
    let mut at = vec![];
    let mut all = vec![];
    let mut old = vec![];
    for f in dem["features"].as_array().unwrap() {
        at.push(pt(&f["geometry"]["coordinates"]));
        all.push(f["properties"]["population"].as_u64().unwrap() as u32);
        old.push(f["properties"]["elderly"].as_u64().unwrap() as u32);
    }
    let people =
        PeopleLayer { source: PeopleSource::Layer, at, all, groups: [None, None, Some(old), None] };
    let mut profile = walkshed::profile::builtin("circle15").unwrap();
    let proto = profile.services[0].clone();
    profile.services = cats
        .iter()
        .map(|c| {
            let mut s = proto.clone();
            s.key = c.clone();
            s.in_circle = true;
            s.providers.truncate(1);
            s.providers[0].category = c.clone();
            s.providers[0].radius = Metres(1000.0);
            s
        })
        .collect();
    let city = City::new(CityParts {
        name: "M".into(),
        plane,
        subdistricts,
        categories: cats,
        outlets,
        estates: None,
        people: Some(people),
        communities: vec![],
    });
    drop((subs, outs, dem));
    let cpu = || {
        let s = std::fs::read_to_string("/proc/self/stat").unwrap();
        let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect();
        (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
    };
    for _ in 0..3 {
        let c0 = cpu();
        let t = Instant::now();
        let index = walkshed::index::Index::new(&city);
        let c1 = cpu();
        println!("index {:.3}", c1 - c0);
        let reach = walkshed::reach::radius(
            &city,
            &index,
            &walkshed::coverage::needed_categories(&city, &profile, &index),
        );
        let c2 = cpu();
        println!("reach {:.3}", c2 - c1);
        let shapes: Vec<&Shape> = city.subdistricts().iter().map(|s| &s.shape).collect();
        let grid = walkshed::overlay::Grid::new(
            &shapes.iter().fold(Bounds::EMPTY, |b, s| b.union(s.bounds())),
        );
        let land = walkshed::overlay::whole_units(&shapes, &grid);
        let c3 = cpu();
        println!("land {:.3}", c3 - c2);
        {
            use rayon::prelude::*;
            use walkshed::overlay::*;
            let a0 = cpu();
            let unions: Vec<DiscUnion> = (0..8)
                .into_par_iter()
                .map(|c| {
                    DiscUnion::new(
                        &city
                            .outlets()
                            .iter()
                            .filter(|o| o.category == CategoryId(c))
                            .map(|o| Disc { centre: o.at, radius: 1000.0 })
                            .collect::<Vec<_>>(),
                    )
                })
                .collect();
            let a1 = cpu();
            let arcs: usize = unions.iter().map(|u| u.arcs().len()).sum();
            println!("  exposed {:.3} ({arcs} arcs)", a1 - a0);
            let grids: Vec<_> = (0..8).map(|c| index.category(CategoryId(c)).grid()).collect();
            let margin = |k: usize, at: Local| {
                grids[k].any_within(at, 1001.0, 999.9).map_or(1.0, |f| f.d2.sqrt() - 1000.0)
            };
            let prep: Vec<Prepared> = land.by_unit.par_iter().map(Prepared::new).collect();
            let a2 = cpu();
            println!("  prepare {:.3}", a2 - a1);
            let laid: Vec<Vec<Laid>> = prep
                .par_iter()
                .map(|p| (0..8).map(|k| lay(p, &unions[k], |at| margin(k, at))).collect())
                .collect();
            let a3 = cpu();
            println!("  lay {:.3}", a3 - a2);
            let g: usize = prep
                .par_iter()
                .zip(&laid)
                .map(|(p, l)| l.iter().map(|l| l.gaps(p).len()).sum::<usize>())
                .sum();
            let a4 = cpu();
            println!("  gaps {:.3} {g}", a4 - a3);
            let d: Vec<Depths> = prep
                .par_iter()
                .zip(&laid)
                .map(|(p, l)| depths(p, &l.iter().collect::<Vec<_>>(), |k, at| margin(k, at)))
                .collect();
            let a5 = cpu();
            println!("  depths {:.3} {}", a5 - a4, d.len());
            for r in [300.0, 500.0, 800.0] {
                let a5 = cpu();
                let unions: Vec<DiscUnion> = (0..8)
                    .into_par_iter()
                    .map(|c| {
                        DiscUnion::new(
                            &city
                                .outlets()
                                .iter()
                                .filter(|o| o.category == CategoryId(c))
                                .map(|o| Disc { centre: o.at, radius: r })
                                .collect::<Vec<_>>(),
                        )
                    })
                    .collect();
                let a6 = cpu();
                let margin = |k: usize, at: Local| {
                    grids[k].any_within(at, r + 1.0, r - 0.1).map_or(1.0, |f| f.d2.sqrt() - r)
                };
                let laid: Vec<Vec<Laid>> = prep
                    .par_iter()
                    .map(|p| (0..8).map(|k| lay(p, &unions[k], |at| margin(k, at))).collect())
                    .collect();
                println!(
                    "  band {r}: exposed {:.3} {} lay {:.3} {}",
                    a6 - a5,
                    unions.iter().map(|u| u.arcs().len()).sum::<usize>(),
                    cpu() - a6,
                    laid.len()
                );
            }
        }
        let c3 = cpu();
        let cov = walkshed::coverage::coverage(&city, &profile, &index, &reach, &land);
        let c4 = cpu();
        println!("coverage {:.3}", c4 - c3);
        let g = walkshed::gaps::gaps(&city, &profile, &cov);
        let c5 = cpu();
        println!(
            "gaps {:.3} listed {} slivers {:?}",
            c5 - c4,
            g.listed.len(),
            g.slivers.iter().map(|s| s.count).collect::<Vec<_>>()
        );
        println!("total cpu {:.3} wall {:?}", c5 - c0, t.elapsed());
        let un: Vec<f64> =
            (0..8).map(|s| cov.total.services[s].land.unwrap().unserved.0 / 1e6).collect();
        println!("{un:?}");
        let gs: Vec<f64> = (0..8)
            .map(|s| {
                g.listed
                    .iter()
                    .filter(|x| x.lack == walkshed::gaps::Lack::Service(s))
                    .map(|x| x.area.0)
                    .sum::<f64>()
                    / 1e6
            })
            .collect();
        println!(
            "{gs:?} {:?}",
            g.listed
                .iter()
                .filter(|x| x.lack == walkshed::gaps::Lack::Circle)
                .map(|x| x.area.0)
                .sum::<f64>()
                / 1e6
        );
        println!("{:?}", cov.total.circle.as_ref().unwrap().land);
    }
}
