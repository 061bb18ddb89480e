//! Walking-circle coverage of everyday services, for city planners.

pub mod assessment;
pub mod coverage;
pub mod finding;
pub mod gaps;
mod input;
pub mod model;
pub mod overlay;
pub mod profile;
pub mod units;
