//! An invented Word document, read over and over, by the program that waits for a packed file to open.

use crate::document::{Block, Document, Run, docx};
use crate::example;
use crate::ooxml;
use chrono::NaiveDate;

/// So many sections has the document: as much as is read within some milliseconds.
const SECTIONS: usize = 40;
/// How often it is read. Browsers compile well what ran over some megabytes.
const ROUNDS: u32 = 30;

/// Practice, in steps of some milliseconds.
#[derive(Debug, Default)]
pub struct WordPractice {
    file: Vec<u8>,
    done: u32,
}

impl WordPractice {
    /// Reads the document; false once there was enough practice.
    pub fn step(&mut self) -> bool {
        // Whatever comes of it, nobody waits for it.
        if self.file.is_empty() {
            self.file = file().unwrap_or_default();
        }
        let _ = std::hint::black_box(ooxml::read(&self.file));
        self.done += 1;
        self.done < ROUNDS
    }
}

/// The steps of the example's plan, in one section after the other.
fn file() -> Option<Vec<u8>> {
    let lines = example::plan().lines().filter_map(|line| line.trim().strip_prefix("- "));
    let items: Vec<Vec<Run>> = lines.map(|line| vec![Run::Text(line.to_owned())]).collect();
    let section = |n: usize| {
        let heading = Block::Heading { level: 2, text: format!("Playbook {n}"), id: format!("playbook-{n}") };
        [heading, Block::List { ordered: false, items: items.clone() }]
    };
    let document = Document {
        title: example::Example::default().title().to_owned(),
        blocks: (0..SECTIONS).flat_map(section).collect(),
        ..Document::default()
    };
    docx::write(&document, NaiveDate::from_ymd_opt(2026, 3, 24)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_read_and_practice_ends() {
        let read = ooxml::read(&file().unwrap()).unwrap();
        assert!(read.text.contains("Playbook 39"), "all of it is read");
        let mut practice = WordPractice::default();
        let steps = std::iter::repeat_with(|| practice.step()).take_while(|more| *more).count();
        assert_eq!(steps, ROUNDS as usize - 1);
    }
}
