//! Type codes of Amap (高德) and the categories that they mean, by the category table of the planning
//! standards (`amap_codes`) and its page on raw points of interest.
//!
//! A code of six digits has a class, a kind in it and a kind in that. A code on its own settles a
//! category; one "+ name" only where the name holds one of the category's own words, and then with all
//! codes under it. Breakfast has no code: those of restaurants count by name. Files without codes have
//! the names of types, `class;kind;kind in it`, which are looked up from the last to the first.

use crate::model::NameRule;

/// Category, and the codes of the table in its notation.
pub(super) const STANDARD: [(&str, &str); 20] = [
    ("convenience_store", "060200;060201;060202"),
    ("breakfast", "050300;050100;050800"),
    ("vegetable_retail", "060705;060703;060700;060706;060704;060400"),
    ("laundry", "071500"),
    ("housekeeping", "070000 + name;071600 + name"),
    ("beauty_hair", "071100"),
    ("parcel_delivery", "070500 + name;070400"),
    ("repair", "071200"),
    ("supermarket", "060400;060401;060402;060403;060404;060406;060407;060409"),
    ("pharmacy", "090601"),
    ("photo_copy", "071300"),
    ("recycling_point", "070000 + name"),
    ("community_canteen", "050000 + name"),
    ("community_health_center", "090102;090100;090300;090000 (all + name)"),
    ("community_health_station", "090300;090102;090000 (all + name)"),
    ("eldercare_daycare", "080402;070000;090000;130000 (all + name)"),
    ("eldercare_home", "080402;090000;070000 (all + name)"),
    ("eldercare_regional_centre", "070000 + name"),
    ("kindergarten", "141204"),
    ("nursery", "072000 + name;141204 + name"),
];

/// Categories of the program that the table does not have.
const MORE: [(&str, &str); 2] = [("primary_school", "141203"), ("middle_school", "141202")];

/// Categories whose codes count by name whatever the table's notation: breakfast (page on raw points of
/// interest: no code), and vegetables under the code of supermarkets.
const BY_NAME: [(&str, &str); 4] = [
    ("breakfast", "050300"),
    ("breakfast", "050100"),
    ("breakfast", "050800"),
    ("vegetable_retail", "060400"),
];

/// Names of types, as exports write them, and their codes (professional knowledge; of the codes above).
const NAMES: [(&str, &str); 30] = [
    ("便民商店/便利店", "060200"),
    ("7-ELEVEn便利店", "060201"),
    ("OK便利店", "060202"),
    ("快餐厅", "050300"),
    ("中餐厅", "050100"),
    ("糕饼店", "050800"),
    ("餐饮服务", "050000"),
    ("综合市场", "060700"),
    ("农副产品市场", "060703"),
    ("果品市场", "060704"),
    ("蔬菜市场", "060705"),
    ("水产海鲜市场", "060706"),
    ("超级市场", "060400"),
    ("超市", "060400"),
    ("洗衣店", "071500"),
    ("生活服务", "070000"),
    ("生活服务场所", "070000"),
    ("中介机构", "071600"),
    ("美容美发店", "071100"),
    ("物流速递", "070500"),
    ("邮局", "070400"),
    ("维修站点", "071200"),
    ("摄影冲印店", "071300"),
    ("药房", "090601"),
    ("卫生院", "090102"),
    ("综合医院", "090100"),
    ("诊所", "090300"),
    ("疗养院", "080402"),
    ("婴儿服务场所", "072000"),
    ("幼儿园", "141204"),
];

/// Further names: classes whose outlets count by name, and schools.
const MORE_NAMES: [(&str, &str); 5] = [
    ("医疗保健服务", "090000"),
    ("医疗保健服务场所", "090000"),
    ("政府机构及社会团体", "130000"),
    ("小学", "141203"),
    ("中学", "141202"),
];

/// Digits of a code.
pub(super) const LENGTH: usize = 6;

/// One way into a category.
struct Way {
    category: &'static str,
    code: &'static str,
    by_name: bool,
}

/// All ways, those of one category in a row.
pub(super) struct Codes {
    ways: Vec<Way>,
    /// Own words of each category that a way needs a name for.
    rules: Vec<(&'static str, NameRule)>,
}

impl Codes {
    pub(super) fn new() -> Self {
        let mut ways = Vec::new();
        for (category, text) in STANDARD.into_iter().chain(MORE) {
            let (codes, all_by_name) = match text.strip_suffix(" (all + name)") {
                Some(codes) => (codes, true),
                None => (text, false),
            };
            for written in codes.split(';') {
                let code = written.strip_suffix(" + name").unwrap_or(written);
                let listed = BY_NAME.contains(&(category, code));
                let by_name = all_by_name || listed || code.len() < written.len();
                ways.push(Way { category, code, by_name });
            }
        }
        let mut rules: Vec<(&'static str, NameRule)> = Vec::new();
        for way in ways.iter().filter(|way| way.by_name) {
            if !rules.iter().any(|(category, _)| *category == way.category) {
                rules.push((way.category, NameRule::standard(way.category)));
            }
        }
        Self { ways, rules }
    }

    /// The categories of a place, each once, in the order of the table.
    pub(super) fn categories(&self, codes: &[String], name: &str) -> Vec<&'static str> {
        let mut found: Vec<&'static str> = Vec::new();
        for way in &self.ways {
            let is_known = found.contains(&way.category);
            if !is_known && codes.iter().any(|code| self.fits(way, code, name)) {
                found.push(way.category);
            }
        }
        found
    }

    fn fits(&self, way: &Way, code: &str, name: &str) -> bool {
        if !way.by_name {
            return way.code == code;
        }
        // `070000` is the whole class, `071600` all of its kind.
        let stem = way.code.strip_suffix("0000").or_else(|| way.code.strip_suffix("00"));
        let is_under = code.starts_with(stem.unwrap_or(way.code));
        let rule = self.rules.iter().find(|(category, _)| *category == way.category);
        is_under && rule.is_some_and(|(_, rule)| rule.include.find(name).is_some())
    }
}

/// The code of the name of a type: that of the last of its parts that is known.
pub(super) fn code_of(type_name: &str) -> Option<&'static str> {
    type_name.split(';').rev().find_map(|part| {
        let part = part.trim();
        let known = NAMES.iter().chain(&MORE_NAMES).find(|(name, _)| *name == part);
        known.map(|(_, code)| *code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(codes: &[&str], name: &str) -> Vec<&'static str> {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        Codes::new().categories(&codes, name)
    }

    #[test]
    fn a_code_settles_a_category_or_needs_a_name() {
        assert_eq!(of(&["060200"], "小卖部"), ["convenience_store"]);
        assert_eq!(of(&["141204"], "第一幼儿园"), ["kindergarten"]);
        assert_eq!(of(&["090300"], "张氏中医诊所"), [""; 0]);
        assert_eq!(of(&["090300"], "东门社区卫生服务站"), ["community_health_station"]);
        assert_eq!(of(&["090000"], "东门社区卫生服务中心"), ["community_health_center"]);
        assert_eq!(of(&["050301"], "老王包子"), ["breakfast"]);
        assert_eq!(of(&["050301"], "炸鸡"), [""; 0]);
        assert_eq!(of(&["060400"], "大卖场"), ["supermarket"]);
        assert_eq!(of(&["060400"], "鲜果生鲜"), ["vegetable_retail", "supermarket"]);
        // Watsons and wholesale of small goods are no codes of ours.
        assert_eq!(of(&["060411"], "屈臣氏"), [""; 0]);
        assert_eq!(of(&["060701"], "小商品市场"), [""; 0]);
        assert_eq!(of(&["072001"], "宝宝游泳馆"), [""; 0]);
    }

    #[test]
    fn several_codes_are_several_categories_each_once() {
        assert_eq!(of(&["060200", "060201", "071500"], "便利"), ["convenience_store", "laundry"]);
    }

    #[test]
    fn a_name_of_a_type_is_looked_up_from_its_last_part() {
        assert_eq!(code_of("购物服务;便民商店/便利店;便民商店/便利店"), Some("060200"));
        assert_eq!(code_of("生活服务;洗衣店;洗衣店"), Some("071500"));
        assert_eq!(code_of("生活服务;新的一类"), Some("070000"));
        assert_eq!(code_of("风景名胜"), None);
    }

    #[test]
    fn every_name_stands_once_and_for_a_code_that_counts() {
        let codes = Codes::new();
        let mut seen: Vec<&str> = Vec::new();
        for (name, code) in NAMES.iter().chain(&MORE_NAMES) {
            assert!(!seen.contains(name), "{name}");
            seen.push(name);
            assert!(codes.ways.iter().any(|way| way.code == *code), "{name}: {code}");
        }
    }

    #[test]
    fn the_table_is_that_of_the_standards() {
        use std::io::Write as _;
        let Some(folder) = std::env::var_os("WALKSHED_SHARED") else {
            let _ = writeln!(std::io::stderr(), "skipped: WALKSHED_SHARED is not set");
            return;
        };
        let path = std::path::Path::new(&folder).join("standards/categories.csv");
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().clone();
        let at = |column: &str| header.iter().position(|h| h == column).unwrap();
        let (key, codes) = (at("key"), at("amap_codes"));
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let rows: Vec<(&str, &str)> = rows.iter().map(|row| (&row[key], &row[codes])).collect();
        assert_eq!(rows, STANDARD);
    }
}
