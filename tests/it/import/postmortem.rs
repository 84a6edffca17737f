//! Post-mortems that real teams have published, against what their readers would note down.

use super::adds_up;
use crate::shared::shared;
use floodmark::import::{Content, Imported, detect, read_all};
use floodmark::model::{EventTable, Format, Reading, Timestamp};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &Path) -> (Format, Imported) {
    let bytes = fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let found = detect(&name, &bytes, bytes.len() as u64).unwrap_or_else(|e| panic!("{name}: {e}"));
    let reading = &found.candidates[0].reading;
    let own = Reading::of(Format::PostmortemMarkdown);
    let imported = read_all(&name, &bytes, Some(&own)).unwrap_or_else(|e| panic!("{name}: {e}"));
    adds_up(&imported);
    (reading.format, imported)
}

/// The wall clocks of the events that a milestone's tag names, to the minute.
fn named(table: &EventTable) -> Vec<(String, String)> {
    let wall = |row: u32| {
        let time = table.time(row);
        let local = Timestamp(time.micros + i64::from(time.offset.unwrap_or(0)) * 1_000_000);
        local.to_string().get(..16).unwrap_or("").to_owned()
    };
    let tag = |row: u32| table.tags(row).find_map(|t| t.strip_prefix("milestone:").map(str::to_owned));
    (0..table.len() as u32).filter_map(|row| Some((tag(row)?, wall(row)))).collect()
}

#[test]
fn the_incidents_of_a_platform_team_have_their_milestones() {
    let Some(folder) = shared("data/moj-cloud-platform") else { return };
    let expected: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let all = expected["incidents"].as_array().unwrap();
    let (mut agree, mut wanted, mut differ) = (0, 0, vec![]);
    for incident in all {
        let file = incident["file"].as_str().unwrap();
        let (format, imported) = read(&folder.join(file));
        if format != Format::PostmortemMarkdown {
            differ.push(format!("{file}: {format:?}"));
        }
        let Content::Incidents(found) = &imported.content else { panic!("{file}") };
        assert_eq!(found.len(), 1, "{file}");
        let found = named(&found[0].events);
        for (name, time) in incident["milestones"].as_object().unwrap() {
            wanted += 1;
            let time = time.as_str().unwrap();
            // A day alone is read as its first instant.
            match found.iter().any(|(_, at)| at.starts_with(time)) {
                true => agree += 1,
                false => differ.push(format!("{file}: {name} {time}, read {found:?}")),
            }
        }
    }
    // “22025-03-18” stands there: refused, as no such year can be meant.
    let known = ["2025-03-18-aws-eks-upgrade-to-1-30.html.md.erb: detected"];
    let unknown: Vec<&String> = differ.iter().filter(|d| !known.iter().any(|k| d.starts_with(k))).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert_eq!((all.len(), agree, wanted), (39, 149, 150));
}

#[test]
fn security_reports_of_package_indexes_are_read_with_their_zones() {
    let Some(folder) = shared("data") else { return };
    // File, events, refusals, events that wait to be told what “Eastern” means.
    let reports = [
        ("pm-pypi/2023-12-04-account-takeover.md", 10, 0, 0),
        // “7:09 AM Eastern” is asked about; “2023-MM-DD” is no date.
        ("pm-pypi/2024-07-08-incident-report-leaked-admin-personal-access-token.md", 3, 1, 2),
        ("pm-eslint/2018-07-12-postmortem-for-malicious-package-publishes.md", 10, 0, 0),
    ];
    let mut told = vec![];
    for (file, events, refused, eastern) in reports {
        let (format, imported) = read(&folder.join(file));
        let Content::Incidents(found) = &imported.content else { panic!("{file}") };
        let report = &imported.report;
        assert_eq!((format, found.len()), (Format::PostmortemMarkdown, 1), "{file}");
        let abbreviated = report.abbreviated.get(&"ET".parse().unwrap()).copied().unwrap_or_default();
        let counts = (found[0].events.len(), report.refusals.len(), abbreviated, report.naive_rows);
        assert_eq!(counts, (events, refused, eastern, 0), "{file}: {report:?}");
        let table = found[0].events.clone();
        told.extend((0..table.len() as u32).filter_map(|row| {
            let moment = table.moment(row, None, Default::default()).ok()?;
            Some(format!("{} {}", moment.earliest, table.text(row)))
        }));
    }
    for wanted in [
        "2023-11-22T08:42:33Z new user account dvolk created",
        "2023-11-22T14:46:00Z A PyPI Admin disables the dvolk account",
        "2018-07-12T10:40:00Z The attacker published eslint-scope@3.7.2",
        "2018-07-12T12:37:00Z The npm team unpublished eslint-scope@3.7.2",
        "2018-07-12T18:42:00Z npm revoked all access tokens",
    ] {
        assert!(told.iter().any(|line| line.starts_with(wanted)), "{wanted}: {told:#?}");
    }
}

#[test]
fn plans_and_templates_are_no_post_mortems() {
    let Some(data) = shared("data") else { return };
    let mut seen = 0;
    let mut folders = vec![data.join("plans"), data.join("pm-templates")];
    let mut wrong = vec![];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                let bytes = fs::read(&path).unwrap();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let Ok(found) = detect(&name, &bytes, bytes.len() as u64) else { continue };
                seen += 1;
                if found.undecided().any(|c| c.reading.format == Format::PostmortemMarkdown) {
                    wrong.push(format!("{}: {:?}", path.display(), found.candidates[0].evidence));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 20, "{seen}");
}

#[test]
fn an_article_without_dated_entries_is_not_taken_for_a_plan_unasked() {
    let article = |title: &str| {
        format!(
            "---\ntitle: {title}\ndate: 2026-04-02\n---\n\nLast week a skimmer was found.\n\n## What went right\n\n* Logs were there.\n\n## What to do\n\n* Rotate keys.\n"
        )
    };
    let asked = |text: &str| -> Vec<Format> {
        let detection = detect("article.md", text.as_bytes(), text.len() as u64).unwrap();
        detection.undecided().map(|c| c.reading.format).collect()
    };
    let both = BTreeSet::from([Format::PlanMarkdown, Format::PostmortemMarkdown]);
    assert_eq!(asked(&article("Attack analysis: the shop")).into_iter().collect::<BTreeSet<_>>(), both);
    assert_eq!(asked(&article("What to do on an attack: response plan")), [Format::PlanMarkdown]);
    let undated = article("Attack analysis: the shop").replace("date: 2026-04-02\n", "");
    assert_eq!(asked(&undated), [Format::PlanMarkdown]);
    let reading = Reading::of(Format::PostmortemMarkdown);
    let error = read_all("article.md", article("Attack analysis").as_bytes(), Some(&reading)).unwrap_err();
    assert!(error.to_string().contains("write a time in front of what happened"), "{error}");
}

#[test]
fn clocks_alone_are_of_the_only_day_that_the_text_names() {
    let text = |summary: &str| {
        format!(
            "# Incident Report\n\n## Summary\n\n{summary}\n\n## Timeline\n\n- 09:05 - Alert\n- 09:20 - IR engaged\n- 9.48am - Checkout off\n"
        )
    };
    let one = text("We had an incident on March 16th, 2026.");
    let found = detect("post-mortem.md", one.as_bytes(), one.len() as u64).unwrap();
    assert_eq!(found.undecided().map(|c| c.reading.format).collect::<Vec<_>>(), [Format::PostmortemMarkdown]);
    let imported = read_all("post-mortem.md", one.as_bytes(), None).unwrap();
    let Content::Incidents(all) = &imported.content else { panic!() };
    let times: Vec<String> = (0..all[0].events.len() as u32)
        .map(|n| floodmark::model::Timestamp(all[0].events.time(n).micros).to_string())
        .collect();
    assert_eq!(times, ["2026-03-16T09:05:00Z", "2026-03-16T09:20:00Z", "2026-03-16T09:48:00Z"]);
    assert!(imported.report.notes.iter().any(|note| note.contains("the only date in the text")));
    // Of two days none is guessed, and a month is none.
    for summary in ["It began on 15 March 2026 and ended on 16 March 2026.", "An incident of 2026-03."] {
        let two = text(summary);
        let reading = Reading::of(Format::PostmortemMarkdown);
        let refused = match read_all("post-mortem.md", two.as_bytes(), Some(&reading)) {
            Ok(imported) => imported.report.refusals.len(),
            Err(_) => 3,
        };
        assert_eq!(refused, 3, "{summary}");
    }
}

#[test]
fn a_day_without_its_year_takes_none_from_the_text() {
    let text = |entries: &str| {
        format!(
            "# Incident Report\n\n## Summary\n\nWe publish this on 2019-01-04.\n\n## Timeline\n\n{entries}"
        )
    };
    let reading = Reading::of(Format::PostmortemMarkdown);
    // Also not for the clocks beside it.
    for entries in [
        "- July 12 14:33 - Alert\n- July 12 15:01 - Checkout off\n",
        "- 14:33 - Alert\n- July 12 15:01 - off\n",
    ] {
        if let Ok(imported) = read_all("post-mortem.md", text(entries).as_bytes(), Some(&reading)) {
            assert_eq!((imported.report.rows, imported.report.refusals.len()), (2, 2), "{entries}");
            assert!(!imported.report.notes.iter().any(|note| note.contains("the only date in the text")));
        }
    }
}

#[test]
fn a_month_gives_no_day_to_what_follows_and_its_heading_is_not_refused() {
    let reading = Reading::of(Format::PostmortemMarkdown);
    let read = |text: &str| {
        let imported = read_all("post-mortem.md", text.as_bytes(), Some(&reading)).unwrap();
        let Content::Incidents(all) = &imported.content else { panic!() };
        let times: Vec<String> = (0..all[0].events.len() as u32)
            .map(|n| Timestamp(all[0].events.time(n).micros).to_string())
            .collect();
        let refused: Vec<String> =
            imported.report.refusals.iter().map(|r| format!("{} {}", r.line, r.reason)).collect();
        (all.len(), times, refused)
    };
    let (_, times, refused) =
        read("# Incident Report\n\n## Timeline\n\n- 2026-03: attackers got in\n- 14:00 detected\n");
    assert_eq!(times, ["2026-03-01T00:00:00Z"]);
    assert_eq!(refused.len(), 1);
    assert!(refused[0].starts_with("6 a clock time without a day"), "{refused:?}");
    let (_, times, refused) = read(
        "# Incident Report\n\n## 2026-03 – Skimmer\n\n- 2026-03-16 09:05 - Alert\n- 2026-03-16 09:20 - IR engaged\n",
    );
    assert_eq!(times, ["2026-03-16T09:05:00Z", "2026-03-16T09:20:00Z"]);
    assert_eq!(refused, [""; 0]);
}

#[test]
fn an_index_of_post_mortems_says_to_open_those() {
    let index = "# Incident log\n\n## 2026\n\n- **Mean time to repair**: 1h\n\n* [Incident on 2026-03-16 - skimmer](incidents/2026-03-16)\n* [Incident on 2026-02-11 - mail](incidents/2026-02-11)\n* [Incident on 2026-01-05 - logs](incidents/2026-01-05)\n";
    let error = read_all("index.md", index.as_bytes(), None).unwrap_err();
    assert!(error.to_string().contains("open those documents"), "{error}");
    // One that tells more than links is read.
    let told = read_all(
        "index.md",
        index.replace("(incidents/2026-01-05)", "(incidents/2026-01-05): repaired").as_bytes(),
        None,
    );
    assert!(told.is_ok(), "{told:?}");
}
