//! Names against the patterns, and the patterns against the table that they are taken from.

use std::io::Write as _;

use super::standard::{NOT_SERVING, TABLE};
use super::*;

/// The kind and the words of the doubt about a name.
fn doubt(key: &str, name: &str) -> Option<(DoubtKind, String)> {
    NameRule::standard(key).doubt(name).map(|doubt| (doubt.kind, doubt.pattern.into()))
}

fn look_alike(word: &str) -> (DoubtKind, String) {
    (DoubtKind::LookAlike, word.to_owned())
}

/// The words of a pattern of the table, one by one, without their marks.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split('|').filter(|word| !word.is_empty()).map(|word| word.replace(['$', '^', '\\'], ""))
}

#[test]
fn every_text_of_the_table_is_a_pattern() {
    for (key, include, exclude, _) in TABLE {
        for text in [include, exclude, &NOT_SERVING] {
            assert!(Pattern::new(text).is_ok(), "{key}: {text}");
        }
        let rule = NameRule::standard(key);
        assert_eq!((rule.include.text(), rule.exclude.text()), (*include, *exclude));
    }
}

#[test]
fn every_word_that_a_name_should_not_hold_makes_a_doubt_and_its_absence_none() {
    for (key, include, exclude, _) in TABLE {
        let own = words(include).next().unwrap();
        assert_eq!(doubt(key, &format!("云溪{own}")), None, "{key}");
        for word in words(exclude) {
            let (kind, found) = doubt(key, &format!("{own}{word}")).unwrap();
            // Of two words in one name the first of the pattern is told, and `停业` says more.
            let is_closed = kind == DoubtKind::NotServing;
            assert!(is_closed || format!("{own}{word}").contains(&found), "{key}: {word}: {found}");
        }
    }
}

#[test]
fn every_own_word_is_enough_where_a_category_needs_one() {
    for (key, include, exclude, needs_include) in TABLE.iter().filter(|entry| entry.3) {
        assert!(needs_include);
        for word in words(include) {
            let said = doubt(key, &format!("云溪{word}东门店"));
            let is_excluded = words(exclude).any(|other| word.contains(&other));
            assert!(said.is_none() || is_excluded, "{key}: {word}: {said:?}");
        }
        let (kind, pattern) = doubt(key, "云溪").unwrap();
        assert_eq!((kind, pattern.as_str()), (DoubtKind::NotNamed, *include), "{key}");
    }
}

#[test]
fn every_word_of_a_place_that_does_not_serve_makes_a_doubt() {
    for word in words(NOT_SERVING) {
        let (kind, _) = doubt("kindergarten", &format!("第三幼儿园{word}）")).unwrap();
        assert_eq!(kind, DoubtKind::NotServing, "{word}");
    }
    for name in ["规划局幼儿园", "建设路幼儿园", "关闭巷幼儿园", "建国幼儿园（总园）"]
    {
        assert_eq!(doubt("kindergarten", name), None, "{name}");
    }
}

#[test]
fn look_alikes_of_a_health_station_are_told_from_it() {
    let of = |name| doubt("community_health_station", name);
    assert_eq!(of("东升社区卫生服务站"), None);
    assert_eq!(of("阳光宠物诊所"), Some(look_alike("宠物")));
    assert_eq!(of("社区卫生服务站停车场"), Some(look_alike("停车")));
    assert_eq!(of("张氏中医诊所").unwrap().0, DoubtKind::NotNamed);
    let (kind, word) = of("东升社区卫生服务站（筹）").unwrap();
    assert_eq!((kind, word.as_str()), (DoubtKind::NotServing, "（筹"));
    assert_eq!(of("东升社区卫生服务中心"), None, "a centre gives what a station gives");
    assert_eq!(of("东升卫生站"), None);
    assert_eq!(doubt("eldercare_daycare", "松鹤养老院"), None);
    assert_eq!(doubt("eldercare_daycare", "松鹤驿站"), None);
    assert_eq!(doubt("eldercare_home", "松鹤养老驿站").unwrap().0, DoubtKind::NotNamed);
    // The centre's pattern ends in `站$`: a station is no centre, a station's car park neither.
    assert_eq!(doubt("community_health_center", "东升社区卫生服务站"), Some(look_alike("站")));
    assert_eq!(doubt("community_health_center", "站前社区卫生服务中心"), None);
}

#[test]
fn a_name_without_a_chinese_letter_is_not_found_wanting() {
    assert_eq!(doubt("community_health_station", "Dr. Müller"), None);
    assert_eq!(doubt("community_health_station", ""), None);
    assert_eq!(doubt("repair", "xx4s"), Some(look_alike("4S")));
    assert_eq!(doubt("public_toilet", "公厕"), None);
    assert_eq!(doubt("public_toilet", "公厕（在建）").unwrap().0, DoubtKind::NotServing);
}

#[test]
fn a_pattern_asks_for_words_and_nothing_else() {
    let find = |text: &str, name: &str| Pattern::new(text).unwrap().find(name).map(str::to_owned);
    assert_eq!(find("^东|西$", "东门"), Some("东".to_owned()));
    assert_eq!(find("^东|西$", "门东西门"), None);
    assert_eq!(find("^东$", "东"), Some("东".to_owned()));
    assert_eq!(find("^东$", "东东"), None);
    assert_eq!(find("a\\.b|\\(筹", "xA.Bx"), Some("a.b".to_owned()));
    assert_eq!(find("", "东"), None);
    for (text, error) in [
        ("a|", PatternError::EmptyWord),
        ("^$", PatternError::EmptyWord),
        ("a.b", PatternError::Mark('.')),
        ("a$b", PatternError::Mark('$')),
        ("(a", PatternError::Mark('(')),
        ("a\\", PatternError::Mark('\\')),
        ("\\d", PatternError::Mark('\\')),
    ] {
        assert_eq!(Pattern::new(text), Err(error), "{text}");
    }
}

#[test]
fn the_table_is_that_of_the_standards() {
    let Some(folder) = std::env::var_os("WALKSHED_SHARED") else {
        let _ = writeln!(std::io::stderr(), "skipped: WALKSHED_SHARED is not set");
        return;
    };
    let path = std::path::Path::new(&folder).join("standards/categories.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |column: &str| header.iter().position(|h| h == column).unwrap();
    let [key, codes, include, exclude] =
        ["key", "amap_codes", "name_include_regex", "name_exclude_regex"].map(at);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), TABLE.len());
    for (row, entry) in rows.iter().zip(TABLE) {
        let all_by_name = row[codes].ends_with("(all + name)");
        let by_name = all_by_name || row[codes].split(';').all(|code| code.ends_with("+ name"));
        assert_eq!(*entry, (&row[key], &row[include], &row[exclude], by_name));
    }
}

#[test]
fn every_word_of_the_standards_is_found_in_the_middle_of_a_name() {
    let patterns = TABLE.iter().flat_map(|(_, include, exclude, _)| [include, exclude]);
    for text in patterns.filter(|text| !text.is_empty()) {
        let pattern = Pattern::new(text).unwrap();
        for word in text.split('|').filter(|word| !word.contains(['^', '$'])) {
            let plain = word.replace('\\', "");
            // Another word of the pattern may be found first.
            let name = format!("东{plain}9");
            let found = pattern.find(&name).unwrap_or_else(|| panic!("{word} of {text}"));
            assert!(name.to_ascii_lowercase().contains(&found.to_ascii_lowercase()));
        }
        // The letters of the pattern turned round: found only where a word is in it.
        let turned: String = text.replace(['|', '^', '$', '\\'], "").chars().rev().collect();
        let words = text.split('|').filter(|word| !word.contains(['^', '$']));
        let mut words = words.map(|word| word.replace('\\', "").to_ascii_lowercase());
        let is_there = words.any(|word| turned.to_ascii_lowercase().contains(&word));
        assert!(pattern.find(&turned).is_some() || !is_there, "{text}");
    }
}

#[test]
fn a_screen_says_what_its_rule_says() {
    let mut names: Vec<String> =
        vec![String::new(), " ".into(), "Zahnarzt".into(), "KLINIK".into()];
    for (_, include, exclude, _) in TABLE {
        let words: Vec<String> = words(include).chain(words(exclude)).collect();
        for (n, word) in words.iter().enumerate() {
            let other = &words[(n * 7 + 3) % words.len()];
            names.push(word.clone());
            names.push(format!(" 云溪{word}(东门店)"));
            names.push(format!("{other}{word}"));
            // Torn in the middle, so that its beginning stands there and the word does not.
            names.push(format!("{}云", word.chars().take(2).collect::<String>()));
        }
    }
    names.extend(words(NOT_SERVING).map(|word| format!("云溪{word}")));
    // One letter is a word too, here a beginning, there an end.
    let short =
        NameRule { exclude: Pattern::new("^a|站$|é").unwrap(), ..NameRule::standard("nursery") };
    names.extend(["Ab", "ba", "车站", "站台", "Café"].map(str::to_owned));
    let rules = TABLE.iter().map(|entry| NameRule::standard(entry.0)).chain([short]);
    let (mut doubts, mut all) = (0, 0);
    for rule in rules {
        let screen = Screen::new(rule.clone());
        for name in &names {
            let said = screen.doubt(name);
            assert_eq!(said, rule.doubt(name), "{name}");
            (doubts, all) = (doubts + usize::from(said.is_some()), all + 1);
        }
    }
    assert!(doubts * 10 > all && doubts < all, "{doubts} of {all}");
}
