//! Codes of positions, rings and polygons, and of how the polygons of a layer lie to each other.

use super::{Code, ERROR, ERROR_OR_WARNING, Example, NOTE, WARNING, WARNING_OR_NOTE};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "antimeridian",
        severities: ERROR,
        title: "a ring spans more than half the world",
        why: "A ring across the 180th meridian that was not cut there runs round the whole world on \
              its other side, and its area with it.",
        example: Example {
            place: "subdistricts.geojson: features[0].geometry.coordinates[0]",
            message: "ring spans 359.995 degrees; cut it at 180 (RFC 7946, 3.1.9)",
            help: "split the polygon at the antimeridian, a part on each side of it",
        },
    },
    Code {
        code: "axes-swapped",
        severities: NOTE,
        title: "the two numbers of positions were swapped, as asked",
        why: "With --swap-axes, or swap_axes in the settings, a file that has latitude first is read as \
              if it were in order. The example lets you see that it now lies where it should.",
        example: Example {
            place: "outlets.geojson: features[0].geometry.coordinates",
            message: "8 outlets swapped, as asked: [39.908, 116.306] became [116.306, 39.908]",
            help: "",
        },
    },
    Code {
        code: "axis-order",
        severities: ERROR,
        title: "latitude stands first",
        why: "GeoJSON is [longitude, latitude]; many services give the reverse. Nothing is swapped \
              unasked, because a place that is possible both ways would move to another country.",
        example: Example {
            place: "outlets.geojson: features[0].geometry.coordinates[1]",
            message: "latitude 116.306 is outside -90..90",
            help: "all 8 outlets read [latitude, longitude]; GeoJSON is [longitude, latitude]: mend the file, or pass --swap-axes outlets",
        },
    },
    Code {
        code: "crs-member",
        severities: ERROR,
        title: "the file says that it is in another coordinate system",
        why: "RFC 7946 took the crs member out: GeoJSON is WGS 84. A file that still says something \
              else means it, and read as degrees it would lie in the sea.",
        example: Example {
            place: "estates.geojson: crs",
            message: "crs says EPSG:3857; RFC 7946 is WGS84 only",
            help: "convert with ogr2ogr -t_srs EPSG:4326, or take the crs member out if it is wrong",
        },
    },
    Code {
        code: "crs-range",
        severities: ERROR,
        title: "a number cannot be of the system that the layer is declared to be in",
        why: "Each zone has a range of eastings and northings. A number outside of it was written in \
              another zone, in degrees, or with the northing first; read as declared it would land in \
              another country.",
        example: Example {
            place: "estates.geojson: features[0].geometry.coordinates[0][0][0]",
            message: "116.4 is no easting of EPSG:4527 (38944000 to 40056000 m)",
            help: "all 320 estates are so: these are degrees: leave the crs of this layer away",
        },
    },
    Code {
        code: "empty-polygon",
        severities: ERROR,
        title: "a polygon has no ring",
        why: "A polygon without a border has no area. What was drawn there is lost, and the rates of \
              its unit would be wrong without it.",
        example: Example {
            place: "estates.geojson: features[3].geometry.coordinates",
            message: "empty: no polygon",
            help: "draw its border",
        },
    },
    Code {
        code: "heights",
        severities: NOTE,
        title: "positions have heights",
        why: "Circles are measured on the ground plan. A third number in a position is read over, and \
              that is said once.",
        example: Example {
            place: "outlets.geojson: features",
            message: "heights ignored in 8 features",
            help: "",
        },
    },
    Code {
        code: "hole-outside",
        severities: ERROR,
        title: "a hole lies outside of its polygon, or fills it",
        why: "A hole that takes nothing away was meant to be something else: a polygon of its own, or \
              a hole of the neighbour. One that takes all away leaves no land.",
        example: Example {
            place: "estates.geojson: features[2].geometry.coordinates[1]",
            message: "hole 0 lies outside its outer ring",
            help: "make it a polygon, or take it out",
        },
    },
    Code {
        code: "not-degrees",
        severities: ERROR,
        title: "a number is no degree of longitude or latitude",
        why: "Projected metres, or a unit slip, put the place off the world. The message says which \
              system the numbers look like; they are converted on request only.",
        example: Example {
            place: "subdistricts.geojson: features[0].geometry.coordinates[0][0][0]",
            message: "39440219.42 is outside -180..180; looks like CGCS2000 zone 39 metres (EPSG:4527, 3-degree zones)",
            help: "all 6 subdistricts are so: convert with ogr2ogr -t_srs EPSG:4326",
        },
    },
    Code {
        code: "not-snapped",
        severities: WARNING,
        title: "a subdistrict could not be snapped to its neighbours",
        why: "With --snap a border goes to that of its neighbour. Where the unit is as narrow as the \
              distance, its own sides would fall together; it then stays as it is.",
        example: Example {
            place: "subdistricts.geojson: features[1].geometry.coordinates (\"西桥街道\")",
            message: "\"西桥街道\" is left as it is: snapped, its border would meet itself",
            help: "pass a shorter distance to --snap, or mend the border",
        },
    },
    Code {
        code: "overlap",
        severities: WARNING,
        title: "two polygons of a layer share land",
        why: "Land that two subdistricts both claim would count twice in the city and once in each. It \
              is counted once, for the lower id; of estates, once.",
        example: Example {
            place: "subdistricts.geojson: features[0], features[1]",
            message: "\"东门街道\" and \"西桥街道\" share 94.8 ha (25 % of the smaller); land there is counted once, for the lower id",
            help: "draw the border between them once, and use it for both",
        },
    },
    Code {
        code: "polygons-overlap",
        severities: ERROR_OR_WARNING,
        title: "polygons of one feature overlap",
        why: "The parts of a multipolygon may touch but not overlap (OGC 06-103r4, 6.1.14); their \
              areas would add up to more than the land. Below 1 % the union is taken unasked.",
        example: Example {
            place: "estates.geojson: features[1].geometry.coordinates[1][0]",
            message: "polygons 0 and 1 overlap at [116.335, 39.935]",
            help: "mend it there, or run with --repair to take their united area (2.1 % smaller)",
        },
    },
    Code {
        code: "ring-closed",
        severities: WARNING_OR_NOTE,
        title: "a ring did not end where it began",
        why: "A ring ends at its first position (RFC 7946, 3.1.6). It is closed by a straight edge, \
              which is right where only the last position was left off; a long edge may cut a corner.",
        example: Example {
            place: "estates.geojson: features[0].geometry.coordinates[0]",
            message: "outer ring did not end where it began (555 m apart), but at [116.32, 39.905]; closed it",
            help: "make sure that no corner is missing at its end",
        },
    },
    Code {
        code: "ring-crosses-itself",
        severities: ERROR_OR_WARNING,
        title: "a ring crosses itself",
        why: "Such a ring has no one area: programs differ in what they take for inside. The even-odd \
              area is taken unasked where that changes less than 1 %, and with --repair always.",
        example: Example {
            place: "subdistricts.geojson: features[4].geometry.coordinates[0]",
            message: "outer ring crosses itself at [116.335, 39.935]",
            help: "mend it there, or run with --repair to take the even-odd area (2.1 % smaller)",
        },
    },
    Code {
        code: "ring-too-small",
        severities: ERROR,
        title: "a ring has fewer than three different positions, or no area",
        why: "Two points enclose nothing. The estate or subdistrict that was meant has an area, and \
              the rates need it.",
        example: Example {
            place: "estates.geojson: features[2].geometry.coordinates[0]",
            message: "2 different positions, a ring has at least 3",
            help: "draw the ring again, or take the feature out",
        },
    },
    Code {
        code: "rings-cross",
        severities: ERROR_OR_WARNING,
        title: "rings of one polygon cross",
        why: "A hole that crosses its outer ring, or another hole, is land and no land at once. Below \
              1 % of the area the even-odd reading is taken unasked.",
        example: Example {
            place: "estates.geojson: features[2].geometry.coordinates[0]",
            message: "hole 0 crosses its outer ring at [116.335, 39.935]",
            help: "mend it there, or run with --repair to take what of the outer ring lies in no hole (2.1 % larger)",
        },
    },
    Code {
        code: "sliver-gap",
        severities: WARNING,
        title: "neighbours leave narrow gaps",
        why: "Borders that were drawn twice leave strips that belong to nobody. Land in them counts in \
              no subdistrict, and outlets in them stand outside of all.",
        example: Example {
            place: "subdistricts.geojson: features[0], features[1]",
            message: "2 gaps narrower than 1 m along 4.4 km, 0.2 ha: \"东门街道\" and \"西桥街道\"",
            help: "land in a gap counts for nobody; pass --snap 1m, or snap the borders to each other",
        },
    },
    Code {
        code: "sliver-overlap",
        severities: WARNING,
        title: "neighbours overlap in narrow strips",
        why: "Borders that were drawn twice leave strips that belong to both. They are counted once; \
              the sum of the units' own areas is larger than the city.",
        example: Example {
            place: "subdistricts.geojson: features[0], features[1]",
            message: "1 overlap narrower than 1 m along 2.2 km, 0.11 ha: \"东门街道\" and \"西桥街道\"",
            help: "land there is counted once, for the lower id; pass --snap 1m, or snap the borders to each other",
        },
    },
    Code {
        code: "snapped",
        severities: NOTE,
        title: "corners were moved onto the borders of neighbours, as asked",
        why: "With --snap narrow gaps and overlaps between subdistricts are closed: land in a gap goes to \
              the later id, land in an overlap stays with the lower one.",
        example: Example {
            place: "subdistricts.geojson: features[1].geometry.coordinates (\"西桥街道\")",
            message: "10 corners of 2 subdistricts moved by 0.43 m at most onto the borders of neighbours, 0.19 ha",
            help: "",
        },
    },
    Code {
        code: "spike-removed",
        severities: WARNING,
        title: "a ring had a spike of no width",
        why: "An edge that runs out and back the same way encloses nothing: a slip of the hand in \
              drawing. It is taken out, which changes no area.",
        example: Example {
            place: "estates.geojson: features[1].geometry.coordinates[0]",
            message: "outer ring had a 3332 m spike of no width, to [116.331, 39.89]; removed it",
            help: "take that corner out of the border, too",
        },
    },
    Code {
        code: "too-far",
        severities: ERROR,
        title: "a shape or place lies too far from the city",
        why: "Lengths are taken on a plane about the city. A shape on the other side of the world has \
              no place on it; its coordinates are wrong. From a place more than 50 km from every subdistrict no \
              walk leads to the city.",
        example: Example {
            place: "estates.geojson: features[5].geometry.coordinates",
            message: "shape lies too far from the rest of the city to be drawn on one plane",
            help: "check its coordinates, or leave the feature out",
        },
    },
    Code {
        code: "wide-city",
        severities: WARNING,
        title: "the city is too wide for one plane",
        why: "Lengths are taken on one plane about the middle, within 0.03 % up to 156 km east and west of \
              it. Farther away everything is drawn too large, and rates of units there suffer.",
        example: Example {
            place: "subdistricts.geojson",
            message: "reaches 511 km east or west of its middle: lengths there are 0.32 % and areas 0.64 % too large",
            help: "assess its parts one by one",
        },
    },
];
