//! Codes of what the layers say: ids, names, categories, people, and how layers fit each other.

use super::{Code, ERROR, ERROR_OR_WARNING, Example, NOTE, WARNING, WARNING_OR_NOTE};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "age-exceeds-people",
        severities: WARNING,
        title: "an age group has more people than there are",
        why: "Columns that were joined from two years or two sources contradict each other. All are \
              counted as given; which one is right, only their owner knows.",
        example: Example {
            place: "people.geojson: features",
            message: "an age group has more people than there are in 3 places",
            help: "counted as given",
        },
    },
    Code {
        code: "bad-date",
        severities: WARNING,
        title: "a date is no day",
        why: "The days of reports say what span of time a rate is of. A day that cannot be read is not \
              guessed: 1/2 is in January or in February.",
        example: Example {
            place: "complaints.csv: row 4, column 3 (\"date\")",
            message: "date \"12.01.2025\" is no day; taken as not known",
            help: "write it as 2025-01-12",
        },
    },
    Code {
        code: "category-left-out",
        severities: NOTE,
        title: "outlets are left out because the settings say so",
        why: "walkshed.toml maps their category word to false. The number is said, so that a mapping \
              that takes out too much is seen.",
        example: Example {
            place: "outlets.geojson: features",
            message: "12 outlets left out on purpose: \"bank\", \"atm\"",
            help: "",
        },
    },
    Code {
        code: "category-two-readings",
        severities: NOTE,
        title: "a category word may mean another category too",
        why: "Files often have one word for a health centre, which serves 15 minutes, and a health station, \
              which serves 5. Such a word is read as the category with the shorter reach, and said with what \
              else it may mean, since every rate of the category hangs on it.",
        example: Example {
            place: "outlets.geojson: features[0].properties.category",
            message: "\"clinic\" in 12 outlets is read as \"community health station\"; it may mean \"community health centre\"",
            help: "map it under [outlets.categories] in walkshed.toml: clinic = \"community_health_center\", or \"community_health_station\" if it is right",
        },
    },
    Code {
        code: "complaint-no-category",
        severities: NOTE,
        title: "complaints are about nothing that is known",
        why: "A report counts for a service by its category, or by words in its text. One about noise or \
              parking is in no rate, and neither is one whose words are not known: they are counted, so \
              that it is seen how many.",
        example: Example {
            place: "complaints.csv: row 7",
            message: "31 of 116 complaints are about nothing that the words of categories tell; counted, in no rate",
            help: "give them a category, or set complaint_words under [[category]] in the profile",
        },
    },
    Code {
        code: "complaint-no-place",
        severities: NOTE,
        title: "complaints have no place",
        why: "Of the reports of a hotline two in three have no coordinates. They cannot be held against \
              gaps, and are not put at the middle of anything: they are counted.",
        example: Example {
            place: "complaints.csv: row 2",
            message: "78 of 116 complaints have no place; counted, in no rate",
            help: "give them longitude and latitude where the place is known",
        },
    },
    Code {
        code: "complaint-outside",
        severities: WARNING_OR_NOTE,
        title: "complaints lie outside every subdistrict",
        why: "A few reports from beyond the border are usual. Where most lie outside, the layer is of \
              another city, or in another coordinate system than it is read in.",
        example: Example {
            place: "complaints.csv: row 12",
            message: "90 of 116 complaints lie outside every subdistrict; counted, in no rate",
            help: "is the layer of this city, and in its coordinate system?",
        },
    },
    Code {
        code: "converted",
        severities: NOTE,
        title: "features were converted from the system that was declared",
        why: "A flag, or walkshed.toml, names the coordinate system of a layer, of a file, or of the \
              outlets of one source. How many features that met, and how far they moved, is said, so \
              that a wrong declaration is seen. Nothing is converted unasked.",
        example: Example {
            place: "outlets.geojson: features",
            message: "412 outlets converted from GCJ-02 to WGS 84, moved by 518-555 m",
            help: "",
        },
    },
    Code {
        code: "datum-mix",
        severities: WARNING_OR_NOTE,
        title: "outlets come from a source that publishes a shifted datum",
        why: "Map services in China publish GCJ-02 or BD-09, some 500 m or 1 km off WGS 84: more than \
              many walking circles. Whether a file was converted since the word cannot tell; where the \
              outlets fit the other layers as they are, it is a note.",
        example: Example {
            place: "outlets.geojson: features",
            message: "4 of 8 outlets say source \"amap\", which is GCJ-02 (518-555 m off here); no coordinates were moved",
            help: "pass --outlets-crs amap=gcj02, or convert the 4",
        },
    },
    Code {
        code: "datum-shift",
        severities: WARNING,
        title: "a layer, or a part of it, lies to another as a shifted datum does",
        why: "Shops stand along streets, homes lie in estates, borders run along streets. Where places \
              do so only after they are moved by what GCJ-02 or BD-09 is off there, and no move of that \
              length in another direction does it, they are in that datum, whatever the file says.",
        example: Example {
            place: "outlets.geojson: features",
            message: "about 35 of 350 outlets (10 %) fit the estates as GCJ-02 (533-561 m off here), not as they are read; no coordinates were moved",
            help: "give them a source of their own and pass --outlets-crs SOURCE=gcj02; likeliest are features[12] (\"便利店\")",
        },
    },
    Code {
        code: "datum-untested",
        severities: NOTE,
        title: "nothing tells which datum the outlets are in",
        why: "The alarm needs something that outlets lie by: estates, homes, borders. Where these are \
              few, or missing, a shifted file looks like a right one, and it is better to know that.",
        example: Example {
            place: "outlets.geojson: features",
            message: "whether the 350 outlets are in GCJ-02 or BD-09 cannot be told: they lie to estates, homes and borders as chance would have it",
            help: "compare some of them with a map, or say what they are in: --outlets-crs wgs84",
        },
    },
    Code {
        code: "demand-unknown",
        severities: WARNING,
        title: "it is not known who needs a service",
        why: "A service counts the need of some estates or places alone, by an attribute. Those that say \
              nothing of it are in no rate of the service, neither within reach nor without; the summary and \
              assessment.json give the rates of the city with them too.",
        example: Example {
            place: "estates.geojson: features[3].properties.has_elevator",
            message: "12 of 300 features, with 8 140 residents, say nothing of \"has_elevator\" that tells whether they need the services that ask for it; in no rate of those, this is the first",
            help: "fill the attribute in, or name it in the profile as the file does; the summary gives the rates with them too",
        },
    },
    Code {
        code: "doubtful-outlet",
        severities: WARNING,
        title: "outlets may not be what their category says",
        why: "A pet clinic under the code of clinics, the car park of a kindergarten, a centre that is \
              still to be built: counted as they stand they hide a gap, taken out unasked they make \
              one. The name is held against the words of the category table, and the opening hours \
              against the time that a profile asks for; what is doubtful is listed, and every rate that \
              it touches is given without and with it.",
        example: Example {
            place: "outlets.geojson: features[4].properties.name (\"阳光宠物诊所\")",
            message: "\"阳光宠物诊所\" as \"community health station\" may be something else by its name (\"宠物\"): doubtful",
            help: "rates are given without doubtful outlets, and with them; set confirmed to true on those that are what their category says, and take the others out",
        },
    },
    Code {
        code: "duplicate-id",
        severities: ERROR_OR_WARNING,
        title: "two features have one id",
        why: "Tables and plans name things by id. Two subdistricts of one id cannot be told apart, so \
              the run stops; other features are kept apart by a number behind the id.",
        example: Example {
            place: "subdistricts.geojson: features[3].properties.id",
            message: "\"D02\" is also features[1]",
            help: "give each subdistrict an id of its own",
        },
    },
    Code {
        code: "estate-outside",
        severities: WARNING,
        title: "an estate lies in no subdistrict",
        why: "The rate of a subdistrict is taken over the residential land inside of it. Land outside \
              of all has no rate to enter; it is left out, and said.",
        example: Example {
            place: "estates.geojson: features[7] (\"北山里\")",
            message: "45.56 ha lie outside every subdistrict; left out of every rate",
            help: "mend its place, or add the subdistrict that it lies in",
        },
    },
    Code {
        code: "fractions",
        severities: WARNING,
        title: "numbers of people are not whole",
        why: "Modelled populations have parts of people. They are rounded place by place, and the sum \
              before and after is said, so that the change can be weighed.",
        example: Example {
            place: "people.geojson: features",
            message: "people is not whole in 812 features; rounded, 10240.6 people become 10241",
            help: "write whole people, so that sums are those of your tables",
        },
    },
    Code {
        code: "future-date",
        severities: WARNING,
        title: "complaints are of days that have not come yet",
        why: "Nobody reports tomorrow what is missing today: day and month are mixed up, or the clock of \
              the export is wrong. As given, such a day would be the end of the span of time that rates \
              are of.",
        example: Example {
            place: "complaints.csv: row 9, column 3 (\"date\")",
            message: "2 of 116 complaints are of a day after that of the run, 2026-03-31: the last is \
                      2026-12-03; their days are taken as not known",
            help: "are day and month mixed up? --date sets the day of the run",
        },
    },
    Code {
        code: "geometry-type",
        severities: ERROR,
        title: "the geometry is of a type that the layer cannot use",
        why: "A subdistrict drawn as a line has no area, people have no place on a line. What was \
              meant is not guessed.",
        example: Example {
            place: "estates.geojson: features[0].geometry",
            message: "geometry is a LineString; an estate is a Polygon or MultiPolygon",
            help: "draw it so, or take it out of the file",
        },
    },
    Code {
        code: "multipoint",
        severities: WARNING,
        title: "one outlet has several points",
        why: "A MultiPoint is as many doors as it has points, or several outlets in one feature. Each \
              point is taken as an outlet, with a number behind the id.",
        example: Example {
            place: "outlets.geojson: features[2].geometry",
            message: "MultiPoint of 2 points, taken as outlets \"P003/1\" and \"P003/2\"",
            help: "leave one point where it is one outlet; give each a feature of its own else",
        },
    },
    Code {
        code: "negative",
        severities: ERROR,
        title: "a number is negative that cannot be",
        why: "-1 or -9999 often stands for unknown. Taken as a number it would lower the sum of the \
              city; unknown is written null.",
        example: Example {
            place: "subdistricts.geojson: features[1].properties.population",
            message: "population is -1; it cannot be negative",
            help: "write null where it is unknown",
        },
    },
    Code {
        code: "no-category",
        severities: ERROR_OR_WARNING,
        title: "an outlet has no category",
        why: "What an outlet serves follows from its category. One without serves nothing; it is \
              listed, so that it can be filled in.",
        example: Example {
            place: "outlets.geojson: features[5].properties.category",
            message: "no \"category\": this outlet is not counted",
            help: "fill it in, or set it under [outlets.defaults] in walkshed.toml",
        },
    },
    Code {
        code: "no-geometry",
        severities: ERROR_OR_WARNING,
        title: "a feature has no place",
        why: "Rows whose address was not found have a null geometry (RFC 7946, 3.2). Left out in \
              silence they would look like a gap in the service.",
        example: Example {
            place: "outlets.geojson: features[4].geometry (\"中心便利店\")",
            message: "geometry is null: outlet \"中心便利店\" has no place; left out (1 of 8)",
            help: "give it a place, or take it out of the file",
        },
    },
    Code {
        code: "no-id",
        severities: NOTE,
        title: "subdistricts have no id",
        why: "Tables name units by id, so that they can be joined to others. Without one the name \
              stands in, which may change from year to year.",
        example: Example {
            place: "subdistricts.geojson: features",
            message: "3 subdistricts without an id; the name stands in",
            help: "",
        },
    },
    Code {
        code: "no-land",
        severities: ERROR,
        title: "the estates layer is empty",
        why: "The official rate is a share of residential land. With none the rate has no denominator; \
              leave the file out to take the whole area instead, as an approximation.",
        example: Example {
            place: "estates.geojson: features",
            message: "no residential land: 0 features in the estates layer; the rate has no denominator",
            help: "export the layer again; without the file, whole areas of units stand in for it",
        },
    },
    Code {
        code: "no-land-here",
        severities: WARNING,
        title: "a subdistrict has no residential land",
        why: "Its rates have no denominator and print as dashes, which is not 0 %. Often the estates \
              file stops at a district's border.",
        example: Example {
            place: "subdistricts.geojson: features[5] (\"北山街道\")",
            message: "no estates land lies in \"北山街道\"; its rates are dashes",
            help: "add its estates, unless nobody lives there",
        },
    },
    Code {
        code: "no-name",
        severities: WARNING_OR_NOTE,
        title: "a feature has no name",
        why: "People know places by name. The id is shown instead, on maps too.",
        example: Example {
            place: "subdistricts.geojson: features[1].properties.name (\"D02\")",
            message: "no name; shown as \"D02\"",
            help: "fill in the name",
        },
    },
    Code {
        code: "no-outlets",
        severities: WARNING,
        title: "there is no outlet at all",
        why: "A wrong mapping of categories, or an export with a filter on, leaves no outlet. No \
              service can be measured then: every one is no data, which is not 0 %.",
        example: Example {
            place: "outlets.geojson: features",
            message: "0 outlets; all land is a gap that no figure measures: every service is no data",
            help: "export the layer again, unless the city has none",
        },
    },
    Code {
        code: "no-people",
        severities: ERROR_OR_WARNING,
        title: "the people layer has no people",
        why: "Either the file is empty, or its column of residents has another name. No figure could \
              count people.",
        example: Example {
            place: "people.geojson: features",
            message: "no feature has \"people\"",
            help: "name the property with the residents under [people.properties] in walkshed.toml",
        },
    },
    Code {
        code: "no-properties",
        severities: WARNING,
        title: "a feature has no properties",
        why: "A bare point has neither name nor category, so that it serves nothing. It is listed, not \
              counted.",
        example: Example {
            place: "outlets.geojson: features[3].properties",
            message: "no properties, so no name and no category: listed, not counted",
            help: "give it a name and a category, or take it out",
        },
    },
    Code {
        code: "no-subdistricts",
        severities: ERROR,
        title: "there is no subdistrict",
        why: "Every figure is by subdistrict. Without one there is nothing to plan for.",
        example: Example {
            place: "subdistricts.geojson: features",
            message: "0 subdistricts; nothing to plan for",
            help: "export the layer again, with a polygon for each subdistrict",
        },
    },
    Code {
        code: "no-such-source",
        severities: WARNING,
        title: "a system is declared for a source that no outlet has",
        why: "The declaration changes nothing, so it is either misspelt or out of date; if it is \
              misspelt, the outlets that were meant are still shifted.",
        example: Example {
            place: "outlets.geojson: features",
            message: "no outlet says source \"baidu\", which was declared BD-09",
            help: "write the source as the outlets have it",
        },
    },
    Code {
        code: "not-open",
        severities: NOTE,
        title: "outlets are planned or closed",
        why: "They are in the city, so that plans can be compared, and serve nobody today. Counted among \
              those that are used they would make a list look longer than the supply is.",
        example: Example {
            place: "outlets.geojson",
            message: "2 of 70 outlets are planned or closed; in no rate",
            help: "",
        },
    },
    Code {
        code: "not-yes-or-no",
        severities: WARNING,
        title: "a value is neither yes nor no",
        why: "Whether an outlet is inclusive decides whether the function matrix counts it. A word \
              that is read as neither would count as one of both by chance; it is taken as not \
              known.",
        example: Example {
            place: "outlets.geojson: features[2].properties.inclusive (\"中心幼儿园\")",
            message: "inclusive is \"perhaps\", neither yes nor no",
            help: "write true or false; taken as not known",
        },
    },
    Code {
        code: "opening-hours",
        severities: WARNING,
        title: "opening hours cannot be read",
        why: "A profile may ask whether an outlet is open at a time, as for breakfast at seven. Hours that \
              are not written as OpenStreetMap writes them tell nothing, and the outlet is doubtful: \
              rates are given without it, and with it.",
        example: Example {
            place: "outlets.geojson: features[7].properties.opening_hours (\"张记包子\")",
            message: "opening hours \"早上六点到十点\" are not as OpenStreetMap writes them",
            help: "write them as in \"Mo-Fr 06:30-10:00, 16:00-20:00; Sa, Su off\"; until then it is not known when the outlet is open",
        },
    },
    Code {
        code: "other-land",
        severities: WARNING_OR_NOTE,
        title: "estates have a land code that is not residential",
        why: "The official rate is of residential land: offices and shops in the layer of estates are in \
              no rate. Counted among those that are used they would hide that the layer is of another \
              code table, or that a spreadsheet has made 0701 a 701.",
        example: Example {
            place: "estates.geojson: features[4].properties.land_code (\"Market hall\")",
            message: "3 of 40 estates have a land code that is not residential: \"0901\" (2), \"1001\" \
                      (1); their land is in no rate",
            help: "",
        },
    },
    Code {
        code: "outlet-outside",
        severities: WARNING,
        title: "an outlet lies far from every subdistrict",
        why: "More than 5 km outside, an outlet serves nobody in the city. Points at 0,0, swapped axes \
              and rows of another city do this.",
        example: Example {
            place: "outlets.geojson: features[3].geometry.coordinates (\"北山便利店\")",
            message: "[39.94, 116.33] is outside, 8 214 km from the nearest subdistrict; kept, serves nothing",
            help: "swapped, it would lie in \"北山街道\"",
        },
    },
    Code {
        code: "people-outside",
        severities: WARNING_OR_NOTE,
        title: "people live in no subdistrict",
        why: "They belong to no unit, so that no rate counts them. A margin of cells round the city \
              is usual and only noted; most of the people outside say that a layer is misplaced.",
        example: Example {
            place: "people.geojson: features[12]",
            message: "1204 of 378611 people, at 31 places, live outside every subdistrict; left out of every rate",
            help: "",
        },
    },
    Code {
        code: "population-differs",
        severities: WARNING,
        title: "the populations of subdistricts and the people in them differ",
        why: "Rates are of the people layer. Where the subdistricts' own count is another by more than 5 %, \
              one of the two is of another day or lacks a part of the city.",
        example: Example {
            place: "subdistricts.geojson",
            message: "population adds up to 210000, the people layer inside to 168000 (20 % fewer); rates are of the latter; most in \"东门街道\", 60000 against 18000",
            help: "make sure that no part of the people is missing, and that both are of one year",
        },
    },
    Code {
        code: "population-factor",
        severities: WARNING,
        title: "two counts of a subdistrict's residents differ by a factor",
        why: "The subdistricts' own counts, the people layer and the residents of estates count the same people. \
              Where two of them differ by more than a factor of 2 in a subdistrict (of estates, which have a part \
              of the people: where they have more), one is of households, in thousands, or of another \
              subdistrict, and rates of people are off by as much, even where the sums agree.",
        example: Example {
            place: "subdistricts.geojson",
            message: "population and the people layer differ by more than a factor of 2 in 2 of 8 subdistricts, most in \"东门街道\": 60000 against 18000; in all 210000 against 212000",
            help: "is one of them of households, in thousands, or under the id of another subdistrict? count the same people in both",
        },
    },
    Code {
        code: "same-outlet",
        severities: WARNING_OR_NOTE,
        title: "one outlet stands in the files more than once",
        why: "Two lists that were joined hold one shop under two ids. Outlets of one category, and of one \
              name or id, within 20 m of each other are taken for one. Coverage of land is not changed by \
              it, but counts and capacities are. All are kept unless --merge-duplicates is given; then \
              those at one and the same place are counted once, and it is a note.",
        example: Example {
            place: "outlets.geojson: features[8] (\"东门便利店\")",
            message: "\"东门便利店\" again, 0 m from features[0]; both kept",
            help: "pass --merge-duplicates to count it once, or take it out, if it is one outlet",
        },
    },
    Code {
        code: "same-place",
        severities: WARNING,
        title: "most outlets stand at one point",
        why: "A geocoder that found no address gives the middle of the city. Coverage would be that of \
              one shop.",
        example: Example {
            place: "outlets.geojson: features",
            message: "8 of 8 outlets at the same place, [116.33, 39.92]; a failed geocoding?",
            help: "look their addresses up again, each by itself",
        },
    },
    Code {
        code: "too-many-people",
        severities: ERROR,
        title: "more people than one place can have",
        why: "Numbers past 32 bits are identity numbers or sums that slipped into the column.",
        example: Example {
            place: "people.geojson: features[9].properties.people",
            message: "people is 110101199003074000: more people than one place can have",
            help: "write the people of this place, or null where they are unknown",
        },
    },
    Code {
        code: "unknown-category",
        severities: ERROR_OR_WARNING,
        title: "a category word stands for nothing that we know",
        why: "A misspelt word, or a type code that lost its leading 0 in a spreadsheet, would leave \
              its outlets out of every figure. They are listed with their number.",
        example: Example {
            place: "outlets.geojson: features[0].properties.category",
            message: "unknown category 60200 in 8 outlets: listed, not counted",
            help: "060200 is \"convenience store\": the file lost the leading 0",
        },
    },
    Code {
        code: "unknown-people",
        severities: WARNING,
        title: "the number of people is not known",
        why: "Unknown is not nought. It joins no sum in silence, and sums that lack it are marked \
              \"at least\".",
        example: Example {
            place: "subdistricts.geojson: features[1].properties.population",
            message: "population is missing (null)",
            help: "left out of sums, which are marked \"at least\"",
        },
    },
    Code {
        code: "unknown-status",
        severities: WARNING,
        title: "the status of an outlet is no word that we know",
        why: "Planned and closed outlets do not serve today. A word that cannot be read is taken as \
              open, which may be wrong.",
        example: Example {
            place: "outlets.geojson: features[2].properties.status",
            message: "status \"opne\" is not open, planned or closed; taken as open",
            help: "did you mean open?",
        },
    },
    Code {
        code: "unknown-subdistrict",
        severities: WARNING,
        title: "communities, grids or units name a subdistrict that is none",
        why: "A list by which such units belong to subdistricts was made for other borders, or of another \
              year, or the id is misspelt. What they count for is settled by where they lie, so that the \
              figures do not change; the list and the map do not agree.",
        example: Example {
            place: "communities.geojson: features[3].properties.subdistrict (\"Oak Lane\")",
            message: "2 of 48 community units name a subdistrict that the city does not have: \"D099\" (2)",
            help: "write the id or the name that stands in that layer; they count where they lie",
        },
    },
];
