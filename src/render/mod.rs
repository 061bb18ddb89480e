//! Maps for a printed report, as PNG.
//!
//! Takes a city, its profile and its assessment and gives the bytes of a picture: [`service_map`]
//! shows the land that one service reaches and its gaps, [`circle_map`] how many services of the
//! circle each piece of land reaches, [`streets_map`] what is reached along streets, [`walk_map`] one
//! walk, [`plan_map`] a city before and after a plan, [`plan_sheet`] one measure of it. plotters draws
//! them on a surface of our own over tiny-skia, with fonts that are part of the program. Every figure on a map is printed as the assessment holds
//! it; nothing is computed here but places on paper. Files are the caller's business, and so is
//! asking whether a service has data: one without has no map.
//!
//! Map conventions: title, rule, legend, scale bar, north arrow, source and date, sheet frame, and a
//! slot for the map approval number (审图号) that a public map of China needs.

mod asked;
mod backend;
mod borders;
mod canvas;
mod circle_map;
mod element;
mod font;
mod footer;
mod furniture;
mod hatch;
mod labels;
mod layout;
mod legend;
mod marks;
mod measure_homes;
mod measure_outlet;
mod measure_walk;
mod names;
mod outlets;
mod palette;
mod panel;
mod plan_facts;
mod plan_map;
mod plan_sheet;
mod plan_table;
mod plan_words;
mod plate;
mod room;
mod service_map;
mod sheet;
mod streets_map;
mod sums;
#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::print_stderr,
    reason = "small counts of a test city; whoever looks at the maps is told what was drawn"
)]
mod tests;
mod text;
mod view;
mod walk_map;
mod walk_panel;
mod words;

use crate::model::{Bounds, City, SubdistrictId};
use crate::profile::Lang;

pub use circle_map::circle_map;
pub use plan_map::{Moment, PlanMap, plan_map};
pub use plan_sheet::plan_sheet;
pub use service_map::service_map;
pub use streets_map::streets_map;
pub use walk_map::walk_map;

/// How a map is to look.
#[derive(Debug, Clone, PartialEq)]
pub struct MapOptions {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// Dots an inch: how large the sheet is on paper, and with it the text.
    pub dpi: u32,
    /// Language of all words but the names of places.
    pub lang: Lang,
    /// Date of the map, as it is to be printed.
    pub date: String,
    /// Where the data come from; empty for no such line.
    pub source: String,
    /// Who made the map; empty for no such line.
    pub compiled_by: String,
    /// Map approval number; empty leaves a slot for it.
    pub approval: String,
    /// The one unit that the map is about; none for the whole city.
    pub unit: Option<SubdistrictId>,
    /// The part of the plane that it shows; none for all of what it is about.
    pub extent: Option<Bounds>,
}

impl MapOptions {
    /// A3 landscape at 144 dots an inch.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            size: (2400, 1697),
            dpi: 144,
            lang,
            date: String::new(),
            source: String::new(),
            compiled_by: String::new(),
            approval: String::new(),
            unit: None,
            extent: None,
        }
    }

    /// The same sheet of paper in another number of pixels: text keeps its share of the picture.
    #[must_use]
    pub fn with_size(self, size: (u32, u32)) -> Self {
        let longer = |(width, height): (u32, u32)| u64::from(width.max(height));
        let dpi = longer(size) * u64::from(self.dpi) / longer(self.size).max(1);
        Self { size, dpi: u32::try_from(dpi).unwrap_or(u32::MAX).max(1), ..self }
    }

    /// The sheet, turned by a quarter where that draws what the map is about clearly larger: upright
    /// for a city that reaches from north to south.
    ///
    /// # Errors
    /// [`RenderError::Size`] where the sheet has an impossible size.
    pub fn turned_for(self, city: &City) -> Result<Self, RenderError> {
        let (width, height) = self.size;
        let is_turned = plate::asks_to_be_turned(city, &self)?;
        Ok(if is_turned { Self { size: (height, width), ..self } } else { self })
    }
}

/// A map, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// The picture.
    pub png: Vec<u8>,
    /// Characters that the fonts do not have, in order; they are boxes on the map, or Latin letters
    /// without their accents.
    pub missing_glyphs: Vec<char>,
    /// Units whose name found no room.
    pub unlabelled: usize,
}

/// Why there is no map.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The sheet is too small for its parts, or too large to hold in memory.
    #[error("a map of {width} x {height} pixels: each side must be 480 to 16900 pixels")]
    Size {
        /// Asked for, in pixels.
        width: u32,
        /// Asked for, in pixels.
        height: u32,
    },
    /// A font of the program cannot be read.
    #[error("the font of the maps cannot be read: {0}")]
    Font(String),
    /// plotters refused.
    #[error("drawing the map: {0}")]
    Draw(String),
    /// The picture cannot be encoded.
    #[error("encoding the map")]
    Png(#[from] png::EncodingError),
}

impl<E: std::error::Error + Send + Sync> From<plotters::drawing::DrawingAreaErrorKind<E>>
    for RenderError
{
    fn from(error: plotters::drawing::DrawingAreaErrorKind<E>) -> Self {
        Self::Draw(error.to_string())
    }
}
