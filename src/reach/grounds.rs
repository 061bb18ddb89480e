//! Streets as gates and a change that is asked about leave them, and where they pass gates.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::index::streets::{Crossing, Enclosure, Enclosures, Gateway, Posts, Walls};
use crate::model::{City, Gate, Local, Question, StreetLayer};

/// The estates that have gates.
#[derive(Debug)]
pub struct Gated<'a> {
    /// Positions of the estates in the city, ascending.
    pub estates: Vec<usize>,
    /// Positions of the gates of each in the city.
    pub gates: Vec<Vec<usize>>,
    /// The same for the streets.
    pub enclosures: Enclosures<'a>,
}

impl<'a> Gated<'a> {
    /// The estates of a city that have gates, with those open that a change opens.
    #[must_use]
    pub fn new(city: &'a City, change: &Question) -> Self {
        let estates = city.estates().unwrap_or_default();
        // Of estates with one id the first.
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        for (at, estate) in estates.iter().enumerate() {
            by_id.entry(&estate.id).or_insert(at);
        }
        let mut gates: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (position, gate) in city.gates().iter().enumerate() {
            if let Some(estate) = gate.estate.as_deref().and_then(|id| by_id.get(id)) {
                gates.entry(*estate).or_default().push(position);
            }
        }
        let gateway = |position: &usize| {
            let gate = &city.gates()[*position];
            Gateway { at: gate.at, is_open: is_open(gate, change) }
        };
        let enclosure = |(estate, gates): (&usize, &Vec<usize>)| Enclosure {
            shape: &estates[*estate].shape,
            gates: gates.iter().map(gateway).collect(),
        };
        let enclosures = Enclosures::new(gates.iter().map(enclosure).collect());
        let (estates, gates) = gates.into_iter().unzip();
        Self { estates, gates, enclosures }
    }

    /// The estate with gates that holds a place: its position among them.
    #[must_use]
    pub fn holding(&self, at: Local) -> Option<usize> {
        self.enclosures.holding(at)
    }

    /// The gates of an estate that are open, by their positions in the city.
    pub fn open(&self, estate: usize) -> impl Iterator<Item = usize> + '_ {
        let gates = self.gates[estate].iter().zip(&self.enclosures.all()[estate].gates);
        gates.filter(|(_, gate)| gate.is_open).map(|(position, _)| *position)
    }
}

/// Whether people pass a gate with a change.
pub(super) fn is_open(gate: &Gate, change: &Question) -> bool {
    gate.is_open || change.open.contains(&gate.id)
}

/// Streets that people walk along, with the gates on them.
#[derive(Debug)]
pub struct Grounds<'a> {
    /// The streets: cut at the borders of estates but for open gates, at closed gates that lead into nothing, and
    /// where a barrier is laid; no way across a square leads over a barrier that is there.
    pub streets: Cow<'a, StreetLayer>,
    /// Where streets pass gates: the gate by its position in the city, and where its estate's border is.
    pub passes: BTreeMap<usize, Vec<Local>>,
    /// Where streets are cut because no gate is there: the estate by its position in the city, and where.
    pub cuts: Vec<(usize, Local)>,
}

impl<'a> Grounds<'a> {
    /// Streets of a city as its gates and a change leave them; as they are where no estate has a gate, none that
    /// leads into nothing is closed, and there is no barrier and none is laid.
    #[must_use]
    pub fn new(city: &City, streets: &'a StreetLayer, change: &Question) -> Self {
        let gated = Gated::new(city, change);
        let mut grounds =
            Self { streets: Cow::Borrowed(streets), passes: BTreeMap::new(), cuts: Vec::new() };
        if !gated.enclosures.is_empty() {
            let enclosed = gated.enclosures.enclose(streets);
            grounds.streets = Cow::Owned(enclosed.streets);
            for Crossing { at, enclosure, gate } in enclosed.crossings {
                match gate {
                    Some((of, gate)) => {
                        grounds.passes.entry(gated.gates[of][gate]).or_default().push(at);
                    }
                    None => grounds.cuts.push((gated.estates[enclosure], at)),
                }
            }
        }
        if !city.barriers().is_empty() {
            let walls = Walls::new(stretches(city.barriers()));
            if let Some(left) = walls.off_squares(&grounds.streets) {
                grounds.streets = Cow::Owned(left);
            }
        }
        let posts = posts(city, change);
        if !posts.is_empty() {
            grounds.streets = Cow::Owned(posts.cut(&grounds.streets));
        }
        if !change.barrier.is_empty() {
            let laid = Walls::new(stretches(&change.barrier));
            grounds.streets = Cow::Owned(laid.cut(&grounds.streets));
        }
        grounds
    }
}

/// The closed gates that lead into nothing, with those open that a change opens.
fn posts(city: &City, change: &Question) -> Posts {
    let is_bar = |gate: &&Gate| gate.is_bar() && !gate.is_open;
    let gateway = |gate: &Gate| Gateway { at: gate.at, is_open: is_open(gate, change) };
    Posts::new(city.gates().iter().filter(is_bar).map(gateway))
}

/// The stretches of barriers.
fn stretches(lines: &[Vec<Local>]) -> impl Iterator<Item = (Local, Local)> + '_ {
    lines.iter().flat_map(|line| line.windows(2).map(|pair| (pair[0], pair[1])))
}
