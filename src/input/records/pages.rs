//! What a Parquet file says of its columns and pages, checked before the library trusts it.
//!
//! Takes the list at the end of the file, and walks the heads of the pages (`PageHeader` of the Apache
//! Parquet Format, in the compact protocol of Thrift). The library makes room for what a head declares: a
//! page of a kilobyte may name two gigabytes, and a run of a few bytes two billion values. With gzip it takes
//! whatever comes, so that those pages are unpacked here, into nothing, as far as is allowed; so it does with
//! frames of LZ4, whose length their blocks tell.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use super::super::sniff::Refusal;
use super::lz4;
use crate::finding::{Finding, Place};

/// So many times its own length a file may unpack to, as a workbook.
const MOST_UNPACKED: u64 = 100;

/// Small files may unpack to this, in bytes, whatever their length.
const ALWAYS_UNPACKED: u64 = 64 << 20;

/// What a value counts at least, in bytes: two numbers of a place.
const VALUE: u64 = 16;

/// What stands where a structure has no more fields.
const END: u8 = 0;

/// Structures in structures in the head of a page; the format has three.
const DEEPEST: u8 = 8;

/// To how many bytes a file of this length may unpack.
pub(super) fn most(length: usize) -> u64 {
    (length as u64).saturating_mul(MOST_UNPACKED).max(ALWAYS_UNPACKED)
}

/// The finding for a file that unpacks to more than that.
pub(super) fn too_long(most: u64, place: &Place) -> Refusal {
    let message = format!("the file unpacks to more than {} MB", most >> 20);
    let finding = Finding::error("too-long", place.clone(), message);
    Box::new(finding.with_help("get the file again, or export the layer as GeoJSON or CSV"))
}

/// The columns of all groups of rows.
fn columns(about: &ParquetMetaData) -> impl Iterator<Item = &ColumnChunkMetaData> {
    about.row_groups().iter().flat_map(RowGroupMetaData::columns)
}

/// Refuses columns that lie outside of the file, which the library trusts.
pub(super) fn check_inside(about: &ParquetMetaData, length: usize) -> Result<(), ParquetError> {
    for column in columns(about) {
        let data = column.data_page_offset();
        let start = column.dictionary_page_offset().map_or(data, |first| first.min(data));
        let end = start.checked_add(column.compressed_size());
        let is_inside = end.and_then(|end| usize::try_from(end).ok()).is_some_and(|e| e <= length);
        if start < 0 || column.compressed_size() < 0 || !is_inside {
            return Err(ParquetError::General("a column lies outside of the file".to_owned()));
        }
    }
    Ok(())
}

/// Refuses columns that are packed in a way that this build does not unpack.
pub(super) fn check_packing(about: &ParquetMetaData, place: &Place) -> Result<(), Refusal> {
    let word =
        columns(about).map(ColumnChunkMetaData::compression).find_map(|packing| match packing {
            Compression::BROTLI(_) => Some("Brotli"),
            Compression::LZO => Some("LZO"),
            _ => None,
        });
    let Some(word) = word else { return Ok(()) };
    let message =
        format!("columns are packed with {word}; read are Snappy, gzip, LZ4, zstd, or none");
    let help = "write it again packed with Snappy, which is what geopandas and ogr2ogr do unasked";
    Err(Box::new(Finding::error("format", place.clone(), message).with_help(help)))
}

/// Whether all pages together unpack to no more than `most` bytes. The columns lie inside of the file.
///
/// # Errors
///
/// The head of a page cannot be read.
pub(super) fn fit(bytes: &[u8], about: &ParquetMetaData, most: u64) -> Result<bool, ParquetError> {
    let mut left = Some(most);
    for column in columns(about) {
        let Some(room) = left else { break };
        let broken = || ParquetError::General("the head of a page cannot be read".to_owned());
        let length = unpacked(bytes, column, room).ok_or_else(broken)?;
        left = room.checked_sub(length);
    }
    Ok(left.is_some())
}

/// What the pages of one column unpack to, counted no further than past `most`; none where the head of a
/// page cannot be read.
fn unpacked(bytes: &[u8], column: &ColumnChunkMetaData, most: u64) -> Option<u64> {
    let (start, length) = column.byte_range();
    let mut rest = bytes.get(usize::try_from(start).ok()?..)?;
    let mut rest = rest.split_off(..usize::try_from(length).ok()?)?;
    let mut sum: u64 = 0;
    while !rest.is_empty() && sum <= most {
        let page = Page::behind(&mut rest)?;
        let packed = rest.split_off(..page.packed)?;
        let length = match column.compression() {
            Compression::UNCOMPRESSED => packed.len() as u64,
            Compression::GZIP(_) => page.unpacked.max(gunzipped(packed, most)),
            Compression::LZ4 => page.unpacked.max(lz4::unpacked(packed).unwrap_or(0)),
            _ => page.unpacked,
        };
        sum = sum.saturating_add(length.max(page.values.saturating_mul(VALUE)));
    }
    Some(sum)
}

/// How many bytes come out of gzip, counted no further than just past `most`. What is damaged ends.
fn gunzipped(packed: &[u8], most: u64) -> u64 {
    let mut counted = MultiGzDecoder::new(packed).take(most.saturating_add(1));
    let mut sum = 0;
    let mut part = [0; 8192];
    while let Ok(count @ 1..) = counted.read(&mut part) {
        sum += count as u64;
    }
    sum
}

/// What the head of a page says: its two lengths in bytes, and how many values it holds.
struct Page {
    packed: usize,
    unpacked: u64,
    values: u64,
}

impl Page {
    /// Reads the head that the bytes begin with, and leaves what is behind it.
    fn behind(bytes: &mut &[u8]) -> Option<Self> {
        let (mut packed, mut unpacked, mut values) = (None, None, 0);
        let mut number = 0;
        loop {
            let kind = field(bytes, &mut number)?;
            match (number, kind) {
                (_, END) => break,
                (2, 5) => unpacked = Some(signed(varint(bytes)?)),
                (3, 5) => packed = Some(signed(varint(bytes)?)),
                // The heads of pages of data, in both of their versions.
                (5 | 8, 12) => values = values.max(count(bytes)?),
                _ => skip(bytes, kind, DEEPEST)?,
            }
        }
        let (packed, unpacked) = (packed?.try_into().ok()?, unpacked?.try_into().ok()?);
        Some(Self { packed, unpacked, values })
    }
}

/// How many values the head of a page of data says that it holds.
fn count(bytes: &mut &[u8]) -> Option<u64> {
    let (mut values, mut number) = (0, 0);
    loop {
        let kind = field(bytes, &mut number)?;
        match (number, kind) {
            (_, END) => return Some(values),
            (1, 5) => values = signed(varint(bytes)?).try_into().ok()?,
            _ => skip(bytes, kind, DEEPEST)?,
        }
    }
}

/// The kind of the next field of a structure, its number put in `number`, or [`END`].
fn field(bytes: &mut &[u8], number: &mut i64) -> Option<u8> {
    let head = *bytes.split_off_first()?;
    let kind = head & 0x0f;
    if kind != END {
        *number = match head >> 4 {
            0 => signed(varint(bytes)?),
            step => number.checked_add(i64::from(step))?,
        };
    }
    Some(kind)
}

/// A number of seven bits a byte, the lowest first.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// A number whose lowest bit is its sign.
fn signed(zigzag: u64) -> i64 {
    (zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed()
}

/// Passes over a value of a kind.
fn skip(bytes: &mut &[u8], kind: u8, deepest: u8) -> Option<()> {
    let deeper = deepest.checked_sub(1)?;
    let length = match kind {
        // True and false are said by the kind itself.
        1 | 2 => 0,
        3 => 1,
        4..=6 => {
            varint(bytes)?;
            0
        }
        7 => 8,
        8 => usize::try_from(varint(bytes)?).ok()?,
        9 | 10 => return skip_list(bytes, deeper),
        12 => {
            let mut number = 0;
            loop {
                match field(bytes, &mut number)? {
                    END => break,
                    kind => skip(bytes, kind, deeper)?,
                }
            }
            0
        }
        _ => return None,
    };
    bytes.split_off(..length).map(|_| ())
}

fn skip_list(bytes: &mut &[u8], deepest: u8) -> Option<()> {
    let head = *bytes.split_off_first()?;
    let count = if head >> 4 == 15 { varint(bytes)? } else { u64::from(head >> 4) };
    for _ in 0..count {
        match head & 0x0f {
            // In a list each of them has a byte.
            1 | 2 => skip(bytes, 3, deepest)?,
            kind => skip(bytes, kind, deepest)?,
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a page: field 2 is 100 bytes, field 3 is 10, field 5 a structure with 7 values, with
    /// these fields between.
    fn head(between: &[u8]) -> Vec<u8> {
        let lengths = [0x15, 0x00, 0x15, 0xc8, 0x01, 0x15, 0x14];
        // Field 5 by its number, so that it does not matter which came before.
        let values = [0x0c, 0x0a, 0x15, 0x0e, 0x11, 0x00];
        [&lengths[..], between, &values, &[0x00], b"rest"].concat()
    }

    fn read(bytes: &[u8]) -> Option<(usize, u64, u64, Vec<u8>)> {
        let mut rest = bytes;
        Page::behind(&mut rest).map(|page| (page.packed, page.unpacked, page.values, rest.to_vec()))
    }

    #[test]
    fn the_head_of_a_page_is_read_whatever_else_stands_in_it() {
        let between: [&[u8]; 9] = [
            &[],
            // True, a byte, a number, a double, text.
            &[0x11],
            &[0x13, 0x05],
            &[0x16, 0xff, 0x01],
            &[0x17, 1, 2, 3, 4, 5, 6, 7, 8],
            &[0x18, 3, b'a', b'b', b'c'],
            // Lists of two numbers, of two truths, and of sixteen numbers.
            &[0x19, 0x25, 1, 2, 0x19, 0x21, 1, 2],
            &[0x19, 0xf5, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
            // A structure in a structure.
            &[0x1c, 0x1c, 0x15, 0x02, 0x00, 0x00],
        ];
        for between in between {
            assert_eq!(read(&head(between)), Some((10, 100, 7, b"rest".to_vec())), "{between:?}");
        }
    }

    #[test]
    fn a_head_that_breaks_off_or_nests_without_end_is_none() {
        let whole = head(&[0x18, 3, b'a', b'b', b'c']);
        for cut in 0..whole.len() - b"rest".len() {
            assert_eq!(read(&whole[..cut]), None, "{cut}");
        }
        // A kind that pages have not, a number past 64 bits, and structures without end.
        let deep = [0x1c; 50];
        for between in [
            &[0x1b, 0x00][..],
            &[0x15; 1],
            &[0x16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            &deep,
        ] {
            let odd = [&head(between)[..7 + between.len()], &[0x00]].concat();
            assert_eq!(read(&odd), None, "{between:?}");
        }
        // Lengths below nought.
        assert_eq!(read(&[0x25, 0x01, 0x15, 0x14, 0x00]), None);
        assert_eq!(read(&[0x25, 0x14, 0x15, 0x01, 0x00]), None);
    }

    #[test]
    fn gzip_is_counted_no_further_than_is_allowed() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gzip, &vec![7; 100_000]).unwrap();
        let packed = gzip.finish().unwrap();
        assert_eq!(gunzipped(&packed, 1_000_000), 100_000);
        assert_eq!(gunzipped(&packed, 50_000), 50_001);
        assert_eq!(gunzipped(b"no gzip", 50), 0);
    }
}
