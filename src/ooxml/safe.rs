//! What a document could do by itself: run macros, fetch templates, pictures or objects from elsewhere. None of it is ever followed
//! here, and none is left in what is written.

use super::WordError;
use super::package::Package;
use super::xml::{Tree, attribute_range, escape, unescape};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The parts that are macros or belong to them.
fn is_macro(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let file = lower.rsplit('/').next().unwrap_or("");
    file.starts_with("vbaproject") || file.starts_with("vbadata")
}

/// Fields that fetch from elsewhere, or start another program, when they are brought up to date.
const ACTING: [&str; 6] = ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT"];

/// The parts that may hold fields.
fn holds_fields(path: &str) -> bool {
    let file = path.strip_prefix("word/").unwrap_or("");
    let starts = ["document", "header", "footer", "footnotes", "endnotes", "comments"];
    file.ends_with(".xml") && starts.iter().any(|s| file.starts_with(s))
}

/// The bytes of the codes of fields that act, each with what the field is.
fn acting_fields(part: &str, text: &str) -> Result<Vec<(std::ops::Range<usize>, String)>, WordError> {
    let mut out = vec![];
    if !text.contains("w:instr") {
        return Ok(out);
    }
    let tree = Tree::parse(part, text)?;
    // Open fields, each with the pieces of its code so far: a code may be written in pieces to hide it.
    let mut open: Vec<Vec<std::ops::Range<usize>>> = vec![];
    let mut judge = |pieces: &[std::ops::Range<usize>]| {
        let code: String = pieces.iter().map(|p| unescape(text.get(p.clone()).unwrap_or(""))).collect();
        let word = code
            .trim_start()
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or("")
            .to_ascii_uppercase();
        if ACTING.contains(&word.as_str()) {
            out.extend(pieces.iter().map(|p| (p.clone(), word.clone())));
        }
    };
    for id in tree.all() {
        match tree.name(id) {
            "w:fldSimple" => {
                let tag = tree.start_tag(id);
                if let Some(range) = attribute_range(tag, "w:instr") {
                    let at = tree.whole(id).start;
                    judge(std::slice::from_ref(&(at + range.start..at + range.end)));
                }
            }
            "w:fldChar" => match tree.attribute(id, "w:fldCharType").as_deref() {
                Some("begin") => open.push(vec![]),
                Some("end") => judge(&open.pop().unwrap_or_default()),
                _ => {}
            },
            "w:instrText" => match open.last_mut() {
                Some(pieces) => pieces.push(tree.inner(id)),
                None => judge(std::slice::from_ref(&tree.inner(id))),
            },
            _ => {}
        }
    }
    // One that never ends counts too.
    for pieces in open {
        judge(&pieces);
    }
    Ok(out)
}

/// A relationship that leads out of the document.
struct Outward {
    /// The relationships that it is one of.
    part: String,
    /// Its start tag, by its bytes there.
    whole: std::ops::Range<usize>,
    kind: String,
    target: String,
}

impl Outward {
    /// Whether it is followed by itself when the document is opened; a link waits for a person.
    fn acts(&self) -> bool {
        self.kind != "hyperlink" && self.target != INERT
    }
}

/// Where a link leads that may lead nowhere.
const INERT: &str = "about:blank";

fn outward(package: &mut Package<'_>) -> Result<Vec<Outward>, WordError> {
    let mut out = vec![];
    for part in package.names().into_iter().filter(|n| n.ends_with(".rels")) {
        let Some(text) = package.text(&part)? else { continue };
        let tree = Tree::parse(&part, &text)?;
        for id in tree.children(tree.root()) {
            let of = |name: &str| tree.attribute(id, name).unwrap_or_default();
            if of("TargetMode").eq_ignore_ascii_case("External") {
                let kind = of("Type").rsplit('/').next().unwrap_or("").to_owned();
                out.push(Outward { part: part.clone(), whole: tree.whole(id), kind, target: of("Target") });
            }
        }
    }
    Ok(out)
}

/// What a person should know of a document before it is written.
///
/// # Errors
/// When its relationships are damaged.
pub fn warnings(package: &mut Package<'_>) -> Result<Vec<String>, WordError> {
    let mut out = vec![];
    if package.names().iter().any(|n| is_macro(n)) {
        out.push(
            "It holds macros. They are never run, and the plan that is written does not have them."
                .to_owned(),
        );
    }
    let mut acting: Vec<String> = outward(package)?
        .into_iter()
        .filter(Outward::acts)
        .map(|o| match o.kind.as_str() {
            "attachedTemplate" => format!("a template ({})", o.target),
            "image" => format!("a picture ({})", o.target),
            kind => format!("{kind} ({})", o.target),
        })
        .collect();
    acting.sort();
    acting.dedup();
    let mut fields = vec![];
    for part in package.names().into_iter().filter(|n| holds_fields(n)) {
        let Some(text) = package.text(&part)? else { continue };
        fields.extend(acting_fields(&part, &text)?.into_iter().map(|(_, word)| word));
    }
    fields.sort();
    fields.dedup();
    if !fields.is_empty() {
        out.push(format!(
            "It holds fields that fetch from elsewhere or start a program ({}). They are never followed, and the plan that is written does not have their codes.",
            fields.join(", ")
        ));
    }
    if !acting.is_empty() {
        let more = acting.len().saturating_sub(5);
        let mut named = acting.get(..acting.len().min(5)).unwrap_or_default().join(", ");
        if more > 0 {
            named.push_str(&format!(" and {more} more"));
        }
        out.push(format!(
            "It fetches from outside: {named}. Nothing is ever fetched, and the plan that is written leads there no more."
        ));
    }
    Ok(out)
}

/// Takes out of what is written what would act by itself.
///
/// # Errors
/// When a part that names it is damaged.
pub fn clean(
    package: &mut Package<'_>,
    changed: &mut BTreeMap<String, Option<Vec<u8>>>,
) -> Result<(), WordError> {
    for part in package.names().into_iter().filter(|n| holds_fields(n)) {
        let text_as_packed;
        let text = match changed.get(&part) {
            Some(Some(bytes)) => Some(String::from_utf8_lossy(bytes)),
            _ => {
                text_as_packed = package.text(&part)?;
                text_as_packed.as_deref().map(Cow::from)
            }
        };
        let Some(text) = text else { continue };
        let mut cuts = acting_fields(&part, &text)?;
        if cuts.is_empty() {
            continue;
        }
        let mut text = text.into_owned();
        cuts.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, _) in cuts {
            text.replace_range(range, "");
        }
        changed.insert(part, Some(text.into_bytes()));
    }
    let mut by_part: BTreeMap<String, Vec<(std::ops::Range<usize>, String)>> = BTreeMap::new();
    let acting: Vec<Outward> = outward(package)?.into_iter().filter(Outward::acts).collect();
    for one in &acting {
        if one.kind == "attachedTemplate" {
            by_part.entry(one.part.clone()).or_default().push((one.whole.clone(), String::new()));
            let settings = one.part.replace("_rels/", "");
            let settings = settings.trim_end_matches(".rels").to_owned();
            let Some(text) = package.text(&settings)? else { continue };
            let tree = Tree::parse(&settings, &text)?;
            let element = tree.children(tree.root()).find(|c| tree.name(*c) == "w:attachedTemplate");
            if let Some(element) = element {
                by_part.entry(settings).or_default().push((tree.whole(element), String::new()));
            }
            continue;
        }
        let Some(text) = package.text(&one.part)? else { continue };
        let tag = text.get(one.whole.clone()).unwrap_or("");
        if let Some(value) = attribute_range(tag, "Target") {
            let at = one.whole.start;
            by_part
                .entry(one.part.clone())
                .or_default()
                .push((at + value.start..at + value.end, escape(INERT)));
        }
    }
    let macros: Vec<String> = package.names().into_iter().filter(|n| is_macro(n)).collect();
    if !macros.is_empty() {
        for part in package.names().into_iter().filter(|n| n.ends_with(".rels") && !is_macro(n)) {
            let Some(text) = package.text(&part)? else { continue };
            let tree = Tree::parse(&part, &text)?;
            for id in tree.children(tree.root()) {
                let target = tree.attribute(id, "Target").unwrap_or_default();
                let kind = tree.attribute(id, "Type").unwrap_or_default();
                if is_macro(&format!("/{target}")) || kind.ends_with("/vbaProject") {
                    by_part.entry(part.clone()).or_default().push((tree.whole(id), String::new()));
                }
            }
        }
    }
    for (part, mut cuts) in by_part {
        let mut text = match changed.get(&part) {
            // What was added stands behind everything that is cut.
            Some(Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            _ => package.text(&part)?.as_deref().unwrap_or_default().to_owned(),
        };
        cuts.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in cuts {
            if text.get(range.clone()).is_some() {
                text.replace_range(range, &new);
            }
        }
        changed.insert(part, Some(text.into_bytes()));
    }
    if !macros.is_empty() {
        let types = "[Content_Types].xml";
        let text = match changed.get(types) {
            Some(Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            _ => package.text(types)?.ok_or(WordError::NoDocument)?.to_string(),
        };
        let text = without_macros(&text, &macros);
        changed.insert(types.to_owned(), Some(text.into_bytes()));
        for name in macros {
            changed.insert(name, None);
        }
    }
    Ok(())
}

/// The content types of a document without macros.
fn without_macros(types: &str, macros: &[String]) -> String {
    let mut out = types
        .replace(
            "application/vnd.ms-word.document.macroEnabled.main+xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        )
        .replace(
            "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        )
        .replace("application/vnd.ms-office.vbaProject", "application/octet-stream");
    for name in macros {
        let part = format!("PartName=\"/{name}\"");
        if let Some(at) = out.find(&part) {
            let start = out.get(..at).and_then(|t| t.rfind('<')).unwrap_or(at);
            let end = out.get(at..).and_then(|t| t.find('>')).map_or(out.len(), |n| at + n + 1);
            out.replace_range(start..end, "");
        }
    }
    out
}
