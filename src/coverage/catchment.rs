//! Two-step floating catchments: places that there are for each resident, shared out by distance.
//!
//! First step: what an outlet has, by all the need within the catchment, weighted by distance. Second
//! step: what a place gets, the sum of these ratios over the outlets in its catchment, weighted in the
//! same way. Without decay this is 2SFCA (Luo and Wang, "Measures of spatial accessibility to health care
//! in a GIS environment", 2003); with weights by zones E2SFCA (Luo and Qi, "An enhanced two-step floating
//! catchment area method", 2009); with a Gaussian, a kernel or a power of distance what Dai (2010), Dai and
//! Wang (2011) and Wang (2012) use. A factor that stands before all weights cancels. What is handed out is
//! what the outlets have: the sum of access times need is the supply of the outlets that anybody reaches.

use crate::profile::Decay;
use crate::reach::Pairs;
use crate::units::Metres;

/// Access of each place: supply for each one in need. `need` is by place, `supply` by outlet; an outlet
/// of which it is not known gives nothing.
#[must_use]
pub fn access(
    pairs: &Pairs,
    need: &[u32],
    supply: &[Option<f64>],
    (decay, radius): (&Decay, Metres),
) -> Vec<f64> {
    let weight = |distance: Metres| decay.weight(distance, radius);
    let mut demand = vec![0.0; supply.len()];
    for (place, &residents) in need.iter().enumerate() {
        for &(outlet, distance) in pairs.of(place) {
            demand[outlet.index()] += f64::from(residents) * weight(distance);
        }
    }
    let ratio = |(supply, demand): (&Option<f64>, &f64)| match supply {
        Some(supply) if *demand > 0.0 => supply / demand,
        Some(_) | None => 0.0,
    };
    let ratios: Vec<f64> = supply.iter().zip(&demand).map(ratio).collect();
    (0..need.len())
        .map(|place| {
            let of = pairs.of(place).iter();
            of.map(|&(outlet, distance)| ratios[outlet.index()] * weight(distance)).sum::<f64>()
                + 0.0
        })
        .collect()
}
