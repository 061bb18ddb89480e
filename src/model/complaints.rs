//! What residents report: where, when, and of which category.

use chrono::NaiveDate;

use super::plane::Local;

/// One report.
#[derive(Debug, Clone, PartialEq)]
pub struct Complaint {
    /// Where; none where the record has no place.
    pub at: Option<Local>,
    /// Positions of its categories in [`ComplaintLayer::categories`]; none where nothing tells.
    pub categories: Vec<u32>,
    /// The day; none where the record does not say.
    pub date: Option<NaiveDate>,
}

/// The reports of a city.
#[derive(Debug, Clone, Default)]
pub struct ComplaintLayer {
    /// Keys of the categories that are complained of, in alphabetical order.
    pub categories: Vec<String>,
    /// The reports, in the order of their days, places and categories; those that lack one come first.
    pub list: Vec<Complaint>,
}

impl ComplaintLayer {
    /// Puts both lists in order.
    pub(super) fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.categories.len()).collect();
        order.sort_by(|&a, &b| self.categories[a].cmp(&self.categories[b]));
        let mut new = vec![0; order.len()];
        for (rank, &old) in (0u32..).zip(&order) {
            new[old] = rank;
        }
        self.categories.sort();
        for complaint in &mut self.list {
            complaint.categories.iter_mut().for_each(|at| *at = new[*at as usize]);
            complaint.categories.sort_unstable();
        }
        let place = |c: &Complaint| c.at.map(|at| (at.x, at.y));
        self.list.sort_by(|a, b| {
            let by_place = match (place(a), place(b)) {
                (Some(p), Some(q)) => p.0.total_cmp(&q.0).then(p.1.total_cmp(&q.1)),
                (p, q) => p.is_some().cmp(&q.is_some()),
            };
            a.date.cmp(&b.date).then(by_place).then_with(|| a.categories.cmp(&b.categories))
        });
    }
}
