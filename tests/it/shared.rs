//! The folder of shared material beside the checkout: real exports, oracles, rules.

#![allow(clippy::print_stdout, reason = "a test tells what it skipped")]

use std::path::PathBuf;

/// A path inside `../shared`, or `None` with a printed reason where the folder is absent.
#[allow(dead_code, reason = "not every area reads shared material")]
pub fn shared(path: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !folder.is_dir() {
        println!("skipped: {} is not here", folder.display());
        return None;
    }
    let path = folder.join(path);
    assert!(path.exists(), "{} is missing from the shared folder", path.display());
    Some(path)
}
