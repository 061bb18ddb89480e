//! Geometries as well-known text (WKT, OGC 06-103r4).
//!
//! Takes what a cell or a column holds and lays it out as [`Coordinates`], the way GeoJSON is read, so
//! that every check after this one is the same. `geozero` takes the text apart; here is decided what
//! a layer can use. Curves, surfaces and collections are a type that no layer takes; a collection is
//! not looked into, so that no depth of nesting can exhaust the stack.

use geozero::error::{GeozeroError, Result as GeozeroResult};
use geozero::wkt::Wkt;
use geozero::{GeomProcessor, GeozeroGeometry};

use super::coordinates::Coordinates;
use super::feature::Geometry;
use super::words::quoted;
use crate::model::LonLat;

/// What is wrong with a geometry: in words that follow "the geometry".
pub(super) type Problem = String;

/// Reads well-known text.
pub(super) fn from_text(
    text: &str,
    coordinates: &mut Coordinates,
) -> std::result::Result<Geometry, Problem> {
    coordinates.clear();
    let text = text.trim();
    // `SRID=4326;POINT (1 2)`, as PostGIS writes it.
    let text = text.split_once(';').filter(|t| t.0.starts_with("SRID=")).map_or(text, |t| t.1);
    let word: String =
        text.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
    match word.as_str() {
        "GEOMETRYCOLLECTION" => return Ok(Geometry::Other("GeometryCollection")),
        "POINT" | "MULTIPOINT" | "LINESTRING" | "MULTILINESTRING" | "POLYGON" | "MULTIPOLYGON" => {}
        _ => return Err(format!("is {}, no well-known text (WKT)", quoted(text))),
    }
    if let Some(at) = trailing(text) {
        return Err(format!("goes on behind its last bracket: {}", quoted(&text[at..])));
    }
    let mut filler = Filler::new(coordinates);
    let result = Wkt(text).process_geom(&mut filler);
    filler.settle(result.map_err(|error| format!("cannot be read as well-known text: {error}")))
}

/// Where text stands behind the bracket that closes the first one, which the parser would not look at.
fn trailing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let end = text.bytes().position(|byte| {
        depth = match byte {
            b'(' => depth + 1,
            b')' => depth.saturating_sub(1),
            _ => return false,
        };
        depth == 0
    })?;
    (end + 1 < text.len()).then_some(end + 1)
}

/// Lays a geometry out as it is taken apart.
pub(super) struct Filler<'c> {
    out: &'c mut Coordinates,
    geometry: Geometry,
    in_polygon: bool,
    problem: Option<Problem>,
}

impl<'c> Filler<'c> {
    /// Nothing yet; what `out` held is forgotten.
    pub(super) fn new(out: &'c mut Coordinates) -> Self {
        out.clear();
        Self { out, geometry: Geometry::None, in_polygon: false, problem: None }
    }

    /// The geometry's type, or what is wrong with it.
    pub(super) fn settle(
        self,
        result: std::result::Result<(), Problem>,
    ) -> std::result::Result<Geometry, Problem> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if let Geometry::Other(_) = self.geometry {
            return Ok(self.geometry);
        }
        result?;
        let is_empty = self.out.positions.is_empty();
        let (name, levels) = match self.geometry {
            Geometry::Point => ("Point", 1),
            Geometry::MultiPoint => ("MultiPoint", 2),
            Geometry::Polygon => ("Polygon", 3),
            Geometry::MultiPolygon => ("MultiPolygon", 4),
            other => return Ok(other),
        };
        self.out.levels = levels;
        Ok(if is_empty { Geometry::Empty(name) } else { self.geometry })
    }

    fn starts(&mut self, geometry: Geometry) {
        if self.geometry == Geometry::None {
            self.geometry = geometry;
        }
    }

    /// Stops at a type that no layer takes.
    fn other(&mut self, name: &'static str) -> GeozeroResult<()> {
        self.geometry = Geometry::Other(name);
        Err(GeozeroError::Geometry(name.to_owned()))
    }

    fn fail(&mut self, problem: String) -> GeozeroResult<()> {
        self.problem = Some(problem.clone());
        Err(GeozeroError::Geometry(problem))
    }

    fn push(&mut self, x: f64, y: f64) -> GeozeroResult<()> {
        if !(x.is_finite() && y.is_finite()) {
            return self.fail(format!("has the position [{x}, {y}], which is no number"));
        }
        self.out.positions.push(LonLat { lon: x, lat: y });
        Ok(())
    }
}

impl GeomProcessor for Filler<'_> {
    fn multi_dim(&self) -> bool {
        true
    }

    fn xy(&mut self, x: f64, y: f64, _: usize) -> GeozeroResult<()> {
        self.push(x, y)
    }

    fn coordinate(
        &mut self,
        x: f64,
        y: f64,
        z: Option<f64>,
        _: Option<f64>,
        _: Option<f64>,
        _: Option<u64>,
        _: usize,
    ) -> GeozeroResult<()> {
        self.out.has_heights |= z.is_some();
        self.push(x, y)
    }

    fn empty_point(&mut self, _: usize) -> GeozeroResult<()> {
        self.starts(Geometry::Point);
        Ok(())
    }

    fn point_begin(&mut self, _: usize) -> GeozeroResult<()> {
        self.starts(Geometry::Point);
        Ok(())
    }

    fn multipoint_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.starts(Geometry::MultiPoint);
        Ok(())
    }

    fn multipoint_end(&mut self, _: usize) -> GeozeroResult<()> {
        self.out.rings.push(self.out.positions.len());
        Ok(())
    }

    fn linestring_begin(&mut self, tagged: bool, _: usize, _: usize) -> GeozeroResult<()> {
        if tagged || !self.in_polygon {
            return self.other("LineString");
        }
        Ok(())
    }

    fn linestring_end(&mut self, _: bool, _: usize) -> GeozeroResult<()> {
        let start = self.out.rings.last().copied().unwrap_or(0);
        if self.out.positions.len() == start {
            return self.fail("has a ring without positions".to_owned());
        }
        self.out.rings.push(self.out.positions.len());
        Ok(())
    }

    fn multilinestring_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("MultiLineString")
    }

    fn polygon_begin(&mut self, tagged: bool, size: usize, _: usize) -> GeozeroResult<()> {
        if tagged {
            self.starts(Geometry::Polygon);
        } else if size == 0 {
            return self.fail("has a polygon without rings".to_owned());
        }
        self.in_polygon = true;
        Ok(())
    }

    fn polygon_end(&mut self, _: bool, _: usize) -> GeozeroResult<()> {
        self.in_polygon = false;
        if !self.out.rings.is_empty() {
            self.out.polygons.push(self.out.rings.len());
        }
        Ok(())
    }

    fn multipolygon_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.starts(Geometry::MultiPolygon);
        Ok(())
    }

    fn geometrycollection_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("GeometryCollection")
    }

    fn circularstring_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("curve")
    }

    fn compoundcurve_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("curve")
    }

    fn curvepolygon_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("curve")
    }

    fn multicurve_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("curve")
    }

    fn multisurface_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("surface")
    }

    fn polyhedralsurface_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("surface")
    }

    fn triangle_begin(&mut self, _: bool, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("surface")
    }

    fn tin_begin(&mut self, _: usize, _: usize) -> GeozeroResult<()> {
        self.other("surface")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> (std::result::Result<Geometry, Problem>, Coordinates) {
        let mut coordinates = Coordinates::default();
        let geometry = from_text(text, &mut coordinates);
        (geometry, coordinates)
    }

    #[test]
    fn text_is_laid_out_as_geojson_is() {
        let (geometry, at) = text(
            "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1)), ((9 9, 8 9, 8 8, 9 9)))",
        );
        assert_eq!(geometry, Ok(Geometry::MultiPolygon));
        assert_eq!(
            (at.positions.len(), &at.rings[..], &at.polygons[..]),
            (12, &[4, 8, 12][..], &[2, 3][..])
        );
        let (geometry, at) = text(" point z (116.5 39.9 50) ");
        assert_eq!(geometry, Ok(Geometry::Point));
        assert!(at.has_heights);
        assert_eq!(at.positions, [LonLat { lon: 116.5, lat: 39.9 }]);
        assert_eq!(text("SRID=4326;POINT(1 2)").0, Ok(Geometry::Point));
    }

    #[test]
    fn what_no_layer_takes_is_named() {
        assert_eq!(text("LINESTRING (0 0, 1 1)").0, Ok(Geometry::Other("LineString")));
        let deep = "GEOMETRYCOLLECTION (".repeat(100_000);
        assert_eq!(text(&deep).0, Ok(Geometry::Other("GeometryCollection")));
        assert_eq!(text("POINT EMPTY").0, Ok(Geometry::Empty("Point")));
        assert_eq!(text("POLYGON EMPTY").0, Ok(Geometry::Empty("Polygon")));
        assert!(text("116.3 39.9").0.unwrap_err().contains("no well-known text"));
        assert!(text("POLYGON ((0 0, 1 1").0.is_err());
        assert!(text("POINT (NaN 1)").0.is_err());
        for trailing in
            ["POINT (1 2) x", "POINT (1 2))", "POINT (1 2) (3 4)", "POINT (1 2), POINT (3 4)"]
        {
            assert!(text(trailing).0.is_err(), "{trailing}");
        }
        for odd in [
            "POINT",
            "POINT (1)",
            "POINT ()",
            "POLYGON (1 2, 3 4)",
            "POLYGON ((0 0, 1 1), ())",
            "MULTIPOINT ((1 2), EMPTY)",
        ] {
            assert!(
                !matches!(
                    text(odd).0,
                    Ok(Geometry::Point | Geometry::MultiPoint | Geometry::Polygon)
                ),
                "{odd}"
            );
        }
        assert_eq!(text("MULTIPOINT (1 2, 3 4)").0, Ok(Geometry::MultiPoint));
        assert_eq!(text("MULTIPOINT ((1 2), (3 4))").0, Ok(Geometry::MultiPoint));
    }

    /// What a filler makes of calls that a reader of binary might do.
    fn filled(
        calls: impl Fn(&mut Filler<'_>) -> GeozeroResult<()>,
    ) -> std::result::Result<Geometry, Problem> {
        let mut coordinates = Coordinates::default();
        let mut filler = Filler::new(&mut coordinates);
        let result = calls(&mut filler);
        filler.settle(result.map_err(|error| error.to_string()))
    }

    #[test]
    fn what_only_binary_can_say_is_refused_with_the_reason() {
        let point = |x, y| filled(|f| f.point_begin(0).and_then(|()| f.xy(x, y, 0)));
        assert_eq!(point(1.0, 2.0), Ok(Geometry::Point));
        for (x, y) in [(f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            assert!(point(x, y).unwrap_err().ends_with("which is no number"));
        }
        let no_positions = filled(|f| {
            f.polygon_begin(true, 1, 0)?;
            f.linestring_begin(false, 0, 0)?;
            f.linestring_end(false, 0)
        });
        assert_eq!(no_positions, Err("has a ring without positions".to_owned()));
        let no_rings = filled(|f| {
            f.multipolygon_begin(1, 0)?;
            f.polygon_begin(false, 0, 0)
        });
        assert_eq!(no_rings, Err("has a polygon without rings".to_owned()));
        let line = filled(|f| f.linestring_begin(false, 2, 0));
        assert_eq!(line, Ok(Geometry::Other("LineString")));
        let empty = filled(|f| f.polygon_begin(true, 0, 0).and_then(|()| f.polygon_end(true, 0)));
        assert_eq!(empty, Ok(Geometry::Empty("Polygon")));
        // The outermost type counts.
        let many = filled(|f| {
            f.multipoint_begin(1, 0)?;
            f.point_begin(0)?;
            f.coordinate(1.0, 2.0, None, None, None, None, 0)?;
            f.multipoint_end(0)
        });
        assert_eq!(many, Ok(Geometry::MultiPoint));
    }
}
