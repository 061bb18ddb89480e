//! Streets that were kept by an earlier run are taken from there, others are read.
//!
//! Where streets may be kept, their files are hashed first and read only once the plane is known and nothing
//! is kept for it.

use std::path::Path;

use super::kept::{Kept, Key, pack, unpack};
use super::{Streets, read};
use crate::finding::Findings;
use crate::index::streets::StreetGraph;
use crate::input::layer::InputFile;
use crate::input::plan::LayerPlan;
use crate::input::source::{Door, SourceError};
use crate::input::window::{Digested, Window};
use crate::input::{Keeping, ReadOptions};
use crate::model::{Plane, StreetLayer};

/// How far the fetching of a layer is.
#[derive(Debug, Default)]
pub(super) enum Fetch {
    /// It is read, and not kept.
    #[default]
    Never,
    /// Its files are hashed and not yet read.
    Hashed(Vec<Digested>),
    /// It was kept.
    Kept(Box<Kept>),
    /// It is read, and is to be kept.
    Read(Keep),
}

/// A layer that is to be kept.
#[derive(Debug)]
pub(super) struct Keep {
    key: Key,
    /// What was said while its files were read.
    said: Findings,
    is_damaged: bool,
}

/// Reads the files of the layer, or hashes them where it may have been kept.
pub(in crate::input) fn begin(
    plan: &LayerPlan,
    options: &ReadOptions,
    findings: &mut Findings,
) -> Result<Streets, SourceError> {
    let mut files = plan.files.iter().enumerate();
    // A pipe can be read only once.
    let is_fit = files.all(|(at, file)| Door::is_plain_file(&file.path) && !plan.is_swapped(at));
    if options.cache.is_none() || !is_fit {
        return read(plan, findings);
    }
    let digests = plan.files.iter().map(|file| digest(plan, &file.path));
    let fetch = Fetch::Hashed(digests.collect::<Result<_, _>>()?);
    Ok(Streets { fetch, ..Streets::default() })
}

fn digest(plan: &LayerPlan, path: &Path) -> Result<Digested, SourceError> {
    let opened = plan.door.open(path)?;
    let window = Window::new(&opened).map_err(|broken| opened.read_error(broken.into_io()))?;
    let digested = window.finish().map_err(|error| opened.read_error(error))?;
    opened.check_unbroken()?;
    Ok(digested)
}

impl Streets {
    /// Takes the layer from where it was kept, or reads its files where they have only been hashed.
    pub(in crate::input) fn fetch(
        &mut self,
        plan: &LayerPlan,
        units: Option<(&LayerPlan, &[InputFile])>,
        (options, plane): (&ReadOptions, Option<&Plane>),
        findings: &mut Findings,
    ) -> Result<(), SourceError> {
        let Fetch::Hashed(digests) = std::mem::take(&mut self.fetch) else { return Ok(()) };
        let known = options.cache.as_ref().zip(units).zip(plane);
        let known = known.map(|((cache, units), plane)| {
            let key = Key::new(&cache.program, (plan, &digests), units, options, plane);
            let bytes = Door::kept(&cache.folder.join(key.file_name()));
            (key, bytes)
        });
        let mut keep = None;
        if let Some((key, bytes)) = known {
            let kept = bytes.as_ref().and_then(|bytes| unpack(&key, bytes));
            if let Some(kept) = kept {
                self.fetch = Fetch::Kept(Box::new(kept));
                return Ok(());
            }
            keep = Some((key, bytes.is_some()));
        }
        let mut said = Findings::new();
        plan.files.iter().try_for_each(|file| plan.door.weigh(&file.path))?;
        *self = read(plan, &mut said)?;
        for ((file, read), digest) in plan.files.iter().zip(&self.loaded.files).zip(&digests) {
            if (read.bytes, &read.sha256) != (digest.bytes, &digest.sha256) {
                return Err(SourceError::Changed { path: file.path.clone() });
            }
        }
        findings.append(said.clone());
        if let Some((key, is_damaged)) = keep {
            self.fetch = Fetch::Read(Keep { key, said, is_damaged });
        }
        Ok(())
    }

    /// The layer as it was kept; none where it was not.
    pub(super) fn take_kept(&mut self, findings: &mut Findings) -> Option<StreetLayer> {
        let kept = match std::mem::take(&mut self.fetch) {
            Fetch::Kept(kept) => *kept,
            other => {
                self.fetch = other;
                return None;
            }
        };
        let Kept { loaded, findings: said, layer } = kept;
        findings.append(said);
        *self = Self { loaded, keeping: Keeping::Used, ..Self::default() };
        Some(layer)
    }
}

impl Keep {
    /// The layer with its graph, and what is to be kept of it; `more` has been said since it was read.
    pub(super) fn keep(
        self,
        streets: &Streets,
        layer: StreetLayer,
        more: &Findings,
    ) -> (StreetLayer, Keeping) {
        let Self { key, mut said, is_damaged } = self;
        said.append(more.clone());
        let graph = StreetGraph::of(&layer);
        let layer = layer.with_graph(graph);
        let keeping = match pack(&key, &streets.loaded, &said, &layer) {
            Some(bytes) => Keeping::Anew { name: key.file_name(), bytes, is_damaged },
            None => Keeping::None,
        };
        (layer, keeping)
    }
}
