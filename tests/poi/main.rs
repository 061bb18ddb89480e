//! The import of points of interest, from fictional exports: categories, places, repeated rows,
//! encodings, and what is refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod command;
mod table;

use std::path::PathBuf;

use walkshed::input::poi::{PoiReading, PoiRules, read};
use walkshed::watch::Watch;

/// An export in a folder of its own.
struct Export {
    folder: tempfile::TempDir,
}

impl Export {
    fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("poi.csv"), bytes).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, rules: PoiRules) -> PoiReading {
        read(&self.path("poi.csv"), rules, &Watch::default()).unwrap()
    }
}

/// Findings as `code: place: message`.
fn said(reading: &PoiReading) -> Vec<String> {
    let findings = reading.findings.iter();
    findings.map(|f| format!("{}: {}: {}", f.code, f.place.path, f.message)).collect()
}

/// The features of the layer.
fn features(reading: &PoiReading) -> Vec<serde_json::Value> {
    let mut bytes = Vec::new();
    reading.outlets.as_ref().unwrap().write(&mut bytes).unwrap();
    let layer: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    layer["features"].as_array().unwrap().clone()
}

/// Ids and categories of the outlets.
fn outlets(reading: &PoiReading) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let properties = features(reading).into_iter().map(|f| f["properties"].clone());
    properties.map(|p| (text(&p["id"]), text(&p["category"]))).collect()
}
