use super::*;
use crate::random::mix;
use crate::units::Metres;

/// A layer over these vertices, in metres.
fn layer(vertices: &[(f64, f64)], lines: &[&[u32]]) -> StreetLayer {
    let mut layer = StreetLayer::new(vertices.iter().map(|&(x, y)| Local::new(x, y)).collect());
    for line in lines {
        layer.add(line.iter().copied());
    }
    layer
}

#[test]
fn lines_join_where_they_share_a_vertex_and_not_where_they_cross() {
    // A street of three vertices with a side street from its middle, and a bridge across it.
    let graph = StreetGraph::new(&layer(
        &[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (100.0, 50.0), (150.0, -9.0), (150.0, 9.0)],
        &[&[0, 1, 2], &[1, 3], &[4, 5]],
    ));
    assert_eq!(graph.node_count(), 6);
    let mut lengths: Vec<f64> = graph.edges().iter().map(|e| metres(e.length).0).collect();
    lengths.sort_by(f64::total_cmp);
    assert_eq!(lengths, [18.0, 50.0, 100.0, 100.0]);
    let islands = Islands::new(&graph);
    let mut pieces: Vec<f64> = islands.lengths().iter().map(|l| l.0).collect();
    pieces.sort_by(f64::total_cmp);
    assert_eq!(pieces, [18.0, 250.0]);
    assert!((islands.lengths()[islands.main() as usize].0 - 250.0).abs() < 1e-9);
}

#[test]
fn what_lies_between_two_nodes_is_one_edge_with_bends() {
    let graph = StreetGraph::new(&layer(&[(0.0, 0.0), (30.0, 0.0), (30.0, 40.0)], &[&[2, 1, 0]]));
    assert_eq!(graph.edges().len(), 1);
    assert!((metres(graph.edges()[0].length).0 - 70.0).abs() < 1e-9);
    let points: Vec<Local> = graph.points(0).collect();
    assert_eq!(points, [(0.0, 0.0), (30.0, 0.0), (30.0, 40.0)].map(|(x, y)| Local::new(x, y)));
}

#[test]
fn the_order_of_lines_and_their_direction_change_nothing() {
    let vertices =
        [(0.0, 0.0), (10.0, 5.0), (20.0, 0.0), (10.0, -5.0), (40.0, 0.0), (50.0, 9.0), (60.0, 0.0)];
    // Two ways between 0 and 2, and a loop at 4.
    let one = layer(&vertices, &[&[0, 1, 2], &[0, 3, 2], &[2, 4], &[4, 5, 6, 4]]);
    let other = layer(&vertices, &[&[4, 6, 5, 4], &[4, 2], &[2, 3, 0], &[2, 1, 0]]);
    let shown = |layer: &StreetLayer| {
        let graph = StreetGraph::new(layer);
        let edges: Vec<_> = graph.edges().iter().map(|e| (e.tail, e.head, e.length)).collect();
        (edges, graph.nodes, graph.bends, graph.into)
    };
    assert_eq!(shown(&one), shown(&other));
}

#[test]
fn a_place_is_put_on_the_nearest_point_of_a_street() {
    let graph = StreetGraph::new(&layer(
        &[(0.0, 0.0), (30.0, 0.0), (30.0, 40.0), (500.0, 500.0), (600.0, 500.0)],
        &[&[0, 1, 2], &[3, 4]],
    ));
    let snapper = Snapper::new(&graph);
    let offset = |x, y| {
        let snap = snapper.nearest(Local::new(x, y), Metres(50.0)).unwrap();
        let at = graph.point(snap.edge, snap.offset);
        (metres(snap.offset).0, snap.leg().0, (at.x, at.y))
    };
    // Both sides of the street are the same, and a corner is as good as any other point.
    assert_eq!(offset(10.0, 5.0), (10.0, 5.0, (10.0, 0.0)));
    assert_eq!(offset(10.0, -5.0), (10.0, 5.0, (10.0, 0.0)));
    assert_eq!(offset(34.0, -3.0), (30.0, 5.0, (30.0, 0.0)));
    assert_eq!(offset(26.0, 25.0), (55.0, 4.0, (30.0, 25.0)));
    assert!(snapper.nearest(Local::new(300.0, 300.0), Metres(50.0)).is_none());
    assert!(snapper.nearest(Local::new(-50.0, 0.0), Metres(50.0)).is_some(), "at the limit");
    assert!(snapper.nearest(Local::new(-50.001, 0.0), Metres(50.0)).is_none());
}

#[test]
fn the_nearest_point_is_that_of_a_look_at_every_piece_of_street() {
    // Streets of all lengths over 2 km, a knot of them in one cell, and one whose ends round to one millimetre.
    let drawn = |n: u64| f64::from(u32::try_from(mix(n) >> 40).unwrap()) / f64::from(1 << 24);
    let mut vertices = vec![(5.0, 5.0), (5.000_1, 5.0)];
    let mut lines: Vec<Vec<u32>> = vec![vec![0, 1]];
    for line in 0..400 {
        let (across, from) = if line < 60 { (20.0, 700.0) } else { (2000.0, 0.0) };
        let long = [3.0, 40.0, 900.0][usize::try_from(line % 3).unwrap()];
        let at = |n: u64| from + across * drawn(10 * line + n);
        let first = u32::try_from(vertices.len()).unwrap();
        let (x, y) = (at(0), at(1));
        let step = |n: u64| long * (drawn(10 * line + n) - 0.5);
        vertices.extend([(x, y), (x + step(2), y + step(3)), (x + step(4), y + step(5))]);
        lines.push((first..first + 3).collect());
    }
    let lines: Vec<&[u32]> = lines.iter().map(Vec::as_slice).collect();
    let graph = StreetGraph::new(&layer(&vertices, &lines));
    let snapper = Snapper::new(&graph);
    let off = |at: Local, (a, b): (Local, Local)| {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let along = ((at.x - a.x) * dx + (at.y - a.y) * dy) / (dx * dx + dy * dy);
        let along = if along.is_nan() { 0.0 } else { along.clamp(0.0, 1.0) };
        (at.x - a.x - dx * along).hypot(at.y - a.y - dy * along)
    };
    let mut places: Vec<Local> = (0..1000)
        .map(|n| Local::new(3000.0 * drawn(n + 7000) - 500.0, 3000.0 * drawn(n + 9000) - 500.0))
        .collect();
    places.extend(
        (0..100).map(|n| Local::new(695.0 + drawn(n) * 30.0, 695.0 + drawn(n + 500) * 30.0)),
    );
    places.push(Local::new(5.0, 4.0));
    for at in places {
        let pieces = (0u32..).take(graph.edges().len()).flat_map(|edge| {
            let points: Vec<Local> = graph.points(edge).collect();
            points.windows(2).map(|p| (p[0], p[1])).collect::<Vec<_>>()
        });
        let least = pieces.map(|piece| off(at, piece)).fold(f64::INFINITY, f64::min);
        let snap = snapper.nearest(at, Metres(10_000.0)).unwrap();
        assert!((snap.leg().0 - least).abs() < 1e-4, "{at:?}: {} and not {least}", snap.leg().0);
        let on = graph.point(snap.edge, snap.offset);
        assert!((on.distance(at).0 - least).abs() < 1e-3, "{at:?}: put on {on:?}");
        assert!(snapper.nearest(at, Metres(least - 1e-3)).is_none(), "{at:?}: within less");
    }
    let mut order =
        snapper.order(&vertices.iter().map(|&(x, y)| Local::new(x, y)).collect::<Vec<_>>());
    order.sort_unstable();
    assert!(order.into_iter().eq(0..u32::try_from(vertices.len()).unwrap()), "each place once");
}

#[test]
fn a_city_without_streets_has_a_graph_without_edges() {
    let graph = StreetGraph::new(&StreetLayer::default());
    assert!(Snapper::new(&graph).nearest(Local::default(), Metres(1e9)).is_none());
    assert_eq!(Islands::new(&graph).lengths(), []);
}
