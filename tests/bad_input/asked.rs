//! What has to stand in which message: the values, names and remedies of RELIABILITY section 4, with
//! the numbers of the spoilt files themselves.

use std::path::Path;

use crate::ellipsoid::metres;
use crate::spoilt::{
    bytes, common, crossing, extent, features, hectares, metres_to_border, name, outlet, ring,
    spot, spot_of,
};

/// What is asked of one finding.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) code: &'static str,
    pub(crate) path: String,
    /// The name behind the place, where one is asked for.
    pub(crate) name: String,
    /// What has to stand in the message or the remedy.
    pub(crate) parts: Vec<String>,
}

fn one(code: &'static str, path: &str, parts: &[&str]) -> Vec<Asked> {
    let parts = parts.iter().map(|part| (*part).to_owned()).collect();
    vec![Asked { code, path: path.to_owned(), name: String::new(), parts }]
}

fn named(mut asked: Vec<Asked>, name: &str) -> Vec<Asked> {
    name.clone_into(&mut asked[0].name);
    asked
}

/// What is asked of a case; nothing where it is accepted.
pub(crate) fn asked(folder: &Path, case: &str) -> Vec<Asked> {
    let city = folder.join(case);
    match &case[..2] {
        "02" | "03" | "05" | "06" | "10" | "11" | "12" | "13" | "14" | "15" | "16" | "18"
        | "75" | "76" => of_bytes(&city, &case[..2]),
        "19" | "20" | "21" | "22" | "23" | "24" | "25" | "26" | "27" | "28" | "29" | "31"
        | "32" | "33" | "34" | "35" | "36" | "63" | "72" | "73" => of_features(&city, &case[..2]),
        "37" | "38" | "39" | "40" | "42" | "43" | "44" | "47" | "74" | "77" => {
            of_positions(folder, &city, &case[..2])
        }
        "01" | "04" | "07" | "08" | "09" | "17" | "30" | "41" | "45" | "46" | "52" | "53"
        | "62" | "64" | "66" | "67" => Vec::new(),
        number => of_shapes(&city, number),
    }
}

fn of_bytes(city: &Path, number: &str) -> Vec<Asked> {
    let length = |file: &str| bytes(city, file).len();
    match number {
        "02" => {
            // Seven features begin, the last one breaks off.
            let text = bytes(city, "outlets.geojson");
            let begun = text.windows(10).filter(|w| w == b"\"geometry\"").count();
            let whole = format!("{begun} features were whole");
            let end = format!("byte {};", length("outlets.geojson"));
            one("json", "features[6]", &["file ends inside features[6]", &end, &whole, "again"])
        }
        "03" => one("empty-file", "", &["empty", "0 bytes", "export the layer again"]),
        "05" => one("not-utf8", "", &["starts with a UTF-16 mark", "--encoding utf-16"]),
        "06" => {
            let text = bytes(city, "subdistricts.geojson");
            let at = text.iter().position(|byte| *byte >= 0x80).unwrap();
            let bad = format!("byte 0x{:02x} at offset {at}, in features[0]", text[at]);
            let parts = [&bad, "features[0].properties.name; reads as GBK", "--encoding gbk"];
            one("not-utf8", "features[0].properties.name", &parts)
        }
        "10" => {
            let after = format!("ends early, after {} bytes", length("subdistricts.geojson"));
            one("gzip-cut", "", &["gzip: compressed data", &after, "get the file again"])
        }
        "11" | "12" => {
            let word = if number == "11" { "NaN" } else { "1e999" };
            let (_, line, column) = spot(city, "outlets.geojson", word);
            let here = format!("{word} at line {line}, column {column}");
            let why = if number == "11" { "JSON has no NaN" } else { "is not a finite number" };
            one("not-a-number", "features[2].geometry.coordinates[0]", &[&here, why, "null"])
        }
        "13" => {
            let text = bytes(city, "outlets.geojson");
            let comma = text.iter().rposition(|byte| *byte == b',').unwrap();
            let (byte, line, column) = spot_of(&text, comma);
            let here = format!("trailing comma at line {line}, column {column} (byte {byte})");
            one("json", "features", &[&here, "take the comma out"])
        }
        "14" => {
            let (byte, line, _) = spot(city, "outlets.geojson", "\n{");
            let here = format!("second document begins at byte {} (line {})", byte + 1, line + 1);
            one("json", "", &[&here, "after the end of the first", "walkshed.toml"])
        }
        "15" => one("format", "", &["this is an HTML page, not GeoJSON", "ownload"]),
        "16" => one("format", "type", &["this is TopoJSON, not GeoJSON", "ogr2ogr"]),
        "18" => {
            let text = bytes(city, "outlets.geojson");
            let open = |(at, byte): (usize, &u8)| matches!(byte, b'{' | b'[').then_some(at);
            // The one past 64 that are open at once: none closes before.
            let at = text.iter().enumerate().filter_map(open).nth(64).unwrap();
            let here = format!("nested deeper than 64, at byte {at}");
            one("json", "features[0]", &[&here, "export the layer again"])
        }
        "75" => one(
            "format",
            "",
            &["this is an Excel workbook (xlsx), not GeoJSON", "save it as", ".xlsx"],
        ),
        _ => one("format", "", &["this is a shapefile (shp), not GeoJSON", "save it as", ".shp"]),
    }
}

#[expect(clippy::too_many_lines, reason = "a table, one row a case")]
fn of_features(city: &Path, number: &str) -> Vec<Asked> {
    let outlet_name = |index| name(city, "outlets", index);
    let unit_name = |index| name(city, "subdistricts", index);
    match number {
        "19" => one(
            "duplicate-key",
            "features[3].properties.name",
            &["\"name\" twice", "the last one counts", "take the other out"],
        ),
        "20" => one(
            "no-outlets",
            "features",
            &["0 outlets; all land is a gap", "every service is no data", "export"],
        ),
        "21" => one("no-subdistricts", "features", &["0 subdistricts", "export"]),
        "22" => {
            let name = outlet_name(4);
            let none = format!("outlet \"{name}\" has no place");
            let parts = [&none, "geometry is null", "left out", "(1 of 8)", "give it a place"];
            named(one("no-geometry", "features[4].geometry", &parts), &name)
        }
        "23" => one(
            "no-properties",
            "features[4].properties",
            &["no name", "listed, not counted", "give"],
        ),
        "24" => one("no-name", "features[1].properties.name", &["shown as \"D02\"", "fill in"]),
        "25" => {
            let parts = ["\"D02\" is also features[1]", "id of its own"];
            named(one("duplicate-id", "features[3].properties.id", &parts), &unit_name(3))
        }
        "26" => {
            let apart = metres(outlet(city, 0), outlet(city, 6));
            let name = outlet_name(6);
            let again = format!("\"{name}\" again, {apart:.0} m from features[0] (\"P001\")");
            named(one("same-outlet", "features[6]", &[&again, "both kept", "--merge-d"]), &name)
        }
        "27" => {
            let parts =
                ["2 points", "taken as outlets \"P003/1\" and \"P003/2\"", "feature of its own"];
            named(one("multipoint", "features[2].geometry", &parts), &outlet_name(2))
        }
        "28" => {
            let parts = ["a GeometryCollection", "a Point, MultiPoint or Polygon", "take it out"];
            named(one("geometry-type", "features[2].geometry", &parts), &outlet_name(2))
        }
        "29" => one("heights", "features", &["heights ignored in 8 features"]),
        "31" => {
            let place = "features[2].geometry.coordinates[0]";
            let number = &features(city, "outlets")[2]["geometry"]["coordinates"][0];
            let seen = number.to_string();
            let bare = format!("write {} without quotes", number.as_str().unwrap());
            one("not-a-number", place, &[&seen, "a number was expected", "it is a string", &bare])
        }
        "32" => {
            number_of_people(city, "number-as-text", &["\"28400\"", "read as the number", "write"])
        }
        "33" => {
            number_of_people(city, "not-a-number", &["is \"28,400\"; write 28400", "not guessed"])
        }
        "34" => number_of_people(
            city,
            "unknown-people",
            &["missing (null)", "left out of sums, which are marked \"at least\""],
        ),
        "35" => number_of_people(city, "negative", &["is -5", "cannot be negative", "write null"]),
        "36" => one(
            "format",
            "type",
            &["\"featurecollection\", not \"FeatureCollection\"", "letter case", "write \"type\""],
        ),
        "63" => {
            let parts = ["\"D01\" is also features[0]", "id of its own"];
            named(one("duplicate-id", "features[6].properties.id", &parts), &unit_name(6))
        }
        "72" => {
            let place = "features[0].properties.category";
            let parts =
                ["60200 in 8 outlets", "060200 is \"convenience store\"", "listed, not counted"];
            named(one("unknown-category", place, &parts), &outlet_name(0))
        }
        _ => {
            let place = "features[3].properties.category";
            let parts =
                ["category \"conveniance_store\" in 1 outlet", "not counted", "convenience_store?"];
            named(one("unknown-category", place, &parts), &outlet_name(3))
        }
    }
}

fn number_of_people(city: &Path, code: &'static str, parts: &[&str]) -> Vec<Asked> {
    let name = name(city, "subdistricts", 2);
    named(one(code, "features[2].properties.population", parts), &name)
}

#[expect(clippy::too_many_lines, reason = "a table, one row a case")]
fn of_positions(folder: &Path, city: &Path, number: &str) -> Vec<Asked> {
    let first = |index: usize| outlet(city, index);
    match number {
        "37" | "38" => {
            let index = if number == "37" { 0 } else { 3 };
            let latitude = format!("latitude {} is outside -90..90", first(index).1);
            let all = "all 8 outlets read [latitude, longitude]; ";
            let who = if number == "37" { all } else { "the other 7 are in order" };
            let path = format!("features[{index}].geometry.coordinates[1]");
            let remedy =
                if number == "37" { "mend the file, or pass --swap-axes" } else { "swapped" };
            let parts = [&latitude, who, "GeoJSON is [longitude, latitude]", remedy];
            named(one("axis-order", &path, &parts), &name(city, "outlets", index))
        }
        "39" | "77" => {
            let x = ring(city, "subdistricts", 0)[0].0;
            let seen = format!("{x} is outside -180..180; looks like ");
            let (looks, code) = match number {
                "39" => ("Web Mercator metres (EPSG:3857)", "epsg:3857"),
                _ => ("CGCS2000 zone 39 metres (EPSG:4527", "epsg:4527"),
            };
            let flag = format!("--subdistricts-crs {code}");
            let parts = [&seen, looks, "all 6", &flag, "ogr2ogr -t_srs EPSG:4326"];
            let path = "features[0].geometry.coordinates[0][0][0]";
            named(one("not-degrees", path, &parts), &name(city, "subdistricts", 0))
        }
        "40" => one(
            "crs-member",
            "crs",
            &[
                "crs says EPSG:3857; RFC 7946 is WGS84 only",
                "--subdistricts-crs epsg:3857",
                "ogr2ogr",
            ],
        ),
        "42" | "44" => {
            let place = first(5);
            let metres = metres_to_border(city, place);
            let distance = match number {
                // In groups of three digits: 12 225 km.
                "42" => format!(", {:.0} {:03.0} km", (metres / 1e6).floor(), metres / 1e3 % 1e3),
                _ => format!(", {:.1} km", metres / 1e3),
            };
            let seen = format!("[{}, {}] is outside", place.0, place.1);
            let parts =
                [&seen, &distance, "from the nearest subdistrict; kept, serves nothing", "mend"];
            named(one("outlet-outside", OUTLET_5, &parts), &name(city, "outlets", 5))
        }
        "43" => {
            let path = format!("{OUTLET_5}[0]");
            let parts = ["1e300 is outside -180..180", "mend it there"];
            named(one("not-degrees", &path, &parts), &name(city, "outlets", 5))
        }
        "47" => {
            // The sound city has the same outlets before they were shifted.
            let sound = folder.join("01-good");
            let mut off: Vec<f64> = Vec::new();
            for (index, feature) in features(city, "outlets").iter().enumerate() {
                if feature["properties"]["source"] == "amap" {
                    off.push(metres(outlet(&sound, index), outlet(city, index)));
                }
            }
            off.sort_by(f64::total_cmp);
            let span = format!("GCJ-02 ({:.0}-{:.0} m off here)", off[0], off[off.len() - 1]);
            let count = format!("{} of 8 outlets say source \"amap\"", off.len());
            let convert = format!("convert the {}", off.len());
            let parts = [&count, &span, "no coordinates were moved", "--outlets-crs", &convert];
            one("datum-mix", "features", &parts)
        }
        _ => {
            let place = format!("at the same place, [{}, {}]", first(0).0, first(0).1);
            one("same-place", "features", &["8 of 8 outlets", &place, "failed geocoding", "look"])
        }
    }
}

const OUTLET_5: &str = "features[5].geometry.coordinates";

#[expect(clippy::too_many_lines, reason = "a table, one row a case")]
fn of_shapes(city: &Path, number: &str) -> Vec<Asked> {
    let ring = |layer: &str, index: usize| ring(city, layer, index);
    let unit = |index: usize| name(city, "subdistricts", index);
    let at = |index: usize, ring: usize| format!("features[{index}].geometry.coordinates[{ring}]");
    let of_unit =
        |code, index, ring, parts: &[&str]| named(one(code, &at(index, ring), parts), &unit(index));
    match number {
        "48" => {
            let ring = ring("subdistricts", 1);
            let (first, last) = (ring[0], ring[ring.len() - 1]);
            let apart = format!("{:.0} m apart", metres(first, last));
            let end = format!("[{}, {}]", last.0, last.1);
            of_unit("ring-closed", 1, 0, &["did not end where it began", &apart, &end, "closed it"])
        }
        "49" => of_unit("ring-closed", 1, 0, &["of where it began", "closed it"]),
        "50" => {
            let ring = ring("subdistricts", 4);
            let (x, y) = crossing([ring[3], ring[4]], [ring[8], ring[9]]);
            let here = format!("crosses itself at [{x:.4}, {y:.2}]");
            let (before, after) = crate::spoilt::areas_of_the_crossing_ring(city);
            let by = format!("{:.2} % larger", 100.0 * (after - before) / before);
            of_unit("ring-crosses-itself", 4, 0, &[&here, "--repair", &by])
        }
        "51" => {
            let ring = ring("subdistricts", 4);
            let tip = ring.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            let foot = ring[ring.iter().position(|p| *p == tip).unwrap() - 1];
            let spike = format!("{:.0} m spike of no width", metres(foot, tip));
            let to = format!("to [{}, {}]", tip.0, tip.1);
            of_unit("spike-removed", 4, 0, &[&spike, &to, "removed it", "take that corner out"])
        }
        "54" => {
            let parts = ["2 different positions, a ring has at least 3", "draw the ring again"];
            of_unit("ring-too-small", 4, 0, &parts)
        }
        "55" => of_unit("ring-too-small", 4, 0, &["no area", "on one line", "draw the ring again"]),
        "56" => {
            of_unit("hole-outside", 4, 1, &["hole 0 lies outside its outer ring", "take it out"])
        }
        "57" => of_unit("hole-outside", 4, 1, &["hole 0", "no area is left", "take the hole"]),
        "58" => {
            let none = format!("subdistrict \"{}\" has no land", unit(4));
            let parts = [none.as_str(), "empty", "(1 of 6)", "give it a polygon"];
            named(one("no-geometry", "features[4].geometry.coordinates", &parts), &unit(4))
        }
        "59" | "68" => {
            let layer = if number == "59" { "subdistricts" } else { "estates" };
            let boxes = [0, 1].map(|index| extent(&ring(layer, index)));
            let (a, b) = (name(city, layer, 0), name(city, layer, 1));
            let shared = hectares(common(boxes[0], boxes[1]));
            let part = 100.0 * shared / hectares(boxes[0]).min(hectares(boxes[1]));
            let share = format!("\"{a}\" and \"{b}\" share {shared:.2} ha");
            let part = format!("({part:.2} % of the smaller)");
            let once =
                if number == "59" { "counted once, for the lower id" } else { "counted once" };
            one("overlap", "features[0], features[1]", &[&share, &part, once, "draw the border"])
        }
        "60" | "61" => {
            let (code, what) = if number == "60" {
                ("sliver-gap", "gaps")
            } else {
                ("sliver-overlap", "overlaps")
            };
            // Both strips lie along 116.32, from the south end to the north end of the town.
            let [west, south, _, north] = extent(&ring("subdistricts", 1));
            let top = extent(&ring("subdistricts", 4))[3];
            let length = metres((west, south), (west, north)) + metres((west, north), (west, top));
            let area = hectares([west.min(116.32), south, west.max(116.32), top]);
            let narrow = format!("2 {what} narrower than 1 m along {length:.0} m, {area:.2} ha");
            let pairs = [0, 1, 3, 4].map(unit);
            let pairs = format!(
                "\"{}\" and \"{}\"; \"{}\" and \"{}\"",
                pairs[0], pairs[1], pairs[2], pairs[3]
            );
            let path = "features[0], features[1], features[3], features[4]";
            one(code, path, &[&narrow, &pairs, "--snap 1m"])
        }
        "65" => {
            let ring = ring("subdistricts", 1);
            let [west, _, east, _] = extent(&ring);
            let span =
                format!("ring spans {:.3} degrees; cut it at 180 (RFC 7946, 3.1.9)", east - west);
            of_unit("antimeridian", 1, 0, &[&span, "split the polygon"])
        }
        "69" => {
            let outside = format!("{:.2} ha lie outside", hectares(extent(&ring("estates", 7))));
            let parts = [&outside, "every subdistrict; left out of every rate", "mend its place"];
            named(one("estate-outside", "features[7]", &parts), &name(city, "estates", 7))
        }
        "70" => {
            one("no-land", "features", &["0 features", "the rate has no denominator", "export"])
        }
        "71" => {
            let none = format!("no estates land lies in \"{}\"", unit(2));
            let parts = [&none, "its rates are dashes", "add its estates"];
            named(one("no-land-here", "features[2]", &parts), &unit(2))
        }
        other => panic!("case {other} is not in the table"),
    }
}
