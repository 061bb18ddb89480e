//! Category keys, their names, and the plain words that files use for them.
//!
//! Source: the category table of the planning standards (GB 50180-2018, MOFCOM circle guide 2021,
//! Beijing eight functions). Words with more than one reading take the stricter one, and a finding says
//! so: `clinic` alone is a health station, because only a named centre serves the longer radius.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::hours::OpenAt;
use super::keywords;
use super::names::{NameRule, Pattern};

/// One category that every city may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCategory {
    /// Key in files and tables.
    pub key: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Other words that files use, in lower case.
    pub aliases: &'static [&'static str],
    /// Amap type codes that mean this category on their own.
    pub amap: &'static [&'static str],
}

const fn known(
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    aliases: &'static [&'static str],
    amap: &'static [&'static str],
) -> KnownCategory {
    KnownCategory { key, zh, en, aliases, amap }
}

/// The table. Codes that need a name beside them (health, eldercare) are not listed: a code alone
/// does not settle those categories.
const TABLE: &[KnownCategory] = &[
    known(
        "convenience_store",
        "便利店",
        "convenience store",
        &["convenience", "便利店", "社区超市", "便利店(社区超市)"],
        &["060200", "060201", "060202"],
    ),
    known("breakfast", "早餐", "breakfast outlet", &["早餐", "早餐店", "早点"], &[]),
    known(
        "vegetable_retail",
        "蔬菜零售",
        "vegetable retail",
        &["grocery", "vegetables", "greengrocer", "蔬菜零售", "菜市场", "菜店", "生鲜超市"],
        &["060703", "060705"],
    ),
    known("laundry", "洗染", "laundry", &["dry_cleaning", "洗染", "洗衣", "洗衣店"], &["071500"]),
    known("housekeeping", "家政", "housekeeping", &["家政", "家政服务"], &[]),
    known(
        "beauty_hair",
        "美容美发",
        "hair and beauty",
        &["hairdresser", "美容美发", "理发", "美发"],
        &["071100"],
    ),
    known(
        "parcel_delivery",
        "末端配送",
        "parcel point",
        &["parcel", "末端配送", "快递", "驿站", "快递驿站"],
        &[],
    ),
    known("repair", "便民维修", "small repair", &["便民维修", "维修"], &["071200"]),
    known("supermarket", "综合超市", "supermarket", &["综合超市", "超市"], &["060400"]),
    known("pharmacy", "药店", "pharmacy", &["药店", "药房"], &["090601"]),
    known(
        "photo_copy",
        "照相文印",
        "photo and copying",
        &["copyshop", "照相文印", "文印"],
        &["071300"],
    ),
    known(
        "recycling_point",
        "再生资源回收点",
        "recycling point",
        &["recycling", "再生资源回收点", "回收"],
        &[],
    ),
    known(
        "community_canteen",
        "社区食堂",
        "community canteen",
        &["canteen", "社区食堂", "老年助餐点"],
        &[],
    ),
    known(
        "community_health_center",
        "社区卫生服务中心",
        "community health centre",
        &["community_health_centre", "health_center", "health_centre", "社区卫生服务中心"],
        &[],
    ),
    known(
        "community_health_station",
        "社区卫生服务站",
        "community health station",
        &["clinic", "health_station", "社区卫生服务站", "卫生站"],
        &[],
    ),
    known(
        "eldercare_daycare",
        "养老服务驿站(日间照料)",
        "eldercare station",
        &["eldercare", "elderly_care", "养老服务驿站", "日间照料", "日间照料中心", "养老驿站"],
        &[],
    ),
    known(
        "eldercare_home",
        "养老机构",
        "eldercare home",
        &["nursing_home", "养老机构", "养老院"],
        &[],
    ),
    known(
        "eldercare_regional_centre",
        "区域养老服务中心",
        "regional eldercare centre",
        &["区域养老服务中心"],
        &[],
    ),
    known(
        "kindergarten",
        "幼儿园",
        "kindergarten",
        &["preschool", "幼儿园", "学前教育"],
        &["141204"],
    ),
    known("nursery", "托育", "nursery", &["childcare", "托育", "托儿所"], &[]),
    known("hospital", "市区级医院", "city or district hospital", &["市区级医院"], &[]),
    known("primary_school", "小学", "primary school", &["小学"], &["141203"]),
    known(
        "middle_school",
        "中学",
        "secondary school",
        &["secondary_school", "中学", "初中"],
        &["141202"],
    ),
];

/// Words with more than one reading: the word, and the categories that it may mean besides the one that
/// it is read as.
const TWO_READINGS: &[(&str, &[&str])] = &[
    ("clinic", &["community_health_center"]),
    ("eldercare", &["eldercare_home", "eldercare_regional_centre"]),
    ("elderly_care", &["eldercare_home", "eldercare_regional_centre"]),
    ("grocery", &["convenience_store", "supermarket"]),
    ("驿站", &["eldercare_daycare"]),
];

/// The category keys that one run knows: those of the standards and those that its profile adds.
#[derive(Debug, Clone, Default)]
pub struct CategoryTable {
    extra: BTreeSet<String>,
    /// Rules that a profile sets in place of the standard ones.
    names: BTreeMap<String, NameRule>,
    /// Words of places that do not serve, in place of the usual ones.
    not_serving: Option<Pattern>,
    /// Words of reports about a category, in place of the usual ones.
    complaint_words: BTreeMap<String, Pattern>,
    /// Categories whose opening hours matter.
    hours: BTreeMap<String, AskedHours>,
}

/// What the opening hours of a category's outlets are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedHours {
    /// To be held against times later.
    Read,
    /// An outlet that is closed at this time is none.
    OpenAt(OpenAt),
}

impl CategoryTable {
    /// The categories that a word may mean besides the one that it is read as; none of most words.
    #[must_use]
    pub fn other_readings(word: &str) -> &'static [&'static str] {
        let word = word.trim().to_lowercase();
        TWO_READINGS.iter().find(|(known, _)| *known == word).map_or(&[], |(_, others)| others)
    }

    /// The categories of the standards.
    #[must_use]
    pub fn standard() -> Self {
        Self::default()
    }

    /// The same with a key that a profile or a user's own mapping names.
    #[must_use]
    pub fn with(mut self, key: &str) -> Self {
        self.extra.insert(key.to_owned());
        self
    }

    /// The same with another rule for the names of a category's outlets.
    #[must_use]
    pub fn with_names(mut self, key: &str, rule: NameRule) -> Self {
        self.names.insert(key.to_owned(), rule);
        self
    }

    /// The same with other words of places that do not serve, for every category.
    #[must_use]
    pub fn with_not_serving(mut self, words: Pattern) -> Self {
        self.not_serving = Some(words);
        self
    }

    /// The same with other words of reports about a category.
    #[must_use]
    pub fn with_complaint_words(mut self, key: &str, words: Pattern) -> Self {
        self.complaint_words.insert(key.to_owned(), words);
        self
    }

    /// The categories that a report of a resident is about by its words, in the order of the table: of words
    /// that overlap the longest counts, of equally long ones that of the first category.
    #[must_use]
    pub fn complained_of(&self, text: &str) -> Vec<String> {
        let own = |key: &str| self.complaint_words.get(key).cloned();
        let standard = Self::standard_keys()
            .map(|key| (key, own(key).unwrap_or_else(|| keywords::standard(key))));
        let extra = self.extra.iter().filter_map(|key| Some((key.as_str(), own(key)?)));
        let keys: Vec<(&str, Pattern)> = standard.chain(extra).collect();
        let spans = keys.iter().enumerate().flat_map(|(order, (_, words))| {
            words.spans(text).into_iter().map(move |span| (order, span))
        });
        let mut spans: Vec<(usize, Range<usize>)> = spans.collect();
        let letters = |span: &Range<usize>| text[span.clone()].chars().count();
        spans.sort_by_key(|(order, span)| (Reverse(letters(span)), *order, span.start));
        let mut taken: Vec<(usize, Range<usize>)> = Vec::new();
        for (order, span) in spans {
            let is_free = |(_, other): &(usize, Range<usize>)| {
                span.end <= other.start || other.end <= span.start
            };
            if taken.iter().all(is_free) {
                taken.push((order, span));
            }
        }
        let named: BTreeSet<usize> = taken.into_iter().map(|(order, _)| order).collect();
        named.into_iter().map(|order| keys[order].0.to_owned()).collect()
    }

    /// Whether every text is about the same category by this table and by another.
    #[must_use]
    pub fn is_about_alike(&self, other: &Self) -> bool {
        let words = |table: &Self| {
            let is_heard =
                |key: &&String| CategoryTable::entry(key).is_some() || table.extra.contains(*key);
            let own = table.complaint_words.iter().filter(|(key, _)| is_heard(key));
            own.map(|(key, words)| (key.clone(), words.clone())).collect::<BTreeMap<_, _>>()
        };
        words(self) == words(other)
    }

    /// The same where the hours of a category's outlets are asked for; a time goes before none.
    #[must_use]
    pub fn with_hours(mut self, key: &str, asked: AskedHours) -> Self {
        match asked {
            AskedHours::Read => {
                self.hours.entry(key.to_owned()).or_insert(asked);
            }
            AskedHours::OpenAt(_) => {
                self.hours.insert(key.to_owned(), asked);
            }
        }
        self
    }

    /// What the hours of a category's outlets are read for; none where they do not matter.
    #[must_use]
    pub fn hours(&self, key: &str) -> Option<AskedHours> {
        self.hours.get(key).copied()
    }

    /// What the names of a category's outlets should hold, and what they should not.
    #[must_use]
    pub fn names(&self, key: &str) -> NameRule {
        let rule = self.names.get(key).cloned().unwrap_or_else(|| NameRule::standard(key));
        let not_serving = self.not_serving.clone().unwrap_or_else(|| rule.not_serving.clone());
        NameRule { not_serving, ..rule }
    }

    /// The key that a word from a file stands for: a key itself, or an alias or type code of one.
    #[must_use]
    pub fn key(&self, word: &str) -> Option<&str> {
        let word = word.trim();
        if let Some(key) = self.extra.get(word) {
            return Some(key);
        }
        let lower = word.to_lowercase();
        TABLE
            .iter()
            .find(|c| {
                c.key == lower || c.aliases.contains(&lower.as_str()) || c.amap.contains(&word)
            })
            .map(|c| c.key)
    }

    /// The entry of a key, where the standards have it.
    #[must_use]
    pub fn entry(key: &str) -> Option<&'static KnownCategory> {
        TABLE.iter().find(|c| c.key == key)
    }

    /// Every key of the standards.
    pub fn standard_keys() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|c| c.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_or_a_code_stands_for_one_key() {
        let table = CategoryTable::standard().with("public_toilet");
        assert_eq!(table.key("便利店"), Some("convenience_store"));
        assert_eq!(table.key("Grocery"), Some("vegetable_retail"));
        assert_eq!(table.key("060200"), Some("convenience_store"));
        assert_eq!(table.key("public_toilet"), Some("public_toilet"));
        assert_eq!(table.key("60200"), None);
    }

    #[test]
    fn no_word_stands_for_two_keys() {
        let mut seen = std::collections::HashSet::new();
        for entry in TABLE {
            for word in entry.aliases.iter().chain(entry.amap).chain([&entry.key]) {
                assert!(seen.insert(*word), "{word}");
            }
        }
    }
}
