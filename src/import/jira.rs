//! Jira issues as CSV, of the issue navigator or of the data pipeline, as action items.
//!
//! The navigator repeats a header for each value (`Comment`, `Labels`, …) and writes dates as the site is set, without
//! zone; the pipeline writes ISO times (its schema: Data+pipeline+export+schema). An issue gives its creation and its
//! resolution; comments are counted.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join, own};
use super::rows::EventRows;
use crate::model::Format;

/// A list of issues.
pub const ISSUES: Known =
    Known { format: Format::JiraCsv, shape: Shape::Table, tell, reader: || Box::<Issues>::default() };

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let navigator = sample.columns(&["Summary", "Issue key", "Created"]);
    let pipeline = sample.columns(&["key", "project_key", "summary", "issue_type"]);
    (navigator || pipeline).then(|| sign(0.95, "its columns are those of Jira issues"))?
}

#[derive(Debug, Default)]
struct Issues {
    comments: usize,
}

impl RecordReader for Issues {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let title = join(&[row.first(&["Issue key", "key"]), row.first(&["Summary", "summary"])], " ");
        let labels: Vec<&str> = row.all("Labels").collect();
        let assignee = row.first(&["Assignee", "assignee_name", "assignee_account_id"]);
        let ours = own(&labels, row.first(&["Description", "description"]));
        let draft = |columns: &[&'static str], what: &str| {
            Draft::at_first(row, columns)
                .text(format!("Action item {what}: {title}"))
                .kind(format!("action item {what}"))
                .tags(labels.iter().copied())
                .tags([row.first(&["Priority", "priority_name"]), row.first(&["Status", "status"])])
                .tags((!assignee.is_empty()).then(|| format!("assigned:{assignee}")))
                .tags(ours.clone())
        };
        let author = row.first(&["Creator", "Reporter", "creator_name", "reporter_name"]);
        draft(&["Created", "created_date", "created"], "opened").actor(author).push(rows);
        let resolved = ["Resolved", "resolution_date", "resolved"];
        if !row.first(&resolved).is_empty() {
            draft(&resolved, "resolved").push(rows);
        }
        self.comments += row.all("Comment").filter(|comment| !comment.is_empty()).count();
    }

    fn finish(&mut self, rows: &mut EventRows) {
        rows.say_comments(self.comments);
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn headers_that_stand_twice_are_one_list() {
        let text = "Summary,Issue key,Issue id,Status,Assignee,Created,Resolved,Labels,Labels,Comment,Comment\n\
            Enforce MFA,KO-7,10007,Done,osei,2026-03-24 15:00,2026-04-02 09:00,postmortem,security,a,b\n";
        let (events, report) = events(text, Format::JiraCsv);
        assert_eq!(told(&events, 0), "2026-03-24T15:00:00Z Action item opened: KO-7 Enforce MFA");
        assert_eq!(told(&events, 1), "2026-04-02T09:00:00Z Action item resolved: KO-7 Enforce MFA");
        assert_eq!(events.tags(0).collect::<Vec<_>>(), ["postmortem", "security", "Done", "assigned:osei"]);
        assert_eq!((report.naive_rows, report.notes.len()), (2, 1));
    }
}
