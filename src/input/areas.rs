//! Polygons of a layer in degrees, kept flat until the local plane is known.

use super::changes::REDRAWN;
use super::feature::RawFeature;
use super::geometry::{RawPolygon, shape};
use super::positions::Extent;
use crate::finding::{Finding, Findings, Place};
use crate::model::{LonLat, Plane, Shape};
use rayon::prelude::*;

/// The code of what was said of a border that was drawn anew, and the words.
pub(super) type Drawn = (&'static str, String);

/// Polygons of features, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Areas {
    positions: Vec<LonLat>,
    /// End in `positions` of each ring.
    rings: Vec<usize>,
    /// End in `rings` of each polygon.
    polygons: Vec<usize>,
    /// End in `polygons` of each feature, and whether its geometry is a `MultiPolygon`.
    features: Vec<(usize, bool)>,
    /// The box around all of them.
    pub(super) extent: Extent,
}

impl Areas {
    /// Adds the polygons of a feature that has been found sound.
    pub(super) fn push(&mut self, raw: &RawFeature<'_>) {
        let coordinates = raw.coordinates;
        let (ring_base, position_base) = (self.rings.len(), self.positions.len());
        for &position in &coordinates.positions {
            self.extent.add(position);
        }
        self.positions.extend_from_slice(&coordinates.positions);
        self.rings.extend(coordinates.rings.iter().map(|end| end + position_base));
        self.polygons.extend(coordinates.polygons.iter().map(|end| end + ring_base));
        self.features.push((self.polygons.len(), raw.is_multi()));
    }

    fn polygons(&self, feature: usize) -> Vec<RawPolygon<'_>> {
        let start = feature.checked_sub(1).map_or(0, |f| self.features[f].0);
        (start..self.features[feature].0).map(|polygon| self.polygon(polygon)).collect()
    }

    fn polygon(&self, polygon: usize) -> RawPolygon<'_> {
        let start = polygon.checked_sub(1).map_or(0, |p| self.polygons[p]);
        let ring = |ring: usize| {
            let start = ring.checked_sub(1).map_or(0, |r| self.rings[r]);
            &self.positions[start..self.rings[ring]]
        };
        RawPolygon { rings: (start..self.polygons[polygon]).map(ring).collect() }
    }

    /// The shapes on the plane, in order; none where a finding says why. `place` gives the place
    /// of a feature's coordinates. With each shape comes the code of what was said about it first, and
    /// what was said where it was drawn anew.
    pub(super) fn shapes(
        &self,
        plane: &Plane,
        place: impl Fn(usize) -> Place + Sync,
        repair: bool,
        findings: &mut Findings,
    ) -> Vec<(Option<Shape>, Option<&'static str>, Option<Drawn>)> {
        let shapes: Vec<(Option<Shape>, Findings)> = (0..self.features.len())
            .into_par_iter()
            .map(|feature| {
                let mut findings = Findings::new();
                let place = place(feature);
                let multi = self.features[feature].1;
                let polygons = self.polygons(feature);
                (shape(&polygons, plane, &place, multi, repair, &mut findings), findings)
            })
            .collect();
        shapes
            .into_iter()
            .map(|(shape, said)| {
                let code = said.iter().next().map(|finding| finding.code);
                let is_drawn = |f: &&Finding| REDRAWN.contains(&f.code);
                let drawn = said.iter().find(is_drawn).map(|f| (f.code, f.message.clone()));
                findings.append(said);
                (shape, code, drawn)
            })
            .collect()
    }
}
