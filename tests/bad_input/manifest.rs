//! The manifest of the spoilt cities: what a good tool does with each, where it points, what it says.

use crate::said::{Said, Severity};

/// What is done with a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Runs, without a warning.
    Accept,
    /// Runs, and warns.
    Warn,
    /// Runs on a changed copy, and says what changed.
    Repair,
    /// Stops before any output, with status 2.
    Reject,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// The file that was spoilt; `-` for none, `all`.
    pub(crate) file: String,
    /// Those that are right.
    pub(crate) verdicts: Vec<Verdict>,
    place: String,
    mention: String,
}

pub(crate) fn cases(manifest: &str) -> Vec<Case> {
    let rows = manifest.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| Case {
        name: row[0].to_owned(),
        file: row[1].to_owned(),
        verdicts: row[2].split('|').map(verdict).collect(),
        place: row[3].to_owned(),
        mention: row[4].to_owned(),
    })
    .collect()
}

fn verdict(word: &str) -> Verdict {
    match word {
        "accept" => Verdict::Accept,
        "warn" => Verdict::Warn,
        "repair" => Verdict::Repair,
        "reject" => Verdict::Reject,
        other => panic!("unknown verdict {other}"),
    }
}

impl Case {
    /// Whether the row allows what a run with `--deny-warnings` did.
    pub(crate) fn is_verdict_right(&self, status: Option<i32>, said: &[Said]) -> bool {
        let has = |severity| said.iter().any(|finding| finding.severity == severity);
        self.verdicts.iter().any(|verdict| match verdict {
            Verdict::Reject => status == Some(2) && has(Severity::Error),
            Verdict::Accept => status == Some(0) && !has(Severity::Warning),
            Verdict::Warn => status == Some(1) && has(Severity::Warning),
            // What changes no figure past rounding is a note.
            Verdict::Repair => matches!(status, Some(0 | 1)) && !said.is_empty(),
        })
    }

    /// Whether a finding is at the place of the row and holds one of its phrases as a whole; a row
    /// without a place asks for none.
    pub(crate) fn is_said(&self, said: &[Said]) -> bool {
        self.place == "-" || said.iter().any(|f| self.is_place(f) && self.is_mention(f))
    }

    fn is_place(&self, finding: &Said) -> bool {
        // Case 71 spoils the estates; the subdistrict without land stands in another file.
        let is_elsewhere = self.file == "all" || self.name.starts_with("71-");
        if finding.file != self.file && !is_elsewhere {
            return false;
        }
        let (path, message) = (finding.path.as_str(), finding.message.as_str());
        match self.place.as_str() {
            "file" => path.is_empty(),
            "line and column" => message.contains("line ") && message.contains("column "),
            "byte 0" => path.is_empty() && message.contains("byte 0"),
            "byte offset" | "byte offset of the second document" => message.contains("byte "),
            // The last feature that is whole is the one before the place.
            "byte offset; features[5] is the last whole feature" => {
                message.contains("byte ") && path == "features[6]"
            }
            "byte offset of the first bad byte; features[0].properties.name" => {
                message.contains("offset ") && path == "features[0].properties.name"
            }
            // Several features, or a path into one: it may go deeper than the row.
            place => place.split(", ").all(|place| {
                path.split(", ").any(|path| {
                    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || is_deeper(rest))
                })
            }),
        }
    }

    fn is_mention(&self, finding: &Said) -> bool {
        let text = finding.text().to_lowercase();
        self.mention == "-"
            || self.mention.split('|').any(|phrase| text.contains(&phrase.to_lowercase()))
    }
}

fn is_deeper(rest: &str) -> bool {
    rest.starts_with(['.', '['])
}
