//! Prepared streets that are kept between runs, in the folder that `--cache` names.
//!
//! They change no byte of any output. Where they cannot be kept the run goes on and says so.

use std::env;
use std::path::Path;
use std::time::UNIX_EPOCH;

use walkshed::input::{Cache, Keeping};

use super::args::CityArgs;
use super::failure::Failure;
use super::messages::{Messages, reason};
use super::output;
use super::read::folder;

/// Where streets are kept, as far as a run is told.
pub(super) fn cache(args: &CityArgs) -> Option<Cache> {
    args.cache.as_ref().map(|folder| Cache { folder: folder.clone(), program: program() })
}

/// Refuses to keep streets in what is a file, and among the files of the city, where what is kept would be taken for
/// one of them and the folder may be emptied at any time.
pub(super) fn spare_city(args: &CityArgs) -> Result<(), Failure> {
    let Some(cache) = &args.cache else { return Ok(()) };
    if cache.metadata().is_ok_and(|about| !about.is_dir()) {
        let message = format!("--cache {}: not a directory", cache.display());
        let help = "name a folder that can be written to";
        return Err(Failure::new("output", message).with_help(help));
    }
    if output::is_one_folder(cache, &folder(args)?)? {
        let message = format!("--cache {} is the folder of the city itself", cache.display());
        return Err(Failure::new("same-file", message).with_help("name another folder"));
    }
    Ok(())
}

/// What tells this build from others: version, and length and time of the file that runs.
fn program() -> String {
    let about = env::current_exe().and_then(|path| path.metadata()).ok();
    let changed = about.as_ref().and_then(|about| about.modified().ok());
    let changed = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let length = about.map_or(0, |about| about.len());
    format!("{} {length} {}", env!("CARGO_PKG_VERSION"), changed.unwrap_or_default().as_nanos())
}

/// Keeps what a reading has to keep.
pub(super) fn keep(args: &CityArgs, keeping: Keeping, messages: Messages) {
    let Some(folder) = &args.cache else { return };
    match keeping {
        Keeping::None => {}
        Keeping::Used => messages.detail("streets taken from the cache"),
        Keeping::Anew { name, bytes, is_damaged } => {
            let path = folder.join(&name);
            if is_damaged {
                say_damaged(&path, messages);
            }
            match output::keep(folder, &name, &bytes) {
                Ok(()) => messages.detail(&format!("streets kept in {}", path.display())),
                Err(error) => {
                    let (path, reason) = (path.display(), reason(&error));
                    messages.remark_in(
                        &format!("{path}: {reason}; the streets are not kept"),
                        &format!("{path}：{reason}；路网未缓存"),
                    );
                }
            }
        }
    }
}

fn say_damaged(path: &Path, messages: Messages) {
    let path = path.display();
    messages.remark_in(
        &format!("{path} is damaged, or not ours; the streets are read anew"),
        &format!("{path} 已损坏或不是本程序的文件；路网已重新读取"),
    );
}
