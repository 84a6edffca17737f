//! Bytes to lines of text.
//!
//! A file is cut into lines while it is still bytes, so that each line keeps its place in the original; only then
//! is a line decoded. A cut in the middle of a character or of a line end changes nothing.

use super::{Encoding, ImportError};
use memchr::{memchr, memrchr};
use std::borrow::Cow;

/// A line longer than this is not the export of a timeline.
const LONGEST_LINE: usize = 64 * 1024 * 1024;

/// One line of a file, without its line end.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// Its number, from 1.
    pub number: u32,
    /// How many carriage returns its line end has; a cell over several lines keeps them.
    pub returns: u32,
    /// Its first byte in the original.
    pub start: u64,
    /// The byte after its line end in the original.
    pub end: u64,
}

/// A line whose text may still lie in the slice that it came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineRef<'a> {
    /// Its text.
    pub text: Cow<'a, str>,
    /// Its number, from 1.
    pub number: u32,
    /// How many carriage returns its line end has.
    pub returns: u32,
    /// Its first byte in the original.
    pub start: u64,
    /// The byte after its line end in the original.
    pub end: u64,
}

impl Line {
    /// The line with a borrowed text.
    pub fn borrowed(&self) -> LineRef<'_> {
        let Line { text, number, returns, start, end } = self;
        LineRef { text: Cow::Borrowed(text), number: *number, returns: *returns, start: *start, end: *end }
    }
}

impl LineRef<'_> {
    /// The line with a text of its own.
    pub fn into_owned(self) -> Line {
        let LineRef { text, number, returns, start, end } = self;
        Line { text: text.into_owned(), number, returns, start, end }
    }
}

/// The length of a row in bytes, as tables keep it: one of 4 GB and more is shown up to there.
pub(super) fn length(start: u64, end: u64) -> u32 {
    (end - start).min(u64::from(u32::MAX)) as u32
}

/// A text without the blanks around it, as [`str::trim`] gives it: most texts have none, and two looks tell that.
#[inline]
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [] | [0x21..=0x7E] | [0x21..=0x7E, .., 0x21..=0x7E] => text,
        _ => text.trim(),
    }
}

/// Tells the encoding from a byte order mark, from NUL bytes between letters, or from what is no UTF-8.
pub fn encoding_of(head: &[u8]) -> Encoding {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8,
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    let pairs = head.as_chunks::<2>().0;
    let zeros = |n: usize| pairs.iter().filter(|pair| pair.get(n) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    // Latin letters in UTF-16 have a NUL on one side and none on the other.
    if !pairs.is_empty() && second * 10 > pairs.len() * 4 && first * 10 < pairs.len() {
        return Encoding::Utf16Le;
    }
    if !pairs.is_empty() && first * 10 > pairs.len() * 4 && second * 10 < pairs.len() {
        return Encoding::Utf16Be;
    }
    match std::str::from_utf8(head) {
        // A head may end in the middle of a character.
        Err(error) if error.error_len().is_some() => Encoding::Windows1252,
        _ => Encoding::Utf8,
    }
}

/// Decodes bytes. Among UTF-8, bytes that are none are read as Windows-1252, for a file that mixes them; elsewhere what
/// is no text becomes U+FFFD. A byte order mark is left out.
pub fn decode(bytes: &[u8], encoding: Encoding) -> String {
    let text = match encoding {
        Encoding::Utf8 => {
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|b| windows_1252(*b)));
            }
            text
        }
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let unit = |pair: &[u8; 2]| match encoding {
                Encoding::Utf16Le => u16::from_le_bytes(*pair),
                _ => u16::from_be_bytes(*pair),
            };
            char::decode_utf16(bytes.as_chunks::<2>().0.iter().map(unit))
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        Encoding::Windows1252 => bytes.iter().map(|b| windows_1252(*b)).collect(),
    };
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// The characters that Windows-1252 has where Latin-1 has control codes (WHATWG Encoding, index windows-1252).
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte) - 0x80).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        other => char::from(other),
    }
}

/// Cuts a stream of bytes into lines.
#[derive(Debug, Default)]
pub struct Lines {
    encoding: Encoding,
    pending: Vec<u8>,
    /// Bytes of `pending` that hold no line end.
    searched: usize,
    start: u64,
    number: u32,
    mixed: bool,
}

impl Lines {
    /// Lines of that encoding.
    pub fn new(encoding: Encoding) -> Self {
        Lines { encoding, ..Lines::default() }
    }

    /// Lines of that encoding from an offset in the file on, numbered from 1.
    pub fn from(encoding: Encoding, start: u64) -> Self {
        Lines { encoding, start, ..Lines::default() }
    }

    /// Whether a line begins with the next byte.
    pub fn between(&self) -> bool {
        self.pending.is_empty()
    }

    /// How many lines were handed out.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The offset in the file at which the next line begins.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// Passes lines that were read elsewhere.
    pub fn pass(&mut self, lines: u32, bytes: u64, mixed: bool) {
        self.number = self.number.saturating_add(lines);
        self.start += bytes;
        self.mixed |= mixed;
    }

    /// Whether some of the lines so far are not in the encoding.
    pub fn mixed(&self) -> bool {
        self.mixed
    }

    /// Takes the next bytes and hands out the lines that they complete.
    ///
    /// # Errors
    /// [`ImportError::Unreadable`] when a line is longer than 64 MB; then what `each` says.
    pub fn push(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(Line) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        self.push_borrowed(bytes, |line| each(line.into_owned()))
    }

    /// As [`Lines::push`], without a copy of the text of lines that lie in the slice as a whole.
    ///
    /// # Errors
    /// As [`Lines::push`].
    pub fn push_borrowed(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(LineRef<'_>) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut bytes = bytes;
        while !bytes.is_empty() {
            if !self.pending.is_empty() {
                bytes = self.complete(bytes, &mut each)?;
            } else if let Some((text, rest)) = self.whole_lines(bytes) {
                // What is UTF-8 up to the last line end is so line by line.
                let mut text = text;
                while let Some(end) = memchr(b'\n', text.as_bytes()) {
                    let (line, after) = text.split_at(end + 1);
                    each(self.numbered(line.len(), Cow::Borrowed(line)))?;
                    text = after;
                }
                bytes = rest;
            } else if let Some(end) = self.line_end(bytes, 0) {
                let (line, rest) = bytes.split_at(end);
                each(self.line(line))?;
                bytes = rest;
            } else {
                self.pending.extend_from_slice(bytes);
                self.searched = self.pending.len();
                bytes = &[];
            }
            if self.pending.len() > LONGEST_LINE {
                return Err(ImportError::Unreadable {
                    message: format!(
                        "line {} is longer than 64 MB; export the file with one row a line",
                        self.number + 1
                    ),
                });
            }
        }
        Ok(())
    }

    /// Takes what completes the pending line, or all that belongs to it so far, and gives the rest.
    fn complete<'a>(
        &mut self,
        bytes: &'a [u8],
        each: &mut impl FnMut(LineRef<'_>) -> Result<(), ImportError>,
    ) -> Result<&'a [u8], ImportError> {
        let before = self.pending.len();
        // A line end of UTF-16 may have been cut in two.
        let from = self.searched.saturating_sub(1);
        let probe = match self.encoding {
            Encoding::Utf8 | Encoding::Windows1252 => memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1),
            Encoding::Utf16Le | Encoding::Utf16Be => bytes.len(),
        };
        let probe = probe.min(LONGEST_LINE);
        self.pending.extend_from_slice(bytes.get(..probe).unwrap_or(bytes));
        let Some(end) = self.line_end(&self.pending, from) else {
            self.searched = self.pending.len();
            return Ok(bytes.get(probe..).unwrap_or(&[]));
        };
        let line = std::mem::take(&mut self.pending);
        each(self.line(line.get(..end).unwrap_or(&line)))?;
        self.searched = 0;
        Ok(bytes.get(end.saturating_sub(before)..).unwrap_or(&[]))
    }

    /// The whole lines of a slice as text, and what follows them, where that is possible at once.
    fn whole_lines<'a>(&self, bytes: &'a [u8]) -> Option<(&'a str, &'a [u8])> {
        if self.encoding != Encoding::Utf8 {
            return None;
        }
        let (whole, rest) = bytes.split_at_checked(memrchr(b'\n', bytes)? + 1)?;
        Some((simdutf8::basic::from_utf8(whole).ok()?, rest))
    }

    /// Hands out the last line, where it has no line end.
    pub fn finish(&mut self) -> Option<Line> {
        let rest = std::mem::take(&mut self.pending);
        (!rest.is_empty()).then(|| self.line(&rest).into_owned())
    }

    /// The position after the first line end at or after `from`.
    fn line_end(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let rest = bytes.get(from..)?;
        match self.encoding {
            Encoding::Utf8 | Encoding::Windows1252 => memchr(b'\n', rest).map(|n| from + n + 1),
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let unit = if self.encoding == Encoding::Utf16Le { [b'\n', 0] } else { [0, b'\n'] };
                let from = from - from % 2;
                let pairs = bytes.get(from..)?.as_chunks::<2>().0;
                pairs.iter().position(|pair| *pair == unit).map(|n| from + 2 * n + 2)
            }
        }
    }

    fn line<'a>(&mut self, bytes: &'a [u8]) -> LineRef<'a> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) if self.encoding == Encoding::Utf8 => Cow::Borrowed(text),
            read => {
                self.mixed |= self.encoding == Encoding::Utf8 && read.is_err();
                Cow::Owned(decode(bytes, self.encoding))
            }
        };
        self.numbered(bytes.len(), text)
    }

    /// The next line, of so many bytes in the original.
    fn numbered<'a>(&mut self, bytes: usize, text: Cow<'a, str>) -> LineRef<'a> {
        self.number = self.number.saturating_add(1);
        let start = self.start;
        self.start += bytes as u64;
        let line_end = text.bytes().rev().take_while(|b| matches!(b, b'\n' | b'\r'));
        let (length, returns) =
            line_end.fold((text.len(), 0), |(n, returns), b| (n - 1, returns + u32::from(b == b'\r')));
        let text = match text {
            Cow::Borrowed(text) => {
                let text = text.get(..length).unwrap_or(text);
                Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text))
            }
            Cow::Owned(mut text) => {
                text.truncate(length);
                Cow::Owned(text)
            }
        };
        LineRef { text, number: self.number, returns, start, end: self.start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(bytes: &[u8], cut: usize, encoding: Encoding) -> Vec<Line> {
        let mut found = vec![];
        let mut lines = Lines::new(encoding);
        for part in bytes.chunks(cut.max(1)) {
            lines
                .push(part, |line| {
                    found.push(line);
                    Ok(())
                })
                .unwrap();
        }
        found.extend(lines.finish());
        found
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_lines() {
        let text = "zeit,näme\r\nüber – €\r\n";
        let texts = |bytes: &[u8]| -> Vec<String> {
            lines(bytes, 3, encoding_of(bytes)).into_iter().map(|l| l.text).collect()
        };
        let expected = vec!["zeit,näme".to_owned(), "über – €".to_owned()];
        assert_eq!(texts(text.as_bytes()), expected);
        assert_eq!(texts(format!("\u{FEFF}{text}").as_bytes()), expected);
        assert_eq!(texts(&utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes)), expected);
        assert_eq!(texts(&utf16(text, u16::to_be_bytes)), expected);
        let windows = b"zeit,n\xE4me\r\n\xFCber \x96 \x80\r\n";
        assert_eq!(encoding_of(windows), Encoding::Windows1252);
        assert_eq!(texts(windows), expected);
    }

    proptest! {
        #[test]
        fn any_cut_gives_the_same_lines(text in "([a-zäß日\\n\\r]){0,60}", cut in 1_usize..9) {
            for (bytes, encoding) in [
                (text.as_bytes().to_vec(), Encoding::Utf8),
                (utf16(&text, u16::to_le_bytes), Encoding::Utf16Le),
                (utf16(&text, u16::to_be_bytes), Encoding::Utf16Be),
            ] {
                let whole = lines(&bytes, usize::MAX, encoding);
                prop_assert_eq!(&lines(&bytes, cut, encoding), &whole);
                for line in &whole {
                    let original = &bytes[line.start as usize..line.end as usize];
                    let again = decode(original, encoding);
                    prop_assert_eq!(again.trim_end_matches(['\n', '\r']), line.text.as_str());
                }
            }
        }
    }
}
