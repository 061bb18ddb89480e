//! Profiles: the rule sets that say which services count, how far they reach, and by which clause.
//!
//! A radius, a target or a threshold stands in a profile and nowhere in the code. Each value carries
//! the clause that it was taken from and how sure we are of it ([`Confidence`]); what is not sure
//! enough is printed as an assumption that the user has to confirm, never as the standard's own.
//!
//! Three profiles are built in ([`builtin`]); [`parse`] reads a user's own, whole or as a few changes
//! to one of them; [`describe`] prints one. Nothing here opens a file.

mod builtin;
mod describe;
mod fields;
mod lines;
mod nearest;
mod parse;
mod parse_service;
mod service;

#[cfg(test)]
mod tests;

pub use builtin::{DEFAULT_PROFILE, builtin, builtin_keys, builtin_text};
pub use describe::describe;
pub use parse::parse;
pub use service::{Confidence, DemandGroup, Lang, Names, Profile, Provider, Service};
