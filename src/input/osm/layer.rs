//! The lines of an extract as a layer of a city, without a file between the two.
//!
//! Each line comes as a record with its tags as properties, counted from 1, in the order in which
//! `walkshed import osm` writes them; so both roads lead to the same streets.

use std::fmt::Write as _;
use std::io::{self, Read};

use super::account::Account;
use super::extract::Extract;
use super::pbf::Stop;
use super::streets::{Street, Streets, streets};
use super::words::Word;
use super::{blocks, say};
use crate::finding::{Findings, Place};
use crate::input::coordinates::Coordinates;
use crate::input::crs::Crs;
use crate::input::cursor::{Text, Value};
use crate::input::document::{FeatureAt, Outline, Root, Sink};
use crate::input::fault;
use crate::input::feature::{Fields, Geometry, Line, Properties, RawFeature, SLOTS};
use crate::input::layer::LayerFile;
use crate::input::plan::LayerPlan;
use crate::input::records::system;
use crate::input::window::{Broken, Window};

/// Reads an extract and hands on its lines.
///
/// # Errors
/// Those of the disk; what is wrong inside the file is a finding.
pub(in crate::input) fn read_lines<R: Read>(
    window: &mut Window<R>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> io::Result<Outline> {
    let place = || Place::file(&file.name);
    let own = match system(Ok(Crs::default()), &file.crs, (place(), plan.layer.word())) {
        Ok(own) => own,
        Err(finding) => {
            findings.push(*finding);
            return Ok(Outline::default());
        }
    };
    let mut extract = Extract::default();
    match blocks(window, &file.name, &mut extract) {
        Ok(()) => {}
        Err(Stop::Broken(Broken::Io(error))) => return Err(error),
        Err(Stop::Broken(broken)) => {
            findings.push(fault::broken(&broken, place(), window.raw_bytes()));
            return Ok(Outline::default());
        }
        Err(Stop::Said(finding)) => {
            findings.push(*finding);
            return Ok(Outline::default());
        }
    }
    extract.settle();
    say(&extract, &file.name, findings);
    let mut account = Account::default();
    let streets = streets(&extract, &file.name, &mut account, findings);
    let mut hand = Hand { fields: &plan.fields, slots: Vec::new(), own };
    let features = hand.on(&streets, findings, sink);
    Ok(Outline { features, is_whole: true, ..Outline::default() })
}

/// What hands lines on.
struct Hand<'f> {
    fields: &'f Fields,
    /// The slots that a key fills, by its word, as far as it was met.
    slots: Vec<Option<u32>>,
    own: Option<Crs>,
}

impl Hand<'_> {
    /// Hands on all lines; how many there are.
    fn on(&mut self, streets: &Streets<'_>, findings: &mut Findings, sink: &mut Sink<'_>) -> usize {
        let (mut coordinates, mut id) = (Coordinates::default(), String::new());
        for (index, street) in streets.lines().iter().enumerate() {
            coordinates.clear();
            coordinates.positions.extend(streets.places(street).iter().map(|spot| spot.degrees()));
            coordinates.rings.push(coordinates.positions.len());
            coordinates.levels = 2;
            id.clear();
            // Writing to a text does not fail.
            let _ = write!(id, "{}", street.id());
            let raw = RawFeature {
                id: Value::Missing,
                properties: Properties::Object,
                values: &self.values(streets, street),
                geometry: Geometry::Other("LineString"),
                coordinates: &coordinates,
                own: self.own,
                cells: &[],
                line: Some(Line { id: &id, nodes: streets.nodes(street) }),
            };
            sink(FeatureAt { root: Root::Records, index }, &raw, findings);
        }
        streets.lines().len()
    }

    /// The values of the properties that the layer asks for.
    fn values<'s>(&mut self, streets: &'s Streets<'_>, street: &Street<'_>) -> [Value<'s>; SLOTS] {
        let mut values = [Value::Missing; SLOTS];
        let tags = streets.tags(street);
        let mut fill = |mut slots: u32, raw: &'s str| {
            while slots != 0 {
                values[slots.trailing_zeros() as usize] = Value::Text(Text { raw, escaped: false });
                slots &= slots - 1;
            }
        };
        for (&(word, _), (key, value)) in tags.pairs.iter().zip(tags.iter()) {
            if !street.is_settled(key, value) {
                fill(self.slots_of(word, key), value);
            }
        }
        if street.is_area() {
            fill(self.fields.slots("area"), "yes");
        }
        values
    }

    fn slots_of(&mut self, word: Word, key: &str) -> u32 {
        let at = word.0 as usize;
        if self.slots.len() <= at {
            self.slots.resize(at + 1, None);
        }
        *self.slots[at].get_or_insert_with(|| self.fields.slots(key))
    }
}
