//! Small files that unpack to very much more: refused with a finding, before much memory is taken.

use std::io::Write as _;
use std::sync::Arc;

use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::data_type::{ByteArrayType, DoubleType};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::small::{Small, said};

/// Makes sure that a file is refused with a line, and is less than a hundredth of what it unpacks to.
fn is_refused(file: &str, bytes: &[u8], least: usize, line: &str) {
    assert!(bytes.len() * 100 < least, "{}", bytes.len());
    let small = Small::new();
    small.remove("outlets");
    small.write(file, bytes);
    let reading = small.read();
    let all = said(&reading);
    assert!(all.iter().any(|said| said == line), "{line}\n{all:#?}");
    assert!(reading.city.is_none());
}

/// So many bytes without contents.
fn nothing(count: usize) -> impl Iterator<Item = &'static [u8]> {
    static PART: [u8; 1 << 20] = [0; 1 << 20];
    (0..count / PART.len()).map(|_| &PART[..])
}

#[test]
fn a_packed_file_of_more_than_half_a_gigabyte_is_not_taken_whole() {
    let length = 600 << 20;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"SQLite format 3\0").unwrap();
    nothing(length).for_each(|part| gzip.write_all(part).unwrap());
    let line = "error[too-long] outlets.gpkg: : one value is longer than 512 MiB";
    is_refused("outlets.gpkg", &gzip.finish().unwrap(), length, line);
}

#[test]
fn a_workbook_of_a_hundred_times_its_length_is_refused() {
    let length = 65 << 20;
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default();
    for part in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        book.start_file(part, packed).unwrap();
    }
    nothing(length).for_each(|part| book.write_all(part).unwrap());
    let bytes = book.finish().unwrap().into_inner();
    let line = "error[too-long] outlets.xlsx: : the workbook unpacks to more than 64 MB";
    is_refused("outlets.xlsx", &bytes, length, line);
}

/// A Parquet of outlets at one place, their ids and their category packed so.
fn parquet(rows: usize, id: &[u8], packing: Compression) -> Vec<u8> {
    let schema = "message layer { required binary id (UTF8); required group geometry { \
                  required double x; required double y; } }";
    let note = r#"{"version": "1.1.0", "primary_column": "geometry",
                   "columns": {"geometry": {"encoding": "point", "geometry_types": []}}}"#;
    let properties = WriterProperties::builder()
        .set_compression(packing)
        .set_key_value_metadata(Some(vec![KeyValue::new("geo".to_owned(), note.to_owned())]))
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None)
        .build();
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let ids = vec![id.to_vec().into(); rows];
    column.typed::<ByteArrayType>().write_batch(&ids, None, None).unwrap();
    column.close().unwrap();
    for degrees in [0.001, 45.002] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<DoubleType>().write_batch(&vec![degrees; rows], None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    out
}

const PARQUET: &str = "error[too-long] outlets.parquet: : the file unpacks to more than 64 MB";

#[test]
fn pages_of_a_hundred_times_the_length_of_their_file_are_refused() {
    let length = 65 << 20;
    let packings =
        [Compression::ZSTD(ZstdLevel::default()), Compression::GZIP(GzipLevel::default())];
    for packing in packings {
        is_refused("outlets.parquet", &parquet(1, &vec![b'a'; length], packing), length, PARQUET);
    }
}

#[test]
fn a_run_of_millions_of_values_in_a_few_bytes_is_refused() {
    // Three columns of 1.5 million values of 16 bytes at least.
    let rows = 1_500_000;
    let bytes = parquet(rows, b"P", Compression::SNAPPY);
    is_refused("outlets.parquet", &bytes, 3 * 16 * rows, PARQUET);
}
