//! Tests of the charts over many cases.

use super::*;

#[test]
fn a_title_speaks_of_few_incidents_as_of_few() {
    let survival = |n| Chart::survival(&MetricId::TimeToContain, &cases(n)).unwrap().title();
    for one in [survival(1), spread(1).title()] {
        assert!(one.starts_with("One incident, contained within "), "{one}");
    }
    for few in [survival(4), spread(4).title()] {
        assert!(
            few.starts_with("Half of these 4 were contained within ") && !few.contains("nine in ten"),
            "{few}"
        );
    }
    for more in [survival(12), spread(12).title()] {
        assert!(more.starts_with("Half were contained within "), "{more}");
    }
}

#[test]
fn two_curves_are_told_apart_by_their_strokes_and_named() {
    let chart = pair(40);
    assert!(chart.title().starts_with("Half were contained: before 1.4 within"), "{}", chart.title());
    let table = chart.table();
    assert_eq!((table.columns[0].as_str(), table.columns.len()), ("Group", 9));
    assert!(table.rows.iter().any(|r| r[0] == "before 1.4") && table.rows.iter().all(|r| r.len() == 9));
    let scene = chart.scene(900.0, 420.0);
    // One line is whole, the other in pieces: without colour they differ still.
    let lines = |ink| {
        scene
            .shapes
            .iter()
            .filter(|s| matches!(s, scene::Shape::Line(_, i, w) if *i == ink && *w > 1.5))
            .count()
    };
    assert!(lines(Ink::Accent) == 2 && lines(Ink::Text) > 20, "{} {}", lines(Ink::Accent), lines(Ink::Text));
    assert!(scene.texts().any(|text| text.text == "before 1.4"));
    let hit = chart.hit(900.0, 420.0, 400.0, 200.0).unwrap();
    assert!(hit.label.contains("before 1.4") && hit.label.contains("at risk"), "{}", hit.label);
}

#[test]
fn the_distribution_of_exact_values_is_their_step_function() {
    let days = |n: i64| Duration::Exact { value: Span(n * DAY) };
    let Some(Chart::Spread(chart)) = Chart::spread(&MetricId::TimeToContain, &named(&[4, 1, 2, 2].map(days)))
    else {
        panic!()
    };
    let day = 86_400.0;
    assert_eq!([0.5, 1.0, 2.0, 3.9, 4.0].map(|d| chart.at(d * day)[0]), [0.0, 0.25, 0.75, 0.75, 1.0]);
    assert!(chart.caption().contains("plain step function of exact values (ECDF)"));
    // Where a range leaves it open, least and most differ, and the picture has a box.
    let range = Duration::Range { min: Span(DAY), max: Some(Span(7 * DAY)) };
    let Some(Chart::Spread(chart)) = Chart::spread(&MetricId::TimeToContain, &named(&[days(9), range]))
    else {
        panic!()
    };
    assert_eq!(chart.at(3.0 * day), [0.0, 0.5]);
    let label = Chart::Spread(chart.clone()).marks(800.0, 400.0);
    assert!(label.iter().any(|hit| hit.label.ends_with("50 % contained")), "{label:?}");
    let scene = Chart::Spread(chart).scene(800.0, 400.0);
    assert!(scene.shapes.iter().any(|s| matches!(s, scene::Shape::Frame(.., true))));
}

#[test]
fn the_course_names_what_stands_out_and_months_without_incidents() {
    let hours = [5, 4, 6, 5, 4, 5, 60, 4, 5, 6];
    let all: Vec<_> = hours
        .iter()
        .zip(0_i64..)
        .map(|(h, k)| {
            let at = Moment::exact(t("2024-01-10T00:00:00Z").plus(Span(k * 40 * DAY)));
            (CaseId(k as u32), format!("case {k}"), at, Duration::Exact { value: Span(h * HOUR) })
        })
        .collect();
    let chart = Chart::course(&MetricId::TimeToContain, &all).unwrap();
    assert_eq!(
        chart.title(),
        "Time to contain: no trend can be told from noise, and 1 case lies outside the usual variation"
    );
    assert!(chart.caption().contains("hatched below: 3 months without incidents"), "{}", chart.caption());
    let rows = chart.table().rows;
    assert_eq!(rows[6][5], "outside the limits; further from the one before than usual");
    assert_eq!((rows[7][5].as_str(), rows[8][5].as_str()), ("further from the one before than usual", ""));
    assert_eq!((rows[1][4].as_str(), rows[0][4].as_str()), ("3600", ""));
    // What is drawn beside the cases stands in the table too.
    let mean = hours.iter().sum::<i64>() as f64 * 3600.0 / 10.0;
    assert_eq!((rows[10][0].as_str(), rows[10][2].parse().ok()), ("Mean", Some(mean)));
    assert_eq!(rows[11][0], "Upper limit");
    let empty: Vec<&str> = rows[12..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(empty.len(), 3);
    assert!(rows[12..].iter().all(|row| row[0] == "No incident"), "{rows:?}");
    assert!(chart.caption().contains("of the 10 exact values"), "{}", chart.caption());
    assert!(Chart::course(&MetricId::Dwell, &all[..1]).is_none());
    let few = Chart::course(&MetricId::Dwell, &all[..3]).unwrap();
    assert!(few.title().contains("too few to tell what is usual"));
}
