//! A plan that is opened: another one, or the one that is here as it came back from those who read it.

use super::change::stem;
use super::{PlanDocument, PlanVersion, WordFile};
use crate::model::Timestamp;
use crate::plan::read::{Plan, read, section_keys};
use crate::plan::words::normal;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// How the text of a version reads as a plan: read when that is first asked for, and shared by all states of the workspace that
/// hold the version. Nothing else that is done with a large plan takes as long.
///
/// It says nothing that the text does not, so all are equal.
#[derive(Clone, Default)]
pub struct AsRead(Arc<OnceLock<Arc<Plan>>>);

impl PartialEq for AsRead {
    fn eq(&self, _: &AsRead) -> bool {
        true
    }
}

impl Eq for AsRead {}

impl fmt::Debug for AsRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsRead")
    }
}

impl PlanVersion {
    /// The text as it reads, whatever a person said of its sections.
    ///
    /// ```
    /// use floodmark::workspace::PlanVersion;
    /// let version = PlanVersion { text: "# Plan of A. Osei\n".into(), ..PlanVersion::default() };
    /// assert_eq!(version.read().title, "Plan of A. Osei");
    /// // A copy that says something else is read by itself.
    /// let copy = PlanVersion { text: "# Plan of Person 1\n".into(), ..version.clone() };
    /// assert_eq!(copy.read().title, "Plan of Person 1");
    /// ```
    pub fn read(&self) -> Arc<Plan> {
        let known = self.as_read.0.get_or_init(|| Arc::new(read(&self.text)));
        // Whoever takes names out of a copy's text must not find them here.
        if known.text == self.text { known.clone() } else { Arc::new(read(&self.text)) }
    }
}

/// The plan after a file was opened. A file that continues the plan that is here becomes its next version, with what was said
/// of the sections that are still in it; any other takes its place.
pub(super) fn opened(
    before: Option<&PlanDocument>,
    name: &str,
    text: &str,
    word: Option<WordFile>,
    at: Timestamp,
) -> PlanDocument {
    let version = PlanVersion { text: text.to_owned(), written: at, ..PlanVersion::default() };
    let plan = version.read();
    let keys: BTreeSet<String> = section_keys(&plan).into_iter().collect();
    let Some(before) = before.filter(|before| continues(&before.read(), &before.name, &plan, name, &keys))
    else {
        return PlanDocument {
            name: name.to_owned(),
            versions: vec![version],
            word,
            from: 0,
            topics: Default::default(),
        };
    };
    let mut next = PlanDocument { name: named(before, &plan, name), ..before.clone() };
    // The same text is no other version, though it may stand in another file now; as text alone it stands in none.
    let is_same = before.text() == text;
    if !is_same {
        next.versions.push(version);
    }
    if !is_same || word.is_some() {
        next.word = word;
        next.from = next.versions.len().saturating_sub(1);
    }
    next.topics.retain(|key, _| keys.contains(key));
    next
}

/// Whether a plan is a later or an earlier state of the one that is here: it holds all amendments of its history, or it is
/// called the same and has half of the sections.
fn continues(old: &Plan, old_name: &str, new: &Plan, name: &str, keys: &BTreeSet<String>) -> bool {
    let is_amended = !old.amended.is_empty() && old.amended.iter().all(|id| new.amended.contains(id));
    let is_called = name == old_name || !new.title.is_empty() && new.title == old.title;
    // The title itself is no section.
    let own = |keys: Vec<String>, plan: &Plan| -> BTreeSet<String> {
        let title = normal(&plan.title);
        keys.into_iter().filter(|key| *key != title).collect()
    };
    let (before, after) = (own(section_keys(old), old), own(keys.iter().cloned().collect(), new));
    let shared = before.intersection(&after).count();
    shared > 0 && (is_amended || is_called && shared * 2 >= before.len().min(after.len()))
}

/// The file's name. One that was saved here, such as `plan-1.3.docx`, names the version too, which the plan's own does not.
fn named(before: &PlanDocument, plan: &Plan, name: &str) -> String {
    let own = stem(&before.name);
    let version = plan.version.as_deref().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((saved, end)) if normal(saved) == normal(&format!("{own} {version}")) && !version.is_empty() => {
            format!("{own}.{end}")
        }
        _ => name.to_owned(),
    }
}
