//! A drawing backend that knows how wide texts are without asking a browser.
//!
//! Plotters asks the page's `window` on wasm, which a worker has not and which a strict content policy spoils. Here
//! widths come from a table: those of DejaVu Sans in hundredths of the size, the widest of the usual sans-serif
//! faces, so that what fits by the table fits on screen.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

/// Widths of the characters from space to tilde in hundredths of the size.
const WIDTHS: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,
    61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97,
    63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
];

/// The width of a text in pixels at a size in pixels.
///
/// ```
/// use floodmark::chart::text_width;
/// assert_eq!(text_width("3 d", 100.0, false), 159.0);
/// assert!(text_width("3 d", 100.0, true) > 159.0);
/// ```
pub fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let hundredths: u32 = text.chars().map(|c| u32::from(char_width(c))).sum();
    let heavier = if bold { 1.12 } else { 1.0 };
    f64::from(hundredths) / 100.0 * size * heavier
}

fn char_width(c: char) -> u8 {
    if let Some(width) = (c as usize).checked_sub(32).and_then(|n| WIDTHS.get(n)) {
        return *width;
    }
    match c {
        '\u{a0}' | '\u{202f}' | '·' | '’' | '‘' => 32,
        '–' => 50,
        '“' | '”' => 52,
        '−' | '→' | '≥' | '≤' | '×' => 84,
        '—' | '…' => 100,
        // Combining marks stand on their base.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{a1}'..='\u{17f}' => 68,
        // East Asian characters, emoji.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' => 100,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 100,
        '\u{1f000}'.. => 130,
        _ => 80,
    }
}

/// A text cut to a width, with an ellipsis where something was cut.
pub fn fit(text: &str, size: f64, bold: bool, width: f64) -> String {
    if text_width(text, size, bold) <= width {
        return text.to_owned();
    }
    let room = width - text_width("…", size, bold);
    let mut taken = 0.0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            taken += f64::from(char_width(*c)) / 100.0 * size * if bold { 1.12 } else { 1.0 };
            taken <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// Any backend, with texts measured by [`text_width`].
pub struct Measured<DB>(pub DB);

impl<DB: DrawingBackend> DrawingBackend for Measured<DB> {
    type ErrorType = DB::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.fill_polygon(vert, style)
    }

    /// The backend places the text by its anchor itself; none of the supported ones measures for that.
    fn draw_text<TStyle: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &TStyle,
        pos: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_text(text, style, pos)
    }

    fn estimate_text_size<TStyle: BackendTextStyle>(
        &self,
        text: &str,
        style: &TStyle,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let width = text_width(text, style.size(), bold);
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_its_room_with_an_ellipsis() {
        assert_eq!(fit("Contained", 10.0, false, 200.0), "Contained");
        let cut = fit("Eradication of everything", 10.0, false, 80.0);
        assert!(cut.ends_with('…') && text_width(&cut, 10.0, false) <= 80.0, "{cut}");
        assert_eq!(fit("漢字漢字漢字", 10.0, false, 40.0), "漢字漢…");
        assert_eq!(fit("any", 10.0, false, -5.0), "…");
    }
}
