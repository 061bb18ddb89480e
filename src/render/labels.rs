//! Places for the names of the units: none lies on another, none leaves the frame.
//!
//! Method: greedy point-feature labelling by passes (Christensen, Marks, Shieber 1995, survey of
//! label placement), tightest unit first. A label first looks for a place wholly inside its unit,
//! deep in it and clear of outlet symbols; then in a smaller size; then it may lean over the border;
//! then it stands beside with a thin leader; what still finds no place is left out and counted. A label with
//! several texts takes the first that fits into its unit.
//! Ties fall to the lower unit, then to the northern and western place.

use super::room::{Block, Room};

/// Tries in order: which size, and how much of the label may lie outside its unit.
const PASSES: [(usize, f32); 5] = [(0, 0.01), (1, 0.02), (0, 0.20), (1, 0.30), (1, 0.45)];

/// The passes that keep a label inside its unit: those of a text for which there is a shorter one.
const FITTING: usize = 2;

/// How many of the passes a label that need not appear takes part in.
const OPTIONAL_PASSES: usize = 2;

/// Places tried in one unit.
const CANDIDATES: usize = 220;

/// Directions of leaders, eastwards first, then with the clock: cosines and sines of 22.5 degrees.
const DIRECTIONS: [(f32, f32); 16] = [
    (1.0, 0.0),
    (0.924, 0.383),
    (0.707, 0.707),
    (0.383, 0.924),
    (0.0, 1.0),
    (-0.383, 0.924),
    (-0.707, 0.707),
    (-0.924, 0.383),
    (-1.0, 0.0),
    (-0.924, -0.383),
    (-0.707, -0.707),
    (-0.383, -0.924),
    (0.0, -1.0),
    (0.383, -0.924),
    (0.707, -0.707),
    (0.924, -0.383),
];

/// The label of one unit.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// Width and height in pixels, full and small, of each of its texts; a shorter one stands where the one
    /// before does not fit into the unit. One at least.
    pub(super) sizes: Vec<[(f32, f32); 2]>,
    /// Where the unit is if it is too small to own a cell.
    pub(super) anchor: (f32, f32),
    /// Corners of the rectangle of the part that the name belongs to, of a unit in several parts.
    pub(super) home: Option<[(f32, f32); 2]>,
    /// Whether it may stay away unseen: neighbours of the unit that the map is about.
    pub(super) is_optional: bool,
}

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    /// Which of its texts.
    pub(super) text: usize,
    /// Which of the two sizes.
    pub(super) size: usize,
    /// Its middle in pixels.
    pub(super) middle: (f32, f32),
    /// Where its leader points; none where it stands in its unit.
    pub(super) leader: Option<(f32, f32)>,
}

/// What a label keeps away from, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Margins {
    /// Room around a label.
    pub(super) label: f32,
    /// Radius of the symbols on the map.
    pub(super) symbol: f32,
}

/// A place for each label, by unit; none where it finds no room.
pub(super) fn place(room: &mut Room, wishes: &[Wish], margins: Margins) -> Vec<Option<Spot>> {
    let mut cells = room.cells_of(wishes.len());
    for (cells, wish) in cells.iter_mut().zip(wishes) {
        keep_home(room, cells, wish.home);
    }
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|&unit| (wishes[unit].is_optional, cells[unit].len(), unit));
    let mut spots = vec![None; wishes.len()];
    let mut pass =
        |room: &mut Room, (size, tolerance), text_of: &dyn Fn(&Wish) -> Option<usize>| {
            for &unit in order.iter().filter(|unit| spots[**unit].is_none()).collect::<Vec<_>>() {
                if let Some(text) = text_of(&wishes[unit]) {
                    let label = Label::new((unit, &wishes[unit]), (text, size), tolerance, margins);
                    spots[unit] = label.inside(room, &cells[unit]);
                }
            }
        };
    let longest = wishes.iter().map(|wish| wish.sizes.len()).max().unwrap_or_default();
    for text in 0..longest.saturating_sub(1) {
        for fitting in &PASSES[..FITTING] {
            pass(room, *fitting, &|wish| (text < wish.last()).then_some(text));
        }
    }
    for (number, any) in PASSES.iter().enumerate() {
        let may = |wish: &Wish| !wish.is_optional || number < OPTIONAL_PASSES;
        pass(room, *any, &|wish| may(wish).then_some(wish.last()));
    }
    for &unit in &order {
        let wish = &wishes[unit];
        if spots[unit].is_none() && !wish.is_optional {
            let label = Label::new((unit, wish), (wish.last(), 1), 1.0, margins);
            spots[unit] = label.beside(room, &cells[unit], wish.anchor);
        }
    }
    spots
}

impl Wish {
    /// The shortest of its texts.
    fn last(&self) -> usize {
        self.sizes.len() - 1
    }
}

/// A label in one size.
struct Label {
    unit: usize,
    text: usize,
    size: usize,
    extent: (f32, f32),
    tolerance: f32,
    pad: f32,
    symbol: f32,
}

impl Label {
    fn new(
        (unit, wish): (usize, &Wish),
        (text, size): (usize, usize),
        tolerance: f32,
        margins: Margins,
    ) -> Self {
        let (extent, pad, symbol) = (wish.sizes[text][size], margins.label, margins.symbol);
        Self { unit, text, size, extent, tolerance, pad, symbol }
    }

    /// The best free place in the unit; takes it.
    fn inside(&self, room: &mut Room, cells: &[(i32, i32, f32)]) -> Option<Spot> {
        let deepest = cells.iter().map(|c| c.2).fold(f32::MIN, f32::max).max(1.0);
        // Every n-th of the cells that are at least a fifth as deep as the deepest.
        let deep: Vec<_> = cells.iter().filter(|c| c.2 >= 0.2 * deepest).collect();
        let step = deep.len().div_ceil(CANDIDATES).max(1);
        let is_land = |&&(x, y, _): &&(i32, i32, f32)| {
            room.shaded_on(Block { x0: x, y0: y, x1: x + 1, y1: y + 1 }) > 0
        };
        let land = cells.iter().filter(is_land).count();
        let mut best: Option<(f32, (i32, i32), Block)> = None;
        for &&(x, y, depth) in deep.iter().step_by(step) {
            let block = room.block((x, y), self.extent, self.pad);
            let foreign = share(room.foreign(block, self.unit), block);
            if foreign > self.tolerance {
                continue;
            }
            let near = room.grown(block, self.symbol);
            // Of the label, and of all land that the unit has: the little that it has is seen.
            let over = room.shaded_on(block);
            let hidden = share(over, block) + part(over, land);
            let off = 1.0 - depth / deepest;
            let symbols = crowded(room.symbols_on(near));
            let score = 3.0 * foreign + 2.0 * symbols + 0.9 * hidden + 0.6 * off;
            if best.is_none_or(|(b, _, _)| score < b) && room.is_free(block) {
                best = Some((score, (x, y), block));
            }
        }
        let (_, cell, block) = best?;
        room.take(block);
        Some(Spot { text: self.text, size: self.size, middle: room.middle(cell), leader: None })
    }

    /// The nearest free place beside the unit, with a leader to its deepest cell; takes both.
    fn beside(
        &self,
        room: &mut Room,
        cells: &[(i32, i32, f32)],
        anchor: (f32, f32),
    ) -> Option<Spot> {
        let target = cells
            .iter()
            .fold(None, |best: Option<&(i32, i32, f32)>, c| match best {
                Some(b) if b.2 >= c.2 => best,
                Some(_) | None => Some(c),
            })
            .map_or_else(|| room.cell_of(anchor.0, anchor.1), |c| (c.0, c.1));
        let mut best: Option<(f32, (i32, i32), Block)> = None;
        for ring in 2_i16..26 {
            let reach = f32::from(ring) * self.extent.1 / (2.0 * room.cell());
            for (dx, dy) in DIRECTIONS {
                let cell = (target.0 + rounded(dx * reach * 1.6), target.1 + rounded(dy * reach));
                let block = room.block(cell, self.extent, self.pad);
                if !room.is_free(block) || holds(block, target) {
                    continue;
                }
                let line = between(cell, target);
                let blocked = line.iter().filter(|c| !holds(block, **c));
                if !blocked.clone().all(|&(x, y)| room.is_free_cell(x, y)) {
                    continue;
                }
                let over = share(room.owned(block), block);
                let score = reach * (1.0 + over) + 10.0 * over;
                if best.is_none_or(|(b, _, _)| score < b) {
                    best = Some((score, cell, block));
                }
            }
        }
        let (_, cell, block) = best?;
        room.take(block);
        for (x, y) in between(cell, target) {
            room.take(Block { x0: x, y0: y, x1: x + 1, y1: y + 1 });
        }
        let leader = Some(room.middle(target));
        Some(Spot { text: self.text, size: self.size, middle: room.middle(cell), leader })
    }
}

/// A count of cells as a share of a block.
#[expect(clippy::cast_precision_loss, reason = "cells of a label")]
fn share(count: u32, block: Block) -> f32 {
    let area = (block.x1 - block.x0) * (block.y1 - block.y0);
    count as f32 / area.max(1) as f32
}

/// A count of cells as a part of a number of them, at most all.
#[expect(clippy::cast_precision_loss, reason = "cells of a map")]
fn part(count: u32, of: usize) -> f32 {
    (count as f32 / of.max(1) as f32).min(1.0)
}

/// Leaves the cells of the part that the name belongs to, where it has any.
fn keep_home(room: &Room, cells: &mut Vec<(i32, i32, f32)>, home: Option<[(f32, f32); 2]>) {
    let Some([a, b]) = home.map(|corners| corners.map(|(x, y)| room.cell_of(x, y))) else { return };
    let (x, y) = (a.0.min(b.0)..=a.0.max(b.0), a.1.min(b.1)..=a.1.max(b.1));
    let is_home = |c: &&(i32, i32, f32)| x.contains(&c.0) && y.contains(&c.1);
    let kept: Vec<_> = cells.iter().filter(is_home).copied().collect();
    if !kept.is_empty() {
        *cells = kept;
    }
}

/// What symbols under a label cost: the first counts most, and no number of them more than one.
#[expect(clippy::cast_precision_loss, reason = "symbols under a label")]
fn crowded(symbols: u32) -> f32 {
    symbols as f32 / (symbols as f32 + 2.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a distance in cells")]
fn rounded(v: f32) -> i32 {
    v.round() as i32
}

fn holds(block: Block, (x, y): (i32, i32)) -> bool {
    block.x0 <= x && x < block.x1 && block.y0 <= y && y < block.y1
}

/// The cells on the straight way from one cell to another, both included.
fn between(a: (i32, i32), b: (i32, i32)) -> Vec<(i32, i32)> {
    let steps = (b.0 - a.0).abs().max((b.1 - a.1).abs()).max(1);
    // Rounded to the nearest, halves away from the start.
    let at = |from: i32, to: i32, i: i32| {
        let twice = 2 * (to - from) * i;
        from + (twice + twice.signum() * steps) / (2 * steps)
    };
    (0..=steps).map(|i| (at(a.0, b.0, i), at(a.1, b.1, i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layout::Frame;

    const MARGINS: Margins = Margins { label: 1.0, symbol: 3.0 };

    fn square(left: f32, top: f32, side: f32) -> Vec<Vec<(f32, f32)>> {
        let (right, bottom) = (left + side, top + side);
        vec![vec![(left, top), (right, top), (right, bottom), (left, bottom)]]
    }

    fn wish(width: f32, height: f32) -> Wish {
        let small = (width * 0.8, height * 0.8);
        let sizes = vec![[(width, height), small]];
        Wish { sizes, anchor: (0.0, 0.0), home: None, is_optional: false }
    }

    fn room_with(squares: &[(f32, f32, f32)]) -> Room {
        let mut room = Room::new(Frame::new(0.0, 0.0, 400.0, 400.0), 2.0);
        for (owner, &(x, y, side)) in squares.iter().enumerate() {
            room.give(owner, &square(x, y, side));
        }
        room.sound();
        room.strew(std::iter::empty());
        room
    }

    #[test]
    fn a_label_stands_in_the_middle_of_its_unit() {
        let mut room = room_with(&[(100.0, 100.0, 200.0)]);
        let spot = place(&mut room, &[wish(60.0, 20.0)], MARGINS)[0].unwrap();
        assert!((spot.middle.0 - 200.0).abs() < 12.0 && (spot.middle.1 - 200.0).abs() < 12.0);
        assert_eq!((spot.size, spot.leader), (0, None));
    }

    #[test]
    fn a_label_keeps_clear_of_symbols() {
        let mut room = Room::new(Frame::new(0.0, 0.0, 400.0, 400.0), 2.0);
        room.give(0, &square(100.0, 100.0, 200.0));
        room.sound();
        room.strew((0_i16..40).map(|i| (170.0 + f32::from(i) * 1.5, 200.0)));
        let spot = place(&mut room, &[wish(60.0, 20.0)], MARGINS)[0].unwrap();
        assert!((spot.middle.1 - 200.0).abs() > 10.0);
    }

    #[test]
    fn a_label_keeps_clear_of_a_single_symbol() {
        let mut room = Room::new(Frame::new(0.0, 0.0, 400.0, 400.0), 2.0);
        room.give(0, &square(100.0, 100.0, 200.0));
        room.sound();
        room.strew(std::iter::once((200.0, 200.0)));
        let (x, y) = place(&mut room, &[wish(60.0, 20.0)], MARGINS)[0].unwrap().middle;
        // Half the label and the radius of the symbol, but for the rounding to cells.
        assert!((x - 200.0).abs() > 31.0 || (y - 200.0).abs() > 11.0, "{x} {y}");
    }

    #[test]
    fn the_name_of_a_unit_in_parts_stands_in_its_home() {
        let mut room = Room::new(Frame::new(0.0, 0.0, 400.0, 400.0), 2.0);
        let parts = [square(10.0, 10.0, 200.0), square(250.0, 250.0, 100.0)].concat();
        room.give(0, &parts);
        room.sound();
        let home = Some([(250.0, 350.0), (350.0, 250.0)]);
        let spot = place(&mut room, &[Wish { home, ..wish(60.0, 20.0) }], MARGINS)[0].unwrap();
        assert!((spot.middle.0 - 300.0).abs() < 20.0 && (spot.middle.1 - 300.0).abs() < 20.0);
    }

    #[test]
    fn a_label_does_not_hide_the_only_land_of_its_unit() {
        let mut room = Room::new(Frame::new(0.0, 0.0, 400.0, 400.0), 2.0);
        room.give(0, &square(100.0, 100.0, 200.0));
        room.sound();
        room.shade(&square(196.0, 196.0, 8.0));
        let (x, y) = place(&mut room, &[wish(60.0, 20.0)], MARGINS)[0].unwrap().middle;
        assert!((x - 200.0).abs() > 33.0 || (y - 200.0).abs() > 13.0, "{x} {y}");
    }

    #[test]
    fn no_two_labels_overlap() {
        let squares: Vec<_> = (0_u8..100)
            .map(|i| (f32::from(i % 10) * 40.0, f32::from(i / 10) * 40.0, 40.0))
            .collect();
        let mut room = room_with(&squares);
        let wishes = vec![wish(50.0, 18.0); 100];
        let spots = place(&mut room, &wishes, MARGINS);
        let boxes: Vec<_> = spots
            .iter()
            .zip(&wishes)
            .filter_map(|(s, w)| s.map(|s| (s.middle, w.sizes[s.text][s.size])))
            .collect();
        for (i, (a, s)) in boxes.iter().enumerate() {
            for (b, t) in &boxes[i + 1..] {
                let apart_x = (a.0 - b.0).abs() >= f32::midpoint(s.0, t.0);
                let apart_y = (a.1 - b.1).abs() >= f32::midpoint(s.1, t.1);
                assert!(apart_x || apart_y);
            }
        }
        assert!(boxes.len() >= 60, "{}", boxes.len());
    }

    #[test]
    fn a_unit_too_small_for_its_label_gets_a_leader() {
        let mut room = room_with(&[(200.0, 200.0, 8.0)]);
        let spot = place(&mut room, &[wish(90.0, 30.0)], MARGINS)[0].unwrap();
        let (x, y) = spot.leader.unwrap();
        assert!((x - 204.0).abs() < 5.0 && (y - 204.0).abs() < 5.0);
    }

    #[test]
    fn a_text_that_does_not_fit_into_its_unit_gives_way_to_a_shorter_one() {
        let sizes = vec![[(120.0, 20.0), (100.0, 17.0)], [(50.0, 20.0), (42.0, 17.0)]];
        let wish = Wish { sizes, ..wish(0.0, 0.0) };
        let mut room = room_with(&[(0.0, 0.0, 80.0), (100.0, 100.0, 200.0)]);
        let spots = place(&mut room, &[wish.clone(), wish], MARGINS);
        let [narrow, wide] = [spots[0].unwrap(), spots[1].unwrap()];
        assert_eq!([(narrow.text, narrow.size), (wide.text, wide.size)], [(1, 0), (0, 0)]);
        assert!(narrow.middle.0 > 24.0 && narrow.middle.0 < 56.0, "{narrow:?}");
    }

    #[test]
    fn a_label_without_any_room_is_left_out() {
        let mut room = room_with(&[(0.0, 0.0, 400.0)]);
        assert_eq!(place(&mut room, &[wish(900.0, 20.0)], MARGINS), [None]);
    }
}
