//! Browser glue, under wasm-bindgen-test.
#![cfg(target_arch = "wasm32")]
