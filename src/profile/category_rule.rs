//! What a profile asks of the outlets of one category.

use serde::Serialize;

use crate::model::{NameRule, OpenAt, Pattern};

/// The rule for one category's outlets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryRule {
    /// Category key.
    pub key: String,
    /// A time at which an outlet has to be open to count as one; none where hours do not matter.
    pub open_at: Option<OpenAt>,
    /// Words by which a report of a resident is about it; none for those of the category table.
    pub complaint_words: Option<Pattern>,
    /// The whole rule for names: what the profile states, over the words of the category table.
    #[serde(flatten)]
    pub names: NameRule,
}
