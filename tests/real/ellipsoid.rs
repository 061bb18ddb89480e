//! Lengths on the ellipsoid of WGS 84 by a road that the program does not take: the inverse method of
//! Vincenty ("Direct and inverse solutions of geodesics", Survey Review 23, 1975).

/// Longitude and latitude in degrees.
pub(crate) type At = (f64, f64);

const A: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
const B: f64 = A * (1.0 - F);

/// Metres from one place to another.
pub(crate) fn metres(from: At, to: At) -> f64 {
    let reduced = |latitude: f64| ((1.0 - F) * latitude.to_radians().tan()).atan();
    let (u1, u2) = (reduced(from.1), reduced(to.1));
    let l = (to.0 - from.0).to_radians();
    let mut lambda = l;
    for _ in 0..100 {
        let across = u2.cos() * lambda.sin();
        let along = u1.cos() * u2.sin() - u1.sin() * u2.cos() * lambda.cos();
        let sin_sigma = across.hypot(along);
        if sin_sigma < 1e-15 {
            return 0.0;
        }
        let cos_sigma = u1.sin() * u2.sin() + u1.cos() * u2.cos() * lambda.cos();
        let sigma = sin_sigma.atan2(cos_sigma);
        let sin_alpha = u1.cos() * u2.cos() * lambda.sin() / sin_sigma;
        let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        let middle = cos_sigma - 2.0 * u1.sin() * u2.sin() / cos2_alpha;
        let c = F / 16.0 * cos2_alpha * (4.0 + F * (4.0 - 3.0 * cos2_alpha));
        let turn = middle + c * cos_sigma * (2.0 * middle * middle - 1.0);
        let next = l + (1.0 - c) * F * sin_alpha * (sigma + c * sin_sigma * turn);
        if (next - lambda).abs() < 1e-13 {
            return length((sin_sigma, cos_sigma, sigma), cos2_alpha, middle);
        }
        lambda = next;
    }
    unreachable!("the method fails for antipodes only")
}

fn length((sin_sigma, cos_sigma, sigma): (f64, f64, f64), cos2_alpha: f64, middle: f64) -> f64 {
    let u = cos2_alpha * (A * A - B * B) / (B * B);
    let a = 1.0 + u / 16_384.0 * (4_096.0 + u * (u * (320.0 - 175.0 * u) - 768.0));
    let b = u / 1_024.0 * (256.0 + u * (u * (74.0 - 47.0 * u) - 128.0));
    let square = 2.0 * middle * middle - 1.0;
    let last = b / 6.0 * middle * (4.0 * sin_sigma * sin_sigma - 3.0) * (2.0 * square - 1.0);
    let delta = b * sin_sigma * (middle + b / 4.0 * (cos_sigma * square - last));
    B * a * (sigma - delta)
}

/// Metres to a degree of longitude and to a degree of latitude at a latitude.
pub(crate) fn degree(latitude: f64) -> (f64, f64) {
    let e2 = F * (2.0 - F);
    let (sin, cos) = latitude.to_radians().sin_cos();
    let w = 1.0 - e2 * sin * sin;
    let (across, along) = (A / w.sqrt() * cos, A * (1.0 - e2) / (w * w.sqrt()));
    (across.to_radians(), along.to_radians())
}

#[test]
fn a_degree_of_a_meridian_and_a_line_of_a_manual() {
    // From the equator to 1 degree north along a meridian of WGS 84: 110,574.3886 m (series in the
    // third flattening, Helmert 1880).
    assert!((metres((7.0, 0.0), (7.0, 1.0)) - 110_574.388_6).abs() < 1e-3);
    // Flinders Peak to Buninyong on GRS80, whose ellipsoid is that of WGS 84 to 0.1 mm
    // (GDA technical manual): 54,972.271 m.
    let flinders = (144.424_867_89, -37.951_033_42);
    let buninyong = (143.926_495_53, -37.652_821_14);
    assert!((metres(flinders, buninyong) - 54_972.271).abs() < 2e-2);
}
