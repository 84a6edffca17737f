//! Colours by role, so that a scene is laid out once and painted in any theme.

/// A colour without transparency: red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// A stretch of the response. Each has its colour and pattern all over the app.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// From the compromise or the start of the exposure until detection.
    Exposure,
    /// From detection until the incident was declared.
    Declaring,
    /// From declaration until containment.
    Containing,
    /// From containment until eradication.
    Eradicating,
    /// From eradication until recovery.
    Recovering,
    /// From recovery until the last milestone.
    After,
}

impl Phase {
    /// All of them in order.
    pub const ALL: [Phase; 6] = [
        Phase::Exposure,
        Phase::Declaring,
        Phase::Containing,
        Phase::Eradicating,
        Phase::Recovering,
        Phase::After,
    ];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Phase::Exposure => "Exposure",
            Phase::Declaring => "Detection to declaration",
            Phase::Containing => "Containment",
            Phase::Eradicating => "Eradication",
            Phase::Recovering => "Recovery",
            Phase::After => "After",
        }
    }
}

/// What a stroke, a fill or a text is for; the theme gives its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// The ground.
    Paper,
    /// Titles, labels, values.
    Text,
    /// Captions, axis labels: still at AA.
    Muted,
    /// Grid lines: quieter than 3:1, nothing depends on them.
    Grid,
    /// The ground of what is enlarged.
    Zoom,
    /// Axis lines, ticks, leaders.
    Axis,
    /// Data without a colour of its own: curves, dots, selection.
    Accent,
    /// The band of uncertainty around a curve.
    Band,
    /// Harm: late.
    Harm,
    /// Done: sent in time.
    Done,
    /// A phase.
    Phase(Phase),
    /// The strokes of a phase's pattern.
    Pattern(Phase),
}

/// A set of colours. Texts reach 4.5:1 on the paper, marks 3:1; the six phases stay apart for colour-blind readers
/// by lightness and pattern as well as by hue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    paper: Rgb,
    text: Rgb,
    muted: Rgb,
    grid: Rgb,
    zoom: Rgb,
    axis: Rgb,
    accent: Rgb,
    band: Rgb,
    harm: Rgb,
    done: Rgb,
    phases: [Rgb; 6],
    patterns: [Rgb; 6],
}

impl Theme {
    /// On a light ground.
    pub fn light() -> Theme {
        Theme {
            paper: Rgb(0xff, 0xff, 0xff),
            text: Rgb(0x16, 0x1d, 0x26),
            muted: Rgb(0x54, 0x60, 0x70),
            grid: Rgb(0xe3, 0xe7, 0xec),
            zoom: Rgb(0xf1, 0xf4, 0xf7),
            axis: Rgb(0x82, 0x8c, 0x99),
            accent: Rgb(0x0b, 0x5c, 0x8c),
            band: Rgb(0xcf, 0xe1, 0xed),
            harm: Rgb(0xb4, 0x23, 0x18),
            done: Rgb(0x1d, 0x6b, 0x3c),
            phases: [
                Rgb(0xb9, 0x2b, 0x27),
                Rgb(0xc7, 0x7f, 0x0a),
                Rgb(0x1f, 0x6f, 0xb5),
                Rgb(0x6b, 0x4f, 0xa8),
                Rgb(0x12, 0x86, 0x7c),
                Rgb(0x80, 0x88, 0x93),
            ],
            patterns: [
                Rgb(0xb9, 0x2b, 0x27),
                Rgb(0xf6, 0xd8, 0x9a),
                Rgb(0xa9, 0xd0, 0xf2),
                Rgb(0xd3, 0xc6, 0xf0),
                Rgb(0xa4, 0xe0, 0xd8),
                Rgb(0xe1, 0xe4, 0xe8),
            ],
        }
    }

    /// On a dark ground, chosen for it rather than inverted.
    pub fn dark() -> Theme {
        Theme {
            paper: Rgb(0x12, 0x18, 0x20),
            text: Rgb(0xe9, 0xed, 0xf2),
            muted: Rgb(0xa3, 0xae, 0xbc),
            grid: Rgb(0x26, 0x2f, 0x3a),
            zoom: Rgb(0x1a, 0x22, 0x2c),
            axis: Rgb(0x72, 0x7e, 0x8d),
            accent: Rgb(0x5d, 0xb4, 0xe6),
            band: Rgb(0x1d, 0x3a, 0x4e),
            harm: Rgb(0xff, 0x8a, 0x7d),
            done: Rgb(0x6c, 0xcf, 0x8f),
            phases: [
                Rgb(0xe2, 0x5a, 0x50),
                Rgb(0xe0, 0xa0, 0x30),
                Rgb(0x4c, 0x9c, 0xe0),
                Rgb(0x9d, 0x84, 0xdd),
                Rgb(0x2f, 0xb0, 0xa2),
                Rgb(0x8a, 0x93, 0xa0),
            ],
            patterns: [
                Rgb(0xe2, 0x5a, 0x50),
                Rgb(0x7a, 0x4e, 0x04),
                Rgb(0x12, 0x42, 0x6c),
                Rgb(0x42, 0x2e, 0x7c),
                Rgb(0x07, 0x54, 0x4c),
                Rgb(0x45, 0x4c, 0x56),
            ],
        }
    }

    /// On paper: as light, with black text and patterns that survive a printer without colours.
    pub fn print() -> Theme {
        Theme {
            text: Rgb(0, 0, 0),
            muted: Rgb(0x3d, 0x44, 0x4d),
            grid: Rgb(0xd8, 0xdc, 0xe1),
            axis: Rgb(0x66, 0x6e, 0x78),
            patterns: [
                Rgb(0xb9, 0x2b, 0x27),
                Rgb(0xff, 0xff, 0xff),
                Rgb(0xff, 0xff, 0xff),
                Rgb(0xff, 0xff, 0xff),
                Rgb(0xff, 0xff, 0xff),
                Rgb(0xff, 0xff, 0xff),
            ],
            ..Theme::light()
        }
    }

    /// The colour for a role.
    pub fn colour(&self, ink: Ink) -> Rgb {
        let of = |colours: &[Rgb; 6], phase: Phase| match phase {
            Phase::Exposure => colours[0],
            Phase::Declaring => colours[1],
            Phase::Containing => colours[2],
            Phase::Eradicating => colours[3],
            Phase::Recovering => colours[4],
            Phase::After => colours[5],
        };
        match ink {
            Ink::Paper => self.paper,
            Ink::Text => self.text,
            Ink::Muted => self.muted,
            Ink::Grid => self.grid,
            Ink::Zoom => self.zoom,
            Ink::Axis => self.axis,
            Ink::Accent => self.accent,
            Ink::Band => self.band,
            Ink::Harm => self.harm,
            Ink::Done => self.done,
            Ink::Phase(phase) => of(&self.phases, phase),
            Ink::Pattern(phase) => of(&self.patterns, phase),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(Rgb(r, g, b): Rgb) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn texts_reach_aa_and_marks_three_to_one() {
        for theme in [Theme::light(), Theme::dark(), Theme::print()] {
            let paper = theme.colour(Ink::Paper);
            for ink in [Ink::Text, Ink::Muted, Ink::Accent, Ink::Harm, Ink::Done] {
                assert!(contrast(theme.colour(ink), paper) >= 4.5, "{ink:?}");
            }
            for ink in Phase::ALL.map(Ink::Phase).into_iter().chain([Ink::Axis]) {
                assert!(
                    contrast(theme.colour(ink), paper) >= 3.0,
                    "{ink:?}: {}",
                    contrast(theme.colour(ink), paper)
                );
            }
            // A curve over its band.
            assert!(contrast(theme.colour(Ink::Accent), theme.colour(Ink::Band)) >= 3.0);
        }
    }
}
