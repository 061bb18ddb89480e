//! Tables in workbooks, written by another library than the one that reads them.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::Value;

use crate::drawn::{unzipped, zipped};
use crate::small::{LAYERS, Small, coverage, expected, said, told};
use crate::tables::{columns, features, well_known};

/// A layer as a sheet; places of points in columns of degrees, others as well-known text.
pub(crate) fn fill(sheet: &mut Worksheet, layer: &str) {
    let features = features(layer);
    let names = columns(&features);
    let is_point = features[0]["geometry"]["type"] == "Point";
    let place: &[&str] = if is_point { &["lon", "lat"] } else { &["wkt"] };
    for (column, name) in (0..).zip(names.iter().map(String::as_str).chain(place.iter().copied())) {
        sheet.write(0, column, name).unwrap();
    }
    for (row, feature) in (1..).zip(&features) {
        let geometry = &feature["geometry"];
        let mut cells: Vec<Value> =
            names.iter().map(|name| feature["properties"][name].clone()).collect();
        if is_point {
            cells.extend((0..2).map(|axis| geometry["coordinates"][axis].clone()));
        } else {
            cells.push(well_known(geometry).into());
        }
        for (column, value) in (0..).zip(cells) {
            match value {
                Value::Number(number) => sheet.write(row, column, number.as_f64().unwrap()),
                Value::String(text) => sheet.write(row, column, text),
                Value::Bool(yes) => sheet.write(row, column, yes),
                _ => continue,
            }
            .unwrap();
        }
    }
}

/// The small city with its outlets in a workbook.
pub(crate) fn outlets(make: impl Fn(&mut Workbook)) -> Small {
    let small = Small::new();
    small.remove("outlets");
    let mut book = Workbook::new();
    make(&mut book);
    small.write("outlets.xlsx", book.save_to_buffer().unwrap());
    small
}

#[test]
fn the_same_city_is_read_from_workbooks() {
    let small = Small::new();
    for layer in LAYERS {
        small.remove(layer);
        let mut book = Workbook::new();
        fill(book.add_worksheet(), layer);
        small.write(&format!("{layer}.xlsx"), book.save_to_buffer().unwrap());
    }
    let reading = small.read();
    assert_eq!(said(&reading), [""; 0]);
    assert_eq!(told(&reading), expected());
    assert_eq!(coverage(&reading), coverage(&Small::new().read()));
}

#[test]
fn of_several_sheets_one_is_named_or_we_ask() {
    let two = |first: &'static str| {
        move |book: &mut Workbook| {
            fill(book.add_worksheet().set_name(first).unwrap(), "outlets");
            book.add_worksheet().set_name("2019").unwrap().write(0, 0, "old").unwrap();
            book.add_worksheet().set_name("blank").unwrap();
        }
    };
    let reading = outlets(two("Outlets")).read();
    let left_out = "note[other-layers] outlets.xlsx: sheet \"Outlets\": read from sheet \"Outlets\"; left out: \"2019\"";
    assert_eq!(said(&reading), [left_out]);
    assert_eq!(told(&reading), expected());
    let small = outlets(two("网点"));
    let asked = "error[which-layer] outlets.xlsx: : several sheets are filled: \"网点\", \"2019\"";
    assert_eq!(said(&small.read())[0], asked);
    small.write("walkshed.toml", "name = \"small\"\n[outlets]\nlayer = \"网点\"\n");
    assert_eq!(told(&small.read()), expected());
    small.write("walkshed.toml", "[outlets]\nlayer = \"x\"\n");
    let unknown = "error[which-layer] outlets.xlsx: : no sheet \"x\"; there are \"网点\", \"2019\", \"blank\"";
    assert_eq!(said(&small.read())[0], unknown);
}

#[test]
fn places_dates_and_numbers_as_text_are_those_that_the_sheet_shows() {
    let small = outlets(|book| {
        let sheet = book.add_worksheet().set_name("S").unwrap();
        for (column, name) in (0..).zip(["id", "name", "category", "lon", "lat", "capacity"]) {
            sheet.write(2, column, name).unwrap();
        }
        sheet.write(0, 0, "A title").unwrap();
        let date = ExcelDateTime::parse_from_str("2026-05-01").unwrap();
        sheet.write_with_format(3, 1, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write(3, 0, "0701").unwrap();
        sheet.write(3, 2, "laundry").unwrap();
        // Numbers that were typed as text.
        sheet.write(3, 3, "0.001").unwrap().write(3, 4, "45.002").unwrap();
        sheet.write(3, 5, "12").unwrap();
        // Row 5 is blank, in row 6 the capacity is no number.
        sheet.write(5, 0, 7).unwrap().write(5, 2, "laundry").unwrap();
        sheet.write(5, 3, 0.002).unwrap().write(5, 4, 45.002).unwrap();
        sheet.write(5, 5, "many").unwrap();
    });
    let said = said(&small.read());
    let heading = "note[heading-row] outlets.xlsx: sheet \"S\", row 3: headings stand in row 3; 1 row above left out";
    let capacity = "error[not-a-number] outlets.xlsx: sheet \"S\", row 6, column 6 \"capacity\": ";
    assert_eq!(said.len(), 2, "{said:#?}");
    assert_eq!(said[0], heading);
    assert!(said[1].starts_with(capacity), "{said:#?}");
}

#[test]
fn a_workbook_that_is_none_is_refused() {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), "outlets");
    let whole = book.save_to_buffer().unwrap();
    let mut odd = whole.clone();
    let middle = odd.len() / 3;
    for byte in &mut odd[middle..middle + 40] {
        *byte ^= 0x55;
    }
    let blank = Workbook::new().save_to_buffer().unwrap();
    let cases: [(&[u8], &str); 6] = [
        (b"", "error[empty-file] outlets.xlsx: : the file is empty (0 bytes)"),
        (&whole[..whole.len() / 2], "error[damaged] outlets.xlsx: : the workbook cannot be read: "),
        (&odd, "error[damaged] outlets.xlsx: : the workbook cannot be read: "),
        (
            b"id,lon,lat\n",
            "error[format] outlets.xlsx: : this is a table (CSV), not an Excel workbook",
        ),
        (
            b"\xd0\xcf\x11\xe0rest",
            "error[format] outlets.xlsx: : this is an old Excel file (xls), or one",
        ),
        (&blank, "error[empty-file] outlets.xlsx: : no visible sheet has a filled cell"),
    ];
    for (bytes, line) in cases {
        let small = Small::new();
        small.remove("outlets");
        small.write("outlets.xlsx", bytes);
        let reading = small.read();
        assert!(
            said(&reading).iter().any(|s| s.starts_with(line)),
            "{line}\n{:#?}",
            said(&reading)
        );
        assert!(reading.city.is_none());
    }
}

#[test]
fn no_changed_byte_makes_the_reader_fail() {
    let small = outlets(|book| fill(book.add_worksheet(), "outlets"));
    let bytes = std::fs::read(small.path("outlets.xlsx")).unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 150 + 1) {
        let mut odd = bytes.clone();
        odd[at] ^= 0xff;
        small.write("outlets.xlsx", &odd);
        // Whatever it says: it comes back.
        let _ = small.read();
    }
    small.write("outlets.xlsx", &bytes);
    assert!(small.read().city.is_some());
}

#[test]
fn dates_with_a_time_and_numbers_of_all_kinds_are_text_as_csv_has_it() {
    let small = outlets(|book| {
        let sheet = book.add_worksheet();
        for (column, name) in (0..).zip(["id", "name", "category", "lon", "lat"]) {
            sheet.write(0, column, name).unwrap();
        }
        let moment = ExcelDateTime::parse_from_str("2026-05-01T08:30:15").unwrap();
        let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        sheet.write_with_format(1, 1, &moment, &format).unwrap();
        // A length of time: a day and a half.
        sheet.write_with_format(2, 1, 1.5, &Format::new().set_num_format("[h]:mm")).unwrap();
        for row in 1..3 {
            sheet.write(row, 0, row).unwrap().write(row, 2, "laundry").unwrap();
            sheet.write(row, 3, 0.001 * f64::from(row)).unwrap().write(row, 4, 45.002).unwrap();
        }
    });
    let city = small.read().city.unwrap();
    let names: Vec<&str> = city.outlets().iter().map(|outlet| &*outlet.name).collect();
    assert_eq!(names, ["2026-05-01 08:30:15", "1.5"]);
}

#[test]
fn a_cell_beyond_every_column_is_damage_and_no_panic() {
    let small = outlets(|book| fill(book.add_worksheet(), "outlets"));
    let whole = std::fs::read(small.path("outlets.xlsx")).unwrap();
    let refused = |from: &str, to: &str| {
        let mut parts = unzipped(&whole);
        let sheet = parts.iter_mut().find(|part| part.0.ends_with("sheet1.xml")).unwrap();
        let text = String::from_utf8(sheet.1.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        sheet.1 = text.replacen(from, to, 1).into_bytes();
        small.write("outlets.xlsx", zipped(&parts));
        said(&small.read())
    };
    // Letters and digits that do not fit 32 bits, and columns past the last one, XFD.
    for to in ["r=\"AAAAAAAAAAB2\"", "r=\"A99999999999\"", "r=\"XFE2\""] {
        let said = refused("r=\"A2\"", to);
        let start = "error[damaged] outlets.xlsx: : the workbook cannot be read: ";
        assert!(said[0].starts_with(start), "{to}: {said:?}");
    }
}

/// The parts of an archive, by name.
type Parts = Vec<(String, Vec<u8>)>;

#[test]
fn parts_of_a_workbook_that_cannot_be_are_damage() {
    let small = outlets(|book| fill(book.add_worksheet(), "outlets"));
    let whole = unzipped(&std::fs::read(small.path("outlets.xlsx")).unwrap());
    let refused = |change: &dyn Fn(&mut Parts)| {
        let mut parts = whole.clone();
        change(&mut parts);
        small.write("outlets.xlsx", zipped(&parts));
        said(&small.read())[0].clone()
    };
    let zip = refused(&|parts| parts.retain(|part| !part.0.ends_with("workbook.xml")));
    assert_eq!(
        zip,
        "error[format] outlets.xlsx: : this is a zip archive, not an Excel workbook (xlsx)"
    );
    let replace = |parts: &mut Parts, name: &str, change: &dyn Fn(String) -> String| {
        let part = parts.iter_mut().find(|part| part.0.ends_with(name)).unwrap();
        part.1 = change(String::from_utf8(part.1.clone()).unwrap()).into_bytes();
    };
    let promised = refused(&|parts| {
        replace(parts, "sharedStrings.xml", &|text| {
            text.replace("uniqueCount=\"", "uniqueCount=\"99999999")
        });
    });
    let line = "error[damaged] outlets.xlsx: : the workbook cannot be read: \"more shared strings are promised";
    assert!(promised.starts_with(line), "{promised}");
    // The second row says that it is the fifth, and the third row comes behind it.
    let turned = refused(&|parts| {
        replace(parts, "sheet1.xml", &|text| {
            text.replace("r=\"A2\"", "r=\"A5\"").replace("r=\"B2\"", "r=\"B5\"")
        });
    });
    assert!(
        turned.starts_with(
            "error[damaged] outlets.xlsx: sheet \"Sheet1\": the workbook cannot be read: "
        ),
        "{turned}"
    );
}
