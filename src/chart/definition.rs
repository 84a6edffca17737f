//! What each chart shows, how it is computed, and where that is from.

use super::Chart;
use crate::language::look;
use crate::metric;
use crate::model::MetricId;
use crate::say;

impl Chart {
    /// What the numbers of each column of the [`table`](Chart::table) mean; empty for a column that holds none, and without any column where the definition of the chart says all.
    pub fn meanings(&self) -> Vec<&'static str> {
        self.meant().iter().map(|meaning| look(meaning)).collect()
    }

    /// The same before the lookup.
    fn meant(&self) -> &'static [&'static str] {
        match self {
            Chart::Course(_) => &[
                "",
                "",
                "The least that it took: its value where that is exact.",
                "The most that it may have taken; empty where it was not over by the end of the record.",
                "The distance to the exact value before it: the limits are made of these.",
                "",
            ],
            _ => &[],
        }
    }

    /// The definition of what is drawn, a sentence or two each: the quantity, the method with its source, and what is
    /// left out. The inputs are its [`table`](Chart::table).
    pub fn definition(&self) -> Vec<String> {
        let of = |id: &MetricId, method: &str| vec![metric::measured(id), method.to_owned()];
        let only = |method: &str| vec![method.to_owned()];
        match self {
            Chart::Phase(_) => only(say!(
                "Each phase runs from one milestone to the next that bounds it; a milestone out of order bounds none. Imprecise times are drawn over their interval. Clocks of rules run from their trigger to the strict due time."
            )),
            Chart::Survival(chart) => of(
                &chart.metric,
                say!(
                    "The share of incidents that lasted longer than each time, by Kaplan and Meier’s product-limit estimate (1958) with a pointwise 95 % band on the log-log scale. What had not ended counts as lasting at least so long; what is known only within a range is left out."
                ),
            ),
            Chart::Pair(chart) => of(
                &chart.metric,
                say!(
                    "Kaplan and Meier’s estimate (1958) for each group by itself. What is known only within a range is left out."
                ),
            ),
            Chart::Spread(chart) => of(
                &chart.metric,
                say!(
                    "The share of incidents that was over by each time; where ranges or open ends leave it uncertain, the least and the most that it may be."
                ),
            ),
            Chart::Strip(chart) => of(
                &chart.metric,
                say!(
                    "Each incident once: an exact value as a dot, a range from its least to its most, what had not ended as an open line."
                ),
            ),
            Chart::Course(chart) => of(
                &chart.metric,
                say!(
                    "Individuals chart (XmR): mean of the exact values ± 2.66 × the mean moving range, limit of the moving range 3.267 × that mean (Wheeler 1993); eight in a row on one side of the mean are a run (Western Electric 1956). Trend by Mann–Kendall and Theil–Sen."
                ),
            ),
            Chart::Gap(_) => only(say!(
                "For each event that tells both: from when it happened to when the responders knew, as the record has them."
            )),
            Chart::Clocks(_) => only(say!(
                "Each clock runs from its trigger to its due time as the rule counts: elapsed hours in UTC, or days in the dates of its zone ending at 23:59:59. Not decided are those of which it is open whether the rule applies, or which rule a notice served."
            )),
            Chart::Versus(_) => only(say!(
                "The time between two milestones: in the case, by the target of the plan, and by each team of the exercise on its own clock."
            )),
        }
    }
}
