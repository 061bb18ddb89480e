//! A slow and obvious reader of extracts: a whole message at a time, every text a `String`, XML by the
//! events of `quick-xml`. It shares nothing with the reader of the library.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use quick_xml::events::{BytesStart, Event};

pub(crate) type Tags = BTreeMap<String, String>;

/// An extract as plain lists.
#[derive(Default)]
pub(crate) struct Plain {
    pub(crate) nodes: HashSet<i64>,
    pub(crate) node_tags: Vec<Tags>,
    pub(crate) ways: Vec<(Tags, Vec<i64>)>,
    pub(crate) relations: Vec<Tags>,
}

impl Plain {
    pub(crate) fn of(path: &Path) -> Self {
        if path.extension().is_some_and(|e| e == "pbf") { of_pbf(path) } else { of_xml(path) }
    }
}

/// The fields of a message: numbers, or bytes behind their length.
enum Field {
    Number(u64),
    Bytes(Vec<u8>),
}

impl Field {
    fn bytes(&self) -> &[u8] {
        if let Self::Bytes(bytes) = self { bytes } else { panic!("a number") }
    }

    fn number(&self) -> u64 {
        if let Self::Number(number) = self { *number } else { panic!("bytes") }
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        number |= u64::from(byte % 128) << shift;
        shift += 7;
        if byte < 128 {
            return number;
        }
    }
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Field)> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let field = match key % 8 {
            0 => Field::Number(varint(&mut bytes)),
            2 => {
                let length = usize::try_from(varint(&mut bytes)).unwrap();
                let (taken, rest) = bytes.split_at(length);
                bytes = rest;
                Field::Bytes(taken.to_vec())
            }
            other => panic!("wire type {other}"),
        };
        found.push((key / 8, field));
    }
    found
}

fn numbers(mut bytes: &[u8]) -> Vec<u64> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        found.push(varint(&mut bytes));
    }
    found
}

/// Sums of differences in zigzag order.
fn sums(bytes: &[u8]) -> Vec<i64> {
    let mut sum = 0;
    let step = |n: u64| {
        let half = i64::try_from(n / 2).unwrap();
        sum += if n.is_multiple_of(2) { half } else { -half - 1 };
        sum
    };
    numbers(bytes).into_iter().map(step).collect()
}

fn of_pbf(path: &Path) -> Plain {
    let file = std::fs::read(path).unwrap();
    let mut rest = &file[..];
    let mut plain = Plain::default();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
        let header = fields(&rest[4..4 + length]);
        let size = header.iter().find(|(at, _)| *at == 3).unwrap().1.number();
        let end = 4 + length + usize::try_from(size).unwrap();
        let blob = fields(&rest[4 + length..end]);
        rest = &rest[end..];
        let packed = blob.iter().find(|(at, _)| *at == 3).unwrap().1.bytes();
        let mut bytes = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut bytes).unwrap();
        if header[0].1.bytes() == b"OSMData" {
            add_block(&fields(&bytes), &mut plain);
        }
    }
    plain
}

fn all(message: &[(u64, Field)], number: u64) -> impl Iterator<Item = &Field> {
    message.iter().filter(move |(at, _)| *at == number).map(|(_, field)| field)
}

fn packed(message: &[(u64, Field)], number: u64) -> &[u8] {
    all(message, number).next().map_or(&[], Field::bytes)
}

fn add_block(block: &[(u64, Field)], plain: &mut Plain) {
    let texts: Vec<String> = all(block, 1)
        .flat_map(|table| fields(table.bytes()))
        .map(|(_, text)| String::from_utf8(text.bytes().to_vec()).unwrap())
        .collect();
    let text = |at: u64| texts[usize::try_from(at).unwrap()].clone();
    let tags = |element: &[(u64, Field)]| -> Tags {
        let (keys, values) = (numbers(packed(element, 2)), numbers(packed(element, 3)));
        keys.into_iter().zip(values).map(|(k, v)| (text(k), text(v))).collect()
    };
    for group in all(block, 2).map(|group| fields(group.bytes())) {
        assert!(all(&group, 1).next().is_none(), "nodes one by one: in none of these files");
        for dense in all(&group, 2).map(|dense| fields(dense.bytes())) {
            let ids = sums(packed(&dense, 1));
            let pairs = numbers(packed(&dense, 10));
            let mut of_each: Vec<Tags> = vec![Tags::new(); ids.len()];
            let (mut node, mut at) = (0, 0);
            while at < pairs.len() {
                if pairs[at] == 0 {
                    node += 1;
                    at += 1;
                } else {
                    of_each[node].insert(text(pairs[at]), text(pairs[at + 1]));
                    at += 2;
                }
            }
            plain.nodes.extend(ids);
            plain.node_tags.extend(of_each);
        }
        for way in all(&group, 3).map(|way| fields(way.bytes())) {
            plain.ways.push((tags(&way), sums(packed(&way, 8))));
        }
        plain.relations.extend(all(&group, 4).map(|relation| tags(&fields(relation.bytes()))));
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let found = start.attributes().map(Result::unwrap).find(|a| a.key.as_ref() == name);
    found
        .map(|a| a.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
        .unwrap_or_default()
}

fn of_xml(path: &Path) -> Plain {
    let mut text = String::new();
    let mut file = File::open(path).unwrap();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        file.read_to_string(&mut text).unwrap();
    }
    // `<node ... />` becomes a start and an end.
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut plain = Plain::default();
    let (mut tags, mut refs) = (Tags::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return plain,
            Event::Start(start) => match start.name().as_ref() {
                "node" => {
                    plain.nodes.insert(attribute(&start, "id").parse().unwrap());
                }
                "tag" => {
                    tags.insert(attribute(&start, "k"), attribute(&start, "v"));
                }
                "nd" => refs.push(attribute(&start, "ref").parse().unwrap()),
                _ => {}
            },
            Event::End(end) => match end.name().as_ref() {
                "node" => plain.node_tags.push(std::mem::take(&mut tags)),
                "way" => plain.ways.push((std::mem::take(&mut tags), std::mem::take(&mut refs))),
                "relation" => plain.relations.push(std::mem::take(&mut tags)),
                _ => {}
            },
            _ => {}
        }
    }
}
