//! LibreOffice as a second reader: it opens what is written, and accepts or rejects the changes in it.

#![allow(clippy::print_stdout, reason = "a test tells what it skipped")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own for a test, emptied.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("floodmark-word-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Whether LibreOffice can be driven here; says so where it cannot.
pub fn is_here() -> bool {
    let runs = |program: &str, args: &[&str]| {
        Command::new(program).args(args).output().is_ok_and(|o| o.status.success())
    };
    let here = runs("/usr/bin/python3", &["-c", "import uno"]) && runs("which", &["soffice"]);
    if !here {
        println!("skipped: LibreOffice with its Python is not here; `.ci/tools.sh test` installs it");
    }
    here
}

/// Opens a document, does something with its changes (`accept`, `reject`, `keep`), and saves it as each of `outs`.
pub fn settle(what: &str, source: &Path, outs: &[PathBuf]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/word/changes.py");
    let done =
        Command::new("/usr/bin/python3").arg(script).arg(what).arg(source).args(outs).output().unwrap();
    assert!(done.status.success(), "{what} {}: {}", source.display(), String::from_utf8_lossy(&done.stderr));
    for out in outs {
        assert!(out.exists(), "{} was not written", out.display());
    }
}

/// Makes a Word document of a page of HTML, with the styles and numbering of LibreOffice.
pub fn from_html(html: &str, folder: &Path) -> Vec<u8> {
    let page = folder.join("page.html");
    std::fs::write(&page, html).unwrap();
    convert(&page, "docx:MS Word 2007 XML", &["--infilter=HTML (StarWriter)"], folder);
    std::fs::read(folder.join("page.docx")).unwrap()
}

/// Converts a file to another format, beside it, as somebody does who opens and saves it.
pub fn convert(source: &Path, to: &str, how: &[&str], folder: &Path) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let done = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", to])
        .args(how)
        .arg("--outdir")
        .arg(folder)
        .arg(source)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}: {}", source.display(), String::from_utf8_lossy(&done.stderr));
}
