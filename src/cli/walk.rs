//! `walkshed explain CITY --at LON,LAT --category C`: why a place is or is not served.

use std::io::Write as _;
use std::path::PathBuf;

use walkshed::assessment::{Explained, Path, Walk};
use walkshed::finding::{Place, nearest};
use walkshed::model::{Bounds, CategoryTable, City, LonLat, OutletId, STREETS_BEYOND};
use walkshed::pipeline::{explain, walk_without_steps};
use walkshed::profile::{Lang, Profile, Walker, question_words};
use walkshed::render::{Map, walk_map};
use walkshed::report::walk_geojson;
use walkshed::units::Metres;

use super::args::ExplainArgs;
use super::drawing::{no_glyph, street_sheet};
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest, data, safe};
use super::one_file::OneFile;
use super::question;
use super::read::{ReadCity, folder, read_city, with_threads};
use super::settings::{lang, load_profile, outcome};
use super::work::work;

pub(super) fn run(args: &ExplainArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.city.threads, || why(args, messages))
}

fn why(args: &ExplainArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&args.rules.profile, messages)?;
    let file = |path: &Option<PathBuf>| {
        path.as_deref().map(|file| OneFile::new(file, messages)).transpose()
    };
    let mut beside = file(&args.out)?;
    let is_beside = match (&mut beside, &args.map) {
        (Some(file), Some(map)) => file.takes(map)?,
        _ => false,
    };
    let map = if is_beside { None } else { file(&args.map)? };
    let read = read_city(&args.city, &args.imprint.source, &loaded, messages, Rest::Nowhere)?;
    let mut inputs = read.inputs(&args.city, &loaded)?;
    inputs.extend(args.question.barrier.clone());
    let read = question::asked(&args.question, &args.city, read, &loaded.profile, messages)?;
    near(&read.city, args.at)?;
    let (at, category) = (args.at, args.category.clone());
    let takes_none = loaded.profile.walkers.iter().any(|walker| !walker.steps);
    let (read, explained, level) = work(messages, move |_| {
        let explained = explain(&read.city, at, &category);
        let level = takes_none.then(|| walk_without_steps(&read.city, at, &category)).flatten();
        (read, explained, level)
    })?;
    let explained = explained.ok_or_else(|| no_such_category(&read.city, &args.category))?;
    let said = Said { city: &read.city, profile: &loaded.profile, args, of: &explained, level };
    let drawn = args.map.is_some().then(|| said.draw(&read)).transpose()?;
    let place = |file: OneFile, is_map: bool| {
        let (mut staged, names) = file.stage(&inputs, &folder(&args.city)?)?;
        for (at, name) in names.iter().enumerate() {
            match drawn.as_ref().filter(|_| is_map || at > 0) {
                Some(drawn) => staged.add(name, |out| out.write_all(&drawn.png))?,
                None => staged.add(name, |out| {
                    walk_geojson(&read.city, &explained, lang(args.city.voice), out)
                })?,
            };
        }
        staged.place()
    };
    beside.map(|file| place(file, false)).transpose()?;
    map.map(|file| place(file, true)).transpose()?;
    if let Some((drawn, path)) = drawn.as_ref().zip(args.map.as_ref()) {
        let shown = Place::file(&path.display().to_string());
        messages.findings(&no_glyph(&drawn.missing_glyphs, shown), Rest::Nowhere);
    }
    data(&said.text())?;
    Ok(outcome(&read.findings, args.city.deny_warnings))
}

/// Refuses a place so far from the city that no walk leads there.
fn near(city: &City, at: LonLat) -> Result<(), Failure> {
    let all = city.subdistricts().iter().map(|unit| unit.shape.bounds());
    let bounds = all.fold(Bounds::EMPTY, Bounds::union).grown(STREETS_BEYOND.0);
    if bounds.holds(city.plane().to_local(at)) {
        return Ok(());
    }
    let message =
        format!("the place is more than {} from every subdistrict", STREETS_BEYOND.text());
    let help = "check it; the longitude stands first: --at LON,LAT";
    Err(Failure::new("too-far", message).with_help(help))
}

fn no_such_category(city: &City, given: &str) -> Failure {
    let known = city.categories();
    let list = format!("its outlets have {}", known.join(", "));
    let help = nearest(given, known.iter().map(String::as_str))
        .map_or_else(|| list.clone(), |near| format!("did you mean {near}? {list}"));
    let message = format!("the city has no outlet of the category \"{}\"", safe(given));
    Failure::new("unknown-category", message).with_help(help)
}

/// A name with its id, or the id alone.
fn named(name: &str, id: &str) -> String {
    if name.is_empty() { safe(id) } else { format!("{} ({})", safe(name), safe(id)) }
}

/// What is said of a place.
struct Said<'a> {
    city: &'a City,
    profile: &'a Profile,
    args: &'a ExplainArgs,
    of: &'a Explained,
    /// How long the walk without steps is, where the profile has somebody who takes none.
    level: Option<Metres>,
}

/// Pixels of the small map.
const SIZE: (u32, u32) = (1600, 1131);

impl Said<'_> {
    /// The small map.
    fn draw(&self, read: &ReadCity) -> Result<Map, Failure> {
        let options = street_sheet(&self.args.city, &self.args.imprint, read).with_size(SIZE);
        let radius = self.radius();
        walk_map((self.city, self.of), &self.args.category, radius, &options)
            .map_err(|error| Failure::new("map", error.to_string()))
    }

    fn text(&self) -> String {
        let lines = match lang(self.args.city.voice) {
            Lang::En => [self.title_en(), self.circle_en(), self.walk_en(&self.of.walk)],
            Lang::Zh => [self.title_zh(), self.circle_zh(), self.walk_zh(&self.of.walk)],
        };
        let before = self.of.before.as_ref().map(|walk| match lang(self.args.city.voice) {
            Lang::En => format!("without the change:\n{}\n", self.walk_en(walk)),
            Lang::Zh => format!("变更之前：\n{}\n", self.walk_zh(walk)),
        });
        let is_same = self.of.before.as_ref().is_some_and(|before| *before == self.of.walk);
        let same = is_same.then(|| match lang(self.args.city.voice) {
            Lang::En => "the change makes no difference to this walk\n",
            Lang::Zh => "该变更对此步行无影响\n",
        });
        let before = before.unwrap_or_default();
        let spoken = lang(self.args.city.voice);
        let asked = question_words(self.city.question(), spoken).map(|words| match spoken {
            Lang::En => format!("  with the change     {}\n", safe(&words)),
            Lang::Zh => format!("  变更  {}\n", safe(&words)),
        });
        let [title, circle, walk] = lines.map(|line| line + "\n");
        [title, asked.unwrap_or_default(), circle, walk].concat()
            + &self.walkers()
            + &before
            + same.unwrap_or_default()
    }

    fn outlet(&self, id: OutletId) -> String {
        let outlet = &self.city.outlets()[id.index()];
        named(&outlet.name, &outlet.id)
    }

    /// How long each walker of the profile takes, and whether that is within the minutes of a service.
    fn walkers(&self) -> String {
        let services = self.profile.services.iter();
        let mut services = services.filter(|service| {
            service.providers.iter().any(|provider| provider.category == self.args.category)
        });
        let minutes = services.find_map(|service| service.minutes);
        let lang = lang(self.args.city.voice);
        let line = |walker: &Walker| {
            let name = safe(walker.names.get(lang));
            // Fewer streets never help, though without steps another one may be the nearest and lead nearer.
            let level = self.level.filter(|_| !walker.steps).map_or(0.0, |level| level.0);
            let unbarred = self.of.unbarred.as_ref().map_or(0.0, |walk| walk.length().0);
            let length = Metres(self.of.walk.length().0.max(level).max(unbarred));
            if length.0.is_infinite() {
                return match lang {
                    Lang::En => format!("  {name}: no way\n"),
                    Lang::Zh => format!("  {name}：无路可达\n"),
                };
            }
            let taken = format!("{:.1}", length.0 / walker.speed.0);
            let within = minutes
                .map(|minutes| (minutes, self.of.counted(length).0 <= walker.limit(minutes).0));
            match (lang, within) {
                (Lang::En, Some((minutes, true))) => {
                    format!("  {name}: {taken} min ({}), within {minutes} min\n", length.text())
                }
                (Lang::En, Some((minutes, false))) => {
                    format!("  {name}: {taken} min ({}), beyond {minutes} min\n", length.text())
                }
                (Lang::En, None) => format!("  {name}: {taken} min ({})\n", length.text()),
                (Lang::Zh, Some((minutes, true))) => {
                    format!("  {name}：{taken}分钟（{}），{minutes}分钟内\n", length.text())
                }
                (Lang::Zh, Some((minutes, false))) => {
                    format!("  {name}：{taken}分钟（{}），超过{minutes}分钟\n", length.text())
                }
                (Lang::Zh, None) => format!("  {name}：{taken}分钟（{}）\n", length.text()),
            }
        };
        self.profile.walkers.iter().map(line).collect()
    }

    fn estate(&self, position: usize) -> String {
        let estate = &self.city.estates().unwrap_or_default()[position];
        named(&estate.name, &estate.id)
    }

    /// The gates on a walk; none where it passes none.
    fn gates(&self, path: &Path) -> Option<String> {
        let gates: Vec<String> = path.gates().map(|gate| named(&gate.name, &gate.id)).collect();
        let (one, more, comma) = match lang(self.args.city.voice) {
            Lang::En => ("the gate ", "the gates ", ", "),
            Lang::Zh => ("出入口", "出入口", "、"),
        };
        let word = if gates.len() == 1 { one } else { more };
        (!gates.is_empty()).then(|| format!("{word}{}", gates.join(comma)))
    }

    fn unit(&self) -> Option<String> {
        self.of.unit.map(|id| safe(&self.city.subdistricts()[id.index()].name))
    }

    /// The radii that the profile has for the category, the first first.
    fn radius(&self) -> Option<Metres> {
        let providers = self.profile.services.iter().flat_map(|service| &service.providers);
        let mut providers = providers.filter(|p| p.category == self.args.category);
        providers.next().map(|p| p.radius)
    }

    fn title_en(&self) -> String {
        let place = format!("{}, {}", self.args.at.lon, self.args.at.lat);
        let unit = self
            .unit()
            .map_or_else(|| "outside every subdistrict".to_owned(), |u| format!("in {u}"));
        let radius = self.radius().map_or_else(
            || "the profile has no radius for it".to_owned(),
            |radius| format!("radius {}", radius.text()),
        );
        format!("{} from {place}, {unit}; {radius}", self.args.category)
    }

    fn circle_en(&self) -> String {
        match self.of.straight {
            Some((id, length)) => format!(
                "  in a straight line  {} m to {}{}",
                length.digits(),
                self.outlet(id),
                self.within(length).map_or("", |w| if w { ": within" } else { ": beyond" })
            ),
            None => "  no open outlet that counts".to_owned(),
        }
    }

    fn walk_en(&self, walk: &Walk) -> String {
        match walk {
            Walk::NoStreets => "  along streets       the city has no layer of streets".to_owned(),
            Walk::Shut(estate) => format!(
                "  along streets       all gates of the estate {} are closed, and no outlet is inside",
                self.estate(*estate)
            ),
            Walk::NoStreetNear(snap) => {
                format!("  along streets       no street within {}", snap.stated_text())
            }
            Walk::NoWay(leg) => format!(
                "  along streets       the street {} m away leads to no outlet",
                leg.length.digits()
            ),
            Walk::Way(path @ Path { route, gate, .. }) => format!(
                "  along streets       {} m to {}{}\n                      {} m {}to the street, {} m \
                 along streets{}, {} m to the outlet{}{}",
                route.length.digits(),
                self.outlet(route.outlet),
                self.within(self.of.counted(route.length)).map_or("", |w| if w {
                    ": within"
                } else {
                    ": beyond"
                }),
                route.first_leg.digits(),
                gate.as_ref().map_or("", |_| "through a gate "),
                route.along().digits(),
                route.across_squares().map_or_else(String::new, |length| format!(
                    " ({} m of it straight across squares)",
                    length.digits()
                )),
                route.last_leg.digits(),
                self.gates(path).map_or_else(String::new, |gates| format!(
                    "\n                      by {gates}"
                )),
                self.of.held(route.length).map_or_else(String::new, |held| format!(
                    "\n                      {}",
                    held.words(Lang::En)
                ))
            ),
        }
    }

    fn title_zh(&self) -> String {
        let place = format!("{}, {}", self.args.at.lon, self.args.at.lat);
        let unit = self.unit().unwrap_or_else(|| "不在任何街道内".to_owned());
        let radius = self.radius().map_or_else(
            || "口径中无该类半径".to_owned(),
            |radius| format!("半径{}", radius.text()),
        );
        let key = &self.args.category;
        let name =
            CategoryTable::entry(key).map_or_else(|| safe(key), |of| format!("{}（{key}）", of.zh));
        format!("{name}：自{place}（{unit}），{radius}")
    }

    fn circle_zh(&self) -> String {
        match self.of.straight {
            Some((id, length)) => format!(
                "  直线  {} m，{}{}",
                length.digits(),
                self.outlet(id),
                self.within(length).map_or("", |w| if w { "，半径内" } else { "，半径外" })
            ),
            None => "  无计入的营业网点".to_owned(),
        }
    }

    fn walk_zh(&self, walk: &Walk) -> String {
        match walk {
            Walk::NoStreets => "  沿街  该市无街道图层".to_owned(),
            Walk::Shut(estate) => {
                format!("  沿街  居住用地{}的出入口全部关闭，其内无网点", self.estate(*estate))
            }
            Walk::NoStreetNear(snap) => format!("  沿街  {}内无街道", snap.stated_text()),
            Walk::NoWay(leg) => {
                format!("  沿街  {} m外的街道不通向任何网点", leg.length.digits())
            }
            Walk::Way(path @ Path { route, gate, .. }) => format!(
                "  沿街  {} m，{}{}\n        {}至街道{} m，沿街{} m{}，至网点{} m{}{}",
                route.length.digits(),
                self.outlet(route.outlet),
                self.within(self.of.counted(route.length)).map_or("", |w| if w {
                    "，半径内"
                } else {
                    "，半径外"
                }),
                gate.as_ref().map_or("", |_| "经出入口"),
                route.first_leg.digits(),
                route.along().digits(),
                route.across_squares().map_or_else(String::new, |length| format!(
                    "（其中直穿广场{} m）",
                    length.digits()
                )),
                route.last_leg.digits(),
                self.gates(path).map_or_else(String::new, |gates| format!("\n        途经{gates}")),
                self.of
                    .held(route.length)
                    .map_or_else(String::new, |held| format!("\n        {}", held.words(Lang::Zh)))
            ),
        }
    }

    fn within(&self, length: Metres) -> Option<bool> {
        self.radius().map(|radius| length.0 <= radius.0)
    }
}
