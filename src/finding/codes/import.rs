//! Codes of imports: extracts of OpenStreetMap, exports of points of interest.

use super::{Code, ERROR, Example, NOTE, WARNING};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "admin-level",
        severities: NOTE,
        title: "borders of which level became the units",
        why: "What a level means differs from country to country: subdistricts are level 8 in China, \
              municipalities in much of Europe. Without --admin-level the level with the most borders \
              that close is taken, and has to be looked at.",
        example: Example {
            place: "town.osm.pbf",
            message: "11 units of admin_level 8; levels in the file: 2 (0 of 3 close), 8 (11 of 24 \
                      close)",
            help: "--admin-level N",
        },
    },
    Code {
        code: "border-open",
        severities: WARNING,
        title: "a border of the extract does not close",
        why: "An extract is cut out of a larger map, so that borders at its edge lack some of their \
              ways. To close one with a straight line would invent a border.",
        example: Example {
            place: "town.osm: relation/3188240 (\"花园街道\")",
            message: "border does not close: 1 of its 6 ways is not in the file (way 237); left out",
            help: "take a larger extract, or draw the unit in subdistricts.geojson",
        },
    },
    Code {
        code: "code-padded",
        severities: WARNING,
        title: "type codes of an export have lost their leading 0",
        why: "A spreadsheet takes 060200 for a number and saves 60200. A code of five digits is no other \
              code, so that it can be read; but a file that lost a digit here may have lost some elsewhere.",
        example: Example {
            place: "poi.csv: row 2",
            message: "type codes of five digits in 312 rows (2, 3, 4, 5, 6 ...); read with the 0 in front",
            help: "a spreadsheet took them for numbers: save the column as text",
        },
    },
    Code {
        code: "extent",
        severities: WARNING,
        title: "the one unit is a box, not a border",
        why: "The box that the data fills is no place that anybody answers for. Figures for it compare \
              with nothing; it serves where no border closes.",
        example: Example {
            place: "town.osm.pbf",
            message: "one unit over the extent of the data: west 8.6, south 49.3, east 8.8, north 49.5",
            help: "not an administrative border; --extent=W,S,E,N takes another box",
        },
    },
    Code {
        code: "land-open",
        severities: WARNING,
        title: "residential land of the extract has no whole outline",
        why: "Land whose ways or nodes are beyond the edge of the extract cannot be drawn. It is missing \
              from the denominator of every rate, so that it is told.",
        example: Example {
            place: "town.osm: way/4711",
            message: "residential land is a line, not an area; left out",
            help: "",
        },
    },
    Code {
        code: "no-border",
        severities: ERROR,
        title: "no border of the extract closes",
        why: "Every figure is told by reporting unit. Where no border closes there is none, and none is \
              made up unasked.",
        example: Example {
            place: "town.osm.pbf",
            message: "no administrative border closes; admin levels in the file: 8 (0 of 14 close)",
            help: "take a larger extract, name another --admin-level, or pass --extent for one unit \
                   over all the data",
        },
    },
    Code {
        code: "no-estates",
        severities: WARNING,
        title: "the extract holds no residential land",
        why: "In many places nobody has mapped it. Rates then fall back to people or to the whole area, \
              which is not the official indicator.",
        example: Example {
            place: "town.osm.pbf",
            message: "no residential land (landuse=residential) in the file; estates.geojson is not \
                      written",
            help: "rates fall back to the whole area of a unit; --land buildings takes the ground of residential buildings",
        },
    },
    Code {
        code: "no-type-column",
        severities: ERROR,
        title: "no column of an export says what its places are",
        why: "A name alone does not settle a category: half of all shops would be guessed. The type code, \
              or the name of the type, has to be there.",
        example: Example {
            place: "poi.csv: row 1",
            message: "no column of types; the headings are \"id, name, location\"",
            help: "call it typecode (060200), or type (购物服务;便民商店/便利店;便民商店/便利店)",
        },
    },
    Code {
        code: "nodes-missing",
        severities: WARNING,
        title: "streets are cut where their nodes are missing",
        why: "An extract holds ways whose nodes lie beyond its edge. Streets end there, so that walks near \
              the edge come out too long.",
        example: Example {
            place: "town.osm.pbf: way/4711 (\"Station Road\")",
            message: "912 nodes of ways are not in the file: 240 ways cut there, 69 left with fewer than 2 nodes",
            help: "streets end there: take a wider extract than the area that counts",
        },
    },
    Code {
        code: "osm-area",
        severities: WARNING,
        title: "an area of the extract crosses itself",
        why: "Its size would depend on who measures it. Extracts are never repaired here: what is drawn \
              wrong is mended at its source, for everybody.",
        example: Example {
            place: "town.osm.pbf: way/4711",
            message: "residential land: outer ring crosses itself at [8.69, 49.41]; left out",
            help: "mend it in OpenStreetMap, or draw it by hand",
        },
    },
    Code {
        code: "osm-cut",
        severities: ERROR,
        title: "the extract breaks off",
        why: "A copy that broke off holds all nodes and few of the ways, so that outlets and borders \
              would be missing in silence.",
        example: Example {
            place: "town.osm.pbf",
            message: "file ends inside a blob, byte 65536; 3 blobs were whole",
            help: "the copy broke off: get the file again",
        },
    },
    Code {
        code: "osm-damaged",
        severities: ERROR,
        title: "a part of the extract cannot be read",
        why: "A part that does not unpack, or whose fields do not fit, holds thousands of elements. What \
              is left would pass for the whole.",
        example: Example {
            place: "town.osm.pbf",
            message: "blob 4 is damaged, at byte 70211",
            help: "get the file again",
        },
    },
    Code {
        code: "osm-deleted",
        severities: NOTE,
        title: "deleted elements are left out",
        why: "Editors keep what was deleted in their files until it is uploaded, marked as such.",
        example: Example { place: "town.osm", message: "3 elements deleted; left out", help: "" },
    },
    Code {
        code: "osm-empty",
        severities: ERROR,
        title: "the extract holds no element",
        why: "A filter that matched nothing, or an export outside of the data, gives a file that is in \
              order and empty.",
        example: Example {
            place: "town.osm.pbf",
            message: "the extract is empty: no node, way or relation",
            help: "export it again",
        },
    },
    Code {
        code: "osm-feature",
        severities: ERROR,
        title: "the extract is of a kind that is not read",
        why: "A file says which features a reader has to know. One with the history of every element \
              holds each of them several times, and would be counted several times.",
        example: Example {
            place: "town.osm.pbf",
            message: "the file asks its reader for \"HistoricalInformation\"",
            help: "make a plain extract of one moment, as with `osmium time-filter`",
        },
    },
    Code {
        code: "osm-no-place",
        severities: WARNING,
        title: "a node has no place on the Earth",
        why: "Longitudes beyond 180 and latitudes beyond 90 degrees come from tools that went wrong.",
        example: Example {
            place: "town.osm",
            message: "1 node without a place on the Earth; left out",
            help: "",
        },
    },
    Code {
        code: "osm-packing",
        severities: ERROR,
        title: "the extract is packed in a way that is not read",
        why: "Nearly all extracts are packed with zlib. The few that are not are written anew in a \
              moment by the tool that made them.",
        example: Example {
            place: "town.osm.pbf",
            message: "blob 1 is packed with LZ4; read is zlib, or unpacked",
            help: "write it again with `osmium cat -o new.osm.pbf`, which packs with zlib",
        },
    },
    Code {
        code: "osm-repeated",
        severities: WARNING,
        title: "one id stands more than once in the extract",
        why: "Extracts that were joined end to end hold what lies in both twice. Each element is counted \
              once.",
        example: Example {
            place: "town.osm",
            message: "12 nodes more than once by id; the last one counts",
            help: "",
        },
    },
    Code {
        code: "outlet-cut",
        severities: NOTE,
        title: "outlets that lack their whole outline stand at a node of it",
        why: "A shop drawn as an area stands at a point on its surface. Where the edge of the extract \
              cuts the area, one of its corners is the best place there is.",
        example: Example {
            place: "town.osm.pbf: way/4711 (\"Market hall\")",
            message: "1 outlet cut by the edge of the extract or without an area; taken at the middle \
                      node",
            help: "",
        },
    },
    Code {
        code: "poi-abroad",
        severities: WARNING,
        title: "places of an export lie where its datum is not used",
        why: "GCJ-02 and BD-09 are used in China. A place elsewhere is not moved; where many are, the two \
              columns may be swapped, or the export is in another system.",
        example: Example {
            place: "poi.csv: row 7",
            message: "1 row (7) lies outside of China, where GCJ-02 is not used; not moved",
            help: "longitude stands first; --crs names another system",
        },
    },
    Code {
        code: "poi-repeated",
        severities: NOTE,
        title: "an export has one place more than once",
        why: "Exports are made by grid cell, and cells overlap, so that one place comes with each. Rows that \
              are alike in all that is read are counted once; those of one id that differ are both kept.",
        example: Example {
            place: "poi.csv: row 118",
            message: "the same place again in 41 rows (118, 119, 204, 311, 312 ...); counted once",
            help: "",
        },
    },
    Code {
        code: "poi-unmapped",
        severities: NOTE,
        title: "places of an export are of types that mean no category",
        why: "An export holds more than everyday services, and some codes count only where the name says \
              what they stand for: a clinic is no health station. What is left out is counted by type.",
        example: Example {
            place: "poi.csv",
            message: "57 places of types that mean no category, or not by their names: \"090300 诊所\" 31, \"060411\" 26; left out",
            help: "import.json lists every type with its number",
        },
    },
    Code {
        code: "xml",
        severities: ERROR,
        title: "the extract is not well-formed XML",
        why: "A reader that goes on after a slip guesses where an element ends, and moves tags from one \
              element to another.",
        example: Example {
            place: "town.osm",
            message: "a node without an id, at byte 1093",
            help: "get the file again",
        },
    },
];
