//! The map of the circle: how many of its services each piece of residential land reaches.
