//! Changes of the text carried back into the playbook: what each edit of a version says.

use super::PlaybookError;
use super::json::place;
use super::project::{Piece, Project, Slot, label, row_cells};
use super::write::write;
use crate::ooxml::Step;
use crate::plan::change::Edit;
use std::ops::Range;

/// A step that is added: after which, under which name, and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Added {
    pub after: String,
    pub name: String,
    pub command: String,
    pub reason: String,
    /// Where its words stand in the new text.
    range: Range<usize>,
}

/// A string that is changed in its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rewritten {
    /// The step whose string it is; none for the playbook itself.
    pub step: Option<String>,
    pub slot: Slot,
    /// How it was shown.
    pub shown: String,
    /// The bytes of how it was shown that give way.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
    pub reason: String,
    /// What the description says of it should the string not hold those words; none for what has no reason.
    pub sentence: Option<String>,
}

/// Commands of a step that change places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reordered {
    pub step: String,
    /// The number of the first of them.
    pub first: usize,
    /// For each place from there on, the number of the command that comes to stand there.
    pub order: Vec<usize>,
    pub reason: String,
}

/// What the edits of a version say.
#[derive(Debug, Default)]
pub struct Said {
    pub steps: Vec<Added>,
    pub rewritten: Vec<Rewritten>,
    pub reordered: Vec<Reordered>,
    /// What goes into the description, a line each: rows of tables, and changes of what no string holds.
    pub lines: Vec<String>,
    /// Labels that keep the rows of the revision history.
    pub history: Vec<String>,
}

/// The playbook with all versions of its text in it.
///
/// # Errors
/// [`PlaybookError`] when it cannot be read.
pub fn follow(json: &str, steps: &[Step]) -> Result<String, PlaybookError> {
    let project = Project::of(json)?;
    let (mut anchors, mut pieces, mut last) = (project.steps, project.pieces, project.last);
    let (mut json, mut text) = (json.to_owned(), project.text);
    for step in steps {
        let version = Version { text: &text, anchors: &anchors, pieces: &pieces, last: &last };
        let said = version.said(&step.edits);
        let (written, ids) = write(&json, &said, step)?;
        for (end, _) in &mut anchors {
            *end = moved(*end, &step.edits);
        }
        pieces = shifted(pieces, &step.edits, &step.text, &said);
        // What was added is changed in its place too, by a later version.
        let added = said.steps.iter().zip(ids).filter_map(|(added, id)| {
            Some(Piece { range: added.range.clone(), step: Some(id?), slot: Slot::Manual(0) })
        });
        pieces.extend(added);
        pieces.sort_by_key(|piece| piece.range.start);
        json = written;
        last = Project::of(&json)?.last;
        text.clone_from(&step.text);
    }
    Ok(json)
}

/// A place of the text after edits before it; what is put in at the place itself stands before it.
fn moved(at: usize, edits: &[Edit]) -> usize {
    let before = edits.iter().filter(|e| e.range.end <= at);
    let (gone, come) = before.fold((0, 0), |(g, c), e| (g + e.range.len(), c + e.text.len()));
    (at + come).saturating_sub(gone)
}

/// Whether an edit changes words where they stand; what an amendment adds are new lines, and only a field that was empty is
/// filled in without one.
fn is_in_place(edit: &Edit) -> bool {
    !edit.range.is_empty() || edit.remark.is_none() && !edit.text.contains('\n')
}

/// Where the strings are shown after the edits of a version.
fn shifted(pieces: Vec<Piece>, edits: &[Edit], text: &str, said: &Said) -> Vec<Piece> {
    let mut all = vec![];
    for piece in pieces {
        let holds = |e: &&Edit| {
            is_in_place(e) && piece.range.start <= e.range.start && e.range.end <= piece.range.end
        };
        let start = moved(piece.range.start, edits);
        let inside = edits.iter().filter(holds).filter(|e| e.range.end > piece.range.start);
        let (gone, come) = inside.fold((0, 0), |(g, c), e| (g + e.range.len(), c + e.text.len()));
        all.push(Piece { range: start..(start + piece.range.len() + come).saturating_sub(gone), ..piece });
    }
    // Items that changed places stand one a line from the first of them on.
    for reordered in &said.reordered {
        let own = |p: &&mut Piece| p.step.as_ref() == Some(&reordered.step);
        let rank = |slot: Slot| slot.command().and_then(|n| n.checked_sub(reordered.first));
        let mut own: Vec<&mut Piece> = all
            .iter_mut()
            .filter(own)
            .filter(|p| rank(p.slot).is_some_and(|n| n < reordered.order.len()))
            .collect();
        let slots: Vec<Slot> = own.iter().map(|p| p.slot).collect();
        let Some(mut at) = own.first().map(|p| p.range.start) else { continue };
        for (n, piece) in own.iter_mut().enumerate() {
            let line = text.get(at..).and_then(|t| t.lines().next()).unwrap_or("");
            let words = unmarked(line);
            let start = at + place(line, words).start;
            piece.range = start..start + words.len();
            // What a command is, a person's or a machine's, goes with it.
            let from = reordered.order.get(n).and_then(|from| slots.get(from.checked_sub(reordered.first)?));
            piece.slot = match from {
                Some(Slot::Machine(_)) => Slot::Machine(reordered.first + n),
                _ => Slot::Manual(reordered.first + n),
            };
            at += line.len() + 1;
        }
    }
    all
}

/// A version of the text, with what each stretch of it stands for.
struct Version<'v> {
    text: &'v str,
    /// The steps in order, each with the byte behind its section.
    anchors: &'v [(usize, String)],
    pieces: &'v [Piece],
    /// The last step of the main way.
    last: &'v str,
}

impl Version<'_> {
    /// The step to whose section a place belongs; none behind them all.
    fn step_at(&self, at: usize) -> Option<&str> {
        self.anchors.iter().find(|(end, _)| at <= *end).map(|(_, id)| id.as_str())
    }

    fn said(&self, edits: &[Edit]) -> Said {
        let mut said = Said::default();
        // A section that is new begins with its heading; what follows at the same place stands under it.
        let mut new: Option<(usize, String)> = None;
        for edit in edits {
            let before = self.text.get(..edit.range.start).unwrap_or_default();
            let heading = before.lines().rev().find_map(|line| line.strip_prefix("## "));
            if is_in_place(edit) {
                self.in_place(edit, heading, &mut said);
                continue;
            }
            let under = new.take().filter(|(at, _)| *at == edit.range.start);
            let within = if under.is_some() { None } else { self.step_at(edit.range.start) };
            let name = under.map_or_else(|| heading.unwrap_or("Step").to_owned(), |(_, name)| name);
            let (name, is_new) = self.lines(edit, edits, name, within, &mut said);
            new = is_new.then_some((edit.range.start, name));
        }
        said
    }

    /// What new lines say. Gives the section that they end in, and whether that is new.
    fn lines(
        &self,
        edit: &Edit,
        edits: &[Edit],
        mut name: String,
        mut within: Option<&str>,
        said: &mut Said,
    ) -> (String, bool) {
        // What stands in one command, and under which name.
        let added = |command: &str, after: Option<&str>, name: &str| {
            let start = moved_to(edit, edits) + place(&edit.text, command).start;
            Some(Added {
                after: after.unwrap_or(self.last).to_owned(),
                name: name.to_owned(),
                command: command.to_owned(),
                // What comes without a reason, such as the end of a comment, is for readers of Markdown.
                reason: edit.remark.clone()?,
                range: start..start + command.len(),
            })
        };
        if let Some((title, body)) = letter(&edit.text) {
            said.steps.extend(added(body, None, title));
            return (title.to_owned(), true);
        }
        let mut rows = 0;
        for line in edit.text.lines().map(str::trim) {
            if let Some(title) = line.strip_prefix('#') {
                name = title.trim_start_matches('#').trim().to_owned();
                (rows, within) = (0, None);
            } else if line.starts_with('|') {
                let is_rule = line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
                // In a table that is new, the first line says what the columns are.
                let is_header = rows == 0 && edit.text.contains("|---");
                rows += 1;
                match (is_rule || is_header, name.to_lowercase().contains("revision")) {
                    (true, _) => {}
                    (_, true) => said.history.push(label(line)),
                    _ => {
                        let cells = row_cells(line).into_iter().filter(|cell| !cell.is_empty());
                        said.lines.push(format!("{name}: {}", cells.collect::<Vec<_>>().join(", ")));
                    }
                }
            } else {
                let command = unmarked(line);
                said.steps.extend(added(command, within, &name).filter(|_| !command.is_empty()));
            }
        }
        (name, within.is_none())
    }

    /// What is changed where it stands: in the string that is shown there, else by a sentence of the description.
    fn in_place(&self, edit: &Edit, heading: Option<&str>, said: &mut Said) {
        let old = self.text.get(edit.range.clone()).unwrap_or_default();
        let name = heading.unwrap_or("Playbook");
        // A date or a version without a reason is in the playbook's own properties.
        let sentence = edit.remark.is_some().then(|| sentence(name, old, &edit.text));
        if !self.rewritten(edit, sentence.as_ref(), said) && !self.reordered(edit, name, said) {
            said.lines.extend(sentence);
        }
    }

    /// Whether an edit changes one string, which is then told.
    fn rewritten(&self, edit: &Edit, sentence: Option<&String>, said: &mut Said) -> bool {
        let holds = |p: &&Piece| p.range.start <= edit.range.start && edit.range.end <= p.range.end;
        let Some(piece) = self.pieces.iter().find(holds).filter(|p| !matches!(p.slot, Slot::Machine(_)))
        else {
            return false;
        };
        // More lines than one are more than one command.
        if piece.slot.command().is_some() && edit.text.contains('\n') {
            return false;
        }
        said.rewritten.push(Rewritten {
            sentence: sentence.cloned(),
            ..self.rewrite(piece, edit, edit.range.clone(), &edit.text)
        });
        true
    }

    fn rewrite(&self, piece: &Piece, edit: &Edit, range: Range<usize>, text: &str) -> Rewritten {
        Rewritten {
            step: piece.step.clone(),
            slot: piece.slot,
            shown: self.text.get(piece.range.clone()).unwrap_or_default().to_owned(),
            range: range.start - piece.range.start..range.end - piece.range.start,
            text: text.to_owned(),
            reason: edit.remark.clone().unwrap_or_default(),
            sentence: None,
        }
    }

    /// Whether an edit changes several commands of one step, as many as there were, which is then told.
    fn reordered(&self, edit: &Edit, name: &str, said: &mut Said) -> bool {
        let touched = |p: &&Piece| edit.range.start < p.range.end && p.range.start < edit.range.end;
        let pieces: Vec<&Piece> = self.pieces.iter().filter(touched).collect();
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
        let Some(from) = first.slot.command() else { return false };
        let whole = first.range.start <= edit.range.start && edit.range.end <= last.range.end;
        let in_order = |(n, p): (usize, &&Piece)| p.step == first.step && p.slot.command() == Some(from + n);
        let (true, Some(step)) = (whole && pieces.iter().enumerate().all(in_order), &first.step) else {
            return false;
        };
        let part = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        let new =
            [part(first.range.start..edit.range.start), &edit.text, part(edit.range.end..last.range.end)]
                .concat();
        let new: Vec<&str> = new.lines().map(unmarked).filter(|line| !line.is_empty()).collect();
        if new.len() != pieces.len() {
            return false;
        }
        let mut left: Vec<usize> = (0..pieces.len()).collect();
        let mut order = vec![];
        for words in &new {
            let known = left
                .iter()
                .position(|n| pieces.get(*n).is_some_and(|p| part(p.range.clone()).trim() == *words));
            match known {
                Some(at) => order.push(from + left.remove(at)),
                None => break,
            }
        }
        if order.len() == new.len() {
            let reason = edit.remark.clone().unwrap_or_default();
            said.reordered.push(Reordered { step: step.clone(), first: from, order, reason });
            return true;
        }
        let changed: Vec<(&&Piece, &&str)> =
            pieces.iter().zip(&new).filter(|(p, words)| part(p.range.clone()).trim() != **words).collect();
        if changed.iter().any(|(p, _)| matches!(p.slot, Slot::Machine(_))) {
            return false;
        }
        for (piece, words) in changed {
            said.rewritten.push(Rewritten {
                sentence: Some(sentence(name, part(piece.range.clone()), words)),
                ..self.rewrite(piece, edit, piece.range.clone(), words)
            });
        }
        true
    }
}

/// Where the words of an edit begin in the new text.
fn moved_to(edit: &Edit, edits: &[Edit]) -> usize {
    let before = edits.iter().take_while(|e| !std::ptr::eq(*e, edit));
    let (gone, come) = before.fold((0, 0), |(g, c), e| (g + e.range.len(), c + e.text.len()));
    (edit.range.start + come).saturating_sub(gone)
}

/// A new section that is a text to send rather than a list of steps: its title, and the text, which is one command.
fn letter(text: &str) -> Option<(&str, &str)> {
    let (title, body) = text.trim().split_once('\n')?;
    let title = title.strip_prefix('#')?.trim_start_matches('#').trim();
    let body = body.trim();
    let lines = || body.lines().map(str::trim).filter(|line| !line.is_empty());
    let prose = lines().any(|line| unmarked(line) == line);
    (prose && !lines().any(|line| line.starts_with(['#', '|']))).then_some((title, body))
}

/// A change of what no string of the playbook holds, for people.
fn sentence(name: &str, old: &str, new: &str) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("\\<", "<");
    match (words(old).as_str(), words(new).as_str()) {
        ("", new) => format!("{name}: add “{new}”."),
        (old, "") => format!("{name}: take out “{old}”."),
        (old, new) => format!("{name}: change “{old}” to “{new}”."),
    }
}

/// The words of a line without the marker of its list.
fn unmarked(line: &str) -> &str {
    let line = line.trim();
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (digits.len() < line.len()).then(|| digits.strip_prefix(['.', ')'])).flatten();
    let item =
        numbered.or_else(|| line.strip_prefix(['-', '*', '+'])).and_then(|rest| rest.strip_prefix(' '));
    let item = item.unwrap_or(line);
    item.strip_prefix("[ ] ").unwrap_or(item).trim()
}
