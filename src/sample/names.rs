//! Invented names in common characters (all in GBK). No name stands for a real place or person.

use super::exact::count;
use super::rng::{Rng, Stream, mix};

/// The city.
pub(super) const CITY: &str = "云溪市（虚构）";

/// First characters of two-character names.
const FIRST: [&str; 60] = [
    "云", "清", "明", "长", "新", "永", "安", "和", "东", "西", "南", "北", "金", "玉", "青", "白",
    "红", "绿", "星", "月", "春", "秋", "松", "柏", "梅", "兰", "竹", "荷", "桃", "杏", "梧", "银",
    "文", "德", "仁", "义", "信", "瑞", "福", "康", "宁", "泰", "兴", "盛", "丰", "景", "晨", "晓",
    "朝", "望", "听", "临", "枫", "柳", "槐", "石", "沙", "双", "三", "大",
];

/// Second characters.
const SECOND: [&str; 40] = [
    "溪", "河", "湖", "泉", "潭", "湾", "桥", "渡", "岸", "洲", "山", "岭", "岗", "坡", "林", "园",
    "苑", "亭", "台", "阁", "塔", "门", "关", "井", "田", "坪", "坊", "庄", "塘", "源", "川", "洪",
    "光", "华", "祥", "庆", "平", "阳", "风", "露",
];

/// Districts that subdistricts belong to.
const DISTRICTS: [&str; 6] = ["云中区", "溪东区", "河西区", "北原区", "南浦区", "山前县"];

/// Two characters for a number; different for different numbers below 2400.
fn pair(seed: u64, salt: u64, k: u32) -> String {
    let n = count(&FIRST) * count(&SECOND);
    // An odd step that 3 and 5 do not divide visits every pair once, as 2400 = 2^5 * 3 * 5^2.
    let start = u32::try_from(mix(seed ^ salt) % u64::from(n)).unwrap_or(0);
    let at = (u64::from(start) + u64::from(k) * 1_471) % u64::from(n);
    let at = usize::try_from(at).unwrap_or(0);
    format!("{}{}", FIRST[at / SECOND.len()], SECOND[at % SECOND.len()])
}

/// A numeral for what comes round again: nothing for the first time.
fn again(k: u32, unit: &str) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS[(n % 10) as usize];
    let number = match k {
        0 => return String::new(),
        1..=9 => digit(k).to_owned(),
        10..=99 => {
            format!("{}十{}", if k < 20 { "" } else { digit(k / 10) }, digit(k))
        }
        _ => k.to_string(),
    };
    format!("{number}{unit}")
}

/// A subdistrict's name; towns are what lies outside the built-up city.
pub(super) fn subdistrict(seed: u64, k: u32, is_town: bool) -> String {
    let kind = if is_town { "镇" } else { "街道" };
    format!("{}{}{kind}", pair(seed, 1, k % 2_400), again(k / 2_400, "区"))
}

/// The district of a subdistrict, by the quarter of the city that it lies in.
pub(super) fn district(quarter: usize) -> &'static str {
    DISTRICTS[quarter % DISTRICTS.len()]
}

/// A community's name.
pub(super) fn community(seed: u64, k: u32, is_village: bool) -> String {
    let kind = if is_village { "村" } else { "社区" };
    format!("{}{}{kind}", pair(seed, 2, k % 2_400), again(k / 2_400, "里"))
}

/// An estate's name.
pub(super) fn estate(seed: u64, k: u32, is_village: bool, is_commercial: bool) -> String {
    const TOWN: [&str; 9] = ["小区", "苑", "家园", "里", "花园", "新村", "雅居", "佳园", "公寓"];
    let mut rng = Rng::of(seed, Stream::Names, k);
    let kind = if is_commercial {
        rng.pick(&["广场", "商务中心", "大厦"])
    } else if is_village {
        "村"
    } else {
        rng.pick(&TOWN)
    };
    format!("{}{kind}{}", pair(seed, 3, k % 2_400), again(k / 2_400, "区"))
}

/// A street's name by its line.
pub(super) fn street(seed: u64, line: i32, runs_north: bool, is_main: bool) -> String {
    let salt = if runs_north { 4 } else { 5 };
    let k = line.cast_unsigned() % 2_400;
    let kind = match (is_main, runs_north) {
        (true, _) => "大道",
        (false, true) => "路",
        (false, false) => "街",
    };
    format!("{}{kind}", pair(seed, salt, k))
}
