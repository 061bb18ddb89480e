//! One block of an `.osm.pbf` file, decoded.
//!
//! Source: OpenStreetMap wiki, "PBF Format", messages `PrimitiveBlock`, `PrimitiveGroup`, `DenseNodes`,
//! `Node`, `Way`, `Relation`. Only fields that a city needs are looked at. Keys are judged once for the
//! table of texts of the block, so that an element without any of interest costs no look at texts.

use super::extract::{Kind, Member, Part, Relation, Spot, TaggedNode, Way, WordedPart};
use super::proto::{Cut, Reader, Value, zigzag};
use super::words::{Interest, Pairs, PartWords, Word};

/// Nanodegrees in a step of 1e-7 degrees.
const NANO: i64 = 100;

/// What holds for all elements of a block.
struct Block<'a> {
    texts: Vec<&'a [u8]>,
    interests: Vec<Interest>,
    /// Numbers of the texts that were needed so far.
    numbers: Vec<Option<Word>>,
    granularity: i64,
    lon_offset: i64,
    lat_offset: i64,
    date_granularity: i64,
    part: &'a mut Part,
    words: &'a mut PartWords,
}

/// Decodes a block into an empty part; `dates` says whether the days of the edits are wanted.
pub(super) fn decode(bytes: &[u8], dates: bool, into: &mut WordedPart) -> Result<(), Cut> {
    let mut block = Block::new(bytes, into)?;
    let mut reader = Reader(bytes);
    while let Some((field, value)) = reader.field()? {
        if field == 2 {
            block.group(value.bytes()?, dates)?;
        }
    }
    Ok(())
}

impl<'a> Block<'a> {
    fn new(bytes: &'a [u8], into: &'a mut WordedPart) -> Result<Self, Cut> {
        let (mut granularity, mut date_granularity) = (NANO, 1000);
        let (mut lon_offset, mut lat_offset) = (0, 0);
        let mut texts = Vec::new();
        let mut reader = Reader(bytes);
        while let Some((field, value)) = reader.field()? {
            match field {
                1 => {
                    let mut table = Reader(value.bytes()?);
                    while let Some((field, value)) = table.field()? {
                        if field == 1 {
                            texts.push(value.bytes()?);
                        }
                    }
                }
                17 => granularity = value.number()?.cast_signed(),
                18 => date_granularity = value.number()?.cast_signed(),
                19 => lat_offset = value.number()?.cast_signed(),
                20 => lon_offset = value.number()?.cast_signed(),
                _ => {}
            }
        }
        let interests = texts.iter().map(|text| Interest::of_key(text)).collect();
        let numbers = vec![None; texts.len()];
        let WordedPart { part, words } = into;
        Ok(Self {
            texts,
            interests,
            numbers,
            granularity,
            lon_offset,
            lat_offset,
            date_granularity,
            part,
            words,
        })
    }

    fn group(&mut self, bytes: &'a [u8], dates: bool) -> Result<(), Cut> {
        let mut reader = Reader(bytes);
        while let Some((field, value)) = reader.field()? {
            match field {
                1 => self.node(value.bytes()?, dates)?,
                2 => self.dense(value.bytes()?, dates)?,
                3 => self.way(value.bytes()?, dates)?,
                4 => self.relation(value.bytes()?, dates)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn interest(&self, key: u64) -> Result<Interest, Cut> {
        let key = usize::try_from(key).map_err(|_| Cut)?;
        self.interests.get(key).copied().ok_or(Cut)
    }

    fn word(&mut self, text: u64) -> Result<Word, Cut> {
        let at = usize::try_from(text).map_err(|_| Cut)?;
        if let Some(word) = self.numbers.get(at).ok_or(Cut)? {
            return Ok(*word);
        }
        let word = self.words.push(&String::from_utf8_lossy(self.texts[at]));
        self.numbers[at] = Some(word);
        Ok(word)
    }

    fn add_node(&mut self, id: i64, lon: i64, lat: i64) {
        self.part.elements.nodes += 1;
        let step = |offset: i64, v: i64| {
            let nano = v.checked_mul(self.granularity)?.checked_add(offset)?;
            // Half a step up: coarser blocks are exact, finer ones are rounded.
            Some(nano.checked_add(NANO / 2)?.div_euclid(NANO))
        };
        let spot = step(self.lon_offset, lon).zip(step(self.lat_offset, lat));
        match spot.and_then(|(lon, lat)| Spot::new(lon, lat)) {
            Some(spot) => {
                self.part.ids.push(id);
                self.part.spots.push(spot);
            }
            None => self.part.placeless += 1,
        }
    }

    fn dense(&mut self, bytes: &'a [u8], dates: bool) -> Result<(), Cut> {
        let empty: &[u8] = &[];
        let (mut ids, mut lats, mut lons) = (Reader(empty), Reader(empty), Reader(empty));
        let (mut tags, mut info) = (Reader(empty), DenseInfo::default());
        let mut reader = Reader(bytes);
        while let Some((field, value)) = reader.field()? {
            match field {
                1 => ids = Reader(value.bytes()?),
                5 => info = DenseInfo::new(value.bytes()?)?,
                8 => lats = Reader(value.bytes()?),
                9 => lons = Reader(value.bytes()?),
                10 => tags = Reader(value.bytes()?),
                _ => {}
            }
        }
        let (mut id, mut lat, mut lon, mut when) = (0_i64, 0_i64, 0_i64, 0_i64);
        // A byte at least for each.
        let most = ids.0.len().min(lats.0.len()).min(lons.0.len());
        self.part.ids.reserve(most);
        self.part.spots.reserve(most);
        while !ids.is_empty() {
            id = id.wrapping_add(ids.signed()?);
            lat = lat.wrapping_add(lats.signed()?);
            lon = lon.wrapping_add(lons.signed()?);
            let pairs = dense_tags(&mut tags)?;
            if dates && !info.times.is_empty() {
                when = when.wrapping_add(info.times.signed()?);
                self.date(when);
            }
            if !info.visible.is_empty() && info.visible.varint()? == 0 {
                self.part.deleted += 1;
                continue;
            }
            self.add_node(id, lon, lat);
            self.tag_node(id, pairs)?;
        }
        Ok(())
    }

    fn tag_node(&mut self, id: i64, mut pairs: Reader<'_>) -> Result<(), Cut> {
        let start = pairs;
        let mut interest = Interest::NONE;
        while !pairs.is_empty() {
            interest = interest.and(self.interest(pairs.varint()?)?);
            pairs.varint()?;
        }
        if interest.meets(Interest::OF_NODES) {
            let mut pairs = start;
            let start = self.part.pairs.len();
            while !pairs.is_empty() {
                let pair = (self.word(pairs.varint()?)?, self.word(pairs.varint()?)?);
                self.part.pairs.push(pair);
            }
            let tags = Pairs { start, end: self.part.pairs.len() };
            self.part.tagged.push(TaggedNode { id, tags, interest });
        }
        Ok(())
    }

    fn node(&mut self, bytes: &'a [u8], dates: bool) -> Result<(), Cut> {
        let mut head = Head::default();
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        let mut reader = Reader(bytes);
        while let Some((field, value)) = reader.field()? {
            match field {
                1 => id = zigzag(value.number()?),
                8 => lat = zigzag(value.number()?),
                9 => lon = zigzag(value.number()?),
                _ => head.field(field, value)?,
            }
        }
        if self.is_there(&head, dates)? {
            self.add_node(id, lon, lat);
            let (tags, interest) = self.tags(&head)?;
            if interest.meets(Interest::OF_NODES) {
                self.part.tagged.push(TaggedNode { id, tags, interest });
            }
        }
        Ok(())
    }

    fn way(&mut self, bytes: &'a [u8], dates: bool) -> Result<(), Cut> {
        let mut head = Head::default();
        let mut id = 0;
        let start = self.part.refs.len();
        let mut reader = Reader(bytes);
        while let Some((field, value)) = reader.field()? {
            match field {
                1 => id = value.number()?.cast_signed(),
                8 => {
                    let mut refs = Reader(value.bytes()?);
                    let mut node = 0_i64;
                    while !refs.is_empty() {
                        node = node.wrapping_add(refs.signed()?);
                        self.part.refs.push(node);
                    }
                }
                _ => head.field(field, value)?,
            }
        }
        if !self.is_there(&head, dates)? {
            self.part.refs.truncate(start);
            return Ok(());
        }
        self.part.elements.ways += 1;
        let (tags, interest) = self.tags(&head)?;
        let end = self.part.refs.len();
        self.part.ways.push(Way { id, tags, interest, start, end });
        Ok(())
    }

    fn relation(&mut self, bytes: &'a [u8], dates: bool) -> Result<(), Cut> {
        let mut head = Head::default();
        let mut id = 0;
        let empty: &[u8] = &[];
        let (mut roles, mut ids, mut kinds) = (Reader(empty), Reader(empty), Reader(empty));
        let mut reader = Reader(bytes);
        while let Some((field, value)) = reader.field()? {
            match field {
                1 => id = value.number()?.cast_signed(),
                8 => roles = Reader(value.bytes()?),
                9 => ids = Reader(value.bytes()?),
                10 => kinds = Reader(value.bytes()?),
                _ => head.field(field, value)?,
            }
        }
        if !self.is_there(&head, dates)? {
            return Ok(());
        }
        self.part.elements.relations += 1;
        if !self.is_area(&head)? {
            return Ok(());
        }
        let (tags, interest) = self.tags(&head)?;
        let mut members = Vec::new();
        let mut member = 0_i64;
        while !ids.is_empty() {
            member = member.wrapping_add(ids.signed()?);
            let kind = match kinds.varint()? {
                0 => Kind::Node,
                1 => Kind::Way,
                2 => Kind::Relation,
                _ => return Err(Cut),
            };
            let role = roles.varint()?;
            members.push(Member { kind, id: member, role: self.word(role)? });
        }
        self.part.relations.push(Relation { id, tags, interest, members });
        Ok(())
    }

    /// Whether a relation is a multipolygon or a border, by its tag `type`.
    fn is_area(&self, head: &Head<'_>) -> Result<bool, Cut> {
        let (mut keys, mut values) = (head.keys, head.values);
        while !keys.is_empty() {
            let pair = [keys.varint()?, values.varint()?]
                .map(|at| usize::try_from(at).ok().and_then(|at| self.texts.get(at).copied()));
            let [Some(key), Some(value)] = pair else { return Err(Cut) };
            if key == b"type" {
                return Ok(value == b"multipolygon" || value == b"boundary");
            }
        }
        Ok(false)
    }

    /// The tags, where one is of interest; else none.
    fn tags(&mut self, head: &Head<'_>) -> Result<(Pairs, Interest), Cut> {
        let mut interest = Interest::NONE;
        let mut keys = head.keys;
        while !keys.is_empty() {
            interest = interest.and(self.interest(keys.varint()?)?);
        }
        let start = self.part.pairs.len();
        if interest != Interest::NONE {
            let (mut keys, mut values) = (head.keys, head.values);
            while !keys.is_empty() {
                let pair = (self.word(keys.varint()?)?, self.word(values.varint()?)?);
                self.part.pairs.push(pair);
            }
        }
        Ok((Pairs { start, end: self.part.pairs.len() }, interest))
    }

    /// Takes note of the day of an edit, and says whether the element is there (not deleted).
    fn is_there(&mut self, head: &Head<'_>, dates: bool) -> Result<bool, Cut> {
        let mut reader = Reader(head.info);
        let mut is_there = true;
        while let Some((field, value)) = reader.field()? {
            match field {
                2 if dates => self.date(value.number()?.cast_signed()),
                6 => is_there = value.number()? != 0,
                _ => {}
            }
        }
        self.part.deleted += usize::from(!is_there);
        Ok(is_there)
    }

    fn date(&mut self, when: i64) {
        let seconds = when.saturating_mul(self.date_granularity) / 1000;
        self.part.newest = self.part.newest.max(seconds);
    }
}

/// Cuts off the tags of the next node of a dense list, up to the nought that ends them.
fn dense_tags<'a>(tags: &mut Reader<'a>) -> Result<Reader<'a>, Cut> {
    let start = tags.0;
    let mut length = 0;
    while !tags.is_empty() {
        if tags.varint()? == 0 {
            break;
        }
        tags.varint()?;
        length = start.len() - tags.0.len();
    }
    Ok(Reader(&start[..length]))
}

/// Days and visibility of the nodes of a dense list.
#[derive(Debug)]
struct DenseInfo<'a> {
    times: Reader<'a>,
    visible: Reader<'a>,
}

impl Default for DenseInfo<'_> {
    fn default() -> Self {
        Self { times: Reader(&[]), visible: Reader(&[]) }
    }
}

impl<'a> DenseInfo<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, Cut> {
        let mut info = Self::default();
        let mut reader = Reader(bytes);
        while let Some((field, value)) = reader.field()? {
            match field {
                2 => info.times = Reader(value.bytes()?),
                6 => info.visible = Reader(value.bytes()?),
                _ => {}
            }
        }
        Ok(info)
    }
}

/// What nodes, ways and relations have in common.
#[derive(Debug)]
struct Head<'a> {
    keys: Reader<'a>,
    values: Reader<'a>,
    info: &'a [u8],
}

impl Default for Head<'_> {
    fn default() -> Self {
        Self { keys: Reader(&[]), values: Reader(&[]), info: &[] }
    }
}

impl<'a> Head<'a> {
    fn field(&mut self, field: u64, value: Value<'a>) -> Result<(), Cut> {
        match field {
            2 => self.keys = Reader(value.bytes()?),
            3 => self.values = Reader(value.bytes()?),
            4 => self.info = value.bytes()?,
            _ => {}
        }
        Ok(())
    }
}
