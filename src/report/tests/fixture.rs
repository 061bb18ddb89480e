//! A fictional city of three subdistricts with its figures, laid out by hand.
//!
//! Willow City: D01 has 100 ha of land and 1 000 residents, D02 300 ha and 2 000, D10 neither.
//! Of its four services `laundry` has no outlet at all, so that the circle counts three.

use super::supply::{capacities, capacity, choices, provision, provisions};
use crate::assessment::{
    Assessment, Basis, Circle, Distances, Drawn, FinerLayer, FinerUnit, Function, FunctionMatrix,
    FunctionRate, Gap, Gaps, Lack, Lacking, LandRate, NearestOutlet, PeopleFigures, PeopleRate,
    Reconciliation, ServiceData, ServiceFigures, Slivers, Standing, UnitFigures,
};
use crate::finding::{Bucket, Fate, Fates};
use crate::model::{
    CategoryId, City, CityParts, Community, LandCodes, Local, LonLat, Outlet, OutletId,
    PeopleSource, Plane, Polygon, Population, Ring, Shape, Status, Subdistrict, SubdistrictId,
    UnitLevel,
};
use crate::profile::{
    Availability, Citation, Confidence, DemandGroup, Denominator, Lang, Names, Profile, Provider,
    ReachBy, Service, Target,
};
use crate::report::{Context, InputRecord, sha256};
use crate::units::{Metres, People, Share, SquareMetres};

pub(in crate::report) struct Fixture {
    pub(super) city: City,
    pub(super) profile: Profile,
    pub(super) assessment: Assessment,
    pub(super) inputs: Vec<InputRecord>,
}

impl Fixture {
    pub(in crate::report) fn new() -> Self {
        Self { city: city(), profile: profile(), assessment: assessment(), inputs: inputs() }
    }

    pub(in crate::report) fn context(&self, lang: Lang) -> Context<'_> {
        Context {
            city: &self.city,
            profile: &self.profile,
            assessment: &self.assessment,
            inputs: &self.inputs,
            lang,
        }
    }
}

/// Settings, and a people file of 20 places with 900 people: 2 places with 25 people have no
/// geometry, one with 75 lies outside.
fn inputs() -> Vec<InputRecord> {
    let of = |features, people| Bucket { features, people: Some(People(people)) };
    let mut fates = Fates { read: of(20, 900), ..Fates::default() };
    fates.put(Fate::Used, "", of(17, 800));
    fates.put(Fate::Outside, "people-outside", of(1, 75));
    fates.put(Fate::LeftOut, "no-geometry", of(2, 25));
    fates.fill();
    let record = |layer: &str, name: &str, features, fates| InputRecord {
        layer: layer.to_owned(),
        name: name.to_owned(),
        bytes: 3,
        sha256: sha256(b"abc"),
        features,
        fates,
    };
    vec![
        record("settings", "walkshed.toml", 0, Fates::default()),
        record("people", "people.geojson", 20, fates),
    ]
}

pub(super) fn names(zh: &str, en: &str) -> Names {
    Names { zh: zh.to_owned(), en: en.to_owned() }
}

pub(super) fn square(at: Local, side: f64) -> Ring {
    let corner = |x: f64, y: f64| Local::new(at.x + x * side, at.y + y * side);
    Ring::new(vec![corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)]).unwrap()
}

fn subdistrict(id: &str, name: &str, parent: Option<&str>) -> Subdistrict {
    Subdistrict {
        id: id.to_owned(),
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        population: Population::Unknown,
        shape: Shape::new(vec![Polygon::new(square(Local::new(0.0, 0.0), 1000.0), vec![])]),
    }
}

pub(super) fn outlet(id: &str, name: &str) -> Outlet {
    Outlet {
        id: id.into(),
        name: name.into(),
        category: CategoryId(0),
        at: Local::new(10.0, 10.0),
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    }
}

/// Three subdistricts with awkward names, two outlets.
fn city() -> City {
    City::new(parts())
}

pub(super) fn parts() -> CityParts {
    CityParts {
        subdistricts: vec![
            subdistrict("D01", "东门街道", Some("Willow District")),
            subdistrict("D02", "West <Bridge> & \"Co\", Ltd\nNorth", None),
            subdistrict("D10", "=HYPERLINK(1)", None),
        ],
        categories: vec!["convenience_store".to_owned()],
        outlets: vec![outlet("P1", "Corner, \"Shop\""), outlet("P2", "")],
        communities: vec![community("C1", "=东里社区"), community("C2", "西里社区")],
        ..CityParts::empty(
            "Willow City (fictional)",
            Plane::about(LonLat { lon: 116.4, lat: 39.9 }),
        )
    }
}

fn provider(category: &str, radius: f64, clause: &str, confidence: Confidence) -> Provider {
    Provider {
        category: category.to_owned(),
        radius: Metres(radius),
        reach: ReachBy::Radius,
        floor_min: None,
        citation: cited(clause, confidence),
    }
}

pub(super) fn cited(clause: &str, confidence: Confidence) -> Citation {
    let source = names("亲自读过", "read");
    Citation { clause: clause.to_owned(), clause_en: None, source, confidence, in_force: true }
}

fn service(key: &str, names: Names, demand: DemandGroup, providers: Vec<Provider>) -> Service {
    Service {
        key: key.to_owned(),
        names,
        tier: None,
        duty: None,
        providers,
        minutes: Some(5),
        target: None,
        demand,
        demand_where: Vec::new(),
        in_circle: true,
        lead: self::names("商务局", "Commerce Bureau"),
        supporting: vec![self::names("市场监督管理局", "Market Regulation Bureau")],
    }
}

fn profile() -> Profile {
    let store = Service {
        target: Some(Target { share: Share(0.9), citation: cited("Rule 9", Confidence::S) }),
        ..service(
            "convenience_store",
            names("便利店", "Convenience store"),
            DemandGroup::All,
            vec![provider("convenience_store", 300.0, "Rule 1", Confidence::Km)],
        )
    };
    let clinic = Service {
        lead: names("卫生健康委", "Health Commission"),
        supporting: vec![names("商务局", "Commerce Bureau")],
        ..service(
            "clinic",
            names("社区医疗", "Clinic"),
            DemandGroup::All,
            vec![
                provider("community_health_center", 1000.0, "Rule 2", Confidence::Kh),
                provider("community_health_station", 300.0, "Rule 2", Confidence::Kh),
            ],
        )
    };
    let eldercare = service(
        "eldercare",
        names("养老", "Eldercare"),
        DemandGroup::Age60Plus,
        vec![provider("eldercare_daycare", 300.0, "Rule 3", Confidence::S2)],
    );
    let laundry = service(
        "laundry",
        names("洗染", "Laundry"),
        DemandGroup::All,
        vec![provider("laundry", 1000.0, "Rule 4", Confidence::S)],
    );
    Profile {
        key: "trial".to_owned(),
        names: names("试用口径", "Trial rules"),
        document: "Rules 1 to 9".to_owned(),
        document_en: None,
        note: names("仅供试用。", "For trial only."),
        supplement: false,
        land_codes: LandCodes::new(vec!["0701".to_owned()]),
        bands: vec![Metres(300.0), Metres(500.0)],
        min_gap: SquareMetres(500.0),
        denominator: Denominator::ResidentialLand,
        nearest: 2,
        services: vec![store, clinic, eldercare, laundry],
        availability: Availability::usual(),
        items: Vec::new(),
        provisions: vec![provision()],
        capacities: vec![capacity()],
        pairings: Vec::new(),
        walkers: Vec::new(),
        categories: Vec::new(),
        not_serving: None,
    }
}

/// Hectares, of which so many are served.
pub(super) fn land(hectares: f64, served: f64) -> LandRate {
    LandRate {
        land: SquareMetres::from_hectares(hectares),
        served: SquareMetres::from_hectares(served),
        unserved: SquareMetres::from_hectares(hectares - served),
        share: Share::of(served, hectares),
    }
}

fn rate(all: u32, served: u32) -> PeopleRate {
    PeopleRate {
        people: People(all.into()),
        served: People(served.into()),
        unserved: People((all - served).into()),
        share: Share::of(served.into(), all.into()),
    }
}

/// All residents, and a fifth of them of 60 years and more; no column for children.
pub(super) fn people(all: u32, served: u32) -> PeopleFigures {
    PeopleFigures {
        all: rate(all, served),
        age_60plus: Some(rate(all / 5, served / 5)),
        age_3_5: None,
    }
}

fn measured(outlets: u32, land: LandRate, people: PeopleFigures) -> ServiceFigures {
    let far = (people.all.people.0 > 0).then_some(Metres(640.25));
    let distances = Distances {
        land_within: vec![land.share, land.share.map(|_| Share(1.0))],
        people_within: vec![people.all.share, people.all.share.map(|_| Share(1.0))],
        people_median: far.map(|_| Metres(212.0)),
        people_p90: far,
    };
    ServiceFigures {
        outlets,
        meets_target: None,
        land: Some(land),
        people: Some(people),
        distances: Some(distances),
        with_doubtful: None,
    }
}

fn no_data() -> ServiceFigures {
    ServiceFigures {
        outlets: 0,
        land: None,
        people: None,
        distances: None,
        meets_target: None,
        with_doubtful: None,
    }
}

/// A unit where every service reaches the same part.
fn unit(hectares: f64, served: f64, all: u32, inside: u32) -> UnitFigures {
    let of = |outlets| measured(outlets, land(hectares, served), people(all, inside));
    let store =
        ServiceFigures { meets_target: Share::of(served, hectares).map(|s| s.0 >= 0.9), ..of(2) };
    UnitFigures {
        land: SquareMetres::from_hectares(hectares),
        people: Some(People(all.into())),
        services: vec![store, of(1), of(0), no_data()],
        circle: Some(Circle {
            land: land(hectares, served),
            people: Some(people(all, inside)),
            land_by_count: vec![
                SquareMetres::from_hectares(hectares - served),
                SquareMetres(0.0),
                SquareMetres(0.0),
                SquareMetres::from_hectares(served),
            ],
            people_by_count: vec![
                People((all - inside).into()),
                People(0),
                People(0),
                People(inside.into()),
            ],
            with_doubtful: None,
        }),
    }
}

fn gap(id: &str, lack: Lack, unit: u32) -> Gap {
    let at = Local::new(500.0, 500.0);
    Gap {
        id: id.to_owned(),
        lack,
        rank: 1,
        unit: SubdistrictId(unit),
        area: SquareMetres(123_456.789),
        people: Some(People(1840)),
        demand: None,
        at,
        lonlat: LonLat { lon: -0.127_812_34, lat: 51.507_4 },
        community: Some("和平社区".to_owned()),
        estates: vec!["阳光小区".to_owned(), "Elm & <Yard>".to_owned()],
        nearest: Some(NearestOutlet { outlet: OutletId(0), distance: Metres(640.25) }),
        missing: vec![],
        continued: vec![],
        complaints: None,
        shape: Shape::new(vec![Polygon::new(
            square(Local::new(0.0, 0.0), 900.0),
            vec![square(at, 100.0)],
        )])
        .into(),
    }
}

fn gaps() -> Gaps {
    let two = vec![
        Polygon::new(square(Local::new(0.0, 0.0), 50.0), vec![]),
        Polygon::new(square(Local::new(200.0, 0.0), 50.0), vec![]),
    ];
    Gaps {
        listed: vec![
            gap("convenience_store-D01-001", Lack::Service(0), 0),
            Gap {
                demand: Some(People(410)),
                community: None,
                estates: vec![],
                nearest: Some(NearestOutlet { outlet: OutletId(1), distance: Metres(12_345.0) }),
                shape: Shape::new(two).into(),
                ..gap("eldercare-D02-001", Lack::Service(2), 1)
            },
            Gap {
                nearest: None,
                missing: vec![0, 1],
                people: Some(People(0)),
                ..gap("circle-D01-001", Lack::Circle, 0)
            },
        ],
        slivers: vec![
            Slivers {
                lack: Lack::Service(0),
                count: 3,
                area: SquareMetres(321.0),
                people_elsewhere: Some(People(40)),
            },
            Slivers {
                lack: Lack::Circle,
                count: 0,
                area: SquareMetres(0.0),
                people_elsewhere: Some(People(0)),
            },
        ],
    }
}

fn community(id: &str, name: &str) -> Community {
    let shape = Shape::new(vec![Polygon::new(square(Local::new(0.0, 0.0), 500.0), vec![])]);
    Community { id: id.to_owned(), name: name.to_owned(), shape }
}

/// Two communities: one has two of the three functions with data, the other lacks two.
fn communities() -> FinerLayer {
    let function = |standing, inside, served: Option<f64>, land: f64| Function {
        standing,
        inside,
        served: served.map(SquareMetres::from_hectares),
        share: served.and_then(|served| Share::of(served, land)),
        with_doubtful: None,
    };
    let no_data = || function(Standing::NoData, 0, None, 1.0);
    let lacks = |reason, served| function(Standing::Lacks(reason), 0, Some(served), 40.0);
    let rate = |available, unverified, lacking| FunctionRate {
        counted: 2,
        inside: 1,
        within_reach: 1,
        available,
        unverified,
        with_doubtful: None,
        lacking,
        inside_share: Some(Share(0.5)),
        within_reach_share: Some(Share(0.5)),
        available_share: Share::of(available.into(), 2.0),
    };
    let unit = |parent, land| FinerUnit { parent, figures: unit(land, 0.5 * land, 100, 50) };
    FinerLayer {
        level: UnitLevel::Communities,
        units: vec![unit(Some(SubdistrictId(0)), 40.0), unit(None, 40.0)],
        total: self::unit(80.0, 40.0, 200, 100),
        land_elsewhere: SquareMetres::from_hectares(320.0),
        people_elsewhere: Some(People(2800)),
        matrix: FunctionMatrix {
            cells: vec![
                vec![
                    function(Standing::Available, 1, Some(20.0), 40.0),
                    function(Standing::Unverified, 0, Some(36.0), 40.0),
                    lacks(Lacking::TooFar, 10.0),
                    no_data(),
                ],
                vec![
                    lacks(Lacking::None, 0.0),
                    function(Standing::Available, 1, Some(38.0), 40.0),
                    lacks(Lacking::TooSmall, 40.0),
                    no_data(),
                ],
            ],
            rates: vec![
                rate(1, 0, [1, 0, 0, 0, 0]),
                rate(2, 1, [0; 5]),
                rate(0, 0, [0, 1, 1, 0, 0]),
                FunctionRate::default(),
            ],
            counted_items: vec![0, 1, 2],
            available: vec![2, 1],
            complete: vec![Some(false), Some(false)],
            complete_units: 0,
            counted_units: 2,
            complete_share: Some(Share(0.0)),
        },
    }
}

fn assessment() -> Assessment {
    let known = |outlets, not_open| ServiceData {
        outlets,
        doubtful: 0,
        not_open,
        closed_then: 0,
        is_needed: true,
        with_unknown: None,
    };
    Assessment {
        basis: Basis::ResidentialLand,
        people_source: Some(PeopleSource::Layer),
        services: vec![known(4, 1), known(2, 0), known(1, 0), known(0, 0)],
        circle_services: vec![0, 1, 2],
        units: vec![
            unit(100.0, 57.84, 1000, 580),
            unit(300.0, 285.0, 2000, 1900),
            unit(0.0, 0.0, 0, 0),
        ],
        // 57.84 + 285 = 342.84 of 400 ha; 580 + 1900 = 2480 of 3000 residents.
        total: unit(400.0, 342.84, 3000, 2480),
        finer: vec![communities()],
        provisions: provisions(),
        choices: choices(),
        streets: None,
        beside: vec![],
        capacities: vec![Some(capacities())],
        pairings: vec![],
        gaps: gaps(),
        complaints: None,
        doubtful: vec![],
        reconciliation: Reconciliation {
            land: SquareMetres::from_hectares(400.0),
            worst_land_error: 3e-13,
            land_outside: SquareMetres::from_hectares(2.5),
            land_overlapping: SquareMetres::from_hectares(0.25),
            people_read: People(3100),
            people_inside: People(3000),
            people_outside: People(100),
            outlets_inside: 6,
            outlets_outside: 1,
            doubtful_inside: 0,
            doubtful_outside: 0,
            estates_other_code: 1,
        },
        land: vec![],
        drawn: Drawn::default(),
    }
}
