//! Codes of `walkshed.toml` and of rule sets.

use super::{Code, ERROR, Example, NOTE, WARNING, WARNING_OR_NOTE};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "bad-bands",
        severities: ERROR,
        title: "the distance bands do not rise",
        why: "Bands split people by distance. Such that do not rise, or are not above 0, leave people \
              in two bands or in none.",
        example: Example {
            place: "own.toml: line 9",
            message: "`bands_m` is [500.0, 300.0]",
            help: "distances in metres, rising, each above 0 and up to 20 000",
        },
    },
    Code {
        code: "bad-demand",
        severities: ERROR,
        title: "a condition on demand does not hold together",
        why: "A condition has one test, which something can pass: equals, in, or at_least and at_most. The \
              circle asks for what everybody needs, so that a service with conditions is not in it.",
        example: Example {
            place: "own.toml: line 12",
            message: "a condition has one test that something can pass",
            help: "state `equals`, or `in` with a list, or `at_least` and `at_most`, each or both",
        },
    },
    Code {
        code: "bad-key",
        severities: ERROR,
        title: "a key cannot stand in a file name",
        why: "Keys name map files and columns. Other letters would be changed there, and two keys \
              could then fall together.",
        example: Example {
            place: "own.toml: line 1",
            message: "\"My Rules\" cannot be a key",
            help: "keys stand in file names: a-z, 0-9, _ and -, 40 at most, and not \"circle\"",
        },
    },
    Code {
        code: "bad-pattern",
        severities: ERROR,
        title: "words by which names are judged cannot be read",
        why: "A pattern is words parted by |, each found anywhere in a name, or at its beginning (^) or \
              end ($). Other marks of regular expressions are refused, so that none of them is looked \
              for as a letter.",
        example: Example {
            place: "own.toml: line 12",
            message: "`name_exclude` is \"宠物.*\": '.' stands in it as a mark",
            help: "words parted by |, with ^ before one or $ behind it for the beginning and the end of a name; a mark that is meant as itself stands after \\",
        },
    },
    Code {
        code: "bad-time",
        severities: ERROR,
        title: "a time of opening cannot be read",
        why: "Whether a service is open at the stated time decides which outlets count. A time that \
              cannot be read would let all of them in.",
        example: Example {
            place: "own.toml: line 31",
            message: "`open_at` is \"half past seven\"",
            help: "a day of the week and a time, such as \"Mo 07:30\", or a date and a time, such as \"2026-03-02 07:30\"",
        },
    },
    Code {
        code: "blank",
        severities: ERROR,
        title: "a text of a rule set is blank",
        why: "Titles, clauses and departments are printed beside the figures. A blank one leaves a \
              figure without its source.",
        example: Example { place: "own.toml: line 2", message: "`title_en` is blank", help: "" },
    },
    Code {
        code: "category-alias",
        severities: WARNING,
        title: "a category is named by another word than its key",
        why: "The word is understood, but tables print the key. It is said, so that nobody looks for \
              the other word in them.",
        example: Example {
            place: "own.toml: line 14",
            message: "\"supermarket\" is taken as \"convenience_store\"",
            help: "",
        },
    },
    Code {
        code: "control-character",
        severities: ERROR,
        title: "a text of a rule set holds a control character",
        why: "The text is printed on terminals and maps, where such characters move the cursor or \
              vanish.",
        example: Example {
            place: "own.toml: line 2",
            message: "`title_en` holds the control character U+001B",
            help: "",
        },
    },
    Code {
        code: "crs",
        severities: ERROR,
        title: "the coordinate system of a layer is not understood",
        why: "A layer read in a system that it is not in lies elsewhere. Only systems that can be read \
              or converted exactly are taken.",
        example: Example {
            place: "walkshed.toml: outlets.crs",
            message: "line 7: crs \"beijing54\" is not understood",
            help: "understood are wgs84, cgcs2000, crs84, epsg:4326, epsg:4490; convert others with ogr2ogr -t_srs EPSG:4326",
        },
    },
    Code {
        code: "duplicate-capacity",
        severities: ERROR,
        title: "a rule set has one capacity twice",
        why: "Two tables of one key contradict each other, and which of them holds would depend on \
              their order.",
        example: Example {
            place: "own.toml: line 52",
            message: "\"preschool_places\" is defined twice",
            help: "",
        },
    },
    Code {
        code: "duplicate-category",
        severities: ERROR,
        title: "a rule set has one category twice",
        why: "Two tables of one category contradict each other, and which of them holds would depend on \
              their order.",
        example: Example {
            place: "own.toml: line 40",
            message: "\"kindergarten\" is defined twice",
            help: "",
        },
    },
    Code {
        code: "duplicate-item",
        severities: ERROR,
        title: "a rule set has one item twice",
        why: "Two tables of one key contradict each other, and which of them holds would depend on \
              their order.",
        example: Example {
            place: "own.toml: line 40",
            message: "\"laundry\" is defined twice",
            help: "",
        },
    },
    Code {
        code: "duplicate-pairing",
        severities: ERROR,
        title: "a rule set has one pairing twice",
        why: "Tables know a pairing by its key. Of two with one key it could not be told whose figures \
              they are.",
        example: Example {
            place: "own.toml: line 40",
            message: "\"eldercare_medical\" is defined twice",
            help: "",
        },
    },
    Code {
        code: "duplicate-provider",
        severities: ERROR,
        title: "a category provides one service twice",
        why: "Two radii for one category contradict each other.",
        example: Example {
            place: "own.toml: line 22",
            message: "\"vegetable_retail\" provides this service twice",
            help: "",
        },
    },
    Code {
        code: "duplicate-provision",
        severities: ERROR,
        title: "a rule set has one provision twice",
        why: "Two tables of one key contradict each other, and which of them holds would depend on \
              their order.",
        example: Example {
            place: "own.toml: line 52",
            message: "\"beds\" is defined twice",
            help: "",
        },
    },
    Code {
        code: "duplicate-service",
        severities: ERROR,
        title: "a rule set has one service twice",
        why: "Two tables of one key contradict each other, and which of them holds would depend on \
              their order.",
        example: Example {
            place: "own.toml: line 18",
            message: "\"grocery\" is defined twice",
            help: "",
        },
    },
    Code {
        code: "duplicate-walker",
        severities: ERROR,
        title: "a rule set has one walker twice",
        why: "Tables know a walker by its key. Of two with one key it could not be told whose figures \
              they are.",
        example: Example {
            place: "own.toml: line 52",
            message: "\"wheelchair\" is defined twice",
            help: "",
        },
    },
    Code {
        code: "key-taken",
        severities: ERROR,
        title: "a rule set has the key of a built-in one",
        why: "Figures carry the key of their rule set. An own one under a built-in name would pass for \
              the standard's.",
        example: Example {
            place: "own.toml: line 1",
            message: "\"circle15\" is the key of a built-in profile",
            help: "choose another, so that no figure passes for one of the built-in rules",
        },
    },
    Code {
        code: "label-dropped",
        severities: NOTE,
        title: "minutes and targets stay behind where the radius changed",
        why: "A target belongs to the radius that its clause states. Under another radius it would be \
              a claim that no document makes.",
        example: Example {
            place: "own.toml: line 12",
            message: "the radius changed, so the target of 90 % stayed behind",
            help: "state `minutes`, and `target` with `target_clause`, for the new radius",
        },
    },
    Code {
        code: "missing",
        severities: ERROR,
        title: "a field that has to be there is missing",
        why: "A rule without its radius, clause or name cannot be applied or cannot be cited.",
        example: Example {
            place: "own.toml: line 14",
            message: "`radius_m` is missing",
            help: "metres, above 0 and up to 20 000",
        },
    },
    Code {
        code: "new-category",
        severities: WARNING_OR_NOTE,
        title: "a category that no standard table has",
        why: "Own categories are welcome, misspelt ones are not: no outlet would have them. It is a \
              warning where the word is close to a known one.",
        example: Example {
            place: "walkshed.toml: outlets.categories.cafe",
            message: "line 12: \"brekfast\" is a category that only this file knows",
            help: "did you mean breakfast?",
        },
    },
    Code {
        code: "no-circle",
        severities: WARNING,
        title: "no service of the rule set belongs to the circle",
        why: "The circle is complete where all services that belong to it are reached. With none there \
              is nothing to assess.",
        example: Example {
            place: "own.toml: line 1",
            message: "no service has `in_circle = true`, so there is no circle to assess",
            help: "",
        },
    },
    Code {
        code: "no-services",
        severities: ERROR,
        title: "the rule set has no service",
        why: "Without a service there is nothing to measure.",
        example: Example {
            place: "own.toml: line 1",
            message: "the profile has no service",
            help: "add `[[service]]` tables, or `extends = \"circle15\"`",
        },
    },
    Code {
        code: "no-such-property",
        severities: WARNING,
        title: "the settings name a property that no feature has",
        why: "A misspelt name leaves the whole column empty, and nothing else would say so.",
        example: Example {
            place: "walkshed.toml: outlets.properties.name",
            message: "line 5: no feature of the layer has \"NOMBRE\", which is to be its name",
            help: "write the name as the file has it, or take the line out",
        },
    },
    Code {
        code: "nothing-to-remove",
        severities: ERROR,
        title: "a rule set removes what its base does not have",
        why: "A misspelt word would leave in what was to go.",
        example: Example {
            place: "own.toml: line 3",
            message: "`remove` names \"laundri\", which is not there",
            help: "there are: convenience_store, breakfast, laundry",
        },
    },
    Code {
        code: "out-of-range",
        severities: ERROR,
        title: "a number of a rule set is out of range",
        why: "A radius of 0 serves nobody, one of 800 km is a unit slip, a share of 90 is 90 %.",
        example: Example {
            place: "own.toml: line 15",
            message: "`radius_m` is 0",
            help: "metres, above 0 and up to 20 000",
        },
    },
    Code {
        code: "stand-in",
        severities: WARNING,
        title: "a layer is not what it is called",
        why: "The ground of buildings is smaller than residential land, and a box is no border that anybody \
              answers for. Rates on them are labelled as an approximation and compare with nothing.",
        example: Example {
            place: "walkshed.toml: estates.stands_in",
            message: "line 7: the ground of residential buildings stands in for their land; its rates are an approximation",
            help: "put the layer itself there, and take the line out",
        },
    },
    Code {
        code: "toml",
        severities: ERROR,
        title: "the file is no TOML, or a value is of another type",
        why: "Settings decide what is read and how. Nothing of a file that breaks off is used.",
        example: Example {
            place: "walkshed.toml: outlets.file",
            message: "line 4: integer where text in quotes was expected",
            help: "",
        },
    },
    Code {
        code: "two-rules",
        severities: ERROR,
        title: "two fields state one ratio",
        why: "`one_per` and the other fields could contradict each other.",
        example: Example {
            place: "own.toml: line 44",
            message: "`one_per` and `min` both say what the ratio is",
            help: "",
        },
    },
    Code {
        code: "unequal-lists",
        severities: ERROR,
        title: "two lists that belong together differ in length",
        why: "Departments are named in both languages, one for one. In lists of two lengths it cannot \
              be told which names which.",
        example: Example {
            place: "own.toml: line 11",
            message: "`supporting_zh` names 2 departments, `supporting_en` 1",
            help: "",
        },
    },
    Code {
        code: "unknown-encoding",
        severities: ERROR,
        title: "the settings name an encoding that nobody knows",
        why: "Names are those of the WHATWG Encoding Standard, such as gbk, gb18030, big5 and \
              latin1.",
        example: Example {
            place: "walkshed.toml: outlets.encoding",
            message: "line 2: \"klingon\" is no encoding; known are gbk, gb18030, big5, latin1, utf-16le and others by their usual names",
            help: "",
        },
    },
    Code {
        code: "unknown-key",
        severities: ERROR,
        title: "a key that settings or rule sets do not have",
        why: "A misspelt key would leave its value unused in silence.",
        example: Example {
            place: "walkshed.toml: outlets.flie",
            message: "line 4: unknown key \"flie\"",
            help: "did you mean file?",
        },
    },
    Code {
        code: "unknown-profile",
        severities: ERROR,
        title: "no rule set has this key",
        why: "Figures hold for one rule set; a guess at which was meant would give other figures.",
        example: Example {
            place: "",
            message: "no rule set is called \"circle10\", and no file",
            help: "built in are: circle15, gb50180, mofcom-circle, beijing-8, checkup-mohurd-2025, checkup-nr, elderly",
        },
    },
    Code {
        code: "unknown-word",
        severities: ERROR,
        title: "a field holds none of its words",
        why: "Such a field decides how a rule is applied. Any other word would be taken for the usual \
              one in silence.",
        example: Example {
            place: "own.toml: line 16",
            message: "`tier` is \"basics\"",
            help: "one of basic, quality",
        },
    },
    Code {
        code: "wrong-type",
        severities: ERROR,
        title: "a field of a rule set is of another type",
        why: "\"300\" in quotes is a text; a rule needs the number 300.",
        example: Example {
            place: "own.toml: line 15",
            message: "`radius_m` is a text; it should be a number",
            help: "",
        },
    },
];
