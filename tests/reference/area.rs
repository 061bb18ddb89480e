//! Area of a shape inside a union of discs, by lines: between the heights where anything changes the
//! width is smooth, and a substitution takes the square roots off its ends, so that 24 Gauss-Legendre
//! lines a step give ten digits. Knows nothing of arcs, cuts or Green's theorem.

use walkshed::model::{Local, Shape};
use walkshed::overlay::Disc;

pub fn area_where(shape: &Shape, unions: &[Vec<Disc>], wanted: impl Fn(usize) -> bool) -> f64 {
    let heights = heights(shape, unions);
    let nodes = gauss_legendre(24);
    let mut sum = 0.0;
    for pair in heights.windows(2) {
        let (low, high) = (pair[0], pair[1]);
        if high - low < 1e-9 {
            continue;
        }
        // Nothing begins or ends between two heights: what crosses the middle crosses each line.
        let middle = f64::midpoint(low, high);
        let crosses = |(a, b): &(Local, Local)| (a.y > middle) != (b.y > middle);
        let edges: Vec<(Local, Local)> = shape
            .rings()
            .flat_map(|ring| ring.edges().collect::<Vec<_>>())
            .filter(crosses)
            .collect();
        let near = |d: &&Disc| (middle - d.centre.y).abs() < d.radius;
        let unions: Vec<Vec<Disc>> =
            unions.iter().map(|discs| discs.iter().filter(near).copied().collect()).collect();
        if unions.iter().all(Vec::is_empty) && !wanted(0) {
            continue;
        }
        for &(s, weight) in &nodes {
            // y = middle - half cos(pi s) for s in 0..1: dy = half pi sin(pi s) ds.
            let turn = f64::midpoint(s, 1.0) * std::f64::consts::PI;
            let half = 0.5 * (high - low);
            let y = f64::midpoint(low, high) - half * turn.cos();
            let dy = half * turn.sin() * std::f64::consts::PI / 2.0 * weight;
            sum += dy * width(&edges, &unions, y, &wanted);
        }
    }
    sum
}

/// Length of a line inside the shape, given by the edges that it crosses, where the number of unions is wanted.
fn width(
    edges: &[(Local, Local)],
    unions: &[Vec<Disc>],
    y: f64,
    wanted: &impl Fn(usize) -> bool,
) -> f64 {
    // Events along the line: (x, which set, +1 or -1); set 0 is the shape by parity.
    let mut xs: Vec<f64> = Vec::new();
    for (a, b) in edges {
        xs.push(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    }
    let land = xs.clone();
    for disc in unions.iter().flatten() {
        let h = y - disc.centre.y;
        if h.abs() < disc.radius {
            let w = (disc.radius * disc.radius - h * h).sqrt();
            xs.extend([disc.centre.x - w, disc.centre.x + w]);
        }
    }
    xs.sort_by(f64::total_cmp);
    let mut sum = 0.0;
    for pair in xs.windows(2) {
        let x = f64::midpoint(pair[0], pair[1]);
        let inside = land.iter().filter(|&&l| l < x).count() % 2 == 1;
        if inside {
            let at = Local::new(x, y);
            let count = unions
                .iter()
                .filter(|u| u.iter().any(|d| d.centre.distance(at).0 <= d.radius))
                .count();
            if wanted(count) {
                sum += pair[1] - pair[0];
            }
        }
    }
    sum
}

fn heights(shape: &Shape, unions: &[Vec<Disc>]) -> Vec<f64> {
    let mut ys: Vec<f64> =
        shape.rings().flat_map(|r| r.points().iter().map(|p| p.y).collect::<Vec<_>>()).collect();
    let discs: Vec<Disc> = unions.iter().flatten().copied().collect();
    for d in &discs {
        ys.extend([d.centre.y - d.radius, d.centre.y + d.radius]);
        for ring in shape.rings() {
            for (a, b) in ring.edges() {
                ys.extend(circle_line(d, a, b));
            }
        }
    }
    for (i, a) in discs.iter().enumerate() {
        for b in &discs[i + 1..] {
            ys.extend(circle_circle(a, b));
        }
    }
    let (low, high) = (shape.bounds().min.y, shape.bounds().max.y);
    ys.retain(|y| (low..=high).contains(y));
    ys.sort_by(f64::total_cmp);
    ys
}

fn circle_line(d: &Disc, a: Local, b: Local) -> Vec<f64> {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (fx, fy) = (a.x - d.centre.x, a.y - d.centre.y);
    let (p, q, r) =
        (dx * dx + dy * dy, 2.0 * (fx * dx + fy * dy), fx * fx + fy * fy - d.radius * d.radius);
    let root = q * q - 4.0 * p * r;
    if root < 0.0 {
        return Vec::new();
    }
    [-1.0, 1.0].map(|s| a.y + (-q + s * root.sqrt()) / (2.0 * p) * dy).to_vec()
}

fn circle_circle(a: &Disc, b: &Disc) -> Vec<f64> {
    let (dx, dy) = (b.centre.x - a.centre.x, b.centre.y - a.centre.y);
    let d = dx.hypot(dy);
    if d < 1e-9 || d > a.radius + b.radius || d < (a.radius - b.radius).abs() {
        return Vec::new();
    }
    let along = (a.radius * a.radius - b.radius * b.radius + d * d) / (2.0 * d);
    let across = (a.radius * a.radius - along * along).max(0.0).sqrt();
    [-1.0, 1.0].map(|s| a.centre.y + along * dy / d + s * across * dx / d).to_vec()
}

/// Nodes and weights of Gauss-Legendre quadrature on -1..1, by Newton's method.
fn gauss_legendre(n: usize) -> Vec<(f64, f64)> {
    (0..n)
        .map(|i| {
            let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..50 {
                let (mut p0, mut p1) = (1.0, x);
                for k in 2..=n {
                    let k = k as f64;
                    (p0, p1) = (p1, ((2.0 * k - 1.0) * x * p1 - (k - 1.0) * p0) / k);
                }
                slope = n as f64 * (x * p1 - p0) / (x * x - 1.0);
                x -= p1 / slope;
            }
            (x, 2.0 / ((1.0 - x * x) * slope * slope))
        })
        .collect()
}
