//! The order of findings: by layer, then by feature, then as they were found.

use super::plan::LayerPlan;
use crate::finding::{Finding, Findings};

/// Findings in the order of the files and of the features in them. Findings about a file or a layer
/// as a whole come first.
pub(super) fn in_order(findings: &Findings, plans: &[LayerPlan]) -> Findings {
    let files: Vec<&str> =
        plans.iter().flat_map(|plan| &plan.files).map(|file| file.name.as_str()).collect();
    let key = |finding: &Finding| {
        let place = &finding.place;
        // What is in none of the files is in the settings, which come before.
        let file = files.iter().position(|f| *f == place.file).map_or(0, |f| f + 1);
        (file, feature(&place.path).map_or(0, |feature| feature + 1))
    };
    let mut list: Vec<(_, Finding)> = findings.iter().map(|f| (key(f), f.clone())).collect();
    list.sort_by_key(|(key, _)| *key);
    let mut sorted = Findings::new();
    for (_, finding) in list {
        sorted.push(finding);
    }
    sorted
}

/// The number of the feature that a path leads into.
fn feature(path: &str) -> Option<usize> {
    let rest = path.strip_prefix("features").unwrap_or(path).strip_prefix('[')?;
    rest.split_once(']')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_feature() {
        assert_eq!(feature("features[12].geometry"), Some(12));
        assert_eq!(feature("[3].properties"), Some(3));
        assert_eq!(feature("features"), None);
        assert_eq!(feature("geometry.coordinates"), None);
    }
}
