//! Codes of a run: files that cannot be opened or written, flags that name nothing, and what maps
//! and sums have to say.

use super::{Code, ERROR, Example, NOTE, WARNING};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "changed",
        severities: ERROR,
        title: "a file changed during the run",
        why: "Half of the old file and half of the new one make a city that never was.",
        example: Example { place: "", message: "outlets.geojson changed during the run", help: "" },
    },
    Code {
        code: "exists",
        severities: ERROR,
        title: "an output is already there",
        why: "The sample city and repaired copies are starting points for own work, which must not be \
              written over; and outputs of another command in the folder would go with what this one does \
              not write.",
        example: Example {
            place: "",
            message: "town/outlets.geojson is already there",
            help: "name another folder, or take the files away first",
        },
    },
    Code {
        code: "land-does-not-add-up",
        severities: WARNING,
        title: "served and unserved land differ from all land",
        why: "Each run measures the unserved land from its own border and compares. A difference is a \
              fault of this program.",
        example: Example {
            place: "assessment.json: reconciliation.worst_land_error",
            message: "served and unserved land differ from all land by 1.2e-5",
            help: "do not quote the rates; send us the files",
        },
    },
    Code {
        code: "land-outside",
        severities: WARNING,
        title: "residential land lies in no subdistrict",
        why: "No rate counts it. Where a border is missing, as in an extract that cuts it, the rates are \
              those of the rest of the city and say nothing of this land.",
        example: Example {
            place: "assessment.json: reconciliation.land_outside_m2",
            message: "8.65 of 11.07 ha of residential land (78.14 %) lie in no subdistrict; left out of \
                      every rate",
            help: "is a border missing? the rates are those of the land inside the others",
        },
    },
    Code {
        code: "leftover",
        severities: NOTE,
        title: "a killed run has left something in the output folder",
        why: "Outputs wait in a folder of their own until all of them are written. A run that is killed \
              cannot take that folder away; the next one does. Where the run was killed while its \
              outputs took their places, the others take theirs first, so that no folder stays of two \
              runs.",
        example: Example {
            place: "out/.walkshed-tmp-4711",
            message: "left by a run that was killed; taken away",
            help: "",
        },
    },
    Code {
        code: "map",
        severities: ERROR,
        title: "a map cannot be drawn",
        why: "The picture is too large for the memory, or a built-in font is damaged.",
        example: Example { place: "", message: "the picture has no room for its parts", help: "" },
    },
    Code {
        code: "no-data",
        severities: ERROR,
        title: "there is no data for the map that was asked for",
        why: "A service without any outlet in the input is \"no data\", not 0 %. A blank map would say \
              the latter.",
        example: Example {
            place: "",
            message: "no open outlet of \"laundry\" in the whole input",
            help: "no data is not no service: there is no map to draw",
        },
    },
    Code {
        code: "no-glyph",
        severities: WARNING,
        title: "the fonts of the maps lack a letter",
        why: "A name with a letter missing is no name, and one without its accents is misspelt. Rare characters of personal and village names \
              are not in every font.",
        example: Example {
            place: "maps/circle.png",
            message: "the fonts lack \"𠅤\" (U+20164); on the maps they are blank, or without their accents",
            help: "write the names with other letters, or set them on the map by hand",
        },
    },
    Code {
        code: "no-layer",
        severities: ERROR,
        title: "a layer that every city has is not there",
        why: "Without subdistricts and outlets there is nothing to measure.",
        example: Example {
            place: "",
            message: "town: no outlets.geojson (nor outlets.csv or the like) in this folder; there are shops.geojson",
            help: "",
        },
    },
    Code {
        code: "no-room",
        severities: NOTE,
        title: "names of units find no room on a map",
        why: "Names that cover each other cannot be read. Those that find no room are left off, and \
              counted.",
        example: Example {
            place: "maps/circle.png",
            message: "no room for the names of 4 units",
            help: "draw larger with `walkshed map --size`, or one unit with --unit",
        },
    },
    Code {
        code: "not-a-city",
        severities: ERROR,
        title: "the path is a file that names no layers",
        why: "A city is a folder, or a settings file. One layer alone cannot be assessed.",
        example: Example {
            place: "",
            message: "outlets.geojson: a city is a folder or a .toml file that names its layers",
            help: "",
        },
    },
    Code {
        code: "not-a-file",
        severities: ERROR,
        title: "a folder stands where a file was expected",
        why: "A folder holds no features of its own, and which of its files is meant is not guessed.",
        example: Example {
            place: "",
            message: "data is a folder, not a file",
            help: "name one of its files",
        },
    },
    Code {
        code: "not-an-assessment",
        severities: ERROR,
        title: "a file is no assessment",
        why: "Two runs are compared by what they wrote: their `assessment.json`, of the schema that this version knows.",
        example: Example {
            place: "",
            message: "out/coverage.csv is no assessment that can be compared: expected value at line 1 column 1",
            help: "name the assessment.json that `walkshed report` of this version wrote",
        },
    },
    Code {
        code: "open",
        severities: ERROR,
        title: "a file cannot be opened",
        why: "The system says why: it is not there, it may not be read, its link leads in a circle.",
        example: Example {
            place: "",
            message: "outlets.geojson: permission denied",
            help: "check the path and who may read it",
        },
    },
    Code {
        code: "other-city",
        severities: ERROR,
        title: "two reports are of different cities",
        why: "Changes are told unit by unit, and units are matched by their ids.",
        example: Example {
            place: "spring/assessment.json: units",
            message: "no id of a subdistrict is in autumn/assessment.json too",
            help: "compare runs of one city; where ids changed, give both files the same ones",
        },
    },
    Code {
        code: "other-rules",
        severities: ERROR,
        title: "two reports follow different rules",
        why: "A rate that rises because the radius grew is no progress. Only figures under the same rules, on the same kind of land and of people, are compared; each difference is named.",
        example: Example {
            place: "spring/assessment.json: profile / services / laundry / providers / laundry / radius_m",
            message: "1000.0, but 800.0 in autumn/assessment.json",
            help: "run both with the same --profile, and with the same layers of land and of people",
        },
    },
    Code {
        code: "out-of-reach",
        severities: WARNING,
        title: "no outlet of a service reaches anything of the city",
        why: "A service of which the input has outlets, none of them within its radius of any land or resident, is \
              measured as 0 %: outlets beyond the border count, and these are too far. As often the files lack the \
              outlets of this city, and hold a few of another place; that would be no data.",
        example: Example {
            place: "assessment.json: total.services[4]",
            message: "preschool: the input has 3 open outlets, none within its radius of any land or resident of the city; the nearest is 312.4 km from a gap; the rates of 0 % are measured",
            help: "if the files lack those of this city, take the others out: the service is then no data, not 0 %, and left out of the circle",
        },
    },
    Code {
        code: "output",
        severities: ERROR,
        title: "the folder for the outputs cannot be used",
        why: "It is tried before anything is read, so that no work is lost at the end.",
        example: Example {
            place: "",
            message: "out/: permission denied",
            help: "name a folder that can be written to",
        },
    },
    Code {
        code: "profile-twice",
        severities: ERROR,
        title: "two rule sets of a run have one key",
        why: "By several rule sets the outputs of each lie in a folder that is called by its key; of two with \
              one key the second would overwrite the first.",
        example: Example {
            place: "",
            message: "two rule sets with the key \"circle15\": their folders would be one",
            help: "name each once; give an own one another `key`",
        },
    },
    Code {
        code: "read",
        severities: ERROR,
        title: "reading a file fails half-way",
        why: "A disk or a network drive gave up. What was read so far is part of a file.",
        example: Example { place: "", message: "outlets.geojson: input/output error", help: "" },
    },
    Code {
        code: "same-file",
        severities: ERROR,
        title: "an output would overwrite an input",
        why: "The run would destroy what it was made from, or put tables among the layers that the next run \
              would read as layers: complaints.csv and streets.csv are names of both.",
        example: Example {
            place: "",
            message: "town/outlets.geojson would overwrite its own input",
            help: "name another folder with --out",
        },
    },
    Code {
        code: "stdin-twice",
        severities: ERROR,
        title: "standard input is named twice",
        why: "It can be read only once; the second layer would be empty.",
        example: Example {
            place: "",
            message: "standard input is named twice; it can be read only once",
            help: "",
        },
    },
    Code {
        code: "stopped",
        severities: ERROR,
        title: "the run was stopped",
        why: "Somebody asked for it. Outputs are as they were before.",
        example: Example { place: "", message: "stopped", help: "" },
    },
    Code {
        code: "threads",
        severities: ERROR,
        title: "the threads cannot be started",
        why: "The system has no room for so many. The number changes no byte of any output.",
        example: Example { place: "", message: "resource temporarily unavailable", help: "" },
    },
    Code {
        code: "too-large",
        severities: ERROR,
        title: "a file is larger than the limit",
        why: "A file by mistake (a disk image, an endless pipe) is refused by its size, before any of \
              it is read.",
        example: Example {
            place: "",
            message: "outlets.geojson: 9 GB is more than the limit of 8 GB",
            help: "",
        },
    },
    Code {
        code: "twice",
        severities: ERROR,
        title: "two files of the folder stand for one layer",
        why: "One in two formats, or packed and not: the two may differ, and which of them is the newer cannot be \
              told.",
        example: Example {
            place: "",
            message: "town: both outlets.geojson and outlets.geojson.gz are there; keep one, or name it in walkshed.toml",
            help: "",
        },
    },
    Code {
        code: "unknown-code",
        severities: ERROR,
        title: "no finding has this code",
        why: "`walkshed check --explain` was asked for a code that does not stand in this table.",
        example: Example {
            place: "",
            message: "no code is called \"overlaps\"",
            help: "did you mean overlap? `walkshed check --explain all` lists them",
        },
    },
    Code {
        code: "unknown-gate",
        severities: ERROR,
        title: "no gate has the id",
        why: "What a gate would do is asked by the id that it has in the layer of gates.",
        example: Example {
            place: "",
            message: "no gate is called \"G12\"",
            help: "did you mean G1?",
        },
    },
    Code {
        code: "unknown-unit",
        severities: ERROR,
        title: "no subdistrict has this id or name",
        why: "A map of another unit than the one that was asked for would go unnoticed.",
        example: Example {
            place: "",
            message: "no subdistrict has the id or the name \"D99\"",
            help: "there are: D01, D02, D03",
        },
    },
    Code {
        code: "unmatched-units",
        severities: WARNING,
        title: "units are in one of two reports only",
        why: "They have no change, and the totals of the two reports are of different units.",
        example: Example {
            place: "spring/assessment.json: communities",
            message: "2 of the communities are not in autumn/assessment.json, and have no change: C07, C08",
            help: "changes of the whole city are between different units; give a unit one id in both",
        },
    },
    Code {
        code: "write",
        severities: ERROR,
        title: "an output cannot be written",
        why: "The disk is full, or gave up. Outputs appear together or not at all.",
        example: Example {
            place: "",
            message: "out/coverage.csv: no space left on device",
            help: "nothing was written; earlier outputs are as they were",
        },
    },
];
