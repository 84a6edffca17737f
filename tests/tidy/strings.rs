//! Every text of the page stands in one place: the catalogue of each language knows it, and knows nothing else.
//!
//! The sources of `src/ui` are read literal by literal. What a view shows, what an attribute says that people read, what
//! [`say!`](floodmark::say) and `count` are given, and whatever else looks like English, is a key; so a text that nobody
//! translated, and one that goes round the lookup, is named here with its line.

use super::{report, root, texts};
use floodmark::import::SUPPORTED;
use floodmark::model::finding::Outcome;
use floodmark::model::{Duty, Family, MetricId, Milestone, Section, Severity, Theme, Threshold};
use floodmark::obligation::{Pack, jurisdictions};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Attributes that people read or hear, as in `src/ui/view/builder.rs`.
const READ: [&str; 7] =
    ["aria-label", "title", "placeholder", "alt", "data-label", "aria-description", "aria-valuetext"];

/// Attributes whose values are for the browser and may look like words.
const FOR_THE_BROWSER: [&str; 12] = [
    "class",
    "id",
    "type",
    "role",
    "d",
    "viewBox",
    "aria-keyshortcuts",
    "points",
    "stroke-linecap",
    "stroke",
    "fill",
    "lang",
];

/// Files of the engine that name what pages show: their literals may stand in a catalogue.
const VOCABULARIES: [&str; 26] = [
    "src/chart/theme.rs",
    "src/document/actions/smart.rs",
    "src/document/exercise/mod.rs",
    "src/document/mod.rs",
    "src/document/notice/content.rs",
    "src/document/notice/mod.rs",
    "src/document/template/mod.rs",
    "src/document/wording.rs",
    "src/engine/fleet/facet.rs",
    "src/finding/against.rs",
    "src/import/supported.rs",
    "src/metric/definition.rs",
    "src/model/action.rs",
    "src/model/exercise.rs",
    "src/model/facts.rs",
    "src/model/finding.rs",
    "src/model/meeting.rs",
    "src/model/milestone.rs",
    "src/model/paper.rs",
    "src/model/source.rs",
    "src/model/threshold.rs",
    "src/obligation/mod.rs",
    "src/obligation/severity.rs",
    "src/plan/coverage/mod.rs",
    "src/plan/coverage/people.rs",
    "src/workspace/bundle/verified.rs",
];

/// Folders and files of the engine that say what they say in the language of the page: nothing in them goes round the lookup.
const SPOKEN: [&str; 50] = [
    "src/chart/",
    "src/document/aligned.rs",
    "src/document/course.rs",
    "src/document/explained.rs",
    "src/document/fleet/",
    "src/document/orders.rs",
    "src/document/rule.rs",
    "src/document/severity.rs",
    "src/document/techniques.rs",
    "src/document/whatif.rs",
    "src/engine/affected.rs",
    "src/engine/fleet/",
    "src/engine/meeting.rs",
    "src/engine/merging.rs",
    "src/engine/obligations.rs",
    "src/engine/rows.rs",
    "src/finding/against.rs",
    "src/finding/cause.rs",
    "src/finding/communication.rs",
    "src/finding/containment.rs",
    "src/finding/data_quality.rs",
    "src/finding/detection.rs",
    "src/finding/draft.rs",
    "src/finding/escalation.rs",
    "src/finding/evidence.rs",
    "src/finding/followed.rs",
    "src/finding/learning.rs",
    "src/finding/notice.rs",
    "src/finding/obligation.rs",
    "src/finding/recovery.rs",
    "src/finding/recurrence.rs",
    "src/finding/scan.rs",
    "src/finding/whatif.rs",
    "src/metric/breakdown.rs",
    "src/metric/definition.rs",
    "src/metric/words.rs",
    "src/model/threshold.rs",
    "src/obligation/amount.rs",
    "src/obligation/applies.rs",
    "src/obligation/assess.rs",
    "src/obligation/calendar.rs",
    "src/obligation/clock.rs",
    "src/obligation/mod.rs",
    "src/obligation/sensitivity.rs",
    "src/obligation/severity.rs",
    "src/obligation/times.rs",
    "src/plan/change/conflict.rs",
    "src/plan/coverage/",
    "src/plan/kept.rs",
    "src/statistics/",
];

/// Folders and files whose texts are kept, or cross several programs, and are said anew at the screen (`language::retold`).
const KEPT: [&str; 13] = [
    "src/cacao/mod.rs",
    "src/cacao/project.rs",
    "src/container/",
    "src/document/template/check.rs",
    "src/engine/analysis.rs",
    "src/import/",
    "src/metric/exposure.rs",
    "src/milestone/",
    "src/obligation/place.rs",
    "src/plan/read/topic.rs",
    "src/workspace/ballots.rs",
    "src/workspace/change/",
    "src/workspace/merge.rs",
];

/// Files whose every text says what a change does, for “Undo: …”.
const UNDONE: [&str; 4] = [
    "src/model/paper.rs",
    "src/workspace/change/label.rs",
    "src/workspace/exercise.rs",
    "src/workspace/meeting.rs",
];

/// Texts in those of [`KEPT`] that are no words to a person: data, and texts of events, which stay as the file has them.
const DATA: &[&str] = &[
    // What events say.
    ", by ",
    "Action item opened: {}",
    "End: {text}",
    "Action item {what}: {title}",
    "Case closed",
    "Case opened",
    "Evidence registered",
    "Incident dated",
    "Sighted ({kind}): {what}",
    "Task closed",
    "Task done",
    "Task opened",
    "Task started",
    "action item {what}",
    "note on an event",
    "{}, known only to the year",
    // What a playbook says as Markdown.
    "\nDecides by `{}`.\n",
    "\n## Revision history\n\n| Version | Date | Approved by | Changes |\n|---|---|---|---|\n",
    // Nouns that are counted, and looked up by themselves.
    "files of a file manager",
    "story pages (HTML)",
    // Names of fields, columns, files and methods.
    "DateTime",
    "Deflate64",
    "Description",
    "Details",
    "ExtraFieldInfo",
    "PPMd",
    "Sighting.{n}.date_sighting",
    "Sighting.{n}.{name}",
    "Zstandard",
    "benutzer-login|benutzeranmeldung|identifiant de l’utilisateur|acceso de usuario",
    "ip-adresse|adresse ip|dirección de ip|dirección ip",
    "kopfnachricht|message d’en-tête|mensaje de cabecera",
    "nachrichtenschlüssel|clé du message|clave del mensaje",
    "occurDate",
    "website|seite|sitio|site web",
    "{document}.data.Event.",
    "{event}.Attribute.*.to_ids",
    "{event}.Object.*.meta-category",
    "{event}EventData.",
    "{event}EventData.{name}",
    "{event}System.Computer",
    "Session {}",
    "{name}{SEPARATOR}Slack messages",
];

/// Literals that look like English and are none, with the reason.
const MACHINE: &[(&str, &[&str])] = &[
    (
        "names of keys, as the browser and the table of keys have them",
        &[
            "ArrowDown",
            "ArrowUp",
            "ArrowLeft",
            "ArrowRight",
            "Arrow",
            "Enter",
            "Escape",
            "Esc",
            "Home",
            "End",
            "PageDown",
            "PageUp",
            "Space",
            "Mod",
            "Shift",
            "Tab",
            "Ctrl",
            "Mod+",
            "Mod+K",
            "Mod+O",
            "Mod+S",
            "Mod+Z",
            "Mod+Y",
            "Mod+Shift+Z",
        ],
    ),
    (
        "selectors and classes",
        &[
            "input, textarea, select",
            "input, textarea, select, details, form",
            ".case-table tbody .link",
            "button, a, summary, select, input, [tabindex=\"0\"]",
            "#action-{} .action-change button",
            ".drawer .original",
            "notice error",
            "notice attention",
            "hint error",
            "moment imprecise",
            "link attention",
            "link quiet",
            "button small",
            "button small primary",
            "button primary",
        ],
    ),
    ("queries of the browser", &["(prefers-color-scheme: dark)", "(resolution: {}dppx)", "Mac OS"]),
    (
        "drawings",
        &[
            "crispEdges",
            "userSpaceOnUse",
            "currentColor",
            "M{left} {bottom:.1}V{:.1}H{}V{bottom:.1}z",
            "M{b:.1} {:.1}V{:.1}",
            "M{a:.1} {LANE}L{b:.1} {:.1}",
        ],
    ),
    (
        "a picture as a file, and what tests complain of in one",
        &[
            "<svg xmlns={head} role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">\n<title>{}</title>\n<desc>{}</desc>\n{inner}</svg>\n",
            "“{}” leaves the frame",
        ],
    ),
    ("how names of milestones begin, looked up with their rule", &["Sent: ", "Received: "]),
    ("names that are the same everywhere", &["English", "Deutsch", "Floodmark", "Word", "Markdown", "CSV"]),
    ("data that a person types over", &["Team 1\nTeam 2", "Session 1", "Responder", "US-TX America/Denver"]),
];

/// Files whose errors reach the page beside those of [`KEPT`]: each, or what happened and the remedy, has its translation.
const ERRORS: [&str; 13] = [
    "src/cacao/mod.rs",
    "src/container/limits.rs",
    "src/engine/protocol/mod.rs",
    "src/engine/word.rs",
    "src/import/capture.rs",
    "src/import/mod.rs",
    "src/import/timestamp/mod.rs",
    "src/obligation/pack.rs",
    "src/ooxml/mod.rs",
    "src/workspace/bundle/mod.rs",
    "src/workspace/change/mod.rs",
    "src/workspace/file.rs",
    "src/workspace/sealed.rs",
];

/// What the errors of a file say, but for those that are no more than a value.
fn errors(source: &str) -> impl Iterator<Item = String> {
    let after = source.split("#[error(").skip(1).map(str::trim_start).filter(|rest| rest.starts_with('"'));
    after.map(|rest| unescaped(&rest[1..closing(rest)])).filter(|text| has_word(text))
}

/// The words of a text, and of what happened and the remedy where it says both.
fn wholly_and_apart(text: &str) -> impl Iterator<Item = Vec<String>> {
    let apart = text.split_once("; ").map(|(what, remedy)| [between(what), between(remedy)]);
    std::iter::once(between(text)).chain(apart.into_iter().flatten())
}

/// One literal with what stands around it.
struct Literal<'a> {
    line: usize,
    text: String,
    before: &'a str,
    after: &'a str,
}

/// The literals of a file, tests and comments left out.
fn literals(source: &str) -> Vec<Literal<'_>> {
    // Tests at the end; where they are a file of their own, code follows their name.
    let tests = source
        .find("\n#[cfg(test)]\nmod")
        .filter(|at| !source[*at..].lines().nth(2).unwrap_or_default().ends_with(';'));
    let code = tests.map_or(source, |end| &source[..end]);
    let mut found = vec![];
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("#[") {
            // Reasons of lints and names of features.
            rest.find(']').unwrap_or(rest.len())
        } else if rest.starts_with('\'') {
            character(rest)
        } else if rest.starts_with('"') {
            let end = closing(rest);
            found.push(Literal {
                line: code[..at].matches('\n').count() + 1,
                text: unescaped(&rest[1..end]),
                before: code[..at].trim_end(),
                after: rest[end + 1..].trim_start(),
            });
            end + 1
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += skip;
    }
    found
}

/// The length of a character literal; of a lifetime, its mark.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[2..].find('\'').map_or(1, |end| if end == 0 { 4 } else { end + 3 }),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(1, |(end, _)| end + 1),
        None => 1,
    }
}

fn closing(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    panic!("a literal that does not end: {}", &rest[..rest.len().min(40)])
}

fn unescaped(raw: &str) -> String {
    let mut text = String::new();
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            Some('u') => {
                let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

/// The text without its places.
fn words(text: &str) -> String {
    let mut words = String::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => words.push(c),
            _ => {}
        }
    }
    words
}

/// The words of a text before, between and after its places.
fn between(text: &str) -> Vec<String> {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    std::iter::once(first)
        .chain(parts.map(|part| part.split_once('}').map_or(part, |(_, after)| after).to_owned()))
        .collect()
}

/// The places of a text, sorted.
fn places(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Two letters beside each other, outside the places.
fn has_word(text: &str) -> bool {
    let letters: Vec<char> = words(text).chars().collect();
    letters.windows(2).any(|w| w.iter().all(char::is_ascii_alphabetic))
}

/// A capital before a small letter, or a space between letters.
fn looks_english(text: &str) -> bool {
    let words: Vec<char> = words(text).chars().collect();
    let spaced = |w: &[char]| matches!(w, [a, ' ', b] if (a.is_ascii_alphabetic() || ",.:;".contains(*a)) && b.is_ascii_alphabetic());
    words.windows(2).any(|w| w[0].is_ascii_uppercase() && w[1].is_ascii_lowercase())
        || words.windows(3).any(spaced)
}

impl Literal<'_> {
    /// The attribute that it is the value of.
    fn attribute(&self) -> Option<&str> {
        let before =
            self.before.strip_suffix("move ||").unwrap_or(self.before).trim_end().strip_suffix('=')?;
        let name = before.trim_end();
        let start = name.rfind(|c: char| !c.is_ascii_lowercase() && !matches!(c, '-' | ':' | '_'));
        let name = &name[start.map_or(0, |n| n + 1)..];
        (!name.is_empty()).then_some(name)
    }

    fn is_said(&self) -> bool {
        self.before.ends_with("say!(")
    }

    /// Text that stands in a view by itself.
    fn is_shown(&self) -> bool {
        self.before.ends_with(['>', '}', '"'])
            && !self.before.ends_with("=>")
            && self.after.starts_with(['<', '{', '"'])
    }

    /// A noun that is counted.
    fn is_counted(&self) -> bool {
        let start = self.before.len().saturating_sub(90);
        let near = self.before.get(start..).unwrap_or_default();
        self.before.ends_with(',') && near.rfind("count(").is_some_and(|at| !near[at..].contains(';'))
    }

    /// Whether every language must have it.
    fn is_key(&self) -> bool {
        if !has_word(&self.text) {
            return false;
        }
        match self.attribute() {
            Some(name) if READ.contains(&name) => true,
            Some(name) if FOR_THE_BROWSER.contains(&name) => false,
            _ => self.is_said() || self.is_shown() || self.is_counted() || looks_english(&self.text),
        }
    }

    /// Whether it becomes a `String`, or is what a row is refused with.
    fn is_made(&self) -> bool {
        let refused = self.before.ends_with(',') && self.after.starts_with(')');
        looks_english(&self.text) && (self.goes_round() || refused)
    }

    /// Whether it becomes a `String` without having been looked up.
    fn goes_round(&self) -> bool {
        looks_english(&self.text) && !self.is_said() && self.is_owned()
    }

    /// Whether it becomes a `String`.
    fn is_owned(&self) -> bool {
        let owned = [".to_owned()", ".to_string()", ".into()"].iter().any(|to| self.after.starts_with(to));
        let made = ["format!(", "String::from(", "write!(f,", "push_str("]
            .iter()
            .any(|by| self.before.ends_with(by));
        owned || made
    }
}

fn is_machine(text: &str) -> bool {
    MACHINE.iter().any(|(_, all)| all.contains(&text))
}

fn catalogues() -> Vec<(String, Vec<(String, String)>)> {
    let read = |(name, text): (String, String)| {
        let map: BTreeMap<String, String> =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(
            text.matches("\n \"").count(),
            map.len(),
            "{name}: a key stands twice, or not on a line of its own"
        );
        (name, map.into_iter().collect())
    };
    texts("locale", &["json"]).into_iter().map(read).collect()
}

/// Whether a file of the engine says what it says in the language of the page.
fn spoken(name: &str) -> bool {
    SPOKEN.iter().any(|at| name.starts_with(at)) && !name.contains("/tests/") && !name.ends_with("tests.rs")
}

/// What index.html says by itself.
fn of_the_first_page() -> BTreeSet<String> {
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    let body = page.split("<body>").nth(1).unwrap();
    body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.to_owned()).collect()
}

#[test]
fn every_text_of_the_page_has_its_translations_and_no_translation_is_left_over() {
    let ui = texts("src/ui", &["rs"]);
    let mut needed: BTreeMap<String, String> = BTreeMap::new();
    let mut used = of_the_first_page();
    for (name, text) in &ui {
        for literal in literals(text) {
            if literal.is_key() && !is_machine(&literal.text) {
                needed.entry(literal.text.clone()).or_insert_with(|| format!("{name}:{}", literal.line));
            }
            used.insert(literal.text);
        }
    }
    // What the engine says with places, wherever it does.
    for (name, text) in texts("src", &["rs"]).iter().filter(|(name, _)| !name.starts_with("src/ui/")) {
        let counts = spoken(name) || text.contains("language::count") || text.contains("language::{count");
        for literal in literals(text).into_iter().filter(|l| l.is_said() || (counts && l.is_counted())) {
            needed.entry(literal.text.clone()).or_insert_with(|| format!("{name}:{}", literal.line));
            used.insert(literal.text);
        }
    }
    let vocabulary = |all: &mut BTreeMap<String, String>, of: &str, word: &str| {
        all.entry(word.to_owned()).or_insert_with(|| format!("the vocabulary of {of}"));
    };
    for m in &Milestone::ALL {
        vocabulary(&mut needed, "milestones", &m.label());
        vocabulary(&mut needed, "milestones", m.meaning());
        used.insert(m.label());
    }
    MetricId::STANDARD.iter().for_each(|m| vocabulary(&mut needed, "metrics", &m.label()));
    Duty::ALL.iter().for_each(|d| vocabulary(&mut needed, "duties", d.label()));
    Severity::ALL.iter().for_each(|s| vocabulary(&mut needed, "severities", s.label()));
    Family::ALL.iter().for_each(|f| vocabulary(&mut needed, "families of rules", f.label()));
    Outcome::ALL.iter().for_each(|o| vocabulary(&mut needed, "outcomes", o.label()));
    Section::ALL.iter().for_each(|s| vocabulary(&mut needed, "sections", s.title()));
    Theme::ALL.iter().for_each(|t| vocabulary(&mut needed, "themes", t.label()));
    for rule in floodmark::finding::rules() {
        for text in [rule.title, rule.looks_at, rule.why, rule.question, rule.change] {
            if !text.is_empty() {
                vocabulary(&mut needed, "rules", text);
                used.insert(text.to_owned());
            }
        }
    }
    for t in Threshold::ALL {
        vocabulary(&mut needed, "thresholds", t.label());
        vocabulary(&mut needed, "thresholds", t.because());
    }
    for row in SUPPORTED {
        for text in [row.read, row.lost, row.zone, row.hints].into_iter().filter(|text| !text.is_empty()) {
            vocabulary(&mut needed, "formats", text);
        }
        // Names of tools are the same everywhere; words between them are not.
        let word = |w: &str| w.len() > 1 && w.bytes().all(|b| b.is_ascii_lowercase());
        if row.name.split([' ', ',', ':']).any(word) {
            vocabulary(&mut needed, "formats", row.name);
        }
    }
    // The names of places, of which that of a part of a country is two.
    for rule in &Pack::builtin().rules {
        vocabulary(&mut needed, "rules", &rule.jurisdiction_label);
        used.insert(rule.jurisdiction_label.to_string());
    }
    used.extend(jurisdictions().iter().flat_map(|(_, name)| name.split(": ")).map(str::to_owned));
    let mut sources = VOCABULARIES.to_vec();
    sources.extend([
        "src/chart/ticks.rs",
        "src/plan/read/mod.rs",
        "src/plan/change/mod.rs",
        "src/workspace/redact/kind.rs",
        // Nouns that are counted in a note.
        "src/container/expand.rs",
    ]);
    // What the platform says when something fails.
    used.extend(texts("src/platform", &["rs"]).iter().flat_map(|(_, text)| literals(text)).map(|l| l.text));
    for name in sources {
        let text = fs::read_to_string(root().join(name)).unwrap();
        used.extend(literals(&text).into_iter().map(|l| l.text));
    }
    // Heads of tables and verdicts of charts are looked up where they are shown.
    used.extend(texts("src/chart", &["rs"]).iter().flat_map(|(_, text)| literals(text)).map(|l| l.text));
    // Texts that are kept are known again by the words between their places.
    let mut kept: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut needed_kept: BTreeMap<String, String> = BTreeMap::new();
    let mut needed_undone: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in texts("src", &["rs"]).into_iter().filter(|(name, _)| !name.ends_with("tests.rs")) {
        let own = literals(&text);
        let undone = UNDONE.contains(&name.as_str());
        if undone || KEPT.iter().any(|at| name.starts_with(at)) {
            // What they count is looked up noun by noun.
            for l in own.iter().filter(|l| l.is_counted() && words(&l.text).contains(char::is_alphabetic)) {
                needed.entry(l.text.clone()).or_insert_with(|| format!("{name}:{}", l.line));
                used.insert(l.text.clone());
            }
            let made = own.iter().filter(|l| !l.is_counted() && (l.is_made() || undone && l.is_owned()));
            for l in made.filter(|l| !is_machine(&l.text) && !DATA.contains(&l.text.as_str())) {
                let place = || format!("{name}:{}: “{}”", l.line, l.text);
                let needed = if undone { &mut needed_undone } else { &mut needed_kept };
                needed.entry(l.text.clone()).or_insert_with(place);
            }
        }
        kept.extend(own.iter().flat_map(|l| wholly_and_apart(&l.text)));
        kept.extend(errors(&text).flat_map(|text| wholly_and_apart(&text).collect::<Vec<_>>()));
        if ERRORS.contains(&name.as_str()) || KEPT.iter().any(|at| name.starts_with(at)) {
            needed_kept.extend(errors(&text).map(|text| (text.clone(), format!("{name}: “{text}”"))));
        }
        // What the platform tells when something fails.
        let failed = |l: &&Literal<'_>| {
            let before = l.before.strip_suffix("format!(").unwrap_or(l.before).trim_end();
            looks_english(&l.text) && (before.ends_with("title:") || before.ends_with("remedy:"))
        };
        for l in own.iter().filter(|_| name.starts_with("src/platform/")).filter(failed) {
            let place = format!("{name}:{}: “{}”", l.line, l.text);
            match l.text.contains('{') {
                true => needed_kept.insert(l.text.clone(), place),
                false => needed.insert(l.text.clone(), place),
            };
        }
    }
    let mut broken = vec![];
    for (name, all) in catalogues() {
        let known: BTreeSet<&str> = all.iter().map(|(key, _)| key.as_str()).collect();
        let lacks = needed.iter().filter(|(key, _)| !known.contains(key.as_str()));
        broken.extend(lacks.map(|(key, place)| format!("{place}: {name} lacks “{key}”")));
        let words_of = |prefix: &str| -> BTreeSet<Vec<String>> {
            known.iter().filter_map(|key| key.strip_prefix(prefix)).map(between).collect()
        };
        let (told, undone) = (words_of("kept|"), words_of("undo|"));
        let tells = |text: &str| !has_word(text) || told.contains(&between(text));
        let apart =
            |text: &str| text.split_once("; ").is_some_and(|(what, remedy)| tells(what) && tells(remedy));
        let lacks = needed_kept
            .iter()
            .filter(|(text, _)| !tells(text) && !apart(text))
            .map(|(_, place)| (place, "kept"));
        let unsaid = needed_undone
            .iter()
            .filter(|(text, _)| !undone.contains(&between(text)))
            .map(|(_, place)| (place, "undo"));
        broken.extend(
            lacks
                .chain(unsaid)
                .map(|(place, of)| format!("{place} is kept, and {name} has no key “{of}|…” for it")),
        );
        let idle = known.iter().filter(|key| match key.strip_prefix("kept|").or(key.strip_prefix("undo|")) {
            Some(text) => !kept.contains(&between(text)),
            None => !used.contains(**key),
        });
        broken.extend(idle.map(|key| format!("{name}: nobody says “{key}”")));
    }
    report(&broken);
}

#[test]
fn every_translation_has_the_places_and_the_edges_of_its_text() {
    let mut broken = vec![];
    for (name, all) in catalogues() {
        let mut seen: BTreeMap<(&str, Vec<String>), &str> = BTreeMap::new();
        for (key, text) in &all {
            let edges = |t: &str| (t.starts_with(' '), t.ends_with(' '));
            if places(key) != places(text) {
                broken.push(format!("{name}: the places of “{key}” and “{text}” differ"));
            }
            if let Some((of, kept)) =
                ["kept|", "undo|"].iter().find_map(|of| Some((*of, key.strip_prefix(of)?)))
            {
                if !words(kept).chars().any(char::is_alphabetic) {
                    broken.push(format!("{name}: “{kept}” fits everything: it has no word of its own"));
                }
                if let Some(other) = seen.insert((of, between(kept)), kept) {
                    broken.push(format!("{name}: “{kept}” and “{other}” fit the same texts"));
                }
            }
            if key.contains("; ") && !text.contains("; ") && key.starts_with("kept|") {
                broken.push(format!("{name}: “{text}” cannot be cut into what happened and what to do"));
            }
            let key = &key.strip_prefix("kept|").or(key.strip_prefix("undo|")).unwrap_or(key);
            if edges(key) != edges(text) || text.trim().is_empty() || text.contains('\0') {
                broken.push(format!("{name}: “{text}” does not fit where “{key}” stands"));
            }
        }
        // The lookup searches by halves; the file is handed to it in its own order.
        let file = fs::read_to_string(root().join(&name)).unwrap();
        let mut before: Option<usize> = None;
        for (key, _) in &all {
            let at = file.find(&format!("\n {}: ", serde_json::to_string(key).unwrap()));
            assert!(at > before, "{name}: “{key}” is out of order; keys are sorted by their bytes");
            before = at;
        }
    }
    report(&broken);
}

#[test]
fn no_text_goes_round_the_lookup() {
    let mut broken = vec![];
    let of_engine = texts("src", &["rs"]).into_iter().filter(|(name, _)| spoken(name));
    for (name, text) in texts("src/ui", &["rs"]).into_iter().chain(of_engine) {
        for literal in literals(&text) {
            if literal.goes_round() && !is_machine(&literal.text) {
                broken.push(format!(
                    "{name}:{}: “{}” is English everywhere: use say!",
                    literal.line, literal.text
                ));
            }
        }
    }
    report(&broken);
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    let source = "let a = 'x'; // \"no\"\nview! { <p title=\"Not \\\"me\\\"\">\"Text\"</p> }\nsay!(\"{n} rows\", n);\nlet c = '\"'; f(\"as is\".to_owned());\ncount(n, \"row\", \"rows\")";
    let found = literals(source);
    let texts: Vec<&str> = found.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts, ["Not \"me\"", "Text", "{n} rows", "as is", "row", "rows"]);
    assert!(found.iter().all(Literal::is_key));
    assert_eq!(found[0].attribute(), Some("title"));
    let round: Vec<&str> = found.iter().filter(|l| l.goes_round()).map(|l| l.text.as_str()).collect();
    assert_eq!(round, ["as is"]);
}
