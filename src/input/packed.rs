//! Numbers and texts one behind another, lowest byte first, as a kept layer stands in its file.

use super::document::{FeatureAt, Root};
use super::layer::Origin;
use crate::model::{Local, Spot};

/// What is written, from its beginning.
#[derive(Debug, Default)]
pub(super) struct Packer(pub(super) Vec<u8>);

impl Packer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    pub(super) fn float(&mut self, number: f64) {
        self.number(number.to_bits());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend(text.as_bytes());
    }

    pub(super) fn numbers(&mut self, numbers: &[u32]) {
        self.count(numbers.len());
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    pub(super) fn spots(&mut self, spots: &[Spot]) {
        self.count(spots.len());
        let two = |spot: &Spot| [spot.x.to_le_bytes(), spot.y.to_le_bytes()];
        self.0.extend(spots.iter().flat_map(two).flatten());
    }

    pub(super) fn places(&mut self, places: &[Local]) {
        self.count(places.len());
        let two = |at: &Local| [at.x.to_le_bytes(), at.y.to_le_bytes()];
        self.0.extend(places.iter().flat_map(two).flatten());
    }
}

/// What is still to be read; each call gives none where the bytes end first.
#[derive(Debug)]
pub(super) struct Unpacker<'a>(pub(super) &'a [u8]);

impl<'a> Unpacker<'a> {
    pub(super) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        self.number()?.try_into().ok()
    }

    pub(super) fn float(&mut self) -> Option<f64> {
        self.number().map(f64::from_bits)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let count = self.count()?;
        String::from_utf8(self.bytes(count)?.to_vec()).ok()
    }

    /// A list of items of `N` bytes each.
    pub(super) fn list<T, const N: usize>(
        &mut self,
        item: impl Fn(&[u8; N]) -> T,
    ) -> Option<Vec<T>> {
        let count = self.count()?.checked_mul(N)?;
        let (items, _) = self.bytes(count)?.as_chunks::<N>();
        Some(items.iter().map(item).collect())
    }

    pub(super) fn numbers(&mut self) -> Option<Vec<u32>> {
        self.list(|bytes| u32::from_le_bytes(*bytes))
    }

    pub(super) fn spots(&mut self) -> Option<Vec<Spot>> {
        self.list(|&[a, b, c, d, e, f, g, h]| Spot {
            x: i32::from_le_bytes([a, b, c, d]),
            y: i32::from_le_bytes([e, f, g, h]),
        })
    }

    pub(super) fn places(&mut self) -> Option<Vec<Local>> {
        self.list(|bytes: &[u8; 16]| {
            let whole = u128::from_le_bytes(*bytes);
            // The lower half, then the upper one.
            #[expect(clippy::cast_possible_truncation, reason = "halves are asked for")]
            let half = |shift: u32| f64::from_bits((whole >> shift) as u64);
            Local::new(half(0), half(64))
        })
    }
}

/// How features lie in a file, as a byte; only such as streets are kept of.
const ROOTS: [Root; 4] = [Root::Collection, Root::Bare, Root::Lines, Root::Records];

/// Packs which feature of which file.
pub(super) fn pack_origin(origin: Origin, out: &mut Packer) -> Option<()> {
    let FeatureAt { root, index } = origin.at();
    out.number(u64::from(origin.file));
    out.byte(u8::try_from(ROOTS.iter().position(|known| *known == root)?).ok()?);
    out.count(index);
    Some(())
}

/// Gives it back.
pub(super) fn unpack_origin(all: &mut Unpacker<'_>) -> Option<Origin> {
    let file = all.count()?;
    let root = *ROOTS.get(usize::from(all.byte()?))?;
    Some(Origin::new(file, FeatureAt { root, index: all.count()? }))
}
