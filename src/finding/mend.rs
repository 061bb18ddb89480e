//! What was changed in a copy of a file.

use super::Place;

/// One repair in a copy of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// Code of the finding that it answers.
    pub code: &'static str,
    /// Where, in the file as it was.
    pub place: Place,
    /// What stood there.
    pub before: String,
    /// What stands there in the copy.
    pub after: String,
}
