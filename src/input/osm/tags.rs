//! Which tags of OpenStreetMap mean which category.
//!
//! The table is the column `osm_tags` of the standards' category table, in its own notation: `;` parts
//! ways to be in a category, `+` joins what one way asks for, `key=value`, `name~part of a name`,
//! `key<number`. A value with several words, as in `shop=convenience;hairdresser`, has each of them.
//! Names are those of the keys `name` and `name:zh`. A second table holds ways that the standards do not
//! list, for what mappers do in China: community health centres are tagged as hospitals, so that only
//! the name tells.

use super::life::Life;
use super::words::Tags;

/// The standards' table: a category's key and its ways.
pub(super) const STANDARD: [(&str, &str); 20] = [
    ("convenience_store", "shop=convenience;shop=supermarket+name~便利"),
    ("breakfast", "amenity=fast_food;amenity=restaurant+breakfast=yes;shop=bakery"),
    ("vegetable_retail", "amenity=marketplace;shop=greengrocer;shop=supermarket;shop=farm"),
    ("laundry", "shop=laundry;shop=dry_cleaning"),
    ("housekeeping", "office=employment_agency+name~家政;shop=yes+name~家政;craft=cleaning"),
    ("beauty_hair", "shop=hairdresser;shop=beauty"),
    (
        "parcel_delivery",
        "amenity=parcel_locker;amenity=post_office;post_office=post_partner;office=courier",
    ),
    (
        "repair",
        "craft=shoemaker;craft=key_cutter;shop=locksmith;craft=electronics_repair;shop=bicycle;\
         shop=repair;craft=clockmaker;craft=tailor",
    ),
    ("supermarket", "shop=supermarket"),
    ("pharmacy", "amenity=pharmacy;shop=chemist"),
    ("photo_copy", "shop=copyshop;shop=photo;craft=photographer"),
    ("recycling_point", "amenity=recycling+recycling_type=centre;shop=second_hand"),
    (
        "community_canteen",
        "amenity=canteen;amenity=restaurant+name~社区食堂;social_facility=soup_kitchen",
    ),
    (
        "community_health_center",
        "amenity=clinic+name~社区卫生服务中心;healthcare=centre;healthcare=clinic",
    ),
    (
        "community_health_station",
        "amenity=clinic+name~社区卫生服务站;amenity=doctors+name~卫生服务站",
    ),
    (
        "eldercare_daycare",
        "amenity=social_facility+social_facility=day_care+social_facility:for=senior;\
         amenity=social_centre+name~养老;amenity=community_centre+community_centre:for=senior",
    ),
    (
        "eldercare_home",
        "amenity=social_facility+social_facility=nursing_home;\
         amenity=social_facility+social_facility=assisted_living;amenity=nursing_home",
    ),
    (
        "eldercare_regional_centre",
        "amenity=social_facility+social_facility:for=senior+name~区域养老",
    ),
    ("kindergarten", "amenity=kindergarten"),
    ("nursery", "amenity=childcare;amenity=kindergarten+min_age<3"),
];

/// Ways that the standards do not list.
pub(super) const MORE: [(&str, &str); 2] = [
    ("community_health_center", "amenity=hospital+name~社区卫生服务中心"),
    (
        "community_health_station",
        "amenity=hospital+name~社区卫生服务站;amenity=clinic+name~卫生服务站",
    ),
];

/// One thing that a way asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Is(&'static str, &'static str),
    NameHolds(&'static str),
    Below(&'static str, u32),
}

impl Test {
    fn parse(text: &'static str) -> Option<Self> {
        if let Some((key, value)) = text.split_once('=') {
            return Some(Self::Is(key, value));
        }
        if let Some(("name", part)) = text.split_once('~') {
            return Some(Self::NameHolds(part));
        }
        let (key, number) = text.split_once('<')?;
        Some(Self::Below(key, number.parse().ok()?))
    }
}

/// One way to be in a category.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Way {
    category: &'static str,
    tests: Vec<Test>,
}

/// All ways, those of one category in a row.
#[derive(Debug, Clone)]
pub(super) struct TagTable(Vec<Way>);

/// A category that tags put a thing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub(super) category: &'static str,
    pub(super) life: Life,
}

impl TagTable {
    pub(super) fn new() -> Self {
        let mut ways = Vec::new();
        for (category, text) in STANDARD.iter().chain(&MORE) {
            for way in text.split(';') {
                let tests: Option<Vec<Test>> = way.split('+').map(Test::parse).collect();
                // A way that cannot be read would match everything; the test beside this refuses it.
                ways.extend(tests.map(|tests| Way { category, tests }));
            }
        }
        Self(ways)
    }

    /// The categories of a thing, each once: as it serves today where it does, else by the earliest
    /// part of life that its tags name.
    pub(super) fn matches(&self, tags: Tags<'_>) -> Vec<Match> {
        let told: Vec<Told<'_>> = tags.iter().map(|(key, value)| Told::new(key, value)).collect();
        let mut lives: Vec<Life> = told.iter().map(|tag| tag.life).collect();
        lives.sort_unstable();
        lives.dedup();
        let mut found: Vec<Match> = Vec::new();
        for life in lives {
            for way in &self.0 {
                let known = found.iter().any(|m| m.category == way.category);
                if !known && way.fits(&told, life) {
                    found.push(Match { category: way.category, life: fallen(tags, life) });
                }
            }
        }
        found
    }
}

/// What plain tags beside say: `disused=yes` and `abandoned=yes` close a thing whose own tags do not.
fn fallen(tags: Tags<'_>, life: Life) -> Life {
    let says = |key| tags.get(key) == Some("yes");
    if life == Life::Now && (says("disused") || says("abandoned")) { Life::Closed } else { life }
}

impl Way {
    /// Whether tags fit; the first test has to be met by a tag of this part of life, the others by one
    /// of it or of today.
    fn fits(&self, tags: &[Told<'_>], life: Life) -> bool {
        self.tests.iter().enumerate().all(|(at, test)| match *test {
            Test::Is(key, value) => tags.iter().any(|tag| {
                let in_time = tag.life == life || (at > 0 && tag.life == Life::Now);
                in_time && tag.key == key && tag.has(value)
            }),
            Test::NameHolds(part) => names(tags, life).any(|name| name.contains(part)),
            Test::Below(key, limit) => tags
                .iter()
                .find(|tag| tag.life == Life::Now && tag.key == key)
                .and_then(|tag| tag.value.trim().parse::<f64>().ok())
                .is_some_and(|v| v < f64::from(limit)),
        })
    }
}

/// A tag, with the part of life that its prefix tells.
struct Told<'a> {
    life: Life,
    /// The key without its prefix.
    key: &'a str,
    value: &'a str,
}

impl<'a> Told<'a> {
    fn new(key: &'a str, value: &'a str) -> Self {
        let (life, key) = Life::of_key(key);
        Self { life, key, value }
    }

    /// Whether this is one of the words of its value.
    fn has(&self, word: &str) -> bool {
        self.value == word || self.value.split(';').any(|one| one.trim() == word)
    }
}

/// The names of a thing in one part of its life.
fn names<'a>(tags: &'a [Told<'a>], life: Life) -> impl Iterator<Item = &'a str> {
    let in_time = move |tag: &&Told<'_>| tag.life == life || tag.life == Life::Now;
    let named = tags.iter().filter(|tag| tag.key == "name" || tag.key == "name:zh");
    named.filter(in_time).map(|tag| tag.value)
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

    fn categories(tags: &[(&str, &str)]) -> Vec<(&'static str, Life)> {
        let mut words = Words::default();
        let pairs: Vec<_> = tags.iter().map(|(k, v)| (words.number(k), words.number(v))).collect();
        let tags = Tags { words: &words, pairs: &pairs };
        TagTable::new().matches(tags).iter().map(|m| (m.category, m.life)).collect()
    }

    #[test]
    fn every_way_of_the_table_can_be_read() {
        let written = STANDARD.iter().chain(&MORE).map(|(_, text)| text.split(';').count());
        assert_eq!(TagTable::new().0.len(), written.sum::<usize>());
    }

    #[test]
    fn one_shop_may_be_in_several_categories() {
        let found = categories(&[("shop", "supermarket"), ("name", "好邻居便利店")]);
        let keys: Vec<_> = found.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["convenience_store", "vegetable_retail", "supermarket"]);
    }

    #[test]
    fn each_word_of_a_value_counts() {
        let found = categories(&[("shop", "convenience; hairdresser")]);
        assert_eq!(found, [("convenience_store", Life::Now), ("beauty_hair", Life::Now)]);
    }

    #[test]
    fn a_name_or_a_number_can_be_asked_for() {
        assert!(categories(&[("office", "employment_agency")]).is_empty());
        assert_eq!(categories(&[("office", "employment_agency"), ("name", "爱心家政")]).len(), 1);
        assert_eq!(categories(&[("amenity", "kindergarten"), ("min_age", "2.5")]).len(), 2);
        assert_eq!(categories(&[("amenity", "kindergarten"), ("min_age", "3")]).len(), 1);
        let hospital = [("amenity", "hospital"), ("name:zh", "东升社区卫生服务中心")];
        assert_eq!(categories(&hospital), [("community_health_center", Life::Now)]);
    }

    #[test]
    fn a_prefix_says_in_which_part_of_its_life_a_thing_is() {
        assert_eq!(categories(&[("disused:shop", "laundry")]), [("laundry", Life::Closed)]);
        assert_eq!(
            categories(&[("shop", "bakery"), ("was:shop", "convenience")]),
            [("breakfast", Life::Now), ("convenience_store", Life::Gone)]
        );
        assert_eq!(
            categories(&[("shop", "laundry"), ("disused", "yes")]),
            [("laundry", Life::Closed)]
        );
        assert_eq!(
            categories(&[("planned:amenity", "kindergarten"), ("name", "第三幼儿园")]),
            [("kindergarten", Life::Planned)]
        );
    }
}
