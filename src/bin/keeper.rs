//! Hashes and keeps large originals in the browser: a program of its own in a worker, beside the engine.

#[cfg(target_arch = "wasm32")]
fn main() {
    floodmark::platform::keeper::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program runs in a browser's worker. On the host, use `analyse`.");
    std::process::exit(2);
}
