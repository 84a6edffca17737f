#![no_main]

#[path = "../families.rs"]
#[allow(dead_code, reason = "each target uses one family")]
mod families;

libfuzzer_sys::fuzz_target!(|data: &[u8]| families::orders(data));
