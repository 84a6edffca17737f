//! The engine on the host: reads files as the page does and prints the analysis as JSON. See `analyse --help`.
#![cfg_attr(not(target_arch = "wasm32"), allow(clippy::print_stdout, reason = "its output is its purpose"))]

#[cfg(not(target_arch = "wasm32"))]
mod call;
#[cfg(not(target_arch = "wasm32"))]
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod run;
#[cfg(not(target_arch = "wasm32"))]
mod write;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    match run::run() {
        Ok(output) => println!("{output}"),
        Err(message) => {
            eprintln!("analyse: {message}");
            std::process::exit(2);
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}
