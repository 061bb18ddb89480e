//! Fictional cities to draw: subdistricts with borders that wander, estates with holes, outlets.

use std::f64::consts::PI;

use crate::assessment::Assessment;
use crate::model::{
    CategoryId, City, CityParts, Estate, LandCodes, Local, LonLat, Outlet, Plane, Polygon,
    Population, Ring, Shape, Status, Subdistrict,
};
use crate::pipeline::{Detail, assess};
use crate::profile::{
    Availability, Citation, Confidence, DemandGroup, Denominator, Names, Profile, Provider,
    ReachBy, Service, Target,
};
use crate::units::{Metres, Share, SquareMetres};

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
    city(units, Vec::new(), Vec::new(), &[])
}

/// The whole of it: city, profile and assessment.
pub(in crate::render) fn fixture(recipe: Recipe) -> Fixture {
    let mut dice = Dice(20_260_101);
    let units = wobbly_units(recipe, &mut dice);
    let estates = estates(recipe, &mut dice);
    let profile = profile(recipe.services);
    let outlets = outlets(recipe, &mut dice);
    let city = city(units, estates, outlets, &profile.services);
    let assessment = assess(&city, &profile, Detail::Maps);
    Fixture { city, profile, assessment }
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

fn city(
    units: Vec<Subdistrict>,
    estates: Vec<Shape>,
    outlets: Vec<(usize, Local)>,
    services: &[Service],
) -> City {
    let estates = estates.into_iter().enumerate().map(|(i, shape)| Estate {
        id: format!("E{i:06}"),
        name: String::new(),
        community: None,
        land_code: None,
        people: Population::Unknown,
        managed: None,
        shape,
    });
    let outlets = outlets.into_iter().enumerate().map(|(i, (service, at))| Outlet {
        id: format!("P{i:06}").into(),
        name: "".into(),
        category: CategoryId(u32::try_from(service).unwrap()),
        at,
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    });
    City::new(CityParts {
        subdistricts: units,
        categories: services.iter().map(|s| s.providers[0].category.clone()).collect(),
        outlets: outlets.collect(),
        estates: Some(estates.collect()),
        ..CityParts::empty("云溪市", Plane::about(LonLat { lon: 116.4, lat: 39.9 }))
    })
}

/// Grid squares with moved corners and borders that wander; the corners of the grid stay empty.
fn wobbly_units(recipe: Recipe, dice: &mut Dice) -> Vec<Subdistrict> {
    let (w, h) = recipe.side;
    let mut corner = vec![vec![Local::default(); recipe.columns + 1]; recipe.rows + 1];
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
            units.push(unit(units.len(), polygon(ring, None)));
        }
    }
    units
}

/// Points from `a` on towards `b`, the same whichever end is named first.
fn wander(a: Local, b: Local) -> Vec<Local> {
    let turned = (a.x, a.y) > (b.x, b.y);
    let (from, to) = if turned { (b, a) } else { (a, b) };
    let seed = (from.x * 7.0 + from.y * 13.0 + to.x * 3.0 + to.y).abs();
    let mut dice = Dice(seed as u64);
    let mut points: Vec<Local> = vec![from];
    let length = (to.x - from.x).hypot(to.y - from.y);
    let (nx, ny) = (-(to.y - from.y) / length, (to.x - from.x) / length);
    let waves = [dice.within(-0.06, 0.06), dice.within(-0.04, 0.04), dice.within(-0.02, 0.02)];
    for i in 1..24 {
        let t = f64::from(i) / 24.0;
        let off = length
            * (waves[0] * (PI * t).sin()
                + waves[1] * (2.0 * PI * t).sin()
                + waves[2] * (5.0 * PI * t).sin());
        points.push(Local {
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
fn estates(recipe: Recipe, dice: &mut Dice) -> Vec<Shape> {
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
                blocks.push(polygon(outer, park));
            }
            x += step;
        }
        y += step;
    }
    blocks
}

fn box_about(x: f64, y: f64, w: f64, h: f64, turn: f64) -> Vec<Local> {
    let (s, c) = turn.sin_cos();
    let corner = |dx: f64, dy: f64| Local { x: x + c * dx - s * dy, y: y + s * dx + c * dy };
    let (w, h) = (w / 2.0, h / 2.0);
    vec![corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)]
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

fn polygon(outer: Vec<Local>, hole: Option<Vec<Local>>) -> Shape {
    let holes = hole.into_iter().map(|h| Ring::new(h).unwrap()).collect();
    Shape::new(vec![Polygon::new(Ring::new(outer).unwrap(), holes)])
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

fn cited(clause: &str, confidence: Confidence) -> Citation {
    let (clause, source) = (clause.to_owned(), Names::default());
    Citation { clause, clause_en: None, source, confidence, in_force: true }
}

/// The fictional rule set `demo`.
pub(in crate::render) fn profile(services: usize) -> Profile {
    let names = |zh: &str, en: &str| Names { zh: zh.to_owned(), en: en.to_owned() };
    let service = |&(key, zh, en, radius): &(&str, &str, &str, f64)| Service {
        key: key.to_owned(),
        names: names(zh, en),
        tier: None,
        duty: None,
        providers: vec![Provider {
            category: key.to_owned(),
            radius: Metres(radius),
            reach: ReachBy::Radius,
            floor_min: None,
            citation: cited(
                "GB 50180-2018 附录 C",
                if radius > 400.0 { Confidence::Km } else { Confidence::S },
            ),
        }],
        minutes: Some(if radius > 600.0 { 15 } else { 5 }),
        target: Some(Target {
            share: Share(0.9),
            citation: cited("商务部《城市一刻钟便民生活圈建设指南》", Confidence::S),
        }),
        demand: DemandGroup::All,
        demand_where: Vec::new(),
        in_circle: true,
        lead: names("区商务局", "commerce bureau"),
        supporting: Vec::new(),
    };
    Profile {
        key: "demo".to_owned(),
        names: names("一刻钟便民生活圈", "15-minute convenience circle"),
        document: "测试用规则".to_owned(),
        document_en: None,
        note: names("测试用规则，数值不作依据。", "Rules for tests."),
        supplement: false,
        land_codes: LandCodes::default(),
        bands: Vec::new(),
        min_gap: SquareMetres(100.0),
        denominator: Denominator::ResidentialLand,
        nearest: 1,
        services: SERVICES.iter().take(services).map(service).collect(),
        availability: Availability::usual(),
        items: Vec::new(),
        provisions: Vec::new(),
        capacities: Vec::new(),
        pairings: Vec::new(),
        walkers: Vec::new(),
        categories: Vec::new(),
        not_serving: None,
    }
}
