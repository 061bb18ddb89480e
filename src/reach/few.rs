//! How far each people place is from the second, third ... nearest outlet, and how many are in reach.
//!
//! In a straight line, over the outlets of several categories together; each category has its own
//! radius. The first is the nearest of [`radius`](super::radius). Places are swept in blocks, so that the
//! answers are the same on any number of threads.

use rayon::prelude::*;

use super::BLOCK;
use crate::index::{Index, PointGrid};
use crate::model::{CategoryId, City, Local, OutletId};

/// What people places have to choose from.
pub struct Few {
    count: usize,
    /// By place: the distances of the nearest, ascending, infinite where there are no more.
    distances: Vec<f64>,
    within: Vec<u32>,
}

/// Measures the nearest `count` outlets of these categories, and how many are within their radii.
#[must_use]
pub fn few(city: &City, index: &Index, providers: &[(CategoryId, f64)], count: usize) -> Few {
    let places: &[Local] = city.people().map_or(&[], |people| &people.at);
    let joined;
    let all = if let [(category, _)] = providers {
        index.category(*category).grid()
    } else {
        joined = together(city, index, providers);
        &joined
    };
    let mut distances = vec![f64::INFINITY; places.len() * count];
    let mut within = vec![0; places.len()];
    distances
        .par_chunks_mut(BLOCK * count.max(1))
        .zip(within.par_chunks_mut(BLOCK))
        .zip(places.par_chunks(BLOCK))
        .for_each(|((distances, within), places)| {
            all.sweep_few(places, count, |place, nearest| {
                for (out, d2) in distances[place * count..].iter_mut().zip(nearest) {
                    *out = d2.sqrt();
                }
            });
            for &(category, radius) in providers {
                let grid = index.category(category).grid();
                grid.count_within(places, radius, |place, number| within[place] += number);
            }
        });
    Few { count, distances, within }
}

/// The outlets of several categories in one grid.
fn together(city: &City, index: &Index, providers: &[(CategoryId, f64)]) -> PointGrid {
    let points: Vec<(Local, OutletId)> = providers
        .iter()
        .flat_map(|&(category, _)| index.category(category).outlets())
        .map(|&outlet| (city.outlets()[outlet.index()].at, outlet))
        .collect();
    PointGrid::new(&points)
}

impl Few {
    /// How many were measured.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Distance of a place to its `n`-th nearest outlet, from 0; infinite where there are not so many.
    #[must_use]
    pub(crate) fn distance(&self, place: u32, n: usize) -> f64 {
        self.distances[place as usize * self.count + n]
    }

    /// How many outlets are within reach of a place.
    #[must_use]
    pub fn within(&self, place: u32) -> u32 {
        self.within[place as usize]
    }
}
