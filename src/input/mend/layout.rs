//! Where the parts of a GeoJSON text stand: items of lists, members of objects, positions.

use std::ops::Range;

use super::super::cursor::{Cursor, Fault, Text};
use super::super::sniff::SEPARATOR;
use crate::model::LonLat;

/// A text whose parts are asked for by where they begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout<'t>(pub(super) &'t str);

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'t> {
    pub(super) key: Text<'t>,
    /// Where its name begins.
    pub(super) begin: usize,
    /// Where its value begins, and where it ends.
    pub(super) value: (usize, usize),
}

/// A position, and where its text stands: all of it, and the part without heights.
#[derive(Debug, Clone)]
pub(super) struct Position {
    pub(super) at: LonLat,
    pub(super) whole: Range<usize>,
    /// Where the second number ends.
    flat_end: usize,
    /// Whether its two numbers stand the wrong way round in the text.
    pub(super) is_swapped: bool,
    /// The first of its numbers that stands in quotes.
    pub(super) quoted: Option<usize>,
}

impl Position {
    /// Where its heights stand.
    pub(super) fn heights(&self) -> Range<usize> {
        self.flat_end..self.whole.end - 1
    }
}

impl<'t> Layout<'t> {
    fn cursor(self, at: usize) -> Cursor<'t> {
        Cursor::new(&self.0.as_bytes()[at..])
    }

    /// The values of the outermost level, one after another.
    pub(super) fn roots(self) -> Result<Vec<Range<usize>>, Fault> {
        let mut roots = Vec::new();
        let mut at = 0;
        loop {
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == SEPARATOR;
            at += self.0.as_bytes()[at..].iter().take_while(|byte| blank(byte)).count();
            if at == self.0.len() {
                return Ok(roots);
            }
            let mut ahead = self.cursor(at);
            ahead.skip(0)?;
            roots.push(at..at + ahead.pos());
            at += ahead.pos();
        }
    }

    /// Where the list of features of a collection begins; none of what is no collection.
    pub(super) fn features(self, start: usize) -> Result<Option<usize>, Fault> {
        let mut cursor = self.cursor(start);
        if cursor.peek()? != b'{' {
            return Ok(None);
        }
        cursor.bump();
        let mut first = true;
        while let Some(key) = cursor.next_key(first)? {
            first = false;
            if key.text.raw == "features" && cursor.peek()? == b'[' {
                return Ok(Some(start + cursor.pos()));
            }
            cursor.skip(1)?;
        }
        Ok(None)
    }

    /// The items of a list.
    pub(super) fn items(self, start: usize) -> Result<Vec<Range<usize>>, Fault> {
        let mut cursor = self.cursor(start);
        let mut items = Vec::new();
        cursor.take(b'[', "a list")?;
        if cursor.peek()? == b']' {
            return Ok(items);
        }
        loop {
            cursor.peek()?;
            let begin = start + cursor.pos();
            cursor.skip(1)?;
            items.push(begin..start + cursor.pos());
            if !cursor.next_item()? {
                return Ok(items);
            }
        }
    }

    /// The members of an object in order; none of what is no object.
    pub(super) fn members(self, start: usize) -> Result<Vec<Member<'t>>, Fault> {
        let mut cursor = self.cursor(start);
        let mut members = Vec::new();
        if cursor.peek()? != b'{' {
            return Ok(members);
        }
        cursor.bump();
        while let Some(key) = cursor.next_key(members.is_empty())? {
            cursor.peek()?;
            let at = start + cursor.pos();
            cursor.skip(1)?;
            let value = (at, start + cursor.pos());
            members.push(Member { key: key.text, begin: start + key.at, value });
        }
        Ok(members)
    }

    /// The lists of positions under a value, with their paths; none where it is not so deep throughout.
    pub(super) fn lists(
        self,
        at: usize,
        depth: u32,
        path: &str,
        lists: &mut Vec<(String, Vec<Position>)>,
    ) -> Result<Option<()>, Fault> {
        if self.cursor(at).peek()? != b'[' {
            return Ok(None);
        }
        if depth == 0 {
            let Some(position) = self.position(at)? else { return Ok(None) };
            lists.push((path.to_owned(), vec![position]));
            return Ok(Some(()));
        }
        let items = self.items(at)?;
        if depth > 1 {
            for (index, item) in items.into_iter().enumerate() {
                let path = format!("{path}[{index}]");
                if self.lists(item.start, depth - 1, &path, lists)?.is_none() {
                    return Ok(None);
                }
            }
            return Ok(Some(()));
        }
        let positions: Result<Option<Vec<Position>>, Fault> =
            items.into_iter().map(|item| self.position(item.start)).collect();
        let Some(positions) = positions? else { return Ok(None) };
        lists.push((path.to_owned(), positions));
        Ok(Some(()))
    }

    fn position(self, at: usize) -> Result<Option<Position>, Fault> {
        let mut cursor = self.cursor(at);
        if cursor.peek()? != b'[' {
            return Ok(None);
        }
        cursor.bump();
        let (mut numbers, mut flat_end, mut quoted) = (Vec::new(), 0, None);
        loop {
            match cursor.peek()? {
                b'0'..=b'9' | b'-' => numbers.push(cursor.float()?),
                b'"' => {
                    let Some(number) = number_of(cursor.string()?) else { return Ok(None) };
                    quoted.get_or_insert(numbers.len());
                    numbers.push(number);
                }
                _ => return Ok(None),
            }
            if numbers.len() == 2 {
                flat_end = at + cursor.pos();
            }
            if !cursor.next_item()? {
                break;
            }
        }
        let [lon, lat, ..] = numbers[..] else { return Ok(None) };
        let (at, whole) = (LonLat { lon, lat }, at..at + cursor.pos());
        Ok(Some(Position { at, whole, flat_end, is_swapped: false, quoted }))
    }

    pub(super) fn has_height(self, position: &Position) -> bool {
        self.0[position.flat_end..position.whole.end].contains(',')
    }

    /// The text of a position without its heights and quotes, longitude first.
    pub(super) fn flat(self, position: &Position) -> String {
        let Position { whole, flat_end, is_swapped, quoted, .. } = position;
        if quoted.is_some() {
            let bare = Position { quoted: None, ..position.clone() };
            return self.flat(&bare).replace('"', "");
        }
        if *is_swapped {
            let numbers = &self.0[whole.start + 1..*flat_end];
            let (first, second) = numbers.split_once(',').unwrap_or_default();
            format!("[{}, {}]", second.trim(), first.trim())
        } else if self.has_height(position) {
            format!("{}]", &self.0[whole.start..*flat_end])
        } else {
            self.0[whole.clone()].to_owned()
        }
    }
}

/// The number that stands in quotes, where it is written as JSON writes one.
fn number_of(text: Text<'_>) -> Option<f64> {
    let text = text.raw.trim();
    let mut cursor = Cursor::new(text.as_bytes());
    cursor.number().ok().filter(|number| *number == text)?.parse().ok()
}

/// Of members of one name the last one, which counts.
pub(super) fn last_of_each(members: Vec<Member<'_>>) -> Vec<Member<'_>> {
    let mut last: Vec<Member<'_>> = Vec::with_capacity(members.len());
    for member in members {
        match last.iter_mut().find(|other| other.key.raw == member.key.raw) {
            Some(known) => *known = member,
            None => last.push(member),
        }
    }
    last
}
