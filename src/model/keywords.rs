//! Words by which a report of a resident tells what it is about.
//!
//! The column `complaint_keywords` of the category table of the planning standards, with the names of the
//! categories. Of words that overlap in a text the longest decides, so that `养老驿站` is not taken for the
//! `驿站` of parcels; of equally long ones the category that the table has first. A text that names several
//! categories is about each of them.

use super::names::Pattern;

/// Key and words.
const TABLE: &[(&str, &str)] = &[
    ("convenience_store", "便利店|超市|买东西"),
    ("breakfast", "早餐|早点"),
    ("vegetable_retail", "菜市场|买菜|菜店|生鲜"),
    ("laundry", "洗衣|干洗|洗染"),
    ("housekeeping", "家政|保姆|月嫂"),
    ("beauty_hair", "理发|美发"),
    ("parcel_delivery", "快递|驿站|快递柜"),
    ("repair", "修鞋|修理|维修点|配钥匙"),
    ("supermarket", "超市"),
    ("pharmacy", "药店|买药"),
    ("photo_copy", "打印|复印"),
    ("recycling_point", "废品|回收"),
    ("community_canteen", "老年餐|助餐|食堂"),
    ("community_health_center", "社区医院|卫生服务中心|开药|疫苗|家庭医生"),
    ("community_health_station", "卫生站|社区医院|开药|卫生服务站"),
    // `驿站` alone is one of parcels: with words before it that say otherwise it is one of eldercare.
    ("eldercare_daycare", "养老|养老驿站|养老服务驿站|日间照料|老年人照护|助餐"),
    ("eldercare_home", "养老院|床位|护理"),
    ("eldercare_regional_centre", "养老|区域养老服务中心"),
    ("kindergarten", "幼儿园|入园|学位"),
    ("nursery", "托育|托儿"),
];

/// The words of a category by the standards; of one that they do not have, none.
pub(super) fn standard(key: &str) -> Pattern {
    let words = TABLE.iter().find(|entry| entry.0 == key).map_or("", |entry| entry.1);
    // A test sees that each text of the table is a pattern.
    Pattern::new(words).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::CategoryTable;
    use super::*;

    #[test]
    fn each_text_of_the_table_is_a_pattern_of_a_known_category() {
        for (key, words) in TABLE {
            assert!(Pattern::new(words).is_ok_and(|pattern| !pattern.is_empty()), "{key}");
            assert!(CategoryTable::entry(key).is_some(), "{key}");
        }
    }

    #[test]
    fn of_words_that_overlap_the_longest_decides() {
        let table = CategoryTable::standard();
        let of = |text: &str| table.complained_of(text);
        assert_eq!(of("小区门口的养老服务驿站周末不开"), ["eldercare_daycare"]);
        assert_eq!(of("驿站取快递排队"), ["parcel_delivery"]);
        assert_eq!(of("附近没有养老院"), ["eldercare_home"]);
        assert_eq!(of("周边没有超市"), ["convenience_store"]);
        assert!(of("夜间施工噪声").is_empty());
    }

    #[test]
    fn a_text_is_about_each_category_that_it_names() {
        let table = CategoryTable::standard();
        let of = |text: &str| table.complained_of(text);
        assert_eq!(of("周边没有药店，也没有早餐店，早点也买不到"), ["breakfast", "pharmacy"]);
        assert_eq!(of("养老驿站旁的驿站太吵"), ["parcel_delivery", "eldercare_daycare"]);
        let words = Pattern::new("^Bank$|ATM").unwrap();
        let own = table.with("bank").with_complaint_words("bank", words);
        assert_eq!(own.complained_of("no atm, no laundry, 没有洗衣店"), ["laundry", "bank"]);
        assert!(own.complained_of("the bank").is_empty());
        assert_eq!(own.complained_of("BANK"), ["bank"]);
    }
}
