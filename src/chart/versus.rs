//! How long each stretch of a response took: in the case, by the plan, and by the teams of an exercise.

use super::Table;
use super::words::{from_to, heads, seconds};
use crate::language::known;
use crate::model::{Duration, Span};
use crate::say;
use serde::{Deserialize, Serialize};

/// A stretch of the response.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct VersusRow {
    /// Its name.
    pub label: String,
    /// How long it took in the case.
    pub history: Duration,
    /// What the plan promises.
    pub target: Option<Span>,
    /// How long each team took, in the order of [`VersusChart::teams`].
    pub teams: Vec<Option<Span>>,
}

/// Participants against history.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct VersusChart {
    /// The names of the teams.
    pub teams: Vec<String>,
    /// The stretches.
    pub rows: Vec<VersusRow>,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

impl VersusChart {
    /// Stretches of which something is known; `None` without any.
    pub fn new(teams: Vec<String>, rows: Vec<VersusRow>) -> Option<VersusChart> {
        let known = |row: &VersusRow| row.history.min().is_some() || row.teams.iter().any(Option::is_some);
        let rows: Vec<VersusRow> = rows.into_iter().filter(known).collect();
        (!rows.is_empty()).then_some(VersusChart { teams, rows, log: true })
    }

    /// How many stretches a team took less time for than the case did, and of how many that can be said.
    fn faster(&self, team: usize) -> (usize, usize) {
        let both = self.rows.iter().filter_map(|row| {
            let (took, history) = ((*row.teams.get(team)?)?, row.history.min()?);
            Some(took < history)
        });
        let both: Vec<bool> = both.collect();
        (both.iter().filter(|faster| **faster).count(), both.len())
    }

    /// The result.
    pub fn title(&self) -> String {
        let told = self.teams.iter().enumerate().filter_map(|(n, team)| match self.faster(n) {
            (_, 0) => None,
            (faster, of) => Some(say!("{team} in {n} of {all}", team, n = faster, all = of)),
        });
        let told: Vec<String> = told.collect();
        match told.as_slice() {
            [] => say!("How long each stretch took in the case").to_owned(),
            some => say!("Faster than history: {teams}", teams = some.join(", ")),
        }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let open = self.rows.iter().flat_map(|row| &row.teams).filter(|took| took.is_none()).count();
        say!(
            "n = {n} stretches, times on the clock of the exercise. The upright bar is the plan’s target.{open}",
            n = self.rows.len(),
            open = if open > 0 { say!(" {n} not reached.", n = open) } else { String::new() }
        )
    }

    /// In words.
    pub fn describe(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|row| self.row_words(row)).collect();
        say!("Participants against history. {title}. {rows}", title = self.title(), rows = rows.join(" "))
    }

    /// What is said of one stretch.
    fn row_words(&self, row: &VersusRow) -> String {
        let mut parts = vec![say!("history {took}", took = took(&row.history))];
        parts.extend(row.target.map(|target| say!("plan {target}", target)));
        let teams = self.teams.iter().zip(&row.teams);
        parts.extend(teams.map(|(team, took)| format!("{team} {}", team_words(*took))));
        format!("{}: {}.", known(&*row.label), parts.join(", "))
    }

    /// What is said of one bar.
    pub fn bar_words(&self, row: &VersusRow, team: Option<usize>) -> String {
        let (name, took) = match team.and_then(|n| Some((self.teams.get(n)?, row.teams.get(n)?))) {
            Some((name, took)) => (name.as_str(), team_words(*took)),
            None => (say!("History"), took(&row.history)),
        };
        let target = row.target.map(|t| say!("; the plan promises {time}", time = t)).unwrap_or_default();
        format!("{}, {name}: {took}{target}", known(&*row.label))
    }

    /// The numbers.
    pub fn table(&self) -> Table {
        let mut columns = heads(["Stretch", "History, at least (s)", "History, at most (s)", "Plan (s)"]);
        columns.extend(self.teams.iter().map(|team| format!("{team} (s)")));
        let row = |row: &VersusRow| {
            let mut cells = vec![
                known(&*row.label),
                seconds(row.history.min()),
                seconds(row.history.max()),
                seconds(row.target),
            ];
            cells.extend(row.teams.iter().map(|took| seconds(*took)));
            cells
        };
        Table { columns, rows: self.rows.iter().map(row).collect() }
    }
}

/// How long a team took, in words.
pub fn team_words(took: Option<Span>) -> String {
    took.map_or_else(|| say!("not reached").to_owned(), |took| took.to_string())
}

/// How long it took in the case, in words.
pub fn took(history: &Duration) -> String {
    match (history, history.min(), history.max()) {
        (Duration::RightCensored { min }, ..) => say!("at least {min}", min),
        (_, Some(min), Some(max)) if min != max => from_to(min, max),
        (_, Some(min), _) => min.to_string(),
        _ => say!("not in the record").to_owned(),
    }
}
