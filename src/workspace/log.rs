//! The change log of a plan: what each version changed and why, for people to read.

use super::PlanDocument;
use crate::document::markdown::escape;
use crate::model::CaseId;
use crate::plan::read::{read, revision};

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
    /// let plan = PlanDocument { name: "plan.md".into(), versions: vec![first], word: None, topics: Default::default() };
    /// assert!(plan.change_log(|_| None).contains("## Version 1.2"));
    /// ```
    pub fn change_log(&self, title: impl Fn(CaseId) -> Option<String>) -> String {
        let mut text = format!("# Changes of {}\n", escape(&self.name));
        let mut told: Vec<String> = vec![];
        for version in self.versions.iter().rev() {
            let plan = read(&version.text);
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
                let words = edit.text.trim();
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
        let newest = read(self.text());
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
