//! Tests of what all charts share: that they can be drawn, read without eyes, and sent.

use super::*;

#[test]
fn participants_against_history_says_who_was_faster() {
    let chart = versus(2);
    assert_eq!(chart.title(), "Faster than history: Harbour in 3 of 3, Lighthouse in 0 of 2");
    assert!(chart.describe().contains("Detected → Declared: history 15 min, plan 15 min, Harbour 0 s"));
    let table = versus(4).table();
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    assert!(versus(4).csv().contains("\"'=Quay (s)\""));
    assert!(Chart::versus(vec![], vec![]).is_none());
}

/// Writes the pictures that eyes should look at: `CHART_DIR=/tmp/charts cargo test --lib chart::tests::drawn::pictures -- --ignored`.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let Ok(dir) = std::env::var("CHART_DIR") else { return };
    std::fs::create_dir_all(&dir).unwrap();
    let mut page = String::from("<meta charset=utf-8><body style='margin:0;background:#777'>");
    let head = page.len();
    let survival = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
    let charts = [
        ("days", days()),
        ("dwarfed", dwarfed()),
        ("open", open()),
        ("crowded", crowded()),
        ("survival", survival.clone()),
        ("survival_log", survival.with_log(true)),
        ("strip", Chart::strip(&MetricId::TimeToContain, &cases(60)).unwrap()),
        ("strip_few", Chart::strip(&MetricId::Dwell, &cases(9)).unwrap().with_log(false)),
        ("clocks", clocks(&["DE", "GB", "US-CA", "US-NY", "US-TX", "JP", "BR"])),
        ("gaps", gaps(12)),
        ("versus", versus(4)),
        ("versus_two", versus(2)),
        ("pair", pair(60)),
        ("pair_many", pair(2_000).with_log(true)),
        ("spread", spread(60)),
        ("spread_few", spread(9).with_log(false)),
        ("course", course(60)),
        ("course_log", course(30).with_log(true)),
        ("course_many", course(900)),
        ("gaps_many", gaps(300)),
        ("strip_many", Chart::strip(&MetricId::Dwell, &cases(5_000)).unwrap()),
    ];
    for (name, chart) in charts {
        for (theme_name, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            for width in [1060.0, 390.0] {
                let svg = chart.svg(width as u32, chart.height(width) as u32, &theme);
                std::fs::write(format!("{dir}/{name}_{theme_name}_{width}.svg"), &svg).unwrap();
                page.push_str(&format!(
                    "<div style='display:inline-block;vertical-align:top;margin:4px'>{svg}</div>"
                ));
            }
        }
        std::fs::write(format!("{dir}/{name}.html"), &page).unwrap();
        page.truncate(head);
    }
}

#[test]
fn no_text_overlaps_another_or_leaves_the_frame() {
    let survival = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
    let strip = Chart::strip(&MetricId::TimeToContain, &cases(60)).unwrap();
    let all = [
        days(),
        dwarfed(),
        open(),
        crowded(),
        survival.clone(),
        survival.with_log(true),
        strip.clone(),
        strip.with_log(false),
        clocks(&["DE"]),
        clocks(&["DE", "GB", "US-CA", "US-NY", "US-TX", "JP", "BR"]),
        clocks(&["DE", "US-CA"]).with_log(false),
        versus(1),
        versus(2),
        versus(4),
        versus(4).with_log(false),
        gaps(1),
        gaps(12),
        gaps(12).with_log(false),
        gaps(3_000),
        pair(60),
        pair(2_000).with_log(true),
        spread(60),
        spread(9).with_log(false),
        course(60),
        course(3),
        course(900).with_log(true),
        Chart::strip(&MetricId::Dwell, &cases(5_000)).unwrap(),
        Chart::strip(&MetricId::Dwell, &cases(9)).unwrap(),
    ];
    for chart in all {
        for width in [360.0, 390.0, 640.0, 1_060.0, 1_400.0] {
            let height = chart.height(width);
            let complaints = chart.scene(width, height).complaints(width, height);
            assert!(complaints.is_empty(), "{} at {width}: {complaints:#?}", chart.title());
        }
    }
}

#[test]
fn an_svg_is_well_formed_says_what_it_shows_and_escapes_what_it_quotes() {
    let mut all = cases(20);
    all[0].1 = "<script> & \u{1} \u{202e} \"x\"".to_owned();
    let strip = Chart::strip(&MetricId::TimeToContain, &all).unwrap();
    for chart in
        [days(), dwarfed(), strip, clocks(&["DE", "KR"]), gaps(9), pair(9), spread(9), course(9), versus(4)]
    {
        let svg = chart.svg(900, 400, &Theme::light());
        assert!(svg.starts_with("<svg xmlns=\"") && svg.trim_end().ends_with("</svg>"), "{}", &svg[..200]);
        assert!(svg.contains("role=\"img\" width=\"900\" height=\"400\" viewBox=\"0 0 3600 1600\""));
        assert!(svg.contains("<title>") && svg.contains("<desc>"));
        assert!(!svg.contains("<script") && !svg.contains('\u{1}'));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }
}

#[test]
fn a_phase_chart_says_what_happened_in_its_title_table_and_flags() {
    let chart = dwarfed();
    assert_eq!(chart.title(), "About 40 d undetected, contained 3 h 17 min after detection");
    let Chart::Phase(phases) = &chart else { panic!() };
    let order: Vec<_> = phases.stretches.iter().map(|s| s.phase).collect();
    assert_eq!(order, Phase::ALL);
    let svg = chart.svg(1_060, chart.height(1_060.0) as u32, &Theme::light());
    for words in [
        "The whole incident",
        "From detection, enlarged",
        "Contained 16 Mar 13:05",
        "Eradication 4 h 55 min",
        "Compromise 3 Feb",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(open().title().ends_with("not yet contained 3 d 22 h after detection"));
    assert!(chart.table().rows.iter().all(|row| row.len() == chart.table().columns.len()));
    assert!(
        chart.csv().contains("Phase,Containment,2026-03-16 10:02:00 UTC,2026-03-16 13:05:00 UTC,3 h 3 min,")
    );
}

#[test]
fn a_milestone_out_of_order_bounds_no_phase() {
    let late = milestones(&[
        (Detected, "2026-03-16T09:00"),
        (Contained, "2026-03-16T10:00"),
        (Declared, "2026-03-16T11:00"),
        (Recovered, "2026-03-16T12:00"),
    ]);
    let Chart::Phase(chart) = Chart::phases(&late, &[], t("2026-03-17T00:00:00Z"), Zone::Utc) else {
        panic!()
    };
    let order: Vec<_> = chart.stretches.iter().map(|s| s.phase).collect();
    assert_eq!(order, [Phase::Containing, Phase::Recovering]);
    assert_eq!(chart.flags.len(), 4);
}

#[test]
fn an_empty_case_says_so() {
    let chart = Chart::phases(&Milestones::default(), &[], t("2026-03-17T00:00:00Z"), Zone::Utc);
    assert_eq!(chart.title(), "No milestone has a time yet");
    assert!(chart.svg(600, 200, &Theme::dark()).contains("No milestone has a time yet"));
    let unknown = (CaseId(0), "A".to_owned(), Duration::Unknown { reason: crate::model::Unknown::Absent });
    assert!(Chart::survival(&MetricId::Dwell, std::slice::from_ref(&unknown)).is_none());
    assert!(Chart::strip(&MetricId::Dwell, &[unknown]).is_none());
}

#[test]
fn pointer_and_keyboard_find_the_same_milestones() {
    let chart = dwarfed();
    let height = chart.height(1_060.0);
    let marks = chart.marks(1_060.0, height);
    let contained = marks.iter().find(|m| m.milestone == Some(Contained)).unwrap();
    assert_eq!(contained.label, "Contained: 2026-03-16 13:05:00 UTC");
    let hit = chart.hit(1_060.0, height, contained.x + 1.0, contained.y).unwrap();
    assert_eq!(hit.milestone, Some(Contained));
    let curve = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
    assert!(curve.hit(800.0, 400.0, 400.0, 200.0).unwrap().label.contains("not yet contained"));
    assert!(curve.hit(800.0, 400.0, -50.0, 200.0).is_none());
}

#[test]
fn charts_survive_hostile_numbers_and_any_size() {
    let far = [Span(i64::MAX), Span(0), Span(1), Span(-5)];
    let mut all: Vec<_> =
        far.iter().map(|s| (CaseId(0), "x".repeat(500), Duration::Exact { value: *s })).collect();
    all.push((CaseId(4), "y".to_owned(), Duration::Range { min: Span(0), max: Some(Span(i64::MAX)) }));
    all.push((CaseId(5), "z".to_owned(), Duration::RightCensored { min: Span(i64::MAX) }));
    let charts = [
        Chart::survival(&MetricId::Dwell, &all),
        Chart::strip(&MetricId::Dwell, &all),
        Chart::spread(&MetricId::Dwell, &all),
        Chart::pair(&MetricId::Dwell, Default::default(), [&all[..1], &all[1..3]]),
        Chart::course(
            &MetricId::Dwell,
            &all.iter()
                .zip([i64::MIN, 0, i64::MAX].into_iter().cycle())
                .map(|(c, at)| (c.0, c.1.clone(), Moment::exact(Timestamp(at)), c.2))
                .collect::<Vec<_>>(),
        ),
        Some(days()),
        Some(open()),
    ];
    for chart in charts.into_iter().flatten() {
        for log in [false, true] {
            for (width, height) in [(0, 0), (1, 1), (40, 900), (3_000, 10), (800, 400)] {
                let _ = chart.clone().with_log(log).svg(width, height, &Theme::print());
            }
        }
    }
}

#[test]
fn each_column_of_a_table_says_what_its_numbers_mean() {
    let strip = Chart::strip(&MetricId::Dwell, &cases(9)).unwrap();
    let survival = Chart::survival(&MetricId::Dwell, &cases(9)).unwrap();
    let all = [days(), strip, survival, pair(9), spread(9), course(9), gaps(3), clocks(&["DE"]), versus(1)];
    for chart in all {
        assert_eq!(chart.meanings().len(), chart.table().columns.len(), "{}", chart.title());
    }
}

#[test]
fn a_field_that_a_spreadsheet_would_run_is_guarded() {
    let table =
        Table { columns: vec!["a".into(), "b".into()], rows: vec![vec!["=1+1".into(), "x, \"y\"".into()]] };
    assert_eq!(table.csv(), "a,b\r\n\"'=1+1\",\"x, \"\"y\"\"\"\r\n");
}

#[test]
fn a_chart_crosses_to_the_page_unchanged() {
    let strip = Chart::strip(&MetricId::Dwell, &cases(9)).unwrap();
    let survival = Chart::survival(&MetricId::Dwell, &cases(9)).unwrap();
    let across =
        |chart: &Chart| -> Chart { serde_json::from_str(&serde_json::to_string(chart).unwrap()).unwrap() };
    for chart in [days(), strip, course(9)] {
        assert_eq!(across(&chart), chart);
    }
    // Shares may differ in their last digit, which no one sees.
    assert_eq!(across(&survival).table(), survival.table());
}
