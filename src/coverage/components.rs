//! Places and outlets that hang together: two places that reach one outlet compete for its room.

/// Places and outlets of each component that has a place, both ascending; components by their first
/// place. A place that reaches nothing is in none.
pub(super) fn components(reach: &[Vec<(u32, i64)>], outlets: usize) -> Vec<(Vec<u32>, Vec<u32>)> {
    let mut parent: Vec<u32> = (0u32..).take(outlets).collect();
    for reach in reach {
        for pair in reach.windows(2) {
            let (a, b) = (root(&mut parent, pair[0].0), root(&mut parent, pair[1].0));
            parent[a.max(b) as usize] = a.min(b);
        }
    }
    let mut number: Vec<Option<usize>> = vec![None; outlets];
    let mut parts: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
    for (place, reach) in (0u32..).zip(reach) {
        let Some(&(outlet, _)) = reach.first() else { continue };
        let part = *number[root(&mut parent, outlet) as usize].get_or_insert_with(|| {
            parts.push((Vec::new(), Vec::new()));
            parts.len() - 1
        });
        parts[part].0.push(place);
    }
    for outlet in (0u32..).take(outlets) {
        if let Some(part) = number[root(&mut parent, outlet) as usize] {
            parts[part].1.push(outlet);
        }
    }
    parts
}

/// The lowest outlet that one hangs together with; ways are halved on the walk (Tarjan and van Leeuwen,
/// 1984).
fn root(parent: &mut [u32], mut outlet: u32) -> u32 {
    while parent[outlet as usize] != outlet {
        let up = parent[outlet as usize];
        parent[outlet as usize] = parent[up as usize];
        outlet = up;
    }
    outlet
}
