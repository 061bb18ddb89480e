//! What was read, file by file, and where its features and people ended.

use std::fmt::Write as _;

use super::grid::grid;
use crate::finding::{Bucket, Fate, Fates};
use crate::profile::Lang;
use crate::report::InputRecord;
use crate::report::cell::shown;
use crate::report::words::{self, fate, heading};
use crate::units::count_text;

/// A table of the files and their four buckets, in features and, under them, in people; then why
/// features are not simply used. A file without features, such as the settings, has no row.
#[must_use]
pub fn inputs_summary(inputs: &[InputRecord], lang: Lang) -> String {
    let layers: Vec<&InputRecord> = inputs.iter().filter(|file| file.is_layer()).collect();
    let mut headings = vec![heading::FILE.get(lang), words::READ.get(lang)];
    headings.extend(Fate::ALL.map(|of| fate(of).get(lang)));
    let mut rows = Vec::new();
    for (file, name) in layers.iter().zip(names(&layers, lang)) {
        rows.push(row(name, &file.fates, |bucket| count_text(bucket.features)));
        if file.fates.read.people.is_some() {
            let people = format!("  {}", words::PEOPLE.get(lang));
            rows.push(row(people, &file.fates, |b| b.people.unwrap_or_default().text()));
        }
    }
    let mut all = Fates::default();
    for file in &layers {
        all.add(&file.fates);
    }
    rows.push(row(words::ALL_FILES.get(lang).to_owned(), &all, |b| count_text(b.features)));
    let mut text = grid(&headings, &rows, 1);
    for of in [Fate::Repaired, Fate::Outside, Fate::LeftOut] {
        let reasons: Vec<String> = all
            .reasons
            .iter()
            .filter(|reason| reason.fate == of)
            .map(|reason| format!("{} {}", reason.code, count_text(reason.bucket.features)))
            .collect();
        if !reasons.is_empty() {
            let list = reasons.join(words::LIST.get(lang));
            let colon = words::COLON.get(lang);
            let _ = writeln!(text, "  {}{colon}{list}", fate(of).get(lang));
        }
    }
    text
}

/// What the files are called: the name without its folder, with the layer where two layers come from
/// files of one name, the whole path where that is not enough.
fn names(files: &[&InputRecord], lang: Lang) -> Vec<String> {
    let short =
        |file: &InputRecord| shown(file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name));
    let with_layer = |file: &InputRecord| {
        let (name, layer) = (short(file), words::layer(&file.layer, lang));
        match lang {
            Lang::Zh => format!("{name}（{layer}）"),
            Lang::En => format!("{name} ({layer})"),
        }
    };
    let is_only = |file: &InputRecord, of: &dyn Fn(&InputRecord) -> String| {
        files.iter().filter(|other| of(other) == of(file)).count() == 1
    };
    let name = |file: &&InputRecord| {
        if is_only(file, &short) {
            short(file)
        } else if is_only(file, &with_layer) {
            with_layer(file)
        } else {
            shown(&file.name)
        }
    };
    files.iter().map(name).collect()
}

fn row(name: String, fates: &Fates, text: impl Fn(Bucket) -> String) -> Vec<String> {
    let mut cells = vec![name, text(fates.read)];
    cells.extend(Fate::ALL.map(|of| text(fates.bucket(of))));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(layer: &str, name: &str) -> InputRecord {
        InputRecord {
            layer: layer.to_owned(),
            name: name.to_owned(),
            bytes: 0,
            sha256: String::new(),
            features: 0,
            fates: Fates::default(),
        }
    }

    #[test]
    fn files_are_named_as_shortly_as_they_can_be_told_apart() {
        let files = [
            file("subdistricts", "/data/city/grid.geojson"),
            file("people", "/data/city/grid.geojson"),
            file("outlets", "/data/a/shops.geojson"),
            file("outlets", "/data/b/shops.geojson"),
            file("estates", "estates.geojson"),
        ];
        let files: Vec<&InputRecord> = files.iter().collect();
        assert_eq!(
            names(&files, Lang::En),
            [
                "grid.geojson (subdistricts)",
                "grid.geojson (people)",
                "/data/a/shops.geojson",
                "/data/b/shops.geojson",
                "estates.geojson"
            ]
        );
        assert_eq!(names(&files, Lang::Zh)[1], "grid.geojson（人口）");
    }
}
