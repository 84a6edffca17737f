//! The change log of a plan: what each version changed and why, for people to read.

use super::{PlanDocument, PlanVersion};
use crate::document::markdown::escape;
use crate::model::CaseId;
use crate::plan::read::revision;
use crate::plan::redline::{Op, compare};

/// The words of a change: what was there and goes is struck through, what comes in its place is strong; what is only added
/// stands as it is.
fn redlined(old: &str, new: &str) -> String {
    if old.trim().is_empty() {
        return new.to_owned();
    }
    // Marks begin and end at words, and end with the line.
    let marked = |text: &str, mark: &str| {
        let line = |line: &str| {
            let words = line.trim();
            let at = line.find(words).unwrap_or(0);
            let (lead, rest) = line.split_at(at);
            let tail = rest.get(words.len()..).unwrap_or_default();
            if words.is_empty() {
                line.to_owned()
            } else {
                format!("{lead}{mark}{}{mark}{tail}", escape(words))
            }
        };
        text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    };
    let mut out = String::new();
    // Words that are replaced side by side are replaced together.
    let (mut gone, mut come) = (String::new(), String::new());
    let close = |gone: &mut String, come: &mut String, out: &mut String| {
        let (old, new) = (std::mem::take(gone), std::mem::take(come));
        let tail = if new.is_empty() { &old } else { &new };
        let tail = tail.get(tail.trim_end().len()..).unwrap_or_default();
        out.push_str(&marked(old.trim_end(), "~~"));
        out.push_str(&marked(new.trim_end(), "**"));
        out.push_str(tail);
    };
    for op in compare(old, new) {
        match op {
            Op::Delete(text) => gone.push_str(&text),
            Op::Insert(text) => come.push_str(&text),
            Op::Equal(text) if text.trim().is_empty() && !(gone.is_empty() && come.is_empty()) => {
                gone.push_str(&text);
                come.push_str(&text);
            }
            Op::Equal(text) => {
                close(&mut gone, &mut come, &mut out);
                out.push_str(&marked(&text, ""));
            }
        }
    }
    close(&mut gone, &mut come, &mut out);
    out
}

impl PlanDocument {
    /// The change log as Markdown, newest version first: each change as it stands in the plan with its reason as text, then the versions of
    /// which only the plan's own revision history tells.
    ///
    /// * `title`: the title of a case, where it is still in the workspace.
    ///
    /// ```
    /// use floodmark::model::Timestamp;
    /// use floodmark::workspace::{PlanDocument, PlanVersion};
    /// let first = PlanVersion { text: floodmark::example::plan().into(), ..PlanVersion::default() };
    /// let plan = PlanDocument { name: "plan.md".into(), versions: vec![first], word: None, from: 0, topics: Default::default() };
    /// assert!(plan.change_log(|_| None).contains("## Version 1.2"));
    /// ```
    pub fn change_log(&self, title: impl Fn(CaseId) -> Option<String>) -> String {
        let mut text = format!("# Changes of {}\n", escape(&self.name));
        let mut told: Vec<String> = vec![];
        for (n, version) in self.versions.iter().enumerate().rev() {
            let plan = version.read();
            let name = plan.version.clone().unwrap_or_else(|| "not named".to_owned());
            let stated = version.stamp.as_ref().map(|s| s.date.to_string());
            let dated = stated.or_else(|| {
                let of = |(v, from, _): &(String, crate::model::Moment, Vec<String>)| {
                    (*v == name).then(|| from.earliest.naive_utc().date().to_string())
                };
                revision::amendments(&plan).iter().find_map(of)
            });
            told.push(name.clone());
            let date = dated.map(|d| format!(", {d}")).unwrap_or_default();
            text.push_str(&format!("\n## {}{date}\n\n", escape(&format!("Version {name}"))));
            let approver = version.stamp.as_ref().map(|s| s.author.trim()).filter(|a| !a.is_empty());
            if let Some(approver) = approver {
                text.push_str(&format!("Approved by {}.\n\n", escape(approver)));
            }
            if let Some(case) = version.case.and_then(&title) {
                text.push_str(&format!("After “{}”.\n\n", escape(&case)));
            }
            let reasons = version.edits.iter().filter_map(|e| Some((e, e.remark.as_ref()?)));
            let mut some = false;
            for (edit, remark) in reasons {
                some = true;
                let before = n.checked_sub(1).and_then(|n| self.versions.get(n));
                let old = before.and_then(|v| v.text.get(edit.range.clone())).unwrap_or_default();
                let words = redlined(old, edit.text.trim());
                let quoted: Vec<String> = words.lines().map(|l| format!("  > {}", l.trim_end())).collect();
                text.push_str(&format!("- {}\n\n{}\n\n", escape(remark), quoted.join("\n")));
            }
            if !some {
                text.push_str(match version.case {
                    Some(_) => "What was changed in it is not kept.\n",
                    None => "As it was opened.\n",
                });
            }
        }
        let newest = self.versions.last().map(PlanVersion::read).unwrap_or_default();
        let older: Vec<_> =
            revision::amendments(&newest).into_iter().filter(|(v, ..)| !told.contains(v)).collect();
        if !older.is_empty() {
            text.push_str("\n## By the revision history\n\n");
            for (version, from, ids) in older.iter().rev() {
                let day = from.earliest.naive_utc().date();
                let named = if ids.is_empty() { "no change is named".to_owned() } else { ids.join(", ") };
                text.push_str(&format!(
                    "- {}, {day}: {}\n",
                    escape(&format!("Version {version}")),
                    escape(&named)
                ));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_is_struck_through_and_what_comes_is_strong() {
        assert_eq!(redlined("90 minutes", "2 hours"), "~~90 minutes~~**2 hours**");
        assert_eq!(
            redlined("Tell them without delay.", "Tell them within 72 hours."),
            "Tell them ~~without delay~~**within 72 hours**."
        );
        assert_eq!(redlined("", "Added *as it is*"), "Added *as it is*");
        assert_eq!(redlined("One\nTwo", "One\nThree"), "One\n~~Two~~**Three**");
    }
}
