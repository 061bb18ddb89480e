//! How far each people place is from the nearest open outlet of each category, in a straight line; and
//! along streets.
//!
//! Gives distances, not verdicts: which distance is near enough is a profile's to say. Exact for every
//! place, however far. Places are swept in their spatial order, in blocks, so that the answers are the
//! same on any number of threads.

mod areas;
mod by_edge;
mod few;
mod few_along;
mod grounds;
mod lanes;
mod on;
mod pairs;
mod route;
mod settled;
mod streets;

use rayon::prelude::*;

pub use areas::{Areas, FINEST, Providers, Square, Squares};
pub use few::{Few, few};
pub use few_along::few_along;
pub use grounds::{Gated, Grounds};
pub use on::{Access, OnStreets, Ways, on_streets};
pub use pairs::{Pairs, pairs};
pub use route::{Route, route};
pub use settled::{Settled, StreetReach, Stretch};
pub use streets::{Walked, streets, walk};

use crate::index::Index;
use crate::model::{CategoryId, City, Local};
use crate::units::Metres;

/// Distances of all people places, by category.
pub struct Reach {
    by_category: Vec<Option<Vec<f64>>>,
}

/// Places that one thread sweeps in one go.
const BLOCK: usize = 2048;

/// Measures the people places of a city from the outlets of the categories asked for.
#[must_use]
pub fn radius(city: &City, index: &Index, categories: &[CategoryId]) -> Reach {
    let mut by_category: Vec<Option<Vec<f64>>> = vec![None; city.categories().len()];
    if let Some(people) = city.people() {
        for &category in categories {
            let column = &mut by_category[category.index()];
            if column.is_none() {
                *column = Some(distances(&people.at, index, category));
            }
        }
    }
    Reach { by_category }
}

/// Distance of each place to the nearest outlet of a category; infinite where it has none.
fn distances(places: &[Local], index: &Index, category: CategoryId) -> Vec<f64> {
    let grid = index.category(category).grid();
    let mut distances = vec![f64::INFINITY; places.len()];
    distances.par_chunks_mut(BLOCK).zip(places.par_chunks(BLOCK)).for_each(|(out, places)| {
        grid.sweep(places, |place, nearest| out[place] = nearest.d2.sqrt());
    });
    distances
}

impl Reach {
    /// Distance of a people place to the nearest open outlet of a category; none where there is no
    /// outlet, or the category was not measured.
    #[must_use]
    pub fn distance(&self, category: CategoryId, place: usize) -> Option<Metres> {
        let column = self.by_category.get(category.index())?.as_ref()?;
        column.get(place).copied().filter(|d| d.is_finite()).map(Metres)
    }

    /// Distances of all places to a category, infinite where there is no outlet; none where the
    /// category was not measured.
    #[must_use]
    pub(crate) fn column(&self, category: CategoryId) -> Option<&[f64]> {
        self.by_category.get(category.index())?.as_deref()
    }
}
