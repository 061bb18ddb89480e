//! The table on the sheet of a measure: what each service gains and loses, by the measure alone and after all
//! others.

use plotters_backend::text_anchor::HPos;

use crate::assessment::{Amount, Lack, MeasureEffect, Passage, UnitEffect};
use crate::profile::{Lang, Profile};

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

/// The part of the width that the names take.
const NAMES: f32 = 0.27;

/// A row: a service, or the circle, with what is gained and lost alone and after the others.
struct Row {
    name: String,
    cells: [Amount; 4],
}

/// The rows of a measure.
pub(super) struct Table {
    rows: Vec<Row>,
    lang: Lang,
}

impl Table {
    /// The services that a measure touches alone or after the others, then the circle.
    pub(super) fn new(lang: Lang, profile: &Profile, effect: &MeasureEffect) -> Self {
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
            let name = match lack {
                Lack::Service(at) => words::capital(profile.services[at].names.get(lang)),
                Lack::Circle => pick(lang, "便民生活圈", "Whole circle").to_owned(),
            };
            Some(Row { name, cells: [alone.gained, alone.lost, after.gained, after.lost] })
        });
        Self { rows: rows.collect(), lang }
    }

    /// Height in points.
    pub(super) fn height(&self) -> f32 {
        let rows: f32 = self.rows.iter().map(|_| 2.0 * LINE + 5.0).sum();
        HEADING * 1.3 + 5.0 + if self.rows.is_empty() { LINE } else { 2.0 * LINE + 4.0 + rows }
    }

    /// Draws it into its frame.
    pub(super) fn draw(&self, sheet: &Sheet<'_, '_>, frame: Frame) -> Result<(), RenderError> {
        let lang = self.lang;
        let bold = sheet.face(Weight::Bold, HEADING, TEXT);
        let title = pick(lang, "新增与减少", "Gained and lost");
        sheet.text(title, bold, (frame.left, frame.top), HPos::Left)?;
        let mut top = frame.top + sheet.pt(HEADING * 1.3);
        rule(sheet, frame, top)?;
        top += sheet.pt(5.0);
        let face = sheet.face(Weight::Regular, BODY, TEXT);
        if self.rows.is_empty() {
            let text = pick(
                lang,
                "不改变任何有数据的服务的覆盖范围。",
                "It changes nothing in what any service with data reaches.",
            );
            return sheet.text(text, face, (frame.left, top), HPos::Left);
        }
        let column = frame.width() * (1.0 - NAMES) / 4.0;
        let left = |at: f32| frame.left + frame.width() * NAMES + at * column;
        let quiet = Face { ink: QUIET, ..face };
        let heads = [
            (0.0, pick(lang, "仅此措施（与现状比）", "This measure alone, against today")),
            (2.0, pick(lang, "其余措施之后再加此措施", "This measure after all others")),
        ];
        for (at, text) in heads {
            let face = sheet.face(Weight::Bold, BODY, TEXT);
            sheet.text(text, face, (left(at), top), HPos::Left)?;
        }
        top += sheet.pt(LINE);
        let sides = [pick(lang, "新增", "gained"), pick(lang, "减少", "lost")];
        for (at, text) in [0.0, 1.0, 2.0, 3.0].into_iter().zip(sides.iter().cycle()) {
            sheet.text(text, quiet, (left(at), top), HPos::Left)?;
        }
        top += sheet.pt(LINE + 2.0);
        for row in &self.rows {
            rule(sheet, frame, top)?;
            top += sheet.pt(3.0);
            let width = (frame.width() * NAMES - sheet.pt(6.0)) / face.size;
            let name = shorten(sheet.fonts(), &row.name, Weight::Regular, width);
            sheet.text(&name, face, (frame.left, top), HPos::Left)?;
            for (at, amount) in [0.0, 1.0, 2.0, 3.0].into_iter().zip(&row.cells) {
                let [people, land] = lines(lang, amount);
                let ink = if amount.is_nothing() { QUIET } else { TEXT };
                let face = Face { ink, ..face };
                sheet.text(&people, face, (left(at), top), HPos::Left)?;
                sheet.text(&land, face, (left(at), top + sheet.pt(LINE)), HPos::Left)?;
            }
            top += sheet.pt(2.0 * LINE + 2.0);
        }
        rule(sheet, frame, top)
    }
}

/// Residents on one line, land below; one line of a dash where there is nothing.
fn lines(lang: Lang, of: &Amount) -> [String; 2] {
    if of.is_nothing() {
        return [pick(lang, "无", "nothing").to_owned(), String::new()];
    }
    let land = words::hectares(lang, of.land);
    match of.people {
        Some(heads) => [own::residents(lang, heads.all), land],
        None => [land, String::new()],
    }
}

fn rule(sheet: &Sheet<'_, '_>, frame: Frame, y: f32) -> Result<(), RenderError> {
    sheet.line((frame.left, y), (frame.right, y), Pen::new(RULE, sheet.pt(0.6)))
}
