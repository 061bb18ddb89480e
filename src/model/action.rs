//! What a measure of a plan does, by the words of files, tables and pages.

use serde::Serialize;

/// What a measure does, as its file calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new outlet, or one of the city that is planned or closed, opens.
    Open,
    /// An outlet serves no more.
    Close,
    /// An outlet moves to another place.
    Move,
    /// An outlet gets another capacity or floor area.
    Resize,
    /// An outlet gets another category, other hours, or another name.
    Change,
    /// Homes are built, with the residents that they will have.
    Build,
    /// A street to walk on, which meets those that it crosses.
    Street,
    /// A path to walk on, which does too.
    Path,
    /// A bridge, which meets others at its ends alone.
    Bridge,
    /// An underpass or a tunnel, which meets others at its ends alone.
    Underpass,
    /// A gate that is closed opens.
    OpenGate,
    /// A gate that is open closes.
    CloseGate,
}

impl Action {
    /// All of them, in the order of help texts.
    pub const ALL: [Self; 12] = [
        Self::Open,
        Self::Close,
        Self::Move,
        Self::Resize,
        Self::Change,
        Self::Build,
        Self::Street,
        Self::Path,
        Self::Bridge,
        Self::Underpass,
        Self::OpenGate,
        Self::CloseGate,
    ];

    /// The word in files and tables: `open`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Close => "close",
            Self::Move => "move",
            Self::Resize => "resize",
            Self::Change => "change",
            Self::Build => "build",
            Self::Street => "street",
            Self::Path => "path",
            Self::Bridge => "bridge",
            Self::Underpass => "underpass",
            Self::OpenGate => "open_gate",
            Self::CloseGate => "close_gate",
        }
    }

    /// What to call a measure that does it, in Chinese and in English: `opens`.
    #[must_use]
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Open => ["新建", "opens"],
            Self::Close => ["关闭", "closes"],
            Self::Move => ["迁建", "moves"],
            Self::Resize => ["调整规模", "gets another size"],
            Self::Change => ["变更", "changes"],
            Self::Build => ["新增住宅", "builds homes"],
            Self::Street => ["新建道路", "new street"],
            Self::Path => ["新建步行道", "new path"],
            Self::Bridge => ["新建天桥", "new bridge"],
            Self::Underpass => ["新建地下通道", "new underpass"],
            Self::OpenGate => ["开放出入口", "opens a gate"],
            Self::CloseGate => ["封闭出入口", "closes a gate"],
        }
    }

    /// What one of such measures and several are called where they are counted, in English.
    #[must_use]
    pub fn nouns(self) -> [&'static str; 2] {
        match self {
            Self::Open => ["opening", "openings"],
            Self::Close => ["closure", "closures"],
            Self::Move => ["move", "moves"],
            Self::Resize => ["change of size", "changes of size"],
            Self::Change => ["change", "changes"],
            Self::Build => ["estate of new homes", "estates of new homes"],
            Self::Street => ["street", "streets"],
            Self::Path => ["path", "paths"],
            Self::Bridge => ["bridge", "bridges"],
            Self::Underpass => ["underpass", "underpasses"],
            Self::OpenGate => ["gate opened", "gates opened"],
            Self::CloseGate => ["gate closed", "gates closed"],
        }
    }
}
