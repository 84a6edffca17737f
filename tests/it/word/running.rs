//! Headers and footers, and text boxes in headings: read beside the text, changed where the version moves on.

use super::make::{body, of_body, parts, settled};
use super::{faults, office, seen, stamp};
use crate::plan::{accept, every_kind, revision};
use floodmark::ooxml::{Step, amend, follow, read};
use floodmark::plan::change::write;
use floodmark::plan::coverage::{Against, State, coverage};
use floodmark::plan::read as plan;
use floodmark::plan::read::control::FieldKind;

const PLAN: &str =
    "# Kestrel response plan\n\nHow we respond.\n\n## Identify & isolate\n\n- Turn checkout off.\n";

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn field(code: &str, shown: &str) -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{}<w:r><w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>{}{}{}",
        mark("begin"),
        mark("separate"),
        run(shown),
        mark("end")
    )
}

/// A document with a header, one for first pages that is not shown, and a footer in a table and with the number of the page.
fn document(text: &str) -> Vec<u8> {
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let part = |root: &str, inner: &str| format!("<w:{root} xmlns:w=\"{W}\">{inner}</w:{root}>").into_bytes();
    let row = |cells: [String; 2]| {
        let cells = cells.map(|words| {
            format!("<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr><w:p>{words}</w:p></w:tc>")
        });
        format!("<w:tr>{}</w:tr>", cells.concat())
    };
    let table = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>{}{}</w:tbl><w:p/>",
        row([run("Next review"), run("2026-02-01")]),
        row([run("Owner:"), run("J. Roe")]),
    );
    let pages = format!(
        "<w:p>{}{}{}<w:fldSimple w:instr=\" NUMPAGES \">{}</w:fldSimple></w:p>",
        run("Page "),
        field("PAGE", "3"),
        run(" of "),
        run("12")
    );
    let header = format!(
        "<w:p>{}<w:r><w:tab/></w:r>{}<w:r><w:tab/></w:r>{}</w:p><w:p>{}</w:p>",
        run("Kestrel"),
        run("Version 1.2"),
        run("Effective 2026-01-15"),
        run("Confidential")
    );
    let relation = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{R}/{kind}\" Target=\"{target}.xml\"/>")
    };
    let relations = [
        relation(1, "styles", "styles"),
        relation(2, "numbering", "numbering"),
        relation(3, "header", "header1"),
        relation(4, "footer", "footer1"),
        relation(5, "header", "header2"),
        relation(6, "header", "header3"),
    ];
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
        relations.concat()
    );
    // A section of its own, whose properties were changed, with a header that says what the other one says.
    let section = format!(
        "<w:p><w:pPr><w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId6\"/><w:headerReference w:type=\"first\" r:id=\"rId5\"/><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:sectPrChange w:id=\"90\" w:author=\"A\"><w:sectPr><w:pgSz w:w=\"1\" w:h=\"1\"/></w:sectPr></w:sectPrChange></w:sectPr></w:pPr>{}</w:p>",
        run("End of part one.")
    );
    let types = parts(&of_body("", &[])).remove("[Content_Types].xml").unwrap();
    let kind = |name: &str, kind: &str| {
        format!(
            "<Override PartName=\"/word/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml\"/>"
        )
    };
    let more = [kind("footer1", "footer"), kind("header2", "header"), kind("header3", "header")].concat();
    let types = String::from_utf8(types).unwrap().replace("</Types>", &format!("{more}</Types>"));
    of_body(
        &format!("{}{section}", body(text)),
        &[
            ("[Content_Types].xml", types.into()),
            ("word/_rels/document.xml.rels", relations.into()),
            ("word/header1.xml", part("hdr", &header)),
            ("word/header2.xml", part("hdr", &format!("<w:p>{}</w:p>", run("Version 0.9 of the cover")))),
            ("word/header3.xml", part("hdr", &header)),
            ("word/footer1.xml", part("ftr", &format!("{table}{pages}"))),
        ],
    )
}

#[test]
fn what_headers_and_footers_state_is_read_and_moves_on_with_the_version() {
    let bytes = document(PLAN);
    let found = read(&bytes).unwrap();
    let above = "(header: Kestrel Version 1.2 Effective 2026-01-15)\n\n(footer: Next review 2026-02-01)\n\n(footer: Owner: J. Roe)\n\n# Kestrel response plan\n";
    assert!(found.text.starts_with(above), "{}", found.text);
    assert!(!found.text.contains("Confidential") && !found.text.contains("0.9"), "{}", found.text);
    assert!(found.warnings.iter().any(|w| w.contains("headers and footers")), "{:?}", found.warnings);
    let old = plan::read(&found.text);
    assert_eq!((old.version.as_deref(), old.title.as_str()), (Some("1.2"), "Kestrel response plan"));
    let kinds: Vec<FieldKind> = old.fields.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FieldKind::Version, FieldKind::Date, FieldKind::NextReview]);
    // Coverage sees the days wherever they stand in the line.
    let text = found.text.replace("(footer: Next review", "(footer: The owner is told, next review");
    let against = Against {
        today: chrono::NaiveDate::from_ymd_opt(2026, 4, 2).unwrap(),
        obligations: &[],
        said: &[],
        took: &[],
    };
    let lines = coverage(&plan::read(&text), &against);
    let next = lines.iter().find(|line| line.name == "Next review").unwrap();
    assert_eq!(
        (next.state, next.because.as_str()),
        (State::OutOfDate, "Due on 2026-02-01, which has passed.")
    );

    let changes = accept(&every_kind());
    let revision = revision("A case", "Head");
    let written = write(&old, &changes, &revision);
    let made = amend(&bytes, &written.edits, &stamp()).unwrap();
    assert_eq!(made.left, [""; 0]);
    let new = read(&made.bytes).unwrap().text;
    assert_eq!(seen(&new), seen(&written.text));
    assert!(new.starts_with("(header: Kestrel Version 1.3 Effective "), "{new}");
    assert!(!new.contains("2026-01-15") && !new.contains("2026-02-01"), "{new}");
    assert_eq!(read(&settled(&made.bytes, true)).unwrap().text, new);
    assert_eq!(read(&settled(&made.bytes, false)).unwrap().text, found.text);
    assert_eq!(faults(&made.bytes), [""; 0]);
    // Both headers that say so have it, tracked and without comments; what is not shown stays.
    let (before, after) = (parts(&bytes), parts(&made.bytes));
    for name in ["word/header1.xml", "word/header3.xml", "word/footer1.xml"] {
        let xml = String::from_utf8(after[name].clone()).unwrap();
        assert!(
            xml.contains("<w:ins ") && xml.contains("<w:del ") && !xml.contains("comment"),
            "{name}: {xml}"
        );
    }
    assert_eq!(before["word/header2.xml"], after["word/header2.xml"]);
    // A second run changes nothing, and a version follows the other.
    assert_eq!(write(&plan::read(&new), &changes, &revision).edits, []);
    let step = Step { text: written.text.clone(), edits: written.edits, stamp: stamp() };
    let followed = follow(&bytes, std::slice::from_ref(&step)).unwrap();
    assert_eq!(followed.bytes, made.bytes);
    let compared = follow(&bytes, &[Step { edits: vec![], ..step }]).unwrap();
    assert_eq!(seen(&read(&compared.bytes).unwrap().text), seen(&new));
}

#[test]
fn libre_office_accepts_and_rejects_what_moves_in_headers_and_footers() {
    if !office::is_here() {
        return;
    }
    let folder = office::folder("running");
    let bytes = document(PLAN);
    let old = read(&bytes).unwrap().text;
    let written = write(&plan::read(&old), &accept(&every_kind()), &revision("A case", "Head"));
    let made = amend(&bytes, &written.edits, &stamp()).unwrap().bytes;
    let at = |end: &str| folder.join(format!("{end}.docx"));
    std::fs::write(at("old"), &bytes).unwrap();
    std::fs::write(at("new"), super::make::without_comments(&made)).unwrap();
    office::settle("accept", &at("new"), &[at("accepted"), folder.join("accepted.pdf")]);
    office::settle("reject", &at("new"), &[at("rejected")]);
    // What LibreOffice makes of the old document without any change.
    office::settle("keep", &at("old"), &[at("kept")]);
    let text = |end: &str| read(&std::fs::read(at(end)).unwrap()).unwrap().text;
    let (accepted, rejected) = (text("accepted"), text("rejected"));
    // The second section takes its footer over from the first: LibreOffice makes a copy of it, without its tracked changes.
    let text_of = |text: &str| -> Vec<String> {
        seen(text).into_iter().filter(|line| !line.starts_with("p: (footer: ")).collect()
    };
    assert_eq!(text_of(&accepted), text_of(&read(&made).unwrap().text));
    assert_eq!(text_of(&rejected), text_of(&text("kept")));
    assert!(accepted.contains("(footer: Next review 2027-03-24)"), "{accepted}");
    assert!(rejected.contains("(footer: Next review 2026-02-01)"), "{rejected}");
    assert!(accepted.starts_with("(header: Kestrel Version 1.3 Effective "), "{accepted}");
    assert!(rejected.starts_with("(header: Kestrel Version 1.2 Effective 2026-01-15)"), "{rejected}");
}

#[test]
fn what_the_document_itself_says_goes_before_its_headers() {
    // The header may name the version of a form.
    let text = PLAN.replace("How we respond.", "Version 4.0");
    let read = plan::read(&read(&document(&text)).unwrap().text);
    assert_eq!(read.version.as_deref(), Some("4.0"));
    assert!(!read.fields.iter().any(|f| read.text[f.range.clone()] == *"1.2"));
    // So do its days.
    let text = "(header: Form F-12, last updated 2023-05-01)\n\n# Plan\n\nLast reviewed: 2026-01-15\n";
    let today = chrono::NaiveDate::from_ymd_opt(2026, 4, 2).unwrap();
    let lines = coverage(&plan::read(text), &Against { today, obligations: &[], said: &[], took: &[] });
    let last = lines.iter().find(|line| line.name == "Last reviewed").unwrap();
    assert_eq!((last.state, last.because.as_str()), (State::Has, "On 2026-01-15."));
}

#[test]
fn a_field_in_a_header_is_left_alone_and_named() {
    let header = format!(
        "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p>{}{}</w:p></w:hdr>",
        run("Version: "),
        field("DOCPROPERTY Version", "1.2")
    );
    let bytes = of_body(&body(PLAN), &[("word/header1.xml", header.clone().into())]);
    let old = plan::read(&read(&bytes).unwrap().text);
    assert_eq!(old.version.as_deref(), Some("1.2"));
    let written = write(&old, &accept(&every_kind()), &revision("A case", "Head"));
    let made = amend(&bytes, &written.edits, &stamp()).unwrap();
    assert_eq!(made.left.len(), 1, "{:?}", made.left);
    assert!(made.left[0].starts_with("“Version: 1.2” should read “Version: 1.3”."), "{:?}", made.left);
    assert_eq!(parts(&made.bytes)["word/header1.xml"], header.into_bytes());
    assert_eq!(faults(&made.bytes), [""; 0]);
}

#[test]
fn a_plan_that_was_opened_without_them_is_followed_without_them() {
    let bytes = document(PLAN);
    let text = read(&bytes).unwrap().text;
    let body = &text[text.find("# Kestrel").unwrap()..];
    let new = body.replace("Turn checkout off.", "Turn checkout off at once.");
    for edits in [floodmark_edit(body, "checkout off", "checkout off at once"), vec![]] {
        let step = Step { text: new.clone(), edits, stamp: stamp() };
        let made = follow(&bytes, &[step]).unwrap();
        assert_eq!(made.left, [""; 0]);
        assert_eq!(parts(&made.bytes)["word/header1.xml"], parts(&bytes)["word/header1.xml"]);
        let read = read(&settled(&made.bytes, true)).unwrap().text;
        assert_eq!(read, text.replace("Turn checkout off.", "Turn checkout off at once."));
    }
}

fn floodmark_edit(text: &str, old: &str, new: &str) -> Vec<floodmark::plan::change::Edit> {
    let at = text.find(old).unwrap();
    vec![floodmark::plan::change::Edit { range: at..at + old.len(), text: new.to_owned(), remark: None }]
}

#[test]
fn a_text_box_in_a_heading_is_no_part_of_its_title() {
    let boxed = |text: &str| {
        format!(
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )
    };
    let heading = body("## Notify the authorities\n")
        .replace("<w:bookmarkEnd", &format!("{}<w:bookmarkEnd", boxed("Host hotline: 24 hours")));
    let bytes = of_body(&format!("{}{heading}{}", body("# Plan\n"), body("- Keep the receipt.\n")), &[]);
    let found = read(&bytes).unwrap().text;
    assert_eq!(
        found,
        "# Plan\n\n## Notify the authorities\n\n(text box: Host hotline: 24 hours)\n\n- Keep the receipt.\n"
    );
    assert_eq!(plan::read(&found).sections[1].title, "Notify the authorities");
    super::holds(&bytes, &every_kind(), "a box in a heading");
    // With its heading it goes, and nobody is asked for anything.
    let gone =
        floodmark_edit(&found, "## Notify the authorities\n\n(text box: Host hotline: 24 hours)\n\n", "");
    let made = amend(&bytes, &gone, &stamp()).unwrap();
    assert_eq!(made.left, [""; 0]);
    assert_eq!(seen(&read(&settled(&made.bytes, true)).unwrap().text), ["h1: Plan", "-1: Keep the receipt."]);
    // What comes below the heading stands below it, and what comes in the place of the box is there.
    let below = floodmark_edit(&found, "authorities\n", "authorities\n\n### Who decides\n");
    let made = amend(&bytes, &below, &stamp()).unwrap();
    let text = read(&settled(&made.bytes, true)).unwrap().text;
    assert!(text.find("## Notify") < text.find("### Who decides"), "{text}");
    let replaced = floodmark_edit(&found, "(text box: Host hotline: 24 hours)", "Call the host first.");
    let made = amend(&bytes, &replaced, &stamp()).unwrap();
    let text = read(&settled(&made.bytes, true)).unwrap().text;
    assert!(text.contains("\nCall the host first.\n"), "{text}");
    // It is never changed, which is told.
    let made = amend(&bytes, &floodmark_edit(&found, "24 hours", "12 hours"), &stamp()).unwrap();
    assert!(made.left.len() == 1 && made.left[0].contains("in a note or a text box"), "{:?}", made.left);
    assert_eq!(read(&settled(&made.bytes, true)).unwrap().text, found);
}
