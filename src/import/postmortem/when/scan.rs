//! Going through a text, character by character and word by word.

/// A place in a text; a copy looks ahead.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, wanted: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| wanted.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// A run of figures, at most nine.
    pub(super) fn figures(&mut self) -> Option<&'a str> {
        let n = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let found = self.rest().get(..n).filter(|_| (1..=9).contains(&n))?;
        self.at += n;
        Some(found)
    }

    pub(super) fn word(&mut self) -> &'a str {
        let n = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        let found = self.rest().get(..n).unwrap_or("");
        self.at += n;
        found
    }

    /// Goes past a word, whatever its case, when a whole one stands here.
    pub(super) fn eat_word(&mut self, wanted: &str) -> bool {
        let mut ahead = *self;
        let found = ahead.word().eq_ignore_ascii_case(wanted);
        if found {
            *self = ahead;
        }
        found
    }

    /// Whether a letter or figure follows, so that what was read is only a part of it.
    pub(super) fn within(&self) -> bool {
        self.peek().is_some_and(char::is_alphanumeric)
    }
}

/// Whether a text is figures alone.
pub(super) fn digit(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
