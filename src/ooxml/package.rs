//! The package of a Word document: a ZIP archive of parts. Parts that are not changed are copied as they are packed.

use super::WordError;
use super::xml::{Tree, attribute, escape};
use crate::container::Limits;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::rc::Rc;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// How large one XML part may be when unpacked.
const PART: u64 = 256 * 1024 * 1024;

/// The kind of relationship that leads to the main part.
const OFFICE_DOCUMENT: &str = "/officeDocument";

/// An opened package.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The texts of the parts that were asked for: a large one is unpacked once.
    texts: BTreeMap<String, Rc<str>>,
    /// The path of the main part.
    pub main: String,
}

/// Whether a ZIP archive is a Word document, by its list of contents.
pub fn is_word(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| {
        archive.index_for_name("[Content_Types].xml").is_some()
            && archive.file_names().flatten().any(|n| n.starts_with("word/document"))
    })
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// When it is no ZIP archive or has no main part.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, WordError> {
        // What Word encrypts is no ZIP archive but an OLE file.
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(WordError::Encrypted);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let limits = Limits::default();
        if archive.len() as u64 > limits.entries {
            return Err(WordError::Damaged { detail: format!("it lists {} parts", archive.len()) });
        }
        let mut package = Package { archive, texts: BTreeMap::new(), main: String::new() };
        let missing = || WordError::NoDocument;
        let relations = package.text("_rels/.rels")?.ok_or_else(missing)?;
        let tree = Tree::parse("_rels/.rels", &relations)?;
        let main = tree
            .children(tree.root())
            .find(|c| tree.attribute(*c, "Type").is_some_and(|t| t.ends_with(OFFICE_DOCUMENT)))
            .and_then(|c| tree.attribute(c, "Target"))
            .ok_or_else(missing)?;
        package.main = main.trim_start_matches('/').to_owned();
        if !package.has(&package.main) {
            return Err(missing());
        }
        Ok(package)
    }

    /// The paths of all parts, in order.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
    }

    /// Whether there is a part of that path.
    pub fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// The bytes of a part, if it is there.
    ///
    /// # Errors
    /// When it cannot be unpacked, or grows without measure.
    pub fn bytes(&mut self, path: &str) -> Result<Option<Vec<u8>>, WordError> {
        let Some(index) = self.archive.index_for_name(path) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(damaged)?;
        let limits = Limits::default();
        let packed = file.compressed_size();
        let most = PART.min(packed.saturating_mul(limits.ratio).max(limits.ratio_from));
        let mut bytes = vec![];
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| WordError::Damaged { detail: format!("{path}: {e}") })?;
        if bytes.len() as u64 > most {
            return Err(WordError::TooLarge { part: path.to_owned() });
        }
        Ok(Some(bytes))
    }

    /// The text of a part, if it is there.
    ///
    /// # Errors
    /// As [`Package::bytes`], and when it is not in UTF-8.
    pub fn text(&mut self, path: &str) -> Result<Option<Rc<str>>, WordError> {
        if let Some(text) = self.texts.get(path) {
            return Ok(Some(text.clone()));
        }
        let Some(mut bytes) = self.bytes(path)? else { return Ok(None) };
        if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
            bytes.drain(..3);
        }
        let text = String::from_utf8(bytes).map_err(|_| WordError::Xml {
            part: path.to_owned(),
            line: 1,
            detail: "it is not in UTF-8".to_owned(),
        })?;
        let text: Rc<str> = text.into();
        self.texts.insert(path.to_owned(), text.clone());
        Ok(Some(text))
    }

    /// The path of the part that a relationship of the main part leads to, by the end of its kind.
    ///
    /// # Errors
    /// As [`Package::text`].
    pub fn related(&mut self, kind: &str) -> Result<Option<String>, WordError> {
        let path = relations_of(&self.main);
        let Some(text) = self.text(&path)? else { return Ok(None) };
        let tree = Tree::parse(&path, &text)?;
        let target = tree
            .children(tree.root())
            .find(|c| tree.attribute(*c, "Type").is_some_and(|t| t.ends_with(kind)))
            .and_then(|c| tree.attribute(c, "Target"));
        Ok(target.map(|target| resolve(&self.main, &target)))
    }

    /// The paths of the parts that the relationships of the main part lead to, by their ids.
    ///
    /// # Errors
    /// As [`Package::text`].
    pub fn targets(&mut self) -> Result<BTreeMap<String, String>, WordError> {
        let path = relations_of(&self.main);
        let Some(text) = self.text(&path)? else { return Ok(BTreeMap::new()) };
        let tree = Tree::parse(&path, &text)?;
        let one = |c| Some((tree.attribute(c, "Id")?, resolve(&self.main, &tree.attribute(c, "Target")?)));
        Ok(tree.children(tree.root()).filter_map(one).collect())
    }

    /// Writes the package with some parts changed, added or, where there is no new content, taken out.
    ///
    /// # Errors
    /// When a part cannot be copied.
    pub fn write(mut self, parts: &BTreeMap<String, Option<Vec<u8>>>) -> Result<Vec<u8>, WordError> {
        let mut writer = ZipWriter::new(Cursor::new(vec![]));
        let mut written: Vec<String> = vec![];
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_raw(index).map_err(damaged)?;
            let name = file.name().map_err(damaged)?.into_owned();
            match parts.get(&name) {
                None => writer.raw_copy_file(file).map_err(damaged)?,
                Some(None) => {}
                Some(Some(bytes)) => {
                    let time = file.last_modified();
                    add(&mut writer, &name, bytes, time)?;
                    written.push(name);
                }
            }
        }
        for (name, bytes) in parts {
            if let (Some(bytes), false) = (bytes, written.contains(name)) {
                add(&mut writer, name, bytes, None)?;
            }
        }
        Ok(writer.finish().map_err(damaged)?.into_inner())
    }
}

/// A package of some parts, in their order.
///
/// # Errors
/// When one cannot be packed, which no part of this program causes.
pub fn pack(parts: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, WordError> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        add(&mut writer, name, bytes, None)?;
    }
    Ok(writer.finish().map_err(damaged)?.into_inner())
}

fn add(
    writer: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    time: Option<DateTime>,
) -> Result<(), WordError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time.unwrap_or(DateTime::DEFAULT));
    writer.start_file(name, options).map_err(damaged)?;
    writer.write_all(bytes).map_err(|e| WordError::Damaged { detail: e.to_string() })
}

fn damaged(error: ZipError) -> WordError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => WordError::Encrypted,
        other => WordError::Damaged { detail: other.to_string() },
    }
}

/// The path of the relationships of a part.
pub fn relations_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{file}.rels")
}

/// The path that a target means, seen from a part.
pub fn resolve(part: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            ".." => drop(folders.pop()),
            "." | "" => {}
            step => folders.push(step),
        }
    }
    folders.join("/")
}

/// The relationships with one more, and its id.
pub fn with_relation(relations: &str, kind: &str, target: &str) -> (String, String) {
    let taken = |id: &str| relations.contains(&format!("\"{id}\"")) || relations.contains(&format!("'{id}'"));
    let id = (1..).map(|n| format!("floodmark{n}")).find(|id| !taken(id)).unwrap_or_default();
    let one = format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{}\"/>", escape(target));
    (before_end(relations, "Relationships", &one), id)
}

/// The content types with one more part named.
pub fn with_type(types: &str, part: &str, kind: &str) -> String {
    let part = format!("/{part}");
    let named = types.split('<').any(|tag| {
        tag.starts_with("Override")
            && attribute(tag, "PartName").is_some_and(|p| p.eq_ignore_ascii_case(&part))
    });
    if named {
        return types.to_owned();
    }
    let one = format!("<Override PartName=\"{}\" ContentType=\"{kind}\"/>", escape(&part));
    before_end(types, "Types", &one)
}

/// A part with something added at the end of its root element, which may close itself.
pub fn before_end(xml: &str, root: &str, what: &str) -> String {
    let closing = format!("</{root}>");
    match xml.rfind(&closing) {
        Some(at) => format!("{}{what}{}", xml.get(..at).unwrap_or(""), xml.get(at..).unwrap_or("")),
        None => match xml.rfind("/>") {
            Some(at) => format!("{}>{what}{closing}", xml.get(..at).unwrap_or("")),
            None => xml.to_owned(),
        },
    }
}
