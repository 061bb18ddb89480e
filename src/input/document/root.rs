//! How the features of a file lie in it, and how one tells.

use super::super::complaint;
use super::super::cursor::{Cursor, Fault, Text, Value};

/// How the features lie in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::input) enum Root {
    /// In the list `features`.
    Collection,
    /// The file is one feature.
    Bare,
    /// One feature a line, or a text sequence.
    Lines,
    /// One feature a row of a table; the position is that of the row.
    Rows,
    /// One feature a record of a geographic format.
    Records,
}

/// Which feature of a file, for places in findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) struct FeatureAt {
    /// How the features lie.
    pub(in crate::input) root: Root,
    /// Position in the file, from 0.
    pub(in crate::input) index: usize,
}

impl FeatureAt {
    /// The path of a part of the feature; `rest` is empty or starts with a dot.
    pub(in crate::input) fn path(self, rest: &str) -> String {
        let index = self.index;
        match self.root {
            Root::Collection => format!("features[{index}]{rest}"),
            Root::Bare => rest.strip_prefix('.').unwrap_or(rest).to_owned(),
            Root::Lines => format!("[{index}]{rest}"),
            Root::Rows | Root::Records => {
                let word = if self.root == Root::Rows { "row" } else { "record" };
                match rest.strip_prefix('.') {
                    Some(rest) => format!("{word} {}, {rest}", index + 1),
                    None => format!("{word} {}", index + 1),
                }
            }
        }
    }
}

/// What the root turns out to be.
pub(super) enum Kind {
    Collection,
    Feature,
    Refused { path: &'static str, message: String, help: &'static str },
}

/// What the root is, from the first member that tells.
pub(super) fn kind(cursor: &mut Cursor<'_>) -> Result<Kind, Fault> {
    let refused = |path, message, help| Ok(Kind::Refused { path, message, help });
    if cursor.peek()? != b'{' {
        let value = complaint::shown(cursor.value(0)?);
        let help = "export the layer again, as GeoJSON";
        return refused("", format!("the file is {value}, not a FeatureCollection"), help);
    }
    cursor.bump();
    let mut first = true;
    while let Some(key) = cursor.next_key(first)? {
        first = false;
        match key.text.raw {
            "features" => return Ok(Kind::Collection),
            "geometry" | "properties" => return Ok(Kind::Feature),
            "type" => {
                let value = cursor.value(1)?;
                return match value {
                    Value::Text(Text { raw: "FeatureCollection", .. }) => Ok(Kind::Collection),
                    Value::Text(Text { raw: "Feature", .. }) => Ok(Kind::Feature),
                    Value::Text(Text { raw: "Topology", .. }) => refused(
                        "type",
                        "this is TopoJSON, not GeoJSON".to_owned(),
                        "convert it with topo2geo or ogr2ogr",
                    ),
                    _ => refused(
                        "type",
                        format!(
                            "type is {}, not \"FeatureCollection\" (letter case counts)",
                            complaint::shown(value)
                        ),
                        "write \"type\": \"FeatureCollection\"",
                    ),
                };
            }
            _ => cursor.skip(1)?,
        }
    }
    let help = "export the layer again, as GeoJSON";
    refused("", "an object without \"type\" or \"features\"; not GeoJSON".to_owned(), help)
}

/// The first byte that is not white space.
pub(super) fn follows(data: &[u8]) -> Option<u8> {
    data.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Whether enough of the file behind a feature is there: any byte to know that a number in its
/// place does not go on; behind a bare feature, whether another one follows, as far as one looks.
pub(super) fn is_told(behind: &[u8], root: Root) -> bool {
    /// White space that is looked through.
    const BLANK: usize = 4096;
    match root {
        Root::Bare => follows(behind).is_some() || behind.len() > BLANK,
        Root::Collection | Root::Lines | Root::Rows | Root::Records => !behind.is_empty(),
    }
}
