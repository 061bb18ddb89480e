//! Codes of tables and of formats other than GeoJSON.

use super::{Code, ERROR, Example, NOTE, WARNING};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "crs-unknown",
        severities: ERROR,
        title: "a file names no coordinate system, or one not known here",
        why: "Degrees and metres, and one datum and another, look alike. A wrong guess moves every \
              place by hundreds of metres and says nothing.",
        example: Example {
            place: "outlets.shp",
            message: "the file does not say which coordinate system it is in",
            help: "say what it is in, such as --outlets-crs wgs84 or --outlets-crs epsg:4527, or convert it with ogr2ogr -t_srs EPSG:4326",
        },
    },
    Code {
        code: "damaged",
        severities: ERROR,
        title: "a file breaks off, or is not built as its format asks",
        why: "What lies behind the damage is lost, and nobody could tell how much that is.",
        example: Example {
            place: "outlets.xlsx",
            message: "the workbook cannot be read: \"invalid Zip archive: Could not find EOCD\"",
            help: "open it, and save it anew as .xlsx or as CSV",
        },
    },
    Code {
        code: "deleted-record",
        severities: NOTE,
        title: "records of a table are marked as deleted",
        why: "A shapefile keeps deleted records until it is packed. No other program shows them, and \
              they are no features.",
        example: Example {
            place: "outlets.shp",
            message: "3 records marked as deleted; left out",
            help: "",
        },
    },
    Code {
        code: "duplicate-heading",
        severities: ERROR,
        title: "two columns of a table have the same heading",
        why: "A value would be taken from one of the two columns, and nobody could tell from \
              which.",
        example: Example {
            place: "outlets.csv: row 1",
            message: "columns 2 and 3 are both called \"lat\"; which one counts is not clear",
            help: "rename or remove one of the two",
        },
    },
    Code {
        code: "field-type",
        severities: WARNING,
        title: "values of a field lie outside of the table",
        why: "A memo of dBASE is kept in another file, and other types are of one maker alone. What is not \
              read is blank, which looks as if nobody had filled it in.",
        example: Example {
            place: "outlets.shp: field \"name\"",
            message: "the field is of type M, whose values are not in the table: read as blank",
            help: "export it as text (C) or a number (N), or as GeoPackage",
        },
    },
    Code {
        code: "geometry",
        severities: ERROR,
        title: "a geometry breaks off or is in no form that is known",
        why: "A cell of well-known text holds a place; without it the feature would be nowhere.",
        example: Example {
            place: "outlets.csv: row 7, column 3 \"wkt\"",
            message: "the geometry is \"116.3 39.9\", no well-known text (WKT)",
            help: "",
        },
    },
    Code {
        code: "heading-row",
        severities: NOTE,
        title: "the headings of a table are not in its first row",
        why: "Titles and remarks above the headings are no features. What was left out is said, \
              so that no row goes missing in silence.",
        example: Example {
            place: "outlets.csv: row 3",
            message: "headings stand in row 3; 2 rows above left out",
            help: "",
        },
    },
    Code {
        code: "long-row",
        severities: ERROR,
        title: "a row has more cells than the table has headings",
        why: "A separator inside a value moves what follows under the wrong headings, which no \
              figure would show.",
        example: Example {
            place: "outlets.csv: row 7",
            message: "7 cells under 6 headings",
            help: "is a separator inside a value? Put the value in double quotes, or give the column a heading",
        },
    },
    Code {
        code: "no-place-columns",
        severities: ERROR,
        title: "no columns of a table say where its rows are",
        why: "A table has its places in two columns of degrees or in one of well-known text. \
              Which ones is never guessed from the values.",
        example: Example {
            place: "outlets.csv: row 1",
            message: "no columns of longitudes and latitudes, nor of well-known text; the headings are \"id, name, address\"",
            help: "call the columns lon and lat (or wkt), or name them in walkshed.toml: lon = \"...\", lat = \"...\"",
        },
    },
    Code {
        code: "not-built",
        severities: ERROR,
        title: "this build leaves out the format of the file",
        why: "Formats that take long to build can be left out (cargo features). A layer must not be \
              missed for that in silence.",
        example: Example {
            place: "outlets.gpkg",
            message: "this is a GeoPackage, which this build does not read",
            help: "build it with `cargo build --release --features geopackage`",
        },
    },
    Code {
        code: "other-layers",
        severities: NOTE,
        title: "a file holds more than the layer that was read from it",
        why: "A workbook may have several sheets. Which one was read is said, and which were left \
              out, so that none goes missing in silence.",
        example: Example {
            place: "outlets.xlsx",
            message: "read from sheet \"outlets\"; left out: \"2019\", \"notes\"",
            help: "",
        },
    },
    Code {
        code: "quotes",
        severities: ERROR,
        title: "quotes in a table do not close, or close inside a value",
        why: "Everything up to the next quote counts as one value, so that whole rows would \
              vanish into a name.",
        example: Example {
            place: "outlets.csv: row 7",
            message: "a double quote opens in this row and never closes",
            help: "close the quote where the value ends, and write two for one inside it",
        },
    },
    Code {
        code: "separator",
        severities: NOTE,
        title: "the columns of a table are not separated as its name promises",
        why: "A file called .csv has commas and one called .tsv has tabs. Others are told by the \
              rows being even, which is said.",
        example: Example {
            place: "outlets.csv",
            message: "columns are separated by semicolons",
            help: "",
        },
    },
    Code {
        code: "short-row",
        severities: WARNING,
        title: "rows have fewer cells than the table has headings",
        why: "Blank cells at the end of a row are often left out, but a missing separator \
              further left would move every value after it.",
        example: Example {
            place: "outlets.csv: row 7",
            message: "1 row has fewer cells than there are headings; blank ones follow",
            help: "check that the values stand under their headings",
        },
    },
    Code {
        code: "which-layer",
        severities: ERROR,
        title: "a file holds several layers, and none is named",
        why: "Reading the first one would be a guess, and an old sheet looks like a new one.",
        example: Example {
            place: "outlets.xlsx",
            message: "several sheets are filled: \"2024\", \"2025\"",
            help: "name one in walkshed.toml: [outlets] layer = \"...\", or call one outlets",
        },
    },
];
