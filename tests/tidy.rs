//! The invariants of ARCHITECTURE.md, as tests: each fails with the file and line that breaks it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

#[path = "tidy/strings.rs"]
mod strings;

use std::fs;
use std::path::{Path, PathBuf};

/// The flow: a module may use only those to its left.
const FLOW: [&str; 22] = [
    "language",
    "model",
    "import",
    "container",
    "timeline",
    "milestone",
    "metric",
    "statistics",
    "obligation",
    "plan::read",
    "finding",
    "plan",
    "exercise",
    "chart",
    "ooxml",
    "cacao",
    "document",
    "example",
    "workspace",
    "engine",
    "platform",
    "ui",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with one of the given endings, sorted.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|e| path.extension().is_some_and(|x| x == *e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no files in {folder}");
    found
}

/// Name below the root, and text.
fn texts(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let name = |p: &Path| p.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    files(folder, endings).iter().map(|p| (name(p), fs::read_to_string(p).unwrap())).collect()
}

/// Lines of code with their numbers: comments and what follows the tests module left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(n, line)| (n + 1, line.trim()))
        .filter(|(_, line)| !line.starts_with("//"))
}

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// The place of a file in the flow.
fn stage(name: &str) -> Option<usize> {
    let path = name.strip_prefix("src/")?;
    let reader = path.starts_with("plan/read") || path.starts_with("plan/words");
    let module = if reader { "plan::read" } else { path.split(['/', '.']).next()? };
    FLOW.iter().position(|m| *m == module)
}

#[test]
fn no_module_of_the_library_knows_the_browser() {
    let web = ["web_sys", "js_sys", "leptos", "gloo", "wasm_bindgen", "plotters_canvas", "idb"];
    let mut broken = vec![];
    for (name, text) in texts("src", &["rs"]) {
        if name.starts_with("src/platform/") || name.starts_with("src/ui/") || name == "src/main.rs" {
            continue;
        }
        for (line, code) in code(&text) {
            for krate in web {
                if code.contains(&format!("{krate}::")) {
                    broken.push(format!("{name}:{line}: uses {krate}, which belongs into platform or ui"));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn imports_go_only_against_the_flow_of_data() {
    let mut broken = vec![];
    for (name, text) in texts("src", &["rs"]) {
        let Some(own) = stage(&name) else { continue };
        for (line, code) in code(&text) {
            for part in code.split("crate::").skip(1) {
                let module: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // How plans are read, and their words, lie upstream of how they change.
                let read = part.starts_with("plan::read") || part.starts_with("plan::words");
                let used = if read { "plan::read" } else { module.as_str() };
                match FLOW.iter().position(|m| *m == used) {
                    Some(stage) if stage > own => {
                        broken.push(format!(
                            "{name}:{line}: uses {used}, which lies downstream of {}",
                            FLOW[own]
                        ));
                    }
                    _ => {}
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn only_platform_reads_a_clock_or_chance() {
    let banned =
        ["Utc::now", "Local::now", "SystemTime", "Instant::now", "Date::now", "getrandom", "Math::random"];
    let mut broken = vec![];
    for (name, text) in texts("src", &["rs"]) {
        if name.starts_with("src/platform/") {
            continue;
        }
        for (line, code) in code(&text) {
            for word in banned {
                if code.contains(word) {
                    broken.push(format!("{name}:{line}: {word}: take it as input"));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn no_address_in_code_page_or_styles() {
    // Names of XML vocabularies look like addresses and are never fetched.
    let names = [
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
        "http://json-schema.org",
        "https://json-schema.org",
        "http://schemas.openxmlformats.org/",
        "http://schemas.microsoft.com/office/",
        "http://purl.org/dc/",
        "http://www.w3.org/2001/XMLSchema-instance",
    ];
    let mut broken = vec![];
    let mut sources = texts("src", &["rs"]);
    sources.extend(texts("style", &["css", "js", "svg", "webmanifest"]));
    for page in ["index.html", "Trunk.toml"] {
        sources.push((page.to_owned(), fs::read_to_string(root().join(page)).unwrap()));
    }
    for (name, text) in sources {
        for (line, code) in code(&text) {
            let mut code = code.to_owned();
            for name in names {
                code = code.replace(name, "");
            }
            if code.contains("http://") || code.contains("https://") {
                broken.push(format!("{name}:{line}: an address; the page asks nobody but its own origin"));
            }
        }
    }
    report(&broken);
}

#[test]
fn the_page_has_no_inline_script_or_style() {
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    assert!(!page.contains("<style"), "an inline style: the policy forbids it");
    for script in page.split("<script").skip(1) {
        assert!(
            script.split('>').next().unwrap().contains("src="),
            "an inline script: the policy forbids it"
        );
    }
    for handler in [" onclick=", " onload=", " style=\""] {
        assert!(!page.contains(handler), "{handler}: the policy forbids it");
    }
    assert!(page.contains("Content-Security-Policy"), "the policy is gone");
}

#[test]
fn nothing_becomes_markup_by_itself() {
    let mut broken = vec![];
    for (name, text) in texts("src/ui", &["rs"]) {
        for (line, code) in code(&text) {
            if code.contains("inner_html")
                || code.contains("set_inner_html")
                || code.contains("insert_adjacent_html")
            {
                broken.push(format!("{name}:{line}: text from files is hostile; build elements"));
            }
        }
    }
    report(&broken);
}

#[test]
fn colours_live_in_the_tokens_alone() {
    let mut broken = vec![];
    for (name, text) in texts("style", &["css"]) {
        if name.ends_with("tokens.css") {
            continue;
        }
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            let hex = line.split('#').skip(1).any(|rest| {
                let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
                line.contains(':') && matches!(digits.len(), 3 | 6 | 8) && !line.ends_with('{')
            });
            if hex || line.contains("rgb(") || line.contains("hsl(") || line.contains("oklch(") {
                broken.push(format!("{name}:{}: a colour; declare it in tokens.css", n + 1));
            }
        }
    }
    report(&broken);
}

#[test]
fn every_module_says_what_it_is_for() {
    let broken: Vec<String> = texts("src", &["rs"])
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(name, _)| format!("{name}: starts without a module doc"))
        .collect();
    report(&broken);
}

#[test]
fn the_pins_of_tools_agree() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let env = read(".ci/env.sh");
    let pin = |name: &str| {
        let line = env.lines().find_map(|l| l.strip_prefix("export ")?.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("{name} is not in .ci/env.sh")).to_owned()
    };
    let bindgen = pin("WASM_BINDGEN_VERSION");
    assert!(read("Cargo.toml").contains(&format!("wasm-bindgen = \"={bindgen}\"")), "Cargo.toml differs");
    assert!(read("Trunk.toml").contains(&format!("wasm_bindgen = \"{bindgen}\"")), "Trunk.toml differs");
}
