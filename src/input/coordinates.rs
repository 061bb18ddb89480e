//! The `coordinates` member of a geometry, laid out flat.
//!
//! Takes a cursor at the opening bracket and gives positions in one list, with the ends of the lists
//! of positions (rings, lines) and of the lists of those (polygons), whatever the geometry's type,
//! which may stand after the coordinates (RFC 7946 section 3.1). What is JSON but no coordinate is a
//! [`Flaw`]: the first one is kept and the rest of the member is skipped over.

use super::cursor::{Cursor, Fault};
use crate::model::LonLat;

/// How deep positions lie: 1 is a bare position, 4 the coordinates of a `MultiPolygon`.
const MOST_LEVELS: u8 = 4;

/// What is wrong with coordinates that are sound JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlawKind {
    /// Something else stands where a number or a list was to be.
    NotANumber,
    /// A position of fewer than two numbers.
    ShortPosition(usize),
    /// Positions and lists of them side by side, or lists of unequal depth.
    MixedNesting,
    /// Lists nested deeper than any geometry has them.
    TooNested,
    /// A list without anything in it.
    EmptyList,
}

/// A flaw and its offset in the slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) kind: FlawKind,
    pub(super) at: usize,
}

/// Coordinates of one geometry; the memory is used again for the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Coordinates {
    /// All positions in order, heights left away.
    pub(super) positions: Vec<LonLat>,
    /// End in `positions` of each list of positions.
    pub(super) rings: Vec<usize>,
    /// End in `rings` of each list of lists of positions.
    pub(super) polygons: Vec<usize>,
    /// How deep the positions lie; 0 where there are none.
    pub(super) levels: u8,
    /// Whether a position had a third number.
    pub(super) has_heights: bool,
    /// The first flaw.
    pub(super) flaw: Option<Flaw>,
}

impl Coordinates {
    /// Forgets the last geometry.
    pub(super) fn clear(&mut self) {
        self.positions.clear();
        self.rings.clear();
        self.polygons.clear();
        self.levels = 0;
        self.has_heights = false;
        self.flaw = None;
    }

    /// Makes it one position.
    pub(super) fn put(&mut self, at: LonLat, has_height: bool) {
        self.positions.push(at);
        self.levels = 1;
        self.has_heights = has_height;
    }

    /// Reads the value at the cursor; `depth` is the nesting around it.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>, depth: u32) -> Result<(), Fault> {
        self.clear();
        if cursor.peek()? == b'[' {
            self.levels = self.list(cursor, depth)?;
            Ok(())
        } else {
            self.note(FlawKind::NotANumber, cursor.pos());
            cursor.skip(depth)
        }
    }

    fn note(&mut self, kind: FlawKind, at: usize) {
        self.flaw.get_or_insert(Flaw { kind, at });
    }

    /// Reads a list and gives its level: 1 for a position, 0 for an empty list or a flawed one.
    fn list(&mut self, cursor: &mut Cursor<'_>, depth: u32) -> Result<u8, Fault> {
        let depth = cursor.deeper(depth)?;
        let start = cursor.pos();
        cursor.bump();
        match cursor.peek()? {
            b']' => {
                cursor.bump();
                Ok(0)
            }
            b'[' => self.children(cursor, depth, start),
            _ => self.position(cursor, depth, start),
        }
    }

    #[inline]
    fn position(&mut self, cursor: &mut Cursor<'_>, depth: u32, start: usize) -> Result<u8, Fault> {
        let mut numbers = [0.0; 2];
        let mut count = 0;
        loop {
            match cursor.peek()? {
                b'0'..=b'9' | b'-' => {
                    let value = cursor.float()?;
                    if let Some(number) = numbers.get_mut(count) {
                        *number = value;
                    }
                }
                _ => {
                    // A word such as NaN is no JSON and ends the reading here.
                    let at = cursor.pos();
                    cursor.skip(depth)?;
                    self.note(FlawKind::NotANumber, at);
                }
            }
            count += 1;
            if !cursor.next_item()? {
                break;
            }
        }
        if count < 2 {
            self.note(FlawKind::ShortPosition(count), start);
        }
        self.has_heights |= count > 2;
        self.positions.push(LonLat { lon: numbers[0], lat: numbers[1] });
        Ok(1)
    }

    fn children(&mut self, cursor: &mut Cursor<'_>, depth: u32, start: usize) -> Result<u8, Fault> {
        let mut level = None;
        loop {
            let at = cursor.peek().map(|_| cursor.pos())?;
            let child = if cursor.peek()? == b'[' {
                self.list(cursor, depth)?
            } else {
                cursor.skip(depth)?;
                self.note(FlawKind::NotANumber, at);
                0
            };
            if child == 0 {
                self.note(FlawKind::EmptyList, at);
            } else if *level.get_or_insert(child) != child {
                self.note(FlawKind::MixedNesting, at);
            }
            if !cursor.next_item()? {
                break;
            }
        }
        let level = level.unwrap_or(0);
        match level {
            1 => self.rings.push(self.positions.len()),
            2 => self.polygons.push(self.rings.len()),
            MOST_LEVELS.. => self.note(FlawKind::TooNested, start),
            _ => {}
        }
        Ok((level + 1).min(MOST_LEVELS))
    }
}
