//! The app: page and worker are the same wasm. In a worker, `worker.js` calls the entry itself.

#[cfg(target_arch = "wasm32")]
fn main() {
    if floodmark::platform::start::is_page() {
        floodmark::platform::start::install_panic_hook();
        floodmark::ui::mount();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Floodmark runs in a browser: `make run` serves it. On the host, use `analyse`.");
    std::process::exit(2);
}
