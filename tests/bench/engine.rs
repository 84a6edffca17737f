//! Host benchmarks.
fn main() {}
