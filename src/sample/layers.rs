//! The layers that describe the city as it is: borders, estates, residents, outlets.

use std::io::{self, Write};

use super::geojson::{Collection, Geometry, Properties};
use super::homes::homes;
use super::outlets::outlets;
use super::rings::borders;
use super::shapes::polygons;
use super::{SampleCity, names};
use crate::model::{AgeGroup, Status};

impl SampleCity {
    pub(super) fn write_subdistricts(&self, out: &mut impl Write) -> io::Result<()> {
        let territory = &self.ground.territory;
        let population = self.land.population(&self.ground, &self.spec);
        let borders = borders(&self.ground, &territory.subdistrict, self.spec.subdistricts);
        let mut file = Collection::begin(out)?;
        for ((k, rings), people) in (0u32..).zip(borders).zip(population) {
            let properties = Properties::new()
                .text("id", &subdistrict_id(k))
                .text("name", &self.subdistrict_name(k))
                .text("parent", names::district(self.quarter(k)))
                .number("population", people);
            file.feature(&properties, &Geometry::Land(&[rings]))?;
        }
        file.end()
    }

    pub(super) fn write_communities(&self, out: &mut impl Write) -> io::Result<()> {
        let territory = &self.ground.territory;
        let labels = super::exact::count(&territory.parents);
        let borders = borders(&self.ground, &territory.community, labels);
        let mut file = Collection::begin(out)?;
        for (k, rings) in (0u32..).zip(borders) {
            let parent = territory.parents[k as usize];
            let properties = Properties::new()
                .text("id", &community_id(k))
                .text("name", &self.community_label(k))
                .text("subdistrict", &subdistrict_id(parent));
            file.feature(&properties, &Geometry::Land(&[rings]))?;
        }
        file.end()
    }

    pub(super) fn write_estates(&self, out: &mut impl Write) -> io::Result<()> {
        let mut file = Collection::begin(out)?;
        for (k, estate) in (0u32..).zip(&self.land.estates) {
            let plots = || estate.plots.iter().map(|&p| &self.land.plots[p as usize]);
            let people: u32 = plots().map(|p| p.people).sum();
            let community = plots().next().map(|p| self.community_name(p.i, p.j));
            let properties = Properties::new()
                .text("id", &estate_id(k))
                .text("name", &self.estate_name(k))
                .maybe("community", community.as_deref())
                .text("land_code", estate.used.code())
                .number("people", people)
                .number("managed", self.is_managed(k));
            let polygons = polygons(&self.ground, &self.land, estate);
            file.feature(&properties, &Geometry::Land(&polygons))?;
        }
        file.end()
    }

    pub(super) fn write_people(&self, out: &mut impl Write) -> io::Result<()> {
        let mut file = Collection::begin(out)?;
        for (number, plot) in (0u32..).zip(&self.land.plots) {
            let used = self.land.estates[plot.estate as usize].used;
            for home in homes(&self.ground, plot, number, used) {
                let mut properties = Properties::new().number("people", home.people);
                for (group, n) in AgeGroup::ALL.into_iter().zip(home.ages) {
                    properties = properties.number(group.key(), n);
                }
                file.feature(&properties, &Geometry::Point(home.at))?;
            }
        }
        file.end()
    }

    pub(super) fn write_outlets(&self, out: &mut impl Write) -> io::Result<()> {
        let mut file = Collection::begin(out)?;
        for outlet in outlets(self) {
            let mut properties = Properties::new()
                .text("id", &outlet.id())
                .text("name", &outlet.name)
                .text("category", outlet.kind.key)
                .number("floor_area", outlet.floor);
            if let Some(capacity) = outlet.capacity {
                properties = properties.number("capacity", capacity);
            }
            let properties = properties
                .text("opening_hours", outlet.hours)
                .text("status", status_word(outlet.status))
                .maybe("chain", outlet.chain)
                .text("source", outlet.source);
            file.feature(&properties, &Geometry::Point(outlet.at))?;
        }
        file.end()
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Planned => "planned",
        Status::Closed => "closed",
    }
}

/// Id of a subdistrict by its number, counted from 0.
pub(super) fn subdistrict_id(k: u32) -> String {
    format!("D{:03}", k + 1)
}

/// Id of a community.
pub(super) fn community_id(k: u32) -> String {
    format!("C{:04}", k + 1)
}

/// Id of an estate.
pub(super) fn estate_id(k: u32) -> String {
    format!("E{:05}", k + 1)
}
