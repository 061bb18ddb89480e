//! Profiles: the rule sets that say which services count, how far they reach, and by which clause.
//!
//! A radius, a target or a threshold stands in a profile and nowhere in the code. Each value carries
//! the clause that it was taken from and how sure we are of it ([`Confidence`]); what is not sure
//! enough is printed as an assumption that the user has to confirm, never as the standard's own.
//!
//! Seven profiles are built in ([`builtin`]); [`parse`] reads a user's own, whole or as a few changes
//! to one of them; [`describe`] prints one. The form of a file is laid down in [`SCHEMA`]. Besides the
//! services with their rates a profile says what a community must have ([`Item`]) and what supply is
//! set against which need ([`Provision`]). Nothing here opens a file.

mod builtin;
mod capacity;
mod category_rule;
mod citation;
mod decay;
mod demand_words;
mod describe;
mod diff;
mod fields;
mod item;
mod lines;
mod pairing;
mod parse;
mod parse_capacity;
mod parse_category;
mod parse_demand;
mod parse_item;
mod parse_list;
mod parse_pairing;
mod parse_parts;
mod parse_provision;
mod parse_service;
mod parse_walker;
mod provision;
mod question;
mod requirement;
mod service;
mod walker;

#[cfg(test)]
mod tests;

/// The JSON Schema of a profile file, TOML read as JSON.
pub const SCHEMA: &str = include_str!("profile.schema.json");

pub use builtin::{DEFAULT_PROFILE, builtin, builtin_keys, builtin_text, renamed};
pub use capacity::Capacity;
pub use category_rule::CategoryRule;
pub use citation::{Citation, Confidence};
pub use decay::Decay;
pub use describe::describe;
pub use diff::{Difference, differences, json_differences};
pub use item::{Availability, Item, Need};
pub use pairing::{Pairing, Subject};
pub use parse::parse;
pub use provision::{Provision, Quantity};
pub use question::{change_words, question_words};
pub use requirement::{Asked, Counted, Demand, Reaching, Requirement, requirements};
pub use service::{
    DemandGroup, Denominator, Duty, Lang, Names, Profile, Provider, Service, Target, Tier,
};
pub use walker::{ReachBy, Walker};
