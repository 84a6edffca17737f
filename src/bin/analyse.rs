//! The engine on the host.
fn main() {}
