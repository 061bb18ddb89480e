//! Lifecycle prefixes: `disused:shop=convenience` is a shop that is closed, not one that serves.
//!
//! Source: OpenStreetMap wiki, "Lifecycle prefix". What stands but does not serve is closed; what is
//! to come is planned; what is gone or was never built is left out, with a count.

use crate::model::Status;

/// In which part of its life a tag describes a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Life {
    /// The tag has no prefix.
    Now,
    /// Stands, does not serve: `disused:`, `abandoned:`, `closed:`.
    Closed,
    /// To come: `construction:`, `proposed:`, `planned:`.
    Planned,
    /// No more there: `was:`, `removed:`, `demolished:`, `razed:`, `destroyed:`, `historic:`.
    Gone,
}

/// Every prefix, with what it says.
pub(super) const PREFIXES: [(&str, Life); 14] = [
    ("disused", Life::Closed),
    ("abandoned", Life::Closed),
    ("closed", Life::Closed),
    ("vacant", Life::Closed),
    ("construction", Life::Planned),
    ("proposed", Life::Planned),
    ("planned", Life::Planned),
    ("was", Life::Gone),
    ("removed", Life::Gone),
    ("demolished", Life::Gone),
    ("razed", Life::Gone),
    ("destroyed", Life::Gone),
    ("ruins", Life::Gone),
    ("historic", Life::Gone),
];

impl Life {
    /// What a prefix (without its colon) says.
    pub(super) fn of_prefix(prefix: &[u8]) -> Option<Self> {
        PREFIXES.iter().find(|(known, _)| known.as_bytes() == prefix).map(|(_, life)| *life)
    }

    /// The part of life and the bare key of a key as it stands in the file.
    pub(super) fn of_key(key: &str) -> (Self, &str) {
        let split = key.split_once(':');
        split
            .and_then(|(prefix, bare)| Some((Self::of_prefix(prefix.as_bytes())?, bare)))
            .unwrap_or((Self::Now, key))
    }

    /// The status of an outlet that a tag of this part of life describes; none where it is gone.
    pub(super) fn status(self) -> Option<Status> {
        match self {
            Self::Now => Some(Status::Open),
            Self::Closed => Some(Status::Closed),
            Self::Planned => Some(Status::Planned),
            Self::Gone => None,
        }
    }
}
