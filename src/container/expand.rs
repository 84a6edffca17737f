//! Walks through a container and what is in it.

use super::limits::{Count, Guard};
use super::{ContainerError, Kind, Limits, SEPARATOR, Sink, Skipped, Told, kind, not_text, slack, workbook};
use flate2::read::MultiGzDecoder;
use std::cell::Cell;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;
use zip::ZipArchive;
use zip::result::ZipError;

/// How much of a member is looked at to tell what it is.
const HEAD: u64 = 64 * 1024;
/// How much is unpacked at once.
const SLICE: usize = 256 * 1024;
/// How many files are told by name and reason; what is beyond is counted.
const TOLD: usize = 200;

/// One entry of a list of contents.
pub struct Entry {
    /// Where it stands in the list.
    pub index: usize,
    /// Its path inside the archive.
    pub path: String,
    is_dir: bool,
    encrypted: bool,
    packed: u64,
}

/// One container being expanded.
pub struct Job<'a> {
    limits: &'a Limits,
    pub(super) sink: &'a mut dyn Sink,
    pub(super) told: Told,
    spent: Rc<Cell<u64>>,
    entries: u64,
    untold: u64,
}

impl<'a> Job<'a> {
    /// Nothing expanded yet.
    pub fn new(limits: &'a Limits, sink: &'a mut dyn Sink) -> Self {
        Job { limits, sink, told: Told::default(), spent: Rc::default(), entries: 0, untold: 0 }
    }

    /// Expands the outermost container.
    pub fn run<R: Read + Seek>(mut self, name: &str, mut source: R) -> Result<Told, ContainerError> {
        let head = head_of(&mut source)?;
        source.seek(SeekFrom::Start(0))?;
        let done = match kind(&head) {
            Some(Kind::Gzip) => self.gzip(name, &mut source, 1),
            Some(Kind::Zip) => self.zip(name, source, 1),
            None => Err(ContainerError::Unknown),
        };
        if let Err(error) = done {
            self.sink.discard();
            return Err(error);
        }
        if self.untold > 0 {
            let note = format!("{name}: {} more files could not be read, for like reasons.", self.untold);
            self.told.notes.push(note);
        }
        Ok(self.told)
    }

    /// Tells of a file that does not come.
    pub fn skip(&mut self, name: String, reason: String) {
        if self.told.skipped.len() < TOLD {
            self.told.skipped.push(Skipped { name, reason });
        } else {
            self.untold += 1;
        }
    }

    /// Hands a member over.
    pub fn take(&mut self, name: String) -> Result<(), ContainerError> {
        self.told.members += 1;
        self.sink.take(name)
    }

    /// Guards bytes that come out of `packed` others.
    pub fn guard<R: Read>(&self, inner: R, packed: Rc<Cell<u64>>) -> Guard<'a, R> {
        Guard::new(inner, packed, self.spent.clone(), self.limits)
    }

    /// Bytes as a whole, at most [`Limits::held`].
    pub fn hold(&self, mut reader: impl Read) -> Result<Vec<u8>, ContainerError> {
        let mut bytes = vec![];
        (&mut reader).take(self.limits.held + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > self.limits.held {
            return Err(ContainerError::Held { most: self.limits.held });
        }
        Ok(bytes)
    }

    /// Counts bytes that were made, not unpacked, for a member that has `member` of them so far.
    pub fn spend(&self, bytes: u64, member: u64) -> Result<(), ContainerError> {
        if member > self.limits.member {
            return Err(ContainerError::Member { most: self.limits.member });
        }
        self.spent.set(self.spent.get() + bytes);
        if self.spent.get() > self.limits.total {
            return Err(ContainerError::Total { most: self.limits.total });
        }
        Ok(())
    }

    fn gzip(&mut self, name: &str, source: &mut dyn Read, depth: u32) -> Result<(), ContainerError> {
        if depth > self.limits.depth {
            return Err(ContainerError::Depth { most: self.limits.depth });
        }
        let packed = Rc::new(Cell::new(0));
        let mut inner = self.guard(MultiGzDecoder::new(Count::new(source, packed.clone())), packed);
        self.file(&format!("{name}{SEPARATOR}{}", unpacked_name(name)), &mut inner, depth)
    }

    /// A file inside a container: a member, or a container again.
    fn file(&mut self, name: &str, source: &mut dyn Read, depth: u32) -> Result<(), ContainerError> {
        let head = head_of(source)?;
        let inside = kind(&head);
        let odd = if inside.is_none() { not_text(&head) } else { None };
        let mut all = Cursor::new(head).chain(source);
        match (inside, odd) {
            (Some(Kind::Gzip), _) => return self.gzip(name, &mut all, depth + 1),
            (Some(Kind::Zip), _) => {
                let bytes = self.hold(all)?;
                return self.zip(name, Cursor::new(bytes), depth + 1);
            }
            (None, Some(what)) => {
                self.skip(
                    name.to_owned(),
                    format!("it is not text ({what}); export it as CSV, JSON or JSON lines"),
                );
                return Ok(());
            }
            (None, None) => {}
        }
        let mut slice = vec![0; SLICE];
        loop {
            let n = all.read(&mut slice)?;
            match slice.get(..n) {
                Some(part) if n > 0 => self.sink.write(part)?,
                _ => break,
            }
        }
        self.take(name.to_owned())
    }

    fn zip<R: Read + Seek>(&mut self, name: &str, source: R, depth: u32) -> Result<(), ContainerError> {
        let mut archive = ZipArchive::new(source).map_err(zip_error)?;
        self.entries += archive.len() as u64;
        if self.entries > self.limits.entries {
            return Err(ContainerError::Entries { found: self.entries, most: self.limits.entries });
        }
        let entries = contents(&archive);
        let has = |path: &str| entries.iter().any(|e| e.path == path);
        if has("xl/workbook.xml") {
            return workbook::expand(self, name, archive, &entries);
        }
        if let Some((what, remedy)) = document(&has, &entries) {
            return Err(ContainerError::Document { what, remedy });
        }
        if depth > self.limits.depth {
            return Err(ContainerError::Depth { most: self.limits.depth });
        }
        if archive.has_duplicate_names() {
            let note = format!("{name}: several files have the same name; only the last of each was read.");
            self.told.notes.push(note);
        }
        let mut rest = entries;
        if let Some(export) = slack::find(&rest) {
            slack::expand(self, name, &mut archive, &rest, &export)?;
            rest = vec![];
        }
        let sketch = rest.iter().find(|e| e.path == "METADATA").map(|e| e.index);
        let sketch = sketch.is_some_and(|index| self.sketch(name, &mut archive, &mut rest, index));
        let mut useless = Useless::default();
        for entry in rest {
            let label = format!("{name}{SEPARATOR}{}", entry.path);
            if useless.takes(&entry, sketch) {
                continue;
            }
            match self.entry(&mut archive, &entry, &label, depth, &mut useless) {
                Err(error) if error.is_final() => return Err(error),
                Err(error) => {
                    self.sink.discard();
                    self.skip(label, error.to_string());
                }
                Ok(()) => {}
            }
        }
        self.told.notes.extend(useless.note(name));
        Ok(())
    }

    fn entry<R: Read + Seek>(
        &mut self,
        archive: &mut ZipArchive<R>,
        entry: &Entry,
        label: &str,
        depth: u32,
        useless: &mut Useless,
    ) -> Result<(), ContainerError> {
        let mut reader = self.open(archive, entry)?;
        let mut start = Cursor::new(head_of(&mut reader)?);
        if not_text(start.get_ref()).is_some_and(|what| what.ends_with("picture")) {
            useless.pictures += 1;
            return Ok(());
        }
        let mut all = (&mut start).chain(reader);
        self.file(label, &mut all, depth)
    }

    /// The guarded bytes of an entry.
    pub fn open<'b, R: Read + Seek>(
        &self,
        archive: &'b mut ZipArchive<R>,
        entry: &Entry,
    ) -> Result<Guard<'a, zip::read::ZipFile<'b, R>>, ContainerError> {
        if entry.encrypted {
            return Err(ContainerError::Encrypted);
        }
        let file = archive.by_index(entry.index).map_err(zip_error)?;
        Ok(self.guard(file, Rc::new(Cell::new(entry.packed))))
    }

    /// A Timesketch sketch: its name is told, and its description is no member.
    fn sketch<R: Read + Seek>(
        &mut self,
        name: &str,
        archive: &mut ZipArchive<R>,
        entries: &mut Vec<Entry>,
        index: usize,
    ) -> bool {
        let Some(entry) = entries.iter().find(|e| e.index == index) else { return false };
        let text = self.open(archive, entry).and_then(|reader| self.hold(reader.take(HEAD)));
        let parsed = text.ok().and_then(|t| serde_json::from_slice::<serde_json::Value>(&t).ok());
        let Some(title) = parsed.as_ref().and_then(|v| v.get("sketch_name")?.as_str()) else { return false };
        self.told.notes.push(format!("{name}: this is the Timesketch sketch “{title}”."));
        entries.retain(|e| e.index != index);
        true
    }
}

/// Files of no use, which are counted.
#[derive(Default)]
struct Useless {
    droppings: u64,
    pictures: u64,
    pages: u64,
}

impl Useless {
    /// Whether a name says that its file is of no use. Folders are not even counted: they hold nothing.
    fn takes(&mut self, entry: &Entry, sketch: bool) -> bool {
        let file = entry.path.rsplit('/').next().unwrap_or("");
        let dropping = entry.path.starts_with("__MACOSX/")
            || file.starts_with("._")
            || matches!(file, ".DS_Store" | "Thumbs.db" | "desktop.ini");
        let page = sketch && file.to_ascii_lowercase().ends_with(".html");
        self.droppings += u64::from(dropping && !entry.is_dir);
        self.pages += u64::from(page);
        entry.is_dir || dropping || page
    }

    fn note(&self, name: &str) -> Option<String> {
        let parts = [
            (self.pictures, "picture", "pictures"),
            (self.pages, "story page (HTML)", "story pages (HTML)"),
            (self.droppings, "file of a file manager", "files of a file manager"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }))
            .collect();
        (!parts.is_empty()).then(|| format!("{name}: left out: {}.", parts.join(", ")))
    }
}

/// The list of contents, without touching what it lists.
fn contents<R: Read + Seek>(archive: &ZipArchive<R>) -> Vec<Entry> {
    let listed = |index| {
        let data = archive.by_index_data(index).ok()?;
        let path = match data.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(data.name_raw()).into_owned(),
        };
        let (is_dir, encrypted, packed) = (data.is_dir(), data.encrypted(), data.compressed_size());
        Some(Entry { index, path, is_dir, encrypted, packed })
    };
    (0..archive.len()).filter_map(listed).collect()
}

/// An Office file that is no XLSX workbook, with the remedy.
fn document(has: &dyn Fn(&str) -> bool, entries: &[Entry]) -> Option<(&'static str, &'static str)> {
    const TEXT: &str = "save it as plain text or Markdown and open that";
    const TABLE: &str = "save it as XLSX or CSV and open that";
    if has("word/document.xml") {
        Some(("a Word document", "open it by itself, not inside a packed file"))
    } else if has("ppt/presentation.xml") {
        Some(("a PowerPoint presentation", "copy its text into a Markdown or CSV file and open that"))
    } else if has("xl/workbook.bin") {
        Some(("an XLSB workbook", TABLE))
    } else if has("mimetype") && has("content.xml") {
        Some(("an OpenDocument file", "save a spreadsheet as XLSX or CSV, a text as Markdown, and open that"))
    } else if entries.first().is_some_and(|e| e.path == "mimetype") && has("META-INF/container.xml") {
        Some(("an electronic book", TEXT))
    } else {
        None
    }
}

pub fn zip_error(error: ZipError) -> ContainerError {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ContainerError::Encrypted,
        ZipError::CompressionMethodNotSupported(number) => {
            let method = match number {
                9 => "Deflate64".to_owned(),
                12 => "bzip2".to_owned(),
                14 => "LZMA".to_owned(),
                93 => "Zstandard".to_owned(),
                95 => "XZ".to_owned(),
                98 => "PPMd".to_owned(),
                99 => return ContainerError::Encrypted,
                other => format!("number {other}"),
            };
            ContainerError::Method { method }
        }
        other => ContainerError::Damaged { detail: other.to_string() },
    }
}

fn head_of(reader: &mut (impl Read + ?Sized)) -> Result<Vec<u8>, ContainerError> {
    let mut head = vec![];
    reader.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// The name of what a gzip file holds: its own without the ending.
fn unpacked_name(name: &str) -> String {
    let own = name.rsplit(SEPARATOR).next().unwrap_or(name);
    let own = own.rsplit('/').next().unwrap_or(own);
    let lower = own.to_ascii_lowercase();
    let cut = |ending: &str| lower.ends_with(ending).then(|| own.get(..own.len() - ending.len())).flatten();
    match (cut(".gz").or_else(|| cut(".gzip")), cut(".tgz")) {
        (Some(stem), _) if !stem.is_empty() => stem.to_owned(),
        (_, Some(stem)) if !stem.is_empty() => format!("{stem}.tar"),
        _ => "content".to_owned(),
    }
}
