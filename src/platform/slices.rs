//! A file in slices, the next of which the browser reads while one is taken apart.

use std::fmt;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// How much of a file is read at once: small enough that a cancel is heard within a few frames, large enough that asking
/// the browser for it costs little.
const SLICE: u64 = 4 * 1024 * 1024;

/// The browser cannot read a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// It cannot at all.
    Gone,
    /// It ended early.
    Shorter,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unreadable::Gone => {
                "the browser cannot read the file; it may have been moved or changed, open it again"
            }
            Unreadable::Shorter => "the file became shorter while it was read; open it again",
        })
    }
}

/// The slices of a file in order.
#[derive(Debug)]
pub struct Slices {
    blob: Blob,
    at: u64,
    total: u64,
    ahead: Option<JsFuture>,
}

impl Slices {
    /// All of a file.
    pub fn of(blob: &Blob) -> Self {
        Slices { blob: blob.clone(), at: 0, total: blob.size() as u64, ahead: None }
    }

    /// The size of the file in bytes.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many bytes were handed out.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Puts the next slice into `buffer`; false at the end.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub async fn next(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Unreadable> {
        if self.at >= self.total {
            return Ok(false);
        }
        let fetched = match self.ahead.take() {
            Some(fetched) => fetched,
            None => fetch(&self.blob, self.at, SLICE)?,
        };
        let buffered = fetched.await.map_err(|_| Unreadable::Gone)?;
        let array = js_sys::Uint8Array::new(&buffered);
        if array.length() == 0 {
            return Err(Unreadable::Shorter);
        }
        self.at += u64::from(array.length());
        if self.at < self.total {
            self.ahead = Some(fetch(&self.blob, self.at, SLICE)?);
        }
        buffer.resize(array.length() as usize, 0);
        array.copy_to(buffer);
        Ok(true)
    }
}

/// At most `length` bytes of a file.
///
/// # Errors
/// [`Unreadable::Gone`].
pub async fn bytes(blob: &Blob, from: u64, length: u64) -> Result<Vec<u8>, Unreadable> {
    let buffered = fetch(blob, from, length)?.await.map_err(|_| Unreadable::Gone)?;
    Ok(js_sys::Uint8Array::new(&buffered).to_vec())
}

/// Asks the browser for at most `length` bytes of a file.
fn fetch(blob: &Blob, from: u64, length: u64) -> Result<JsFuture, Unreadable> {
    let gone = |_: JsValue| Unreadable::Gone;
    let slice = blob.slice_with_f64_and_f64(from as f64, (from + length) as f64).map_err(gone)?;
    Ok(JsFuture::from(slice.array_buffer()))
}
