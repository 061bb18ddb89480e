use super::*;
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
fn a_city_without_streets_has_a_graph_without_edges() {
    let graph = StreetGraph::new(&StreetLayer::default());
    assert!(Snapper::new(&graph).nearest(Local::default(), Metres(1e9)).is_none());
    assert_eq!(Islands::new(&graph).lengths(), []);
}
