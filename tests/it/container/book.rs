//! Workbooks, written by hand as the parts that a spreadsheet program writes.

use super::{open, zip_of};
use floodmark::container::{ContainerError, Limits, expand};
use floodmark::import::read_all;
use proptest::prelude::*;

const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="dd.mm.yyyy"/></numFmts>
<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="21"/></cellXfs></styleSheet>"#;

/// A workbook with these sheets: name, attributes, and the inside of `sheetData`.
fn book(strings: &str, properties: &str, sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let pack = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut listed = String::new();
    let mut relations = format!(
        r#"<Relationship Id="s" Type="{rel}/styles" Target="styles.xml"/><Relationship Id="t" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>"#
    );
    let mut parts = vec![];
    for (n, (name, attributes, data)) in sheets.iter().enumerate() {
        listed += &format!(r#"<sheet name="{name}" sheetId="{}" {attributes} r:id="r{n}"/>"#, n + 1);
        relations +=
            &format!(r#"<Relationship Id="r{n}" Type="{rel}/worksheet" Target="worksheets/sheet{n}.xml"/>"#);
        let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>"#);
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet));
    }
    parts.push((
        "[Content_Types].xml".to_owned(),
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
    ));
    let start = format!(r#"<Relationship Id="a" Type="{rel}/officeDocument" Target="xl/workbook.xml"/>"#);
    parts.push((
        "_rels/.rels".to_owned(),
        format!(r#"<Relationships xmlns="{pack}">{start}</Relationships>"#),
    ));
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(
            r#"<workbook xmlns="{main}" xmlns:r="{rel}">{properties}<sheets>{listed}</sheets></workbook>"#
        ),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!(r#"<Relationships xmlns="{pack}">{relations}</Relationships>"#),
    ));
    parts.push(("xl/styles.xml".to_owned(), STYLES.to_owned()));
    parts.push(("xl/sharedStrings.xml".to_owned(), format!(r#"<sst xmlns="{main}">{strings}</sst>"#)));
    let borrowed: Vec<(&str, &[u8])> = parts.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    zip_of(&borrowed)
}

/// A workbook of one plain sheet.
pub fn plain_book() -> Vec<u8> {
    book(STRINGS, "", &[("Timeline", "", ROWS)])
}

const STRINGS: &str = "<si><t>When</t></si><si><t>What, \"exactly\"</t></si><si><t>two\nlines</t></si><si><r><t xml:space=\"preserve\">in </t></r><r><t>parts</t></r></si>";

/// 2026-03-16 is day 46097 of the 1900 system, and 44635 of the 1904 system.
const ROWS: &str = r#"
<row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="inlineStr"><is><t>How long</t></is></c></row>
<row r="4"><c r="B4" s="1"><v>46097.408680555556</v></c><c r="C4" t="s"><v>2</v></c><c r="D4" s="3"><v>1.0625</v></c></row>
<row r="6"><c r="B6" s="1"><v>46098</v></c><c r="C6" t="s"><v>3</v></c><c r="D6"><v>42</v></c><c r="E6" s="2"><v>46097</v></c></row>
<row r="7"><c r="B7" s="1"><v>46098.5000028935</v></c><c r="C7" t="b"><v>1</v></c><c r="D7" t="e"><v>#DIV/0!</v></c><c r="E7" s="4"><v>46099</v></c></row>
<row r="8"><c r="C8"><v>0.1</v></c><c r="D8" s="5"><v>0.75</v></c><c r="E8" t="str"><v>made by a formula</v></c></row>
<row r="9"><c r="C9" s="1"/></row>"#;

#[test]
fn a_sheet_becomes_a_table_of_what_its_cells_show() {
    let file = book(
        STRINGS,
        "",
        &[
            ("Time line", "", ROWS),
            ("Nothing", "", ""),
            ("Secret", r#"state="hidden""#, r#"<row r="1"><c r="A1"><v>7</v></c></row>"#),
        ],
    );
    let (members, told) = open("book.xlsx", &file);
    assert_eq!(members[0].name, "book.xlsx › Time line");
    assert_eq!(
        std::str::from_utf8(&members[0].bytes).unwrap(),
        "When,\"What, \"\"exactly\"\"\",How long,\r\n\
         2026-03-16 09:48:30,\"two\nlines\",25:30:00,\r\n\
         \r\n\
         2026-03-17 00:00:00,in parts,42,2026-03-16\r\n\
         2026-03-17 12:00:00.250,TRUE,#DIV/0!,2026-03-18\r\n\
         ,0.1,18:00:00,made by a formula\r\n"
    );
    assert_eq!(
        (members[1].name.as_str(), members[1].bytes.as_slice()),
        ("book.xlsx › Secret", &b"7\r\n"[..])
    );
    assert_eq!(members.len(), 2);
    assert!(told.notes[0].contains("“Secret”") && told.notes[1].contains("“Nothing”"), "{:?}", told.notes);
    // It is read like any other table, also from inside a ZIP inside a ZIP.
    let imported = read_all(&members[0].name, &members[0].bytes, None).unwrap();
    assert_eq!(imported.report.events + imported.report.refusals.len() as u64, 4);
    let packed = zip_of(&[("in.zip", &zip_of(&[("b.xlsx", &file)]))]);
    assert_eq!(open("out.zip", &packed).0[0].name, "out.zip › in.zip › b.xlsx › Time line");
}

#[test]
fn the_1904_system_gives_the_same_days() {
    let rows =
        r#"<row r="1"><c r="A1" s="1"><v>44635.408680555556</v></c><c r="B1" s="2"><v>44635</v></c></row>"#;
    let file = book("", r#"<workbookPr date1904="1"/>"#, &[("S", "", rows)]);
    assert_eq!(open("b.xlsx", &file).0[0].bytes, b"2026-03-16 09:48:30,2026-03-16\r\n");
}

#[test]
fn a_sheet_that_claims_the_whole_grid_ends_at_a_limit() {
    let row = |n: u32| format!(r#"<row r="{n}"><c r="A{n}"><v>1</v></c></row>"#);
    let rows: String =
        (1..200).map(row).collect::<String>() + r#"<row r="200"><c r="XFD200"><v>1</v></c></row>"#;
    let file = book("", "", &[("Wide", "", &rows), ("S", "", &row(1))]);
    let limits = Limits { member: 1 << 20, ..Limits::default() };
    let (members, told) = expand("b.xlsx", &file, &limits).unwrap();
    assert_eq!((members.len(), told.skipped.len()), (1, 1));
    assert!(told.skipped[0].reason.contains("1 MB"), "{}", told.skipped[0].reason);
    for cell in ["XFE1", "A1048577", "A4294967295"] {
        let beyond = format!(r#"<row r="1"><c r="{cell}"><v>1</v></c></row>"#);
        let (members, told) = open("b.xlsx", &book("", "", &[("S", "", &beyond)]));
        assert_eq!((members.len(), told.skipped.len()), (0, 1), "{cell}");
        assert!(told.skipped[0].reason.contains("CSV"));
    }
    let strings = "<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>".repeat(500_000);
    let file = book(&strings, "", &[("S", "", &row(1))]);
    let limits = Limits { ratio: 100, ratio_from: 1 << 20, ..Limits::default() };
    assert!(matches!(expand("b.xlsx", &file, &limits), Err(ContainerError::Ratio { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A part with any bytes changed: each sheet comes, is empty, or is told; never a panic.
    #[test]
    fn a_damaged_workbook_is_told(part in 0usize..8, at in 0usize..2000, value in prop::collection::vec(any::<u8>(), 1..8)) {
        let file = book(STRINGS, "", &[("Time line", "", ROWS), ("Other", "", ROWS)]);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
        let mut parts = vec![];
        for n in 0..archive.len() {
            let mut entry = archive.by_index(n).unwrap();
            let mut bytes = vec![];
            std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
            if n == part {
                for (k, byte) in value.iter().enumerate() {
                    let at = (at + k) % bytes.len();
                    bytes[at] = *byte;
                }
            }
            parts.push((entry.name().unwrap().into_owned(), bytes));
        }
        let borrowed: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        if let Ok((members, told)) = expand("b.xlsx", &zip_of(&borrowed), &Limits::default()) {
            prop_assert_eq!(members.len() as u64, told.members);
        }
    }
}
