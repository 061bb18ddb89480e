//! Where a value of a profile comes from, and how sure we are that it says so.

use serde::Serialize;

use super::service::{Lang, Names};

/// How sure we are that a value is what the cited clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Confidence {
    /// Read in the source.
    S,
    /// Read second-hand, in a work that quotes the source.
    S2,
    /// Professional knowledge, high confidence.
    Kh,
    /// Professional knowledge, medium confidence.
    Km,
    /// Professional knowledge, low confidence.
    Kl,
    /// Set or confirmed by the user.
    #[serde(rename = "user")]
    User,
}

impl Confidence {
    /// All flags, surest first, the user's own last.
    pub const ALL: [Self; 6] = [Self::S, Self::S2, Self::Kh, Self::Km, Self::Kl, Self::User];

    /// Whether the value must be printed as an assumption that the user has to confirm.
    #[must_use]
    pub fn is_assumption(self) -> bool {
        match self {
            Self::Km | Self::Kl => true,
            Self::S | Self::S2 | Self::Kh | Self::User => false,
        }
    }

    /// The flag as tables print it: the one that is a word, in the language of the table.
    #[must_use]
    pub fn printed(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::User, Lang::Zh) => "用户",
            _ => self.flag(),
        }
    }

    /// The flag as the standards pack writes it: `S`, `S2`, `Kh`, `Km`, `Kl`, `user`.
    #[must_use]
    pub fn flag(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::S2 => "S2",
            Self::Kh => "Kh",
            Self::Km => "Km",
            Self::Kl => "Kl",
            Self::User => "user",
        }
    }
}

/// What stands before the file in place of a clause that the user did not give.
pub(super) const SET_IN: &str = "set in ";

/// The clause that a value is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Document and clause; `set in FILE` where the user gave none.
    pub clause: String,
    /// The same in English; none where nobody has translated it, so that both languages print it as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause_en: Option<String>,
    /// Where that clause was read; empty where the user set the value.
    pub source: Names,
    /// How sure we are of the value.
    pub confidence: Confidence,
    /// Whether the document is known to be in force.
    pub in_force: bool,
}

impl Citation {
    /// Whether the value must be printed as one that the user has to confirm.
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.confidence.is_assumption() || !self.in_force
    }

    /// What must stand beside the value wherever it is printed; none where it is sure enough.
    #[must_use]
    pub fn remark(&self, lang: Lang) -> Option<&'static str> {
        match (self.confidence.is_assumption(), self.in_force, lang) {
            (false, true, _) => None,
            (true, _, Lang::Zh) => Some("假设值，请确认"),
            (true, _, Lang::En) => Some("assumption, confirm"),
            (false, false, Lang::Zh) => Some("效力未确认，请核实"),
            (false, false, Lang::En) => Some("not known to be in force, confirm"),
        }
    }

    /// The clause in one language, as far as it is translated.
    #[must_use]
    pub fn clause(&self, lang: Lang) -> &str {
        match (lang, &self.clause_en) {
            (Lang::En, Some(clause)) => clause,
            (Lang::En, None) | (Lang::Zh, _) => &self.clause,
        }
    }

    /// The clause as it may be printed beside the value: one that the value is not surely taken from
    /// is named for comparison only.
    #[must_use]
    pub fn quoted(&self, lang: Lang) -> String {
        let clause = match (self.clause.strip_prefix(SET_IN), lang) {
            (Some(file), Lang::Zh) => format!("由 {file} 设定"),
            _ => self.clause(lang).to_owned(),
        };
        match (self.remark(lang), lang) {
            (None, _) => clause,
            (Some(remark), Lang::Zh) => format!("{remark}（参照 {clause}）"),
            (Some(remark), Lang::En) => format!("{remark} (cf. {clause})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_quoted_in_its_own_language_where_it_is_translated() {
        let source = Names { zh: String::new(), en: String::new() };
        let (clause, clause_en) = ("甲".to_owned(), Some("A".to_owned()));
        let mut of =
            Citation { clause, clause_en, source, confidence: Confidence::Km, in_force: true };
        assert_eq!(of.quoted(Lang::En), "assumption, confirm (cf. A)");
        assert_eq!(of.quoted(Lang::Zh), "假设值，请确认（参照 甲）");
        of.clause_en = None;
        assert_eq!(of.quoted(Lang::En), "assumption, confirm (cf. 甲)");
    }

    #[test]
    fn a_value_without_a_clause_is_said_to_be_set_in_its_file_in_both_languages() {
        let clause = format!("{SET_IN}own.toml");
        let source = Names { zh: String::new(), en: String::new() };
        let clause_en = None;
        let confidence = Confidence::User;
        let of = Citation { clause, clause_en, source, confidence, in_force: true };
        assert_eq!(of.quoted(Lang::En), "set in own.toml");
        assert_eq!(of.quoted(Lang::Zh), "由 own.toml 设定");
    }
}
