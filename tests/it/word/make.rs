//! Word documents made for tests, and what a reader of them does when accepting or rejecting changes.

use floodmark::ooxml::package::{Package, pack};
use floodmark::ooxml::xml::{Id, Tree, escape};
use floodmark::plan::read::block::{Block, BlockKind, Run, parse};
use std::collections::BTreeMap;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A part that nothing may touch.
pub const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nnot really a picture";

fn runs(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let mut style = String::new();
        if run.bold {
            style.push_str("<w:b/>");
        }
        if run.italic {
            style.push_str("<w:i/>");
        }
        if !style.is_empty() {
            style = format!("<w:rPr>{style}</w:rPr>");
        }
        // As Word leaves text that was typed in several goes.
        let chars: Vec<char> = run.text.replace('\n', " ").chars().collect();
        let (a, b) = chars.split_at(chars.len() / 2);
        for part in [a, b].iter().filter(|p| !p.is_empty()) {
            let text: String = part.iter().collect();
            out.push_str(&format!(
                "<w:r w:rsidR=\"00A100B2\">{style}<w:t xml:space=\"preserve\">{}</w:t></w:r><w:proofErr w:type=\"spellStart\"/>",
                escape(&text)
            ));
        }
    }
    out
}

fn block(block: &Block) -> String {
    match &block.kind {
        BlockKind::Heading { level } => format!(
            "<w:p><w:pPr><w:pStyle w:val=\"berschrift{level}\"/></w:pPr><w:bookmarkStart w:id=\"7\" w:name=\"x\"/>{}<w:bookmarkEnd w:id=\"7\"/></w:p>",
            runs(&block.runs)
        ),
        BlockKind::Item { marker, .. } => {
            let list = if marker.starts_with(|c: char| c.is_ascii_digit()) { 2 } else { 1 };
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"Listenabsatz\"/><w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
                block.depth.saturating_sub(1),
                runs(&block.runs)
            )
        }
        BlockKind::Table { header, rows } => {
            let row = |row: &floodmark::plan::read::block::Row, first: bool| {
                let cells: String = row
                    .cells
                    .iter()
                    .map(|c| {
                        format!(
                            "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr><w:p>{}</w:p></w:tc>",
                            runs(&c.runs)
                        )
                    })
                    .collect();
                let header = if first { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
                format!("<w:tr>{header}{cells}</w:tr>")
            };
            let grid = "<w:gridCol w:w=\"2000\"/>".repeat(header.cells.len());
            let rows: String = rows.iter().map(|r| row(r, false)).collect();
            format!(
                "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}{rows}</w:tbl><w:p/>",
                row(header, true)
            )
        }
        BlockKind::Rule => "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>".to_owned(),
        _ => format!("<w:p>{}</w:p>", runs(&block.runs)),
    }
}

/// The body of a document that says a text in Markdown.
pub fn body(markdown: &str) -> String {
    parse(markdown).0.iter().map(block).collect()
}

/// A document that says a text in Markdown, as a German Word would write it.
pub fn document(markdown: &str) -> Vec<u8> {
    of_body(&body(markdown), &[])
}

/// A document of a body, with some more parts.
pub fn of_body(body: &str, more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let heading = |n: u32| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"berschrift{n}\"><w:name w:val=\"heading {n}\"/><w:basedOn w:val=\"Standard\"/><w:pPr><w:keepNext/><w:outlineLvl w:val=\"{}\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"{}\"/></w:rPr></w:style>",
            n - 1,
            40 - 4 * n
        )
    };
    let headings: String = (1..=6).map(heading).collect();
    let levels = |format: &str, mark: &str| -> String {
        (0..9)
            .map(|n| {
                let mark = if mark.is_empty() { format!("%{}.", n + 1) } else { mark.to_owned() };
                format!("<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{mark}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"360\"/></w:pPr></w:lvl>", 720 * (n + 1))
            })
            .collect()
    };
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"
    );
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Standard\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Listenabsatz\"><w:name w:val=\"List Paragraph\"/><w:basedOn w:val=\"Standard\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Verzeichnis1\"><w:name w:val=\"toc 1\"/><w:basedOn w:val=\"Standard\"/></w:style>{headings}</w:styles>"
    );
    let numbering = format!(
        "<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum><w:abstractNum w:abstractNumId=\"1\">{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>",
        levels("bullet", "•"),
        levels("decimal", "")
    );
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>";
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{R}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"{R}/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"rId3\" Type=\"{R}/header\" Target=\"header1.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{R}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let header = format!("<w:hdr xmlns:w=\"{W}\"><w:p><w:r><w:t>Confidential</w:t></w:r></w:p></w:hdr>");
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", root.into()),
        ("word/document.xml", document.into()),
        ("word/_rels/document.xml.rels", relations.into()),
        ("word/styles.xml", styles.into()),
        ("word/numbering.xml", numbering.into()),
        ("word/header1.xml", header.into()),
        ("word/media/image1.png", PICTURE.to_vec()),
    ];
    for (name, bytes) in more {
        match parts.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => old.clone_from(bytes),
            None => parts.push((name, bytes.clone())),
        }
    }
    pack(&parts).unwrap()
}

/// All parts of a document.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut package = Package::open(bytes).unwrap();
    let names = package.names();
    names
        .into_iter()
        .map(|n| {
            let bytes = package.bytes(&n).unwrap().unwrap();
            (n, bytes)
        })
        .collect()
}

/// A document whose text has no comments any more.
pub fn without_comments(bytes: &[u8]) -> Vec<u8> {
    let package = Package::open(bytes).unwrap();
    let xml = String::from_utf8(parts(bytes).remove("word/document.xml").unwrap()).unwrap();
    let tree = Tree::parse("document", &xml).unwrap();
    let mut cuts = vec![];
    comments(&tree, tree.root(), &mut cuts);
    let mut out = xml.clone();
    for range in cuts.into_iter().rev() {
        out.replace_range(range, "");
    }
    package.write(&BTreeMap::from([("word/document.xml".to_owned(), Some(out.into_bytes()))])).unwrap()
}

fn comments(tree: &Tree<'_>, id: Id, cuts: &mut Vec<std::ops::Range<usize>>) {
    for child in tree.children(id) {
        let reference =
            tree.child(child, "w:r").is_some_and(|r| tree.child(r, "w:commentReference").is_some());
        if tree.name(child).starts_with("w:comment") || reference {
            cuts.push(tree.whole(child));
        } else {
            comments(tree, child, cuts);
        }
    }
}

/// A document with all changes that are tracked in it accepted or rejected.
pub fn settled(bytes: &[u8], accept: bool) -> Vec<u8> {
    let package = Package::open(bytes).unwrap();
    let holds_text = |name: &str| {
        ["word/document", "word/header", "word/footer"].iter().any(|start| name.starts_with(start))
    };
    let settled = parts(bytes).into_iter().filter(|(name, _)| holds_text(name)).map(|(name, xml)| {
        let xml = String::from_utf8(xml).unwrap();
        let tree = Tree::parse(&name, &xml).unwrap();
        let mut out = String::new();
        settle(&tree, tree.root(), accept, &mut out);
        (name, Some(out.into_bytes()))
    });
    package.write(&settled.collect()).unwrap()
}

fn settle(tree: &Tree<'_>, id: Id, accept: bool, out: &mut String) {
    let has = |id: Id, path: &[&str]| path.iter().try_fold(id, |at, name| tree.child(at, name)).is_some();
    let (goes, stays) = if accept { ("w:del", "w:ins") } else { ("w:ins", "w:del") };
    match tree.name(id) {
        name if name == goes => return,
        name if name == stays => {
            for child in tree.children(id) {
                settle(tree, child, accept, out);
            }
            return;
        }
        "w:tr" if has(id, &["w:trPr", goes]) => return,
        // Its mark goes: what it holds joins the next paragraph, and that is nothing here.
        "w:p" if has(id, &["w:pPr", "w:rPr", goes]) => {
            let visible = tree.children(id).any(|c| tree.name(c) == stays || tree.name(c) == "w:r");
            assert!(!visible, "a paragraph that goes holds what stays");
            return;
        }
        "w:tbl" => {
            let rows: Vec<Id> = tree.children(id).filter(|c| tree.name(*c) == "w:tr").collect();
            if !rows.is_empty() && rows.iter().all(|r| has(*r, &["w:trPr", goes])) {
                return;
            }
        }
        _ => {}
    }
    let name = if tree.name(id) == "w:delText" { "w:t" } else { tree.name(id) };
    let tag = tree.start_tag(id).replace("<w:delText", "<w:t");
    out.push_str(&tag);
    if tree.is_empty_tag(id) {
        return;
    }
    let mut at = tree.inner(id).start;
    for child in tree.children(id) {
        out.push_str(&tree.xml()[at..tree.whole(child).start]);
        settle(tree, child, accept, out);
        at = tree.whole(child).end;
    }
    out.push_str(&tree.xml()[at..tree.inner(id).end]);
    out.push_str(&format!("</{name}>"));
}
