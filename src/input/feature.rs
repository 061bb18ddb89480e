//! One feature of a GeoJSON file, as it stands in the bytes.
//!
//! Takes a cursor at a feature and gives the values of the properties that the layer asked for,
//! borrowed from the bytes, the type of the geometry and its coordinates. Members may come in any
//! order. What is sound JSON but no sound feature is a [`Complaint`]; layers decide what a missing
//! geometry or property means to them.

use super::complaint::shown;
use super::coordinates::{Coordinates, Flaw, FlawKind};
use super::crs::Crs;
use super::cursor::{Cursor, Fault, Text, Value};
use super::keys::{Again, Keys, Walk};
use super::layout::{Filled, Gap, Layout};

/// The most properties that a layer asks for; [`Fields::slots`] has a bit for each.
pub(super) const SLOTS: usize = 21;

/// Which property of the file goes into which slot of a layer.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    entries: Vec<(String, usize)>,
    /// By slot, the entry that is its name.
    names: [Option<usize>; SLOTS],
}

impl Fields {
    /// Fills `slot` from the property `name`; one property may fill several slots.
    pub(super) fn add(&mut self, name: &str, slot: usize) {
        debug_assert!(slot < SLOTS);
        self.names[slot].get_or_insert(self.entries.len());
        self.entries.push((name.to_owned(), slot));
    }

    /// The slots that a property fills, one bit each.
    pub(super) fn slots(&self, name: &str) -> u32 {
        let of_name = self.entries.iter().filter(|(own, _)| own == name);
        of_name.fold(0, |slots, (_, slot)| slots | 1 << slot)
    }

    /// The file's own word for a slot.
    pub(super) fn name(&self, slot: usize) -> &str {
        self.names[slot].map_or("", |entry| self.entries[entry].0.as_str())
    }
}

/// What a feature's geometry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Geometry {
    /// `null`, or no such member.
    None,
    /// There was something to complain about.
    Flawed,
    /// A known type with an empty list of coordinates.
    Empty(&'static str),
    /// One position.
    Point,
    /// Positions.
    MultiPoint,
    /// Rings.
    Polygon,
    /// Lists of rings.
    MultiPolygon,
    /// A type that no layer takes: lines, collections.
    Other(&'static str),
}

/// What stands under `properties`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Properties {
    /// `null`, or no such member.
    None,
    /// An object.
    Object,
    /// A row that could not be taken apart: a finding says why, and no layer is asked.
    Unread,
}

/// Something wrong with a feature that is sound JSON, and its offset in the slice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) kind: ComplaintKind,
    pub(super) at: usize,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ComplaintKind {
    /// Not an object.
    NotAFeature,
    /// `type` is missing.
    NoType,
    /// `type` is some other word than `Feature`.
    FeatureType(String),
    /// The geometry is not an object and not null.
    NotAGeometry,
    /// The geometry's `type` is missing.
    NoGeometryType,
    /// The geometry's `type` is no name that GeoJSON knows.
    GeometryType(String),
    /// The properties are neither an object nor null.
    NotProperties,
    /// The coordinates do not fit the type.
    Levels { type_name: &'static str, levels: u8 },
    /// The geometry has no coordinates.
    NoCoordinates(&'static str),
    /// Something inside the coordinates.
    Coordinates(FlawKind),
    /// A name that the object already has; the last one counts.
    DuplicateKey(String),
}

/// A feature as it stands in the bytes.
#[derive(Debug)]
pub(super) struct RawFeature<'a> {
    /// The feature's own `id` member.
    pub(super) id: Value<'a>,
    /// What stands under `properties`.
    pub(super) properties: Properties,
    /// The values of the properties that the layer asked for, by slot.
    pub(super) values: &'a [Value<'a>; SLOTS],
    /// What the geometry is.
    pub(super) geometry: Geometry,
    /// Its coordinates; empty where there is none.
    pub(super) coordinates: &'a Coordinates,
    /// What its file says that they are in, where the format has a word for it.
    pub(super) own: Option<Crs>,
    /// The values of all columns of a table, whoever asks for them; none in GeoJSON.
    pub(super) cells: &'a [Value<'a>],
    /// The line of an OpenStreetMap extract that it is.
    pub(super) line: Option<Line<'a>>,
}

/// A line of an OpenStreetMap extract.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// What people find it by: `way/123`.
    pub(super) id: &'a str,
    /// The numbers of its nodes, one a position.
    pub(super) nodes: &'a [i64],
}

impl RawFeature<'_> {
    /// The number of polygons; a bare polygon is one.
    pub(super) fn is_multi(&self) -> bool {
        self.geometry == Geometry::MultiPolygon
    }
}

/// The types of RFC 7946 with the level of their coordinates, and what we make of them.
const TYPES: [(&str, u8, Geometry); 7] = [
    ("Point", 1, Geometry::Point),
    ("Polygon", 3, Geometry::Polygon),
    ("MultiPolygon", 4, Geometry::MultiPolygon),
    ("MultiPoint", 2, Geometry::MultiPoint),
    ("LineString", 2, Geometry::Other("LineString")),
    ("MultiLineString", 3, Geometry::Other("MultiLineString")),
    ("GeometryCollection", 0, Geometry::Other("GeometryCollection")),
];

/// What a feature is before its coordinates are lent out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) id: Value<'a>,
    properties: Properties,
    geometry: Geometry,
}

impl Parts<'_> {
    /// The same without the id, which is borrowed from the bytes.
    pub(super) fn without_id(&self) -> Parts<'static> {
        let &Parts { properties, geometry, .. } = self;
        Parts { id: Value::Missing, properties, geometry }
    }
}

impl Default for Parts<'_> {
    fn default() -> Self {
        Self { id: Value::Missing, properties: Properties::None, geometry: Geometry::None }
    }
}

/// A member of a feature.
#[derive(Debug, Clone, Copy)]
enum Member {
    Type,
    Id,
    Properties,
    Geometry,
    Other,
}

impl Member {
    fn of(name: Text<'_>) -> Self {
        match name.raw {
            "type" => Self::Type,
            "id" => Self::Id,
            "properties" => Self::Properties,
            "geometry" => Self::Geometry,
            _ => Self::Other,
        }
    }
}

/// A member of a geometry.
#[derive(Debug, Clone, Copy)]
enum GeometryMember {
    Type,
    Coordinates,
    Other,
}

impl GeometryMember {
    fn of(name: Text<'_>) -> Self {
        match name.raw {
            "type" => Self::Type,
            "coordinates" => Self::Coordinates,
            _ => Self::Other,
        }
    }
}

/// Reads features of one file one after another into the same memory.
#[derive(Debug, Default)]
pub(super) struct FeatureReader {
    coordinates: Coordinates,
    /// What is wrong with the last feature, in the order of its bytes.
    complaints: Vec<Complaint>,
    /// How the last ones were laid out, and what of the one at hand is needed to learn its layout.
    layout: Layout,
    filled: Vec<Filled>,
    coordinates_at: Option<usize>,
    members: Keys<Member>,
    /// With the slots that a property fills.
    properties: Keys<u32>,
    geometry: Keys<GeometryMember>,
}

impl FeatureReader {
    /// Reads the value at the cursor as a feature; `depth` is the nesting around it. The values of its
    /// properties go to `values`, which hold nothing before.
    pub(super) fn read<'a>(
        &'a mut self,
        cursor: &mut Cursor<'a>,
        depth: u32,
        fields: &Fields,
        values: &'a mut [Value<'a>; SLOTS],
    ) -> Result<(RawFeature<'a>, &'a [Complaint]), Fault> {
        self.complaints.clear();
        self.coordinates.clear();
        let parts = match self.layout.read(cursor, values, &mut self.coordinates) {
            Some(parts) => parts,
            None => self.anew(cursor, depth, fields, values)?,
        };
        let Parts { id, properties, geometry } = parts;
        let feature = RawFeature {
            id,
            properties,
            values,
            geometry,
            coordinates: &self.coordinates,
            own: None,
            cells: &[],
            line: None,
        };
        Ok((feature, &self.complaints))
    }

    /// How the last feature was laid out.
    #[cfg(test)]
    pub(super) fn layout(&mut self) -> &mut Layout {
        &mut self.layout
    }

    /// Reads a feature whatever its layout, which may be learnt.
    fn anew<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        depth: u32,
        fields: &Fields,
        values: &mut [Value<'a>; SLOTS],
    ) -> Result<Parts<'a>, Fault> {
        *values = [Value::Missing; SLOTS];
        self.coordinates.clear();
        self.coordinates_at = None;
        self.filled.clear();
        cursor.peek()?;
        let start = cursor.pos();
        let parts = self.parts(cursor, depth, fields, values)?;
        let is_plain = matches!(parts.geometry, Geometry::Point | Geometry::None);
        if is_plain && self.complaints.is_empty() && self.layout.is_wanted() {
            let bytes = (cursor.since(start), start);
            self.layout.learn(bytes, &parts, &mut self.filled, self.coordinates_at);
        }
        Ok(parts)
    }

    /// The value at the cursor, with its place for those who learn.
    fn value<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        depth: u32,
        gap: Gap,
    ) -> Result<Value<'a>, Fault> {
        cursor.peek()?;
        let from = cursor.pos();
        let value = cursor.value(depth)?;
        self.filled.push(Filled { span: (from, cursor.pos()), gap, depth });
        Ok(value)
    }

    fn parts<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        depth: u32,
        fields: &Fields,
        values: &mut [Value<'a>; SLOTS],
    ) -> Result<Parts<'a>, Fault> {
        let mut parts = Parts::default();
        let start = cursor.peek().map(|_| cursor.pos())?;
        if cursor.peek()? != b'{' {
            self.complain(ComplaintKind::NotAFeature, start);
            cursor.skip(depth)?;
            parts.geometry = Geometry::Flawed;
            return Ok(parts);
        }
        let depth = cursor.deeper(depth)?;
        cursor.bump();
        let mut walk = Walk::default();
        let mut typed = false;
        while let Some((member, again)) = self.members.next(cursor, &mut walk, Member::of)? {
            self.complain_again(again);
            match member {
                Member::Type => typed = self.feature_type(cursor, depth)?,
                Member::Id => parts.id = self.value(cursor, depth, Gap::Id)?,
                Member::Properties => {
                    if again.is_some() {
                        *values = [Value::Missing; SLOTS];
                    }
                    parts.properties = self.properties(cursor, depth, fields, values)?;
                }
                Member::Geometry => parts.geometry = self.geometry(cursor, depth)?,
                Member::Other => self.value(cursor, depth, Gap::Slots(0)).map(drop)?,
            }
        }
        if !typed && self.complaints.is_empty() {
            self.complain(ComplaintKind::NoType, start);
        }
        Ok(parts)
    }

    fn complain(&mut self, kind: ComplaintKind, at: usize) {
        self.complaints.push(Complaint { kind, at });
    }

    fn complain_again(&mut self, again: Again<'_>) {
        if let Some(key) = again {
            self.complain(ComplaintKind::DuplicateKey(key.text.get().into_owned()), key.at);
        }
    }

    fn feature_type(&mut self, cursor: &mut Cursor<'_>, depth: u32) -> Result<bool, Fault> {
        cursor.peek()?;
        let at = cursor.pos();
        let value = cursor.value(depth)?;
        let right = matches!(value, Value::Text(Text { raw: "Feature", .. }));
        if !right {
            self.complain(ComplaintKind::FeatureType(shown(value)), at);
        }
        Ok(right)
    }

    fn properties<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        depth: u32,
        fields: &Fields,
        values: &mut [Value<'a>; SLOTS],
    ) -> Result<Properties, Fault> {
        if cursor.peek()? != b'{' {
            let at = cursor.pos();
            if cursor.value(depth)? != Value::Null {
                self.complain(ComplaintKind::NotProperties, at);
            }
            return Ok(Properties::None);
        }
        let depth = cursor.deeper(depth)?;
        cursor.bump();
        let mut walk = Walk::default();
        let slots = |name: Text<'_>| fields.slots(&name.get());
        while let Some((mut slots, again)) = self.properties.next(cursor, &mut walk, slots)? {
            self.complain_again(again);
            let value = self.value(cursor, depth, Gap::Slots(slots))?;
            while slots != 0 {
                values[slots.trailing_zeros() as usize] = value;
                slots &= slots - 1;
            }
        }
        Ok(Properties::Object)
    }

    fn geometry(&mut self, cursor: &mut Cursor<'_>, depth: u32) -> Result<Geometry, Fault> {
        let start = cursor.peek().map(|_| cursor.pos())?;
        if cursor.peek()? != b'{' {
            if cursor.value(depth)? == Value::Null {
                return Ok(Geometry::None);
            }
            self.complain(ComplaintKind::NotAGeometry, start);
            return Ok(Geometry::Flawed);
        }
        let depth = cursor.deeper(depth)?;
        cursor.bump();
        let mut walk = Walk::default();
        let (mut kind, mut coordinates) = (None, None);
        while let Some((member, again)) =
            self.geometry.next(cursor, &mut walk, GeometryMember::of)?
        {
            self.complain_again(again);
            match member {
                GeometryMember::Type => {
                    cursor.peek()?;
                    kind = Some((cursor.pos(), cursor.value(depth)?));
                }
                GeometryMember::Coordinates => {
                    cursor.peek()?;
                    coordinates = Some(cursor.pos());
                    self.coordinates_at = coordinates;
                    self.coordinates.read(cursor, depth)?;
                }
                GeometryMember::Other => self.value(cursor, depth, Gap::Slots(0)).map(drop)?,
            }
        }
        Ok(self.settle(start, kind, coordinates))
    }

    /// Puts the type and the coordinates of a geometry together.
    fn settle(
        &mut self,
        start: usize,
        kind: Option<(usize, Value<'_>)>,
        coordinates: Option<usize>,
    ) -> Geometry {
        let Some((type_at, word)) = kind else {
            self.complain(ComplaintKind::NoGeometryType, start);
            return Geometry::Flawed;
        };
        let known = match word {
            Value::Text(text) => TYPES.iter().find(|t| t.0 == text.raw),
            _ => None,
        };
        let Some(&(type_name, levels, geometry)) = known else {
            self.complain(ComplaintKind::GeometryType(shown(word)), type_at);
            return Geometry::Flawed;
        };
        if levels == 0 {
            return geometry;
        }
        let Some(at) = coordinates else {
            self.complain(ComplaintKind::NoCoordinates(type_name), start);
            return Geometry::Flawed;
        };
        if let Some(Flaw { kind, at }) = self.coordinates.flaw {
            self.complain(ComplaintKind::Coordinates(kind), at);
            Geometry::Flawed
        } else if self.coordinates.levels == 0 {
            Geometry::Empty(type_name)
        } else if self.coordinates.levels == levels {
            geometry
        } else {
            let levels = self.coordinates.levels;
            self.complain(ComplaintKind::Levels { type_name, levels }, at);
            Geometry::Flawed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_is_filled_by_its_own_property() {
        let mut fields = Fields::default();
        let names: Vec<String> = (0..SLOTS).map(|slot| format!("p{slot}")).collect();
        names.iter().enumerate().for_each(|(slot, name)| fields.add(name, slot));
        let members: Vec<String> =
            names.iter().enumerate().map(|(slot, name)| format!("\"{name}\":{slot}")).collect();
        let text = format!("{{\"type\":\"Feature\",\"properties\":{{{}}}}}", members.join(","));
        let mut reader = FeatureReader::default();
        let (mut cursor, mut values) = (Cursor::new(text.as_bytes()), [Value::Missing; SLOTS]);
        let (feature, _) = reader.read(&mut cursor, 0, &fields, &mut values).unwrap();
        for (slot, value) in feature.values.iter().enumerate() {
            assert_eq!(*value, Value::Number(&slot.to_string()));
        }
    }
}
