//! Gates and entrances that people pass, and what may be asked about them.

use super::city::City;
use super::plane::Local;

/// A place where people pass a border: of an estate, or into an outlet.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Its id; unique but for those of gates without one, which is empty.
    pub id: Box<str>,
    /// Its name, which may be empty.
    pub name: Box<str>,
    /// Where it is.
    pub at: Local,
    /// The id of the estate that it leads into.
    pub estate: Option<Box<str>>,
    /// The id of the outlet that it leads into.
    pub outlet: Option<Box<str>>,
    /// Whether people pass.
    pub is_open: bool,
}

impl Gate {
    /// Whether it leads into nothing: where it stands on a street it bars nothing but that.
    #[must_use]
    pub fn is_bar(&self) -> bool {
        self.estate.is_none() && self.outlet.is_none()
    }
}

/// A change that is not there yet: what would it do?
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Ids of gates that open.
    pub open: Vec<Box<str>>,
    /// Lines that nobody passes any more, neither across land nor along streets.
    pub barrier: Vec<Vec<Local>>,
    /// What the lines are called: the name of their file; empty where they have none.
    pub barrier_name: Box<str>,
}

impl Question {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.barrier.is_empty()
    }

    /// The same gates open, and no barrier laid.
    #[must_use]
    pub fn without_barrier(&self) -> Self {
        Self { open: self.open.clone(), ..Self::default() }
    }
}

impl City {
    /// The same city, of which a change is asked that is not there.
    #[must_use]
    pub fn with_question(self, question: Question) -> Self {
        Self { question, ..self }
    }

    /// What change is asked about along streets.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// Where people pass into estates and outlets, in natural order of ids.
    #[must_use]
    pub fn gates(&self) -> &[Gate] {
        &self.parts.gates
    }

    /// Lines that nobody crosses on the way to a street.
    #[must_use]
    pub fn barriers(&self) -> &[Vec<Local>] {
        &self.parts.barriers
    }
}
