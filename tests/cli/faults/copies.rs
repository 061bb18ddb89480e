//! `check --fix` and `check --issues` with each of their operations failing in turn.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::super::{contents, err, status, walkshed};
use super::{Files, library, met, tests};

/// A small city with something to mend, and where its issues were on an earlier day.
struct Bench {
    home: TempDir,
    /// The copy as it should be.
    copy: Files,
    /// The issues as they should be.
    issues: Vec<u8>,
}

const OLD: &[u8] = b"{\"the issues\": \"of an earlier day\"}";

impl Bench {
    fn new() -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        if !library(&home.path().join("faults.so")) {
            return None;
        }
        let mut bench = Self { home, copy: Files::new(), issues: Vec::new() };
        fs::create_dir_all(bench.path("in/city")).unwrap();
        for (name, bytes) in contents(&tests().join("golden/small")) {
            if name == "subdistricts.geojson" || name == "outlets.geojson" {
                let text = String::from_utf8(bytes).unwrap();
                let spoilt = text.replacen("\"name\":", "\"name\":\"x\",\"name\":", 1);
                fs::write(bench.path("in/city").join(name), spoilt).unwrap();
            }
        }
        fs::write(bench.path("in/city/walkshed.toml"), "name = \"small\"\n").unwrap();
        fs::create_dir(bench.path("in/out")).unwrap();
        let done = bench.command("count", 0).output().unwrap();
        assert_eq!(status(&done), Some(0), "{}", err(&done));
        bench.copy = contents(&bench.path("in/out/copy"));
        assert!(String::from_utf8_lossy(&bench.copy["repairs.csv"]).contains("duplicate-key"));
        bench.issues = fs::read(bench.path("in/out/where.geojson")).unwrap();
        assert!(bench.copy.len() == 4 && bench.issues != OLD);
        Some(bench)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.home.path().join(name)
    }

    fn command(&self, how: &str, at: usize) -> Command {
        let _ = fs::remove_file(self.path("log"));
        let mut command = walkshed();
        command
            .args(["check", "--quiet", "--threads", "1", "--fix-unsafe"])
            .arg(self.path("in/city"))
            .arg("--fix")
            .arg(self.path("in/out/copy"))
            .arg("--issues")
            .arg(self.path("in/out/where.geojson"))
            .env("LD_PRELOAD", self.path("faults.so"))
            .env("FAULT_UNDER", self.path("in"))
            .env("FAULT_LOG", self.path("log"))
            .env("FAULT_HOW", how)
            .env("FAULT_AT", at.to_string());
        command
    }

    fn run(&self, at: usize) -> Option<(Output, String, String)> {
        let _ = fs::remove_dir_all(self.path("in/out/copy"));
        fs::write(self.path("in/out/where.geojson"), OLD).unwrap();
        let output = self.command("fail", at).output().unwrap();
        let (op, path) = met(&self.path("log"), at)?;
        Some((output, op, path))
    }

    /// The files of the copy without what waits among them.
    fn copied(&self) -> Files {
        let folder = self.path("in/out/copy");
        let mut files = if folder.exists() { contents(&folder) } else { Files::new() };
        files.retain(|name, _| !name.starts_with(".walkshed-tmp-"));
        files
    }
}

/// What tidies up, what makes sure that nobody else writes, second names, and bringing folders to the disk.
fn may_fail(op: &str, path: &str) -> bool {
    let is_folder = path.ends_with("/out") || path.ends_with("/copy");
    matches!(op, "remove" | "link")
        || is_folder && matches!(op, "sync" | "open" | "list")
        || op == "stat"
}

#[test]
fn every_operation_of_a_check_may_fail_and_the_old_issues_stand() {
    let Some(bench) = Bench::new() else { return };
    let (mut wrong, mut count) = (Vec::new(), 0);
    while let Some((output, op, path)) = bench.run(count + 1) {
        count += 1;
        let said = err(&output);
        let name = path.rsplit('/').next().unwrap();
        let is_waiting = path.contains(".walkshed-tmp-") && said.contains("/out");
        let is_named = said.contains(&path) || said.contains(name) || is_waiting;
        let issues = fs::read(bench.path("in/out/where.geojson")).unwrap();
        let copied = bench.copied();
        // Whole or not there at all.
        let is_copy_right = copied.is_empty() || copied == bench.copy;
        let is_right = match status(&output) {
            Some(2) => issues == OLD && is_copy_right && is_named,
            Some(0) => may_fail(&op, &path) && issues == bench.issues && copied == bench.copy,
            _ => false,
        };
        if !is_right {
            wrong.push(format!("{count}: {op} {path}: {:?} {said}", status(&output)));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    // Three files are read three times and five written, each by several operations.
    assert!(count > 100, "{count}");
}
