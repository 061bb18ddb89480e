//! Shapefiles (ESRI, 1998): shapes in `.shp`, a table in `.dbf`, the system in `.prj`, the encoding in
//! `.cpg`, side by side under one name.
//!
//! Shapes come from the library `shapefile` one at a time; the table is read in step with them. Rings
//! that run clockwise are outer ones and take the holes that lie in them, the smallest first, whatever
//! their order. All files that were read are in the list of inputs. Without a `.prj` that we know, we
//! ask which system it is; nothing is taken for degrees unasked.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use shapefile::record::polygon::GenericPolygon;
use shapefile::record::traits::HasXY;
use shapefile::{PolygonRing, Shape, ShapeReader};

use super::super::coordinates::Coordinates;
use super::super::document::{Outline, Sink};
use super::super::encoding::Encoding;
use super::super::feature::Geometry;
use super::super::layer::{InputFile, LayerFile};
use super::super::plan::LayerPlan;
use super::super::source::{Opened, SourceError};
use super::super::well_known::Problem;
use super::super::window::{Broken, Digested, Window};
use super::super::words::counted;
use super::dbf::{Failed, Row, Table, damaged};
use super::{Records, prj, system};
use crate::finding::{Finding, Findings, Place};
use crate::model::LonLat;

/// Reads all shapes of a window over a `.shp`.
pub(in super::super) fn read<R: Read>(
    window: &mut Window<R>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> Result<Outline, SourceError> {
    let mut sides = Sides { plan, file, files: Vec::new() };
    let prj = sides.text("prj")?;
    let cpg = sides.text("cpg")?;
    let Some(opened) = sides.open("dbf")? else {
        let why = "the table beside the shapes (.dbf) is not there";
        findings.push(*damaged(&file.name, why));
        return Ok(Outline { beside: sides.files, ..Outline::default() });
    };
    let own = prj.as_deref().map_or_else(|| Err(String::new()), prj::system);
    let own = system(own, &file.crs, (Place::file(&file.name), plan.layer.word()));
    let named = file.how.encoding.or_else(|| cpg.as_deref().and_then(code_page));
    let table = Window::new(&opened)
        .map_err(Failed::Broken)
        .and_then(|window| Table::new(window, named, file.otherwise, &file.name));
    let started = own.map_err(Failed::Said).and_then(|own| {
        let table = table?;
        let records = Records::new(file, &plan.fields, table.names(), own);
        Ok((table, records.map_err(Failed::Said)?))
    });
    let (mut table, mut records) = match started {
        Ok(started) => started,
        Err(failed) => {
            say(failed, &opened, findings, &file.name)?;
            return Ok(Outline { beside: sides.files, ..Outline::default() });
        }
    };
    for column in records.headings.slots.into_iter().flatten() {
        if let Some(kind) = table.foreign(column) {
            let path = format!("features, properties.{}", records.headings.names[column]);
            let message = format!(
                "the field is of type {kind}, whose values are not in the table: read as blank"
            );
            let help = "export it as text (C) or a number (N), or as GeoPackage";
            let place = Place::path(&file.name, path);
            findings.push(Finding::warning("field-type", place, message).with_help(help));
        }
    }
    let mut shapes = Shapes { window, table: &mut table, records: &mut records, deleted: 0 };
    let read = shapes.read(&file.name, findings, sink);
    let deleted = shapes.deleted;
    if deleted > 0 {
        let records = counted(deleted, "record");
        let message = format!("{records} marked as deleted; left out");
        findings.push(Finding::note("deleted-record", Place::file(&file.name), message));
    }
    let is_whole = read.is_ok();
    if let Err(failed) = read {
        say(failed, &opened, findings, &file.name)?;
    }
    let digested = table.into_window().finish();
    sides.enter("dbf", &opened, digested)?;
    Ok(Outline { beside: sides.files, ..records.finish(is_whole) })
}

/// Says why a file is not read on; an error where the disk is to blame.
fn say(
    failed: Failed,
    table: &Opened,
    findings: &mut Findings,
    file: &str,
) -> Result<(), SourceError> {
    match failed {
        Failed::Said(refusal) => findings.push(*refusal),
        Failed::Broken(Broken::Io(error)) => return Err(table.read_error(error)),
        Failed::Broken(broken) => {
            findings.push(super::super::fault::broken(&broken, Place::file(file), 0));
        }
    }
    Ok(())
}

/// The encoding that a `.cpg` names: `UTF-8`, `GBK`, `936`, `ISO 88591`.
fn code_page(text: &str) -> Option<Encoding> {
    let word = text.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
    let word = match word.strip_prefix("ansi ").or(word.strip_prefix("cp")).unwrap_or(&word) {
        "65001" => "utf-8",
        "936" => "gbk",
        "54936" => "gb18030",
        "950" => "big5",
        "1252" | "88591" | "iso 88591" | "iso88591" => "latin1",
        other => other,
    };
    word.parse().ok()
}

/// The files beside the shapes.
struct Sides<'r> {
    plan: &'r LayerPlan,
    file: &'r LayerFile,
    /// Those that were read.
    files: Vec<InputFile>,
}

impl Sides<'_> {
    /// Opens the file with another ending; none where there is none.
    fn open(&self, ending: &str) -> Result<Option<Opened>, SourceError> {
        for ending in [ending.to_owned(), ending.to_uppercase()] {
            match self.plan.door.open(&self.file.path.with_extension(ending)) {
                Err(SourceError::Missing { .. }) => {}
                opened => return opened.map(Some),
            }
        }
        Ok(None)
    }

    /// The text of a small file.
    fn text(&mut self, ending: &str) -> Result<Option<String>, SourceError> {
        let Some(opened) = self.open(ending)? else { return Ok(None) };
        let all = Window::new(&opened).and_then(Window::into_all);
        let (digested, bytes) = all.map_err(|broken| opened.read_error(broken.into_io()))?;
        self.enter(ending, &opened, Ok(digested))?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Enters a file that was read.
    fn enter(
        &mut self,
        ending: &str,
        opened: &Opened,
        digested: io::Result<Digested>,
    ) -> Result<(), SourceError> {
        let Digested { bytes, sha256 } = digested.map_err(|error| opened.read_error(error))?;
        opened.check_unbroken()?;
        let name = Path::new(&self.file.given).with_extension(ending);
        let input = InputFile::new(self.plan.layer, &name.to_string_lossy());
        self.files.push(InputFile { bytes, sha256, ..input });
        Ok(())
    }
}

/// Shapes and rows in step.
struct Shapes<'s, 'r, R: Read, T: Read> {
    window: &'s mut Window<R>,
    table: &'s mut Table<T>,
    records: &'s mut Records<'r>,
    deleted: usize,
}

impl<R: Read, T: Read> Shapes<'_, '_, R, T> {
    fn read(
        &mut self,
        file: &str,
        findings: &mut Findings,
        sink: &mut Sink<'_>,
    ) -> Result<(), Failed> {
        let mut source = Stream(self.window);
        let wrong = |error: &shapefile::Error, whole: usize| {
            let why = format!("the shapes cannot be read on after {whole}: {error}");
            Failed::Said(damaged(file, &why))
        };
        let mut shapes = ShapeReader::new(&mut source).map_err(|error| wrong(&error, 0))?;
        for shape in shapes.iter_shapes() {
            let shape = shape.map_err(|error| wrong(&error, self.records.count()))?;
            match self.table.next(file)? {
                Row::Deleted => self.deleted += 1,
                Row::End => {
                    let why = format!("the table (.dbf) ends after {} rows", self.table.row);
                    return Err(Failed::Said(damaged(file, &(why + "; there are more shapes"))));
                }
                Row::Filled => {
                    let lay = |out: &mut Coordinates| lay_out(&shape, out);
                    self.records.record(&self.table.values(), lay, findings, sink);
                }
            }
        }
        match self.table.next(file)? {
            Row::End => Ok(()),
            Row::Filled | Row::Deleted => {
                let why =
                    format!("the shapes end after {}; the table has more rows", self.table.row - 1);
                Err(Failed::Said(damaged(file, &why)))
            }
        }
    }
}

/// A window as a reader. The library wants to seek, but only does where there is an index.
struct Stream<'w, R: Read>(&'w mut Window<R>);

impl<R: Read> Read for Stream<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.0.data().is_empty() && !self.0.is_last() {
            self.0.fill().map_err(Broken::into_io)?;
        }
        let data = self.0.data();
        let count = data.len().min(buf.len());
        buf[..count].copy_from_slice(&data[..count]);
        self.0.consume(count);
        Ok(count)
    }
}

impl<R: Read> Seek for Stream<'_, R> {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Lays a shape out as GeoJSON is.
fn lay_out(shape: &Shape, out: &mut Coordinates) -> Result<Geometry, Problem> {
    let geometry = match shape {
        Shape::NullShape => return Ok(Geometry::None),
        Shape::Point(point) => points(&[*point], 1, out),
        Shape::PointM(point) => points(&[*point], 1, out),
        Shape::PointZ(point) => points(&[*point], 1, out),
        Shape::Multipoint(many) => points(many.points(), 2, out),
        Shape::MultipointM(many) => points(many.points(), 2, out),
        Shape::MultipointZ(many) => points(many.points(), 2, out),
        Shape::Polygon(polygon) => rings(polygon, out),
        Shape::PolygonM(polygon) => rings(polygon, out),
        Shape::PolygonZ(polygon) => rings(polygon, out),
        Shape::Polyline(_) | Shape::PolylineM(_) | Shape::PolylineZ(_) => {
            return Ok(Geometry::Other("LineString"));
        }
        Shape::Multipatch(_) => return Ok(Geometry::Other("surface")),
    };
    out.has_heights =
        matches!(shape, Shape::PointZ(_) | Shape::MultipointZ(_) | Shape::PolygonZ(_));
    match out.positions.iter().find(|p| !(p.lon.is_finite() && p.lat.is_finite())) {
        Some(p) => Err(format!("has the position [{}, {}], which is no number", p.lon, p.lat)),
        None => Ok(geometry),
    }
}

fn position(point: &impl HasXY) -> LonLat {
    LonLat { lon: point.x(), lat: point.y() }
}

fn points<P: HasXY>(points: &[P], levels: u8, out: &mut Coordinates) -> Geometry {
    out.positions.extend(points.iter().map(position));
    if out.positions.is_empty() {
        return Geometry::Empty("MultiPoint");
    }
    out.levels = levels;
    if levels == 1 {
        return Geometry::Point;
    }
    out.rings.push(out.positions.len());
    Geometry::MultiPoint
}

fn rings<P: HasXY>(polygon: &GenericPolygon<P>, out: &mut Coordinates) -> Geometry {
    let rings = polygon.rings().iter().filter(|ring| !ring.points().is_empty());
    let rings: Vec<(bool, Vec<LonLat>)> = rings
        .map(|ring| {
            let is_outer = matches!(ring, PolygonRing::Outer(_));
            (is_outer, ring.points().iter().map(position).collect())
        })
        .collect();
    let polygons = grouped(&rings);
    for polygon in &polygons {
        for &ring in polygon {
            out.positions.extend_from_slice(&rings[ring].1);
            out.rings.push(out.positions.len());
        }
        out.polygons.push(out.rings.len());
    }
    match polygons.len() {
        0 => Geometry::Empty("Polygon"),
        1 => {
            out.levels = 3;
            Geometry::Polygon
        }
        _ => {
            out.levels = 4;
            Geometry::MultiPolygon
        }
    }
}

/// The rings of each polygon, the outer one first, in the order of the outer ones.
fn grouped(rings: &[(bool, Vec<LonLat>)]) -> Vec<Vec<usize>> {
    // Where no ring runs clockwise the writer did not know the rule: each is a polygon.
    let has_outer = rings.iter().any(|ring| ring.0);
    let outer: Vec<usize> = (0..rings.len()).filter(|&r| rings[r].0 || !has_outer).collect();
    let mut polygons: Vec<Vec<usize>> = outer.iter().map(|&ring| vec![ring]).collect();
    let areas: Vec<f64> = outer.iter().map(|&ring| area(&rings[ring].1)).collect();
    for hole in (0..rings.len()).filter(|&r| has_outer && !rings[r].0) {
        let home = (0..outer.len())
            .filter(|&o| rings[hole].1.iter().all(|p| is_inside(*p, &rings[outer[o]].1)))
            .min_by(|a, b| areas[*a].total_cmp(&areas[*b]));
        // A hole that lies in none goes to the outer ring before it, where the checks find it.
        let before = outer.partition_point(|&ring| ring < hole).saturating_sub(1);
        polygons[home.unwrap_or(before)].push(hole);
    }
    polygons
}

/// Area in square degrees.
fn area(ring: &[LonLat]) -> f64 {
    let cross = |w: &[LonLat]| w[0].lon * w[1].lat - w[1].lon * w[0].lat;
    (ring.windows(2).map(cross).sum::<f64>() / 2.0).abs()
}

/// Whether a position lies in a ring or on it.
fn is_inside(at: LonLat, ring: &[LonLat]) -> bool {
    let mut is_inside = false;
    for w in ring.windows(2) {
        let (a, b) = (w[0], w[1]);
        let side = (b.lon - a.lon) * (at.lat - a.lat) - (b.lat - a.lat) * (at.lon - a.lon);
        let within = |a: f64, b: f64, at: f64| at >= a.min(b) && at <= a.max(b);
        if side.abs() == 0.0 && within(a.lon, b.lon, at.lon) && within(a.lat, b.lat, at.lat) {
            return true;
        }
        if (a.lat > at.lat) != (b.lat > at.lat) && (side > 0.0) == (b.lat > a.lat) {
            is_inside = !is_inside;
        }
    }
    is_inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, size: f64) -> Vec<LonLat> {
        let at = |lon, lat| LonLat { lon, lat };
        vec![at(x, x), at(x, x + size), at(x + size, x + size), at(x + size, x), at(x, x)]
    }

    #[test]
    fn holes_go_to_the_smallest_ring_around_them_whatever_the_order() {
        let rings = [
            (false, square(3.0, 1.0)),
            (true, square(0.0, 10.0)),
            (false, square(1.0, 5.0)),
            (true, square(2.0, 3.0)),
            (false, square(50.0, 1.0)),
        ];
        assert_eq!(grouped(&rings), [vec![1, 2], vec![3, 0, 4]]);
        assert_eq!(grouped(&[(false, square(0.0, 1.0))]), [vec![0]]);
    }

    #[test]
    fn a_position_on_a_side_lies_in_the_ring() {
        let ring = square(0.0, 10.0);
        let is_in = |lon: f64, lat: f64| is_inside(LonLat { lon, lat }, &ring);
        assert!(is_in(0.0, 5.0));
        assert!(is_in(10.0, 10.0));
        assert!(is_in(5.0, 0.0));
        assert!(is_in(5.0, 5.0));
        // On the line of a side, beyond either of its ends.
        assert!(!is_in(0.0, 11.0));
        assert!(!is_in(0.0, -1.0));
        assert!(!is_in(-1.0, 0.0));
        assert!(!is_in(11.0, 10.0));
    }

    #[test]
    fn the_words_of_code_pages_are_understood() {
        let name = |text: &str| code_page(text).map(Encoding::name);
        assert_eq!(name("UTF-8\r\n"), Some("UTF-8"));
        assert_eq!(name("936"), Some("GBK"));
        assert_eq!(name("ISO 88591"), Some("windows-1252"));
        assert_eq!(name("OEM"), None);
    }
}
