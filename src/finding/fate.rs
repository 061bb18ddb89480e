//! Where each feature of a file ended: in one of four buckets, features and people counted.

use std::iter::Sum;

use serde::Serialize;

use crate::units::People;

/// What became of a feature, the weightiest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is in the city as the file has it.
    Used,
    /// It is in the city, changed; a finding says how.
    Repaired,
    /// It is in the city, but so far outside that no rate counts it.
    Outside,
    /// It is not in the city.
    LeftOut,
}

impl Fate {
    /// All of them, in the order in which they are printed.
    pub const ALL: [Self; 4] = [Self::Used, Self::Repaired, Self::Outside, Self::LeftOut];

    /// The words in tables: `left out`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Repaired => "repaired",
            Self::Outside => "outside",
            Self::LeftOut => "left out",
        }
    }
}

/// Features, and the people that they say they have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Bucket {
    /// How many features.
    pub features: u64,
    /// How many people in the features that say how many, rounded feature by feature; none where no
    /// feature of the file says it.
    pub people: Option<People>,
}

impl Bucket {
    /// One feature.
    #[must_use]
    pub fn one(people: Option<u32>) -> Self {
        Self { features: 1, people: people.map(|count| People(u64::from(count))) }
    }

    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.features += other.features;
        if let Some(people) = other.people {
            *self.people.get_or_insert_default() += people;
        }
    }

    /// What is left of it without a part of it.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        let part_people = part.people.unwrap_or_default();
        Self {
            features: self.features.saturating_sub(part.features),
            people: self.people.map(|all| People(all.0.saturating_sub(part_people.0))),
        }
    }
}

impl Sum for Bucket {
    fn sum<I: Iterator<Item = Self>>(buckets: I) -> Self {
        let mut sum = Self::default();
        for bucket in buckets {
            sum.add(bucket);
        }
        sum
    }
}

/// Features that ended in one bucket for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The bucket.
    pub fate: Fate,
    /// Code of the finding that says why.
    pub code: &'static str,
    /// How many.
    #[serde(flatten)]
    pub bucket: Bucket,
}

/// The four buckets of a file, or of several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fates {
    /// All features that were read.
    pub read: Bucket,
    /// In the city as the files have them.
    pub used: Bucket,
    /// In the city, changed.
    pub repaired: Bucket,
    /// In the city, but in no rate: outside of every unit, not open, or of another land than is counted.
    pub outside: Bucket,
    /// Not in the city.
    pub left_out: Bucket,
    /// Why features are not simply used, by bucket and code.
    pub reasons: Vec<Reason>,
}

impl Fates {
    /// One bucket.
    #[must_use]
    pub fn bucket(&self, fate: Fate) -> Bucket {
        match fate {
            Fate::Used => self.used,
            Fate::Repaired => self.repaired,
            Fate::Outside => self.outside,
            Fate::LeftOut => self.left_out,
        }
    }

    /// Puts features into a bucket; `code` says why, where they are not simply used.
    pub fn put(&mut self, fate: Fate, code: &'static str, bucket: Bucket) {
        match fate {
            Fate::Used => self.used.add(bucket),
            Fate::Repaired => self.repaired.add(bucket),
            Fate::Outside => self.outside.add(bucket),
            Fate::LeftOut => self.left_out.add(bucket),
        }
        if fate == Fate::Used {
            return;
        }
        let at = self.reasons.binary_search_by_key(&(fate, code), |r| (r.fate, r.code));
        match at {
            Ok(at) => self.reasons[at].bucket.add(bucket),
            Err(at) => self.reasons.insert(at, Reason { fate, code, bucket }),
        }
    }

    /// Puts nought for people into buckets without any, where the file counts people at all.
    pub fn fill(&mut self) {
        if self.read.people.is_none() {
            return;
        }
        let buckets =
            [&mut self.used, &mut self.repaired, &mut self.outside, &mut self.left_out].into_iter();
        for bucket in buckets.chain(self.reasons.iter_mut().map(|reason| &mut reason.bucket)) {
            bucket.people.get_or_insert_default();
        }
    }

    /// Adds the buckets of another file.
    pub fn add(&mut self, other: &Self) {
        self.read.add(other.read);
        self.used.add(other.used);
        for reason in &other.reasons {
            self.put(reason.fate, reason.code, reason.bucket);
        }
    }

    /// Whether every feature and all people that were read are in a bucket.
    #[must_use]
    pub fn add_up(&self) -> bool {
        Fate::ALL.into_iter().map(|fate| self.bucket(fate)).sum::<Bucket>() == self.read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(features: u64, people: u64) -> Bucket {
        Bucket { features, people: Some(People(people)) }
    }

    #[test]
    fn reasons_are_summed_by_bucket_and_code() {
        let mut fates = Fates { read: of(9, 90), ..Fates::default() };
        fates.put(Fate::Used, "", of(4, 40));
        fates.put(Fate::LeftOut, "no-geometry", of(1, 10));
        fates.put(Fate::Repaired, "ring-closed", of(1, 10));
        fates.put(Fate::LeftOut, "no-geometry", of(2, 20));
        assert!(!fates.add_up());
        fates.put(Fate::LeftOut, "geometry-type", of(1, 10));
        assert!(fates.add_up());
        let reasons: Vec<_> = fates.reasons.iter().map(|r| (r.code, r.bucket)).collect();
        let expected =
            [("ring-closed", of(1, 10)), ("geometry-type", of(1, 10)), ("no-geometry", of(3, 30))];
        assert_eq!(reasons, expected);
        let mut twice = fates.clone();
        twice.add(&fates);
        assert_eq!((twice.left_out, twice.used, twice.add_up()), (of(8, 80), of(8, 80), true));
    }
}
