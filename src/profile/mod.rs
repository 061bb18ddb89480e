//! Profiles: the rule sets that say which services count, how far they reach, and by which clause.
//!
//! A radius, a target or a threshold stands in a profile and nowhere in the code. Each value carries
//! the clause that it was taken from and how sure we are of it ([`Confidence`]); what is not sure
//! enough is printed as an assumption that the user has to confirm, never as the standard's own.

mod service;

pub use service::{Confidence, DemandGroup, Lang, Names, Profile, Provider, Service};
