//! `walkshed sample DIR`: a fictional city with all layers.

use walkshed::sample::{DEFAULT_SEED, Layer, SampleCity, Size, Spec};

use super::args::{SampleArgs, SampleSize};
use super::failure::{Outcome, Stop};
use super::messages::Messages;
use super::output::OutputFolder;
use super::work::work;

pub(super) fn run(args: &SampleArgs, messages: Messages) -> Result<Outcome, Stop> {
    let folder = OutputFolder::prepare(&args.dir, messages)?;
    let names = Layer::ALL.map(|layer| layer.file_name().to_owned());
    // A real city may lie there, and a fictional one must never take its place.
    folder.spare_existing(&names)?;
    let spec = Spec::of(size(args.size), args.seed.unwrap_or(DEFAULT_SEED));
    let city = work(messages, move |_| SampleCity::new(&spec))?;
    let mut staged = folder.stage()?;
    for layer in Layer::ALL {
        staged.add(layer.file_name(), |out| city.write(layer, out))?;
    }
    staged.place()?;
    messages.summary(&format!("{}: {}\n", args.dir.display(), names.join(", ")))?;
    Ok(Outcome::Done)
}

fn size(size: Option<SampleSize>) -> Size {
    match size {
        None => Size::Sample,
        Some(SampleSize::Small) => Size::S,
        Some(SampleSize::Medium) => Size::M,
        Some(SampleSize::Large) => Size::L,
    }
}
