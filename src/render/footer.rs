//! The foot of the sheet: where the data come from, who made the map and when, its approval number.
//!
//! Sources may be long, since licences ask for a line of their own; they take up to three lines.

use plotters_backend::text_anchor::HPos;

use super::font::{Fonts, Weight};
use super::layout::{Frame, line_width};
use super::palette::QUIET;
use super::sheet::Sheet;
use super::text::{shorten, wrap};
use super::words::pick;
use super::{MapOptions, RenderError};

/// Size of the letters in points.
const SIZE: f32 = 8.0;

/// From one line to the next, in points.
const LEADING: f32 = 11.5;

/// Lines, at most.
const LINES: u8 = 3;

/// Between the texts at the left and the right, in points.
const GAP: f32 = 16.0;

/// Between two texts of one line.
const SPACE: &str = "    ";

/// The lines of the foot.
pub(super) struct Footer {
    left: Vec<String>,
    right: String,
}

impl Footer {
    /// Breaks the texts into lines.
    pub(super) fn new(fonts: &Fonts, options: &MapOptions) -> Self {
        let lang = options.lang;
        let blank = "＿＿＿＿＿＿＿＿";
        let number = if options.approval.is_empty() { blank } else { &options.approval };
        let right = format!("{}{number}", pick(lang, "审图号：", "Map approval no. (审图号): "));
        let ems = |text: &str| fonts.width(text, Weight::Regular);
        let room = (line_width(options.size, options.dpi) - GAP) / SIZE - ems(&right);
        let say = |word: &str, text: &str| match text {
            "" => String::new(),
            _ => format!("{word}{text}{SPACE}"),
        };
        let date = say(pick(lang, "制图日期：", "Date: "), &options.date);
        let maker = say(pick(lang, "编制单位：", "Compiled by: "), &options.compiled_by);
        // What wrapping leaves empty at the ends of lines is less than a line in all.
        let most = f32::from(LINES - 1) * room - ems(&maker) - ems(&date);
        let source = shorten(fonts, &options.source, Weight::Regular, most.max(room / 2.0));
        let source = say(pick(lang, "资料来源：", "Source: "), &source);
        let text = format!("{source}{maker}{date}");
        let mut left = wrap(fonts, text.trim_end(), Weight::Regular, room.max(1.0));
        left.truncate(LINES.into());
        Self { left, right }
    }

    /// Height in points.
    pub(super) fn height(&self) -> f32 {
        SIZE + 3.0 + self.left.iter().skip(1).map(|_| LEADING).sum::<f32>()
    }

    /// Draws it into its frame.
    pub(super) fn draw(&self, sheet: &Sheet<'_, '_>, frame: Frame) -> Result<(), RenderError> {
        let face = sheet.face(Weight::Regular, SIZE, QUIET);
        sheet.text(&self.right, face, (frame.right, frame.top), HPos::Right)?;
        let mut top = frame.top;
        for line in &self.left {
            sheet.text(line, face, (frame.left, top), HPos::Left)?;
            top += sheet.pt(LEADING);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Lang;

    fn lines(source: &str) -> Vec<String> {
        let fonts = Fonts::load().unwrap();
        let options = MapOptions {
            date: "2026-11-24".to_owned(),
            source: source.to_owned(),
            compiled_by: "Planning office".to_owned(),
            ..MapOptions::new(Lang::En)
        };
        Footer::new(&fonts, &options).left
    }

    #[test]
    fn a_short_source_takes_one_line() {
        let line = "Source: OpenStreetMap    Compiled by: Planning office    Date: 2026-11-24";
        assert_eq!(lines("OpenStreetMap"), [line]);
    }

    #[test]
    fn a_long_source_is_shortened_and_never_the_date() {
        let lines = lines(&"land register of the province; ".repeat(60));
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with("Date: 2026-11-24"), "{lines:?}");
        assert!(lines.concat().contains("..."), "{lines:?}");
    }
}
