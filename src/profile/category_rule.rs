//! What a profile asks of the outlets of one category.

use serde::{Serialize, Serializer};

use crate::model::{NameRule, OpenAt};

/// The rule for one category's outlets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryRule {
    /// Category key.
    pub key: String,
    /// A time at which an outlet has to be open to count as one; none where hours do not matter.
    #[serde(serialize_with = "as_text")]
    pub open_at: Option<OpenAt>,
    /// The whole rule for names: what the profile states, over the words of the category table.
    #[serde(flatten)]
    pub names: NameRule,
}

/// A time as it is written in a profile.
pub(super) fn as_text<S: Serializer>(time: &Option<OpenAt>, to: S) -> Result<S::Ok, S::Error> {
    time.map(OpenAt::text).serialize(to)
}
