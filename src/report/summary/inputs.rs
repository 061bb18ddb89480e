//! What was read, file by file, and where its features and people ended.

use std::fmt::Write as _;

use super::grid::grid;
use crate::finding::{Bucket, Fate, Fates};
use crate::profile::Lang;
use crate::report::InputRecord;
use crate::report::cell::shown;
use crate::report::words::{self, fate, heading};

/// A table of the files and their four buckets, in features and, under them, in people; then why
/// features are not simply used. A file without features, such as the settings, has no row.
#[must_use]
pub fn inputs_summary(inputs: &[InputRecord], lang: Lang) -> String {
    let layers: Vec<&InputRecord> = inputs.iter().filter(|file| file.is_layer()).collect();
    let mut headings = vec![heading::FILE.get(lang), words::READ.get(lang)];
    headings.extend(Fate::ALL.map(|of| fate(of).get(lang)));
    let mut rows = Vec::new();
    for file in &layers {
        rows.push(row(shown(&file.name), &file.fates, |bucket| bucket.features.to_string()));
        if file.fates.read.people.is_some() {
            let people = format!("  {}", words::PEOPLE.get(lang));
            rows.push(row(people, &file.fates, |b| b.people.unwrap_or_default().text()));
        }
    }
    let mut all = Fates::default();
    for file in &layers {
        all.add(&file.fates);
    }
    rows.push(row(words::ALL_FILES.get(lang).to_owned(), &all, |b| b.features.to_string()));
    let mut text = grid(&headings, &rows, 1);
    for of in [Fate::Repaired, Fate::Outside, Fate::LeftOut] {
        let reasons: Vec<String> = all
            .reasons
            .iter()
            .filter(|reason| reason.fate == of)
            .map(|reason| format!("{} {}", reason.code, reason.bucket.features))
            .collect();
        if !reasons.is_empty() {
            let list = reasons.join(words::LIST.get(lang));
            let colon = words::COLON.get(lang);
            let _ = writeln!(text, "  {}{colon}{list}", fate(of).get(lang));
        }
    }
    text
}

fn row(name: String, fates: &Fates, text: impl Fn(Bucket) -> String) -> Vec<String> {
    let mut cells = vec![name, text(fates.read)];
    cells.extend(Fate::ALL.map(|of| text(fates.bucket(of))));
    cells
}
