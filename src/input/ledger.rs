//! Which bucket each feature of a layer ends in.
//!
//! Whoever takes a feature from a file says what became of it ([`Ended`]); later stages may mark it
//! again, where its shape is mended or it lies outside of everything. The weightiest mark counts.
//! Only features that are not simply used cost memory.

use super::document::FeatureAt;
use super::layer::{InputFile, Origin};
use super::packed::{Packer, Unpacker, pack_origin, unpack_origin};
use crate::finding::{Bucket, Code, Fate, Fates, Finding, Severity};

/// Codes of findings about a single feature that say that it was changed while it was read.
const REPAIRS: [&str; 3] = ["duplicate-key", "multipoint", "number-as-text"];

/// What became of a feature that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ended {
    fate: Fate,
    code: &'static str,
    /// Its people, where it says how many.
    people: Option<u32>,
}

impl Ended {
    /// It is in the city as it is.
    pub(super) fn used(people: Option<u32>) -> Self {
        Self { fate: Fate::Used, code: "", people }
    }

    /// It is in the city, changed.
    pub(super) fn repaired(code: &'static str, people: Option<u32>) -> Self {
        Self { fate: Fate::Repaired, code, people }
    }

    /// It is in the city, but in no rate.
    pub(super) fn outside(code: &'static str) -> Self {
        Self { fate: Fate::Outside, code, people: None }
    }

    /// The same, for this reason if it is left out without one.
    pub(super) fn because(self, code: &'static str) -> Self {
        let is_open = self.fate == Fate::LeftOut && self.code.is_empty();
        Self { code: if is_open { code } else { self.code }, ..self }
    }

    /// It is not in the city; without a code, the error that has been said about it says why.
    pub(super) fn left_out(code: Option<&'static str>, people: Option<u32>) -> Self {
        Self { fate: Fate::LeftOut, code: code.unwrap_or_default(), people }
    }
}

/// A feature that is not simply used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    origin: Origin,
    fate: Fate,
    people: Option<u32>,
    code: &'static str,
}

/// The features of one file.
#[derive(Debug, Clone, Default)]
struct Features {
    /// How many, with how many people.
    all: Bucket,
    /// Where they lie without a break: the first, and one behind the last. Blank rows of a table are
    /// breaks.
    runs: Vec<(FeatureAt, usize)>,
}

impl Features {
    fn add(&mut self, at: FeatureAt, people: Option<u32>) {
        self.all.add(Bucket::one(people));
        match self.runs.last_mut() {
            Some((_, end)) if *end == at.index => *end += 1,
            _ => self.runs.push((at, at.index + 1)),
        }
    }
}

/// The features of a layer's files.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By file.
    read: Vec<Features>,
    marks: Vec<Mark>,
}

impl Ledger {
    /// Enters a feature; `said` is what has been said about it while it was read.
    pub(super) fn enter(&mut self, origin: Origin, ended: Ended, said: &[Finding]) {
        let file = origin.file as usize;
        if self.read.len() <= file {
            self.read.resize(file + 1, Features::default());
        }
        let Ended { fate, code, people } = ended;
        self.read[file].add(origin.at(), people);
        if fate == Fate::LeftOut && code.is_empty() {
            let error = said.iter().find(|f| f.severity == Severity::Error);
            self.mark(origin, fate, error.map_or("format", |f| f.code), people);
        } else if fate != Fate::Used {
            self.mark(origin, fate, code, people);
        } else if let Some(repair) = said.iter().find(|f| REPAIRS.contains(&f.code)) {
            self.mark(origin, Fate::Repaired, repair.code, people);
        }
    }

    /// Marks a feature that has been entered.
    pub(super) fn mark(
        &mut self,
        origin: Origin,
        fate: Fate,
        code: &'static str,
        people: Option<u32>,
    ) {
        self.marks.push(Mark { origin, fate, people, code });
    }

    /// Features that were not left out while they were read, in their order.
    pub(super) fn kept(&self) -> impl Iterator<Item = Origin> {
        let mut marks = self.marks.iter().filter(|m| m.fate == Fate::LeftOut).peekable();
        let runs = self
            .read
            .iter()
            .enumerate()
            .flat_map(|(file, read)| read.runs.iter().map(move |&run| (file, run)));
        let all = runs.flat_map(|(file, (first, end))| {
            (first.index..end).map(move |index| Origin::new(file, FeatureAt { index, ..first }))
        });
        all.filter(move |origin| marks.next_if(|m| m.origin.is_same(*origin)).is_none())
    }

    /// Writes it down, to be kept; none where there are people in it.
    pub(super) fn pack(&self, out: &mut Packer) -> Option<()> {
        out.count(self.read.len());
        for Features { all, runs } in &self.read {
            out.number(all.features);
            out.count(runs.len());
            for (first, end) in runs {
                pack_origin(Origin::new(0, *first), out)?;
                out.count(*end);
            }
            all.people.is_none().then_some(())?;
        }
        out.count(self.marks.len());
        for Mark { origin, fate, people, code } in &self.marks {
            pack_origin(*origin, out)?;
            out.byte(*fate as u8);
            out.text(code);
            people.is_none().then_some(())?;
        }
        Some(())
    }

    /// Reads what was written down.
    pub(super) fn unpack(all: &mut Unpacker<'_>) -> Option<Self> {
        let mut ledger = Self::default();
        for _ in 0..all.count()? {
            let mut features = Features::default();
            features.all.features = all.number()?;
            for _ in 0..all.count()? {
                features.runs.push((unpack_origin(all)?.at(), all.count()?));
            }
            ledger.read.push(features);
        }
        for _ in 0..all.count()? {
            let origin = unpack_origin(all)?;
            let fate = *Fate::ALL.get(usize::from(all.byte()?))?;
            let code = Code::find(&all.text()?)?.code;
            ledger.mark(origin, fate, code, None);
        }
        Some(ledger)
    }

    /// Enters the sums with the files.
    pub(super) fn settle(mut self, files: &mut [InputFile]) {
        // Stable: of equally weighty marks of a feature the first one stays.
        self.marks.sort_by_key(|m| (m.origin.file, m.origin.at().index, std::cmp::Reverse(m.fate)));
        self.marks.dedup_by(|later, first| later.origin.is_same(first.origin));
        let mut fates: Vec<Fates> =
            self.read.iter().map(|read| Fates { read: read.all, ..Fates::default() }).collect();
        for mark in &self.marks {
            let file = mark.origin.file as usize;
            fates[file].put(mark.fate, mark.code, Bucket::one(mark.people));
            if mark.fate == Fate::LeftOut
                && let Some(input) = files.get_mut(file)
            {
                input.changes.left.push((mark.origin.at().index, mark.code));
            }
        }
        for (file, mut fates) in files.iter_mut().zip(fates) {
            let marked = [fates.repaired, fates.outside, fates.left_out];
            fates.used = fates.read.without(marked.into_iter().sum());
            fates.fill();
            file.fates = fates;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::document::Root;

    fn origin(index: usize) -> Origin {
        Origin::new(0, FeatureAt { root: Root::Collection, index })
    }

    #[test]
    fn the_weightiest_mark_of_a_feature_counts_and_its_people_with_it() {
        let mut ledger = Ledger::default();
        ledger.enter(origin(0), Ended::used(Some(10)), &[]);
        ledger.enter(origin(1), Ended::repaired("fractions", Some(20)), &[]);
        ledger.enter(origin(2), Ended::left_out(Some("no-geometry"), Some(40)), &[]);
        ledger.enter(origin(3), Ended::used(None), &[]);
        ledger.mark(origin(1), Fate::Outside, "estate-outside", Some(20));
        ledger.mark(origin(0), Fate::Repaired, "ring-closed", Some(10));
        assert_eq!(ledger.kept().map(|o| o.at().index).collect::<Vec<_>>(), [0, 1, 3]);
        let mut files = [InputFile::new(crate::input::Layer::People, "a")];
        ledger.settle(&mut files);
        let fates = &files[0].fates;
        let reasons: Vec<_> = fates.reasons.iter().map(|r| (r.code, r.bucket)).collect();
        let one = |people| Bucket::one(Some(people));
        let expected =
            [("ring-closed", one(10)), ("estate-outside", one(20)), ("no-geometry", one(40))];
        assert_eq!(reasons, expected);
        // Of 70 people 10, 20 and 40 are elsewhere; the last feature does not say how many it has.
        assert_eq!((fates.used.features, fates.used.people.unwrap().0), (1, 0));
        assert!(fates.add_up());
    }

    #[test]
    fn blank_rows_are_no_features() {
        let mut ledger = Ledger::default();
        for index in [1, 2, 5, 9] {
            let fate =
                if index == 2 { Ended::left_out(Some("x"), None) } else { Ended::used(None) };
            ledger.enter(Origin::new(0, FeatureAt { root: Root::Rows, index }), fate, &[]);
        }
        assert_eq!(ledger.kept().map(|o| o.at().index).collect::<Vec<_>>(), [1, 5, 9]);
    }

    #[test]
    fn what_was_said_of_a_feature_tells_that_it_was_repaired_or_why_it_was_refused() {
        let place = || crate::finding::Place::file("a");
        let mut ledger = Ledger::default();
        let said = [Finding::warning("number-as-text", place(), "x")];
        ledger.enter(origin(0), Ended::used(None), &said);
        let said = [
            Finding::warning("duplicate-key", place(), "x"),
            Finding::error("mixed-nesting", place(), "x"),
        ];
        ledger.enter(origin(1), Ended::left_out(None, None), &said);
        let mut files = [InputFile::new(crate::input::Layer::People, "a")];
        ledger.settle(&mut files);
        let reasons: Vec<_> = files[0].fates.reasons.iter().map(|r| (r.fate, r.code)).collect();
        assert_eq!(reasons, [(Fate::Repaired, "number-as-text"), (Fate::LeftOut, "mixed-nesting")]);
    }
}
