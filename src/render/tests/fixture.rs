//! Fictional cities to draw: wobbly subdistricts, estates with holes, outlets, and an assessment
//! whose shapes fit them. The figures are sums of the shapes, so that a legend looks as it should.

use std::f64::consts::PI;

use geo::{Area, BooleanOps, Coord, LineString, MultiPolygon, Polygon as GeoPolygon, unary_union};

use crate::assessment::{
    Assessment, Basis, Circle, Gaps, LandRate, Reconciliation, ServiceData, ServiceFigures,
    UnitFigures,
};
use crate::model::{
    CategoryId, City, CityParts, Local, LonLat, Outlet, Plane, Polygon, Population, Ring, Shape,
    Status, Subdistrict,
};
use crate::profile::{Confidence, DemandGroup, Names, Profile, Provider, Service};
use crate::units::{Metres, People, Share, SquareMetres};

/// How a fictional city is to be.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) struct Recipe {
    pub(in crate::render) columns: usize,
    pub(in crate::render) rows: usize,
    /// Width and height of a grid square, in metres.
    pub(in crate::render) side: (f64, f64),
    pub(in crate::render) outlets: usize,
    pub(in crate::render) services: usize,
}

/// A city with its profile and assessment.
pub(in crate::render) struct Fixture {
    pub(in crate::render) city: City,
    pub(in crate::render) profile: Profile,
    pub(in crate::render) assessment: Assessment,
}

/// Numbers from 0 to 1 that look random and are the same each time (64-bit LCG of Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }

    fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }
}

/// Squares side by side, without estates.
pub(in crate::render) fn grid_city(columns: usize, rows: usize, side: f64) -> City {
    let mut units = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column as f64 * side, row as f64 * side);
            let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
            let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
            units.push(unit(units.len(), Shape::new(vec![Polygon::new(ring, vec![])])));
        }
    }
    city(units, Vec::new(), &[])
}

/// The whole of it: city, profile and assessment.
pub(in crate::render) fn fixture(recipe: Recipe) -> Fixture {
    let mut dice = Dice(20_260_101);
    let borders = wobbly_units(recipe, &mut dice);
    let estates = estates(recipe, &mut dice);
    let land: Vec<MultiPolygon> = borders.iter().map(|b| b.intersection(&estates)).collect();
    let profile = profile(recipe.services);
    let outlets = outlets(recipe, &mut dice);
    let discs: Vec<MultiPolygon> = (0..recipe.services)
        .map(|s| discs(&outlets, s, profile.services[s].longest_radius().0))
        .collect();
    let unserved: Vec<Vec<MultiPolygon>> =
        discs.iter().map(|d| land.iter().map(|l| l.difference(d)).collect()).collect();
    let mut assessment = empty_assessment(recipe, &outlets);
    for unit in 0..land.len() {
        assessment.units.push(figures(recipe, &land[unit], |s| &unserved[s][unit]));
    }
    let all =
        |list: &[MultiPolygon]| MultiPolygon::new(list.iter().flat_map(|m| m.0.clone()).collect());
    let (whole, gaps) = (all(&land), unserved.iter().map(|u| all(u)).collect::<Vec<_>>());
    assessment.total = figures(recipe, &whole, |s| &gaps[s]);
    assessment.reaches_at_least = reaches(&land, &unserved);
    for (unit, figures) in assessment.units.iter_mut().enumerate() {
        let counts = |k: usize| match k {
            0 => land[unit].unsigned_area(),
            _ => assessment.reaches_at_least[k][unit].area().0,
        };
        figures.circle = Some(circle(recipe.services, counts));
    }
    let sum = |k: usize| match k {
        0 => whole.unsigned_area(),
        _ => assessment.reaches_at_least[k].iter().map(|s| s.area().0).sum(),
    };
    assessment.total.circle = Some(circle(recipe.services, sum));
    assessment.land = land.iter().map(shape).collect();
    assessment.unserved = unserved.iter().map(|u| u.iter().map(shape).collect()).collect();
    let units = borders.iter().enumerate().map(|(i, b)| unit(i, shape(b))).collect();
    Fixture { city: city(units, outlets, &profile.services), profile, assessment }
}

const PLACES: [&str; 16] = [
    "北山",
    "东门",
    "西桥",
    "南湖",
    "中心",
    "柳林",
    "青塔",
    "沙河",
    "石榴园",
    "望江",
    "白云观",
    "新街口",
    "永安里",
    "清水湾",
    "梧桐",
    "漷县",
];

fn unit(index: usize, shape: Shape) -> Subdistrict {
    let suffix = ["街道", "街道", "镇", "街道", "乡"][index % 5];
    let round = ["", "上", "下", "前", "后", "内", "外"][(index / PLACES.len()) % 7];
    Subdistrict {
        id: format!("D{:03}", index + 1),
        name: format!("{}{round}{suffix}", PLACES[index % PLACES.len()]),
        parent: None,
        population: Population::Unknown,
        shape,
    }
}

fn city(units: Vec<Subdistrict>, outlets: Vec<(usize, Local)>, services: &[Service]) -> City {
    let outlets = outlets.into_iter().enumerate().map(|(i, (service, at))| Outlet {
        id: format!("P{i:06}").into(),
        name: "".into(),
        category: CategoryId(u32::try_from(service).unwrap()),
        at,
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
    });
    City::new(CityParts {
        name: "云溪市".to_owned(),
        plane: Plane::about(LonLat { lon: 116.4, lat: 39.9 }),
        subdistricts: units,
        categories: services.iter().map(|s| s.providers[0].category.clone()).collect(),
        outlets: outlets.collect(),
        estates: None,
        people: None,
        communities: Vec::new(),
    })
}

/// Grid squares with moved corners and borders that wander; the corners of the grid stay empty.
fn wobbly_units(recipe: Recipe, dice: &mut Dice) -> Vec<MultiPolygon> {
    let (w, h) = recipe.side;
    let mut corner = vec![vec![Coord::zero(); recipe.columns + 1]; recipe.rows + 1];
    for (row, line) in corner.iter_mut().enumerate() {
        for (column, c) in line.iter_mut().enumerate() {
            c.x = w * (column as f64 + dice.within(-0.28, 0.28));
            c.y = h * (row as f64 + dice.within(-0.28, 0.28));
        }
    }
    let mut units = Vec::new();
    for row in 0..recipe.rows {
        for column in 0..recipe.columns {
            let edge_x = column == 0 || column + 1 == recipe.columns;
            let edge_y = row == 0 || row + 1 == recipe.rows;
            if edge_x && edge_y && recipe.columns.min(recipe.rows) > 2 {
                continue;
            }
            let around = [
                corner[row][column],
                corner[row][column + 1],
                corner[row + 1][column + 1],
                corner[row + 1][column],
            ];
            let mut ring = Vec::new();
            for i in 0..4 {
                ring.extend(wander(around[i], around[(i + 1) % 4]));
            }
            units.push(MultiPolygon::new(vec![GeoPolygon::new(LineString::new(ring), vec![])]));
        }
    }
    units
}

/// Points from `a` on towards `b`, the same whichever end is named first.
fn wander(a: Coord, b: Coord) -> Vec<Coord> {
    let turned = (a.x, a.y) > (b.x, b.y);
    let (from, to) = if turned { (b, a) } else { (a, b) };
    let seed = (from.x * 7.0 + from.y * 13.0 + to.x * 3.0 + to.y).abs();
    let mut dice = Dice(seed as u64);
    let mut points: Vec<Coord> = vec![from];
    let length = (to.x - from.x).hypot(to.y - from.y);
    let (nx, ny) = (-(to.y - from.y) / length, (to.x - from.x) / length);
    let waves = [dice.within(-0.06, 0.06), dice.within(-0.04, 0.04), dice.within(-0.02, 0.02)];
    for i in 1..24 {
        let t = f64::from(i) / 24.0;
        let off = length
            * (waves[0] * (PI * t).sin()
                + waves[1] * (2.0 * PI * t).sin()
                + waves[2] * (5.0 * PI * t).sin());
        points.push(Coord {
            x: from.x + t * (to.x - from.x) + off * nx,
            y: from.y + t * (to.y - from.y) + off * ny,
        });
    }
    points.push(to);
    if turned {
        points.reverse();
    }
    points.pop();
    points
}

/// Blocks of housing, some about a park, thinner towards the fringe.
fn estates(recipe: Recipe, dice: &mut Dice) -> MultiPolygon {
    let (width, height) =
        (recipe.side.0 * recipe.columns as f64, recipe.side.1 * recipe.rows as f64);
    let step = recipe.side.0.min(recipe.side.1) / 4.0;
    let mut blocks = Vec::new();
    let mut y = -0.2 * recipe.side.1;
    while y < height + 0.2 * recipe.side.1 {
        let mut x = -0.2 * recipe.side.0;
        while x < width + 0.2 * recipe.side.0 {
            let from_middle = ((x / width - 0.5).powi(2) + (y / height - 0.5).powi(2)).sqrt();
            if dice.roll() > 0.25 + 0.7 * from_middle {
                let turn = dice.within(-0.15, 0.15);
                let (w, h) = (step * dice.within(0.55, 0.92), step * dice.within(0.55, 0.92));
                let park = (dice.roll() < 0.25).then(|| box_about(x, y, w * 0.4, h * 0.45, turn));
                let outer = box_about(x, y, w, h, turn);
                blocks.push(GeoPolygon::new(outer, park.into_iter().collect()));
            }
            x += step;
        }
        y += step;
    }
    unary_union(&blocks)
}

fn box_about(x: f64, y: f64, w: f64, h: f64, turn: f64) -> LineString {
    let (s, c) = turn.sin_cos();
    let corner = |dx: f64, dy: f64| Coord { x: x + c * dx - s * dy, y: y + s * dx + c * dy };
    let (w, h) = (w / 2.0, h / 2.0);
    LineString::new(vec![
        corner(-w, -h),
        corner(w, -h),
        corner(w, h),
        corner(-w, h),
        corner(-w, -h),
    ])
}

/// Outlets by service, dense in the middle, some beyond the border.
fn outlets(recipe: Recipe, dice: &mut Dice) -> Vec<(usize, Local)> {
    let (width, height) =
        (recipe.side.0 * recipe.columns as f64, recipe.side.1 * recipe.rows as f64);
    (0..recipe.outlets)
        .map(|i| {
            let spread = |dice: &mut Dice| {
                let t = dice.roll() + dice.roll() + dice.roll();
                0.5 + (t / 3.0 - 0.5) * 1.5
            };
            let at = Local::new(width * spread(dice), height * spread(dice));
            (i % recipe.services.max(1), at)
        })
        .collect()
}

fn discs(outlets: &[(usize, Local)], service: usize, radius: f64) -> MultiPolygon {
    let rings: Vec<GeoPolygon> = outlets
        .iter()
        .filter(|o| o.0 == service)
        .map(|(_, at)| {
            let ring = (0..=64).map(|i| {
                let (s, c) = (f64::from(i) * PI / 32.0).sin_cos();
                Coord { x: at.x + radius * c, y: at.y + radius * s }
            });
            GeoPolygon::new(LineString::new(ring.collect()), vec![])
        })
        .collect();
    unary_union(&rings)
}

/// Land by unit that reaches at least so many services.
fn reaches(land: &[MultiPolygon], unserved: &[Vec<MultiPolygon>]) -> Vec<Vec<Shape>> {
    let services = unserved.len();
    let mut at_least: Vec<Vec<Shape>> = vec![vec![Shape::default(); land.len()]; services + 1];
    for (unit, whole) in land.iter().enumerate() {
        // levels[k]: land that reaches at least k of the services seen so far.
        let mut levels = vec![whole.clone()];
        for gaps in unserved {
            let served = whole.difference(&gaps[unit]);
            let mut next = vec![whole.clone()];
            for k in 1..=levels.len() {
                let raised = levels[k - 1].intersection(&served);
                next.push(levels.get(k).map_or(raised.clone(), |l| l.union(&raised)));
            }
            levels = next;
        }
        for k in 1..=services {
            at_least[k][unit] = shape(&levels[k]);
        }
    }
    at_least
}

fn shape(polygons: &MultiPolygon) -> Shape {
    let ring =
        |line: &LineString| Ring::new(line.0.iter().map(|c| Local::new(c.x, c.y)).collect()).ok();
    Shape::new(
        polygons
            .iter()
            .filter_map(|p| {
                let holes = p.interiors().iter().filter_map(ring).collect();
                ring(p.exterior()).map(|outer| Polygon::new(outer, holes))
            })
            .collect(),
    )
}

fn rate(land: f64, unserved: f64) -> LandRate {
    let served = (land - unserved).max(0.0);
    LandRate {
        land: SquareMetres(land),
        served: SquareMetres(served),
        unserved: SquareMetres(unserved),
        share: Share::of(served, land),
    }
}

fn figures<'a>(
    recipe: Recipe,
    land: &MultiPolygon,
    unserved: impl Fn(usize) -> &'a MultiPolygon,
) -> UnitFigures {
    let whole = land.unsigned_area();
    let services = (0..recipe.services).map(|s| {
        let rate = rate(whole, unserved(s).unsigned_area());
        let meets_target = rate.share.map(|share| share.0 >= 0.9);
        ServiceFigures { outlets: 0, land: Some(rate), people: None, distances: None, meets_target }
    });
    UnitFigures {
        land: SquareMetres(whole),
        people: None,
        services: services.collect(),
        circle: None,
    }
}

fn circle(services: usize, at_least: impl Fn(usize) -> f64) -> Circle {
    let by_count = |k: usize| at_least(k) - if k == services { 0.0 } else { at_least(k + 1) };
    let land = rate(at_least(0), at_least(0) - at_least(services));
    let land_by_count = (0..=services).map(|k| SquareMetres(by_count(k).max(0.0))).collect();
    Circle { land, people: None, land_by_count, people_by_count: Vec::new() }
}

fn empty_assessment(recipe: Recipe, outlets: &[(usize, Local)]) -> Assessment {
    let count = |s: usize| u32::try_from(outlets.iter().filter(|o| o.0 == s).count()).unwrap();
    Assessment {
        basis: Basis::ResidentialLand,
        people_source: None,
        services: (0..recipe.services)
            .map(|s| ServiceData { outlets: count(s), not_open: 0 })
            .collect(),
        circle_services: (0..recipe.services).collect(),
        units: Vec::new(),
        total: UnitFigures {
            land: SquareMetres(0.0),
            people: None,
            services: vec![],
            circle: None,
        },
        gaps: Gaps::default(),
        reconciliation: Reconciliation {
            land: SquareMetres(0.0),
            worst_land_error: 0.0,
            land_outside: SquareMetres(0.0),
            land_overlapping: SquareMetres(0.0),
            people_read: People(0),
            people_inside: People(0),
            people_outside: People(0),
            outlets_inside: 0,
            outlets_outside: 0,
            estates_other_code: 0,
        },
        land: Vec::new(),
        unserved: Vec::new(),
        reaches_at_least: Vec::new(),
    }
}

/// Service keys in alphabetical order of their category, as a city keeps them.
const SERVICES: [(&str, &str, &str, f64); 9] = [
    ("breakfast", "早餐", "breakfast", 500.0),
    ("community_health_center", "社区卫生服务", "clinic", 1000.0),
    ("convenience_store", "便利店", "convenience store", 300.0),
    ("eldercare_daycare", "养老服务", "eldercare", 500.0),
    ("housekeeping", "家政", "housekeeping", 1000.0),
    ("kindergarten", "幼儿园", "preschool", 300.0),
    ("laundry", "洗染", "laundry", 500.0),
    ("parcel_delivery", "末端配送", "parcel point", 500.0),
    ("vegetable_retail", "蔬菜零售", "grocery", 500.0),
];

/// The fictional rule set `demo`.
pub(in crate::render) fn profile(services: usize) -> Profile {
    let names = |zh: &str, en: &str| Names { zh: zh.to_owned(), en: en.to_owned() };
    let service = |&(key, zh, en, radius): &(&str, &str, &str, f64)| Service {
        key: key.to_owned(),
        names: names(zh, en),
        providers: vec![Provider {
            category: key.to_owned(),
            radius: Metres(radius),
            clause: "GB 50180-2018 附录 C".to_owned(),
            confidence: if radius > 400.0 { Confidence::Km } else { Confidence::S },
        }],
        minutes: Some(if radius > 600.0 { 15 } else { 5 }),
        target: Some(Share(0.9)),
        target_clause: "商务部《城市一刻钟便民生活圈建设指南》".to_owned(),
        demand: DemandGroup::All,
        in_circle: true,
        lead: names("区商务局", "commerce bureau"),
        supporting: Vec::new(),
    };
    Profile {
        key: "demo".to_owned(),
        names: names("一刻钟便民生活圈", "15-minute convenience circle"),
        document: "测试用规则".to_owned(),
        note: names("测试用规则，数值不作依据。", "Rules for tests."),
        land_codes: Vec::new(),
        bands: Vec::new(),
        min_gap: SquareMetres(100.0),
        services: SERVICES.iter().take(services).map(service).collect(),
    }
}
