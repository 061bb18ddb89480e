//! Rates by subdistrict and service: land (I1, I2), people (I3), distance (I10), and the circle.

mod figures;

pub use figures::{
    Basis, Circle, Distances, LandRate, PeopleFigures, PeopleRate, ServiceFigures, UnitFigures,
};
