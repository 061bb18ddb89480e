//! The two fonts of the maps: which glyph a character has, how wide it is, and its outline.
//!
//! Takes a line of text and gives its glyphs with their places, in units of the font size. Advances
//! come from `hmtx`, pairs of letters are drawn together by the `kern` feature of `GPOS` (OpenType
//! 1.9), and neighbouring full-width marks share their blank halves, as Chinese setting asks (CLREQ
//! section 3.1.6). A bold character that the smaller bold font lacks is taken from the regular one.
//! The fonts are part of the program, so that a map has the same bytes on every machine.
//! No shaping: scripts that join letters or run from right to left are set letter by letter.

use tiny_skia::{Path, PathBuilder};
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::RenderError;

/// GBK, Latin, Greek, Cyrillic and signs.
const REGULAR: &[u8] = include_bytes!("fonts/walkshed-sans-sc-regular.otf");

/// GB 2312, Latin, Greek, Cyrillic and signs.
const BOLD: &[u8] = include_bytes!("fonts/walkshed-sans-sc-bold.otf");

/// Height of a capital letter or a Chinese character's visual top above the baseline, in ems.
pub(super) const ASCENT: f32 = 0.82;

/// Depth of a descender or a Chinese character's foot below the baseline, in ems.
pub(super) const DESCENT: f32 = 0.14;

/// What stands for a character that a font lacks: its first glyph (OpenType 1.9, `.notdef`).
const MISSING: GlyphId = GlyphId(0);

/// How heavy the strokes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// For reading.
    Regular,
    /// For titles.
    Bold,
}

/// One glyph of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// Which of the two fonts it comes from.
    pub(super) weight: Weight,
    /// Its number there.
    pub(super) glyph: GlyphId,
    /// Its origin from the start of the line, in ems.
    pub(super) x: f32,
}

/// A line of text as glyphs.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// In reading order.
    pub(super) glyphs: Vec<Placed>,
    /// From start to end, in ems.
    pub(super) width: f32,
    /// Characters that neither font has.
    pub(super) missing: Vec<char>,
}

/// Both fonts.
pub(super) struct Fonts {
    regular: Face<'static>,
    bold: Face<'static>,
}

impl Fonts {
    /// Reads the tables of both fonts.
    pub(super) fn load() -> Result<Self, RenderError> {
        let parse = |bytes| Face::parse(bytes, 0).map_err(|e| RenderError::Font(e.to_string()));
        Ok(Self { regular: parse(REGULAR)?, bold: parse(BOLD)? })
    }

    /// The glyphs of a line. A missing character is reported; it shows without its accent where it is
    /// a Latin letter with one, else as a crossed box.
    pub(super) fn line(&self, text: &str, weight: Weight) -> Line {
        let mut line = Line::default();
        let mut before: Option<(char, Weight, GlyphId)> = None;
        for c in text.chars().filter(|c| !is_invisible(*c)) {
            let found = self.find(c, weight);
            if found.is_none() {
                line.missing.push(c);
            }
            let bare = || bare_letter(c).and_then(|letter| self.find(letter, weight));
            let Some((from, glyph)) = found.or_else(bare) else {
                line.glyphs.push(Placed { weight, glyph: MISSING, x: line.width });
                line.width += self.advance(weight, MISSING);
                before = None;
                continue;
            };
            line.width += match before {
                None if is_opening(c) => -0.5,
                Some((b, _, _)) if shares_blank(b, c) => -0.5,
                Some((_, w, g)) if w == from => self.kern(from, g, glyph),
                None | Some(_) => 0.0,
            };
            line.glyphs.push(Placed { weight: from, glyph, x: line.width });
            line.width += self.advance(from, glyph);
            before = Some((c, from, glyph));
        }
        line
    }

    /// Width of a line in ems.
    pub(super) fn width(&self, text: &str, weight: Weight) -> f32 {
        self.line(text, weight).width
    }

    /// The outline of a glyph in ems, y upwards; none for a blank.
    pub(super) fn outline(&self, weight: Weight, glyph: GlyphId) -> Option<Path> {
        let face = self.face(weight);
        let mut pen = Pen { path: PathBuilder::new(), scale: 1.0 / em(face) };
        face.outline_glyph(glyph, &mut pen)?;
        pen.path.finish()
    }

    fn find(&self, c: char, weight: Weight) -> Option<(Weight, GlyphId)> {
        let bold = || self.bold.glyph_index(c).map(|g| (Weight::Bold, g));
        let regular = || self.regular.glyph_index(c).map(|g| (Weight::Regular, g));
        match weight {
            Weight::Bold => bold().or_else(regular),
            Weight::Regular => regular(),
        }
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    fn advance(&self, weight: Weight, glyph: GlyphId) -> f32 {
        let face = self.face(weight);
        f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / em(face)
    }

    /// How far two neighbours move together (negative) or apart, in ems.
    fn kern(&self, weight: Weight, left: GlyphId, right: GlyphId) -> f32 {
        let face = self.face(weight);
        let Some(gpos) = face.tables().gpos else { return 0.0 };
        for lookup in gpos.lookups {
            for table in lookup.subtables.into_iter::<PositioningSubtable>() {
                if let PositioningSubtable::Pair(pair) = table
                    && let Some(units) = pair_units(&pair, left, right)
                {
                    return f32::from(units) / em(face);
                }
            }
        }
        0.0
    }
}

/// The change of the left advance that a pair table gives; none where it does not know the pair.
fn pair_units(pair: &PairAdjustment<'_>, left: GlyphId, right: GlyphId) -> Option<i16> {
    let at = pair.coverage().get(left)?;
    let records = match pair {
        PairAdjustment::Format1 { sets, .. } => sets.get(at)?.get(right)?,
        PairAdjustment::Format2 { classes, matrix, .. } => {
            matrix.get((classes.0.get(left), classes.1.get(right)))?
        }
    };
    Some(records.0.x_advance)
}

fn em(face: &Face<'_>) -> f32 {
    f32::from(face.units_per_em())
}

/// The letters of Latin Extended-A (U+0100 to U+017F, Unicode 16) without their accents and strokes, in
/// order; a ligature is its first letter.
const BARE: &[u8; 128] =
    b"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNn\
    OoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// The plain letter of a Latin letter with an accent, of those that Chinese fonts seldom have.
fn bare_letter(c: char) -> Option<char> {
    match c {
        'Ș' | 'ș' | 'Ț' | 'ț' => Some(['S', 's', 'T', 't'][c as usize - 'Ș' as usize]),
        _ => {
            let at = u32::from(c).checked_sub(0x100)?;
            BARE.get(usize::try_from(at).ok()?).map(|&letter| char::from(letter))
        }
    }
}

/// Marks that change nothing on paper: controls, joiners, byte order marks, variation selectors.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Full-width marks with their ink in the right half.
fn is_opening(c: char) -> bool {
    matches!(c, '（' | '《' | '〈' | '【' | '〔' | '「' | '『')
}

/// Full-width marks with their ink in the left half.
fn is_closing(c: char) -> bool {
    matches!(c, '）' | '》' | '〉' | '】' | '〕' | '」' | '』' | '，' | '。' | '、' | '；' | '：')
}

/// Whether two full-width marks face each other with a blank half.
fn shares_blank(left: char, right: char) -> bool {
    (is_closing(left) && (is_closing(right) || is_opening(right)))
        || (is_opening(left) && is_opening(right))
}

struct Pen {
    path: PathBuilder,
    scale: f32,
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x * self.scale, y * self.scale);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x * self.scale, y * self.scale);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let s = self.scale;
        self.path.quad_to(x1 * s, y1 * s, x * s, y * s);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let s = self.scale;
        self.path.cubic_to(x1 * s, y1 * s, x2 * s, y2 * s, x * s, y * s);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_one_em_wide() {
        let fonts = Fonts::load().unwrap();
        assert!((fonts.width("北山街道", Weight::Regular) - 4.0).abs() < 1e-6);
    }

    #[test]
    fn a_bold_character_may_come_from_the_regular_font() {
        // U+6F37 is in GBK and not in GB 2312.
        let line = Fonts::load().unwrap().line("漷县", Weight::Bold);
        assert_eq!(line.glyphs[0].weight, Weight::Regular);
        assert_eq!(line.glyphs[1].weight, Weight::Bold);
        assert!(line.missing.is_empty());
    }

    #[test]
    fn a_character_that_no_font_has_is_reported_and_shows_as_a_box() {
        let fonts = Fonts::load().unwrap();
        for weight in [Weight::Regular, Weight::Bold] {
            let line = fonts.line("𠮷村", weight);
            assert_eq!(line.missing, ['𠮷']);
            assert!((line.width - 2.0).abs() < 1e-6);
            assert!(fonts.outline(weight, line.glyphs[0].glyph).is_some());
        }
    }

    #[test]
    fn a_latin_letter_that_no_font_has_loses_its_accent_and_is_reported() {
        let fonts = Fonts::load().unwrap();
        let line = fonts.line("Łódź ș", Weight::Regular);
        assert_eq!(line.missing, ['Ł', 'ź', 'ș']);
        let glyphs = |text| -> Vec<GlyphId> {
            fonts.line(text, Weight::Regular).glyphs.iter().map(|placed| placed.glyph).collect()
        };
        assert_eq!(glyphs("Łódź ș"), glyphs("Lódz s"));
        assert_eq!(
            ["Ā", "ſ", "Ŵ"].map(|c| bare_letter(c.chars().next().unwrap())),
            [Some('A'), Some('s'), Some('W')]
        );
        assert_eq!(bare_letter('ƀ'), None);
    }

    #[test]
    fn letters_are_kerned() {
        let fonts = Fonts::load().unwrap();
        let apart = fonts.width("A", Weight::Regular) + fonts.width("V", Weight::Regular);
        assert!(fonts.width("AV", Weight::Regular) < apart - 0.005);
    }

    #[test]
    fn facing_marks_share_their_blank_halves() {
        let fonts = Fonts::load().unwrap();
        // Four characters, one shared half.
        assert!((fonts.width("甲）（乙", Weight::Regular) - 3.5).abs() < 1e-6);
    }
}
