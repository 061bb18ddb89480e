//! The profiles that come with the program.

use super::parse::parse_builtin;
use super::service::Profile;

/// Key and text of each, the default first.
const BUILTIN: [(&str, &str); 3] = [
    ("circle15", include_str!("builtin/circle15.toml")),
    ("gb50180", include_str!("builtin/gb50180.toml")),
    ("checkup2025", include_str!("builtin/checkup2025.toml")),
];

/// The profile that a run takes unless told otherwise.
pub const DEFAULT_PROFILE: &str = "circle15";

/// Keys of the built-in profiles, the default first.
#[must_use]
pub fn builtin_keys() -> &'static [&'static str] {
    const KEYS: [&str; 3] = [BUILTIN[0].0, BUILTIN[1].0, BUILTIN[2].0];
    &KEYS
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
