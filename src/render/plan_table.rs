//! The table on the sheet of a measure: of an outlet, what each service gains and loses by the measure alone and
//! after all others; of what changes walks, who gains and loses along streets; of homes, what is nearest to them.

use plotters_backend::text_anchor::HPos;

use crate::assessment::{
    Amount, HomesReach, Judging, Lack, MeasureEffect, MeasureWalk, Passage, UnitEffect, WalkPassage,
};
use crate::profile::{Lang, Profile};
use crate::units::People;

use super::RenderError;
use super::canvas::{Face, Pen};
use super::font::Weight;
use super::layout::Frame;
use super::palette::{QUIET, RULE, TEXT};
use super::plan_words as own;
use super::sheet::Sheet;
use super::text::shorten;
use super::words::{self, pick};

/// Sizes in points.
const HEADING: f32 = 10.5;
const BODY: f32 = 8.6;
const LINE: f32 = 11.6;

/// Room between two columns, in points.
const APART: f32 = 6.0;

/// Services that the table of homes lists at most.
const LISTED: usize = 14;

/// What stands in one place of a table.
struct Cell {
    /// Lines, from above.
    lines: Vec<String>,
    /// Whether there is nothing to see.
    is_quiet: bool,
}

/// A row: a service, or the circle.
struct Row {
    name: String,
    cells: Vec<Cell>,
}

/// The rows of a measure.
pub(super) struct Table {
    title: &'static str,
    /// The part of the width that the names take.
    names: f32,
    /// Headings that stand over several columns, by the first of these; empty for none.
    groups: Vec<(u8, &'static str)>,
    /// One for each column.
    heads: Vec<&'static str>,
    rows: Vec<Row>,
    /// Lines of a row.
    lines: u8,
    /// What stands there instead of rows.
    nothing: &'static str,
    /// What stands below; empty for nothing.
    below: String,
}

/// The services that a measure touches alone or after the others, then the circle.
pub(super) fn of_outlets(lang: Lang, profile: &Profile, effect: &MeasureEffect) -> Table {
    let services = (0..profile.services.len()).map(Lack::Service).chain([Lack::Circle]);
    let passage = |of: &UnitEffect, lack: Lack| -> Option<Passage> {
        match lack {
            Lack::Service(at) => of.services[at],
            Lack::Circle => of.circle,
        }
    };
    let rows = services.filter_map(|lack| {
        let alone = passage(&effect.alone, lack)?;
        let after = passage(&effect.after_others, lack)?;
        if alone.is_still() && after.is_still() {
            return None;
        }
        let cells = [alone.gained, alone.lost, after.gained, after.lost];
        let cells = cells.iter().map(|amount| Cell {
            lines: lines(lang, amount).to_vec(),
            is_quiet: amount.is_nothing(),
        });
        Some(Row { name: lack_name(lang, profile, lack), cells: cells.collect() })
    });
    let sides = sides(lang);
    Table {
        title: pick(lang, "新增与减少", "Gained and lost"),
        names: 0.27,
        groups: vec![
            (0, pick(lang, "仅此措施（与现状比）", "This measure alone, against today")),
            (2, pick(lang, "其余措施之后再加此措施", "This measure after all others")),
        ],
        heads: [sides, sides].concat(),
        rows: rows.collect(),
        lines: 2,
        nothing: pick(
            lang,
            "不改变任何有数据的服务的覆盖范围。",
            "It changes nothing in what any service with data reaches.",
        ),
        below: String::new(),
    }
}

/// The services that a measure, or the plan without it, touches along streets.
pub(super) fn of_walks(
    lang: Lang,
    profile: &Profile,
    whole: &[Option<WalkPassage>],
    walk: &MeasureWalk,
) -> Table {
    let rows = profile.services.iter().enumerate().filter_map(|(at, service)| {
        let all = [walk.alone[at]?, whole[at]?, walk.without[at]?];
        let sides = all.map(|of| [of.gained.all, of.lost.all]);
        if sides[0] == [People(0); 2] && sides[1] == sides[2] {
            return None;
        }
        let cells = sides.into_iter().flatten().map(|people| Cell {
            lines: vec![if people.0 == 0 { nobody(lang) } else { own::residents(lang, people) }],
            is_quiet: people.0 == 0,
        });
        let name = words::capital(service.names.get(lang));
        Some(Row { name, cells: cells.collect() })
    });
    let sides = sides(lang);
    Table {
        title: pick(lang, "沿道路可达的新增与减少", "Gained and lost along streets"),
        names: 0.22,
        groups: vec![
            (0, pick(lang, "仅此措施（与现状比）", "This measure alone")),
            (2, pick(lang, "整个规划（与现状比）", "The whole plan")),
            (4, pick(lang, "规划取消此措施", "The plan without it")),
        ],
        heads: [sides, sides, sides].concat(),
        rows: rows.collect(),
        lines: 1,
        nothing: pick(
            lang,
            "不改变任何服务的沿道路可达人口。",
            "It changes nobody's reach along streets, of any service with data.",
        ),
        below: String::new(),
    }
}

/// The services with data, each with the outlets that new homes are judged by, then the circle.
pub(super) fn of_homes(lang: Lang, profile: &Profile, reach: &HomesReach) -> Table {
    let known = || profile.services.iter().zip(&reach.services).enumerate();
    let known = || known().filter_map(|(at, (_, of))| Some((at, of.as_ref()?)));
    let all = known().count();
    let rows = known().take(LISTED).enumerate().map(|(number, (at, ends))| {
        let cells = ends.iter().flat_map(|of| judged(lang, of.as_ref()));
        let name = lack_name(lang, profile, Lack::Service(at));
        Row { name: format!("{}  {name}", number + 1), cells: cells.collect() }
    });
    let mut rows: Vec<Row> = rows.collect();
    if let [Some(before), Some(after)] = [0, 1].map(|end| reach.has_circle(end)) {
        let cells = [before, after].map(|is_whole| {
            let word = own::is_complete(lang, is_whole);
            [one(String::new()), Cell { lines: vec![word.to_owned()], is_quiet: !is_whole }]
        });
        let name = lack_name(lang, profile, Lack::Circle);
        rows.push(Row { name, cells: cells.into_iter().flatten().collect() });
    }
    let heads = [pick(lang, "网点", "outlet"), pick(lang, "距离与半径", "distance, radius")];
    Table {
        title: pick(lang, "新居民可达的服务", "What their residents reach"),
        names: 0.24,
        groups: vec![
            (0, pick(lang, "现状网点", "By the outlets of today")),
            (2, pick(lang, "整个规划之后", "After the whole plan")),
        ],
        heads: [heads, heads].concat(),
        rows,
        lines: 1,
        nothing: pick(lang, "没有任何服务有数据。", "No service has data."),
        below: if all > LISTED { own::more_services(lang, all - LISTED) } else { String::new() },
    }
}

/// The number under which a service with data stands in the table of homes; none past its end.
pub(super) fn number_in_table(reach: &HomesReach, service: usize) -> Option<usize> {
    let known = (0..reach.services.len()).filter(|at| reach.services[*at].is_some());
    let at = known.take(LISTED).position(|at| at == service)?;
    Some(at + 1)
}

/// The outlet by which homes are judged, with its distance and its radius.
fn judged(lang: Lang, of: Option<&Judging>) -> [Cell; 2] {
    let Some(of) = of else { return [one(own::no_outlet(lang).to_owned()), one(String::new())] };
    let far = own::distance_and_radius(of);
    let is_quiet = !of.reaches();
    [Cell { lines: vec![of.name.to_string()], is_quiet }, Cell { lines: vec![far], is_quiet }]
}

fn one(line: String) -> Cell {
    Cell { lines: vec![line], is_quiet: true }
}

fn lack_name(lang: Lang, profile: &Profile, lack: Lack) -> String {
    match lack {
        Lack::Service(at) => words::capital(profile.services[at].names.get(lang)),
        Lack::Circle => pick(lang, "便民生活圈", "Whole circle").to_owned(),
    }
}

fn sides(lang: Lang) -> [&'static str; 2] {
    [pick(lang, "新增", "gained"), pick(lang, "减少", "lost")]
}

fn nobody(lang: Lang) -> String {
    pick(lang, "无", "nobody").to_owned()
}

fn nothing(lang: Lang) -> String {
    pick(lang, "无", "nothing").to_owned()
}

/// Residents on one line, land below; one line of a word where there is nothing.
fn lines(lang: Lang, of: &Amount) -> [String; 2] {
    if of.is_nothing() {
        return [nothing(lang), String::new()];
    }
    let land = words::hectares(lang, of.land);
    match of.people {
        Some(heads) => [own::residents(lang, heads.all), land],
        None => [land, String::new()],
    }
}

impl Table {
    /// Height in points.
    pub(super) fn height(&self) -> f32 {
        let heading = HEADING * 1.3 + 5.0;
        if self.rows.is_empty() {
            return heading + LINE;
        }
        let rows: f32 = self.rows.iter().map(|_| f32::from(self.lines) * LINE + 5.0).sum();
        let below = if self.below.is_empty() { 0.0 } else { LINE };
        heading + 2.0 * LINE + 4.0 + rows + below
    }

    /// Draws it into its frame.
    pub(super) fn draw(&self, sheet: &Sheet<'_, '_>, frame: Frame) -> Result<(), RenderError> {
        let bold = sheet.face(Weight::Bold, HEADING, TEXT);
        sheet.text(self.title, bold, (frame.left, frame.top), HPos::Left)?;
        let mut top = frame.top + sheet.pt(HEADING * 1.3);
        rule(sheet, frame, top)?;
        top += sheet.pt(5.0);
        let face = sheet.face(Weight::Regular, BODY, TEXT);
        if self.rows.is_empty() {
            return sheet.text(self.nothing, face, (frame.left, top), HPos::Left);
        }
        let columns = self.columns(frame);
        let quiet = Face { ink: QUIET, ..face };
        for (at, text) in &self.groups {
            let face = sheet.face(Weight::Bold, BODY, TEXT);
            let left = columns.get(usize::from(*at)).map_or(frame.left, |column| column.left);
            sheet.text(text, face, (left, top), HPos::Left)?;
        }
        top += sheet.pt(LINE);
        for (column, text) in columns.iter().zip(&self.heads) {
            sheet.text(text, quiet, (column.left, top), HPos::Left)?;
        }
        top += sheet.pt(LINE + 2.0);
        for row in &self.rows {
            rule(sheet, frame, top)?;
            top += sheet.pt(3.0);
            let names = Frame { right: frame.left + frame.width() * self.names, ..frame };
            fitting(sheet, &row.name, face, (names, top))?;
            for (cell, column) in row.cells.iter().zip(&columns) {
                let face = if cell.is_quiet { quiet } else { face };
                let mut top = top;
                for line in &cell.lines {
                    fitting(sheet, line, face, (*column, top))?;
                    top += sheet.pt(LINE);
                }
            }
            top += sheet.pt(f32::from(self.lines) * LINE + 2.0);
        }
        rule(sheet, frame, top)?;
        sheet.text(&self.below, quiet, (frame.left, top + sheet.pt(3.0)), HPos::Left)
    }

    /// The columns beside the names, all equally wide.
    fn columns(&self, frame: Frame) -> Vec<Frame> {
        let all: f32 = self.heads.iter().map(|_| 1.0).sum();
        let width = frame.width() * (1.0 - self.names) / all;
        let mut left = frame.left + frame.width() * self.names;
        let column = |_: &&str| {
            let column = Frame { left, right: left + width, ..frame };
            left += width;
            column
        };
        self.heads.iter().map(column).collect()
    }
}

/// A line of a table, shortened where its column is too narrow for it.
fn fitting(
    sheet: &Sheet<'_, '_>,
    text: &str,
    face: Face,
    (column, top): (Frame, f32),
) -> Result<(), RenderError> {
    let ems = (column.width() - sheet.pt(APART)) / face.size;
    let text = shorten(sheet.fonts(), text, face.weight, ems);
    sheet.text(&text, face, (column.left, top), HPos::Left)
}

fn rule(sheet: &Sheet<'_, '_>, frame: Frame, y: f32) -> Result<(), RenderError> {
    sheet.line((frame.left, y), (frame.right, y), Pen::new(RULE, sheet.pt(0.6)))
}
