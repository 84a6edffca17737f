//! Parts that changes add to: the comments, and lists that the document lacks.

use super::{AUTHOR, Stamp};
use crate::ooxml::WordError;
use crate::ooxml::package::{Package, before_end, relations_of, resolve, with_relation, with_type};
use crate::ooxml::project::Parts;
use crate::ooxml::xml::escape;
use std::collections::BTreeMap;

const COMMENTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const NUMBERING: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering";
const NUMBERING_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The number of the next comment.
pub(super) fn first_free_comment(package: &mut Package<'_>) -> Result<u32, WordError> {
    let Some(path) = package.related("/comments")? else { return Ok(0) };
    let Some(text) = package.text(&path)? else { return Ok(0) };
    let number = |part: &str| part.get(..part.find('"')?)?.parse::<u32>().ok();
    Ok(text.split("w:id=\"").skip(1).filter_map(number).max().map_or(0, |n| n.saturating_add(1)))
}

/// A part that is there already as it is by now, or else a new one: its path and text.
fn part(
    package: &mut Package<'_>,
    changed: &mut BTreeMap<String, Option<Vec<u8>>>,
    (kind, media): (&str, &str),
    file: &str,
    root: &str,
) -> Result<(String, String), WordError> {
    let end = kind.rsplit('/').next().unwrap_or(kind);
    if let Some(path) = package.related(&format!("/{end}"))?
        && let Some(text) = package.text(&path)?
    {
        return Ok((path, text.to_string()));
    }
    let path = resolve(&package.main, file);
    let relations = relations_of(&package.main);
    let now =
        |package: &mut Package<'_>, changed: &BTreeMap<String, Option<Vec<u8>>>, path: &str| match changed
            .get(path)
        {
            Some(Some(bytes)) => Ok(Some(String::from_utf8_lossy(bytes).into_owned())),
            _ => Ok(package.text(path)?.map(|text| text.to_string())),
        };
    let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
    let text = now(package, changed, &relations)?.unwrap_or_else(|| empty.to_owned());
    let (text, _) = with_relation(&text, kind, file);
    changed.insert(relations, Some(text.into_bytes()));
    let types = now(package, changed, "[Content_Types].xml")?.ok_or(WordError::NoDocument)?;
    changed.insert("[Content_Types].xml".to_owned(), Some(with_type(&types, &path, media).into_bytes()));
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{root} xmlns:w=\"{MAIN}\"></w:{root}>"
    );
    Ok((path, text))
}

/// Adds comments, of which the first has that number.
pub(super) fn add_comments(
    package: &mut Package<'_>,
    changed: &mut BTreeMap<String, Option<Vec<u8>>>,
    first: u32,
    comments: &[String],
    stamp: &Stamp,
) -> Result<(), WordError> {
    let (path, text) = part(package, changed, (COMMENTS, COMMENTS_TYPE), "comments.xml", "comments")?;
    let author = if stamp.author.trim().is_empty() { AUTHOR } else { stamp.author.trim() };
    let initials: String = author.split_whitespace().filter_map(|w| w.chars().next()).take(3).collect();
    let one = |(id, comment): (u32, &String)| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{}\" w:date=\"{}T00:00:00Z\" w:initials=\"{}\"><w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:comment>",
            escape(author),
            stamp.date,
            escape(&initials),
            escape(comment)
        )
    };
    let all: String = (first..).zip(comments).map(one).collect();
    changed.insert(path, Some(before_end(&text, "w:comments", &all).into_bytes()));
    Ok(())
}

/// Numbers of new lists with their kinds: with bullets, and with numbers.
pub(super) type NewLists = (Option<(u32, u32)>, Option<(u32, u32)>);

/// Adds lists that the document lacks: with bullets, and with numbers.
pub(super) fn add_lists(
    package: &mut Package<'_>,
    changed: &mut BTreeMap<String, Option<Vec<u8>>>,
    parts: &Parts,
    (bullets, numbers): NewLists,
) -> Result<(), WordError> {
    let (path, text) = part(package, changed, (NUMBERING, NUMBERING_TYPE), "numbering.xml", "numbering")?;
    debug_assert!(parts.numbering_path.as_ref().is_none_or(|p| *p == path));
    let mut kinds = String::new();
    let mut lists = String::new();
    for ((list, kind), format, mark) in
        [bullets.map(|n| (n, "bullet", "•")), numbers.map(|n| (n, "decimal", "%"))].into_iter().flatten()
    {
        let level = |n: u32| {
            let mark = if mark == "%" { format!("%{}.", n + 1) } else { mark.to_owned() };
            format!(
                "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{mark}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"360\"/></w:pPr></w:lvl>",
                720 * (n + 1)
            )
        };
        let levels: String = (0..9).map(level).collect();
        kinds.push_str(&format!("<w:abstractNum w:abstractNumId=\"{kind}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{levels}</w:abstractNum>"));
        lists.push_str(&format!("<w:num w:numId=\"{list}\"><w:abstractNumId w:val=\"{kind}\"/></w:num>"));
    }
    // All kinds of lists stand before the first list.
    let text = match text.find("<w:num ") {
        Some(at) => format!("{}{kinds}{}", text.get(..at).unwrap_or(""), text.get(at..).unwrap_or("")),
        None => before_end(&text, "w:numbering", &kinds),
    };
    let text = match text.find("<w:numIdMacAtCleanup") {
        Some(at) => format!("{}{lists}{}", text.get(..at).unwrap_or(""), text.get(at..).unwrap_or("")),
        None => before_end(&text, "w:numbering", &lists),
    };
    changed.insert(path, Some(text.into_bytes()));
    Ok(())
}
