//! What is wrong in a template, told when it is opened: its syntax, and names that nothing stands at.

use super::schema::{Described, Shape};
use super::{Context, LARGEST, Of, TemplateError, TemplateFile, render};
use crate::document::exercise::PackPart;
use std::collections::BTreeMap;

/// What is no name of a field although it is a word.
const WORDS: [&str; 30] = [
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "else",
    "elif",
    "endif",
    "for",
    "endfor",
    "set",
    "endset",
    "with",
    "endwith",
    "filter",
    "endfilter",
    "true",
    "false",
    "none",
    "True",
    "False",
    "None",
    "recursive",
    "do",
    "raw",
    "endraw",
    "loop",
    "autoescape",
    "endautoescape",
];
/// As many letters differ in a slip, at most.
const SLIP: usize = 2;
/// What can be called.
const FUNCTIONS: [&str; 5] = ["section", "range", "dict", "namespace", "debug"];

/// All errors of a template, by line; none where it can be used.
///
/// ```
/// use floodmark::document::template::{TemplateFile, check};
/// let text = "{# floodmark template: report #}\n# {{ titel }}\n{% for f in findings %}{{ f.claims }}{% endfor %}";
/// let errors = check(&TemplateFile { name: "ours.md".to_owned(), text: text.to_owned() });
/// assert_eq!(errors[0].to_string(), "line 2: there is no field “titel”; the nearest is “title”");
/// assert_eq!(errors[1].to_string(), "line 3: there is no field “f.claims”; the nearest is “f.claim”");
/// ```
pub fn check(file: &TemplateFile) -> Vec<TemplateError> {
    if file.text.len() > LARGEST {
        return vec![TemplateError { line: 1, what: "the template is larger than 512 KB".to_owned() }];
    }
    let of = match Of::named(&file.text) {
        None => return vec![TemplateError { line: 1, what: "the first line names no document".to_owned() }],
        Some(Err(error)) => return vec![error],
        Some(Ok(of)) => of,
    };
    if let Err(error) = render::compiled(file) {
        return vec![error];
    }
    Names { root: Context::shape(), of, sections: of.sections(), bound: BTreeMap::new(), errors: vec![] }
        .read(&file.text)
}

/// The names of a template on their way through it.
struct Names {
    root: Shape,
    of: Of,
    /// The sections of the document, as [`Of::sections`] has them.
    sections: Vec<String>,
    /// Names that the template binds itself, with what stands there where that is known.
    bound: BTreeMap<String, Option<Shape>>,
    errors: Vec<TemplateError>,
}

impl Names {
    fn read(mut self, text: &str) -> Vec<TemplateError> {
        let (mut rest, mut line) = (text, 1);
        while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min() {
            let (before, after) = rest.split_at(at);
            line += before.matches('\n').count();
            let end = match after.as_bytes().get(1) {
                Some(b'{') => "}}",
                Some(b'%') => "%}",
                _ => "#}",
            };
            let inner = after.get(2..).unwrap_or_default();
            let length = inner.find(end).unwrap_or(inner.len());
            let inside = inner.get(..length).unwrap_or_default();
            if end != "#}" {
                self.expression(inside, line);
            }
            line += inside.matches('\n').count();
            rest = inner.get(length + 2..).unwrap_or_default();
            // What is written raw holds no expressions.
            if end == "%}" && inside.trim_matches(['-', '+', ' ']) == "raw" {
                let (raw, after) = rest.split_at(rest.find("endraw").unwrap_or(rest.len()));
                line += raw.matches('\n').count();
                rest = after;
            }
        }
        self.errors
    }

    /// One expression or statement.
    fn expression(&mut self, inside: &str, line: usize) {
        let inside = inside.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']).trim();
        let tokens = tokens(inside);
        let first = tokens.first().map(|t| t.0.as_str()).unwrap_or_default();
        let mut skip = 0;
        if first == "for" || first == "set" {
            let until = if first == "for" { "in" } else { "=" };
            // What is set without an equals sign is what stands up to the end of the setting.
            let end = tokens.iter().position(|t| t.0 == until).unwrap_or(tokens.len());
            skip = end + 1;
            let shape = tokens.get(skip).and_then(|t| self.shape(&t.0));
            let names: Vec<String> = tokens
                .iter()
                .take(end)
                .skip(1)
                .map(|t| t.0.clone())
                .filter(|t| t.starts_with(|c: char| c.is_alphabetic() || c == '_'))
                .collect();
            let single = names.len() == 1;
            for name in names {
                let shape = match (&shape, first) {
                    (Some(Shape::List(of)), "for") if single => Some((**of).clone()),
                    (shape, "set") if tokens.len() == skip + 1 => shape.clone(),
                    _ => None,
                };
                self.bound.insert(name, shape);
            }
        }
        for (n, (token, before)) in tokens.iter().enumerate().skip(skip) {
            let next = tokens.get(n + 1).map(|t| t.0.as_str());
            if first == "with" && next == Some("=") {
                self.bound.insert(token.clone(), None);
            }
            if token == "section"
                && next == Some("(")
                // A name that is put together is known only when it is rendered.
                && tokens.get(n + 3).is_some_and(|t| t.0 == ")")
                && let Some(name) = tokens.get(n + 2).and_then(|t| t.0.strip_prefix('"'))
            {
                self.placed(name, line);
            }
            // Filters, tests, named arguments and the fields of what was put together have names of their own.
            let own = matches!(before.as_str(), "|" | "is" | ".")
                || (before == "not" && n >= 2 && tokens[n - 2].0 == "is");
            let argument = next == Some("=") && first != "set";
            let statement = n == 0 && WORDS.contains(&token.as_str());
            if own || argument || statement || !token.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                continue;
            }
            if WORDS.contains(&token.as_str())
                || token.starts_with("loop.")
                || (next == Some("(") && FUNCTIONS.contains(&token.as_str()))
            {
                continue;
            }
            self.known(token, line);
        }
    }

    /// What stands at a path; none where that is not known.
    fn shape(&self, path: &str) -> Option<Shape> {
        let mut parts = path.split('.');
        let first = parts.next()?;
        let mut shape = match self.bound.get(first) {
            Some(shape) => shape.clone()?,
            None => self.root.at(first)?.clone(),
        };
        for part in parts {
            shape = shape.at(part)?.clone();
        }
        Some(shape)
    }

    /// Tells where nothing stands at a path.
    fn known(&mut self, path: &str, line: usize) {
        let mut walked = String::new();
        let mut shape = None;
        for (n, part) in path.split('.').enumerate() {
            let whole = if n == 0 { part.to_owned() } else { format!("{walked}.{part}") };
            if n == 0 {
                shape = match self.bound.get(part) {
                    Some(None) => return,
                    Some(Some(shape)) => Some(shape.clone()),
                    None => self.root.at(part).cloned(),
                };
                if shape.is_none() {
                    let bound: Vec<&str> = self.bound.keys().map(String::as_str).collect();
                    let names: Vec<&str> = self.root.names().into_iter().chain(bound).collect();
                    return self.unknown(&whole, nearest(part, &names), line);
                }
            } else {
                let Some(Shape::Fields(_)) = shape else {
                    return self.unknown(&whole, None, line);
                };
                let names = shape.as_ref().map(Shape::names).unwrap_or_default();
                let next = shape.as_ref().and_then(|s| s.at(part)).cloned();
                if next.is_none() {
                    let near = nearest(part, &names).map(|near| format!("{walked}.{near}"));
                    return self.unknown(&whole, near, line);
                }
                shape = next;
            }
            walked = whole;
        }
    }

    /// Tells where a section is placed that the document never has.
    fn placed(&mut self, name: &str, line: usize) {
        if self.of == Of::Plan {
            let what = format!("there is no section “{name}”: a plan is started without any; write it out");
            return self.errors.push(TemplateError { line, what });
        }
        let known: Vec<&str> = self.sections.iter().map(String::as_str).collect();
        if known.contains(&name) || self.is_of_case(name, &known) {
            return;
        }
        let what = match nearest(name, &known) {
            Some(near) => format!("there is no section “{name}”; the nearest is “{near}”"),
            None => format!("there is no section “{name}”; there are {}", known.join(", ")),
        };
        self.errors.push(TemplateError { line, what });
    }

    /// Whether a section may be named by what a case holds: an inject, or a session of an exercise.
    fn is_of_case(&self, name: &str, known: &[&str]) -> bool {
        match self.of {
            Of::Exercise(PackPart::FacilitatorGuide | PackPart::EvaluatorGuide) => {
                name.strip_prefix("inject-").is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
            }
            // A session may have any name; what is all but another section is a slip.
            Of::Exercise(PackPart::AfterAction) => known.iter().all(|known| distance(name, known) > SLIP),
            _ => false,
        }
    }

    fn unknown(&mut self, path: &str, near: Option<String>, line: usize) {
        let what = match near {
            Some(near) => format!("there is no field “{path}”; the nearest is “{near}”"),
            None => format!("there is no field “{path}”; Help lists all"),
        };
        self.errors.push(TemplateError { line, what });
    }
}

/// The tokens of an expression, strings after a quotation mark: each name with the fields after it as one, each with the one before it.
fn tokens(inside: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = vec![];
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        let mut token = String::from(c);
        if c.is_whitespace() {
            continue;
        } else if c == '"' || c == '\'' {
            let mut escaped = false;
            token = "\"".to_owned();
            for next in chars.by_ref() {
                if next == c && !escaped {
                    break;
                }
                escaped = next == '\\' && !escaped;
                token.push(next);
            }
        } else if c.is_alphanumeric() || c == '_' {
            while let Some(next) = chars.next_if(|n| n.is_alphanumeric() || *n == '_' || *n == '.') {
                token.push(next);
            }
        } else if matches!(c, '=' | '!' | '<' | '>')
            && let Some(next) = chars.next_if_eq(&'=')
        {
            token.push(next);
        }
        let before = out.last().map(|t| t.0.clone()).unwrap_or_default();
        out.push((token, before));
    }
    out
}

/// The name that differs least, where it does not differ in most.
fn nearest(name: &str, names: &[&str]) -> Option<String> {
    let all = names.iter().map(|known| (distance(name, known), *known));
    let (far, known) = all.min()?;
    (far <= name.chars().count().max(3) / 2 + 1).then(|| known.to_owned())
}

/// How many letters must be put in, taken out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (n, x) in a.chars().enumerate() {
        let mut last = n;
        if let Some(first) = row.first_mut() {
            *first = n + 1;
        }
        for (m, y) in b.iter().enumerate() {
            let [left, above] = [m, m + 1].map(|at| row.get(at).copied().unwrap_or_default());
            let new = (last + usize::from(x != *y)).min(left + 1).min(above + 1);
            last = above;
            if let Some(cell) = row.get_mut(m + 1) {
                *cell = new;
            }
        }
    }
    row.last().copied().unwrap_or_default()
}
