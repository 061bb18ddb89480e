//! Existing premises that could host an outlet: idle shops, rooms of the community, old works.

use std::io::{self, Write};

use super::SampleCity;
use super::exact::{Deal, Spot, whole};
use super::geojson::{Collection, Geometry, Properties};
use super::outlets::frontage;
use super::rng::{Rng, Stream};
use crate::model::Local;

/// A kind of premises.
struct Kind {
    zh: &'static str,
    /// Out of a hundred.
    share: u32,
    /// Floor area in square metres, from and to.
    floor: (f64, f64),
    /// Cost of fitting out, in 10 000 yuan for each 100 square metres, from and to.
    cost: (f64, f64),
    owner: &'static str,
    allows: &'static [&'static str],
}

const KINDS: [Kind; 6] = [
    Kind {
        zh: "闲置商铺",
        share: 38,
        floor: (30.0, 180.0),
        cost: (14.0, 30.0),
        owner: "private",
        allows: &[
            "convenience_store",
            "breakfast",
            "vegetable_retail",
            "laundry",
            "housekeeping",
            "pharmacy",
            "parcel_delivery",
        ],
    },
    Kind {
        zh: "社区用房",
        share: 22,
        floor: (80.0, 420.0),
        cost: (6.0, 14.0),
        owner: "community",
        allows: &[
            "housekeeping",
            "community_health_station",
            "eldercare_daycare",
            "parcel_delivery",
            "laundry",
        ],
    },
    Kind {
        zh: "原锅炉房",
        share: 12,
        floor: (180.0, 640.0),
        cost: (18.0, 36.0),
        owner: "state",
        allows: &["vegetable_retail", "eldercare_daycare", "community_health_station", "breakfast"],
    },
    Kind {
        zh: "街道办公用房",
        share: 12,
        floor: (260.0, 1_900.0),
        cost: (9.0, 20.0),
        owner: "subdistrict",
        allows: &[
            "community_health_center",
            "community_health_station",
            "eldercare_daycare",
            "housekeeping",
        ],
    },
    Kind {
        zh: "原小学校舍",
        share: 6,
        floor: (1_900.0, 4_800.0),
        cost: (12.0, 22.0),
        owner: "state",
        allows: &["kindergarten", "eldercare_home", "community_health_center"],
    },
    Kind {
        zh: "腾退厂房",
        share: 10,
        floor: (700.0, 3_600.0),
        cost: (16.0, 34.0),
        owner: "state",
        allows: &["vegetable_retail", "eldercare_home", "kindergarten", "eldercare_daycare"],
    },
];

/// One of the premises.
#[derive(Debug, Clone)]
struct Premises {
    at: Spot,
    name: String,
    kind: usize,
    floor: u32,
    cost: u32,
    free_from: String,
}

impl SampleCity {
    pub(super) fn write_sites(&self, out: &mut impl Write) -> io::Result<()> {
        let blocks = || self.ground.grid.blocks().filter(|&(i, j)| self.ground.is_city(i, j));
        let total = u64::from((self.spec.outlets / 6).max(12));
        let weight = |at| self.premises_weight(at);
        let mut deal = Deal::new(total, blocks().map(weight).sum());
        let mut file = Collection::begin(out)?;
        let mut number = 0;
        for at in blocks() {
            for _ in 0..deal.next(weight(at)) {
                number += 1;
                let premises = self.premises(at, number);
                let kind = &KINDS[premises.kind];
                let properties = Properties::new()
                    .text("id", &format!("H{number:05}"))
                    .text("name", &premises.name)
                    .number("floor_area", premises.floor)
                    .number("cost", premises.cost)
                    .list("allows", kind.allows)
                    .text("available_from", &premises.free_from)
                    .text("owner", kind.owner);
                file.feature(&properties, &Geometry::Point(premises.at))?;
            }
        }
        file.end()
    }

    /// Premises are where people and shops are, and in one block out of three.
    fn premises_weight(&self, (i, j): (i32, i32)) -> u64 {
        let ground = &self.ground;
        let mut rng = Rng::at(ground.seed, Stream::Sites, i, j);
        if ground.is_band(i, j) || !rng.chance(0.34) {
            return 0;
        }
        let plots = self.land.plots_of(ground, i, j);
        let people: u32 = plots.iter().map(|p| p.people).sum();
        u64::from(people) + u64::from(whole(900.0 * ground.density_at(i, j)))
    }

    fn premises(&self, (i, j): (i32, i32), number: u32) -> Premises {
        let mut rng = Rng::of(self.spec.seed, Stream::Sites, number);
        let mut ticket = rng.below(100);
        let mut kind = 0;
        while kind + 1 < KINDS.len() && ticket >= KINDS[kind].share {
            ticket -= KINDS[kind].share;
            kind += 1;
        }
        let (place, whose) = match frontage(self, (i, j), &mut rng) {
            Some((place, edge)) => (place, self.street_name(edge)),
            None => (self.middle_of(i, j), self.community_name(i, j)),
        };
        let floor = whole(rng.between(KINDS[kind].floor.0, KINDS[kind].floor.1) / 10.0) * 10;
        let rate = rng.between(KINDS[kind].cost.0, KINDS[kind].cost.1);
        let (year, month) = (2026 + rng.below(2), 1 + rng.below(12));
        Premises {
            at: Spot::at(place),
            name: format!("{whose}{}", KINDS[kind].zh),
            kind,
            floor,
            cost: whole(f64::from(floor) / 100.0 * rate).max(1),
            free_from: format!("{year}-{month:02}-01"),
        }
    }

    fn middle_of(&self, i: i32, j: i32) -> Local {
        self.ground.grid.corners(i, j).place(0.5, 0.5)
    }
}
