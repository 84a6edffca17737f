//! The side of the worker that opens containers. It takes one file, hands out its members as blobs, and is ended by the
//! page. The file is read in slices and members leave as they come, so that neither is ever whole in this memory.

use super::clock::pause;
use super::messages::{Unpack, Unpacking, pack, unpack};
use crate::container::{ContainerError, Limits, Sink, expand_into};
use crate::document::template;
use crate::engine::practice::WordPractice;
use crate::engine::word::{Sealed, bundled};
use crate::ooxml;
use crate::workspace::bundle::{self, Originals};
use crate::workspace::sealed::{self, Drawn};
use std::io::{self, Read, Seek, SeekFrom, Write};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync};

/// How much of the file is read at once, and the multiple at which a slice starts: lists of contents are read backwards.
const SLICE: u64 = 512 * 1024;
/// How much of a member is kept as an array before it becomes a blob, which the browser may put on disk.
const ARRAYS: usize = 32 * 1024 * 1024;

/// Waits for a file.
pub fn run() {
    super::start::install_panic_hook();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let own = scope.clone();
    let on_message = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let data = event.data();
        let file = js_sys::Reflect::get(&data, &"file".into()).ok().and_then(|f| f.dyn_into::<Blob>().ok());
        let (name, file) = match (unpack::<Unpack>(&data), file) {
            (Some(Unpack::Open { name }), Some(file)) => (name, file),
            (Some(Unpack::Make(make)), _) => return made(&own, &make),
            (Some(Unpack::Check(file)), _) => {
                let end = match template::check(&file) {
                    errors if errors.is_empty() => Unpacking::Made { left: vec![] },
                    errors => Unpacking::Refused { reason: template::told(&errors) },
                };
                return post(&own, &end, None);
            }
            (Some(work), Some(file)) => return worked(&own, work, file),
            _ => return,
        };
        if let Some(end) = word(&file) {
            return post(&own, &end, None);
        }
        // What an evidence bundle holds are also documents about the events, which are no events.
        let bundled = Slices::new(own.clone(), file.clone()).map(bundle::contents);
        match bundled {
            Ok(Ok(Some(contents))) => return post(&own, &Unpacking::Bundle(contents), None),
            Ok(Err(error)) => return post(&own, &Unpacking::Refused { reason: error.to_string() }, None),
            Ok(Ok(None)) | Err(_) => {}
        }
        members(&own, &name, file, false);
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    spawn_local(async {
        let mut practice = WordPractice::default();
        // A file that has come is taken first, and the page ends this program after it.
        pause(0).await;
        while practice.step() {
            pause(0).await;
        }
    });
}

/// Hands out what is in a container, all or only the originals of a bundle.
fn members(scope: &DedicatedWorkerGlobalScope, name: &str, file: Blob, only_originals: bool) {
    let mut blobs = Blobs { scope: scope.clone(), parts: js_sys::Array::new(), arrays: 0 };
    let mut originals;
    let sink: &mut dyn Sink = match only_originals {
        true => {
            originals = Originals(&mut blobs);
            &mut originals
        }
        false => &mut blobs,
    };
    let expanded = Slices::new(scope.clone(), file)
        .and_then(|source| expand_into(name, source, &Limits::default(), sink));
    let end = match expanded {
        Ok(told) => Unpacking::Done {
            skipped: told
                .skipped
                .into_iter()
                .filter(|s| !only_originals || Originals::original(&s.name).is_some())
                .map(|s| (s.name, s.reason))
                .collect(),
            notes: told.notes,
        },
        Err(error) => Unpacking::Refused { reason: error.to_string() },
    };
    post(scope, &end, None);
}

/// What a file says where it is a Word document.
fn word(file: &Blob) -> Option<Unpacking> {
    if file.size() as u64 > ooxml::LARGEST {
        return None;
    }
    let buffer = FileReaderSync::new().ok()?.read_as_array_buffer(file).ok()?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    if !ooxml::is_word(&bytes) {
        return None;
    }
    Some(match ooxml::read(&bytes) {
        Ok(read) => Unpacking::Word { text: read.text, warnings: read.warnings },
        Err(error) => Unpacking::Refused { reason: error.to_string() },
    })
}

/// Makes a file and hands it out.
fn made(scope: &DedicatedWorkerGlobalScope, make: &Sealed) {
    let opened = make.opened().and_then(|make| Ok((make.made()?, make.mime())));
    let made = opened.map_err(|e| e.to_string());
    hand_out(scope, made.and_then(|(made, mime)| Ok((blob_of(&made.bytes, mime)?, made.left))));
}

/// Hands a file out, or why there is none.
fn hand_out(scope: &DedicatedWorkerGlobalScope, made: Result<(Blob, Vec<String>), String>) {
    match made {
        Ok((blob, left)) => post(scope, &Unpacking::Made { left }, Some(&blob)),
        Err(reason) => post(scope, &Unpacking::Refused { reason }, None),
    }
}

fn blob_of(bytes: &[u8], mime: &str) -> Result<Blob, String> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(&parts, &options)
        .map_err(|_| ContainerError::Full.to_string())
}

/// Encrypts, decrypts, bundles and checks.
fn worked(scope: &DedicatedWorkerGlobalScope, work: Unpack, file: Blob) {
    match work {
        Unpack::Seal { passphrase } => {
            let sealed = whole(&file).and_then(|plain| {
                sealed::seal(&plain, &passphrase, drawn(scope)?).map_err(|e| e.to_string())
            });
            hand_out(scope, sealed.and_then(|bytes| Ok((blob_of(&bytes, BINARY)?, vec![]))));
        }
        Unpack::Unseal { passphrase } => {
            let plain =
                whole(&file).and_then(|bytes| sealed::open(&bytes, &passphrase).map_err(|e| e.to_string()));
            hand_out(scope, plain.and_then(|bytes| Ok((blob_of(&bytes, BINARY)?, vec![]))));
        }
        Unpack::Bundle { title, made, parts, makes } => {
            let mut out = Out { parts: js_sys::Array::new() };
            let written = Slices::new(scope.clone(), file)
                .map_err(|e| e.to_string())
                .and_then(|source| {
                    bundled(&title, &made, &parts, &makes, source, &mut out).map_err(|e| e.to_string())
                })
                .and_then(|made| {
                    let blob = Blob::new_with_blob_sequence(&out.parts)
                        .map_err(|_| ContainerError::Full.to_string());
                    let mut told = made.not_made;
                    told.insert(0, made.manifest);
                    Ok((blob?, told))
                });
            hand_out(scope, written);
        }
        Unpack::Verify => {
            let verified = Slices::new(scope.clone(), file)
                .map_err(|e| e.to_string())
                .and_then(|source| bundle::verify(source).map_err(|e| e.to_string()));
            match verified {
                Ok(verified) => post(scope, &Unpacking::Verified(verified), None),
                Err(reason) => post(scope, &Unpacking::Refused { reason }, None),
            }
        }
        Unpack::Workspace => {
            let text = Slices::new(scope.clone(), file)
                .map_err(|e| e.to_string())
                .and_then(|source| bundle::workspace(source).map_err(|e| e.to_string()));
            hand_out(scope, text.and_then(|text| Ok((blob_of(text.as_bytes(), BINARY)?, vec![]))));
        }
        Unpack::Originals => members(scope, "", file, true),
        Unpack::Open { .. } | Unpack::Make(_) | Unpack::Check(_) => {}
    }
}

const BINARY: &str = "application/octet-stream";

/// All of a file.
fn whole(file: &Blob) -> Result<Vec<u8>, String> {
    let gone = |_: JsValue| ContainerError::Gone.to_string();
    let buffer = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(file)).map_err(gone)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Chance, from the browser's own generator.
fn drawn(scope: &DedicatedWorkerGlobalScope) -> Result<Drawn, String> {
    let mut bytes = [0; 28];
    let filled = scope.crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    let none = "this browser gives no random numbers; a file can only be encrypted with them, so use a current browser";
    filled.map(|_| Drawn::of(bytes)).map_err(|_| none.to_owned())
}

/// A file that becomes a blob piece by piece, so that the browser may put it on disk.
struct Out {
    parts: js_sys::Array,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let blob =
            Blob::new_with_u8_array_sequence(&parts).map_err(|_| io::Error::other(ContainerError::Full))?;
        self.parts.push(&blob);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &Unpacking, blob: Option<&Blob>) {
    let object = js_sys::Object::new();
    if let Ok(data) = pack(message) {
        let _ = js_sys::Reflect::set(&object, &"data".into(), &data);
    }
    if let Some(blob) = blob {
        let _ = js_sys::Reflect::set(&object, &"blob".into(), blob);
    }
    let _ = scope.post_message(&object);
}

/// A blob that is read in slices. Only a worker may read one while it waits.
struct Slices {
    scope: DedicatedWorkerGlobalScope,
    reader: FileReaderSync,
    blob: Blob,
    size: u64,
    at: u64,
    slice: Vec<u8>,
    /// Where `slice` starts.
    start: u64,
}

impl Slices {
    fn new(scope: DedicatedWorkerGlobalScope, blob: Blob) -> Result<Slices, ContainerError> {
        let reader = FileReaderSync::new().map_err(|_| ContainerError::Gone)?;
        let size = blob.size() as u64;
        Ok(Slices { scope, reader, blob, size, at: 0, slice: vec![], start: 0 })
    }

    fn fill(&mut self) -> Result<(), JsValue> {
        self.start = self.at / SLICE * SLICE;
        let end = (self.start + SLICE).min(self.size);
        let slice = self.blob.slice_with_f64_and_f64(self.start as f64, end as f64)?;
        let buffer = self.reader.read_as_array_buffer(&slice)?;
        self.slice = js_sys::Uint8Array::new(&buffer).to_vec();
        post(&self.scope, &Unpacking::Progress { bytes: end, total: self.size }, None);
        Ok(())
    }

    fn ready(&self) -> &[u8] {
        let from = self.at.checked_sub(self.start).unwrap_or(u64::MAX);
        usize::try_from(from).ok().and_then(|from| self.slice.get(from..)).unwrap_or_default()
    }
}

impl Read for Slices {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size {
            return Ok(0);
        }
        if self.ready().is_empty() {
            self.fill().map_err(|_| io::Error::other(ContainerError::Gone))?;
        }
        let n = self.ready().read(buffer)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Slices {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

/// Members on their way to the page.
struct Blobs {
    scope: DedicatedWorkerGlobalScope,
    /// Arrays and blobs of the member so far.
    parts: js_sys::Array,
    /// Bytes in arrays.
    arrays: usize,
}

impl Blobs {
    fn joined(&mut self) -> Result<Blob, ContainerError> {
        let parts = std::mem::take(&mut self.parts);
        self.arrays = 0;
        Blob::new_with_blob_sequence(&parts).map_err(|_| ContainerError::Full)
    }
}

impl Sink for Blobs {
    fn write(&mut self, bytes: &[u8]) -> Result<(), ContainerError> {
        self.parts.push(&js_sys::Uint8Array::from(bytes));
        self.arrays += bytes.len();
        if self.arrays > ARRAYS {
            let blob = self.joined()?;
            self.parts.push(&blob);
        }
        Ok(())
    }

    fn take(&mut self, name: String) -> Result<(), ContainerError> {
        let blob = self.joined()?;
        post(&self.scope, &Unpacking::Member { name }, Some(&blob));
        Ok(())
    }

    fn discard(&mut self) {
        self.parts = js_sys::Array::new();
        self.arrays = 0;
    }
}
