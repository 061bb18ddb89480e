//! The profiles that come with the program.

use super::parse::parse_builtin;
use super::service::Profile;

/// Key and text of each, the default first.
const BUILTIN: [(&str, &str); 7] = [
    ("circle15", include_str!("builtin/circle15.toml")),
    ("gb50180", include_str!("builtin/gb50180.toml")),
    ("mofcom-circle", include_str!("builtin/mofcom-circle.toml")),
    ("beijing-8", include_str!("builtin/beijing-8.toml")),
    ("checkup-mohurd-2025", include_str!("builtin/checkup-mohurd-2025.toml")),
    ("checkup-nr", include_str!("builtin/checkup-nr.toml")),
    ("elderly", include_str!("builtin/elderly.toml")),
];

/// Keys that are no more, and what to take instead.
const RENAMED: [(&str, &str); 1] =
    [("checkup2025", "checkup-mohurd-2025; its two Natural Resources rates are in checkup-nr now")];

/// The profile that a run takes unless told otherwise.
pub const DEFAULT_PROFILE: &str = "circle15";

/// Keys of the built-in profiles, the default first.
#[must_use]
pub fn builtin_keys() -> &'static [&'static str] {
    const KEYS: [&str; BUILTIN.len()] = {
        let mut keys = [""; BUILTIN.len()];
        let mut at = 0;
        while at < keys.len() {
            keys[at] = BUILTIN[at].0;
            at += 1;
        }
        keys
    };
    &KEYS
}

/// What to take instead of a key that an earlier version had.
#[must_use]
pub fn renamed(key: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(old, _)| *old == key).map(|(_, new)| *new)
}

/// The built-in profile of this key.
#[must_use]
pub fn builtin(key: &str) -> Option<Profile> {
    builtin_text(key).and_then(|text| parse_builtin(text, key))
}

/// The text of a built-in profile, to start an own one from.
#[must_use]
pub fn builtin_text(key: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(k, _)| *k == key).map(|(_, text)| *text)
}
