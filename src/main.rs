//! The page as a first visit loads it. The engine is a program of its own, `bin/engine.rs`, so that the page is there before
//! it; pages that come later are in `bin/whole.rs`.

#[cfg(target_arch = "wasm32")]
fn main() {
    floodmark::platform::start::install_panic_hook();
    floodmark::ui::mount(floodmark::ui::pages::first);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Floodmark runs in a browser: `make run` serves it. On the host, use `analyse`.");
    std::process::exit(2);
}
