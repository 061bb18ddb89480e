//! A city that has been read: right by construction.
//!
//! Once a [`City`] exists, every ring is finite, oriented and has an area, every id is unique, every
//! place lies on the local plane in metres, and each list is in a fixed order (natural order of ids,
//! then of places) whatever the order in the files was. The stages after `input` do not check again.

mod action;
mod category;
mod city;
mod complaints;
mod demand;
mod gates;
mod hours;
mod inner;
mod keywords;
mod land_codes;
mod names;
mod outlet;
mod places;
mod plan;
mod plane;
mod shape;
mod street_graph;
mod streets;
mod ways;

pub use action::Action;
pub use category::{AskedHours, CategoryTable, KnownCategory};
pub use city::{
    AgeGroup, CategoryId, City, CityParts, Community, Estate, EstateId, OutletId, PeopleLayer,
    PeopleSource, Population, StandIns, Subdistrict, SubdistrictId, UnitLevel, natural_order,
};
pub use complaints::{Complaint, ComplaintLayer};
pub use demand::{Condition, Demand, DemandLayer, Met, Test};
pub use gates::{Gate, Question};
pub use hours::{OpenAt, Opening, are_hours};
pub use land_codes::{CountedLand, LandCodes};
pub use names::{Doubt, DoubtKind, NameRule, Pattern, PatternError, Screen};
pub use outlet::{Outlet, OutletDetails, Status};
pub use plan::{Homes, Measure, Plan, PlannedOutlet, Walking};
pub use plane::{Local, Plane};
pub use shape::{Bounds, Polygon, Ring, Shape, ShapeError};
pub(crate) use street_graph::Spot;
pub use street_graph::{Edge, LONGEST, STEP, StreetGraph, metres, steps};
pub use streets::{SNAP, STREETS_BEYOND, StreetKind, StreetLayer};
pub use ways::{JOIN, NewWay};

pub use crate::units::LonLat;
