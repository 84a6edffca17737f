//! Any Markdown, with any changes.

use super::{every_kind, holds};
use floodmark::plan::change::Amendment;
use floodmark::plan::template;
use proptest::prelude::*;

/// Markdown as people and their editors leave it.
pub fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Plan",
        "## Identify and isolate",
        "## Targets",
        "### Roles",
        "## Revision history",
        "Version: 1.2",
        "| Version | Date | Change |",
        "|---|---|---|",
        "| 1.2 | 2026-01-15 | x |",
        "| Metric | Target |",
        "|---|---|",
        "- Turn checkout off",
        "  - nested",
        "1. First",
        "2) Second",
        "- [ ] open",
        "> quoted",
        "> - in a quotation",
        "```",
        "~~~",
        "<div>",
        "</div>",
        "---",
        "===",
        "",
        "",
        "words with | bar",
        "\tindented",
        "Ünï 日本 \u{202e}",
        "* star",
        "+ plus",
        "<!-- a",
        "-->",
        "    code",
        "1.2 | 2026 | y",
        "Quite new",
        "- 1.3, 2026-01-01: x",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n"]);
    prop::collection::vec((line, end), 0..24)
        .prop_map(|all| all.into_iter().map(|(line, end)| format!("{line}{end}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_markdown_keeps_its_bytes(text in lines(), chosen in prop::collection::vec(any::<bool>(), 14)) {
        let some: Vec<Amendment> = every_kind().into_iter().zip(&chosen).filter(|(_, c)| **c).map(|(a, _)| a).collect();
        holds(&text, &some, &text);
    }

    #[test]
    fn any_choice_of_proposals_keeps_the_rest(chosen in any::<u64>()) {
        let mut all = every_kind();
        let mut n = 0;
        all.retain(|_| { n += 1; chosen >> n & 1 == 1 });
        holds(template::builtin(), &all, "the template");
        holds(floodmark::example::plan(), &all, "the example");
    }
}
