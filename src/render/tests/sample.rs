//! The fictional city of `sample` as it is read and assessed.

use std::fs::{self, File};
use std::io::BufWriter;

use super::fixture::Fixture;
use crate::input::{ReadOptions, read};
use crate::pipeline::{Detail, assess};
use crate::profile::builtin;
use crate::sample::{Layer, SampleCity, Spec};

/// A city of the spec, without the layers named, under a built-in profile.
pub(super) fn sample(spec: &Spec, without: &[Layer], profile: &str) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("云溪市");
    fs::create_dir(&root).unwrap();
    let sample = SampleCity::new(spec);
    for layer in Layer::ALL.into_iter().filter(|l| !without.contains(l)) {
        let file = File::create(root.join(layer.file_name())).unwrap();
        sample.write(layer, &mut BufWriter::new(file)).unwrap();
    }
    let profile = builtin(profile).unwrap();
    let reading = read(&root, &profile.category_table(), &ReadOptions::default()).unwrap();
    let city = reading.city.unwrap();
    let assessment = assess(&city, &profile, Detail::Maps);
    Fixture { city, profile, assessment }
}
