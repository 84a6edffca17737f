//! The report as a Word document.

use super::make::parts;
use super::{faults, office};
use crate::engine::example;
use floodmark::document::{Block, docx};
use floodmark::engine::export;
use floodmark::model::Zone;
use floodmark::ooxml::read;
use floodmark::plan::read::block::BlockKind;

#[test]
fn the_report_in_word_says_what_the_others_say() {
    let (engine, case) = example();
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
    let report = export::report(&engine.analysis(case).unwrap(), Zone::Utc, date);
    let bytes = docx::write(&report, date).unwrap();
    assert_eq!(docx::write(&report, date).unwrap(), bytes, "the same again");
    assert_eq!(faults(&bytes), [""; 0]);
    let all = parts(&bytes);
    let figures = all.keys().filter(|n| n.ends_with(".emf")).count();
    assert!(figures > 0 && figures == all.keys().filter(|n| n.ends_with(".svg")).count());
    // Read back, it has every heading and every table of the report.
    let found = floodmark::plan::read::read(&read(&bytes).unwrap().text);
    let headings: Vec<&str> = found.sections.iter().map(|s| s.title.as_str()).collect();
    for (_, text, _) in report.headings() {
        assert!(headings.contains(&text), "{text} is missing in {headings:?}");
    }
    let tables = |all: &[bool]| all.iter().filter(|is| **is).count();
    let read: Vec<bool> = found.blocks.iter().map(|b| matches!(b.kind, BlockKind::Table { .. })).collect();
    let said: Vec<bool> =
        report.blocks.iter().map(|b| matches!(b.as_written(), Block::Table { .. })).collect();
    // One more: what stands under the title.
    assert_eq!(tables(&read), tables(&said) + 1);
    if office::is_here() {
        let folder = office::folder("report");
        std::fs::write(folder.join("report.docx"), &bytes).unwrap();
        office::settle(
            "keep",
            &folder.join("report.docx"),
            &[folder.join("report.pdf"), folder.join("report.txt")],
        );
        let text = std::fs::read_to_string(folder.join("report.txt")).unwrap();
        assert!(text.contains("Contents") && text.contains("Figure 1"), "{text}");
    }
}
