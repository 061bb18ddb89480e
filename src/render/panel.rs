//! The panel beside or below the map: the rate of the whole, legend, rule, notes.
//!
//! The blocks flow down one column or over three. Where they do not fit, the whole panel is set
//! smaller, step by step, so that nothing is cut.

use plotters_backend::text_anchor::HPos;

use super::RenderError;
use super::backend::fine;
use super::canvas::{Face, Pen};
use super::element::{Look, Mark, Symbols};
use super::font::Weight;
use super::layout::Frame;
use super::marks::{self, Deed};
use super::palette::{Ink, OUTLET, PAPER, QUIET, RULE, TEXT};
use super::sheet::Sheet;
use super::text::wrap;

/// What stands in the legend before a text.
#[derive(Debug, Clone)]
pub(super) enum Sample {
    /// A rectangle painted with these in turn.
    Swatch(Vec<Look>),
    /// An outlet's symbol.
    Symbol(Mark),
    /// The symbol of a doubtful outlet.
    Hollow(Mark),
    /// A symbol of its own colour.
    Dot { mark: Mark, ink: Ink, is_hollow: bool },
    /// What a measure does to an outlet.
    Deed(Deed),
    /// A line drawn with these in turn.
    Line(Vec<Pen>),
    /// Nothing, for a sum of the rows above.
    None,
}

/// One row of the panel.
#[derive(Debug, Clone)]
pub(super) enum Row {
    /// A large figure with a line below.
    Figure { text: String, below: String },
    /// A sample, what it means, how much of it there is.
    Entry { sample: Sample, label: String, amount: String },
    /// Running text.
    Text { text: String, ink: Ink },
}

/// A heading and its rows.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// What it is about.
    pub(super) heading: &'static str,
    /// In order.
    pub(super) rows: Vec<Row>,
}

/// Sizes that are tried until everything fits.
const SIZES: [f32; 9] = [1.1, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58];

/// Sizes in points at full size.
const HEADING: f32 = 10.5;
const BODY: f32 = 8.2;
const FIGURE: f32 = 23.0;
const SWATCH: (f32, f32) = (20.0, 10.0);

/// Height of a line of text in ems.
const LEADING: f32 = 1.42;

/// Draws the sections into the columns.
pub(super) fn draw(
    sheet: &Sheet<'_, '_>,
    columns: &[Frame],
    sections: &[Section],
) -> Result<(), RenderError> {
    let setter = SIZES
        .iter()
        .map(|&size| Setter { sheet, size })
        .find(|s| s.starts(columns, sections).is_some())
        .unwrap_or(Setter { sheet, size: SIZES[SIZES.len() - 1] });
    let starts = setter.starts(columns, sections).unwrap_or_default();
    for (section, frame) in sections.iter().zip(starts) {
        setter.draw(section, frame)?;
    }
    Ok(())
}

/// Draws some sections into each of several columns, all at one size.
pub(super) fn draw_apart(
    sheet: &Sheet<'_, '_>,
    columns: &[(Frame, Vec<Section>)],
) -> Result<(), RenderError> {
    let fits = |setter: &Setter<'_, '_, '_>| {
        columns.iter().all(|(frame, sections)| setter.starts(&[*frame], sections).is_some())
    };
    let mut setters = SIZES.iter().map(|&size| Setter { sheet, size });
    let setter = setters.find(fits).unwrap_or(Setter { sheet, size: SIZES[SIZES.len() - 1] });
    for (frame, sections) in columns {
        let starts = setter.starts(&[*frame], sections).unwrap_or_default();
        for (section, frame) in sections.iter().zip(starts) {
            setter.draw(section, frame)?;
        }
    }
    Ok(())
}

/// Sets rows at one size.
struct Setter<'s, 'c, 'f> {
    sheet: &'s Sheet<'c, 'f>,
    size: f32,
}

impl Setter<'_, '_, '_> {
    fn pt(&self, points: f32) -> f32 {
        self.sheet.pt(points * self.size)
    }

    fn face(&self, weight: Weight, points: f32, ink: Ink) -> Face {
        self.sheet.face(weight, points * self.size, ink)
    }

    fn leading(&self) -> f32 {
        self.pt(BODY * LEADING)
    }

    /// The frame of each section; none where they do not fit.
    fn starts(&self, columns: &[Frame], sections: &[Section]) -> Option<Vec<Frame>> {
        let mut columns = columns.iter();
        let mut column = *columns.next()?;
        let mut starts = Vec::new();
        for section in sections {
            let height = self.height(section, column.width());
            if column.height() < height {
                column = *columns.next()?;
            }
            if column.height() < height {
                return None;
            }
            starts.push(Frame { bottom: column.top + height, ..column });
            column.top += height + self.pt(13.0);
        }
        Some(starts)
    }

    fn height(&self, section: &Section, width: f32) -> f32 {
        let rows: f32 = section.rows.iter().map(|r| self.row_height(r, width)).sum();
        self.pt(HEADING * 1.15 + 6.5) + rows
    }

    fn row_height(&self, row: &Row, width: f32) -> f32 {
        match row {
            Row::Figure { below, .. } => {
                let lines = self.lines(below, width).len();
                self.pt(FIGURE * 1.2) + self.times(lines) + self.pt(3.0)
            }
            Row::Entry { label, amount, .. } => {
                let lines = self.lines(label, self.label_width(amount, width)).len();
                self.times(lines).max(self.pt(SWATCH.1)) + self.pt(3.2)
            }
            Row::Text { text, .. } => self.times(self.lines(text, width).len()) + self.pt(2.2),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "lines of a panel")]
    fn times(&self, lines: usize) -> f32 {
        lines as f32 * self.leading()
    }

    fn lines(&self, text: &str, width: f32) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        wrap(self.sheet.fonts(), text, Weight::Regular, width / self.pt(BODY))
    }

    /// What the amount at the right leaves for the label.
    fn label_width(&self, amount: &str, width: f32) -> f32 {
        let amount = self.sheet.width(amount, self.face(Weight::Regular, BODY, TEXT));
        let gap = if amount > 0.0 { self.pt(6.0) } else { 0.0 };
        (width - self.pt(SWATCH.0 + 6.0) - amount - gap).max(self.pt(20.0))
    }

    fn draw(&self, section: &Section, frame: Frame) -> Result<(), RenderError> {
        let face = self.heading_face(section.heading, frame.width());
        self.sheet.text(section.heading, face, (frame.left, frame.top), HPos::Left)?;
        let rule = frame.top + self.pt(HEADING * 1.15 + 1.2);
        let pen = Pen::new(RULE, self.sheet.pt(0.6));
        self.sheet.line((frame.left, rule), (frame.right, rule), pen)?;
        let mut top = frame.top + self.pt(HEADING * 1.15 + 6.5);
        for row in &section.rows {
            self.row(row, Frame { top, ..frame })?;
            top += self.row_height(row, frame.width());
        }
        Ok(())
    }

    /// The face of a heading: smaller where it is too long for its column.
    fn heading_face(&self, heading: &str, width: f32) -> Face {
        let face = self.face(Weight::Bold, HEADING, TEXT);
        let fit = (width / self.sheet.width(heading, face).max(1.0)).min(1.0);
        Face { size: face.size * fit, ..face }
    }

    fn row(&self, row: &Row, frame: Frame) -> Result<(), RenderError> {
        match row {
            Row::Figure { text, below } => {
                let face = self.face(Weight::Bold, FIGURE, TEXT);
                self.sheet.text(text, face, (frame.left, frame.top), HPos::Left)?;
                let top = frame.top + self.pt(FIGURE * 1.2);
                self.paragraph(below, Frame { top, ..frame }, QUIET)
            }
            Row::Entry { sample, label, amount } => {
                self.sample(sample, frame)?;
                let left = frame.left + self.pt(SWATCH.0 + 6.0);
                let right = left + self.label_width(amount, frame.width());
                let top = frame.top + (self.pt(SWATCH.1) - self.pt(BODY * 0.96)) / 2.0;
                self.paragraph(label, Frame { left, top, right, ..frame }, TEXT)?;
                let face = self.face(Weight::Regular, BODY, TEXT);
                self.sheet.text(amount, face, (frame.right, top), HPos::Right)
            }
            Row::Text { text, ink } => self.paragraph(text, frame, *ink),
        }
    }

    fn paragraph(&self, text: &str, frame: Frame, ink: Ink) -> Result<(), RenderError> {
        let face = self.face(Weight::Regular, BODY, ink);
        let mut top = frame.top;
        for line in self.lines(text, frame.width()) {
            self.sheet.text(&line, face, (frame.left, top), HPos::Left)?;
            top += self.leading();
        }
        Ok(())
    }

    fn sample(&self, sample: &Sample, frame: Frame) -> Result<(), RenderError> {
        let right = frame.left + self.pt(SWATCH.0);
        let bottom = frame.top + self.pt(SWATCH.1);
        let swatch = Frame { right, bottom, ..frame };
        let middle = (f32::midpoint(swatch.left, right), f32::midpoint(swatch.top, bottom));
        match sample {
            Sample::Swatch(looks) => {
                for look in looks {
                    self.sheet.fill(swatch, look.clone())?;
                }
                self.sheet.outline(swatch, QUIET, 0.5)
            }
            Sample::Symbol(mark) => self.dot(middle, (*mark, OUTLET, false)),
            Sample::Hollow(mark) => self.dot(middle, (*mark, OUTLET, true)),
            Sample::Dot { mark, ink, is_hollow } => self.dot(middle, (*mark, *ink, *is_hollow)),
            Sample::Deed(deed) => marks::sample(self.sheet, *deed, middle, self.pt(4.2)),
            Sample::None => Ok(()),
            Sample::Line(pens) => {
                for pen in pens {
                    let ends = ((swatch.left, middle.1), (right, middle.1));
                    self.sheet.line(ends.0, ends.1, *pen)?;
                }
                Ok(())
            }
        }
    }

    fn dot(
        &self,
        (x, y): (f32, f32),
        (mark, ink, is_hollow): (Mark, Ink, bool),
    ) -> Result<(), RenderError> {
        let (radius, rim) = (self.pt(3.1), (PAPER, self.pt(0.8)));
        let symbol = Symbols { at: vec![(fine(x), fine(y))], mark, is_hollow, radius, ink, rim };
        Ok(self.sheet.area().draw(&symbol)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::canvas::Canvas;
    use super::super::font::Fonts;
    use super::*;

    #[test]
    fn a_heading_that_is_too_long_for_its_column_is_set_smaller_and_others_are_not() {
        let fonts = Fonts::load().unwrap();
        let mut canvas = Canvas::new(600, 600, &fonts).unwrap();
        let sheet = Sheet::new(&mut canvas, 2.0);
        let setter = Setter { sheet: &sheet, size: 1.0 };
        let long = "Residents within reach along streets";
        let usual = setter.face(Weight::Bold, HEADING, TEXT);
        let wide = sheet.width(long, usual);
        let face = setter.heading_face(long, wide * 0.8);
        assert!((sheet.width(long, face) - wide * 0.8).abs() < 0.01);
        assert!((setter.heading_face(long, wide * 1.01).size - usual.size).abs() < 1e-6);
    }
}
