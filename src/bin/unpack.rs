//! Opens containers in the browser: a program of its own in a worker, loaded when a packed file is opened.

#[cfg(target_arch = "wasm32")]
fn main() {
    floodmark::platform::unpacker::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program runs in a browser's worker. On the host, use `analyse`.");
    std::process::exit(2);
}
