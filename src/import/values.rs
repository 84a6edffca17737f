//! Text to JSON values: cuts a stream of characters into the objects of an array, of one document, or one after the
//! other, without holding more than one of them.

use super::decode::Line;

/// One JSON object as text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Object {
    /// Its text, complete or broken off by the end of the file.
    pub text: String,
    /// The line on which it starts.
    pub line: u32,
    /// Its JSON pointer: `/3` in an array; empty outside one.
    pub pointer: String,
    /// The first byte of its first line in the original.
    pub start: u64,
    /// The byte after its last line in the original.
    pub end: u64,
}

/// Cuts lines into objects.
#[derive(Debug, Default)]
pub struct Objects {
    open: Option<Object>,
    depth: u32,
    in_array: bool,
    in_string: bool,
    escaped: bool,
    count: u32,
}

impl Objects {
    /// Takes a line and hands out the objects that it completes.
    pub fn push(&mut self, line: &Line, mut each: impl FnMut(Object)) {
        let mut from = 0;
        if let Some(object) = self.open.as_mut() {
            object.text.push('\n');
        }
        for (at, c) in line.text.char_indices() {
            match self.open.as_mut() {
                None => match c {
                    '[' => self.in_array = true,
                    '{' => {
                        from = at;
                        self.depth = 1;
                        (self.in_string, self.escaped) = (false, false);
                        let pointer = if self.in_array { format!("/{}", self.count) } else { String::new() };
                        self.count += 1;
                        self.open = Some(Object {
                            line: line.number,
                            pointer,
                            start: line.start,
                            ..Object::default()
                        });
                    }
                    _ => {}
                },
                Some(_) if self.in_string => match c {
                    _ if self.escaped => self.escaped = false,
                    '\\' => self.escaped = true,
                    '"' => self.in_string = false,
                    _ => {}
                },
                Some(object) => match c {
                    '"' => self.in_string = true,
                    '{' | '[' => self.depth += 1,
                    '}' | ']' => {
                        self.depth -= 1;
                        if self.depth == 0 {
                            object.text.push_str(line.text.get(from..=at).unwrap_or(""));
                            object.end = line.end;
                            if let Some(object) = self.open.take() {
                                each(object);
                            }
                        }
                    }
                    _ => {}
                },
            }
        }
        if let Some(object) = self.open.as_mut() {
            object.text.push_str(line.text.get(from..).unwrap_or(""));
            object.end = line.end;
        }
    }

    /// The object that the end of the file broke off.
    pub fn finish(&mut self) -> Option<Object> {
        self.open.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(text: &str) -> Vec<(String, String, u32)> {
        let mut found = vec![];
        let mut objects = Objects::default();
        for (n, line) in text.lines().enumerate() {
            let line = Line { text: line.to_owned(), number: n as u32 + 1, ..Line::default() };
            objects.push(&line, |o| found.push((o.text, o.pointer, o.line)));
        }
        found.extend(objects.finish().map(|o| (o.text, o.pointer, o.line)));
        found
    }

    #[test]
    fn arrays_lines_and_documents_give_the_same_objects() {
        let own = |p: &str, l: u32| (r#"{"a":"}]\""}"#.to_owned(), p.to_owned(), l);
        assert_eq!(objects(r#"[{"a":"}]\""}, {"a":"}]\""}]"#), [own("/0", 1), own("/1", 1)]);
        assert_eq!(objects("{\"a\":\"}]\\\"\"}\n{\"a\":\"}]\\\"\"}"), [own("", 1), own("", 2)]);
        assert_eq!(objects("{\n\"a\": {}\n}").len(), 1);
    }

    #[test]
    fn a_broken_end_is_handed_out_too() {
        let found = objects("[{\"a\":1},\n{\"b\":");
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].2, 2);
    }
}
