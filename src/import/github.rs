//! GitHub issues as JSON, of `gh issue list --json …` or of the REST interface, as action items.
//!
//! After cli/cli api/query_builder.go; the REST form writes `created_at` for `createdAt` and `user` for `author`. An
//! issue gives its opening and its closing; comments are counted. The REST interface lists pull requests among the issues,
//! each with the key `pull_request`: they are nobody's action items, and are counted. Times are UTC.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, count, join, own};
use super::rows::EventRows;
use crate::model::Format;

/// A list of issues.
pub const ISSUES: Known = Known {
    format: Format::GithubIssues,
    shape: Shape::Json(&["/items/*"]),
    tell,
    reader: || Box::<Issues>::default(),
};

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let either = |a: &str, b: &str| sample.objects(&[a]) || sample.objects(&[b]);
    let own =
        sample.objects(&["number", "title", "state"]) || sample.has(&["items.*.number", "items.*.state"]);
    (own && (either("createdAt", "created_at") || sample.has(&["items.*.created_at"])))
        .then(|| sign(0.95, "its records are issues of GitHub"))?
}

#[derive(Debug, Default)]
struct Issues {
    comments: usize,
    pull_requests: u32,
}

impl RecordReader for Issues {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        if row.object.is_some_and(|object| object.get("pull_request").is_some_and(|pull| !pull.is_null())) {
            self.pull_requests += 1;
            return;
        }
        let title = join(&[&format!("#{}", row.get("number")), row.get("title")], " ");
        let labels: Vec<&str> = row.list("labels", "name").chain(row.get("labels").split(", ")).collect();
        let assigned: Vec<String> =
            row.list("assignees", "login").map(|login| format!("assigned:{login}")).collect();
        let ours = own(&labels, row.get("body"));
        let draft = |columns: &[&'static str], what: &str| {
            Draft::at_first(row, columns)
                .text(format!("Action item {what}: {title}"))
                .kind(format!("action item {what}"))
                .tags(labels.iter().copied())
                .tags(assigned.iter().map(String::as_str))
                .tags(ours.clone())
        };
        let author = row.first(&["author.login", "user.login"]);
        let reason = row.first(&["stateReason", "state_reason"]).to_lowercase().replace('_', " ");
        let ended = !row.first(&["closedAt", "closed_at"]).is_empty();
        let closed = row.get("state").eq_ignore_ascii_case("closed");
        let opened = draft(&["createdAt", "created_at"], "opened").actor(author);
        // A list that was saved without the time of closing tells it by the state alone.
        let untimed = [reason.as_str(), "closed"].into_iter().filter(|_| closed && !ended);
        opened.tags(untimed).push(rows);
        if ended {
            draft(&["closedAt", "closed_at"], "closed").tags([reason]).push(rows);
        }
        self.comments += row.list("comments", "body").count();
    }

    fn finish(&mut self, rows: &mut EventRows) {
        if self.pull_requests > 0 {
            let pulls = count(self.pull_requests, "pull request", "pull requests");
            rows.say(format!("{pulls} among the issues: not read as action items."));
        }
        rows.say_comments(self.comments);
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn both_spellings_give_the_same_action_items() {
        let cli = r#"[{"number":7,"title":"Enforce MFA for wp-admin","state":"CLOSED","createdAt":"2026-03-24T15:00:00Z","closedAt":"2026-04-02T09:00:00Z","labels":[{"name":"postmortem"}],"assignees":[{"login":"osei"}],"comments":[{"body":"x"}]}]"#;
        let rest = r#"[{"number":7,"title":"Enforce MFA for wp-admin","state":"closed","created_at":"2026-03-24T15:00:00Z","closed_at":"2026-04-02T09:00:00Z","labels":[{"name":"postmortem"}],"assignees":[{"login":"osei"}],"user":{"login":"mia"}}]"#;
        for text in [cli, rest] {
            let (events, _) = events(text, Format::GithubIssues);
            assert_eq!(
                told(&events, 0),
                "2026-03-24T15:00:00Z Action item opened: #7 Enforce MFA for wp-admin"
            );
            assert_eq!(
                told(&events, 1),
                "2026-04-02T09:00:00Z Action item closed: #7 Enforce MFA for wp-admin"
            );
            assert_eq!(events.tags(1).collect::<Vec<_>>(), ["postmortem", "assigned:osei"]);
        }
        let (_, report) = events(cli, Format::GithubIssues);
        assert_eq!(report.notes, ["1 comment on the issues: not read as events."]);
    }

    #[test]
    fn an_issue_is_closed_by_its_state_where_nobody_saved_the_time() {
        let text = r#"[{"number":7,"title":"Enforce MFA","state":"CLOSED","stateReason":"NOT_PLANNED","createdAt":"2026-03-24T15:00:00Z"},
            {"number":8,"title":"Key the hashes","state":"OPEN","createdAt":"2026-03-24T15:00:00Z"}]"#;
        let (events, _) = events(text, Format::GithubIssues);
        assert_eq!(events.tags(0).collect::<Vec<_>>(), ["not planned", "closed"]);
        assert_eq!(events.tags(1).count(), 0);
    }

    #[test]
    fn a_pull_request_among_the_issues_is_no_action_item() {
        let text = r#"[{"number":7,"title":"Enforce MFA","state":"open","created_at":"2026-03-24T15:00:00Z","pull_request":null},
            {"number":8,"title":"Bump wp to 6.8","state":"closed","created_at":"2026-03-25T15:00:00Z","closed_at":"2026-03-26T15:00:00Z","pull_request":{"url":"https://api.github.com/repos/kestrel/ops/pulls/8"}}]"#;
        let (events, report) = events(text, Format::GithubIssues);
        assert_eq!((events.len(), report.rows), (1, 1));
        assert_eq!(told(&events, 0), "2026-03-24T15:00:00Z Action item opened: #7 Enforce MFA");
        assert_eq!(report.notes, ["1 pull request among the issues: not read as action items."]);
    }
}
