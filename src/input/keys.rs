//! The names in objects, most of which have the same ones in the same order.
//!
//! Gives what each name means to the reader, and says where one stands twice. What the names of the
//! object before meant is kept, so that an object like it costs one comparison a name.

use std::collections::HashSet;

use super::cursor::{Cursor, Fault, Key, Text};

/// So many names of an object are kept for the next one.
const KEPT: usize = 64;

/// The names of the last object, in their order, and what they mean.
#[derive(Debug)]
pub(super) struct Keys<M> {
    text: String,
    /// End of each in `text`; none stands twice.
    known: Vec<(usize, M)>,
}

impl<M> Default for Keys<M> {
    fn default() -> Self {
        Self { text: String::new(), known: Vec::new() }
    }
}

/// How far an object is read.
#[derive(Default)]
pub(super) struct Walk<'a> {
    is_begun: bool,
    /// How many of the names that are kept the object has had, one after another.
    place: usize,
    /// Names past those that are kept.
    others: Option<HashSet<&'a str>>,
}

/// A name that the object has had already, at its second place.
pub(super) type Again<'a> = Option<Key<'a>>;

impl<M: Copy> Keys<M> {
    /// The meaning of the next name, with its colon taken; none at the end of the object, whose opening
    /// brace has been taken. Escaped spellings of one name count as two.
    #[inline]
    pub(super) fn next<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        walk: &mut Walk<'a>,
        meaning: impl FnOnce(Text<'a>) -> M,
    ) -> Result<Option<(M, Again<'a>)>, Fault> {
        let first = !walk.is_begun;
        walk.is_begun = true;
        if let Some(&(_, meaning)) = self.known.get(walk.place)
            && cursor.next_key_is(first, self.raw(walk.place))
        {
            walk.place += 1;
            return Ok(Some((meaning, None)));
        }
        let Some(key) = cursor.next_key(first)? else { return Ok(None) };
        let meaning = meaning(key.text);
        let is_again = self.learn(key.text.raw, meaning, walk);
        Ok(Some((meaning, is_again.then_some(key))))
    }

    /// The name at a place.
    fn raw(&self, place: usize) -> &str {
        &self.text[self.start(place)..self.known[place].0]
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.known[before].0)
    }

    /// Puts a name behind those that the object has had; true where it is one of them.
    fn learn<'a>(&mut self, raw: &'a str, meaning: M, walk: &mut Walk<'a>) -> bool {
        self.text.truncate(self.start(walk.place));
        self.known.truncate(walk.place);
        if (0..walk.place).any(|place| self.raw(place) == raw) {
            return true;
        }
        if walk.place == KEPT {
            return !walk.others.get_or_insert_default().insert(raw);
        }
        self.text.push_str(raw);
        self.known.push((self.text.len(), meaning));
        walk.place += 1;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths of the names of objects, and those that stand twice.
    fn read<'a>(keys: &mut Keys<usize>, text: &'a str) -> (Vec<usize>, Vec<&'a str>) {
        let mut cursor = Cursor::new(text.as_bytes());
        cursor.take(b'{', "an object").unwrap();
        let (mut walk, mut lengths, mut twice) = (Walk::default(), Vec::new(), Vec::new());
        while let Some((length, again)) =
            keys.next(&mut cursor, &mut walk, |key| key.raw.len()).unwrap()
        {
            lengths.push(length);
            twice.extend(again.map(|key| key.text.raw));
            cursor.skip(0).unwrap();
        }
        assert_eq!(cursor.pos(), text.len());
        (lengths, twice)
    }

    #[test]
    fn an_object_is_read_alike_whatever_came_before_it() {
        let objects = [
            r#"{"a":1,"bb":2,"ccc":3}"#,
            r#"{ "a" : 1 , "ccc" : 2 }"#,
            r#"{"bb":1,"a":2,"bb":3,"a":4,"a":5,"dddd":6}"#,
            r#"{"a":1,"bb":2,"bb":3}"#,
            r#"{"a\u0062":1,"ab":2}"#,
            "{}",
        ];
        for before in objects {
            let mut keys = Keys::default();
            read(&mut keys, before);
            for text in objects {
                assert_eq!(read(&mut keys, text), read(&mut Keys::default(), text));
            }
        }
        let (lengths, twice) = read(&mut Keys::default(), objects[2]);
        assert_eq!((lengths, twice), (vec![2, 1, 2, 1, 1, 4], vec!["bb", "a", "a"]));
    }

    #[test]
    fn names_past_those_that_are_kept_are_told_apart_too() {
        let names: Vec<String> = (0..200).map(|n| format!("\"n{n}\":0")).collect();
        let once = format!("{{{}}}", names.join(","));
        let twice = format!("{{{},\"n3\":0,\"n199\":0}}", names.join(","));
        let mut keys = Keys::default();
        for _ in 0..2 {
            assert_eq!(read(&mut keys, &once).1, [""; 0]);
            assert_eq!(read(&mut keys, &twice).1, ["n3", "n199"]);
        }
    }

    #[test]
    fn what_is_no_name_is_a_fault_as_without_anything_before_it() {
        for bad in [r#"{"a":1,}"#, r#"{"a":1 "bb":2}"#, r#"{"a":1,"bb" 2}"#, r#"{"a":1,"bb"#, "{1}"]
        {
            let fault = |keys: &mut Keys<()>| {
                let mut cursor = Cursor::new(bad.as_bytes());
                cursor.bump();
                let mut walk = Walk::default();
                loop {
                    match keys.next(&mut cursor, &mut walk, |_| ()) {
                        Ok(found) => assert!(found.is_some(), "{bad}"),
                        Err(fault) => return fault,
                    }
                    cursor.skip(0).unwrap();
                }
            };
            let mut keys = Keys::default();
            let mut cursor = Cursor::new(br#"{"a":1,"bb":2}"#);
            cursor.bump();
            let mut walk = Walk::default();
            while keys.next(&mut cursor, &mut walk, |_| ()).unwrap().is_some() {
                cursor.skip(0).unwrap();
            }
            assert_eq!(fault(&mut keys), fault(&mut Keys::default()), "{bad}");
        }
    }
}
