//! Tables as they come, read one by one: never a panic, row and column in each refusal.
//!
//! The corpus lies outside of the repository, in the folder that `WALKSHED_SHARED` names; without it
//! the test says that it is skipped. No table of it has a place, so that two of its columns stand in
//! for longitude and latitude; what is expected of each was worked out by reading the file.

#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use std::path::PathBuf;

use crate::small::{Small, said};

/// File, columns that stand for longitude and latitude, and how the first finding begins; none where
/// the table is sound.
const TABLES: [(&str, [&str; 2], &str); 35] = [
    (
        "[table].csv",
        ["id", "name"],
        "error[not-a-number] t.csv: row 2, column 2 \"name\": \"english\" is not a number",
    ),
    (
        "accent.csv",
        ["Xlongitude", "Ylatitude"],
        "note[separator] t.csv: : columns are separated by semicolons",
    ),
    (
        "ascii-notvalid.csv",
        ["A", "B"],
        "error[not-a-number] t.csv: row 2, column 2 \"B\": \"ssµ\" is not a number",
    ),
    ("ascii.csv", ["A", "B"], ""),
    (
        "blank-rows-no-fields.csv",
        ["id", "age"],
        "error[not-degrees] t.csv: row 2, column 1 \"id\": 1101 is outside",
    ),
    (
        "blank-rows.csv",
        ["id", "age"],
        "error[not-degrees] t.csv: row 2, column 1 \"id\": 1101 is outside",
    ),
    (
        "capital-invalid.csv",
        ["id", "id"],
        "warning[short-row] t.csv: row 10: 1 row has fewer cells",
    ),
    (
        "capital-valid.csv",
        ["id", "name"],
        "error[not-a-number] t.csv: row 2, column 2 \"name\": \"London\" is not a number",
    ),
    (
        "defective-rows.csv",
        ["id", "age"],
        "error[not-a-number] t.csv: row 2, column 3 \"age\": a longitude without a latitude",
    ),
    ("dialect.csv", ["id", "name"], "note[separator] t.csv: : columns are separated by bars"),
    (
        "doublequote.csv",
        ["INCISO", "AÑO"],
        "error[not-a-number] t.csv: row 2, column 1 \"INCISO\": \"A.N.E.P.\" is not a number",
    ),
    (
        "duplicate-column.csv",
        ["A", "B"],
        "error[duplicate-heading] t.csv: row 1: columns 2 and 3 are both called \"B\"",
    ),
    (
        "duplicate-rows.csv",
        ["id", "age"],
        "error[not-degrees] t.csv: row 2, column 1 \"id\": 1101 is outside",
    ),
    (
        "encoding-issue-274.csv",
        ["id", "name"],
        "error[not-a-number] t.csv: row 2, column 1 \"id\": \"nz/a2f\" is not a number",
    ),
    (
        "issue-825.csv",
        ["2011", "2010"],
        "error[not-a-number] t.csv: row 3, column 2 \"2011\": \"in restauro\" is not a number",
    ),
    (
        "latin1.csv",
        ["id", "name"],
        "error[not-a-number] t.csv: row 2, column 2 \"name\": \"english\" is not a number",
    ),
    ("leading-zeros.csv", ["value", "value"], ""),
    ("matrix.csv", ["f1", "f2"], ""),
    (
        "nested.csv",
        ["id", "cat"],
        "error[not-a-number] t.csv: row 2, column 2 \"cat\": a longitude without a latitude",
    ),
    (
        "numeric-labels.csv",
        ["100022", "100025"],
        "error[not-a-number] t.csv: row 2, column 2 \"100022\": \"TRUE\" is not a number",
    ),
    (
        "skip-blank-at-the-end.csv",
        ["test1", "test2"],
        "error[not-a-number] t.csv: row 2, column 1 \"test1\": \"#testing comment\" is not a number",
    ),
    (
        "table-delimiter.csv",
        ["id", "name"],
        "note[separator] t.csv: : columns are separated by semicolons",
    ),
    (
        "table-infer-iso-8859-7.csv",
        ["id", "age"],
        "error[not-utf8] t.csv: row 2, column 3 \"name\": byte 0xcb at offset 17",
    ),
    (
        "table-infer-missing-values.csv",
        ["id", "age"],
        "error[not-a-number] t.csv: row 3, column 1 \"id\": \"-\" is not a number",
    ),
    (
        "table-infer-row-limit.csv",
        ["id", "age"],
        "error[not-a-number] t.csv: row 6, column 1 \"id\": \"qwerty\" is not a number",
    ),
    ("table-infer-utf8.csv", ["id", "age"], ""),
    ("table-infer.csv", ["id", "age"], ""),
    ("table-limits.csv", ["field1", "field2"], ""),
    (
        "table-unicode-headers.csv",
        ["id", "国人"],
        "error[not-a-number] t.csv: row 2, column 2 \"国人\": \"english\" is not a number",
    ),
    (
        "table.csv.gz",
        ["id", "name"],
        "error[not-a-number] t.csv.gz: row 2, column 2 \"name\": \"english\" is not a number",
    ),
    (
        "table.csv.xz",
        ["id", "name"],
        "error[format] t.csv.xz: : this is compressed with xz, not GeoJSON or a table",
    ),
    (
        "table.ndjson",
        ["id", "name"],
        "error[format] t.ndjson: : an object without \"type\" or \"features\"; not GeoJSON",
    ),
    (
        "compression/explicit.csv.gz",
        ["id", "name"],
        "error[not-a-number] t.csv.gz: row 2, column 2 \"name\": \"english\" is not a number",
    ),
    (
        "compression/implicit-gz.csv",
        ["id", "name"],
        "error[not-a-number] t.csv: row 2, column 2 \"name\": \"english\" is not a number",
    ),
    (
        "issue-905/ok2.csv",
        ["id", "name"],
        "error[not-a-number] t.csv: row 2, column 2 \"name\": \"banana\" is not a number",
    ),
];

#[test]
fn every_table_of_the_corpus_is_read_or_refused_at_its_place() {
    let root = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from);
    let Some(folder) = root.map(|r| r.join("corpora/csv-tables")).filter(|f| f.is_dir()) else {
        println!("skipped: corpora/csv-tables is not there; set WALKSHED_SHARED");
        return;
    };
    let mut wrong = Vec::new();
    for (file, [lon, lat], first) in TABLES {
        let small = Small::new();
        small.remove("people");
        let ending = file.split_once('.').unwrap().1;
        let name = format!("t.{ending}");
        small.write(&name, std::fs::read(folder.join(file)).unwrap());
        small.write(
            "walkshed.toml",
            format!("[people]\nfile = \"{name}\"\nlon = \"{lon}\"\nlat = \"{lat}\"\n"),
        );
        // No table counts people, which is not what is asked here.
        let mut said = said(&small.read());
        said.retain(|line| !line.starts_with("error[no-people]"));
        println!("{file}: {:#?} of {}", &said[..said.len().min(2)], said.len());
        let seen = said.first().map_or("", String::as_str);
        if !seen.starts_with(first) || seen.is_empty() != first.is_empty() {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
