//! Survival figures against R, lifelines and VCDB.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::shared::shared;
use floodmark::model::{Duration, Span, Unknown};
use floodmark::statistics::{
    Bootstrap, Interval, Observation, RESAMPLES, Survival, Weights, control_chart, fleet_metric, intervals,
    kaplan_meier, log_rank, mann_whitney, observations, trend, turnbull,
};
use proptest::prelude::*;
use serde_json::Value;
use std::path::PathBuf;

#[track_caller]
fn near(ours: Option<f64>, theirs: &Value, what: &str) {
    match (ours, theirs.as_f64()) {
        (None, None) => {}
        (Some(a), Some(b)) if (a - b).abs() <= 1e-9 * b.abs().max(1e-300) => {}
        (a, b) => panic!("{what}: {a:?} is not {b:?}"),
    }
}

fn read(path: &std::path::Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The samples that other programs were asked about, each with their answers in a JSON beside it.
fn oracles() -> Option<Vec<PathBuf>> {
    let files = std::fs::read_dir(shared("oracle")?).unwrap().map(|entry| entry.unwrap().path());
    Some(files.filter(|path| path.extension().is_some_and(|e| e == "csv")).collect())
}

/// The rows of an oracle's CSV: time, whether it ended, group.
fn rows(path: &std::path::Path) -> Vec<(Observation, String)> {
    let text = std::fs::read_to_string(path).unwrap();
    let cells = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    cells
        .filter(|c| c.len() >= 3)
        .map(|c| {
            let observed = c[1].trim().parse::<f64>().unwrap() == 1.0;
            (Observation { time: c[0].parse().unwrap(), observed }, c[2].trim().to_owned())
        })
        .collect()
}

#[test]
fn kaplan_meier_matches_r_and_lifelines_on_every_oracle() {
    let Some(oracles) = oracles() else { return };
    let mut seen = 0;
    for path in oracles {
        let rows = rows(&path);
        let oracle = read(&path.with_extension("json"));
        let groups = oracle["km"]["by_group"].as_object().into_iter().flatten();
        let all = ("all".to_owned(), oracle["km"]["all"].clone());
        for (group, expected) in groups.map(|(g, e)| (g.clone(), e.clone())).chain([all]) {
            let what = format!("{} {group}", path.file_stem().unwrap().to_string_lossy());
            let sample: Vec<Observation> =
                rows.iter().filter(|(_, g)| group == "all" || *g == group).map(|(o, _)| *o).collect();
            let curve = kaplan_meier(&sample);
            assert_eq!(curve.n as u64, expected["n"].as_u64().unwrap(), "{what}");
            assert_eq!(curve.observed as u64, expected["events"].as_u64().unwrap(), "{what}");
            assert_eq!(curve.right_censored as u64, expected["censored"].as_u64().unwrap(), "{what}");
            near(curve.median, &expected["median_r"], &format!("{what} median"));
            near(curve.quantile(0.5), &expected["median"], &format!("{what} smallest t"));
            near(curve.median_ci[0], &expected["ci95"][0], &format!("{what} lower"));
            near(curve.median_ci[1], &expected["ci95"][1], &format!("{what} upper"));
            near(curve.quantile(0.75), &expected["p75"], &format!("{what} p75"));
            near(curve.quantile(0.9), &expected["p90"], &format!("{what} p90"));
            let mean = curve.restricted_mean(expected["rmst"]["tau"].as_f64().unwrap());
            near(Some(mean.mean), &expected["rmst"]["value"], &format!("{what} mean"));
            near(Some(mean.standard_error), &expected["rmst"]["se"], &format!("{what} se"));
            if let Some(table) = expected.get("table").and_then(Value::as_array) {
                let steps: Vec<_> = curve.steps().collect();
                assert_eq!(steps.len(), table.len(), "{what}");
                for (step, row) in steps.iter().zip(table) {
                    near(Some(step.time), &row["t"], &what);
                    assert_eq!(step.at_risk as u64, row["at_risk"].as_u64().unwrap(), "{what} {row}");
                    assert_eq!(step.events as u64, row["events"].as_u64().unwrap(), "{what} {row}");
                    assert_eq!(step.censored as u64, row["censored"].as_u64().unwrap(), "{what} {row}");
                    near(Some(step.survival), &row["S"], &format!("{what} S {row}"));
                    near(step.lower, &row["lo"], &format!("{what} lo {row}"));
                    near(step.upper, &row["hi"], &format!("{what} hi {row}"));
                }
            }
            seen += 1;
        }
    }
    assert!(seen >= 22, "only {seen} samples");
}

/// As [`near`], at the tolerance that the oracles give for probabilities.
#[track_caller]
fn near_p(ours: Option<f64>, theirs: &Value, what: &str) {
    match (ours, theirs.as_f64()) {
        (None, None) => {}
        (Some(a), Some(b)) if (a - b).abs() <= 1e-8 => {}
        (a, b) => panic!("{what}: {a:?} is not {b:?}"),
    }
}

fn places(of: Option<&[usize]>) -> Value {
    of.map_or(Value::Null, |of| serde_json::json!(of))
}

#[test]
fn tests_trends_and_control_charts_match_scipy_and_lifelines_on_every_oracle() {
    let Some(oracles) = oracles() else { return };
    let mut seen = [0; 4];
    for path in oracles {
        let what = path.file_stem().unwrap().to_string_lossy().into_owned();
        let rows = rows(&path);
        let oracle = read(&path.with_extension("json"));
        let mut names: Vec<&String> = rows.iter().map(|(_, group)| group).collect();
        names.sort();
        names.dedup();
        let groups: Vec<Vec<Observation>> = names
            .iter()
            .map(|name| rows.iter().filter(|(_, g)| g == *name).map(|(o, _)| *o).collect())
            .collect();
        let groups: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
        for (key, weights) in [("logrank", Weights::Equal), ("gehan_wilcoxon", Weights::AtRisk)] {
            let (expected, test) = (&oracle[key], log_rank(&groups, weights));
            near(test.map(|t| t.chi_squared), &expected["chi2"], &format!("{what} {key}"));
            near_p(test.map(|t| t.p), &expected["p"], &format!("{what} {key} p"));
            seen[0] += usize::from(test.is_some());
        }
        let ended = |group: &[Observation]| -> Vec<f64> {
            group.iter().filter(|o| o.observed).map(|o| o.time).collect()
        };
        if let [a, b] = groups.as_slice() {
            let (expected, test) = (&oracle["mann_whitney_events_only"], mann_whitney(&ended(a), &ended(b)));
            near(test.map(|t| t.u), &expected["U_first"], &format!("{what} U"));
            near(test.map(|t| t.rank_biserial), &expected["rank_biserial"], &format!("{what} biserial"));
            near(
                test.map(|t| t.shift),
                &expected["hodges_lehmann_first_minus_second"],
                &format!("{what} shift"),
            );
            near_p(test.map(|t| t.p), &expected["p_asymptotic_cc"], &format!("{what} U p"));
            near_p(test.and_then(|t| t.p_exact), &expected["p_exact"], &format!("{what} U exact"));
            seen[1] += usize::from(test.is_some());
        }
        let all: Vec<Observation> = rows.iter().map(|(o, _)| *o).collect();
        let values = ended(&all);
        let (expected, chart) = (&oracle["xmr"], control_chart(&values));
        near(chart.as_ref().map(|c| c.mean), &expected["mean"], &format!("{what} mean"));
        near(chart.as_ref().map(|c| c.mean_range), &expected["mr_bar"], &format!("{what} mean range"));
        near(chart.as_ref().map(|c| c.limits[0]), &expected["lcl"], &format!("{what} lower"));
        near(chart.as_ref().map(|c| c.limits[1]), &expected["ucl"], &format!("{what} upper"));
        near(chart.as_ref().map(|c| c.range_limit), &expected["mr_ucl"], &format!("{what} range limit"));
        let ours = chart.as_ref().map(|c| [&c.beyond, &c.jumps, &c.runs].map(Vec::as_slice));
        for (n, key) in ["beyond", "mr_beyond", "run8"].into_iter().enumerate() {
            assert_eq!(places(ours.map(|of| of[n])), expected[key], "{what} {key}");
        }
        seen[2] += usize::from(chart.is_some());
        let (expected, trend) = (&oracle["trend"], trend(&values));
        let of = |f: fn(&floodmark::statistics::Trend) -> f64| trend.as_ref().map(f);
        near(of(|t| t.s), &expected["S"], &format!("{what} S"));
        near(of(|t| t.variance), &expected["var_S"], &format!("{what} variance"));
        near(of(|t| t.z), &expected["z"], &format!("{what} z"));
        near_p(of(|t| t.p), &expected["p"], &format!("{what} trend p"));
        near(of(|t| t.tau), &expected["tau_a"], &format!("{what} tau"));
        near(trend.as_ref().and_then(|t| t.tau_b), &expected["tau_b"], &format!("{what} tau-b"));
        near(of(|t| t.slope), &expected["theil_sen"], &format!("{what} slope"));
        near(of(|t| t.intercept), &expected["intercept"], &format!("{what} intercept"));
        near(of(|t| t.slope_ci[0]), &expected["slope_ci95"][0], &format!("{what} slope lower"));
        near(of(|t| t.slope_ci[1]), &expected["slope_ci95"][1], &format!("{what} slope upper"));
        seen[3] += usize::from(trend.is_some());
    }
    assert!(seen.iter().all(|n| *n >= 2), "compared {seen:?}");
}

#[test]
fn bootstrap_intervals_fall_where_two_hundred_thousand_resamples_say() {
    let Some(oracles) = oracles() else { return };
    let mut seen = 0;
    for path in oracles {
        let oracle = &read(&path.with_extension("json"))["bootstrap_median_events"];
        let Some(accept) = oracle.get("accept") else { continue };
        let ended: Vec<Observation> =
            rows(&path).into_iter().map(|(o, _)| o).filter(|o| o.observed).collect();
        let mut bootstrap = Bootstrap::new(&ended);
        bootstrap.step(RESAMPLES);
        assert_eq!(bootstrap.done(), RESAMPLES);
        for (end, key) in bootstrap.interval().into_iter().zip(["lo", "hi"]) {
            let [from, to] = [&accept[key][0], &accept[key][1]].map(|v| v.as_f64().unwrap());
            let end = end.unwrap();
            assert!(
                from - 1e-9 <= end && end <= to + 1e-9,
                "{}: {key} {end} not in {accept}",
                path.display()
            );
        }
        // The same again is the same again.
        let mut again = Bootstrap::new(&ended);
        (0..10).for_each(|_| again.step(RESAMPLES / 10));
        assert_eq!(again.interval(), bootstrap.interval());
        seen += 1;
    }
    assert!(seen >= 6, "only {seen}");
}

#[test]
fn what_is_never_reached_has_no_end() {
    let open = |time| Observation { time, observed: false };
    let mut bootstrap =
        Bootstrap::new(&[open(1.0), open(2.0), Observation { time: 1.5, observed: true }, open(9.0)]);
    bootstrap.step(1_000);
    assert_eq!(bootstrap.interval()[1], None);
    let mut nothing = Bootstrap::new(&[]);
    nothing.step(10);
    assert_eq!(nothing.interval(), [None, None]);
}

/// One phase of a VERIS timeline, as `meta.rules` of the reference treats it; enough for this test.
fn phase(incident: &Value, name: &str) -> Duration {
    let hours = |unit: &str| {
        Some(match unit {
            "Seconds" => (1.0 / 3600.0, 1.0 / 60.0),
            "Minutes" => (1.0 / 60.0, 1.0),
            "Hours" => (1.0, 24.0),
            "Days" => (24.0, 168.0),
            "Weeks" => (168.0, 730.5),
            "Months" => (730.5, 8766.0),
            "Years" => (8766.0, f64::INFINITY),
            _ => return None,
        })
    };
    let span = |hours: f64| Span((hours * 3.6e9).round() as i64);
    let read = |name: &str| {
        let phase = &incident["timeline"][name];
        let Some(unit) = phase["unit"].as_str() else { return Duration::Unknown { reason: Unknown::Absent } };
        match (hours(unit), phase["value"].as_f64()) {
            (Some((low, _)), Some(value)) => Duration::Exact { value: span(low * value) },
            (Some((low, high)), None) => {
                Duration::Range { min: span(low), max: high.is_finite().then(|| span(high)) }
            }
            (None, _) if unit == "NA" => Duration::Unknown { reason: Unknown::NotApplicable },
            (None, _) if unit == "Never" => Duration::RightCensored { min: Span::ZERO },
            (None, _) => Duration::Unknown { reason: Unknown::StatedUnknown },
        }
    };
    match read(name) {
        Duration::RightCensored { .. } => {
            let day = |text: &str| -> Option<i64> {
                let t: floodmark::model::Timestamp = format!("{text}T00:00:00Z").parse().ok()?;
                Some(t.0)
            };
            let start = &incident["timeline"]["incident"];
            let part = |name: &str| start[name].as_i64().unwrap_or(1);
            let Some(year) = start["year"].as_i64() else {
                return Duration::Unknown { reason: Unknown::StatedUnknown };
            };
            let begun = day(&format!("{year:04}-{:02}-{:02}", part("month"), part("day")));
            let created = incident["plus"]["created"].as_str().and_then(|c| day(c.get(..10)?));
            let (Some(begun), Some(created)) = (begun, created) else {
                return Duration::Unknown { reason: Unknown::StatedUnknown };
            };
            let mut age = created - begun;
            for before in ["compromise", "discovery"].iter().take_while(|n| **n != name) {
                age -= read(before).min().unwrap_or(Span::ZERO).0;
            }
            Duration::RightCensored { min: Span(age.max(0)) }
        }
        known => known,
    }
}

#[test]
fn vcdb_gives_the_reference_figures() {
    let Some(folder) = shared("data/veris") else { return };
    let reference = read(&folder.join("vcdb_reference_dev.json"));
    let text = std::fs::read_to_string(folder.join("vcdb_timeline_dev.jsonl")).unwrap();
    let incidents: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    for (key, name) in [("TTD_discovery", "discovery"), ("TTC_containment", "containment")] {
        let expected = &reference["dev"][key];
        assert!(expected.is_object(), "{key}: {:?}", reference["dev"].as_object().unwrap().keys());
        let durations: Vec<Duration> = incidents.iter().map(|i| phase(i, name)).collect();
        let metric = fleet_metric(durations.iter().copied());
        let (counts, exact) = (&expected["counts"], &expected["exact"]);
        let count = |name: &str| counts[name].as_u64().unwrap_or(0) as usize;
        assert_eq!(metric.observed, count("exact"), "{key}");
        assert_eq!(metric.interval_censored, count("unit_only"), "{key}");
        println!("{key}: {metric:?} {counts}");
        assert_eq!(metric.exact_only.n as u64, exact["n"].as_u64().unwrap(), "{key}");
        assert_eq!(metric.exact_only.observed as u64, exact["n_events"].as_u64().unwrap(), "{key}");
        let hours = |seconds: Option<f64>| seconds.map(|s| s / 3600.0);
        near(hours(metric.exact_only.median_seconds), &exact["km_median_r_h"], key);
        near(hours(metric.exact_only.median_ci95_seconds[0]), &exact["km_median_ci95_loglog_h"][0], key);
        near(hours(metric.exact_only.median_ci95_seconds[1]), &exact["km_median_ci95_loglog_h"][1], key);
        near(hours(metric.exact_only.p90_seconds), &exact["km_p90_h"], key);
        let curve = kaplan_meier(&observations(durations.iter().copied()));
        near(hours(curve.quantile(0.75)), &exact["km_p75_h"], key);
        let half_open = &expected["turnbull"]["half_open"];
        let close = |ours: Option<f64>, theirs: &Value| match (ours, theirs.as_f64()) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 0.05 * b, "{key}: {a} is not near {b}"),
            (a, b) => assert_eq!(a, b, "{key}"),
        };
        close(hours(metric.turnbull.median_lower_seconds), &half_open["median_support_h"][0]);
        close(hours(metric.turnbull.median_upper_seconds), &half_open["median_support_h"][1]);
        let estimate = turnbull(&intervals(durations.iter().copied()));
        assert!(estimate.converged);
        println!(
            "{key}: {} supports, {} rounds; reference {half_open}",
            estimate.support.len(),
            estimate.iterations
        );
        let median = estimate.quantile(0.5).unwrap();
        near(
            Some((median.survival * 1e6).round() / 1e6),
            &half_open["S_at_median"],
            &format!("{key} S at median"),
        );
    }
}

/// The estimate by its definition, one factor at a time: a second way to the same curve.
fn by_definition(sample: &[Observation], t: f64) -> f64 {
    let mut times: Vec<f64> = sample.iter().filter(|o| o.observed && o.time <= t).map(|o| o.time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
        .iter()
        .map(|&u| {
            let at_risk = sample.iter().filter(|o| o.time >= u).count() as f64;
            let ends = sample.iter().filter(|o| o.time == u && o.observed).count() as f64;
            1.0 - ends / at_risk
        })
        .product()
}

fn sample() -> impl Strategy<Value = Vec<Observation>> {
    prop::collection::vec(
        (0_u32..30, any::<bool>()).prop_map(|(t, observed)| Observation { time: f64::from(t), observed }),
        0..40,
    )
}

fn assert_same(a: &Survival, b: &Survival) {
    assert_eq!(a.times, b.times);
    for (x, y) in a.survival.iter().zip(&b.survival) {
        assert!((x - y).abs() < 1e-9, "{x} {y}");
    }
    assert_eq!(a.quantile(0.9), b.quantile(0.9));
}

proptest! {
    #[test]
    fn the_curve_agrees_with_its_definition(sample in sample()) {
        let curve = kaplan_meier(&sample);
        for t in 0..31 {
            let t = f64::from(t);
            prop_assert!((curve.at(t) - by_definition(&sample, t)).abs() < 1e-12);
        }
        let sums: usize = curve.events.iter().sum::<usize>() + curve.censored.iter().sum::<usize>();
        prop_assert_eq!(sums, sample.len());
        for step in curve.steps() {
            if let (Some(lo), Some(hi)) = (step.lower, step.upper) {
                prop_assert!(0.0 <= lo && lo <= step.survival && step.survival <= hi && hi <= 1.0);
            }
        }
    }

    #[test]
    fn order_does_not_matter_and_telling_all_twice_keeps_the_curve(sample in sample(), seed in any::<u64>()) {
        let curve = kaplan_meier(&sample);
        let mut shuffled = sample.clone();
        for n in 0..shuffled.len() {
            let other = (seed.wrapping_mul(n as u64 + 7) >> 7) as usize % shuffled.len();
            shuffled.swap(n, other);
        }
        prop_assert_eq!(&kaplan_meier(&shuffled), &curve);
        let twice: Vec<Observation> = sample.iter().chain(&sample).copied().collect();
        assert_same(&kaplan_meier(&twice), &curve);
    }

    #[test]
    fn without_ranges_turnbull_is_kaplan_meier(sample in sample()) {
        let curve = kaplan_meier(&sample);
        let as_intervals: Vec<Interval> = sample
            .iter()
            .map(|o| if o.observed { Interval::exact(o.time) } else { Interval::right_censored(o.time) })
            .collect();
        let estimate = turnbull(&as_intervals);
        for stretch in &estimate.support {
            if let Some(upper) = stretch.upper {
                prop_assert!((stretch.survival - curve.at(upper)).abs() < 1e-5, "{:?}", stretch);
            }
        }
    }

    #[test]
    fn turnbull_puts_all_mass_somewhere(ranges in prop::collection::vec((0_u32..20, 0_u32..9, any::<bool>()), 1..30)) {
        let ranges: Vec<Interval> = ranges
            .iter()
            .map(|&(lower, width, open)| {
                let lower = f64::from(lower);
                Interval::between(lower, (!open).then_some(lower + f64::from(width)))
            })
            .collect();
        let estimate = turnbull(&ranges);
        let mass: f64 = estimate.support.iter().map(|s| s.mass).sum();
        prop_assert!((mass - 1.0).abs() < 1e-6, "{mass}");
        for range in &ranges {
            let inside: f64 = estimate.support.iter().filter(|s| {
                s.lower >= range.lower
                    && range.upper.is_none_or(|u| s.upper.is_some_and(|v| v <= u))
            }).map(|s| s.mass).sum();
            prop_assert!(inside > 0.0, "{range:?} holds nothing");
        }
    }
}

#[test]
fn few_or_no_incidents_give_no_figures_rather_than_wrong_ones() {
    let none = kaplan_meier(&[]);
    assert_eq!((none.n, none.median, none.median_ci), (0, None, [None, None]));
    assert_eq!(none.corners(), [(0.0, 1.0)]);
    let one = kaplan_meier(&[Observation { time: 4.0, observed: true }]);
    assert_eq!((one.median, one.median_ci, one.quantile(0.9)), (Some(4.0), [None, None], Some(4.0)));
    let censored = kaplan_meier(&[Observation { time: 4.0, observed: false }; 3]);
    assert_eq!((censored.median, censored.right_censored), (None, 3));
    assert_eq!(censored.censor_marks().collect::<Vec<_>>(), [(4.0, 1.0)]);
    let odd = [f64::NAN, f64::INFINITY, -1.0].map(|time| Observation { time, observed: true });
    assert_eq!(kaplan_meier(&odd).n, 0);
    assert!(turnbull(&[]).support.is_empty());
    let fleet = fleet_metric(std::iter::empty());
    assert_eq!((fleet.n, fleet.turnbull.median_lower_seconds), (0, None));
}

#[test]
fn a_fleet_counts_each_incident_once() {
    let all = [
        Duration::Exact { value: Span::seconds(60) },
        Duration::Range { min: Span::seconds(1), max: None },
        Duration::RightCensored { min: Span::seconds(5) },
        Duration::Unknown { reason: Unknown::StatedUnknown },
        Duration::Unknown { reason: Unknown::NotApplicable },
        Duration::Unknown { reason: Unknown::Absent },
    ];
    let fleet = fleet_metric(all.iter().copied());
    assert_eq!(fleet.n, fleet.observed + fleet.right_censored + fleet.interval_censored);
    let excluded = fleet.excluded;
    assert_eq!(fleet.n + excluded.unknown + excluded.not_applicable + excluded.absent, all.len());
    assert_eq!(observations(all.iter().copied()).len(), fleet.exact_only.n);
}

#[test]
fn analyse_gives_the_reference_figures_of_vcdb() {
    let Some(folder) = shared("data/veris") else { return };
    let reference = read(&folder.join("vcdb_reference_dev.json"));
    let file = folder.join("vcdb_timeline_dev.jsonl").display().to_string();
    let analysis = crate::cases::analyse(&[file]);
    assert_eq!(analysis["incidents"].as_array().unwrap().len(), 1_222);
    // data/README.md: what of the excluded stands in this file.
    let phases =
        [("TTD_discovery", "dwell", [135, 40, 6]), ("TTC_containment", "time_to_contain", [789, 62, 28])];
    for (key, metric, [absent, unknown, na]) in phases {
        let (expected, fleet) = (&reference["dev"][key], &analysis["fleet"][metric]);
        let count = |name: &str| expected["counts"][name].as_u64().unwrap_or(0);
        assert_eq!(fleet["observed"], count("exact"), "{key}");
        assert_eq!(fleet["interval_censored"], count("unit_only"), "{key}");
        assert_eq!(fleet["right_censored"], count("never"), "{key}");
        assert_eq!(fleet["n"], count("exact") + count("unit_only") + count("never"), "{key}");
        assert_eq!(fleet["excluded"]["absent"], absent, "{key}");
        assert_eq!(fleet["excluded"]["unknown"], unknown, "{key}");
        assert_eq!(fleet["excluded"]["not_applicable"], na, "{key}");
        let (ours, exact) = (&fleet["exact_only"], &expected["exact"]);
        assert_eq!((&ours["n"], &ours["observed"]), (&exact["n"], &exact["n_events"]), "{key}");
        let hours = |value: &Value| value.as_f64().map(|s| s / 3600.0);
        near(hours(&ours["median_seconds"]), &exact["km_median_r_h"], key);
        for end in 0..2 {
            near(hours(&ours["median_ci95_seconds"][end]), &exact["km_median_ci95_loglog_h"][end], key);
        }
        near(hours(&ours["p90_seconds"]), &exact["km_p90_h"], key);
    }
}
