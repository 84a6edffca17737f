//! One line of JSON, key by key, without a copy of what is not wanted.
//!
//! This reads less than JSON is: where a line holds anything that it does not take (a `\u` escape in a wanted text, a
//! number that is not written the way it is kept, any error) it gives up, and the line is read by `serde_json`. What it does read
//! it reads alike.

use std::borrow::Cow;

/// Values nested deeper than this are left to `serde_json`, which has a limit of its own.
const DEEPEST: usize = 60;

/// A place in the text of one object.
#[derive(Debug)]
pub struct FlatJson<'a> {
    text: &'a str,
    at: usize,
    /// Whether a comma or the end is due.
    begun: bool,
}

/// A value of a wanted key.
#[derive(Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A string, or another scalar as it is written.
    Text(Cow<'a, str>),
    /// `null`.
    Null,
    /// A list of strings.
    List(Vec<Cow<'a, str>>),
}

/// Whether there was another key.
#[derive(Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// The next key; its value follows.
    Next(&'a str),
    /// The object ended, and with it the text.
    End,
}

impl<'a> FlatJson<'a> {
    /// The object that a text is; `None` where it starts otherwise.
    pub fn open(text: &'a str) -> Option<Self> {
        let mut json = FlatJson { text, at: 0, begun: false };
        json.eat(b'{')?;
        Some(json)
    }

    /// The next key. `None` here and below: this is for `serde_json`.
    pub fn key(&mut self) -> Option<Key<'a>> {
        match self.peek()? {
            b'}' => {
                self.at += 1;
                return self.peek().is_none().then_some(Key::End);
            }
            b',' if self.begun => self.at += 1,
            _ if self.begun => return None,
            _ => {}
        }
        self.begun = true;
        let key = self.plain_string()?;
        self.eat(b':')?;
        Some(Key::Next(key))
    }

    /// The value of the key.
    pub fn value(&mut self) -> Option<Value<'a>> {
        match self.peek()? {
            b'"' => Some(Value::Text(self.string()?)),
            b'[' => {
                self.at += 1;
                let mut items = vec![];
                while self.peek()? != b']' {
                    if !items.is_empty() {
                        self.eat(b',')?;
                    }
                    if self.peek()? != b'"' {
                        return None;
                    }
                    items.push(self.string()?);
                }
                self.at += 1;
                Some(Value::List(items))
            }
            b'n' => self.word("null").map(|_| Value::Null),
            b't' => self.word("true").map(|word| Value::Text(Cow::Borrowed(word))),
            b'f' => self.word("false").map(|word| Value::Text(Cow::Borrowed(word))),
            b'-' | b'0'..=b'9' => {
                let from = self.at;
                self.number()?;
                let number = self.text.get(from..self.at)?;
                // Longer ones may not fit 64 bits, `-0` is kept as a fraction, and so are fractions.
                let whole = number.len() <= 18 && number != "-0" && !number.contains('.');
                whole.then_some(Value::Text(Cow::Borrowed(number)))
            }
            _ => None,
        }
    }

    /// Leaves out the value of the key.
    pub fn skip(&mut self) -> Option<()> {
        self.skip_within(0)
    }

    fn skip_within(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            b'"' => self.skip_string(),
            b'{' | b'[' if depth >= DEEPEST => None,
            b'[' => {
                self.at += 1;
                if self.peek()? == b']' {
                    self.at += 1;
                    return Some(());
                }
                loop {
                    self.skip_within(depth + 1)?;
                    match self.peek()? {
                        b',' => self.at += 1,
                        b']' => break,
                        _ => return None,
                    }
                }
                self.at += 1;
                Some(())
            }
            b'{' => {
                self.at += 1;
                if self.peek()? == b'}' {
                    self.at += 1;
                    return Some(());
                }
                loop {
                    (self.peek()? == b'"').then_some(())?;
                    self.skip_string()?;
                    self.eat(b':')?;
                    self.skip_within(depth + 1)?;
                    match self.peek()? {
                        b',' => self.at += 1,
                        b'}' => break,
                        _ => return None,
                    }
                }
                self.at += 1;
                Some(())
            }
            b'n' => self.word("null").map(drop),
            b't' => self.word("true").map(drop),
            b'f' => self.word("false").map(drop),
            _ => self.number(),
        }
    }

    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    fn eat(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    fn word(&mut self, word: &'a str) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        rest.starts_with(word).then(|| self.at += word.len())?;
        Some(word)
    }

    /// A number without exponent.
    fn number(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let figures = |from: usize| {
            bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count())
        };
        let mut at = self.at + usize::from(bytes.get(self.at) == Some(&b'-'));
        let whole = figures(at);
        if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
            return None;
        }
        at += whole;
        if bytes.get(at) == Some(&b'.') {
            let fraction = figures(at + 1);
            (fraction > 0).then_some(())?;
            at += 1 + fraction;
        }
        self.at = at;
        (!matches!(bytes.get(at), Some(b'e' | b'E'))).then_some(())
    }

    /// A string without escapes.
    fn plain_string(&mut self) -> Option<&'a str> {
        self.eat(b'"')?;
        let from = self.at;
        let end = from + plain(self.text.as_bytes().get(from..)?);
        (self.text.as_bytes().get(end) == Some(&b'"')).then_some(())?;
        self.at = end + 1;
        self.text.get(from..end)
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.eat(b'"')?;
        let bytes = self.text.as_bytes();
        let mut from = self.at;
        let mut read: Option<String> = None;
        loop {
            let end = from + plain(bytes.get(from..)?);
            let part = self.text.get(from..end)?;
            match *bytes.get(end)? {
                b'"' => {
                    self.at = end + 1;
                    return Some(match read {
                        None => Cow::Borrowed(part),
                        Some(read) => Cow::Owned(read + part),
                    });
                }
                b'\\' => {
                    let read = read.get_or_insert_with(|| String::with_capacity(2 * part.len() + 128));
                    read.push_str(part);
                    read.push(match *bytes.get(end + 1)? {
                        c @ (b'"' | b'\\' | b'/') => char::from(c),
                        b'n' => '\n',
                        b't' => '\t',
                        b'r' => '\r',
                        b'b' => '\u{8}',
                        b'f' => '\u{c}',
                        _ => return None,
                    });
                    from = end + 2;
                }
                _ => return None,
            }
        }
    }

    fn skip_string(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            at += plain(bytes.get(at..)?);
            match *bytes.get(at)? {
                b'"' => {
                    self.at = at + 1;
                    return Some(());
                }
                b'\\' => match *bytes.get(at + 1)? {
                    b'"' | b'\\' | b'/' | b'n' | b't' | b'r' | b'b' | b'f' => at += 2,
                    b'u' if bytes.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => at += 6,
                    _ => return None,
                },
                _ => return None,
            }
        }
    }
}

/// How many bytes from the first are neither quote, backslash nor control code; eight at a time.
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    let is_plain = |b: &u8| *b >= 0x20 && *b != b'"' && *b != b'\\';
    let (words, rest) = bytes.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let zero = |x: u64| x.wrapping_sub(ONES) & !x;
        let quote = zero(word ^ (ONES * b'"' as u64));
        let backslash = zero(word ^ (ONES * b'\\' as u64));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let odd = (quote | backslash | control) & TOPS;
        if odd != 0 {
            // A borrow can only mark bytes after one that is marked rightly: the first mark is right.
            return n * 8 + odd.trailing_zeros() as usize / 8;
        }
    }
    words.len() * 8 + rest.iter().position(|b| !is_plain(b)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Every key with its value as text; `None` where this leaves the line to `serde_json`.
    fn read(text: &str, wanted: bool) -> Option<BTreeMap<String, String>> {
        let mut json = FlatJson::open(text)?;
        let mut found = BTreeMap::new();
        while let Key::Next(key) = json.key()? {
            let value = match wanted {
                true => match json.value()? {
                    Value::Text(text) => text.into_owned(),
                    Value::Null => "null".to_owned(),
                    Value::List(list) => format!("{list:?}"),
                },
                false => json.skip().map(|()| String::new())?,
            };
            found.insert(key.to_owned(), value);
        }
        Some(found)
    }

    /// The same by `serde_json`.
    fn peer(text: &str) -> Option<BTreeMap<String, String>> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
        let shown = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            serde_json::Value::Array(list) => {
                format!("{:?}", list.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>())
            }
            other => other.to_string(),
        };
        Some(object.into_iter().map(|(key, value)| (key, shown(value))).collect())
    }

    #[test]
    fn what_exports_hold_is_read() {
        let text = r#"{"message":"C:\\Users \"x\"\n","timestamp": -12,"tag":[],"label":["a", "ü"],"n":null,"t":true}"#;
        assert_eq!(read(text, true), peer(text));
        assert!(read(text, true).is_some());
        let nested = r#" {"a":{"b":[1,2.5,{"c":"\u00e4"}],"d":{}},"e":[]} "#;
        assert_eq!(read(nested, false).unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_json_is_left_to_the_other() {
        for text in [
            "",
            "{",
            "{}}",
            "[1]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{\"a\":01}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":\"\t\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":[1,]}",
            "{\"a\":{\"b\"}}",
            "{\"a\":-}",
            "{\"a\":1.}",
            "{\"a\":nul}",
            "{\"a\":\"x}",
            "{\"a\":[\"b\" \"c\"]}",
        ] {
            assert_eq!((read(text, true), read(text, false)), (None, None), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_alike(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\"", "\"\\\\\"", "\\", "\\n", "\\u0041", "\u{1}", "ä", " ", "\n", "1", "-",
                    "0", "12", ".5", "e3", "true", "null", "\"a\":", ",\"b\":", "{\"k\":", "\"long enough for words\"",
                ]),
                0..14,
            ),
        ) {
            let inner = parts.concat();
            for text in [format!("{{\"x\":{inner}}}"), format!("{{{inner}}}"), inner] {
                if let Some(found) = read(&text, true) {
                    prop_assert_eq!(Some(found), peer(&text), "{}", text);
                }
                if read(&text, false).is_some() {
                    prop_assert!(peer(&text).is_some(), "{}", text);
                }
            }
        }

        #[test]
        fn any_text_comes_back(text in "[\"\\\\\\n\\ta-zä/]{0,40}") {
            let line = serde_json::json!({ "a": text }).to_string();
            prop_assert_eq!(read(&line, true).unwrap().remove("a"), Some(text));
        }
    }
}
