//! Which part of a file holds a layer: a sheet of a workbook, a table of a database.
//!
//! Where the settings name one, that; else the only one, or the one that is called as the layer. We ask
//! rather than guess, and say which others were left out.

use super::layer::LayerFile;
use super::plan::LayerPlan;
use super::sniff::Refusal;
use super::words::quoted;
use crate::finding::{Finding, Findings, Place};

/// So many names are shown.
const SHOWN: usize = 12;

/// The parts of a file.
pub(super) struct Parts<'p> {
    /// What one is called: `sheet`.
    pub(super) word: &'static str,
    /// Their names.
    pub(super) all: &'p [String],
    /// Those that could hold a layer.
    pub(super) filled: &'p [String],
}

/// The name of the part that holds the layer.
pub(super) fn choose(
    parts: &Parts<'_>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
) -> Result<String, Refusal> {
    let Parts { word, all, filled } = parts;
    let place = Place::file(&file.name);
    let layer = plan.layer.word();
    if let Some(wanted) = &file.how.layer {
        if all.contains(wanted) {
            return Ok(wanted.clone());
        }
        let there = list(all.iter());
        let message = format!("no {word} {}; there are {there}", quoted(wanted));
        return Err(Box::new(Finding::error("which-layer", place, message)));
    }
    let is_named = |name: &&String| name.trim().eq_ignore_ascii_case(layer);
    let only = match filled {
        [] => {
            let message = format!("no visible {word} has a filled cell");
            let finding = Finding::error("empty-file", place, message);
            return Err(Box::new(finding.with_help("export the layer again")));
        }
        [only] => Some(only),
        _ => None,
    };
    let Some(chosen) = filled.iter().find(is_named).or(only) else {
        let message = format!("several {word}s are filled: {}", list(filled.iter()));
        let help =
            format!("name one in walkshed.toml: [{layer}] layer = \"...\", or call one {layer}");
        return Err(Box::new(Finding::error("which-layer", place, message).with_help(help)));
    };
    let mut others = filled.iter().filter(|name| *name != chosen).peekable();
    if others.peek().is_some() {
        let message = format!("read from {word} {}; left out: {}", quoted(chosen), list(others));
        findings.push(Finding::note("other-layers", place, message));
    }
    Ok(chosen.clone())
}

fn list<'n>(names: impl Iterator<Item = &'n String>) -> String {
    names.map(|name| quoted(name)).take(SHOWN).collect::<Vec<_>>().join(", ")
}
