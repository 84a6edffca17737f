//! Action items as a shell script that opens them as issues with GitHub's own `gh`, once each.
//!
//! Every text stands in single quotes, inside which a shell takes nothing for its own; a quote in the text closes them,
//! stands behind a backslash, and opens them again. What stands in no quotes is written here and not by anybody else.

use super::{ActionsInput, account, line, markdown};

const HEAD: &str = r#"#!/bin/sh
# Opens the action items of a review as issues of the repository in whose folder this runs (or of $GH_REPO).
# Needs `gh`, signed in. Running it again opens nothing twice: each issue has a label with the name of its item.
set -eu

item() { # NAME TITLE BODY [ASSIGNEE]
  if [ -n "$(gh issue list --state all --label "floodmark:$1" --limit 1 --json number --jq '.[].number')" ]; then
    echo "$1 is there already"
    return 0
  fi
  gh label create "floodmark:$1" --force --color BFD4F2 --description "An action item of Floodmark" >/dev/null
  if [ -n "${4:-}" ]; then
    gh issue create --title "$2" --body "$3" --label postmortem --label "floodmark:$1" --assignee "$4"
  else
    gh issue create --title "$2" --body "$3" --label postmortem --label "floodmark:$1"
  fi
}

gh label create postmortem --force --color D4C5F9 --description "From the review of an incident" >/dev/null
"#;

/// The script. Items that are done or dropped are no issues to open.
pub fn write(input: &ActionsInput<'_>) -> String {
    let mut out = HEAD.to_owned();
    for item in input.case.actions.iter().filter(|item| !item.status.is_closed()) {
        let (title, body) = (line(&item.what.title), input.body(item, markdown));
        out.push_str(&format!("\nitem {} {} {}", item.id, quoted(&title), quoted(&body)));
        if let Some(login) = account(&item.what.owner) {
            out.push_str(&format!(" {}", quoted(login)));
        }
        out.push('\n');
    }
    out
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
