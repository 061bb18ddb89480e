//! The maps of a plan and the sheets of its measures.

use std::io::Cursor;
use std::sync::LazyLock;

use super::sample::sample;
use super::*;
use crate::assessment::Compared;
use crate::model::{Action, Local, Measure, OutletId, Plan, PlannedOutlet, Shape, Status};
use crate::pipeline::{Detail, compare_detailed};
use crate::profile::Profile;
use crate::render::plate::Plate;
use crate::watch::Watch;

/// A city, and a plan that closes, opens and moves outlets of its first service.
struct Planned {
    city: City,
    profile: Profile,
    plan: Plan,
}

static PLANNED: LazyLock<Planned> = LazyLock::new(|| {
    let spec = Spec { subdistricts: 4, outlets: 260, estates: 90, people: 900, ..Spec::default() };
    let fixture = sample(&spec, &[], "circle15");
    let (city, profile) = (fixture.city, fixture.profile);
    let category = profile.services[0].providers[0].category.clone();
    let id = city.category(&category).unwrap();
    let of_service: Vec<OutletId> = (0u32..)
        .map(OutletId)
        .zip(city.outlets())
        .filter(|(_, outlet)| outlet.category == id && outlet.is_counted())
        .map(|(id, _)| id)
        .collect();
    // The largest gaps of today get an outlet each.
    let mut gaps: Vec<_> =
        fixture.assessment.drawn.unserved[0].iter().flat_map(Shape::polygons).collect();
    gaps.sort_by(|a, b| b.area().0.total_cmp(&a.area().0));
    let outlet = |id: &str, at: Local| PlannedOutlet {
        id: id.into(),
        name: "新店".into(),
        category: category.clone(),
        at,
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    };
    let measure = |id: &str, action, target: Option<OutletId>, outlet: Option<PlannedOutlet>| {
        let (id, name) = (id.to_owned(), String::new());
        Measure {
            id,
            name,
            phase: 1,
            cost: None,
            action,
            target,
            outlet,
            homes: None,
            walking: None,
        }
    };
    let moved = of_service[3];
    let at = city.outlets()[moved.index()].at;
    let measures = vec![
        measure("P1", Action::Open, None, Some(outlet("N1", gaps[0].inner_point()))),
        measure("P2", Action::Open, None, Some(outlet("N2", gaps[1].inner_point()))),
        measure("P3", Action::Close, Some(of_service[0]), None),
        measure("P4", Action::Close, Some(of_service[1]), None),
        measure("P5", Action::Close, Some(of_service[2]), None),
        measure(
            "P6",
            Action::Move,
            Some(moved),
            Some(outlet("N6", Local::new(at.x + 260.0, at.y + 90.0))),
        ),
    ];
    let plan = Plan { name: "规划".to_owned(), measures };
    Planned { city, profile, plan }
});

fn compared() -> Compared {
    let Planned { city, profile, plan } = &*PLANNED;
    let plans = std::slice::from_ref(plan);
    compare_detailed((city, profile), plans, Detail::Maps, &Watch::default()).unwrap()
}

fn drawn<T>(compared: &Compared, draw: impl FnOnce(&PlanMap<'_>) -> T) -> T {
    let Planned { city, profile, plan } = &*PLANNED;
    let (reviewed, pictures) = (&compared.reviewed[0], &compared.pictures[0]);
    let (today, review) = (&reviewed.today, &reviewed.review);
    let walks = reviewed.walks.as_ref();
    draw(&PlanMap { city, profile, today, plan, review, walks, pictures })
}

fn pixels(map: &Map) -> (usize, Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(&map.png)).read_info().unwrap();
    let mut out = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut out).unwrap();
    (frame.width as usize, out)
}

/// Whether outlets before, and after the plan, serve a place for the first service.
fn serves(at: Local) -> [bool; 2] {
    let Planned { city, profile, plan } = &*PLANNED;
    let after = city.after(&plan.measures);
    [city, &after].map(|city| {
        city.outlets().iter().filter(|o| o.is_counted()).any(|outlet| {
            let category = &city.categories()[outlet.category.index()];
            let mut providers = profile.services[0].providers.iter();
            providers.any(|p| &p.category == category && at.distance(outlet.at).0 <= p.radius.0)
        })
    })
}

#[test]
fn the_pixels_of_a_change_are_in_the_class_that_the_outlets_put_them_in() {
    let compared = compared();
    let options = MapOptions { size: (1200, 848), ..options(Lang::En) };
    let (map, view) = drawn(&compared, |of| {
        let map = plan_map(of, 0, Moment::Change, &options).unwrap();
        let plate = plan_map::plate(of, 0, Moment::Change, &options).unwrap();
        (map, plate.view)
    });
    show("plan-change", &map);
    let (width, data) = pixels(&map);
    let classes = [palette::GAINED, palette::LOST, palette::KEPT, palette::LAND];
    let classes = classes.map(|ink| {
        let color = ink.color().to_color_u8();
        [color.red(), color.green(), color.blue()]
    });
    let land = &compared.reviewed[0].today.land;
    let mut hits = [0; 4];
    let mut looked = [0; 4];
    for y in (view.frame.top.ceil() as usize..view.frame.bottom as usize).step_by(2) {
        for x in (view.frame.left.ceil() as usize..view.frame.right as usize).step_by(2) {
            let place = |dx: f64, dy: f64| {
                let (x, y) = (x as f64 + 0.5 + dx, y as f64 + 0.5 + dy);
                let (left, top) = (f64::from(view.frame.left), f64::from(view.frame.top));
                Local::new(
                    view.bounds.min.x + (x - left) / view.per_metre,
                    view.bounds.max.y - (y - top) / view.per_metre,
                )
            };
            let about = [(0.0, 0.0), (1.6, 0.0), (-1.6, 0.0), (0.0, 1.6), (0.0, -1.6)];
            let about = about.map(|(dx, dy)| place(dx, dy));
            let is_land = |at: &Local| land.iter().any(|shape| shape.contains(*at));
            if !about.iter().all(is_land) {
                continue;
            }
            let sides = about.map(serves);
            if sides.iter().any(|side| *side != sides[0]) {
                continue;
            }
            let class = match sides[0] {
                [false, true] => 0,
                [true, false] => 1,
                [true, true] => 2,
                [false, false] => 3,
            };
            let pixel = &data[3 * (y * width + x)..][..3];
            looked[class] += 1;
            match classes.iter().position(|color| color == pixel) {
                Some(found) if found == class => hits[class] += 1,
                Some(found) => panic!("class {class} is drawn as {found} at {x}, {y}"),
                // Hatching, borders, outlets, marks and names lie over it.
                None => {}
            }
        }
    }
    for (class, (hits, looked)) in hits.into_iter().zip(looked).enumerate() {
        // Lines take at most half of what is hatched, names and outlets less of the rest.
        let (hits, looked) = (f64::from(hits), f64::from(looked));
        assert!(looked > 100.0 && hits > 0.4 * looked, "class {class}: {hits} of {looked}");
    }
}

#[test]
fn before_after_and_change_show_one_extent_at_one_scale() {
    let compared = compared();
    let views = drawn(&compared, |of| {
        let moments = [Moment::Today, Moment::Planned, Moment::Change];
        moments.map(|moment| {
            let lacks = 0..of.pictures.lacks.len();
            let views = lacks.map(|at| {
                let options = options(Lang::Zh);
                plan_map::plate(of, at, moment, &options).unwrap().view
            });
            views.collect::<Vec<_>>()
        })
    });
    assert!(views[0].len() > 1);
    assert_eq!(views[0], views[1]);
    assert_eq!(views[0], views[2]);
}

#[test]
fn a_part_of_the_city_is_drawn_as_large_as_the_frame_allows() {
    let Planned { city, .. } = &*PLANNED;
    let at = city.outlets()[0].at;
    let mut part = crate::model::Bounds::EMPTY;
    part.include(at);
    let options = MapOptions { extent: Some(part.grown(400.0)), ..options(Lang::Zh) };
    let heading = || crate::render::plate::Heading {
        title: "图".to_owned(),
        rule: String::new(),
        caution: String::new(),
    };
    let plate = Plate::new(city, &options, heading()).unwrap();
    let (width, height) = (plate.view.bounds.width(), plate.view.bounds.height());
    assert!((width.min(height) - 800.0).abs() < 1e-6, "{width} {height}");
    assert!(plate.view.bounds.holds(at));
}

#[test]
fn pictures_of_a_plan_are_the_same_on_any_number_of_threads() {
    let of = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let compared = compared();
            drawn(&compared, |of| {
                let options = MapOptions { size: (1200, 848), ..options(Lang::En) };
                let map = plan_map(of, 0, Moment::Change, &options).unwrap();
                [map.png, plan_sheet(of, 5, &options).unwrap().png]
            })
        })
    };
    let one = of(1);
    assert!(one == of(2) && one == of(8));
}

#[test]
fn each_measure_has_an_upright_a4_sheet() {
    let compared = compared();
    for (lang, measure) in [(Lang::Zh, 0), (Lang::En, 2), (Lang::Zh, 5)] {
        let map = drawn(&compared, |of| plan_sheet(of, measure, &options(lang))).unwrap();
        show(&format!("sheet-{measure}"), &map);
        let reader = png::Decoder::new(Cursor::new(&map.png)).read_info().unwrap();
        let info = reader.info();
        // 210 x 297 mm at 200 dots an inch of 25.4 mm: 7874 dots a metre.
        assert_eq!((info.width, info.height), (1654, 2339));
        assert_eq!(info.pixel_dims.unwrap().xppu, 7874);
        assert!(map.missing_glyphs.is_empty(), "{:?}", map.missing_glyphs);
    }
}

#[test]
fn minutes_are_called_a_walk_where_every_radius_is_one() {
    let profile = crate::profile::builtin("circle15").unwrap();
    let rule = |key: &str| {
        let service = profile.services.iter().find(|of| of.key == key).unwrap();
        crate::render::words::service_rule(Lang::En, &profile, service)
    };
    // 300 m in 5 minutes; 1000 m or 300 m in 15.
    assert!(rule("convenience_store").starts_with("5-minute walk · radius 300 m"));
    assert!(rule("clinic").starts_with("service of the 15-minute circle · radius 1000 m / 300 m"));
}
