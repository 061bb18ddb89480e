//! How large a fictional city is to be.

/// A size with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// Twelve subdistricts: small enough to read and to keep in a repository.
    #[default]
    Sample,
    /// One district of a large city.
    S,
    /// A large city.
    M,
    /// A province.
    L,
}

/// The seed of the city in `data/sample`.
pub const DEFAULT_SEED: u64 = 2_026;

/// What to make: how many of each thing, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Subdistricts, exactly so many; at least 1.
    pub subdistricts: u32,
    /// Outlets, exactly so many.
    pub outlets: u32,
    /// Estates, exactly so many; at least 1.
    pub estates: u32,
    /// Places with residents, exactly so many, but at least one in each inhabited estate.
    pub people: u32,
    /// Crossings and ends of streets and paths, roughly so many.
    pub street_nodes: u32,
    /// Another seed makes another city.
    pub seed: u64,
}

impl Spec {
    /// A size with a name.
    #[must_use]
    pub fn of(size: Size, seed: u64) -> Self {
        let (subdistricts, outlets, estates, people, street_nodes) = match size {
            Size::Sample => (12, 350, 300, 2_500, 3_400),
            Size::S => (20, 2_000, 1_200, 20_000, 30_000),
            Size::M => (152, 60_000, 8_000, 300_000, 400_000),
            Size::L => (3_000, 1_000_000, 180_000, 10_000_000, 8_000_000),
        };
        Self { subdistricts, outlets, estates, people, street_nodes, seed }
    }

    /// A city with so many outlets and the rest in proportion, for benchmarks.
    #[must_use]
    pub fn with_outlets(outlets: u32, seed: u64) -> Self {
        Self {
            subdistricts: (outlets / 300).clamp(4, 3_000),
            outlets,
            estates: (outlets / 5).clamp(60, 180_000),
            people: outlets.saturating_mul(5).max(400),
            street_nodes: outlets.saturating_mul(5).max(400),
            seed,
        }
    }
}

impl Default for Spec {
    fn default() -> Self {
        Self::of(Size::default(), DEFAULT_SEED)
    }
}
