//! Documents as Word documents: real headings, a contents field, captions that count, tables whose header repeats, charts as vectors.
//!
//! A chart stands in twice, as SVG, which Word has shown since 2016, and as a Windows metafile ([`metafile`]) for everything else:
//! both are vectors, and neither needs a font or a picture library. The contents are filled in without page numbers, which
//! only a program that lays out pages knows, so that nobody is asked to update fields when the document opens.

mod metafile;
mod styles;

use super::{Block, Column, Document, OWN_WORDS, Run, is_blank, to_fill};
use crate::chart::{Chart, Theme};
use crate::model::shown;
use crate::ooxml::WordError;
use crate::ooxml::package::pack;
use crate::ooxml::xml;
use chrono::NaiveDate;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The width of the text on the page, in twentieths of a point.
const TEXT: usize = 9640;
/// English metric units in a twentieth of a point.
const EMU: usize = 635;
/// The width at which charts are drawn, in pixels.
const FIGURE: u32 = 840;

/// Writes a document. The same document and date give the same bytes.
///
/// # Errors
/// When it cannot be packed, which no document of this program causes.
pub fn write(document: &Document, date: NaiveDate) -> Result<Vec<u8>, WordError> {
    let mut writer = Writer::default();
    let title = text(&document.title);
    writer.body.push_str(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>{}</w:p>",
        run("", &document.title)
    ));
    if !document.meta.is_empty() {
        writer.meta(&document.meta);
    }
    writer.contents(document);
    for block in &document.blocks {
        writer.block(block);
    }
    let page = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1304\" w:right=\"1133\" w:bottom=\"1304\" w:left=\"1133\" w:header=\"624\" w:footer=\"624\" w:gutter=\"0\"/></w:sectPr>";
    let names = "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
    let main = format!(
        "{HEAD}<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\" {names}><w:body>{}{page}</w:body></w:document>",
        writer.body
    );
    let header = format!(
        "{HEAD}<w:hdr xmlns:w=\"{W}\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{}</w:p></w:hdr>",
        run("", &document.title)
    );
    let footer = format!(
        "{HEAD}<w:ftr xmlns:w=\"{W}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}{}{}{}</w:p></w:ftr>",
        run("", "Page "),
        field("PAGE", "1"),
        run("", " of "),
        field("NUMPAGES", "1")
    );
    let part = |path: &str, kind: &str| {
        format!("<Override PartName=\"/{path}\" ContentType=\"application/vnd.openxmlformats-{kind}+xml\"/>")
    };
    let word = |file: &str, kind: &str| {
        part(&format!("word/{file}.xml"), &format!("officedocument.wordprocessingml.{kind}"))
    };
    let types = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/><Default Extension=\"emf\" ContentType=\"image/x-emf\"/>{}{}{}{}{}{}{}</Types>",
        word("document", "document.main"),
        word("styles", "styles"),
        word("numbering", "numbering"),
        word("settings", "settings"),
        word("header1", "header"),
        word("footer1", "footer"),
        part("docProps/core.xml", "package.core-properties"),
    );
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{R}/{kind}\" Target=\"{target}\"/>")
    };
    let mut relations = [
        relation(1, "styles", "styles.xml"),
        relation(2, "numbering", "numbering.xml"),
        relation(3, "header", "header1.xml"),
        relation(4, "footer", "footer1.xml"),
        relation(5, "settings", "settings.xml"),
    ]
    .concat();
    let mut media: Vec<(String, Vec<u8>)> = vec![];
    for (n, (svg, emf)) in writer.charts.into_iter().enumerate() {
        relations.push_str(&relation(10 + 2 * n, "image", &format!("media/figure{}.emf", n + 1)));
        relations.push_str(&relation(11 + 2 * n, "image", &format!("media/figure{}.svg", n + 1)));
        media.push((format!("word/media/figure{}.emf", n + 1), emf));
        media.push((format!("word/media/figure{}.svg", n + 1), svg.into_bytes()));
    }
    let wrap = |inner: &str| {
        format!(
            "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let root = wrap(&format!(
        "{}<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
        relation(1, "officeDocument", "word/document.xml")
    ));
    let core = format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>Floodmark</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified><dc:language>en-GB</dc:language></cp:coreProperties>"
    );
    let settings = format!(
        "{HEAD}<w:settings xmlns:w=\"{W}\"><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    );
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", root.into()),
        ("word/document.xml", main.into()),
        ("word/_rels/document.xml.rels", wrap(&relations).into()),
        ("word/styles.xml", styles::styles().into()),
        ("word/numbering.xml", styles::numbering(writer.ordered).into()),
        ("word/settings.xml", settings.into()),
        ("word/header1.xml", header.into()),
        ("word/footer1.xml", footer.into()),
        ("docProps/core.xml", core.into()),
    ];
    parts.extend(media.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
    pack(&parts)
}

#[derive(Default)]
struct Writer {
    body: String,
    headings: usize,
    tables: usize,
    /// Lists with numbers so far: each counts for itself.
    ordered: usize,
    /// Each chart as SVG and as a metafile.
    charts: Vec<(String, Vec<u8>)>,
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text: words, .. } => {
                self.headings += 1;
                let n = self.headings;
                self.body.push_str(&format!(
                    "<w:p><w:pPr><w:pStyle w:val=\"Heading{}\"/></w:pPr><w:bookmarkStart w:id=\"{n}\" w:name=\"_Toc{n:06}\"/>{}<w:bookmarkEnd w:id=\"{n}\"/></w:p>",
                    level.saturating_sub(1).clamp(1, 4),
                    run("", words)
                ));
            }
            Block::Paragraph(words) => self.paragraph("", words),
            Block::Note(words) => self.paragraph("<w:pStyle w:val=\"Note\"/>", words),
            Block::List { ordered, items } => {
                self.ordered += usize::from(*ordered);
                let list = if *ordered { self.ordered + 1 } else { 1 };
                for item in items {
                    self.paragraph(
                        &format!("<w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>"),
                        item,
                    );
                }
            }
            Block::Table { caption, columns, rows } => self.table(caption, columns, rows),
            Block::Explained(explained) => self.block(&explained.shown),
            Block::Figure(chart) => self.figure(chart),
            Block::Own(blocks) => {
                self.paragraph("", &[Run::Emphasis(format!("{OWN_WORDS}:"))]);
                for block in blocks {
                    match block {
                        // Outside the contents, which hold the sections of the document.
                        Block::Heading { text, .. } => self.paragraph("", &[Run::Strong(text.clone())]),
                        block => self.block(block),
                    }
                }
            }
            Block::PageBreak => self.body.push_str(
                "<w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:r><w:br w:type=\"page\"/></w:r></w:p>",
            ),
        }
    }

    fn paragraph(&mut self, style: &str, words: &[Run]) {
        let style = if style.is_empty() { String::new() } else { format!("<w:pPr>{style}</w:pPr>") };
        self.body.push_str(&format!("<w:p>{style}{}</w:p>", runs(words)));
    }

    /// Names and values under the title.
    fn meta(&mut self, meta: &[(String, String)]) {
        self.body.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Facts\"/><w:tblW w:w=\"{TEXT}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"2400\"/><w:gridCol w:w=\"{}\"/></w:tblGrid>",
            TEXT - 2400
        ));
        for (name, value) in meta {
            let cell = |width: usize, inner: String| {
                format!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr>{inner}</w:p></w:tc>"
                )
            };
            self.body.push_str(&format!(
                "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}{}</w:tr>",
                cell(2400, run("<w:b/>", name)),
                cell(TEXT - 2400, run("", value))
            ));
        }
        self.body.push_str("</w:tbl>");
    }

    /// The contents: a field that is filled in already.
    fn contents(&mut self, document: &Document) {
        let all: Vec<(usize, u8, &str)> = document
            .headings()
            .enumerate()
            .filter(|(_, (level, ..))| *level <= 3)
            .map(|(n, (level, text, _))| (n + 1, level, text))
            .collect();
        if all.is_empty() {
            return;
        }
        self.body.push_str(&format!(
            "<w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/></w:pPr>{}</w:p>",
            run("", "Contents")
        ));
        let last = all.len() - 1;
        for (at, (n, level, words)) in all.into_iter().enumerate() {
            let begin = if at == 0 {
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
            } else {
                ""
            };
            let end = if at == last { "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" } else { "" };
            self.body.push_str(&format!(
                "<w:p><w:pPr><w:pStyle w:val=\"TOC{}\"/></w:pPr>{begin}<w:hyperlink w:anchor=\"_Toc{n:06}\" w:history=\"1\">{}</w:hyperlink>{end}</w:p>",
                level.saturating_sub(1).clamp(1, 2),
                run("", words)
            ));
        }
    }

    fn table(&mut self, caption: &str, columns: &[Column], rows: &[Vec<Vec<Run>>]) {
        self.tables += 1;
        self.caption("<w:keepNext/>", "Table", self.tables, caption);
        let widths = widths(columns, rows);
        let grid: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
        self.body.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Floodmark\"/><w:tblW w:w=\"{TEXT}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        ));
        let cell = |n: usize, inner: String, head: bool| {
            let right = columns.get(n).is_some_and(|c| c.numeric);
            let style = if head { "CellHead" } else { "Cell" };
            let align = if right { "<w:jc w:val=\"right\"/>" } else { "" };
            format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{align}</w:pPr>{inner}</w:p></w:tc>",
                widths.get(n).copied().unwrap_or(0)
            )
        };
        self.body.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (n, column) in columns.iter().enumerate() {
            self.body.push_str(&cell(n, run("", &column.title), true));
        }
        self.body.push_str("</w:tr>");
        for row in rows {
            // What is to be written in has room to write.
            let blank = row.iter().all(|cell| is_blank(cell));
            let height = if blank { "<w:trHeight w:val=\"1020\" w:hRule=\"atLeast\"/>" } else { "" };
            self.body.push_str(&format!("<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>"));
            for n in 0..columns.len() {
                let words = row.get(n).map(Vec::as_slice).unwrap_or_default();
                self.body.push_str(&cell(n, runs(words), false));
            }
            self.body.push_str("</w:tr>");
        }
        self.body.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr></w:p>");
    }

    fn caption(&mut self, style: &str, label: &str, number: usize, words: &str) {
        self.body.push_str(&format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Caption\"/>{style}</w:pPr>{}{}{}</w:p>",
            run("", &format!("{label} ")),
            field(&format!("SEQ {label} \\* ARABIC"), &number.to_string()),
            run("", &format!(". {words}"))
        ));
    }

    fn figure(&mut self, chart: &Chart) {
        let height = chart.height(f64::from(FIGURE)).ceil().clamp(40.0, 1_100.0) as u32;
        let svg = chart.svg(FIGURE, height, &Theme::print());
        let emf = metafile::write(chart, FIGURE, height);
        self.charts.push((svg, emf));
        let n = self.charts.len();
        let width = TEXT * EMU;
        let tall = width * height as usize / FIGURE as usize;
        let (emf, svg) = (8 + 2 * n, 9 + 2 * n);
        let (title, says) = (text(&chart.title()), text(&chart.describe()));
        self.body.push_str(&format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Figure\"/><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{tall}\"/><wp:docPr id=\"{n}\" name=\"Figure {n}\" descr=\"{says}\" title=\"{title}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"Figure {n}\" descr=\"{says}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId{emf}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rId{svg}\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{tall}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        ));
        // Its caption stands in the drawing; this one counts, and is what a list of figures would name.
        self.caption("", "Figure", n, &chart.title());
    }
}

/// The widths of columns by what stands in them: none narrower than its longest word, where that is possible; what is left goes to
/// those that say most. One that is left to be written in has room by its title.
fn widths(columns: &[Column], rows: &[Vec<Vec<Run>>]) -> Vec<usize> {
    /// The width of a character in a cell, and of what is left free in it, with room to spare for wider faces.
    const LETTER: usize = 112;
    const MARGIN: usize = 190;
    let cell = |row: &Vec<Vec<Run>>, n: usize| -> String {
        row.get(n).map(|words| words.iter().map(Run::text).collect()).unwrap_or_default()
    };
    // Bold titles are wider; a break is possible after a hyphen and, where nothing else helps, anywhere.
    let longest = |text: &str| text.split([' ', '-', '/']).map(|w| w.chars().count()).max().unwrap_or(0);
    let least = |n: usize, column: &Column| {
        let words = rows.iter().map(|row| longest(&cell(row, n))).max().unwrap_or(0).min(16);
        let title = longest(&column.title).min(16);
        MARGIN + LETTER * words.max(title + title / 6).max(2)
    };
    let fill = to_fill(columns, rows);
    let wanted = |n: usize| {
        if let Some(column) = columns.get(n).filter(|_| fill.get(n) == Some(&true)) {
            return 4 * column.title.chars().count();
        }
        let lengths = rows.iter().map(|row| cell(row, n).chars().count());
        let (most, all) = lengths.fold((0, 0), |(most, all), length| (length.max(most), length + all));
        // A short column stays on one line; a long one gets its share.
        if most <= 24 { most } else { (all / rows.len().max(1)).clamp(24, 90) }
    };
    let least: Vec<usize> = columns.iter().enumerate().map(|(n, c)| least(n, c)).collect();
    let taken: usize = least.iter().sum();
    if taken >= TEXT {
        return least.iter().map(|w| TEXT * w / taken.max(1)).collect();
    }
    let more: Vec<usize> =
        least.iter().enumerate().map(|(n, w)| (MARGIN + LETTER * wanted(n)).saturating_sub(*w)).collect();
    let (free, sum) = (TEXT - taken, more.iter().sum::<usize>());
    // Where there is room for all, each has what it wants and its part of the rest.
    let share = |n: usize, w: usize| {
        (free * more.get(n).copied().unwrap_or(0)).checked_div(sum).unwrap_or(free * w / taken.max(1))
    };
    least.iter().enumerate().map(|(n, w)| w + share(n, *w)).collect()
}

/// A field with the value that it has now.
fn field(code: &str, value: &str) -> String {
    format!("<w:fldSimple w:instr=\" {} \">{}</w:fldSimple>", xml::escape(code), run("", value))
}

fn runs(words: &[Run]) -> String {
    words
        .iter()
        .map(|r| match r {
            Run::Text(text) => run("", text),
            Run::Strong(text) => run("<w:b/>", text),
            Run::Emphasis(text) => run("<w:i/>", text),
            Run::Code(text) => run("<w:rStyle w:val=\"Code\"/>", text),
        })
        .collect()
}

fn run(style: &str, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let style = if style.is_empty() { String::new() } else { format!("<w:rPr>{style}</w:rPr>") };
    format!("<w:r>{style}<w:t xml:space=\"preserve\">{}</w:t></w:r>", text(words))
}

/// A text as it may stand in XML: on one line, and without what turns the direction of writing.
fn text(words: &str) -> String {
    let spaced = |c: char| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
    xml::escape(&words.chars().filter_map(shown).map(spaced).collect::<String>())
}
