//! Walking-circle coverage of everyday services, for city planners.

pub mod assessment;
pub mod coverage;
pub mod finding;
pub mod gaps;
pub mod model;
pub mod profile;
pub mod render;
pub mod units;
