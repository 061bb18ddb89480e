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
    findings: &Findings,
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
    let mut list: Vec<(_, Finding)> = findings.iter().map(|f| (key(f), f.clone())).collect();
    list.sort_by_key(|(key, _)| *key);
    let mut sorted = Findings::new();
    for ((file, _), finding) in list {
        let given = file.checked_sub(1).map_or(&finding.place.file, |file| &files[file].given);
        let headings = headings.iter().find(|(name, _)| *name == finding.place.file);
        let path = match headings {
            Some((_, headings)) => headings.shown(&finding.place.path),
            None => finding.place.path,
        };
        let place = Place { file: given.clone(), path, name: finding.place.name };
        sorted.push(Finding { place, ..finding });
    }
    sorted
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
