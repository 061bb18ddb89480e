//! Codes of streets: lines that are not walked, and what no street leads to.

use super::{Code, ERROR, ERROR_OR_WARNING, Example, NOTE, WARNING, WARNING_OR_NOTE};

pub(super) const CODES: &[Code] = &[
    Code {
        code: "barrier-empty",
        severities: ERROR,
        title: "a barrier that is asked about has no line",
        why: "What a barrier does is asked by laying it; a file without a line would answer that it does \
              nothing.",
        example: Example {
            place: "wall.geojson: features",
            message: "the file has no line; a barrier is one at least",
            help: "draw the line that nobody is to cross, or name the file that has it",
        },
    },
    Code {
        code: "change-without-effect",
        severities: WARNING,
        title: "a change that is asked about makes no difference",
        why: "A gate that is open already opens nothing, and a barrier that crosses no street bars nobody. \
              Tables with and without such a change are equal, which looks like an answer and may be a slip \
              of the id or of the line.",
        example: Example {
            place: "assessment.json: streets.change",
            message: "the change that is asked about gives no resident a service within reach and takes none away",
            help: "is the gate open already, or does the barrier cross no street?",
        },
    },
    Code {
        code: "gate-alone",
        severities: NOTE,
        title: "gates name neither an estate nor an outlet",
        why: "Of such a gate it is not known who goes through it, so that nobody does: people walk as if it were \
              not there. One that is closed and stands on a street, within 10 cm of it, cuts the street.",
        example: Example {
            place: "gates.geojson: features",
            message: "383 of 391 gates name neither an estate nor an outlet, the first \"G1\"; nobody goes through",
            help: "write the id of the estate or outlet that it belongs to",
        },
    },
    Code {
        code: "gate-far",
        severities: WARNING,
        title: "a gate is far from its estate or from every street",
        why: "People of an estate go through its gates where no street leads inside. A gate at the wrong place \
              sends them a wrong way.",
        example: Example {
            place: "gates.geojson: features[4].geometry.coordinates",
            message: "gate \"G00012\" is 812 m from the border of its estate",
            help: "is it the right estate, and the right place?",
        },
    },
    Code {
        code: "gate-nowhere",
        severities: WARNING,
        title: "a gate leads into an estate or outlet that the city does not have",
        why: "Nobody uses such a gate; if its id is misspelt, its estate has a gate less than it should and its \
              residents walk further than they do.",
        example: Example {
            place: "gates.geojson: features[4].properties",
            message: "gate \"G00012\" leads into an estate \"E1\" that the city does not have; nobody uses it",
            help: "give it the id that stands in that layer",
        },
    },
    Code {
        code: "gate-status",
        severities: WARNING,
        title: "the status of a gate is neither open nor closed",
        why: "A gate is open unless it is said to be closed; a word that nobody knows may mean either.",
        example: Example {
            place: "gates.geojson: features[4].properties.status",
            message: "status \"sometimes\" is neither open nor closed; taken as open",
            help: "write open or closed",
        },
    },
    Code {
        code: "gate-twice",
        severities: WARNING,
        title: "gates have one id",
        why: "Both count, but a question about one of them is a question about both.",
        example: Example {
            place: "gates.geojson: features[9]",
            message: "1 gate with an id that an earlier one has, the first \"G1\"",
            help: "give each its own, so that one of them can be asked about alone",
        },
    },
    Code {
        code: "gates-closed",
        severities: WARNING,
        title: "people live in estates whose gates are all closed",
        why: "An estate with gates is left at an open one. Where none is open nobody reaches anything outside; \
              more often a status is out of date than an estate is shut.",
        example: Example {
            place: "assessment.json: streets.network.people_behind_closed_gates",
            message: "1 204 residents live in estates whose gates are all closed; along streets they reach what is inside alone",
            help: "say which gates are open, or take out all gates of an estate that is open",
        },
    },
    Code {
        code: "line-too-short",
        severities: WARNING,
        title: "a street or barrier has fewer than two different positions",
        why: "Such a line leads nowhere and bars nothing; it is left out, and nothing that others measure changes.",
        example: Example {
            place: "streets.geojson: features[7].geometry.coordinates",
            message: "3 lines with fewer than 2 different positions; left out",
            help: "draw it again, or take it out of the file",
        },
    },
    Code {
        code: "near-no-street",
        severities: WARNING,
        title: "people or outlets have no street near them",
        why: "A walk begins at the nearest point of a street. Where the next one is further away than a \
              place of use ever is, a street is missing in the layer, and a way that is made up across the \
              land would be a lie. These people are counted and listed apart.",
        example: Example {
            place: "assessment.json: streets.network.people_near_no_street",
            message: "1 204 residents and 3 outlets are more than 200 m from every street; along streets they reach nothing",
            help: "are streets missing there? the circle counts them as before",
        },
    },
    Code {
        code: "no-streets",
        severities: ERROR_OR_WARNING,
        title: "no line of the streets layer can be walked",
        why: "With motorways, rivers or nothing in the layer, nothing can be measured along streets. The \
              figures by circles do not change. What a change along streets would do cannot be told without \
              streets: such a question is refused.",
        example: Example {
            place: "streets.geojson: features",
            message: "no line of the layer can be walked; nothing is measured along streets",
            help: "export the layer again, or take its file out of the folder",
        },
    },
    Code {
        code: "not-walked",
        severities: NOTE,
        title: "lines of the streets layer are not walked",
        why: "Motorways, private roads, what foot or access closes, and lines without highway (rivers, \
              walls) are no ways for people on foot. How many is said by reason, so that a wrong tag is \
              seen.",
        example: Example {
            place: "streets.geojson: features[12]",
            message: "340 lines not walked: 210 without highway, 130 closed by foot, access or motorroad",
            help: "",
        },
    },
    Code {
        code: "square-large",
        severities: NOTE,
        title: "squares are too large to be walked across",
        why: "Squares (area=yes) are crossed straight, from where a street meets their rings to every other such \
              place. With some hundred entries and corners these are ten thousands of lines; such a square is \
              walked along its rings, so that walks over it come out longer than they are.",
        example: Example {
            place: "streets.geojson: features[41]",
            message: "1 square with more than 400 entries and corners; walked along the rings and not across",
            help: "divide it where it is drawn, or leave it: walks over it come out too long",
        },
    },
    Code {
        code: "square-open",
        severities: NOTE,
        title: "squares have rings that hold nothing to be walked across",
        why: "What is inside of a square (area=yes) is told by its rings. Where one does not close, as at the edge \
              of an extract, is drawn twice, or crosses itself so that nothing leads across, the square is walked \
              along its rings, so that walks over it come out longer than they are.",
        example: Example {
            place: "streets.geojson: features[41]",
            message: "1 square with rings that do not close; walked along the rings and not across",
            help: "draw each ring closed, once and without crossing itself: walks over it come out too long",
        },
    },
    Code {
        code: "street-cut",
        severities: WARNING_OR_NOTE,
        title: "streets cross the border of an estate with gates where no gate is",
        why: "An estate whose gates are given is entered and left on foot at an open gate, and nowhere else: \
              every other street over its border is cut there, but for public roads, bridges and tunnels. \
              Where a gate is missing in the layer, walks come out longer than they are.",
        example: Example {
            place: "gates.geojson: features",
            message: "41 crossings of the borders of 7 estates with gates have no gate within 10 m; streets are cut there, 12 times at estate \"E4\"",
            help: "draw the gates that are missing, or take out all gates of an estate that is open",
        },
    },
    Code {
        code: "street-islands",
        severities: NOTE,
        title: "streets do not all hang together",
        why: "From a piece of the network that nothing joins to the rest nobody reaches what is not on it. \
              Often two lines lack a common vertex where they meet.",
        example: Example {
            place: "assessment.json: streets.network.island_length_m",
            message: "3.4 km of 312 km of streets in 12 pieces do not hang together with the longest piece; 210 residents live on them; the next longest piece is at [116.371204, 39.912873]",
            help: "",
        },
    },
    Code {
        code: "street-nodes",
        severities: WARNING,
        title: "a street's list of nodes does not fit its positions",
        why: "Lines of an extract of OpenStreetMap meet where they share a node. A list that is longer or \
              shorter than its line cannot say which position is which node.",
        example: Example {
            place: "streets.geojson: features[3].properties.nodes",
            message: "the list of nodes does not fit the positions of 1 line; joined to others by place",
            help: "import the extract again, or take the property out",
        },
    },
    Code {
        code: "street-outside",
        severities: NOTE,
        title: "streets lie far from every subdistrict",
        why: "Nobody walks there from here; the lines are not measured along, which keeps a large extract \
              from costing time.",
        example: Example {
            place: "streets.geojson: features[90]",
            message: "812 lines more than 50.0 km from every subdistrict; not measured along",
            help: "",
        },
    },
    Code {
        code: "streets-without-people",
        severities: NOTE,
        title: "there are streets, and nobody to walk along them",
        why: "Walks are those of residents. Without a layer that has any, no table along streets is written, \
              and that the streets were read says nothing.",
        example: Example {
            place: "assessment.json: streets",
            message: "2 354 lines of streets, and no layer has residents: nothing is measured along them",
            help: "give people.geojson, or `people` of the estates",
        },
    },
];
