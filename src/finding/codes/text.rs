//! Codes of files as bytes: compression, encoding, JSON, and what is JSON but no GeoJSON.

use super::{Code, ERROR, Example, NOTE, WARNING};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "duplicate-key",
        severities: WARNING,
        title: "an object has one key twice",
        why: "JSON readers differ in which of the two they take, so that two programs read two \
              values from one file. We take the last one, as most do.",
        example: Example {
            place: "outlets.geojson: features[0].properties.name",
            message: "\"name\" twice; the last one counts",
            help: "keep the right one, and take the other out",
        },
    },
    Code {
        code: "empty-file",
        severities: ERROR,
        title: "the file holds nothing",
        why: "An export that broke off leaves a file of 0 bytes. It is not a layer without features, \
              which is a FeatureCollection with an empty list.",
        example: Example {
            place: "estates.geojson",
            message: "the file is empty (0 bytes)",
            help: "export the layer again",
        },
    },
    Code {
        code: "empty-geometry",
        severities: ERROR,
        title: "an empty list stands inside the coordinates",
        why: "A polygon with an empty ring, or a ring with an empty position, has no defined area. \
              What was meant to stand there is lost.",
        example: Example {
            place: "estates.geojson: features[0].geometry.coordinates[1]",
            message: "empty list inside the coordinates",
            help: "",
        },
    },
    Code {
        code: "encoding",
        severities: NOTE,
        title: "text was read in the encoding that the user named",
        why: "Names depend on the encoding that a file is read in. The report holds which files \
              were not UTF-8, so that a wrong name can be traced.",
        example: Example { place: "outlets.csv", message: "text read as GBK", help: "" },
    },
    Code {
        code: "encoding-unclear",
        severities: ERROR,
        title: "the text could be in either of two encodings",
        why: "A few Chinese words are valid in UTF-8 and in GBK and mean something else in each. \
              Which one is right only the user can say.",
        example: Example {
            place: "outlets.csv",
            message: "the text could be UTF-8, and it could be GBK",
            help: "write encoding = \"utf-8\" or \"gbk\" for the layer in walkshed.toml",
        },
    },
    Code {
        code: "format",
        severities: ERROR,
        title: "the file is not what its name says",
        why: "Web pages, workbooks, shapefiles and TopoJSON get saved under the name of a GeoJSON \
              file. Each is recognised by its bytes, so that the message can say what it is.",
        example: Example {
            place: "outlets.geojson",
            message: "this is an HTML page, not GeoJSON",
            help: "a portal's error page? Download the file again",
        },
    },
    Code {
        code: "gzip-cut",
        severities: ERROR,
        title: "compressed data ends early",
        why: "A download that broke off holds the first part of the features only. Used as it is, the \
              rest would be missing in silence.",
        example: Example {
            place: "outlets.geojson.gz",
            message: "gzip: compressed data ends early, after 400 bytes",
            help: "the copy broke off: get the file again",
        },
    },
    Code {
        code: "gzip-damaged",
        severities: ERROR,
        title: "compressed data does not match its checksum",
        why: "Bytes have changed since the file was packed. Numbers in it may be wrong without any \
              other sign.",
        example: Example {
            place: "outlets.geojson.gz",
            message: "gzip: \"corrupt gzip stream does not have a matching checksum\"",
            help: "get the file again",
        },
    },
    Code {
        code: "json",
        severities: ERROR,
        title: "the text is no JSON, or breaks off",
        why: "RFC 8259 has one reading of each text. What is not JSON could be read in several ways, \
              and what follows the fault would be guessed.",
        example: Example {
            place: "outlets.geojson: features[6]",
            message: "file ends inside features[6], byte 1652; 6 features were whole",
            help: "the end of file came too soon: the copy broke off, get the file again",
        },
    },
    Code {
        code: "mixed-nesting",
        severities: ERROR,
        title: "coordinates of one geometry are nested in several ways",
        why: "In a geometry all positions lie equally deep (RFC 7946, 3.1). Where they do not, it \
              cannot be told which ring or polygon a position belongs to.",
        example: Example {
            place: "estates.geojson: features[0].geometry.coordinates[1]",
            message: "nested unlike its neighbours in the list; coordinates of one geometry nest alike",
            help: "",
        },
    },
    Code {
        code: "not-a-number",
        severities: ERROR,
        title: "something else stands where a number was expected",
        why: "NaN and Infinity are no JSON, and a text with separators has two readings: 28,400 is \
              28 400 people in one country and 28.4 in the next.",
        example: Example {
            place: "subdistricts.geojson: features[1].properties.population",
            message: "population is \"28,400\"; write 28400",
            help: "",
        },
    },
    Code {
        code: "not-encoded",
        severities: ERROR,
        title: "a byte is not in the encoding that the user named",
        why: "A byte that the named encoding does not have tells that the file is in another \
              one. Nothing is replaced by question marks.",
        example: Example {
            place: "outlets.csv",
            message: "byte at offset 38 is not GBK",
            help: "name the encoding that the file is in",
        },
    },
    Code {
        code: "not-utf8",
        severities: ERROR,
        title: "the text is not in UTF-8",
        why: "GeoJSON is UTF-8 (RFC 8259, 8.1). Names read in the wrong encoding are garbage on every \
              map and match nothing in other files.",
        example: Example {
            place: "outlets.geojson: features[0].properties.name",
            message: "byte 0xb6 at offset 122, in features[0].properties.name; reads as GBK",
            help: "pass --encoding gbk, or save the file as UTF-8",
        },
    },
    Code {
        code: "number-as-text",
        severities: WARNING,
        title: "a number stands in quotes",
        why: "Spreadsheets export numbers as text. A plain one is read as the number; the file should \
              say so, because other programs will sort and add it as text.",
        example: Example {
            place: "subdistricts.geojson: features[1].properties.population",
            message: "population is the text \"28400\"; read as the number",
            help: "write it without quotes",
        },
    },
    Code {
        code: "short-position",
        severities: ERROR,
        title: "a position has fewer than two numbers",
        why: "A place needs a longitude and a latitude (RFC 7946, 3.1.1). Half of one is no place.",
        example: Example {
            place: "outlets.geojson: features[2].geometry.coordinates",
            message: "position of 1 number; it has to have longitude and latitude",
            help: "",
        },
    },
    Code {
        code: "too-long",
        severities: ERROR,
        title: "one value, or what a file unpacks to, is longer than any layer",
        why: "Files are read feature by feature in bounded memory. A value of half a gigabyte is no \
              feature of a city; a quote that was never closed makes such ones. Workbooks and Parquet \
              files that unpack to more than a hundred times their length are made to fill a memory.",
        example: Example {
            place: "outlets.geojson",
            message: "one value is longer than 512 MiB",
            help: "",
        },
    },
];
