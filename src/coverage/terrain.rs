//! The land of a run with what has been laid over it so far.
//!
//! Profiles that share a city and a land ask for many of the same circles: those of one category and
//! radius are the same whoever asks. Here each is joined once, laid over each unit once, and kept for the
//! next profile. What is kept is what would be measured anew, bit for bit: the arcs of a union do not
//! depend on what else is asked for. Nothing here knows of targets, people or names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::people::Placed;
use super::services::Resolved;
use crate::model::{CategoryId, City, Local, Shape, SubdistrictId, UnitLevel};
use crate::overlay::{DiscUnion, Laid, Placing, Prepared, UnitLand, lay};
use crate::units::SquareMetres;

/// The land that rates are measured on, by unit, with the circles that were laid over it.
pub struct Terrain {
    /// The land of the subdistricts.
    pub land: UnitLand,
    unions: BTreeMap<Circled, Arc<DiscUnion>>,
    layers: BTreeMap<Option<UnitLevel>, LaidLayer>,
}

/// Circles by what they are drawn about: categories in the order of the service, with their radii.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Circled {
    /// The radius as its bits, whose order is that of the radii: none is negative.
    providers: Vec<(CategoryId, u64)>,
    with_doubtful: bool,
}

impl Circled {
    pub(super) fn new(service: &Resolved<'_>, with_doubtful: bool) -> Self {
        let bits = |&(id, radius): &(CategoryId, f64)| (id, radius.to_bits());
        Self { providers: service.providers().iter().map(bits).collect(), with_doubtful }
    }

    /// The categories, without radii.
    fn centres(&self) -> (bool, Vec<CategoryId>) {
        (self.with_doubtful, self.providers.iter().map(|p| p.0).collect())
    }
}

/// Circles that are asked for.
pub(super) struct Asked<'a> {
    pub(super) circles: Circled,
    pub(super) service: Resolved<'a>,
    /// Whether more than the area is asked for.
    is_whole: bool,
}

impl<'a> Asked<'a> {
    /// The circles of a service whose outlets are not doubtful.
    pub(super) fn sure(service: Resolved<'a>, is_whole: bool) -> Self {
        Self { circles: Circled::new(&service, false), service, is_whole }
    }

    /// Those of one whose index has the doubtful ones too.
    pub(super) fn with_doubtful(service: Resolved<'a>) -> Self {
        Self { circles: Circled::new(&service, true), service, is_whole: true }
    }
}

/// One layer of units.
pub(super) struct LaidLayer {
    pub(super) placing: Placing,
    /// Unit of each outlet.
    pub(super) outlet_units: Arc<[Option<SubdistrictId>]>,
    /// Places of residents by unit; none without people.
    pub(super) placed: Option<Arc<Placed>>,
    /// Land that lies in none of the units.
    pub(super) outside: SquareMetres,
    pub(super) plots: Vec<Plot>,
}

/// The land of one unit with what was laid over it.
pub(super) struct Plot {
    pub(super) land: Arc<Prepared>,
    laid: BTreeMap<Circled, Arc<Laid>>,
    /// Of circles of which only the area was asked for.
    served: BTreeMap<Circled, SquareMetres>,
}

impl Terrain {
    /// A land with nothing laid over it yet.
    #[must_use]
    pub fn new(land: UnitLand) -> Self {
        Self { land, unions: BTreeMap::new(), layers: BTreeMap::new() }
    }

    /// A layer of units, as it was left; none where it has not been asked for.
    pub(super) fn take_layer(&mut self, level: Option<UnitLevel>) -> Option<LaidLayer> {
        self.layers.remove(&level)
    }

    /// Keeps a layer for the next profile.
    pub(super) fn keep_layer(&mut self, level: Option<UnitLevel>, layer: LaidLayer) {
        self.layers.insert(level, layer);
    }

    /// Joins the circles that were not asked for before.
    pub(super) fn join(&mut self, city: &City, asked: &[&Asked<'_>]) {
        let mut missing: BTreeMap<_, (&Resolved<'_>, BTreeSet<u64>)> = BTreeMap::new();
        let mut mixed: BTreeMap<&Circled, &Resolved<'_>> = BTreeMap::new();
        for Asked { circles, service, .. } in asked {
            if self.unions.contains_key(circles) {
                continue;
            }
            match service.one_radius() {
                Some(radius) => {
                    let of = missing.entry(circles.centres()).or_insert((service, BTreeSet::new()));
                    of.1.insert(radius.to_bits());
                }
                None => {
                    mixed.insert(circles, service);
                }
            }
        }
        let grown: Vec<_> = missing.into_iter().collect();
        let grown: Vec<_> = grown
            .into_par_iter()
            .map(|((with_doubtful, categories), (service, radii))| {
                let radii: Vec<f64> = radii.into_iter().map(f64::from_bits).collect();
                let key = |radius: &f64| Circled {
                    providers: categories.iter().map(|&id| (id, radius.to_bits())).collect(),
                    with_doubtful,
                };
                let unions = service.unions_within(city, &radii);
                radii.iter().map(key).zip(unions).collect::<Vec<_>>()
            })
            .collect();
        let mixed: Vec<(&Circled, &Resolved<'_>)> = mixed.into_iter().collect();
        let mixed: Vec<(Circled, DiscUnion)> =
            mixed.into_par_iter().map(|(key, of)| (key.clone(), of.union(city))).collect();
        for (key, union) in grown.into_iter().flatten().chain(mixed) {
            self.unions.insert(key, Arc::new(union));
        }
    }

    /// Circles that have been joined.
    pub(super) fn union(&self, circles: &Circled) -> Option<Arc<DiscUnion>> {
        self.unions.get(circles).cloned()
    }

    /// Lays circles that have been joined over every unit of a layer, where they do not lie there yet.
    pub(super) fn lay(&self, layer: &mut LaidLayer, asked: &[&Asked<'_>]) {
        let asked: Vec<(&Asked<'_>, &DiscUnion)> = asked
            .iter()
            .filter_map(|asked| Some((*asked, &**self.unions.get(&asked.circles)?)))
            .collect();
        layer.plots.par_iter_mut().for_each(|plot| {
            for (asked, union) in &asked {
                plot.lay(asked, union);
            }
        });
    }
}

impl LaidLayer {
    /// The units with their land, before anything is laid over it.
    pub(super) fn new(
        city: &City,
        shapes: &[&Shape],
        land: &[Shape],
        outside: SquareMetres,
    ) -> Self {
        let placing = Placing::new(shapes);
        let places: Vec<Local> = city.outlets().iter().map(|outlet| outlet.at).collect();
        let plot = |shape: &Shape| Plot {
            land: Arc::new(Prepared::new(shape)),
            laid: BTreeMap::new(),
            served: BTreeMap::new(),
        };
        Self {
            outlet_units: placing.units(&places).into(),
            placed: city.people().map(|people| Arc::new(Placed::new(people, &placing))),
            placing,
            outside,
            plots: land.par_iter().map(plot).collect(),
        }
    }
}

impl Plot {
    fn lay(&mut self, asked: &Asked<'_>, union: &DiscUnion) {
        let Asked { circles, service, is_whole } = asked;
        if self.laid.contains_key(circles) || (!is_whole && self.served.contains_key(circles)) {
            return;
        }
        let laid = lay(&self.land, union, |at| service.margin(at));
        if *is_whole {
            self.laid.insert(circles.clone(), Arc::new(laid));
        } else {
            self.served.insert(circles.clone(), laid.served);
        }
    }

    /// What the circles do to the land, where they have been laid whole.
    pub(super) fn laid(&self, circles: &Circled) -> Option<Arc<Laid>> {
        self.laid.get(circles).cloned()
    }

    /// Land inside the circles, where they have been laid.
    pub(super) fn served(&self, circles: &Circled) -> Option<SquareMetres> {
        let whole = self.laid.get(circles).map(|laid| laid.served);
        whole.or_else(|| self.served.get(circles).copied())
    }
}
