//! `analyse` on the real breaches of ../shared/data/cases: with every documented milestone confirmed, each
//! duration lies inside the documented bounds, and is exact to the second where both ends are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may panic, also in its helpers, and tell its numbers"
)]

use crate::shared::shared;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs `analyse` and reads what it prints.
pub fn analyse(arguments: &[String]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_analyse")).args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "analyse {arguments:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("analyse {arguments:?}: {e}"))
}

/// The names that `expected.json` uses for milestones, and ours.
const NAMES: [(&str, &str); 14] = [
    ("compromise", "compromise"),
    ("exposure_started", "exposure_started"),
    ("first_signal", "first_signal"),
    ("detection", "detected"),
    ("acknowledgement", "acknowledged"),
    ("declaration", "declared"),
    ("awareness_personal_data", "aware"),
    ("evidence_preserved", "evidence_preserved"),
    ("containment", "contained"),
    ("eradication", "eradicated"),
    ("recovery", "recovered"),
    ("authority_notified", "authority_notified"),
    ("individuals_notified", "individuals_notified"),
    ("public_disclosure", "public_disclosure"),
];

/// A milestone as `--confirm` takes it.
fn time(milestone: &Value) -> String {
    let Some(time) = milestone["time"].as_str() else { return "none".to_owned() };
    match milestone["precision"].as_str().unwrap() {
        "exact" => time.to_owned(),
        "hour" => time[..13].to_owned(),
        "day" => time[..10].to_owned(),
        "month" => time[..7].to_owned(),
        other => panic!("precision {other}"),
    }
}

fn seconds(time: &Value) -> i64 {
    let time: floodmark::model::Timestamp = time.as_str().unwrap().parse().unwrap();
    time.0 / 1_000_000
}

/// The shortest and longest time between two milestones of the analysis, as analyse.md defines them.
fn between(incident: &Value, from: &str, to: &str) -> (f64, f64) {
    let (from, to) = (&incident["milestones"][from], &incident["milestones"][to]);
    let min = seconds(&to["earliest"]) - seconds(&from["latest"]);
    let max = seconds(&to["latest"]) - seconds(&from["earliest"]);
    (min.max(0) as f64, max as f64)
}

/// The folders of the cases, by name; none where the shared material is absent.
pub fn folders() -> Vec<PathBuf> {
    let Some(cases) = shared("data/cases") else { return vec![] };
    let entries = fs::read_dir(cases).unwrap().map(|e| e.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|p| p.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 8);
    folders
}

/// A case's `expected.json`, and its analysis with every milestone of it confirmed.
pub fn confirmed(folder: &Path) -> (Value, Value) {
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let mut arguments = vec![folder.join("timeline.csv").to_string_lossy().into_owned()];
    let milestones = expected["milestones"].as_object().unwrap();
    for (theirs, ours) in NAMES {
        if let Some(milestone) = milestones.get(theirs) {
            arguments.extend(["--confirm".to_owned(), format!("{ours}={}", time(milestone))]);
        }
    }
    (expected, analyse(&arguments))
}

fn check(folder: &Path) -> usize {
    let (expected, analysis) = confirmed(folder);
    let incident = &analysis["incidents"][0];
    let source = &incident["sources"][0];
    assert_eq!(source["refused"], 0, "{source}");
    assert_eq!(source["rows"], source["events"]);

    let mut checked = 0;
    for (name, bounds) in expected["durations_bounds_hours"].as_object().unwrap() {
        let Some(bounds) = bounds.as_array() else { continue };
        let bounds = [bounds[0].as_f64().unwrap() * 3600.0, bounds[1].as_f64().unwrap() * 3600.0];
        // The case files measure these from detection, not as the metrics of that name do.
        let (min, max) = match name.as_str() {
            "dwell" | "time_to_contain" | "exposure" | "time_to_acknowledge" | "time_to_declare" => {
                let metric = &incident["metrics"][name];
                let (Some(min), Some(max)) = (metric["min_seconds"].as_f64(), metric["max_seconds"].as_f64())
                else {
                    panic!("{}: {name} is {metric}", folder.display());
                };
                (min, max)
            }
            "time_to_notify_authority" => between(incident, "detected", "authority_notified"),
            "time_to_notify_individuals" => between(incident, "detected", "individuals_notified"),
            "time_to_recover" => between(incident, "detected", "recovered"),
            "time_to_eradicate" => between(incident, "detected", "eradicated"),
            _ => continue,
        };
        let near = |a: f64, b: f64| (a - b).abs() <= 36.0;
        assert!(
            near(min, bounds[0]) && near(max, bounds[1]),
            "{}: {name} is {min}..{max} s, documented {bounds:?} s",
            folder.display()
        );
        checked += 1;
    }
    checked
}

#[test]
fn every_real_case_has_the_documented_durations() {
    for folder in folders() {
        let checked = check(&folder);
        println!("{}: {checked} durations", folder.display());
    }
}

#[test]
fn exact_ends_give_durations_to_the_second() {
    let Some(case) = shared("data/cases/cloudflare-thanksgiving-2023") else { return };
    let expected: Value = serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap();
    let milestone = |name: &str| &expected["milestones"][name];
    let [detected, contained] = ["detection", "containment"].map(milestone);
    assert_eq!(detected["precision"], "exact");
    assert_eq!(contained["precision"], "exact");
    let analysis = analyse(&[
        case.join("timeline.csv").to_string_lossy().into_owned(),
        "--confirm".to_owned(),
        format!("detected={}", time(detected)),
        "--confirm".to_owned(),
        format!("contained={}", time(contained)),
    ]);
    let metric = &analysis["incidents"][0]["metrics"]["time_to_contain"];
    let rfc3339 = |m: &Value| m["time"].as_str().unwrap().parse::<floodmark::model::Timestamp>().unwrap();
    let exact = rfc3339(contained).since(rfc3339(detected)).as_seconds();
    assert_eq!(metric["kind"], "exact");
    assert_eq!(metric["min_seconds"].as_f64(), Some(exact));
    assert_eq!(metric["basis"], "confirmed");
}

#[test]
fn a_ruled_out_milestone_is_not_proposed_and_its_metrics_are_unknown() {
    let Some(case) = shared("data/cases/british-airways-2018") else { return };
    let file = case.join("timeline.csv").to_string_lossy().into_owned();
    let analysis = analyse(&[file, "--confirm".into(), "contained=none".into()]);
    let incident = &analysis["incidents"][0];
    assert_eq!(incident["metrics"]["time_to_contain"]["kind"], "unknown");
    assert_eq!(incident["metrics"]["exposure"]["kind"], "unknown");
}

#[test]
fn errors_of_the_call_go_to_standard_error_with_status_2() {
    for arguments in [vec![], vec!["--zone", "Mars/Olympus", "x.csv"], vec!["no-such-file.csv"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_analyse")).args(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn orders_of_the_exposure_are_counted_beside_the_analysis() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("orders");
    fs::create_dir_all(&folder).unwrap();
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (timeline, orders, out) = (path("timeline.csv"), path("orders.csv"), path("affected.json"));
    fs::write(&timeline, "message,datetime,timestamp_desc\nSkimmer in checkout.js,2026-03-13T00:02:51Z,Logged\nCheckout off,2026-03-16T09:48:30Z,Logged\n").unwrap();
    // The wall clocks of Berlin: one second before the exposure, its first, its last.
    fs::write(&orders, "order_id,order_date,customer_email,billing_country,payment_method\n1,2026-03-13 01:02:50,ada@example.org,DE,card\n2,2026-03-13 01:02:51,ada@example.org,DE,card\n3,2026-03-16 10:48:30,bo@example.org,US,paypal\n").unwrap();
    let call = |confirm: &str| {
        let confirm = ["--confirm", "exposure_started=2026-03-13T00:02:51Z", "--confirm", confirm];
        let orders = ["--zone".to_owned(), format!("{orders}=Europe/Berlin"), "--orders".to_owned()];
        let all = [timeline.clone()].into_iter().chain(confirm.map(str::to_owned)).chain(orders);
        all.chain([format!("{}={out}", path("orders.csv"))]).collect::<Vec<_>>()
    };
    let analysis = analyse(&call("contained=2026-03-16T09:48:30Z")).to_string();
    let counted = fs::read_to_string(&out).unwrap();
    assert!(!counted.contains("example.org") && !analysis.contains("example.org"), "{counted}");
    let counted: Value = serde_json::from_str(&counted).unwrap();
    assert_eq!((&counted["orders"], &counted["waiting"]), (&3.into(), &0.into()));
    assert_eq!((&counted["inside"]["orders"], &counted["inside"]["customers"]), (&2.into(), &2.into()));
    let output = Command::new(env!("CARGO_BIN_EXE_analyse")).args(call("contained=none")).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("has no “Contained”; confirm it"), "{told}");
}
