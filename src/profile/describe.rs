//! A profile as plain text, for `profile show`: what is asked, by which clause, and how sure that is.

use std::fmt::Write as _;

use super::capacity::Capacity;
use super::category_rule::CategoryRule;
use super::citation::Citation;
use super::item::Availability;
use super::pairing::Subject;
use super::provision::Quantity;
use super::service::{Denominator, Lang, Profile, Provider, Service};
use super::walker::ReachBy;
use crate::model::{Condition, NameRule, Test};
use crate::units::{number_text, percent_or_dash};

/// Widest line of the notes, in columns of a terminal.
const LINE: usize = 96;

/// Full-width marks that may not begin a line.
const CLOSING: [char; 6] = ['\u{3001}', '\u{3002}', '\u{ff09}', '\u{ff0c}', '\u{ff1a}', '\u{ff1b}'];

/// What stands where there is nothing.
const DASH: &str = "–";

/// A readable page: the head, one row a provider, the clauses, the note. Ends in a line break.
#[must_use]
pub fn describe(profile: &Profile, lang: Lang) -> String {
    let words = words(lang);
    let mut page = format!("{} · {}\n\n", profile.key, profile.names.get(lang));
    let bands: Vec<String> = profile.bands.iter().map(|b| b.stated_text()).collect();
    let codes = format!("{} {}", profile.land_codes.as_slice().join(", "), words.land_rule);
    let head = [
        [words.documents, profile.document(lang)],
        [words.rate[usize::from(profile.supplement)], words.rate_rule(profile.denominator)],
        [words.land, &codes],
        [words.bands, &bands.join(", ")],
        [words.min_gap, &format!("{} ha", profile.min_gap.hectares_text())],
    ];
    push_table(&mut page, &head.map(|row| row.map(ToOwned::to_owned).to_vec()));
    page.push('\n');
    let mut table = vec![words.columns.map(ToOwned::to_owned).to_vec()];
    for service in &profile.services {
        for (row, provider) in service.providers.iter().enumerate() {
            table.push(cells(service, provider, row == 0, lang));
        }
    }
    push_table(&mut page, &table);
    let _ = write!(page, "\n{}\n", words.clauses);
    for service in &profile.services {
        push_clauses(&mut page, service, lang);
    }
    push_items(&mut page, profile, lang);
    push_provisions(&mut page, profile, lang);
    push_capacities(&mut page, profile, lang);
    push_pairings(&mut page, profile, lang);
    push_reaches(&mut page, profile, lang);
    push_categories(&mut page, profile, lang);
    push_demand(&mut page, profile, lang);
    let note = profile.note.get(lang);
    if !note.is_empty() {
        let _ = write!(page, "\n{}\n", words.note);
        push_wrapped(&mut page, note);
    }
    page
}

struct Words {
    documents: &'static str,
    /// Of an official rate, and of a supplement.
    rate: [&'static str; 2],
    rate_rules: [&'static str; 2],
    land: &'static str,
    land_rule: &'static str,
    bands: &'static str,
    min_gap: &'static str,
    columns: [&'static str; 8],
    clauses: &'static str,
    target: &'static str,
    read_in: &'static str,
    matrix: &'static str,
    provisions: &'static str,
    capacities: &'static str,
    note: &'static str,
}

impl Words {
    fn rate_rule(&self, denominator: Denominator) -> &'static str {
        match denominator {
            Denominator::ResidentialLand => self.rate_rules[0],
            Denominator::WholeArea => self.rate_rules[1],
        }
    }
}

fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &ENGLISH,
        Lang::Zh => &CHINESE,
    }
}

const ENGLISH: Words = Words {
    documents: "documents",
    rate: ["rate I1", "rate by the formula of I1; a supplement, not the official indicator"],
    rate_rules: [
        "residential land of the unit inside the circles / residential land of the unit",
        "area of the unit inside the circles / area of the unit: not the official rate",
    ],
    land: "residential land",
    land_rule: "and the codes below; an estate without a code counts",
    bands: "distance bands",
    min_gap: "gaps listed from",
    columns: ["service", "met by", "radius", "label", "target", "circle", "confidence", "lead"],
    clauses: "Clauses",
    target: "target",
    read_in: "source",
    matrix: "A community has a function with",
    provisions: "Supply against need",
    capacities: "Room against need within reach",
    note: "Note",
};

const CHINESE: Words = Words {
    documents: "依据",
    rate: ["覆盖率 I1", "覆盖率（按 I1 算法的补充口径，非官方指标）"],
    rate_rules: [
        "服务半径内的居住用地面积 / 单元居住用地总面积",
        "服务半径内的辖区面积 / 辖区总面积：非官方指标",
    ],
    land: "居住用地代码",
    land_rule: "及其下级代码；未填代码的地块计入",
    bands: "距离分段",
    min_gap: "盲区列出下限",
    columns: ["服务", "设施类别", "半径", "时间", "目标", "计入生活圈", "可信度", "牵头部门"],
    clauses: "条文",
    target: "目标",
    read_in: "出处",
    matrix: "社区具备功能的判定",
    provisions: "配置指标",
    capacities: "服务范围内的容量与需求",
    note: "说明",
};

/// One row; what belongs to the service stands on its first row only.
fn cells(service: &Service, provider: &Provider, is_first: bool, lang: Lang) -> Vec<String> {
    let minutes = service.minutes.map_or_else(
        || DASH.to_owned(),
        |m| match lang {
            Lang::En => format!("{m} min"),
            Lang::Zh => format!("{m} 分钟"),
        },
    );
    let target = service
        .target_share()
        .map_or_else(|| DASH.to_owned(), |share| format!("{} %", percent_or_dash(Some(share))));
    let circle = match (lang, service.in_circle) {
        (Lang::En, true) => "yes",
        (Lang::En, false) => "no",
        (Lang::Zh, true) => "是",
        (Lang::Zh, false) => "否",
    };
    let flag = provider.citation.confidence.flag();
    let confidence = match provider.citation.remark(lang) {
        Some(remark) => format!("{flag}: {remark}"),
        None => flag.to_owned(),
    };
    let once = |text: String| if is_first { text } else { String::new() };
    vec![
        once(service.key.clone()),
        provider.category.clone(),
        provider.radius.stated_text(),
        once(minutes),
        once(target),
        once(circle.to_owned()),
        confidence,
        once(service.lead.get(lang).to_owned()),
    ]
}

fn push_clauses(page: &mut String, service: &Service, lang: Lang) {
    for provider in &service.providers {
        let of = format!("{} {} m", provider.category, provider.radius.0);
        push_citation(page, &of, &provider.citation, lang);
    }
    if let Some(target) = &service.target {
        let share = target.share.percent_text();
        let of = format!("{} {} {share} %", service.key, words(lang).target);
        push_citation(page, &of, &target.citation, lang);
    }
}

/// `laundry 1000 m: CLAUSE [source: ...]`; a clause that the value is not surely taken from is
/// named for comparison.
fn push_citation(page: &mut String, of: &str, citation: &Citation, lang: Lang) {
    let _ = write!(page, "  {of}: {}", citation.quoted(lang));
    if !citation.source.get(lang).is_empty() {
        let _ = write!(page, " [{}: {}]", words(lang).read_in, citation.source.get(lang));
    }
    page.push('\n');
}

/// When a community has a function, and what it must have.
fn push_items(page: &mut String, profile: &Profile, lang: Lang) {
    let Availability { inside, share, citation } = &profile.availability;
    let percent = share.map(|s| format!("{:.0} %", s.0 * 100.0));
    let within = match lang {
        Lang::En => percent.map(|p| format!("{p} of its land within reach")),
        Lang::Zh => percent.map(|p| format!("{p} 用地在服务半径内")),
    };
    let inside = inside.then_some(match lang {
        Lang::En => "an outlet inside",
        Lang::Zh => "社区内有网点",
    });
    let or = match lang {
        Lang::En => ", or ",
        Lang::Zh => "，或",
    };
    let ways: Vec<&str> = inside.into_iter().chain(within.as_deref()).collect();
    let _ = write!(page, "\n{}\n", words(lang).matrix);
    push_citation(page, &ways.join(or), citation, lang);
    for item in &profile.items {
        for need in &item.needs {
            let radius = need.radius.map(|r| format!(" {} m", r.0));
            let floor = need.floor_min.map(|f| format!(" ≥ {} m²", f.0));
            let places = need.capacity_min.map(|c| format!(" ≥ {c}"));
            let sizes: String = [radius, floor, places].into_iter().flatten().collect();
            let of = format!("{} · {}{sizes}", item.key, need.category);
            push_citation(page, &of, &need.citation, lang);
        }
    }
}

/// Supply against need.
fn push_provisions(page: &mut String, profile: &Profile, lang: Lang) {
    if profile.provisions.is_empty() {
        return;
    }
    let _ = write!(page, "\n{}\n", words(lang).provisions);
    for p in &profile.provisions {
        let min = p.min.map(|m| format!(" ≥ {m}"));
        let max = p.max.map(|m| format!(" ≤ {m}"));
        let limits: String = [min, max].into_iter().flatten().collect();
        let [measure, base] = [&p.measure, &p.base].map(|of| quantity(of, lang));
        let of = format!("{} · {measure} / {} {base}{limits}", p.key, p.per);
        push_citation(page, &of, &p.citation, lang);
    }
}

/// A quantity: in English by the word that profiles have for it.
fn quantity(of: &Quantity, lang: Lang) -> &str {
    match lang {
        Lang::Zh => of.words(lang),
        Lang::En => of.key(),
    }
}

/// Room against need within reach.
fn push_capacities(page: &mut String, profile: &Profile, lang: Lang) {
    if profile.capacities.is_empty() {
        return;
    }
    let _ = write!(page, "\n{}\n", words(lang).capacities);
    for c in &profile.capacities {
        let Capacity { key, measure, demand, radius, decay, per, .. } = c;
        let [measure, demand] = [measure, demand].map(|of| quantity(of, lang));
        let decay = decay.words(lang);
        let of = format!("{key} · {measure} / {per} {demand} · {} · {decay}", radius.text());
        push_citation(page, &of, &c.citation, lang);
    }
}

/// What goes together with which outlets.
fn push_pairings(page: &mut String, profile: &Profile, lang: Lang) {
    let heading = match lang {
        Lang::En => "What goes together",
        Lang::Zh => "配套关系",
    };
    if !profile.pairings.is_empty() {
        let _ = write!(page, "\n{heading}\n");
    }
    for p in &profile.pairings {
        let subjects = match p.of {
            Subject::Outlets => p.categories.join(", "),
            Subject::UnmanagedEstates => match lang {
                Lang::En => p.of.key().to_owned(),
                Lang::Zh => "无物业管理的小区".to_owned(),
            },
        };
        let within = p.within.map_or(String::new(), |within| format!(" ≤ {}", within.text()));
        let of = format!("{} · {subjects} – {}{within}", p.key, p.with.join(", "));
        push_citation(page, &of, &p.citation, lang);
    }
}

/// What stands beside the circles.
fn push_reaches(page: &mut String, profile: &Profile, lang: Lang) {
    let [heading, detour, streets] = match lang {
        Lang::En => ["Beside the official circle", "circle of the radius /", "along streets"],
        Lang::Zh => ["圆形半径之外的对照口径", "圆，半径÷", "沿街步行"],
    };
    let is_beside = |of: &&Provider| !of.reach.is_radius();
    let providers = || profile.services.iter().flat_map(|of| of.providers.iter().filter(is_beside));
    if providers().next().is_none() && profile.walkers.is_empty() {
        return;
    }
    let _ = write!(page, "\n{heading}\n");
    for Provider { category, radius, reach, .. } in providers() {
        let way = match reach {
            ReachBy::Detour(factor) => format!("{detour} {}", number_text(*factor)),
            ReachBy::Radius | ReachBy::Streets => streets.to_owned(),
        };
        let _ = writeln!(page, "  {category} {} · {way}", radius.stated_text());
    }
    for walker in &profile.walkers {
        let speed = number_text(walker.speed.0);
        let [speed, level] = match lang {
            Lang::En => [format!("{speed} m a minute"), ", without steps".to_owned()],
            Lang::Zh => [format!("每分钟{speed} m"), "，不走台阶".to_owned()],
        };
        let level = if walker.steps { "" } else { &level };
        let names = walker.names.get(lang);
        let of = format!("{} · {names} · {speed}{level}", walker.key);
        push_citation(page, &of, &walker.citation, lang);
    }
}

/// The services that some alone need.
fn push_demand(page: &mut String, profile: &Profile, lang: Lang) {
    let heading = match lang {
        Lang::En => "Whose need counts",
        Lang::Zh => "只计部分需求的服务",
    };
    let narrowed: Vec<&Service> =
        profile.services.iter().filter(|service| !service.demand_where.is_empty()).collect();
    if !narrowed.is_empty() {
        let _ = write!(page, "\n{heading}\n");
    }
    for service in narrowed {
        for Condition { layer, attribute, test } in &service.demand_where {
            let test = match test {
                Test::OneOf(list) => format!("= {}", list.join(" | ")),
                Test::Between { at_least, at_most } => {
                    let least = at_least.map(|n| format!("≥ {}", number_text(n)));
                    let most = at_most.map(|n| format!("≤ {}", number_text(n)));
                    least.into_iter().chain(most).collect::<Vec<_>>().join(", ")
                }
            };
            let _ = writeln!(page, "  {} · {} {attribute} {test}", service.key, layer.key());
        }
    }
}

/// What is asked of the outlets of a category, where the profile has its own rule.
fn push_categories(page: &mut String, profile: &Profile, lang: Lang) {
    let [heading, open, reports, own, others, not_serving] = match lang {
        Lang::En => [
            "Of outlets",
            "open at",
            "words of reports about it",
            "words of its own names",
            "words of look-alikes",
            "words of places that do not serve",
        ],
        Lang::Zh => [
            "对网点的要求",
            "营业时刻",
            "诉求用词",
            "本业态名称用词",
            "其他业态用词",
            "未开业或已停业用词",
        ],
    };
    if profile.categories.is_empty() && profile.not_serving.is_none() {
        return;
    }
    let _ = write!(page, "\n{heading}\n");
    for CategoryRule { key, open_at, complaint_words, names } in &profile.categories {
        if let Some(time) = open_at {
            let _ = writeln!(page, "  {key} · {open}: {}", time.text());
        }
        if let Some(words) = complaint_words {
            let _ = writeln!(page, "  {key} · {reports}: {}", words.text());
        }
        let standard = NameRule::standard(key);
        for (title, words, usual) in
            [(own, &names.include, &standard.include), (others, &names.exclude, &standard.exclude)]
        {
            if words != usual {
                let _ = writeln!(page, "  {key} · {title}: {}", words.text());
            }
        }
    }
    if let Some(words) = &profile.not_serving {
        let _ = writeln!(page, "  {not_serving}: {}", words.text());
    }
}

/// Columns as wide as their widest cell, two blanks between them, nothing after the last.
fn push_table(page: &mut String, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest: Vec<usize> = (0..columns)
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|t| width(t)).max().unwrap_or(0))
        .collect();
    for row in rows {
        let mut line = String::new();
        for (cell, &wide) in row.iter().zip(&widest) {
            let blanks = wide + 2 - width(cell);
            let _ = write!(line, "{cell}{}", " ".repeat(blanks));
        }
        page.push_str(line.trim_end());
        page.push('\n');
    }
}

/// Breaks between words and between Chinese characters, not before a mark that closes.
fn push_wrapped(page: &mut String, text: &str) {
    let mut line = String::new();
    for word in text.split_inclusive(|c: char| c == ' ' || is_wide(c)) {
        let closes = word.starts_with(CLOSING);
        if width(&line) + width(word.trim_end()) > LINE && !closes {
            let _ = writeln!(page, "  {}", line.trim_end());
            line.clear();
        }
        line.push_str(word);
    }
    let _ = writeln!(page, "  {}", line.trim_end());
}

/// Columns that a text takes on a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Whether a character takes two columns: the wide and full-width blocks of Unicode Annex 11.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::builtin;

    #[test]
    fn an_assumption_is_named_as_one_in_both_languages() {
        let profile = builtin("circle15").unwrap();
        let row =
            |page: String| page.lines().find(|l| l.starts_with("laundry")).unwrap().to_owned();
        assert!(row(describe(&profile, Lang::En)).contains("Km: assumption, confirm"));
        assert!(row(describe(&profile, Lang::Zh)).contains("Km: 假设值，请确认"));
    }

    #[test]
    fn quantities_are_words_of_the_language_but_for_columns_of_the_file() {
        let text = "key = \"own\"\nname_en = \"O\"\nextends = \"circle15\"\n\
                    [[provision]]\nkey = \"p\"\nname_en = \"P\"\ncategories = [\"laundry\"]\n\
                    measure = \"floor_area\"\nbase = \"residents\"\nper = 1000\nlead_en = \"A\"\n\
                    [[provision]]\nkey = \"q\"\nname_en = \"Q\"\ncategories = [\"laundry\"]\n\
                    measure = \"machines\"\nbase = \"unit\"\nlead_en = \"A\"\n";
        let (profile, findings) = crate::profile::parse(text, "own.toml");
        let profile = profile.unwrap_or_else(|| unreachable!("{findings:?}"));
        let row = |lang, key: &str| {
            let page = describe(&profile, lang);
            page.lines().find(|line| line.contains(key)).unwrap().trim().to_owned()
        };
        assert!(row(Lang::En, "p · ").starts_with("p · floor_area / 1000 residents: set in"));
        let zh = "p · 建筑面积（平方米） / 1000 居民（人）: 由 own.toml 设定";
        assert_eq!(row(Lang::Zh, "p · "), zh);
        assert!(row(Lang::Zh, "q · ").starts_with("q · machines / 1 单元（个）: "));
    }

    #[test]
    fn columns_stand_under_each_other_with_chinese_in_them() {
        let mut page = String::new();
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        push_table(&mut page, &[row("早餐", "x"), row("a", "y")]);
        assert_eq!(page, "早餐  x\na     y\n");
    }

    #[test]
    fn a_note_breaks_before_the_line_is_full() {
        let mut page = String::new();
        push_wrapped(&mut page, &"口径".repeat(60));
        assert!(page.lines().all(|l| width(l) <= LINE + 2 && l.starts_with("  ")), "{page}");
        assert_eq!(page.matches('口').count(), 60);
    }
}
