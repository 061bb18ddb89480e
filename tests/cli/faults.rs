//! Every operation on a file made to fail in turn, and the run killed before every one.
//!
//! A small C library, built here and loaded before the system's own, counts the operations of the
//! program on the test's folder (`faults/faults.c`); the loop goes on until a run passes untouched, as
//! `SQLite` does it (sqlite.org/testing.html, 3.2). Where there is no C compiler the tests say that they
//! skip.

mod copies;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{contents, err, skip, status, walkshed};

type Files = BTreeMap<String, Vec<u8>>;

fn tests() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Builds the library that makes operations fail; false, and said, where that cannot be.
fn library(file: &Path) -> bool {
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(file);
    let built = compiler.arg(tests().join("cli/faults/faults.c")).output();
    let is_built = cfg!(target_os = "linux") && built.is_ok_and(|built| built.status.success());
    if !is_built {
        skip("no C compiler for the library that makes operations fail");
    }
    is_built
}

/// What a run met: operation and path of the one of this number; none where it had no so many.
fn met(log: &Path, at: usize) -> Option<(String, String)> {
    let log = fs::read_to_string(log).unwrap();
    let line = log.lines().find(|line| line.starts_with(&format!("{at}\t")))?;
    let mut parts = line.split('\t').skip(1).map(str::to_owned);
    Some((parts.next().unwrap(), parts.next().unwrap()))
}

/// A small city, its outputs of an earlier day and those of the day that is reported.
struct Bench {
    home: TempDir,
    old: Files,
    new: Files,
}

impl Bench {
    /// None where the library cannot be built.
    fn new() -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        if !library(&home.path().join("faults.so")) {
            return None;
        }
        let mut bench = Self { home, old: Files::new(), new: Files::new() };
        fs::create_dir_all(bench.path("in/city")).unwrap();
        for (name, bytes) in contents(&tests().join("golden/small")) {
            if name.ends_with(".geojson") {
                fs::write(bench.path("in/city").join(name), bytes).unwrap();
            }
        }
        fs::write(bench.path("in/city/walkshed.toml"), "name = \"small\"\n").unwrap();
        fs::write(bench.path("in/own.toml"), "key = \"own\"\nextends = \"circle15\"\n").unwrap();
        for day in ["2026-01-02", "2026-01-01"] {
            let done = bench.command(day, "count", 0).output().unwrap();
            assert_eq!(status(&done), Some(0), "{}", err(&done));
            let outputs = bench.outputs();
            bench.new = std::mem::replace(&mut bench.old, outputs);
        }
        assert!(bench.old != bench.new);
        Some(bench)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn outputs(&self) -> Files {
        contents(&self.path("in/out"))
    }

    /// The outputs without what waits among them.
    fn placed(&self) -> Files {
        let mut files = self.outputs();
        files.retain(|name, _| !name.starts_with(".walkshed-tmp-"));
        files
    }

    /// A report of a day, in which operation `at` meets its fate.
    fn command(&self, day: &str, how: &str, at: usize) -> Command {
        let _ = fs::remove_file(self.path("log"));
        let mut command = walkshed();
        command
            .args(["report", "--no-maps", "--quiet", "--threads", "1", "--date", day, "--profile"])
            .args([self.path("in/own.toml"), self.path("in/city"), "--out".into()])
            .arg(self.path("in/out"))
            .env("LD_PRELOAD", self.path("faults.so"))
            .env("FAULT_UNDER", self.path("in"))
            .env("FAULT_LOG", self.path("log"))
            .env("FAULT_HOW", how)
            .env("FAULT_AT", at.to_string());
        command
    }

    /// A report of the new day over the old outputs, in which operation `at` meets its fate, with what
    /// that was; none where the run has no so many.
    fn run(&self, how: &str, at: usize) -> Option<(Output, String, String)> {
        self.put_old_outputs();
        let output = self.command("2026-01-02", how, at).output().unwrap();
        let (op, path) = met(&self.path("log"), at)?;
        Some((output, op, path))
    }

    fn is_whole(&self, files: &Files) -> bool {
        *files == self.old || *files == self.new
    }

    /// Whether the outputs that a killed run left are whole as they are; where they are not, nothing
    /// says that they are of one run, and the next run makes them so.
    fn settles(&self, when: &str) -> bool {
        let placed = self.placed();
        let was_whole = self.is_whole(&placed);
        assert!(was_whole || !placed.contains_key("manifest.json"), "{when}");
        for (name, bytes) in &placed {
            let is_whole = [&self.old, &self.new].iter().any(|run| run.get(name) == Some(bytes));
            assert!(is_whole, "{when}: {name} is neither old nor new");
        }
        // Even one that is refused for its input.
        let mut next = walkshed();
        next.args(["report", "no/such/city", "--out"]).arg(self.path("in/out"));
        let refused = next.output().unwrap();
        assert_eq!(status(&refused), Some(2));
        let settled = self.outputs();
        assert!(self.is_whole(&settled), "{when}: {:?}", settled.keys());
        let is_told = err(&refused).contains("note[leftover]: left by a run that was killed");
        assert!(is_told || settled == placed, "{when}: {}", err(&refused));
        was_whole
    }

    fn put_old_outputs(&self) {
        if self.outputs() != self.old {
            let _ = fs::remove_dir_all(self.path("in/out"));
            fs::create_dir(self.path("in/out")).unwrap();
            for (name, bytes) in &self.old {
                fs::write(self.path("in/out").join(name), bytes).unwrap();
            }
        }
    }

    /// Kills so many runs at random moments of their length.
    fn kill_at_random(&self, count: u32) {
        let begun = Instant::now();
        self.run("count", 1).unwrap();
        let longest = begun.elapsed().as_micros() * 5 / 4;
        // A linear congruential generator (Knuth, MMIX), so that a failure can be met again.
        let mut seed: u64 = 20_261_125;
        let mut killed = 0;
        for turn in 0..count {
            self.put_old_outputs();
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let wait = u64::try_from((u128::from(seed >> 33) * longest) >> 31).unwrap();
            let mut child = self.command("2026-01-02", "count", 0).spawn().unwrap();
            std::thread::sleep(Duration::from_micros(wait));
            let _ = child.kill();
            killed += u32::from(child.wait().unwrap().code().is_none());
            self.settles(&format!("kill {turn}, after {wait} us"));
        }
        println!("{killed} of {count} runs were killed, the others had ended");
        assert!(killed > count / 3, "{killed} of {count}");
    }
}

/// Operations whose failure does not matter for the result: what tidies up, what makes sure that
/// nobody else writes, second names (copies stand in for them), bringing folders to the disk, and the
/// length of the old manifest, which is only a hint of how much to read.
fn may_fail(op: &str, path: &str) -> bool {
    let is_folder = path.ends_with("/out");
    matches!(op, "remove" | "link")
        || is_folder && matches!(op, "sync" | "open" | "list")
        || op == "stat" && (path.contains(".walkshed-tmp-") || path.ends_with("/out/manifest.json"))
}

#[test]
fn every_operation_may_fail_and_the_old_outputs_stand() {
    let Some(bench) = Bench::new() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    while let Some((output, op, path)) = bench.run("fail", count + 1) {
        count += 1;
        let said = err(&output);
        let name = path.rsplit('/').next().unwrap();
        let folder = bench.path("in/out");
        let is_named = said.contains(&path)
            || said.contains(name)
            || path.contains(".walkshed-tmp-") && said.contains(folder.to_str().unwrap());
        let is_right = match status(&output) {
            Some(2) => bench.outputs() == bench.old && is_named,
            Some(0) => may_fail(&op, &path) && bench.placed() == bench.new,
            _ => false,
        };
        if !is_right {
            wrong.push(format!("{count}: {op} {path}: {:?} {said}", status(&output)));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    // Ten files are read and eleven written, each by several operations.
    assert!(count > 150, "{count}");
}

#[test]
fn a_run_may_be_killed_before_every_operation() {
    let Some(bench) = Bench::new() else { return };
    let mut count = 0;
    let mut halves = 0;
    while let Some((output, op, path)) = bench.run("kill", count + 1) {
        count += 1;
        assert_eq!(status(&output), None, "{count}: {op} {path}");
        halves += usize::from(!bench.settles(&format!("{count}: {op} {path}")));
    }
    assert!(count > 150 && halves > 5, "{count} {halves}");
}

#[test]
fn short_and_interrupted_reads_and_writes_change_nothing() {
    let Some(bench) = Bench::new() else { return };
    let (output, ..) = bench.run("short", 1).unwrap();
    assert_eq!(status(&output), Some(0), "{}", err(&output));
    assert!(bench.outputs() == bench.new);
}

#[test]
fn runs_that_are_killed_at_random_leave_whole_outputs() {
    let Some(bench) = Bench::new() else { return };
    bench.kill_at_random(60);
}

/// `cargo test --release --test cli -- --ignored --nocapture a_thousand`
#[test]
#[ignore = "takes a minute; the short one and the kill before every operation run always"]
fn a_thousand_runs_that_are_killed_at_random_leave_whole_outputs() {
    let Some(bench) = Bench::new() else { return };
    bench.kill_at_random(1000);
}
