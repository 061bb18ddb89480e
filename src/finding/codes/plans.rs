//! Codes of what a facility plan says, by itself and against its city.

use super::{Code, ERROR, Example, WARNING};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "demand-not-reviewed",
        severities: ERROR,
        title: "a plan is to be reviewed by a service that only some need",
        why: "A review says what everybody gains and loses. Told of a service that old buildings alone need, its figures would count those who do not need it, and differ from those of a report in silence.",
        example: Example {
            place: "rules.toml: service[1].demand_where",
            message: "service \"lift\" is needed by some alone, and a plan is reviewed for everybody",
            help: "take the service out of the profile that plans are reviewed by; a report follows its conditions",
        },
    },
    Code {
        code: "doubtful-target",
        severities: WARNING,
        title: "a measure takes an outlet that counts for nothing today",
        why: "A doubtful outlet is in no rate, so that closing or moving it loses nobody by the figures. Whether it serves has to be settled first, or the review shows a plan as harmless that is not.",
        example: Example {
            place: "plan.geojson: features[4].properties.target",
            message: "\"阳光宠物诊所\" may not be what its category says, so that it counts for nothing today",
            help: "look at it; write confirmed = true in the outlets layer where it is sound",
        },
    },
    Code {
        code: "homes",
        severities: ERROR,
        title: "homes that a plan builds cannot be counted as they are written",
        why: "Homes need a sound piece of land and a whole number of residents. A plan that is reviewed without them would have fewer people to serve than it brings.",
        example: Example {
            place: "plan.geojson: features[4].properties.people",
            message: "homes for how many? no whole number of residents",
            help: "write under people how many residents they will have; 0 where nobody is to live there",
        },
    },
    Code {
        code: "homes-land-code",
        severities: WARNING,
        title: "homes that a plan builds stand on land that is not residential",
        why: "Rates of land count residential land alone. The residents of such homes are counted, their land is not: a wrong code makes new homes disappear from the land that has to be served.",
        example: Example {
            place: "plan.geojson: features[4].properties.land_code",
            message: "land code \"0901\" is not residential: the land of these homes is in no rate, their residents are",
            help: "residential by the profile: 0701; mend the code",
        },
    },
    Code {
        code: "homes-overlap",
        severities: WARNING,
        title: "homes that a plan builds are drawn on land that has homes already",
        why: "Land that is residential today, or the land of other homes of the plan, counts once: less land is new than is drawn, while all residents are counted. Often a border is drawn wrongly, or one estate is in the plan twice.",
        example: Example {
            place: "plan.geojson: features[4].geometry.coordinates",
            message: "0.34 of 0.96 ha are residential land of today, most of it of estate \"E00012\": no new land",
            help: "draw new land alone; where homes take the place of others, the residents of today stay in the data",
        },
    },
    Code {
        code: "id-taken",
        severities: ERROR,
        title: "a new outlet has the id of one that is there",
        why: "Outlets are told apart by id. The measure may mean a change of the one that is there, which is another thing than a second one.",
        example: Example {
            place: "plan.geojson: features[4].properties",
            message: "an outlet of the city has the id \"W000007\" already",
            help: "give the measure an id of its own; to change that outlet, name it as target",
        },
    },
    Code {
        code: "loose-end",
        severities: WARNING,
        title: "a new street ends on no street",
        why: "Streets meet where they share a place. A new path whose end is drawn beside the street that it should meet is walked by nobody, and the plan looks weaker than it is.",
        example: Example {
            place: "plan.geojson: features[4].geometry.coordinates",
            message: "1 end lies on no street (none within 15 m)",
            help: "right where it ends there; otherwise draw it to the street that it is to meet",
        },
    },
    Code {
        code: "measure-outside",
        severities: WARNING,
        title: "the new place of an outlet, or new homes, lie in no subdistrict",
        why: "An outlet beyond the border serves what it reaches inside; homes beyond it are in no figure. More often the place is wrong, or the plan is in another coordinate system than it seems.",
        example: Example {
            place: "plan.geojson: features[4].geometry.coordinates",
            message: "lies in no subdistrict; counts as far as it reaches",
            help: "mend its place; is the plan in another system? pass --plan-crs CRS",
        },
    },
    Code {
        code: "no-change",
        severities: WARNING,
        title: "a measure changes nothing",
        why: "An outlet that is closed already cannot close. The target may be a wrong one, or the plan older than the data.",
        example: Example {
            place: "plan.geojson: features[4].properties.action",
            message: "\"梧桥便利店\" does not serve today: closing it changes nothing",
            help: "take it out, or mend its target",
        },
    },
    Code {
        code: "no-measures",
        severities: WARNING,
        title: "a plan has no measures",
        why: "An empty export reviews as a plan that harms nobody.",
        example: Example {
            place: "plan.geojson: features",
            message: "0 measures: nothing would change",
            help: "export the plan again",
        },
    },
    Code {
        code: "no-phase",
        severities: WARNING,
        title: "a measure has no phase, while others have one",
        why: "Figures are given by phase. A measure of none is taken as of the first, which may be too early.",
        example: Example {
            place: "plan.geojson: features[4].properties.phase",
            message: "no phase, while others have one: taken as of the first",
            help: "give it the phase, or the year, in which it is done",
        },
    },
    Code {
        code: "no-target",
        severities: ERROR,
        title: "a measure does not say which outlet it takes",
        why: "Only an opening can do without an outlet of today.",
        example: Example {
            place: "plan.geojson: features[4].properties",
            message: "close of which outlet? no target",
            help: "write its id under target",
        },
    },
    Code {
        code: "not-reviewed",
        severities: ERROR,
        title: "a measure changes streets, and the city has none",
        why: "Streets, gates and bridges change how far people walk, which circles do not see. A plan that is reviewed without them in silence would look weaker than it is.",
        example: Example {
            place: "plan.geojson: features[4].properties.action",
            message: "the city has no streets, along which this could be walked",
            help: "put streets.geojson into the city; or take the measure out: the review is then without it",
        },
    },
    Code {
        code: "phase",
        severities: ERROR,
        title: "a phase is no whole number",
        why: "Phases are years or numbers in their order. Half a phase cannot be put in order with the others in a way that everybody would agree on.",
        example: Example {
            place: "plan.geojson: features[4].properties.phase",
            message: "phase 1.5 is no year and no whole number of a phase",
            help: "write a whole number of at most four digits, such as 2 or 2027",
        },
    },
    Code {
        code: "plan-elsewhere",
        severities: ERROR,
        title: "a plan lies out of reach of the city",
        why: "A plan for another city, or in another coordinate system, would review as one that changes nothing.",
        example: Example {
            place: "plan.geojson: features",
            message: "all 12 measures with a place lie outside every subdistrict, and reach none: a plan for another city?",
            help: "name the plan of this city; is it in another system? pass --plan-crs CRS",
        },
    },
    Code {
        code: "requirement",
        severities: ERROR,
        title: "a rule for a plan cannot be meant as it is written",
        why: "A rule that is read otherwise than it was meant passes plans that it should stop.",
        example: Example {
            place: "rules.toml: line 4",
            message: "the rule set circle15 has no service \"clinics\"",
            help: "did you mean clinic?",
        },
    },
    Code {
        code: "rule-before-plan",
        severities: WARNING,
        title: "a rule asks for something before the plan begins",
        why: "By then no measure is done, so that the rule judges the city of today. More often a year is mistyped, or the rule counts in years and the plan in phases.",
        example: Example {
            place: "rules.toml: rule[1].by",
            message: "by 2025, but the first measures of \"plan\" are of 2027: judged by today",
            help: "mend the year, or give the measures theirs as phases",
        },
    },
    Code {
        code: "target-elsewhere",
        severities: WARNING,
        title: "a measure is drawn far from the outlet that it takes",
        why: "A wrong id takes another outlet than the one on the drawing. Where all measures are off by some 500 m, the plan is in GCJ-02.",
        example: Example {
            place: "plan.geojson: features[4].geometry.coordinates",
            message: "drawn 1240 m from its target \"梧桥便利店\", which stays where it is",
            help: "is it the right target? is the plan in another system? pass --plan-crs CRS",
        },
    },
    Code {
        code: "target-twice",
        severities: ERROR,
        title: "two measures take one outlet",
        why: "What becomes of it would hang on the order of the two, and so would every figure.",
        example: Example {
            place: "plan.geojson: features[4].properties.target",
            message: "\"W000007\" is the target of features[2] too",
            help: "say in one measure what becomes of it",
        },
    },
    Code {
        code: "unknown-action",
        severities: ERROR,
        title: "a measure does something that is not known",
        why: "A plan that is reviewed without one of its measures is another plan.",
        example: Example {
            place: "plan.geojson: features[4].properties.action",
            message: "action \"clos\" is none of open, close, move, resize, change, build, street, path, bridge, underpass, open_gate, close_gate",
            help: "did you mean close?",
        },
    },
    Code {
        code: "unknown-target",
        severities: ERROR,
        title: "no outlet has the id that a measure takes",
        why: "The id may be misspelt, or of another year of the outlets.",
        example: Example {
            place: "plan.geojson: features[4].properties.target",
            message: "no outlet of the city has the id \"W00007\"",
            help: "did you mean \"W000007\"?",
        },
    },
];
