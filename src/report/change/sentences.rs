//! What changed, as the terminal says it: the city service by service, then where people gained and where
//! they lost. Gains and losses stand apart, so that none hides the other.

use super::lines::{
    LAND_SHARE, LAND_UNSERVED, Line, Measure, OUTLETS, PEOPLE_SHARE, PEOPLE_UNSERVED,
};
use super::written::Document;
use super::{Comparison, Unmatched};
use crate::profile::{Lang, change_words};
use crate::report::cell::{shown, shown_lines};
use crate::report::summary::{grid, wrapped};
use crate::report::words::{self, DASH, Word};

/// Units that a sentence names.
const NAMED: usize = 3;

/// The summary of a comparison, in lines of plain text.
#[must_use]
pub fn change_summary(comparison: &Comparison, lang: Lang) -> String {
    let mut parts = vec![wrapped(&title(comparison, lang), 0)];
    let unmatched = comparison.unmatched();
    if !unmatched.is_empty() {
        parts.push(wrapped(&strangers(&unmatched, lang), 2));
    }
    let city = comparison.city();
    parts.push(table(comparison, &city, lang));
    let lines = comparison.lines();
    let subdistricts: Vec<&Line> = lines
        .iter()
        .filter(|line| line.place.level.get(lang) == words::SUBDISTRICT.get(lang))
        .filter(|line| comparison.compares(line))
        .collect();
    parts.push(turns(comparison, &subdistricts, lang));
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
    shown_lines(&(parts.join("\n\n") + "\n"))
}

fn title(comparison: &Comparison, lang: Lang) -> String {
    let (city, key) = (shown(&comparison.after.city.name), shown(&comparison.after.profile.key));
    let mut title = match lang {
        Lang::En => format!("What changed in {city} under the rule set {key}."),
        Lang::Zh => format!("{city}的变化，口径 {key}。"),
    };
    if comparison.before.city.name != comparison.after.city.name {
        let before = shown(&comparison.before.city.name);
        let more = match lang {
            Lang::En => format!(" The first run calls the city {before}."),
            Lang::Zh => format!("前一次运行中城市名为{before}。"),
        };
        title.push_str(&more);
    }
    if let Some([a, b]) = comparison.versions() {
        let more = match lang {
            Lang::En => format!(
                " The runs were made by versions {} and {} of the program: a part of the change may be \
                 the program's; run both by one version to be sure.",
                shown(a),
                shown(b)
            ),
            Lang::Zh => format!(
                "两次运行的程序版本为 {} 与 {}，部分变化可能来自程序本身；请用同一版本重算以确认。",
                shown(a),
                shown(b)
            ),
        };
        title.push_str(&more);
    }
    let doubtful = [&comparison.before, &comparison.after].map(|run| run.doubtful_outlets.len());
    if doubtful != [0, 0] {
        let [a, b] = doubtful;
        let more = match lang {
            Lang::En => format!(
                " Doubtful outlets, {a} in the first run and {b} in the second, are in no figure here: \
                 where some of them were confirmed or taken out between the runs, a change may be \
                 theirs, and not the city's."
            ),
            Lang::Zh => format!(
                "待核网点（前一次 {a} 个，后一次 {b} 个）不计入此处数值；若两次之间有待核网点被确认或删除，变化可能\
                 由此而来，而非实际变化。"
            ),
        };
        title.push_str(&more);
    }
    for (run, which) in [
        (&comparison.before, Word::new("前一次运行", " The first run")),
        (&comparison.after, Word::new("后一次运行", " The second run")),
    ] {
        title.extend(asked(run, lang).map(|words| format!("{}{words}", which.get(lang))));
    }
    title
}

/// What a run says of the change that it asks about; none where it is of its day's state.
fn asked(run: &Document, lang: Lang) -> Option<String> {
    let change = &run.streets["change"];
    let gates = change["opened_gates"].as_array().map_or(&[][..], Vec::as_slice);
    let gates: Vec<String> = gates.iter().filter_map(|id| Some(shown(id.as_str()?))).collect();
    let gates: Vec<&str> = gates.iter().map(String::as_str).collect();
    let lines = change["barrier_lines"].as_u64().and_then(|lines| usize::try_from(lines).ok());
    let name = shown(change["barrier_name"].as_str().unwrap_or_default());
    let words = change_words(&gates, (lines.unwrap_or_default(), &name), lang)?;
    Some(match lang {
        Lang::En => format!(
            " asks about a change ({words}): its walks along streets are those with it, and no state of the city."
        ),
        Lang::Zh => format!("是提问情景（非现状）：{words}，其沿街数值为变更后的值。"),
    })
}

/// Units of one run only.
fn strangers(unmatched: &[Unmatched], lang: Lang) -> String {
    let mut lines = Vec::new();
    for (is_new, text) in [
        (false, Word::new("仅前一次有的单元", "Units of the first run only")),
        (true, Word::new("仅后一次有的单元", "Units of the second run only")),
    ] {
        let names: Vec<String> = unmatched
            .iter()
            .filter(|unit| unit.is_new == is_new)
            .map(|unit| shown(if unit.name.is_empty() { &unit.id } else { &unit.name }))
            .collect();
        if !names.is_empty() {
            let (text, colon) = (text.get(lang), words::COLON.get(lang));
            lines.push(format!("{text} ({}){colon}{}", names.len(), listed(&names, lang)));
        }
    }
    lines.join("\n")
}

/// The first names, and how many more there are.
fn listed(names: &[String], lang: Lang) -> String {
    let mut text =
        names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(words::CLAUSES.get(lang));
    if let Some(others) = names.len().checked_sub(NAMED).filter(|&others| others > 0) {
        let more = match lang {
            Lang::En => format!("; and {others} more"),
            Lang::Zh => format!("；另有 {others} 个"),
        };
        text.push_str(&more);
    }
    text
}

const HEADINGS: [Word; 8] = [
    Word::new("服务", "Service"),
    Word::new("网点", "Outlets"),
    Word::new("用地覆盖率%", "Land %"),
    Word::new("变化", "change"),
    Word::new("人口覆盖率%", "People %"),
    Word::new("变化", "change"),
    Word::new("范围外人口", "People unserved"),
    Word::new("变化", "change"),
];

fn table(comparison: &Comparison, city: &[Line], lang: Lang) -> String {
    let rows: Vec<Vec<String>> = city
        .iter()
        .map(|line| {
            let mut row = vec![shown(line.name(lang)), arrow(line, &OUTLETS)];
            for measure in [&LAND_SHARE, &PEOPLE_SHARE, &PEOPLE_UNSERVED] {
                let change = comparison.change(line, measure);
                let change = change.map_or(DASH.to_owned(), |change| signed(measure, change));
                row.extend([arrow(line, measure), change]);
            }
            row
        })
        .collect();
    let caption = match lang {
        Lang::En => {
            "The whole city, before -> after (changes of rates in percentage points, of the unrounded figures):"
        }
        Lang::Zh => "全市，前 -> 后（覆盖率变化单位为百分点，按未取整的数值计算）：",
    };
    let headings = HEADINGS.map(|word| word.get(lang));
    format!("{caption}\n{}", grid(&headings, &rows, 1))
}

fn arrow(line: &Line, measure: &Measure) -> String {
    let pair = line.figure(measure).map(|figure| measure.page_digits(figure));
    let [before, after] = [pair.before, pair.after].map(|d| d.unwrap_or_else(|| DASH.to_owned()));
    if before == DASH && after == DASH { before } else { format!("{before} -> {after}") }
}

/// A change with its sign.
fn signed(measure: &Measure, change: f64) -> String {
    let digits = measure.page_digits(change);
    let is_nought = digits.chars().all(|c| ['0', '.'].contains(&c));
    if digits.starts_with('-') || is_nought { digits } else { format!("+{digits}") }
}

/// For each service the subdistricts that gained and those that lost.
fn turns(comparison: &Comparison, lines: &[&Line], lang: Lang) -> String {
    let mut text = match lang {
        Lang::En => "Subdistricts that gained and that lost land within reach:\n".to_owned(),
        Lang::Zh => "用地覆盖率上升与下降的街道：\n".to_owned(),
    };
    let mut is_still = true;
    for head in comparison.city() {
        let of: Vec<(&Line, f64)> = lines
            .iter()
            .filter(|line| line.key() == head.key())
            .filter_map(|line| Some((*line, comparison.change(line, &LAND_SHARE)?)))
            .filter(|(_, change)| LAND_SHARE.digits(*change) != LAND_SHARE.digits(0.0))
            .collect();
        if of.is_empty() {
            continue;
        }
        is_still = false;
        let [mut up, mut down] = [true, false].map(|is_up| {
            of.iter().copied().filter(|(_, change)| (*change > 0.0) == is_up).collect::<Vec<_>>()
        });
        up.sort_by(|a, b| b.1.total_cmp(&a.1));
        down.sort_by(|a, b| a.1.total_cmp(&b.1));
        let name = shown(head.name(lang));
        let line = match lang {
            Lang::En => format!(
                "  {name}: {} gained{}, {} lost{}",
                up.len(),
                places(comparison, &up, lang),
                down.len(),
                places(comparison, &down, lang)
            ),
            Lang::Zh => format!(
                "  {name}：上升 {} 个{}，下降 {} 个{}",
                up.len(),
                places(comparison, &up, lang),
                down.len(),
                places(comparison, &down, lang)
            ),
        };
        text += &(wrapped(&line, 4) + "\n");
    }
    if is_still {
        text += match lang {
            Lang::En => "  none\n",
            Lang::Zh => "  无\n",
        };
    }
    text
}

/// The largest changes of a list in brackets: name, points, residents.
fn places(comparison: &Comparison, changes: &[(&Line, f64)], lang: Lang) -> String {
    let named = |(line, change): &(&Line, f64)| {
        let name = shown(if line.place.name.is_empty() { line.place.id } else { line.place.name });
        let points = signed(&LAND_SHARE, *change);
        let hectares = comparison.change(line, &LAND_UNSERVED);
        let hectares = hectares.map(|ha| signed(&LAND_UNSERVED, ha));
        let people = comparison.change(line, &PEOPLE_UNSERVED);
        let people = people.map(|people| signed(&PEOPLE_UNSERVED, people));
        match (lang, people, hectares) {
            (Lang::En, Some(people), _) => format!("{name} {points}, {people} people unserved"),
            (Lang::En, None, ha) => {
                format!("{name} {points}, {} ha unserved", ha.unwrap_or_default())
            }
            (Lang::Zh, Some(people), _) => format!("{name} {points}，范围外人口 {people}"),
            (Lang::Zh, None, ha) => {
                format!("{name} {points}，范围外用地 {} 公顷", ha.unwrap_or_default())
            }
        }
    };
    if changes.is_empty() {
        return String::new();
    }
    let names: Vec<String> = changes.iter().map(named).collect();
    match lang {
        Lang::En => format!(" ({})", listed(&names, lang)),
        Lang::Zh => format!("（{}）", listed(&names, lang)),
    }
}

impl Comparison {
    /// The second figure less the first, where both exist and mean the same.
    pub(super) fn change(&self, line: &Line, measure: &Measure) -> Option<f64> {
        let [before, after] = line.figure(measure).both().filter(|_| self.compares(line))?;
        Some(after - before)
    }
}
