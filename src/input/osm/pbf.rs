//! The frame of an `.osm.pbf` file: a row of blobs, packed one by one.
//!
//! Source: OpenStreetMap wiki, "PBF Format", section "File format": four bytes of length, a
//! `BlobHeader`, a `Blob`, and so on to the end. Some blobs at a time are read and decoded side by side;
//! their order is kept. Blobs packed with zlib or not at all are read; LZ4, LZMA, bzip2 and zstd are
//! refused by name. The limits are those of the page: 64 KiB a header, 32 MiB a blob.

use std::io::Read;
use std::ops::Range;

use flate2::{Decompress, FlushDecompress, Status};
use rayon::prelude::*;

use super::block::decode;
use super::extract::{Extract, WordedPart};
use super::proto::{Cut, Reader};
use crate::finding::{Finding, Place};
use crate::input::window::{Broken, Window};
use crate::input::words::quoted;

/// Longest header of a blob, in bytes.
const LONGEST_HEADER: usize = 64 * 1024;

/// Longest blob, packed or not, in bytes.
const LONGEST_BLOB: usize = 32 * 1024 * 1024;

/// How many unpacked bytes a thread decodes before the parts are added, so that memory stays bounded
/// and is used again.
const BATCH: usize = 1024 * 1024;

/// What the header of a file may ask of its reader.
const KNOWN_FEATURES: [&[u8]; 2] = [b"OsmSchema-V0.6", b"DenseNodes"];

/// Why a file cannot be read to its end.
pub(super) enum Stop {
    /// The bytes fail.
    Broken(Broken),
    /// A finding says it.
    Said(Box<Finding>),
}

impl From<Box<Finding>> for Stop {
    fn from(finding: Box<Finding>) -> Self {
        Self::Said(finding)
    }
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// A blob that is still packed.
struct Packed {
    blob: Vec<u8>,
    /// Where in it the packed bytes are.
    data: Range<usize>,
    /// Length unpacked; none where it is not packed.
    unpacked: Option<usize>,
    /// Where it begins in the file.
    offset: u64,
    number: usize,
}

/// Whether these are the first bytes of such a file.
pub(super) fn is_pbf(head: &[u8]) -> bool {
    head.get(4..15) == Some(b"\x0a\x09OSMHeader")
}

/// Reads all blobs of a file.
pub(super) fn read<R: Read>(
    window: &mut Window<R>,
    file: &str,
    extract: &mut Extract,
) -> Result<(), Stop> {
    let mut frame = Frame { window, file, number: 0 };
    let mut has_date = false;
    let most = BATCH * rayon::current_num_threads();
    let (mut rooms, mut parts): (Vec<Vec<u8>>, Vec<WordedPart>) = (Vec::new(), Vec::new());
    loop {
        let (mut batch, mut size) = (Vec::new(), 0);
        while size < most
            && let Some((kind, packed)) = frame.next()?
        {
            size += packed.unpacked.unwrap_or(packed.data.len());
            match &*kind {
                b"OSMHeader" => has_date |= header(&packed, file, extract)?,
                b"OSMData" => batch.push(packed),
                _ => {}
            }
        }
        if batch.is_empty() {
            return Ok(());
        }
        // The rooms of the batch before are used again: fresh ones cost a fault a page.
        if parts.len() < batch.len() {
            parts.resize_with(batch.len(), WordedPart::default);
            rooms.resize_with(batch.len(), Vec::new);
        }
        let decoded: Vec<Result<(), Box<Finding>>> = batch
            .par_iter()
            .zip(rooms.par_iter_mut().zip(&mut parts))
            .map(|(packed, (room, part))| {
                let bytes = packed.unpack(room, file)?;
                decode(bytes, !has_date, part).map_err(|Cut| packed.damaged(file))
            })
            .collect();
        // All are decoded, so that of several flaws the first in the file is told.
        decoded.into_iter().collect::<Result<(), _>>()?;
        extract.add(&mut parts[..batch.len()]);
    }
}

struct Frame<'a, R: Read> {
    window: &'a mut Window<R>,
    file: &'a str,
    number: usize,
}

impl<R: Read> Frame<'_, R> {
    /// The next blob with its kind; none at the end of the file.
    fn next(&mut self) -> Result<Option<(Vec<u8>, Packed)>, Stop> {
        let offset = self.window.offset();
        if !self.need(1)? {
            return Ok(None);
        }
        self.number += 1;
        let length = self.take(4, "the length of a blob")?;
        let length = length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        if length > LONGEST_HEADER {
            let what = format!("blob {} has a header of {length} bytes", self.number);
            return Err(damage(self.file, &what, offset).into());
        }
        let header = self.take(length, "the header of a blob")?;
        let (kind, size) = blob_header(&header).map_err(|Cut| {
            let what = format!("the header of blob {} cannot be read", self.number);
            damage(self.file, &what, offset)
        })?;
        if size > LONGEST_BLOB {
            let what = format!("blob {} is {size} bytes long", self.number);
            return Err(damage(self.file, &what, offset).into());
        }
        let body = self.take(size, "a blob")?;
        let packed = blob(body, self.file, (self.number, offset))?;
        Ok(Some((kind, packed)))
    }

    /// Whether so many bytes are left.
    fn need(&mut self, count: usize) -> Result<bool, Broken> {
        while self.window.data().len() < count && !self.window.is_last() {
            self.window.fill()?;
        }
        Ok(self.window.data().len() >= count)
    }

    fn take(&mut self, count: usize, what: &str) -> Result<Vec<u8>, Stop> {
        if !self.need(count)? {
            let end = self.window.offset() + self.window.data().len() as u64;
            let message = format!(
                "file ends inside {what}, byte {end}; {} blobs were whole",
                self.number.saturating_sub(1)
            );
            let finding = Finding::error("osm-cut", Place::file(self.file), message);
            return Err(
                Box::new(finding.with_help("the copy broke off: get the file again")).into()
            );
        }
        let taken = self.window.data()[..count].to_vec();
        self.window.consume(count);
        Ok(taken)
    }
}

fn damage(file: &str, what: &str, offset: u64) -> Box<Finding> {
    let message = format!("{what}, at byte {offset}");
    let finding = Finding::error("osm-damaged", Place::file(file), message);
    Box::new(finding.with_help("get the file again"))
}

/// The kind and the length of a blob.
fn blob_header(bytes: &[u8]) -> Result<(Vec<u8>, usize), Cut> {
    let (mut kind, mut size) = (Vec::new(), None);
    let mut reader = Reader(bytes);
    while let Some((field, value)) = reader.field()? {
        match field {
            1 => kind = value.bytes()?.to_vec(),
            3 => size = usize::try_from(value.number()?).ok(),
            _ => {}
        }
    }
    Ok((kind, size.ok_or(Cut)?))
}

/// Takes a blob apart, without unpacking it.
fn blob(blob: Vec<u8>, file: &str, (number, offset): (usize, u64)) -> Result<Packed, Box<Finding>> {
    let damaged = |Cut| damage(file, &format!("blob {number} cannot be read"), offset);
    let mut found = None;
    let mut unpacked = None;
    let mut reader = Reader(&blob);
    while let Some((field, value)) = reader.field().map_err(damaged)? {
        let foreign = match field {
            2 => {
                unpacked = usize::try_from(value.number().map_err(damaged)?).ok();
                continue;
            }
            1 | 3 => {
                let length = value.bytes().map_err(damaged)?.len();
                let end = blob.len() - reader.0.len();
                found = Some((field, end - length..end));
                continue;
            }
            4 => "LZMA",
            5 => "bzip2",
            6 => "LZ4",
            7 => "zstd",
            _ => continue,
        };
        let message = format!("blob {number} is packed with {foreign}; read is zlib, or unpacked");
        let help = "write it again with `osmium cat -o new.osm.pbf`, which packs with zlib";
        let finding = Finding::error("osm-packing", Place::file(file), message);
        return Err(Box::new(finding.with_help(help)));
    }
    let (field, data) = found.ok_or_else(|| damaged(Cut))?;
    let unpacked = if field == 3 { Some(unpacked.ok_or_else(|| damaged(Cut))?) } else { None };
    if unpacked.is_some_and(|size| size > LONGEST_BLOB) {
        return Err(damage(file, &format!("blob {number} unpacks to more than 32 MiB"), offset));
    }
    Ok(Packed { blob, data, unpacked, offset, number })
}

impl Packed {
    /// The bytes of the blob, unpacked into `room` where it is packed.
    fn unpack<'a>(&'a self, room: &'a mut Vec<u8>, file: &str) -> Result<&'a [u8], Box<Finding>> {
        let Some(size) = self.unpacked else { return Ok(self.data()) };
        room.clear();
        room.reserve(size);
        let mut inflate = Decompress::new(true);
        match inflate.decompress_vec(self.data(), room, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) if room.len() == size => Ok(room),
            _ => Err(self.damaged(file)),
        }
    }

    fn data(&self) -> &[u8] {
        &self.blob[self.data.clone()]
    }

    fn damaged(&self, file: &str) -> Box<Finding> {
        damage(file, &format!("blob {} is damaged", self.number), self.offset)
    }
}

/// Reads the header of a file; true where it says of which day the data is.
fn header(packed: &Packed, file: &str, extract: &mut Extract) -> Result<bool, Stop> {
    let mut room = Vec::new();
    let bytes = packed.unpack(&mut room, file)?;
    let cut = |Cut| Stop::Said(packed.damaged(file));
    let mut has_date = false;
    let mut reader = Reader(bytes);
    while let Some((field, value)) = reader.field().map_err(cut)? {
        match field {
            1 => extract.bounds = bounds(value.bytes().map_err(cut)?).map_err(cut)?,
            4 => {
                let feature = value.bytes().map_err(cut)?;
                if !KNOWN_FEATURES.contains(&feature) {
                    let name = String::from_utf8_lossy(feature);
                    let message = format!("the file asks its reader for {}", quoted(&name));
                    let help = "make a plain extract of one moment, as with `osmium time-filter`";
                    let finding = Finding::error("osm-feature", Place::file(file), message);
                    return Err(Box::new(finding.with_help(help)).into());
                }
            }
            32 => {
                extract.all.newest = value.number().map_err(cut)?.cast_signed();
                has_date = extract.all.newest > 0;
            }
            _ => {}
        }
    }
    Ok(has_date)
}

/// West, south, east, north, in degrees, from nanodegrees.
fn bounds(bytes: &[u8]) -> Result<Option<[f64; 4]>, Cut> {
    let mut sides = [None; 4];
    let mut reader = Reader(bytes);
    while let Some((field, value)) = reader.field()? {
        // Left, right, top, bottom.
        let Some(at) = [1, 4, 2, 3].iter().position(|side| *side == field) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "1.8e11 nanodegrees at most")]
        let degrees = super::proto::zigzag(value.number()?) as f64 / 1e9;
        sides[at] = Some(degrees);
    }
    let [Some(west), Some(south), Some(east), Some(north)] = sides else { return Ok(None) };
    Ok(Some([west, south, east, north]))
}
