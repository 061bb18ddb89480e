//! The stages on a city that other tools have been timed on, beside those tools, in processor seconds.
//!
//! Reads `subdistricts.geojson`, `outlets.geojson` (eight categories) and `demand.geojson` from the
//! folder that the variable `WALKSHED_PEER_CITY` names, and does on one thread what the other tools are
//! timed on: the nearest outlet of each category for each people place; the exact area of each
//! subdistrict inside the circles of each category (1000 m) with the polygons of what they leave. Times
//! reading, assessing and plans of ten measures too, and the whole `walkshed report` without maps with its
//! memory, by one profile and by all that are built in at once.
//!
//! `WALKSHED_PEER_SCRIPTS` names the folder of the other tools' scripts (`c_shapely.py`,
//! `a_scipy_ckdtree.py`) and `WALKSHED_PEER_PYTHON` the Python that has their packages. With both, their
//! runs and ours take turns, so that both meet the same load. Of theirs only the task itself counts:
//! joining and cutting circles; building and asking trees; not loading, not projecting. Prints the least
//! and the median of five runs, and the sums by which the results can be compared. Without
//! `WALKSHED_PEER_CITY` it says so and does nothing.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench may fail, it prints, and its counts are small"
)]

mod clock;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use clock::{RUNS, once, processor_seconds, say, timed};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use walkshed::assessment::Gap;
use walkshed::coverage::Basis;
use walkshed::index::Index;
use walkshed::index::streets::StreetGraph;
use walkshed::input::{Cache, Keeping, ReadOptions, Reading, read};
use walkshed::model::{
    Action, Bounds, CategoryId, CategoryTable, City, Local, Measure, OutletId, PeopleLayer, Plan,
    PlannedOutlet, SNAP, Shape,
};
use walkshed::overlay::{Disc, DiscUnion, Grid, Prepared, UnitLand, lay, whole_units};
use walkshed::pipeline::{Detail, Today, ask, assess};
use walkshed::profile::{Profile, builtin, builtin_keys};
use walkshed::reach::{self, on_streets, streets};
use walkshed::units::Metres;
use walkshed::watch::Watch;

/// Radius of every circle, as the other tools were given it: 1000 m.
const RADIUS: f64 = 1_000.0;

fn main() {
    let Some(folder) = env::var_os("WALKSHED_PEER_CITY").map(PathBuf::from) else {
        println!("skipped: WALKSHED_PEER_CITY names no folder with the city of the other tools");
        return;
    };
    let (settings, with_streets) = (settings(&folder, false), settings(&folder, true));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("no other pool yet");
    println!("clock: {}", if processor_seconds().is_some() { "processor" } else { "wall" });

    let peers = Peers::new(&folder);
    let path = settings.path();
    let ((city, bytes), read) = timed("read", || reading(path));
    println!("bytes {bytes}");
    let categories: Vec<CategoryId> =
        (0u32..).map(CategoryId).take(city.categories().len()).collect();
    let trees = ("cKDTree", &["a_scipy_ckdtree.py", "M", "1"][..], &["index", "query"][..]);
    let other = peers.as_ref().map(|peers| (peers, trees));
    let metres = beside("nearest", || nearest(&city, &categories), other);
    println!("metres {metres:.3}");
    let units: Vec<&Shape> = city.subdistricts().iter().map(|s| &s.shape).collect();
    let land = land(&units);
    let shapely =
        ("shapely", &["c_shapely.py", "M", "16", "global"][..], &["union", "difference"][..]);
    let other = peers.as_ref().map(|peers| (peers, shapely));
    let gaps = beside("gaps", || gap_areas(&city, &categories, &land), other);
    for (category, gap) in categories.iter().zip(&gaps) {
        println!("gap {} {:.4} km2", city.categories()[category.index()], gap / 1e6);
    }
    let profile = builtin("circle15").expect("the profile is built in");
    let basis = timed("assess", || assess(&city, &profile, Detail::Figures).basis).0;
    assert_eq!(basis, Basis::WholeArea);
    plans(&city, &profile);
    drop(city);
    let streets_file = folder.join("streets.geojson");
    walks((with_streets.path(), &streets_file), read, peers.as_ref());
    let one = report("report", path, bytes, &["circle15"]);
    let all = report("report by all profiles", path, bytes, builtin_keys());
    if let (Some(one), Some(all)) = (one, all) {
        println!("  {:.2} times the time of one profile by the median", all / one);
    }
}

/// Asks the city what plans of ten measures would do, each against a whole run on the city after it.
fn plans(city: &City, profile: &Profile) {
    let (mut times, mut runs) = (Vec::new(), Vec::new());
    let ask_all = |today: &Today<'_>| {
        for number in 0..RUNS {
            let plan = plan(city, number);
            let (answer, seconds) = once(|| today.review(&plan));
            let Ok(answer) = answer else { unreachable!("nobody stops it") };
            times.push(seconds);
            let (run, seconds) =
                once(|| assess(&city.after(&plan.measures), profile, Detail::Figures));
            runs.push(seconds);
            let gaps = |gaps: &[Gap]| {
                gaps.iter().map(|gap| (gap.id.clone(), gap.area.0.to_bits())).collect::<Vec<_>>()
            };
            assert_eq!(gaps(&answer.planned.gaps), gaps(&run.gaps.listed));
            for (unit, figures) in answer.review.effect.units.iter().zip(&run.units) {
                let land = unit.services.iter().map(|passage| passage.map(|of| of.after.land));
                assert!(land.eq(figures.services.iter().map(|service| service.land)));
            }
        }
    };
    ask(city, profile, &Watch::default(), ask_all).expect("nobody stops it");
    let (ours, _) = say("a plan of ten measures", times);
    let (whole, _) = say("  a whole run on the city after it", runs);
    println!("  1/{:.0} of it by the median, with the same figures", whole / ours);
}

/// A plan of six openings, three closures and a move, all over the city.
fn plan(city: &City, number: usize) -> Plan {
    let outlets = city.outlets();
    let measures = (0..10usize).map(|k| {
        let at = (number * 10 + k + 1) * 7919 % outlets.len();
        let target = OutletId(u32::try_from(at).expect("few outlets"));
        let mut outlet = PlannedOutlet::of(city, &outlets[at]);
        outlet.at = Local::new(outlet.at.x + 450.0, outlet.at.y - 300.0);
        let (action, target, outlet) = match k {
            0..6 => (Action::Open, None, Some(outlet)),
            6..9 => (Action::Close, Some(target), None),
            _ => (Action::Move, Some(target), Some(outlet)),
        };
        let (id, name) = (format!("P{k}"), String::new());
        Measure {
            id,
            name,
            phase: 1 + u32::from(k > 4),
            cost: None,
            action,
            target,
            outlet,
            homes: None,
            walking: None,
        }
    });
    Plan { name: format!("plan {number}"), measures: measures.collect() }
}

/// Reads the city; the sum of the lengths of its files beside it.
fn reading(path: &Path) -> (City, u64) {
    let reading = read(path, &CategoryTable::standard(), &ReadOptions::default());
    let Reading { city, files, .. } = reading.expect("the files are there");
    (city.expect("no finding is an error"), files.iter().map(|f| f.bytes).sum())
}

/// Indexes the outlets and measures every people place; the sum of all distances up to the radius.
fn nearest(city: &City, categories: &[CategoryId]) -> f64 {
    let index = Index::new(city);
    let reach = reach::radius(city, &index, categories);
    let places = city.people().map_or(0, PeopleLayer::len);
    let mut sum = 0.0;
    for &category in categories {
        let distances = (0..places).filter_map(|place| reach.distance(category, place));
        sum += distances.map(|d| d.0).filter(|&d| d <= RADIUS).sum::<f64>();
    }
    sum
}

fn land(units: &[&Shape]) -> UnitLand {
    let bounds = units.iter().fold(Bounds::EMPTY, |all, s| all.union(s.bounds()));
    whole_units(units, &Grid::new(&bounds))
}

/// Indexes the outlets, joins the circles of each category, and lays them over each unit; the area of
/// what they leave by category, as the sum of its pieces.
fn gap_areas(city: &City, categories: &[CategoryId], land: &UnitLand) -> Vec<f64> {
    let index = Index::new(city);
    let prepared: Vec<Prepared> = land.by_unit.iter().map(Prepared::new).collect();
    let area = |category: &CategoryId| {
        let outlets = index.category(*category);
        let disc = |o: &OutletId| Disc { centre: city.outlets()[o.index()].at, radius: RADIUS };
        let union = DiscUnion::new(&outlets.outlets().iter().map(disc).collect::<Vec<_>>());
        let margin = |at: Local| {
            let found = outlets.grid().any_within(at, RADIUS + 1.0, RADIUS - 1e-3, |_| true);
            found.map_or(1.0, |nearest| nearest.d2.sqrt() - RADIUS)
        };
        let pieces = prepared.iter().flat_map(|unit| lay(unit, &union, margin).gaps(unit));
        pieces.map(|piece| piece.area.0).sum()
    };
    categories.iter().map(area).collect()
}

/// What another tool is called, its script with arguments, and the phases of it that count.
type Other<'a> = (&'a Peers, (&'static str, &'static [&'static str], &'static [&'static str]));

/// Runs a task, in turns with another tool where there is one, and prints the least and the median of the
/// processor seconds of both, and of the time by the wall, where two threads are free; gives the last result.
fn beside<T: Send>(name: &str, task: impl Fn() -> T + Sync, other: Option<Other<'_>>) -> T {
    let Some((peers, (peer, script, phases))) = other else { return timed(name, task).0 };
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    let (mut times, mut others) = (Vec::new(), Vec::new());
    let (mut walls, mut other_walls) = (Vec::new(), Vec::new());
    let mut result = None;
    for _ in 0..RUNS {
        let (processor, wall) = peers.seconds(script, phases);
        others.push(processor);
        other_walls.push(wall);
        drop(result.take());
        let (made, seconds) = once(&task);
        result = Some(made);
        times.push(seconds);
        let from = Instant::now();
        drop(two.install(&task));
        walls.push(from.elapsed().as_secs_f64());
    }
    let ((ours, _), (theirs, _)) = (say(name, times), say(&format!("  {peer}"), others));
    println!("  {:.1} times as fast by the median", theirs / ours);
    say("  by the wall, on two threads", walls);
    say(&format!("  by the wall, {peer}"), other_walls);
    result.expect("it ran at least once")
}

/// The other tools.
struct Peers {
    python: OsString,
    scripts: PathBuf,
    /// The folder of the cities.
    data: PathBuf,
    out: TempDir,
}

impl Peers {
    /// None where the variables do not name them.
    fn new(city: &Path) -> Option<Self> {
        let scripts = env::var_os("WALKSHED_PEER_SCRIPTS").map(PathBuf::from)?;
        let python = env::var_os("WALKSHED_PEER_PYTHON")?;
        let city = fs::canonicalize(city).expect("WALKSHED_PEER_CITY names a folder");
        assert!(city.ends_with("M"), "the scripts look for a city in a folder called M");
        let data = city.parent().expect("the folder lies in another").to_owned();
        Some(Self { python, scripts, data, out: TempDir::new().expect("a temporary folder") })
    }

    /// Seconds that the phases of a script took, of the processor and by the clock on the wall.
    fn seconds(&self, script: &[&str], phases: &[&str]) -> (f64, f64) {
        let mut command = Command::new(&self.python);
        command.current_dir(&self.scripts).args(script);
        command.env("PEER_DATA", &self.data).env("PEER_OUT", self.out.path());
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("OMP_NUM_THREADS", "1");
        let output = command.output().expect("WALKSHED_PEER_PYTHON runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said: Value = serde_json::from_slice(&output.stdout).expect("one line of JSON");
        let all = |clock: &str| {
            let phase = |name: &&str| said[clock][*name].as_f64().expect("every phase is timed");
            phases.iter().map(phase).sum()
        };
        (all("cpu"), all("phases"))
    }
}

/// How far walks are looked for, as the other tools were given it: 1200 m.
const WALK: Metres = Metres(1200.0);

/// Reads the city with streets that may have been kept in a folder.
fn read_kept(path: &Path, folder: &Path) -> Reading {
    let cache = Cache { folder: folder.to_owned(), program: String::new() };
    let options = ReadOptions { cache: Some(cache), ..ReadOptions::default() };
    read(path, &CategoryTable::standard(), &options).expect("the files are there")
}

/// Keeps the streets of a reading; how many bytes they take.
fn keep(reading: Reading, folder: &Path) -> usize {
    let Keeping::Anew { name, bytes, .. } = reading.keeping else {
        unreachable!("nothing was kept before")
    };
    fs::write(folder.join(name), &bytes).expect("room on the disk");
    bytes.len()
}

/// Reads the city with streets, anew and as they were kept; without them it takes `read` seconds. Joins them,
/// puts people and outlets on them, and measures; the other tools put them on nodes.
fn walks((path, streets_file): (&Path, &Path), read: f64, peers: Option<&Peers>) {
    let (city, bytes) = timed("read with streets", || reading(path)).0;
    println!("bytes {bytes}");
    drop(city);
    let cache = TempDir::new().expect("a temporary folder");
    let kept = || read_kept(path, cache.path());
    let size = keep(kept(), cache.path());
    let (city, all) = timed("read with streets that were kept", kept);
    assert_eq!(city.keeping, Keeping::Used);
    let digest = || {
        let mut sha = Sha256::new();
        let mut file = fs::File::open(streets_file).expect("it was read before");
        io::copy(&mut file, &mut sha).expect("it was read before");
        sha.finalize()
    };
    let (_, hash) = timed("  of it the hash of their file", digest);
    println!("  {:.0} ms of it without the hash and the other layers", 1e3 * (all - hash - read));
    println!("kept in {size} bytes");
    let city = city.city.expect("no finding is an error");
    let lines = city.streets().expect("the city has streets");
    let categories: Vec<CategoryId> =
        (0u32..).map(CategoryId).take(city.categories().len()).collect();
    let index = Index::new(&city);
    let graph = timed("join", || StreetGraph::new(lines)).0;
    let edges = graph.edges().len();
    println!("edges {edges}, {:.1} bytes each", graph.bytes() as f64 / edges as f64);
    let on = timed("snap", || on_streets(&city, &graph, SNAP)).0;
    let scipy = |phases| peers.map(|peers| (peers, ("scipy", &["b_scipy.py", "M"][..], phases)));
    let measure = || streets(&graph, &on, &index, &categories, WALK);
    let reach = beside("walk", measure, scipy(&["query"][..]));
    let all = || {
        let graph = StreetGraph::new(lines);
        let on = on_streets(&city, &graph, SNAP);
        streets(&graph, &on, &index, &categories, WALK).limit()
    };
    beside("join, snap and walk", all, scipy(&["graph", "snap", "query"][..]));
    let places = u32::try_from(city.people().map_or(0, PeopleLayer::len)).expect("few places");
    for category in categories {
        let walks = (0..places).filter_map(|place| reach.distance(category, place));
        let (count, sum) = walks.fold((0u32, 0.0), |(n, sum), walk| (n + 1, sum + walk.0));
        println!("walks {} {count}, {sum:.2} m", city.categories()[category.index()]);
    }
}

/// Runs the whole report by some profiles without maps, and prints its processor seconds, whose median it
/// gives, and the memory that it needs; where the system tells them.
fn report(name: &str, settings: &Path, bytes: u64, profiles: &[&str]) -> Option<f64> {
    let out = TempDir::new().expect("a temporary folder");
    let (mut times, mut most) = (Vec::new(), 0);
    for run in 0..RUNS {
        let from = seconds_of_children()?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
        command.arg("report").arg(settings).arg("--out").arg(out.path().join(run.to_string()));
        command.args(["--no-maps", "--quiet"]).stdout(Stdio::null());
        command.args(profiles.iter().flat_map(|profile| ["--profile", profile]));
        let mut child = command.spawn().expect("the program runs");
        let status = format!("/proc/{}/status", child.id());
        let ended = loop {
            if let Some(ended) = child.try_wait().expect("it is our child") {
                break ended;
            }
            most = most.max(most_memory(&status).unwrap_or(0));
            sleep(Duration::from_millis(2));
        };
        assert!(ended.success(), "the report ends with {ended}");
        times.push(seconds_of_children().unwrap_or(from) - from);
    }
    let (median, _) = say(name, times);
    println!("memory {} MB, {:.2} of the input", most / 1_000_000, most as f64 / bytes as f64);
    Some(median)
}

/// Processor seconds of all children that have ended, to a hundredth: fields 16 and 17 of
/// `/proc/self/stat`, in ticks of a hundredth on every Linux.
fn seconds_of_children() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = text.rsplit_once(')')?.1;
    let fields = after_name.split_ascii_whitespace().skip(13).take(2);
    let ticks: Vec<f64> = fields.map(|field| field.parse().ok()).collect::<Option<_>>()?;
    Some(ticks.iter().sum::<f64>() / 100.0)
}

/// The most memory that a process has had so far, in bytes.
fn most_memory(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// A settings file that maps the words of the other tools' city onto ours.
fn settings(folder: &Path, with_streets: bool) -> TempDir {
    let folder = fs::canonicalize(folder).expect("WALKSHED_PEER_CITY names a folder");
    let file = |name: &str| format!("'{}'", folder.join(name).display());
    let text = format!(
        r#"name = "peer city"
[subdistricts]
file = {}
[outlets]
file = {}
[outlets.categories]
convenience = "convenience_store"
supermarket = "breakfast"
pharmacy = "housekeeping"
clinic = "community_health_center"
wet_market = "vegetable_retail"
parcel = "laundry"
elderly_care = "eldercare_daycare"
public_toilet = "kindergarten"
[people]
file = {}
[people.properties]
people = "population"
age_60plus = "elderly"
"#,
        file("subdistricts.geojson"),
        file("outlets.geojson"),
        file("demand.geojson")
    );
    let streets = format!("[streets]\nfile = {}\n", file("streets.geojson"));
    let text = if with_streets { text + &streets } else { text };
    let settings = TempDir::new().expect("a temporary folder");
    fs::write(settings.path().join("walkshed.toml"), text).expect("room on the disk");
    settings
}
