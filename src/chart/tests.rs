use super::*;
use crate::model::time::{DAY, HOUR};
use crate::model::Span;

/// Cases with lengths that look like an incident table's: skewed, some not over, some ranges.
pub fn cases(n: i64) -> Vec<(String, Duration)> {
    (0..n)
        .map(|k| {
            let hours = 2 + (k * 7919) % 97 + ((k * 104_729) % 13).pow(2) * 3;
            let duration = match k % 11 {
                4 => Duration::RightCensored { min: Span(hours * HOUR) },
                7 => Duration::Range { min: Span(hours * HOUR), max: Some(Span(hours * HOUR + 3 * DAY)) },
                9 if k % 2 == 0 => Duration::Range { min: Span(hours * HOUR), max: None },
                _ => Duration::Exact { value: Span(hours * HOUR + k * 60_000_000) },
            };
            (format!("Incident {}", k + 1), duration)
        })
        .collect()
}

/// Writes the pictures that eyes should look at: `CHART_DIR=/tmp/charts cargo test --lib chart::tests::pictures -- --ignored`.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let Ok(dir) = std::env::var("CHART_DIR") else { return };
    std::fs::create_dir_all(&dir).unwrap();
    let mut page = String::from("<meta charset=utf-8><body style='margin:0;background:#777'>");
    let survival = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
    let charts = [("survival", survival.clone()), ("survival_log", survival.with_log(true))];
    for (name, chart) in charts {
        for (theme_name, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            for width in [1060.0, 390.0] {
                let svg = chart.svg(width as u32, chart.height(width) as u32, &theme);
                std::fs::write(format!("{dir}/{name}_{theme_name}_{width}.svg"), &svg).unwrap();
                page.push_str(&format!("<div style='display:inline-block;margin:4px'>{svg}</div>"));
            }
        }
    }
    std::fs::write(format!("{dir}/all.html"), page).unwrap();
}
