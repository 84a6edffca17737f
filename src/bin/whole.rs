//! The page with everything in it: takes the place of the first program when a page is asked for that only this one has.

#[cfg(target_arch = "wasm32")]
fn main() {
    floodmark::platform::start::install_panic_hook();
    floodmark::ui::mount(floodmark::ui::pages::all);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Floodmark runs in a browser: `make run` serves it. On the host, use `analyse`.");
    std::process::exit(2);
}
