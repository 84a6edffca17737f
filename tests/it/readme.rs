//! What README.md says is what the program says.

use floodmark::import::SUPPORTED;
use floodmark::model::Format;
use std::fs;

/// The table of formats as Markdown.
fn table() -> String {
    let cell = |text: &str| if text.is_empty() { "–".to_owned() } else { text.replace('|', "\\|") };
    let mut table =
        "| format | fields read | what is lost | zone | milestone hints |\n|---|---|---|---|---|\n"
            .to_owned();
    for row in SUPPORTED {
        let cells = [row.name, row.read, row.lost, row.zone, row.hints].map(cell);
        table += &format!("| {} |\n", cells.join(" | "));
    }
    table
}

#[test]
fn the_table_of_formats_is_the_one_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once("\n## Formats\n\n").unwrap();
    let (said, after) = rest.split_once("\n## ").unwrap();
    if said != table() && std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        fs::write(path, format!("{before}\n## Formats\n\n{}\n## {after}", table())).unwrap();
        return;
    }
    for (line, (said, row)) in said.lines().zip(table().lines()).enumerate() {
        assert_eq!(said, row, "row {line} of README.md; INSTA_UPDATE=always writes the table anew");
    }
    assert_eq!(said, table(), "INSTA_UPDATE=always writes the table anew");
}

#[test]
fn every_format_has_its_row() {
    for format in Format::ALL {
        let rows = SUPPORTED.iter().filter(|row| row.formats.contains(format)).count();
        assert_eq!(rows, 1, "{}", format.id());
    }
    for row in SUPPORTED {
        for text in [row.name, row.read, row.lost, row.zone, row.hints] {
            assert!(text.matches('`').count().is_multiple_of(2), "{text}");
        }
        assert!(![row.name, row.read, row.lost].contains(&""), "{row:?}");
    }
}
