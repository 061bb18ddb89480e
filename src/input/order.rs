//! The order of findings: by layer, then by feature, then as they were found; and their places as the
//! file's own program shows them.

use std::collections::HashMap;

use super::document::Root;
use super::layer::{LayerFile, Origin};
use super::plan::LayerPlan;
use super::table::Headings;
use crate::finding::{Finding, Findings, Place, Spots};
use crate::units::LonLat;

/// Findings in the order of the files and of the features in them. Findings about a file or a layer
/// as a whole come first. `headings` are those of the files that are tables.
pub(super) fn in_order(
    findings: Findings,
    plans: &[LayerPlan],
    headings: &[(String, Headings)],
) -> Findings {
    let files: Vec<&LayerFile> = plans.iter().flat_map(|plan| &plan.files).collect();
    let key = |finding: &Finding| {
        let place = &finding.place;
        // What is in none of the files is in the settings, which come before.
        let file = files.iter().position(|f| f.name == place.file).map_or(0, |f| f + 1);
        (file, place.feature().map_or(0, |feature| feature + 1))
    };
    let mut list: Vec<Finding> = findings.into_iter().collect();
    // The sort is stable.
    list.sort_by_cached_key(key);
    let shown = |finding: Finding| {
        let Place { file, path, name } = finding.place;
        let headings = headings.iter().find(|(name, _)| *name == file);
        let path = headings.map(|(_, headings)| headings.shown(&path)).unwrap_or(path);
        let given = files.iter().find(|f| f.name == file).map(|f| f.given.clone());
        Finding { place: Place { file: given.unwrap_or(file), path, name }, ..finding }
    };
    list.into_iter().map(shown).collect()
}

/// Says of findings about a feature, where nobody has said it yet, where on the Earth it lies.
/// `features` are those of a layer with their first positions.
pub(super) fn fill_spots(
    findings: &mut Findings,
    files: &[LayerFile],
    features: impl Iterator<Item = (Origin, LonLat)>,
) {
    let mut wanted: HashMap<(usize, usize), Vec<&mut Finding>> = HashMap::new();
    for finding in findings.since_mut(0).iter_mut().filter(|finding| finding.spots.is_none()) {
        let file = files.iter().position(|file| file.name == finding.place.file);
        if let Some(key) = file.zip(finding.place.feature()) {
            wanted.entry(key).or_default().push(finding);
        }
    }
    if wanted.is_empty() {
        return;
    }
    for (origin, at) in features {
        let from_one = matches!(origin.at().root, Root::Rows | Root::Records);
        let number = origin.at().index + usize::from(from_one);
        for finding in wanted.remove(&(origin.file as usize, number)).into_iter().flatten() {
            finding.spots = Some(Spots::At(at));
        }
    }
}
