//! The styles and lists of our Word documents.

use super::{HEAD, W};

/// The colour of headings and rules.
const INK: &str = "1F3A4D";

/// The styles.
pub fn styles() -> String {
    let font = "<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Calibri\"/>";
    let paragraph = |id: &str, name: &str, based: &str, ppr: &str, rpr: &str| {
        let based = if based.is_empty() { String::new() } else { format!("<w:basedOn w:val=\"{based}\"/>") };
        let next =
            if name.starts_with("heading") || name == "Title" { "<w:next w:val=\"Normal\"/>" } else { "" };
        let part = |tag: &str, inner: &str| {
            if inner.is_empty() { String::new() } else { format!("<w:{tag}>{inner}</w:{tag}>") }
        };
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}{next}<w:qFormat/>{}{}</w:style>",
            part("pPr", ppr),
            part("rPr", rpr)
        )
    };
    let colour = format!("<w:color w:val=\"{INK}\"/>");
    let heading = |n: usize, size: usize| {
        paragraph(
            &format!("Heading{n}"),
            &format!("heading {n}"),
            "Normal",
            &format!(
                "<w:keepNext/><w:keepLines/><w:spacing w:before=\"{}\" w:after=\"80\"/><w:outlineLvl w:val=\"{}\"/>",
                400 - 60 * n,
                n - 1
            ),
            &format!("<w:b/>{colour}<w:sz w:val=\"{size}\"/>"),
        )
    };
    let contents = |n: usize| {
        paragraph(
            &format!("TOC{n}"),
            &format!("toc {n}"),
            "Normal",
            &format!("<w:spacing w:after=\"20\"/><w:ind w:left=\"{}\"/>", 240 * (n - 1)),
            "",
        )
    };
    let line = |side: &str, size: usize, colour: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"{colour}\"/>")
    };
    let table = |id: &str, name: &str, borders: String, first: &str| {
        format!(
            "<w:style w:type=\"table\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:top w:w=\"30\" w:type=\"dxa\"/><w:left w:w=\"80\" w:type=\"dxa\"/><w:bottom w:w=\"30\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>{first}</w:style>"
        )
    };
    let rules = format!("{}{}{}", line("top", 8, INK), line("bottom", 8, INK), line("insideH", 4, "C9D3DA"));
    let head = format!(
        "<w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:tcBorders>{}</w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EAF0F3\"/></w:tcPr></w:tblStylePr>",
        line("bottom", 8, INK)
    );
    let all = [
        format!("<w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"en-GB\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"),
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>".to_owned(),
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style>".to_owned(),
        paragraph("Title", "Title", "Normal", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"160\"/>", &format!("<w:b/>{colour}<w:sz w:val=\"44\"/>")),
        heading(1, 32),
        heading(2, 26),
        heading(3, 23),
        heading(4, 21),
        contents(1),
        contents(2),
        paragraph("TOCHeading", "TOC Heading", "Normal", "<w:keepNext/><w:spacing w:before=\"320\" w:after=\"80\"/>", &format!("<w:b/>{colour}<w:sz w:val=\"26\"/>")),
        paragraph("ListParagraph", "List Paragraph", "Normal", "<w:spacing w:after=\"60\"/>", ""),
        paragraph("Caption", "caption", "Normal", "<w:spacing w:before=\"160\" w:after=\"60\"/>", "<w:i/><w:color w:val=\"44545E\"/><w:sz w:val=\"19\"/>"),
        paragraph("Figure", "Figure", "Normal", "<w:spacing w:before=\"160\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>", ""),
        paragraph(
            "Note",
            "Note",
            "Normal",
            &format!("<w:keepLines/><w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"{INK}\"/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F3F6F8\"/><w:ind w:left=\"200\"/>"),
            "",
        ),
        paragraph("Cell", "Cell", "Normal", "<w:wordWrap w:val=\"0\"/><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>", "<w:sz w:val=\"18\"/>"),
        paragraph("CellHead", "Cell Heading", "Cell", "<w:keepNext/>", "<w:b/>"),
        paragraph("Gap", "Gap", "Normal", "<w:spacing w:after=\"80\" w:line=\"120\" w:lineRule=\"exact\"/>", ""),
        paragraph("Header", "header", "Normal", &format!("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"C9D3DA\"/></w:pBdr>{}", "<w:spacing w:after=\"0\"/>"), "<w:color w:val=\"44545E\"/><w:sz w:val=\"18\"/>"),
        paragraph("Footer", "footer", "Normal", "<w:spacing w:after=\"0\"/><w:jc w:val=\"right\"/>", "<w:color w:val=\"44545E\"/><w:sz w:val=\"18\"/>"),
        "<w:style w:type=\"character\" w:styleId=\"Code\"><w:name w:val=\"Code\"/><w:rPr><w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:noProof/><w:sz w:val=\"17\"/></w:rPr></w:style>".to_owned(),
        table("Floodmark", "Floodmark", rules, &head),
        table("Facts", "Facts", line("insideH", 4, "C9D3DA"), ""),
    ];
    format!("{HEAD}<w:styles xmlns:w=\"{W}\">{}</w:styles>", all.concat())
}

/// One list with bullets, and so many with numbers, each from one.
pub fn numbering(ordered: usize) -> String {
    let kind = |id: usize, format: &str, mark: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{mark}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"360\" w:hanging=\"300\"/></w:pPr></w:lvl></w:abstractNum>"
        )
    };
    let mut lists = "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>".to_owned();
    for n in 0..ordered {
        lists.push_str(&format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            n + 2
        ));
    }
    format!(
        "{HEAD}<w:numbering xmlns:w=\"{W}\">{}{}{lists}</w:numbering>",
        kind(0, "bullet", "•"),
        kind(1, "decimal", "%1.")
    )
}
