//! Templates rendered, within limits.

use super::{Job, Of, TemplateError, TemplateFile};
use crate::document::markdown::escape;
use crate::document::{Block, Document, Run, written};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use std::borrow::Cow;
use std::io;

/// Steps that a template may take.
const FUEL: u64 = 5_000_000;
/// How deep it may go.
const DEPTH: usize = 64;
/// How much text it may yield.
const YIELD: usize = 4 * 1024 * 1024;
/// What stands around the name of a section in the text, before it is placed. No value keeps these characters.
const PLACE: [char; 2] = ['\u{e000}', '\u{e001}'];

/// A text without the characters that place sections.
fn plain(text: &str) -> String {
    text.replace(PLACE, "")
}

fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEPTH);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom(Cow::Borrowed("markdown")));
    environment.set_formatter(|out, _, value| {
        let written = match value {
            value if value.is_undefined() => return Err(Error::from(ErrorKind::UndefinedError)),
            value if value.is_none() => Ok(()),
            value if value.is_safe() => out.write_str(&value.to_string()),
            value => out.write_str(&escape(&plain(&value.to_string()))),
        };
        written.map_err(Error::from)
    });
    environment
}

/// An error with its line, in plain words.
fn error(error: &Error) -> TemplateError {
    let what = match error.kind() {
        ErrorKind::OutOfFuel => "the template takes too many steps; make its loops smaller".to_owned(),
        ErrorKind::WriteFailure => "the template yields more than 4 MB of text".to_owned(),
        kind => match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind.to_string(),
        },
    };
    TemplateError { line: error.line().unwrap_or(1), what }
}

/// Whether a template can be read at all.
pub(super) fn compiled(file: &TemplateFile) -> Result<(), TemplateError> {
    environment().template_from_str(&plain(&file.text)).map(|_| ()).map_err(|e| error(&e))
}

/// A text that does not grow beyond its limit.
#[derive(Default)]
struct Limited(Vec<u8>);

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > YIELD {
            return Err(io::Error::other("too much text"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The document that a template yields.
///
/// # Errors
/// [`TemplateError`], with the line.
pub fn render(job: &Job) -> Result<Document, TemplateError> {
    Ok(placed(job, written::blocks(&yielded(job)?, 1, "template")))
}

/// The text that a template yields, as it stands: without its first line, which says what it is.
///
/// # Errors
/// [`TemplateError`], with the line.
pub fn text(job: &Job) -> Result<String, TemplateError> {
    let yielded = yielded(job)?;
    let text = yielded.strip_prefix('\u{feff}').unwrap_or(&yielded).trim_start_matches(['\r', '\n']);
    // The renderer takes away the end of the last line.
    let end = match job.template.text.strip_suffix('\n') {
        None => "",
        Some(rest) if rest.ends_with('\r') && !text.ends_with('\r') => "\r\n",
        Some(_) => "\n",
    };
    Ok(format!("{text}{end}"))
}

fn yielded(job: &Job) -> Result<String, TemplateError> {
    let text = plain(&job.template.text);
    let mut environment = environment();
    let known: Vec<String> = job.parts.iter().map(|(name, _)| name.clone()).collect();
    let of = Of::named(&text).and_then(Result::ok);
    environment.add_function("section", move |name: String| -> Result<Value, Error> {
        if of.is_some_and(|of| of.may_place(&name)) || known.contains(&name) {
            let [open, close] = PLACE;
            // A section that was left out places nothing.
            return Ok(Value::from_safe_string(format!("\n\n{open}{name}{close}\n\n")));
        }
        let all = known.join(", ");
        Err(Error::new(ErrorKind::InvalidOperation, format!("there is no section “{name}”; there are {all}")))
    });
    let template = environment.template_from_str(&text).map_err(|e| error(&e))?;
    let mut out = Limited::default();
    template.render_captured_to(Value::from(Serde(&job.context)), &mut out).map_err(|e| error(&e))?;
    Ok(String::from_utf8_lossy(&out.0).into_owned())
}

/// The blocks with the sections in their places.
fn placed(job: &Job, blocks: Vec<Block>) -> Document {
    let mut document = job.cover.clone();
    for block in blocks {
        match block {
            Block::Heading { level: 1, text, .. } if document.blocks.is_empty() => document.title = text,
            Block::Heading { level, text, .. } => document.heading(level.max(2), &text),
            Block::Paragraph(runs) => match section(&runs) {
                Some(name) => {
                    let part = job.parts.iter().find(|(known, _)| *known == name);
                    for block in part.map(|(_, blocks)| blocks).into_iter().flatten() {
                        match block {
                            Block::Heading { level, text, .. } => document.heading(*level, text),
                            block => document.blocks.push(block.clone()),
                        }
                    }
                }
                None => document.blocks.push(Block::Paragraph(runs)),
            },
            block => document.blocks.push(block),
        }
    }
    document
}

/// The section that a paragraph is the place of.
fn section(runs: &[Run]) -> Option<String> {
    let [open, close] = PLACE;
    match runs {
        [Run::Text(text)] => Some(text.trim().strip_prefix(open)?.strip_suffix(close)?.to_owned()),
        _ => None,
    }
}
