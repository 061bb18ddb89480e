//! The phrases against the sources, and against what findings say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::{Code, codes};
use super::*;

/// All phrases, with the code of those that have one.
fn all() -> impl Iterator<Item = Phrase> {
    let own = TABLES.into_iter().flatten().copied();
    let shared = SHARED.iter().chain(PARTS);
    own.chain(shared.map(|pair| ("", pair.0, pair.1)))
}

#[test]
fn every_phrase_has_its_values_in_both_languages() {
    for table in TABLES {
        assert!(table.is_sorted_by_key(|phrase| phrase.0));
    }
    for (code, english, chinese) in all() {
        assert!(code.is_empty() || Code::find(code).is_some(), "{code}");
        let count = english.matches("{}").count();
        let has = |n: usize| {
            chinese.contains(&format!("{{{n}}}")) || chinese.contains(&format!("{{={n}}}"))
        };
        // A word twice in one text is told once; a number that is always the same is not told.
        let told = (1..=count).filter(|n| has(*n)).count();
        let twice =
            ["; JSON has no {}", " open {}, none"].iter().any(|part| english.contains(part));
        assert!(told == count || twice && told + 1 == count, "{code}: {english}: {chinese}");
        assert!(!has(count + 1), "{code}: {chinese}");
    }
}

#[test]
fn no_phrase_stands_behind_one_that_fits_all_its_texts() {
    for table in TABLES {
        for (n, (code, english, _)) in table.iter().enumerate() {
            let text = english.replace("{}", "v");
            let before = table[..n].iter().filter(|phrase| phrase.0 == *code);
            for phrase in before {
                let fits = values(phrase.1, &text).is_some();
                assert!(!fits, "{code}: {english}: {}", phrase.1);
            }
        }
    }
}

/// The sources but for this folder.
fn sources(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("finding") {
            sources(&path, texts);
        } else if path.extension().is_some_and(|end| end == "rs") {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// What stands in quotes in the sources, without the values in it.
fn pieces() -> BTreeSet<String> {
    let mut texts = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
    let mut pieces = BTreeSet::new();
    for text in texts {
        let text = text.replace("'\"'", "").replace("b\"\\\"\"", "");
        let mut joined = String::new();
        for (n, part) in text.split("\\\n").enumerate() {
            joined.push_str(if n == 0 { part } else { part.trim_start() });
        }
        let (mut literal, mut is_inside, mut is_escaped) = (String::new(), false, false);
        for letter in joined.chars() {
            match letter {
                '"' if !is_escaped => {
                    if is_inside {
                        let whole = literal.replace("{{", "\u{1}").replace("}}", "\u{2}");
                        let parts = whole.split('{').enumerate().map(|(n, part)| match n {
                            0 => part,
                            _ => part.split_once('}').map_or("", |part| part.1),
                        });
                        pieces.extend(
                            parts.map(|part| part.replace('\u{1}', "{").replace('\u{2}', "}")),
                        );
                    }
                    (literal, is_inside) = (String::new(), !is_inside);
                }
                '\\' if !is_escaped => is_escaped = true,
                _ => {
                    if is_escaped && letter != '"' && letter != '\\' {
                        literal.push('\\');
                    }
                    literal.push(letter);
                    is_escaped = false;
                }
            }
        }
    }
    pieces
}

/// Whether a text is put together of pieces, or stands in one.
fn is_made_of(text: &str, pieces: &BTreeSet<String>) -> bool {
    if pieces.iter().any(|piece| piece.contains(text)) {
        return true;
    }
    let mut ends = vec![0];
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        // The value before may take in the beginning of a piece.
        let begins = || pieces.iter().any(|piece| piece.ends_with(&text[..end]));
        if ends.iter().any(|&start| pieces.contains(&text[start..end])) || begins() {
            ends.push(end);
        }
    }
    ends.last() == Some(&text.len())
}

#[test]
fn every_phrase_is_written_in_the_sources() {
    let pieces = pieces();
    let mut strange = Vec::new();
    for (code, english, _) in all() {
        for piece in english.split("{}") {
            let bare = piece.trim_matches([' ', '"', '(', ')', ':', ';', ',', '.', '[', ']']);
            let is_it = |text: &str| is_made_of(text, &pieces);
            if bare.chars().count() >= 8 && !is_it(piece) && !is_it(bare) {
                strange.push(format!("{code}: {piece:?}"));
            }
        }
    }
    assert!(strange.is_empty(), "{} are in no source:\n{}", strange.len(), strange.join("\n"));
}

/// Whether a text has words of a Latin language that are neither quoted nor words of files, flags and
/// commands: two in a row, in small letters.
fn has_latin_words(text: &str) -> bool {
    let quoted = text.split(['"', '`']).step_by(2);
    let is_word = |word: &str| {
        let bare = word.trim_matches([',', ';', ':', '.', '(', ')', '?']);
        bare.len() > 1 && bare.bytes().all(|b| b.is_ascii_lowercase())
    };
    let marks = |c: char| is_mark(c) || is_chinese(c);
    let mut stretches = quoted.flat_map(|part| part.split(marks));
    stretches.any(|stretch| {
        let words: Vec<&str> = stretch.split_whitespace().collect();
        // Words with commas between them are a list of keys.
        words.windows(2).any(|pair| !pair[0].ends_with(',') && is_word(pair[0]) && is_word(pair[1]))
    })
}

#[test]
fn the_example_of_every_code_is_said_in_chinese() {
    let mut silent = Vec::new();
    for entry in codes() {
        // What the system or a parser says is not ours.
        let is_foreign = ["threads", "map", "not-an-assessment"];
        let is_foreign = is_foreign.contains(&entry.code);
        for text in [entry.example.message, entry.example.help] {
            let said = entry.text_in_chinese(text);
            let is_known = said.as_deref().is_some_and(|said| !has_latin_words(said));
            if !text.is_empty() && !is_known && !is_foreign {
                silent.push(format!("{}: {text} -> {said:?}", entry.code));
            }
        }
    }
    assert!(silent.is_empty(), "{} are not:\n{}", silent.len(), silent.join("\n"));
}

#[test]
fn a_text_is_said_with_its_values() {
    let said = |code: &str, text: &str| in_chinese(code, text);
    assert_eq!(
        said("unknown-category", "unknown category \"酒吧\" in 12 outlets: listed, not counted")
            .as_deref(),
        Some("12 个网点的类别词 \"酒吧\" 无法识别：列出，不计入")
    );
    assert_eq!(
        said("no-category", "open what? no category, and no target").as_deref(),
        Some("未说明开设什么：没有类别，也没有 target")
    );
    assert_eq!(said("no-category", "open what? no category, and no target at all"), None);
    assert_eq!(said("heights", "heights ignored"), None);
    // A name that looks like a place for a value is a name, and so is one with words of ours.
    for name in ["{1}{}", "a and 3 more; its rates are dashes", "the outlets"] {
        let message = format!("no estates land lies in \"{name}\"; its rates are dashes");
        let chinese = format!("\"{name}\" 内没有居住用地，其比率以短横表示");
        assert_eq!(said("no-land-here", &message), Some(chinese));
    }
    assert_eq!(
        said("heights", "heights ignored in 1 feature").as_deref(),
        Some("忽略 1 个要素的高程")
    );
    let message = "geometry is null: outlet \"中心便利店\" has no place; left out (1 of 8)";
    assert_eq!(
        said("no-geometry", message).as_deref(),
        Some("geometry 为 null：网点 \"中心便利店\"没有位置，未采用（8 个中有 1 个）")
    );
    assert_eq!(
        said("target-elsewhere", "drawn 3374 m from gate \"G00002\"").as_deref(),
        Some("所绘位置距出入口 \"G00002\" 3374 m")
    );
    assert_eq!(
        said("toml", "string where a list of files was expected").as_deref(),
        Some("应为文件列表，实为文本")
    );
    let message = "51 of 53 gates name neither an estate nor an outlet, the first \"G1\"; nobody goes through; \
                   2 of them are closed, and cut the streets that they stand on";
    assert_eq!(
        said("gate-alone", message).as_deref(),
        Some(
            "53 个出入口中有 51 个既未注明地块也未注明网点，第一个是 \"G1\"；无人由此出入；其中 2 个关闭，截断所在的道路"
        )
    );
    assert_eq!(
        said("unknown-key", "line 4: unknown key \"flie\"").as_deref(),
        Some("第 4 行：键名 \"flie\" 无法识别")
    );
}

#[test]
fn blanks_part_chinese_from_latin_alone() {
    let said = |code: &str, text: &str| in_chinese(code, text).unwrap();
    assert_eq!(
        said("not-open", "12 of 2 000 outlets are planned or closed; in no rate"),
        "2 000 个网点中有 12 个规划中或已关闭，不计入任何比率"
    );
    assert_eq!(
        said(
            "ring-crosses-itself",
            "outer ring crosses itself at [1, 2]; took the even-odd area, 1 ha instead of 2 ha (50 % smaller)"
        ),
        "外环在 [1, 2] 自相交；取奇偶面积，面积为 1 公顷而非 2 公顷（小 50 %）"
    );
}
