//! A layer of streets with its graph as it is kept between runs, so that the files need not be read again.
//!
//! A kept layer is known by a key: SHA-256 over everything that it depends on. That is the build of the program, the bytes of
//! the files of streets and of subdistricts, how both are read, and the plane. Gates, barriers and estates
//! act on it later. In its file stand the key and the SHA-256 of what follows; where either is another, the
//! file is not used. So what is kept is what would be read, or nothing.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::finding::{Code, Finding, Findings, Place, Severity, Spots};
use crate::input::ReadOptions;
use crate::input::layer::{InputFile, Layer};
use crate::input::ledger::Ledger;
use crate::input::packed::{Packer, Unpacker};
use crate::input::plan::{LayerPlan, Loaded};
use crate::input::window::Digested;
use crate::model::{Edge, LonLat, Plane, StreetGraph, StreetKind, StreetLayer};
use crate::units::Metres;

/// First bytes of the file; the last of them count the changes of the format.
const MAGIC: &[u8; 16] = b"walkshed way  02";

/// Length of a SHA-256.
const DIGEST: usize = 32;

/// What a kept layer is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input) struct Key([u8; DIGEST]);

impl Key {
    /// The key of the streets of a city.
    pub(in crate::input) fn new(
        program: &str,
        (streets, digests): (&LayerPlan, &[Digested]),
        (units, unit_files): (&LayerPlan, &[InputFile]),
        options: &ReadOptions,
        plane: &Plane,
    ) -> Self {
        let units_read: Vec<(u64, &str)> =
            unit_files.iter().map(|file| (file.bytes, &*file.sha256)).collect();
        let all = format!(
            "{program}\n{}\n{digests:?}\n{}\n{units_read:?}\n{:?} {:?}\n{plane:?}",
            streets.reading(),
            units.reading(),
            options.repair,
            options.snap,
        );
        Self(Sha256::digest(all).into())
    }

    /// Name of the file.
    pub(in crate::input) fn file_name(&self) -> String {
        let mut name = String::new();
        for byte in &self.0[..16] {
            // Writing to a text does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        name + ".streets"
    }
}

/// A layer as it was kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) loaded: Loaded,
    /// What there is to say about its files.
    pub(super) findings: Findings,
    pub(super) layer: StreetLayer,
}

/// The bytes of a file that keeps a layer; none where there is something to it that is not kept.
pub(super) fn pack(
    key: &Key,
    loaded: &Loaded,
    said: &Findings,
    layer: &StreetLayer,
) -> Option<Vec<u8>> {
    let is_plain = loaded.is_whole
        && !said.has_errors()
        && loaded.swapped.is_empty()
        && loaded.headings.is_empty()
        && loaded.foreign_crs.iter().all(|is_foreign| !is_foreign)
        && loaded.has_none_beside();
    let graph = layer.graph().filter(|_| is_plain)?;
    let mut out = Packer::default();
    out.0.extend(MAGIC);
    out.0.extend(key.0);
    out.0.extend([0; DIGEST]);
    out.count(loaded.files.len());
    for file in &loaded.files {
        out.number(file.bytes);
        out.count(file.features);
        out.text(&file.sha256);
        out.text(&file.name);
    }
    out.count(loaded.features);
    loaded.ledger.pack(&mut out)?;
    out.count(said.len());
    said.iter().try_for_each(|finding| pack_finding(finding, &mut out))?;
    pack_layer(layer, &mut out);
    pack_graph(graph, &mut out);
    let start = MAGIC.len() + 2 * DIGEST;
    let digest = Sha256::digest(&out.0[start..]);
    out.0[start - DIGEST..start].copy_from_slice(&digest);
    Some(out.0)
}

/// The layer in the bytes of a file; none where it is not the one of the key, or not whole.
pub(super) fn unpack(key: &Key, bytes: &[u8]) -> Option<Kept> {
    let mut all = Unpacker(bytes);
    let is_it = all.bytes(MAGIC.len())? == MAGIC && all.bytes(DIGEST)? == key.0;
    let digest = all.bytes(DIGEST)?;
    if !is_it || Sha256::digest(all.0)[..] != *digest {
        return None;
    }
    let mut loaded = Loaded::default();
    loaded.is_whole = true;
    for _ in 0..all.count()? {
        let (bytes, features, sha256) = (all.number()?, all.count()?, all.text()?);
        let new = InputFile::new(Layer::Streets, &all.text()?);
        loaded.files.push(InputFile { bytes, sha256, features, ..new });
        loaded.foreign_crs.push(false);
    }
    loaded.features = all.count()?;
    loaded.ledger = Ledger::unpack(&mut all)?;
    let findings = (0..all.count()?).map(|_| unpack_finding(&mut all)).collect::<Option<_>>()?;
    let layer = unpack_layer(&mut all)?;
    let graph = unpack_graph(&mut all)?;
    all.0.is_empty().then(|| Kept { loaded, findings, layer: layer.with_graph(graph.into()) })
}

fn pack_finding(finding: &Finding, out: &mut Packer) -> Option<()> {
    out.byte(finding.severity as u8);
    for text in [finding.code, &*finding.place.file, &finding.place.path] {
        out.text(text);
    }
    out.text(finding.place.name.as_deref().unwrap_or_default());
    out.text(&finding.message);
    out.text(&finding.help);
    match finding.spots {
        None => out.byte(0),
        Some(Spots::At(LonLat { lon, lat })) => {
            out.byte(1);
            out.float(lon);
            out.float(lat);
        }
        Some(_) => return None,
    }
    // Findings about streets show no single value and no line.
    (finding.value.is_none() && finding.line.is_none()).then_some(())
}

fn unpack_finding(all: &mut Unpacker<'_>) -> Option<Finding> {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let severity = *severities.get(usize::from(all.byte()?))?;
    let code = Code::find(&all.text()?)?.code;
    let place = Place { file: all.text()?, path: all.text()?, name: None };
    let place = place.with_name(&all.text()?);
    let (message, help) = (all.text()?, all.text()?);
    let spots = match all.byte()? {
        0 => None,
        _ => Some(Spots::At(LonLat { lon: all.float()?, lat: all.float()? })),
    };
    Some(Finding { severity, code, place, message, help, value: None, line: None, spots })
}

fn pack_layer(layer: &StreetLayer, out: &mut Packer) {
    out.float(layer.snap().0);
    out.places(layer.vertices());
    out.numbers(layer.chains());
    out.count(layer.lines().len());
    for (line, chain) in layer.lines().enumerate() {
        let StreetKind { is_steps, is_public, is_apart, is_across } = layer.kind(line);
        let bits = [is_across, is_apart, is_public, is_steps];
        let bits = bits.into_iter().fold(0, |bits, bit| bits << 1 | u64::from(bit));
        out.number((chain.len() as u64) << 4 | bits);
    }
}

fn unpack_layer(all: &mut Unpacker<'_>) -> Option<StreetLayer> {
    let snap = Metres(all.float()?);
    let (vertices, chains) = (all.places()?, all.numbers()?);
    let lines: Vec<u64> = all.list(|bytes| u64::from_le_bytes(*bytes))?;
    let kind = |line: &u64| {
        let [is_steps, is_public, is_apart, is_across] =
            [0, 1, 2, 3].map(|bit| line >> bit & 1 == 1);
        StreetKind { is_steps, is_public, is_apart, is_across }
    };
    let kinds = lines.iter().map(kind).collect();
    let lengths = lines.iter().map(|line| usize::try_from(line >> 4).ok());
    let lengths = lengths.collect::<Option<Vec<usize>>>()?;
    StreetLayer::of_chains(vertices, chains, &lengths, kinds).map(|layer| layer.with_snap(snap))
}

fn pack_graph(graph: &StreetGraph, out: &mut Packer) {
    out.spots(&graph.nodes);
    out.count(graph.edges.len());
    for &Edge { tail, head, length, bends } in &graph.edges {
        let whole = [tail, head, length.cast_unsigned(), bends];
        out.0.extend(whole.iter().flat_map(|number| number.to_le_bytes()));
    }
    out.spots(&graph.bends);
    for numbers in [&graph.out_starts, &graph.into, &graph.into_starts, &graph.apart, &graph.across]
    {
        out.numbers(numbers);
    }
}

fn unpack_graph(all: &mut Unpacker<'_>) -> Option<StreetGraph> {
    let nodes = all.spots()?;
    let edges = all.list(|bytes: &[u8; 16]| {
        let (fours, _) = bytes.as_chunks::<4>();
        let number = |at: usize| u32::from_le_bytes(fours[at]);
        let length = number(2).cast_signed();
        Edge { tail: number(0), head: number(1), length, bends: number(3) }
    })?;
    let bends = all.spots()?;
    let [out_starts, into, into_starts] = [all.numbers()?, all.numbers()?, all.numbers()?];
    let [apart, across] = [all.numbers()?, all.numbers()?];
    Some(StreetGraph { nodes, edges, bends, out_starts, into, into_starts, apart, across })
}
