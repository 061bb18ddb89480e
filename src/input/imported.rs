//! A file that a city is made out of.

use serde::Serialize;

/// A file that was imported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportedFile {
    /// Its name.
    pub name: String,
    /// Its length in bytes, packed where it is packed.
    pub bytes: u64,
    /// SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
}
