//! The engine in the browser: a program of its own in a worker, loaded when there is something to read.

#[cfg(target_arch = "wasm32")]
fn main() {
    use floodmark::platform::{program, second, worker};
    if program::role() == second::ROLE { second::run() } else { worker::run() }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program runs in a browser's worker. On the host, use `analyse`.");
    std::process::exit(2);
}
