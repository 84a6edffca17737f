//! Plans in Word: read as text, changed with tracked changes, accepted and rejected.

mod hostile;
pub mod make;
mod office;
mod report;
mod round;
mod running;

use crate::plan::{accept, every_kind, plans, revision};
use floodmark::ooxml::{Stamp, amend, read};
use floodmark::plan::change::{Amendment, Edit, write};
use floodmark::plan::read as plan;
use floodmark::plan::read::block::{BlockKind, parse};
use make::{document, of_body, parts, settled};
use proptest::prelude::*;

fn stamp() -> Stamp {
    Stamp {
        author: "A. Osei & \"co\"".to_owned(),
        date: chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap(),
    }
}

/// What a reader sees, block by block.
fn seen(markdown: &str) -> Vec<String> {
    let normal = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    parse(markdown)
        .0
        .iter()
        .map(|b| {
            let kind = match &b.kind {
                BlockKind::Heading { level } => format!("h{level}"),
                BlockKind::Item { marker, .. } => {
                    format!("{}{}", if marker.len() > 1 { '1' } else { '-' }, b.depth)
                }
                BlockKind::Table { rows, .. } => format!("table{}", rows.len()),
                _ => "p".to_owned(),
            };
            format!("{kind}: {}", normal(b.text()))
        })
        .collect()
}

/// Everything that must hold of some amendments of a plan in Word.
#[track_caller]
fn holds(bytes: &[u8], amendments: &[Amendment], what: &str) -> Vec<u8> {
    let old = read(bytes).unwrap().text;
    let changes = accept(amendments);
    let revision = revision("A case | with `marks` <b>", "A. Osei | head");
    let written = write(&plan::read(&old), &changes, &revision);
    let made = amend(bytes, &written.edits, &stamp()).unwrap();
    assert_eq!(made.left, [""; 0], "{what}");
    if changes.is_empty() {
        assert_eq!(made.bytes, bytes, "{what}: nothing changed");
        return made.bytes;
    }
    let new = read(&made.bytes).unwrap().text;
    assert_eq!(seen(&new), seen(&written.text), "{what}: the text that was to be");
    assert_eq!(read(&settled(&made.bytes, true)).unwrap().text, new, "{what}: all accepted");
    assert_eq!(read(&settled(&made.bytes, false)).unwrap().text, old, "{what}: all rejected");
    // Nothing else has changed.
    let (before, after) = (parts(bytes), parts(&made.bytes));
    for (name, bytes) in &before {
        let may = [
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "[Content_Types].xml",
            "word/numbering.xml",
            "word/comments.xml",
        ];
        assert!(may.contains(&name.as_str()) || after.get(name) == Some(bytes), "{what}: {name} changed");
    }
    let comments = String::from_utf8(after["word/comments.xml"].clone()).unwrap();
    assert_eq!(comments.matches("<w:comment ").count(), changes.len(), "{what}: a comment a change");
    // A second run changes nothing.
    let again = write(&plan::read(&new), &changes, &revision);
    assert_eq!(again.edits, [], "{what}: a second run");
    assert_eq!(amend(&made.bytes, &again.edits, &stamp()).unwrap().bytes, made.bytes, "{what}");
    made.bytes
}

#[test]
fn a_document_is_read_as_markdown() {
    let text = "# Plan\n\n**Version:** 1.2 and *more*\n\n## Identify & isolate\n\n- Turn checkout off within 60 minutes\n  - and \\*tell\\* people\n- Call | the host\n\n1. One\n2. Two\n\n| Metric | Target |\n|---|---|\n| Time to contain | 60 \\| 90 minutes |\n\nWords after, \\<b>not bold\\</b>.\n";
    let found = read(&document(text)).unwrap().text;
    assert_eq!(seen(&found), seen(text), "{found}");
    let read = plan::read(&found);
    assert_eq!((read.version.as_deref(), read.title.as_str()), (Some("1.2"), "Plan"));
    assert_eq!(read.targets[0].minutes, 60);
}

#[test]
fn every_plan_takes_every_kind_of_change() {
    for (name, text) in plans().into_iter().filter(|(_, text)| !text.is_empty()) {
        let plain: String = read(&document(&text)).unwrap().text;
        let bytes = document(&plain);
        assert_eq!(read(&bytes).unwrap().text, plain, "{name}: read back");
        holds(&bytes, &every_kind(), &name);
        holds(&bytes, &[], &name);
    }
}

/// The comments in a document.
fn reasons(bytes: &[u8]) -> Vec<String> {
    let comments = String::from_utf8(parts(bytes)["word/comments.xml"].clone()).unwrap();
    comments.split("<w:comment ").skip(1).map(str::to_owned).collect()
}

#[test]
fn a_change_keeps_its_reason_whatever_it_does() {
    let revise = |id: &str, old: &str, new: &str| Amendment {
        id: format!("test.{id}"),
        section: "Contain".into(),
        replaces: Some(old.into()),
        text: new.into(),
        reason: format!("because of {id}"),
        ..every_kind().remove(4)
    };
    let list = "# Plan\n\n## Contain\n\n- Remove the skimmer\n- Copy the logs\n- Tell the host at once\n";
    let table = "# Plan\n\n## Contain\n\n| Step | By |\n|---|---|\n| Remove the skimmer | us |\n| Tell the host at once | us |\n";
    let fewer = revise("fewer", "Tell the host at once", "Tell the host");
    let order = revise("order", "Remove the skimmer\n- Copy the logs", "Copy the logs\n- Remove the skimmer");
    let gone = revise("gone", "Remove the skimmer\n- Copy the logs", "Copy the logs");
    for (text, change) in [(list, &fewer), (table, &fewer), (list, &order), (list, &gone)] {
        let plain = read(&document(text)).unwrap().text;
        let made = holds(&document(&plain), std::slice::from_ref(change), &change.id);
        let reasons = reasons(&made);
        assert!(reasons.len() == 1 && reasons[0].contains(&change.reason), "{}: {reasons:?}", change.id);
        assert_eq!(faults(&made), [""; 0], "{}", change.id);
    }
}

/// A document with a footnote at an item, an endnote in a cell and a text box, as Word writes them.
fn with_asides() -> Vec<u8> {
    let types =
        |name: &str| format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}");
    let relations = ["styles", "numbering", "footnotes", "endnotes"].iter().enumerate().map(|(n, name)| {
        format!("<Relationship Id=\"rId{}\" Type=\"{}\" Target=\"{name}.xml\"/>", n + 1, types(name))
    });
    let header = format!("<Relationship Id=\"rId9\" Type=\"{}\" Target=\"header1.xml\"/>", types("header"));
    let relations: String = relations.chain([header]).collect();
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
    );
    let notes = |kind: &str, text: &str| {
        format!(
            "<w:{kind}s xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:{kind} w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}><w:{kind} w:id=\"2\"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space=\"preserve\"> {text}</w:t></w:r></w:p><w:p><w:r><w:t>See counsel.</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
        )
    };
    let words = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let mark = |kind: &str| {
        format!(
            "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:{kind}Reference w:id=\"2\"/></w:r>"
        )
    };
    let boxed = "<w:txbxContent><w:p><w:r><w:t>Host hotline: 24 hours</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "{}<w:p><w:pPr><w:pStyle w:val=\"Listenabsatz\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}{}{}</w:p>{}<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>{}{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl><w:p>{}<w:r><w:pict>{boxed}</w:pict></w:r></w:p>",
        make::body("# Plan\n\n## Notify the authorities\n\n- Write down who decides.\n"),
        words("Notify the supervisory authority without undue delay"),
        mark("footnote"),
        words(", by portal."),
        make::body("- Keep the receipt.\n\n## Obligations\n"),
        words("Rule"),
        words("Limit"),
        words("Contract"),
        mark("endnote"),
        words("24 hours"),
        words("Beside it"),
    );
    make::of_body(
        &body.replace("r:id=\"rId3\"", "r:id=\"rId9\""),
        &[
            ("word/_rels/document.xml.rels", relations.into()),
            ("word/footnotes.xml", notes("footnote", "Within 72 hours, *GDPR* Art. 33.").into()),
            ("word/endnotes.xml", notes("endnote", "Clause 9").into()),
        ],
    )
}

#[test]
fn the_last_note_goes_with_the_reasons_of_all_changes() {
    use floodmark::ooxml::{Step, follow};
    let bytes = with_asides();
    let text = read(&bytes).unwrap().text;
    let cut = |from: &str, remark: &str| {
        let start = text.find(from).unwrap();
        let end = start + text[start..].find(')').unwrap() + 1;
        Edit { range: start..end, text: String::new(), remark: Some(remark.to_owned()) }
    };
    let edits = vec![
        cut(" (footnote: ", "No note any more."),
        cut(" (endnote: ", "No end."),
        cut(" (text box: ", "No box."),
    ];
    let mut new = text.clone();
    for edit in edits.iter().rev() {
        new.replace_range(edit.range.clone(), "");
    }
    let step = Step {
        text: new,
        edits,
        stamp: Stamp { author: String::new(), date: chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap() },
    };
    let made = follow(&bytes, &[step]).unwrap();
    assert_eq!(made.left, [""; 0]);
    assert_eq!(reasons(&made.bytes).len(), 3);
}

#[test]
fn notes_and_text_boxes_are_read_where_they_stand_and_stay_as_they_are() {
    use floodmark::ooxml::{Step, follow};
    let bytes = with_asides();
    let found = read(&bytes).unwrap();
    let item = "- Notify the supervisory authority without undue delay (footnote: Within 72 hours, \\*GDPR\\* Art. 33. See counsel.), by portal.\n- Keep the receipt.\n";
    assert!(found.text.contains(item), "{}", found.text);
    assert!(
        found.text.contains("| Contract (endnote: Clause 9 See counsel.) | 24 hours |"),
        "{}",
        found.text
    );
    assert!(found.text.contains("Beside it (text box: Host hotline: 24 hours)"), "{}", found.text);
    assert!(
        found.warnings.iter().any(|w| w.contains("footnotes, endnotes and text boxes")),
        "{:?}",
        found.warnings
    );
    let plain = read(&document("# Plan\n\nWords.\n")).unwrap();
    assert_eq!(plain.warnings, [""; 0]);
    // Every kind of change goes into the text around them.
    holds(&bytes, &every_kind(), "beside notes");
    let old = "Notify the supervisory authority without undue delay (footnote: Within 72 hours, \\*GDPR\\* Art. 33. See counsel.), by portal.";
    let revise = |text: &str| Amendment {
        id: "test.note".into(),
        section: "Notify the authorities".into(),
        replaces: Some(old.into()),
        text: text.into(),
        ..every_kind().remove(4)
    };
    let around = revise(
        &old.replace("by portal", "by the form of the portal").replace("the supervisory", "our supervisory"),
    );
    let made = holds(&bytes, std::slice::from_ref(&around), "around a note");
    let (before, after) = (parts(&bytes), parts(&made));
    assert_eq!(before["word/footnotes.xml"], after["word/footnotes.xml"]);
    let xml = String::from_utf8(after["word/document.xml"].clone()).unwrap();
    assert_eq!(xml.matches("<w:footnoteReference w:id=\"2\"/>").count(), 1);
    // What comes beside the mark of a note is no mark itself.
    let beside =
        holds(&bytes, &[revise(&old.replace("counsel.)", "counsel.) and at once"))], "beside a mark");
    let xml = String::from_utf8(parts(&beside)["word/document.xml"].clone()).unwrap();
    assert!(
        !xml.split("<w:ins ").skip(1).any(|ins| ins
            .split("</w:ins>")
            .next()
            .unwrap()
            .contains("superscript"))
    );
    // A note goes as a whole with its line, and comes back with it.
    holds(&bytes, &[revise("Tell them.")], "without the note");
    // Its own words are not changed, which is told.
    let plan = plan::read(&found.text);
    let changed =
        write(&plan, &accept(&[revise(&old.replace("72 hours", "24 hours"))]), &revision("A case", "Head"));
    let made = amend(&bytes, &changed.edits, &stamp()).unwrap();
    assert!(made.left.len() == 1 && made.left[0].contains("in a note or a text box"), "{:?}", made.left);
    assert_eq!(read(&settled(&made.bytes, false)).unwrap().text, found.text);
    // A plan that was opened before they were read is followed without them.
    let mark = |text: &str| text.find(" (").map(|at| (at, text[at..].find(')').unwrap() + at + 1));
    let mut older = found.text.clone();
    while let Some((from, to)) = mark(&older) {
        older.replace_range(from..to, "");
    }
    let text = older.replace("Keep the receipt.", "Keep the receipt of the portal.");
    let step = Step { text, edits: vec![], stamp: stamp() };
    let made = follow(&bytes, &[step]).unwrap();
    assert_eq!(made.left, [""; 0]);
    let new = read(&settled(&made.bytes, true)).unwrap().text;
    assert_eq!(new, found.text.replace("Keep the receipt.", "Keep the receipt of the portal."));
}

#[test]
fn a_list_that_is_not_there_is_made() {
    let bytes = of_body("<w:p><w:r><w:t>Only words.</w:t></w:r></w:p>", &[]);
    let made = holds(&bytes, &every_kind(), "only words");
    let document = String::from_utf8(parts(&made)["word/document.xml"].clone()).unwrap();
    assert!(document.contains("<w:numId w:val=\"3\"/>"), "{document}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_plan_is_changed_and_changed_back(text in crate::plan::lines(), chosen in prop::collection::vec(any::<bool>(), 10)) {
        let Ok(first) = read(&document(&text)) else { return Ok(()) };
        let some: Vec<Amendment> = every_kind().into_iter().zip(&chosen).filter(|(_, c)| **c).map(|(a, _)| a).collect();
        holds(&document(&first.text), &some, &first.text);
    }
}

/// A plan that others published, as LibreOffice writes it.
fn published(folder: &std::path::Path) -> Option<Vec<u8>> {
    let path = crate::shared::shared("data/plans/aws/IRP-PersonalDataBreach.md")?;
    let text = std::fs::read_to_string(path).unwrap();
    let options = pulldown_cmark::Options::ENABLE_TABLES;
    let mut html = String::from("<html><head><meta charset=\"utf-8\"></head><body>");
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(&text, options));
    Some(office::from_html(&html, folder))
}

#[test]
fn libre_office_accepts_to_the_new_text_and_rejects_to_the_old() {
    if !office::is_here() {
        return;
    }
    let folder = office::folder("settle");
    let mut all = vec![("example", document(floodmark::example::plan()))];
    all.extend(published(&folder).map(|bytes| ("published", bytes)));
    for (name, bytes) in all {
        let made = holds(&bytes, &every_kind(), name);
        let at = |end: &str| folder.join(format!("{name}-{end}.docx"));
        // What another program wrote may have faults of its own; none is added to them.
        let before = faults(&bytes);
        let new: Vec<String> = faults(&made).into_iter().filter(|fault| !before.contains(fault)).collect();
        assert_eq!(new, [""; 0], "{name}");
        // With its comments it opens, and prints.
        std::fs::write(at("full"), &made).unwrap();
        office::convert(&at("full"), "pdf", &[], &folder);
        assert!(
            std::fs::read(folder.join(format!("{name}-full.pdf"))).unwrap().starts_with(b"%PDF"),
            "{name}"
        );
        std::fs::write(at("old"), &bytes).unwrap();
        // A LibreOffice without windows falls over its own comments when it shows a document.
        std::fs::write(at("new"), make::without_comments(&made)).unwrap();
        office::settle("keep", &at("new"), &[folder.join(format!("{name}.pdf"))]);
        office::settle("accept", &at("new"), &[at("accepted")]);
        office::settle("reject", &at("new"), &[at("rejected")]);
        // What LibreOffice makes of the old document without any change.
        office::settle("keep", &at("old"), &[at("kept")]);
        let text = |end: &str| read(&std::fs::read(at(end)).unwrap()).unwrap().text;
        assert_eq!(seen(&text("accepted")), seen(&read(&made).unwrap().text), "{name}: accepted");
        assert_eq!(seen(&text("rejected")), seen(&text("kept")), "{name}: rejected");
    }
}

/// What the published schemas have against a document.
fn faults(bytes: &[u8]) -> Vec<String> {
    use ooxmlsdk::parts::wordprocessing_document::WordprocessingDocument;
    let mut document = WordprocessingDocument::new(std::io::Cursor::new(bytes)).unwrap();
    let found = document.validate().unwrap();
    found
        .iter()
        .map(|e| format!("{:?} {:?} {:?}: {}", e.part_uri, e.type_name, e.field_name, e.description))
        .collect()
}

#[test]
fn what_is_written_is_valid() {
    for (name, text) in plans().into_iter().take(2) {
        let bytes = document(&read(&document(&text)).unwrap().text);
        assert_eq!(faults(&bytes), [""; 0], "{name}: as made");
        assert_eq!(faults(&holds(&bytes, &every_kind(), &name)), [""; 0], "{name}: changed");
    }
}

#[test]
fn the_document_of_the_browser_job_is_the_plan_of_the_example() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/kestrel-plan.docx");
    let held = read(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(held, read(&document(floodmark::example::plan())).unwrap());
}

#[test]
fn versions_follow_one_another_in_the_document() {
    use floodmark::ooxml::{Step, follow};
    let bytes = document(floodmark::example::plan());
    let mut text = read(&bytes).unwrap().text;
    let mut steps = vec![];
    for half in [&every_kind()[..4], &every_kind()[4..]] {
        let written = write(&plan::read(&text), &accept(half), &revision("A case", "Head"));
        text.clone_from(&written.text);
        steps.push(Step { text: written.text, edits: written.edits, stamp: stamp() });
    }
    let made = follow(&bytes, &steps).unwrap();
    assert_eq!(seen(&read(&made.bytes).unwrap().text), seen(&text));
    assert_eq!(faults(&made.bytes), [""; 0]);
    assert_eq!(read(&settled(&made.bytes, false)).unwrap(), read(&bytes).unwrap());
    // A version whose edits are not known is found by its lines.
    for step in &mut steps {
        step.edits.clear();
    }
    let compared = follow(&bytes, &steps).unwrap();
    assert_eq!(seen(&read(&compared.bytes).unwrap().text), seen(&text));
    assert_eq!(follow(&bytes, &[]).unwrap().bytes, bytes);
}
