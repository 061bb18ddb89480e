//! Messages and remedies of single findings in Chinese: those that planners meet most, and the remedies of
//! codes whose general one does not fit every finding.
//!
//! A finding is written once, in English, with its values in it. A phrase says how such a text reads, with `{}`
//! where a value stands and `|` where two texts of the sources meet, and how the Chinese reads, with `{1}` for
//! the first value and so on. A text that no phrase fits stays as it is, beside the title and the general
//! remedy of its code.

/// A code, a text of its findings, and the same in Chinese.
type Phrase = (&'static str, &'static str, &'static str);

/// A message or a remedy of a code in Chinese; none where no phrase fits it.
pub(super) fn in_chinese(code: &str, text: &str) -> Option<String> {
    let of_code = PHRASES.iter().filter(|phrase| phrase.0 == code);
    of_code.into_iter().find_map(|(_, english, chinese)| {
        Some(fill(chinese, &values(&english.replace('|', ""), text)?))
    })
}

/// What stands in a text where the phrase has `{}`; none where it is no text of the phrase.
fn values<'t>(phrase: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = phrase.split("{}").peekable();
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let value = if is_last { rest.strip_suffix(part)? } else { &rest[..rest.find(part)?] };
        values.push(value);
        rest = &rest[value.len() + part.len()..];
    }
    rest.is_empty().then_some(values)
}

/// The Chinese with its values. What a value holds is not looked at again.
fn fill(chinese: &str, values: &[&str]) -> String {
    let mut parts = chinese.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap_or((part, ""));
        let value = number.parse().ok().and_then(|n: usize| values.get(n.checked_sub(1)?));
        text.push_str(&value.map_or_else(String::new, |value| counted(value)));
        text.push_str(rest);
    }
    text
}

/// Things that are counted, and their measure words.
const THINGS: [(&str, &str); 8] = [
    ("outlet", "个网点"),
    ("subdistrict", "个街道"),
    ("estate", "个地块"),
    ("feature", "个要素"),
    ("place", "处"),
    ("way", "条路"),
    ("node", "个节点"),
    ("line", "条线"),
];

/// `12 个网点` of `12 outlets`; any other value as it is.
fn counted(value: &str) -> String {
    let split = value.split_once(' ').filter(|(n, _)| n.bytes().all(|b| b.is_ascii_digit()));
    let found = split.and_then(|(n, thing)| {
        let is_it = |(one, _): &&(&str, &str)| *one == thing.strip_suffix('s').unwrap_or(thing);
        Some(format!("{n} {}", THINGS.iter().find(is_it)?.1))
    });
    found.unwrap_or_else(|| value.to_owned())
}

/// In the order of the codes.
const PHRASES: &[Phrase] = &[
    (
        "admin-level",
        "{} of admin_level {}; levels in the file: {}",
        "采用 admin_level {2}（{1}）；文件中的级别：{3}",
    ),
    ("axis-order", "latitude {} is outside -90..90", "纬度 {1} 超出 -90 至 90"),
    ("axis-order", "{} is outside -180..180", "{1} 超出 -180 至 180"),
    (
        "axis-order",
        "swapped, as asked; the file has longitude first: {}",
        "已按要求交换，而文件本来经度在前：去掉 --swap-axes，或 walkshed.toml 中的 swap_axes",
    ),
    (
        "axis-order",
        "leave --swap-axes {}, or swap_axes in walkshed.toml, away",
        "去掉 --swap-axes {1} 或 walkshed.toml 中的 swap_axes",
    ),
    (
        "axis-order",
        "swapped, no {} lies near the rest of the city; as the file has them they do: {}",
        "交换后没有一处位于本市附近，按文件原样则在附近：{2}",
    ),
    (
        "axis-order",
        "the two look swapped: exchange their headings, or {}",
        "两列似乎颠倒：对调两列的标题，或用 --swap-axes（设置中为 swap_axes）指明",
    ),
    (
        "axis-order",
        "the two look swapped; GeoJSON is [longitude, latitude]{}",
        "两数似乎颠倒：GeoJSON 先经度后纬度，只改正此处，其余要素不变",
    ),
    (
        "bad-demand",
        "the circle asks for what everybody needs, and this service has `demand_where`",
        "生活圈只要求人人所需的服务，而该服务设有 demand_where",
    ),
    ("bad-demand", "set `in_circle = false`, or leave it out", "设 in_circle = false，或删去该项"),
    (
        "bad-demand",
        "all conditions of a service have to be met: state one that allows both with `in`, or make two services",
        "同一服务的各条件须同时满足：用 in 写成一个允许两者的条件，或分为两项服务",
    ),
    (
        "bad-demand",
        "a condition has one test that something can pass",
        "一个条件只能有一种检验，且须有可能满足",
    ),
    (
        "category-two-readings",
        "{} in {} is read as {}; it may mean {}",
        "{2}的类别词 {1} 按 {3} 理解；也可能指 {4}",
    ),
    (
        "doubtful-outlet",
        "{} as {} does not serve by its name ({}): doubtful",
        "{1} 列为 {2}，名称表明尚未或不再服务（{3}）：存疑",
    ),
    (
        "doubtful-outlet",
        "{} as {} may be something else by its name ({}): doubtful",
        "{1} 列为 {2}，从名称看可能是其他设施（{3}）：存疑",
    ),
    (
        "doubtful-outlet",
        "{} as {} is not called one ({}): doubtful",
        "{1} 列为 {2}，名称中没有该类用词（{3}）：存疑",
    ),
    (
        "doubtful-outlet",
        "{} as {} does not say whether it is open when it has to be|: doubtful",
        "{1} 列为 {2}，未说明规定时刻是否营业：存疑",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each |does not serve by its name ({}): {}; doubtful",
        "{1}列为 {2}，名称表明尚未或不再服务（{3}）：{4}；存疑",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each |may be something else by its name ({}): {}; doubtful",
        "{1}列为 {2}，从名称看可能是其他设施（{3}）：{4}；存疑",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each |is not called one ({}): {}; doubtful",
        "{1}列为 {2}，名称中没有该类用词（{3}）：{4}；存疑",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each |does not say whether it is open when it has to be|: {}; doubtful",
        "{1}列为 {2}，未说明规定时刻是否营业：{3}；存疑",
    ),
    (
        "doubtful-outlet",
        "it counts for nothing after the plan; set confirmed to true where it will be what its category says",
        "规划后不计入；确为该类设施的，将 confirmed 设为 true",
    ),
    (
        "doubtful-outlet",
        "it counts for nothing after the plan; write its hours as OpenStreetMap does (\"Mo-Fr 06:30-10:00\")",
        "规划后不计入；请按 \"Mo-Fr 06:30-10:00\" 的形式填写营业时间",
    ),
    (
        "doubtful-outlet",
        "rates are given without doubtful outlets, and with them; ask for the hours, and write them as OpenStreetMap does (\"Mo-Fr 06:30-10:00\")",
        "比率分别给出不含与含存疑网点两种；请查明营业时间，按 \"Mo-Fr 06:30-10:00\" 的形式填写",
    ),
    (
        "estate-outside",
        "{} ha lie outside every subdistrict; left out of every rate",
        "{1} 公顷不在任何街道内，不计入任何比率",
    ),
    ("heights", "heights ignored in {}", "忽略了{1}的高程"),
    (
        "no-category",
        "none of the {} outlets has {}: none is counted",
        "{1} 个网点都没有 {2}，全部不计入",
    ),
    (
        "no-category",
        "name the property that has it under [outlets.properties] in walkshed.toml",
        "在 walkshed.toml 的 [outlets.properties] 中写明存放类别的属性名",
    ),
    ("no-category", "no {}: this outlet is not counted", "没有 {1}，该网点不计入"),
    (
        "no-category",
        "open what? no category, and no target",
        "未说明开设什么：没有类别，也没有 target",
    ),
    (
        "no-category",
        "fill it in, or write the id of an outlet that is planned or closed",
        "在该措施中填写类别，或在 target 中填写规划中或已关闭网点的编号",
    ),
    ("no-id", "{} without an id; the name stands in", "{1}没有编号，以名称代替"),
    (
        "no-land-here",
        "no estates land lies in {}; its rates are dashes",
        "{1} 内没有居住用地，其比率以短横表示",
    ),
    (
        "not-open",
        "{} of {} |is| planned or closed; in no rate",
        "{2} 中有 {1} 个规划中或已关闭，不计入任何比率",
    ),
    (
        "not-open",
        "{} of {} |are| planned or closed; in no rate",
        "{2} 中有 {1} 个规划中或已关闭，不计入任何比率",
    ),
    ("number-as-text", "{} is the text {}; read as the number", "{1} 写成了文本 {2}，按数值读取"),
    (
        "outlet-outside",
        "[{}] is outside, {} from the nearest subdistrict; kept, serves nothing",
        "[{1}] 在所有街道之外，距最近的街道 {2}；保留，但不服务任何地块",
    ),
    (
        "people-outside",
        "{} of {} people, at {}, live outside every subdistrict; left out of every rate",
        "{2} 人中有 {1} 人（{3}）不在任何街道内，不计入任何比率",
    ),
    (
        "population-differs",
        "{} adds up to {}, the people layer inside to {} ({} % |fewer|); rates are of the latter; most in {}, {} against {}",
        "{1} 合计 {2}，街道内的人口图层合计 {3}（少 {4} %）；比率按后者计算；相差最大的是 {5}：{6} 与 {7}",
    ),
    (
        "population-differs",
        "{} adds up to {}, the people layer inside to {} ({} % |more|); rates are of the latter; most in {}, {} against {}",
        "{1} 合计 {2}，街道内的人口图层合计 {3}（多 {4} %）；比率按后者计算；相差最大的是 {5}：{6} 与 {7}",
    ),
    (
        "population-factor",
        "population| and |the people layer| differ by more than a factor of {} in {} of {}, most in {}: {} against {}; in all {} against {}",
        "街道人口与人口图层：{3}中有 {2} 个相差超过 {1} 倍，最大的是 {4}：{5} 与 {6}；合计 {7} 与 {8}",
    ),
    (
        "population-factor",
        "population| and |the residents of estates| differ by more than a factor of {} in {} of {}, most in {}: {} against {}; in all {} against {}",
        "街道人口与地块居民数：{3}中有 {2} 个相差超过 {1} 倍，最大的是 {4}：{5} 与 {6}；合计 {7} 与 {8}",
    ),
    (
        "population-factor",
        "the people layer| and |the residents of estates| differ by more than a factor of {} in {} of {}, most in {}: {} against {}; in all {} against {}",
        "人口图层与地块居民数：{3}中有 {2} 个相差超过 {1} 倍，最大的是 {4}：{5} 与 {6}；合计 {7} 与 {8}",
    ),
    (
        "unknown-category",
        "unknown category {} in {}: listed, not counted",
        "{2}的类别词 {1} 无法识别：列出，不计入",
    ),
    ("unknown-category", "no service of {} is called {}", "规则集 {1} 中没有名为 {2} 的服务"),
    ("unknown-category", "there are: {}", "--category 可用：{1}"),
    ("unknown-category", "the city has no outlet of the category {}", "本市没有类别为 {1} 的网点"),
    ("unknown-category", "its outlets have {}", "本市网点的类别有：{1}"),
    ("unknown-category", "unknown category {}", "类别 {1} 无法识别"),
    (
        "unknown-category",
        "write a key of the category table, or one that the profile adds",
        "填写类别表中的键名，或规则集所加的键名",
    ),
    (
        "unknown-category",
        "did you mean {}? |its outlets have {}",
        "是否为 {1}？本市网点的类别有：{2}",
    ),
    ("unknown-category", "did you mean {}?", "是否为 {1}？"),
    (
        "unknown-key",
        "`detour_factor` is of no use without `reach = \"detour\"`",
        "没有 reach = \"detour\" 时 detour_factor 不起作用",
    ),
    ("unknown-key", "add that, or take the factor out", "补上 reach = \"detour\"，或删去该系数"),
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::Code;
    use super::*;

    #[test]
    fn every_phrase_has_its_values_in_both_languages() {
        assert!(PHRASES.is_sorted_by_key(|phrase| phrase.0));
        for (code, english, chinese) in PHRASES {
            assert!(Code::find(code).is_some(), "{code}");
            let count = english.matches("{}").count();
            let has = |n: usize| chinese.contains(&format!("{{{n}}}"));
            // What stands in the middle of a swap is a flag that the Chinese names itself.
            let told = (1..=count).filter(|n| has(*n)).count();
            let is_flag = *code == "axis-order";
            assert!(told == count || is_flag && told + 1 == count, "{code}: {chinese}");
            assert!(!has(count + 1), "{code}: {chinese}");
        }
    }

    /// The sources, with texts that go on in the next line in one.
    fn sources(folder: &Path, text: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_this = path.ends_with("finding");
            if path.is_dir() && !is_this {
                sources(&path, text);
            } else if path.extension().is_some_and(|end| end == "rs") {
                text.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_phrase_is_written_in_the_sources() {
        let mut text = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
        let mut joined = String::new();
        let mut parts = text.split("\\\n");
        joined.push_str(parts.next().unwrap());
        parts.for_each(|part| joined.push_str(part.trim_start()));
        let joined = joined.replace("\\\"", "\"");
        for (code, english, _) in PHRASES {
            // Short words such as "in" are joined out of parts that are elsewhere.
            let pieces = english.split("{}").flat_map(|piece| piece.split('|'));
            for piece in
                pieces.map(|piece| piece.trim_matches([' ', '"', '(', ')', ':', ';', ',', '.']))
            {
                assert!(piece.len() < 12 || joined.contains(piece), "{code}: {piece}");
            }
        }
    }

    #[test]
    fn a_text_is_said_with_its_values() {
        let said = |code: &str, text: &str| in_chinese(code, text);
        assert_eq!(
            said(
                "unknown-category",
                "unknown category \"酒吧\" in 12 outlets: listed, not counted"
            )
            .as_deref(),
            Some("12 个网点的类别词 \"酒吧\" 无法识别：列出，不计入")
        );
        assert_eq!(
            said("no-category", "open what? no category, and no target").as_deref(),
            Some("未说明开设什么：没有类别，也没有 target")
        );
        assert_eq!(said("no-category", "open what? no category, and no target at all"), None);
        assert_eq!(said("heights", "heights ignored"), None);
        // A name that looks like a place for a value is a name.
        let name = "no estates land lies in \"{1}{}\"; its rates are dashes";
        assert_eq!(
            said("no-land-here", name).as_deref(),
            Some("\"{1}{}\" 内没有居住用地，其比率以短横表示")
        );
        assert_eq!(
            said("heights", "heights ignored in 1 feature").as_deref(),
            Some("忽略了1 个要素的高程")
        );
    }

    #[test]
    fn the_example_of_a_code_that_has_phrases_for_it_is_one_of_them() {
        let has = |code: &str| Code::find(code).unwrap().example.message;
        for code in
            ["category-two-readings", "estate-outside", "people-outside", "population-factor"]
        {
            let message = has(code);
            assert!(in_chinese(code, message).is_some(), "{code}: {message}");
        }
    }
}
