//! `manifest.json`: what a run was made from and what it made, so that it can be repeated.
//!
//! The number of threads is not in it: it changes no byte of any output.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::finding::Fates;
use crate::profile::Lang;

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputRecord {
    /// Which layer it is: `subdistricts`, `outlets`, ...
    pub layer: String,
    /// File name as the user gave it, relative to the city folder.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Features read.
    pub features: u64,
    /// Where they ended, with the people that they say they have.
    pub fates: Fates,
}

impl InputRecord {
    /// Whether the file holds features; the settings do not.
    pub(super) fn is_layer(&self) -> bool {
        self.layer != "settings"
    }
}

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutputRecord {
    /// File name relative to the output folder.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl OutputRecord {
    /// The record of a file with this content.
    #[must_use]
    pub fn of(name: &str, content: &[u8]) -> Self {
        Self { name: name.to_owned(), bytes: content.len() as u64, sha256: sha256(content) }
    }
}

/// The rule set of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProfileRecord {
    /// Key of the profile.
    pub key: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// The whole TOML text, so that the run can be repeated without the file.
    pub text: String,
}

impl ProfileRecord {
    /// The record of a profile that was read from this text.
    #[must_use]
    pub fn of(key: &str, text: &str) -> Self {
        Self { key: key.to_owned(), sha256: sha256(text.as_bytes()), text: text.to_owned() }
    }
}

/// One rule set of several in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProfileFolder {
    /// Where its outputs lie in the output folder, with a slash behind it.
    pub folder: String,
    /// The rule set.
    #[serde(flatten)]
    pub profile: ProfileRecord,
    /// The files as it read them, where it read them otherwise than the first rule set: other categories
    /// leave other outlets out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputRecord>,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The command: `report`, `map`, ...
    pub command: String,
    /// Its parameters that change the outputs, by flag.
    pub parameters: BTreeMap<String, String>,
    /// Language of tables, sentences and maps.
    pub language: Lang,
    /// Day of the run as the outputs print it (ISO 8601).
    pub date: String,
    /// Where the data come from, with their licence; none where nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The rule set; none of a run that takes its rules from what it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileRecord>,
    /// The rule sets of a run by several, in the order in which they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<ProfileFolder>,
    /// Files read, in the order of layers.
    pub inputs: Vec<InputRecord>,
    /// Files written, but for this one, in the order of names.
    pub outputs: Vec<OutputRecord>,
}

#[derive(Serialize)]
struct Document<'a> {
    program: &'static str,
    version: &'static str,
    #[serde(flatten)]
    manifest: &'a Manifest,
}

/// Writes `manifest.json`.
///
/// # Errors
/// Those of `out`.
pub fn manifest_json(manifest: &Manifest, out: &mut impl Write) -> io::Result<()> {
    let document =
        Document { program: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION"), manifest };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

/// SHA-256 (FIPS 180-4) of some bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_the_standard() {
        // FIPS 180-4 example: SHA-256 of "abc".
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_manifest_holds_the_profile_text_and_the_digests() {
        let manifest = Manifest {
            command: "report".to_owned(),
            parameters: BTreeMap::from([("--lang".to_owned(), "zh".to_owned())]),
            language: Lang::Zh,
            date: "2026-11-23".to_owned(),
            source: Some("survey of 2026".to_owned()),
            profile: Some(ProfileRecord::of("mine", "key = \"mine\"\n")),
            profiles: Vec::new(),
            inputs: vec![InputRecord {
                layer: "outlets".to_owned(),
                name: "outlets.geojson".to_owned(),
                bytes: 3,
                sha256: sha256(b"abc"),
                features: 0,
                fates: Fates::default(),
            }],
            outputs: vec![OutputRecord::of("gaps.csv", b"abc")],
        };
        let mut bytes = Vec::new();
        manifest_json(&manifest, &mut bytes).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(json["program"], "walkshed");
        assert_eq!(json["profile"]["text"], "key = \"mine\"\n");
        assert_eq!(json["outputs"][0]["sha256"], sha256(b"abc"));
        assert_eq!(json["outputs"][0]["bytes"], 3);
        assert!(json.get("threads").is_none());
    }
}
