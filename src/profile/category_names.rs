//! What a profile says of the names of outlets, in place of the words of the category table.

use serde::Serialize;

use crate::model::NameRule;

/// The rule for the names of one category's outlets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryNames {
    /// Category key.
    pub key: String,
    /// The whole rule: what the profile states, over the words of the category table.
    #[serde(flatten)]
    pub rule: NameRule,
}
