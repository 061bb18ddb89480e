//! The JSON path of a byte, found by reading the text again; used only where there is an error.

use std::fmt::Write as _;

use super::cursor::Cursor;

/// The path of the value that holds the byte at `target` (or that the text breaks off in), counted
/// from the value at the start of `data`: `.geometry.coordinates[0]`. Empty for the value itself.
pub(super) fn path_at(data: &[u8], target: usize) -> String {
    let mut path = String::new();
    walk(&mut Cursor::new(data), target, &mut path, 0);
    path
}

/// Walks one value; true where the path is found.
fn walk(cursor: &mut Cursor<'_>, target: usize, path: &mut String, depth: u32) -> bool {
    let (Ok(first), Ok(inner)) = (cursor.peek(), cursor.deeper(depth)) else { return true };
    if cursor.pos() >= target {
        return true;
    }
    match first {
        b'{' => {
            cursor.bump();
            walk_object(cursor, target, path, inner)
        }
        b'[' => {
            cursor.bump();
            walk_list(cursor, target, path, inner)
        }
        _ => cursor.value(depth).is_err() || cursor.pos() > target,
    }
}

fn walk_object(cursor: &mut Cursor<'_>, target: usize, path: &mut String, depth: u32) -> bool {
    let mut first = true;
    loop {
        let key = match cursor.next_key(first) {
            Ok(Some(key)) => key,
            // The object ends here: the byte lies in it, or further on.
            Ok(None) => return cursor.pos() > target,
            Err(_) => return true,
        };
        first = false;
        if key.at > target {
            return true;
        }
        let length = path.len();
        push_key(path, &key.text.get());
        if cursor.pos() > target || walk(cursor, target, path, depth) {
            return true;
        }
        path.truncate(length);
        if cursor.peek().is_err() || cursor.pos() > target {
            return true;
        }
    }
}

fn walk_list(cursor: &mut Cursor<'_>, target: usize, path: &mut String, depth: u32) -> bool {
    if cursor.peek() == Ok(b']') {
        cursor.bump();
        return cursor.pos() > target;
    }
    for index in 0.. {
        let length = path.len();
        let _ = write!(path, "[{index}]");
        if walk(cursor, target, path, depth) {
            return true;
        }
        match cursor.next_item() {
            Ok(true) => path.truncate(length),
            Ok(false) => {
                path.truncate(length);
                return cursor.pos() > target;
            }
            // The text breaks off in or after this item.
            Err(_) => return true,
        }
    }
    true
}

/// Adds a member's name in the form that jq reads.
pub(super) fn push_key(path: &mut String, key: &str) {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain {
        path.push('.');
        path.push_str(key);
    } else {
        path.push('[');
        path.push_str(&serde_json::Value::from(key).to_string());
        path.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_has_the_path_of_the_value_around_it() {
        let text = br#"{"a": [1, {"b c": "x"}], "d": 2}"#;
        let at = |needle: &str| {
            let text = std::str::from_utf8(text).unwrap();
            path_at(text.as_bytes(), text.find(needle).unwrap())
        };
        assert_eq!(at("1"), ".a[0]");
        assert_eq!(at("x"), ".a[1][\"b c\"]");
        assert_eq!(at("\"d"), ".d");
        assert_eq!(at("2"), ".d");
        assert_eq!(at("{"), "");
        let two = br#"{"p": {"id": 1}, "g": [7]}"#;
        assert_eq!(path_at(two, 23), ".g[0]");
    }

    #[test]
    fn broken_text_has_the_path_of_the_innermost_value() {
        assert_eq!(path_at(br#"{"a": [1, 2, nan"#, 13), ".a[2]");
        assert_eq!(path_at(br#"{"a": [1, 2"#, 11), ".a[1]");
    }

    #[test]
    fn bytes_between_the_values_belong_to_what_holds_them() {
        for (text, target, path) in [
            ("", 0, ""),
            // Blanks in front of a name, behind a value, and in an empty list.
            ("{  \"a\": 1}", 1, ""),
            ("{\"a\": 1   , \"b\": 2}", 8, ""),
            ("{\"a\": [ ], \"b\": 3}", 7, ".a"),
            // Text that breaks off.
            ("{\"a\": 1", 20, ""),
            ("{\"a\": ", 20, ".a"),
            ("{\"a\": {\"b\": [1, 2", 20, ".a.b[1]"),
            // Names that jq does not take bare.
            ("{\"_a1\": x", 8, "._a1"),
            ("{\"1a\": x", 7, "[\"1a\"]"),
            ("{\"a b\": x", 8, "[\"a b\"]"),
        ] {
            assert_eq!(path_at(text.as_bytes(), target), path, "{text}");
        }
    }
}
