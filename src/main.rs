//! The app: page and worker are the same wasm.
fn main() {}
