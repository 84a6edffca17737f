//! A chart as an Enhanced Metafile, the vector format that every program that opens Word documents can show.
//!
//! The records are those of [MS-EMF]; no more of them is used than lines, areas, circles and words need.

use crate::chart::{Chart, Theme, draw};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;

/// Units of the metafile in a pixel: it draws on whole units.
const UNITS: u32 = 8;

/// Draws a chart of a size in pixels.
pub fn write(chart: &Chart, width: u32, height: u32) -> Vec<u8> {
    let mut records = Records { width: width * UNITS, height: height * UNITS, bytes: vec![], count: 0 };
    records.begin();
    // Writing to memory cannot fail.
    let _ = draw(chart, Metafile(&mut records), &Theme::print(), f64::from(UNITS));
    records.end(width, height)
}

struct Records {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
    count: u32,
}

impl Records {
    fn record(&mut self, kind: u32, fields: &[i32]) {
        let bytes: Vec<u8> = fields.iter().flat_map(|f| f.to_le_bytes()).collect();
        self.raw(kind, &bytes);
    }

    fn raw(&mut self, kind: u32, body: &[u8]) {
        let size = (8 + body.len()).next_multiple_of(4);
        self.bytes.extend(kind.to_le_bytes());
        self.bytes.extend((size as u32).to_le_bytes());
        self.bytes.extend(body);
        self.bytes.resize(self.bytes.len() + size - 8 - body.len(), 0);
        self.count += 1;
    }

    fn begin(&mut self) {
        let (width, height) = (self.width as i32, self.height as i32);
        self.record(17, &[8]); // SetMapMode: anisotropic
        self.record(10, &[0, 0]); // SetWindowOrgEx
        self.record(9, &[width, height]); // SetWindowExtEx
        self.record(12, &[0, 0]); // SetViewportOrgEx
        self.record(11, &[width, height]); // SetViewportExtEx
        self.record(18, &[1]); // SetBkMode: transparent
        self.record(19, &[2]); // SetPolyFillMode: winding
    }

    /// The whole file: the header, which says how long it is, and the records.
    fn end(mut self, width: u32, height: u32) -> Vec<u8> {
        self.record(14, &[0, 16, 20]); // EOF
        // A pixel is 1/96 inch; the frame is in hundredths of a millimetre.
        let frame = |pixels: u32| (pixels * 2_540 / 96) as i32;
        let (units_x, units_y) = (self.width as i32, self.height as i32);
        let mut header: Vec<u8> = vec![];
        let mut put = |n: i32| header.extend(n.to_le_bytes());
        put(1);
        put(108);
        for n in [0, 0, units_x - 1, units_y - 1, 0, 0, frame(width), frame(height)] {
            put(n);
        }
        put(0x464D_4520); // “ EMF”
        put(0x0001_0000);
        put((108 + self.bytes.len()) as i32);
        put((self.count + 1) as i32);
        put(2); // handles: none of them, and one object at a time
        for n in [0, 0, 0] {
            put(n);
        }
        // The device whose pixels are the units, and its size in millimetres and micrometres.
        let millimetres = |pixels: u32| (pixels * 254 / 960) as i32;
        for n in [units_x, units_y, millimetres(width), millimetres(height), 0, 0, 0] {
            put(n);
        }
        put((width * 25_400 / 96) as i32);
        put((height * 25_400 / 96) as i32);
        header.extend(self.bytes);
        header
    }

    /// Draws with a pen and a brush, one of them at a time.
    fn with(&mut self, pen: Option<(i32, i32)>, fill: Option<i32>, draw: impl FnOnce(&mut Records)) {
        const NULL_PEN: i32 = 0x8000_0008_u32 as i32;
        const NULL_BRUSH: i32 = 0x8000_0005_u32 as i32;
        match (pen, fill) {
            (Some((width, colour)), _) => {
                self.record(38, &[1, 0, width, width, colour]); // CreatePen: solid
                self.record(37, &[NULL_BRUSH]);
            }
            (None, Some(colour)) => {
                self.record(39, &[1, 0, colour, 0]); // CreateBrushIndirect: solid
                self.record(37, &[NULL_PEN]);
            }
            (None, None) => return,
        }
        self.record(37, &[1]); // SelectObject
        draw(self);
        // What is selected cannot be deleted.
        self.record(37, &[if pen.is_some() { NULL_PEN } else { NULL_BRUSH }]);
        self.record(40, &[1]); // DeleteObject
    }

    fn points(&mut self, kind: u32, points: &[BackendCoord]) {
        let mut fields = vec![0, 0, -1, -1, points.len() as i32];
        fields.extend(points.iter().flat_map(|(x, y)| [*x, *y]));
        self.record(kind, &fields);
    }
}

struct Metafile<'a>(&'a mut Records);

/// A colour over white, without transparency.
fn colour(c: BackendColor) -> i32 {
    let over = |v: u8| {
        let v = f64::from(v) * c.alpha + 255.0 * (1.0 - c.alpha);
        v.round().clamp(0.0, 255.0) as i32
    };
    over(c.rgb.0) | over(c.rgb.1) << 8 | over(c.rgb.2) << 16
}

fn pen<S: BackendStyle>(style: &S) -> Option<(i32, i32)> {
    Some((style.stroke_width().max(1) as i32, colour(style.color())))
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Metafile<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.0.width, self.0.height)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, c: BackendColor) -> Done {
        let corner = (at.0 + 1, at.1 + 1);
        self.0
            .with(None, Some(colour(c)), |r| r.points(3, &[at, (corner.0, at.1), corner, (at.0, corner.1)]));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let corners = [a, (b.0, a.1), b, (a.0, b.1)];
        if fill {
            self.0.with(None, Some(colour(style.color())), |r| r.points(3, &corners));
        } else {
            self.0.with(pen(style), None, |r| r.points(3, &corners));
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        self.0.with(pen(style), None, |r| r.points(4, &points));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        area: I,
        style: &S,
    ) -> Done {
        let points: Vec<BackendCoord> = area.into_iter().collect();
        self.0.with(None, Some(colour(style.color())), |r| r.points(3, &points));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        let r = radius as i32;
        let around = [at.0 - r, at.1 - r, at.0 + r, at.1 + r];
        if fill {
            self.0.with(None, Some(colour(style.color())), |m| m.record(42, &around));
        } else {
            self.0.with(pen(style), None, |m| m.record(42, &around));
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        let words: Vec<u16> = text.encode_utf16().collect();
        if words.is_empty() {
            return Ok(());
        }
        let size = style.size();
        let anchor = style.anchor();
        let align = match anchor.h_pos {
            HPos::Left => 0,
            HPos::Center => 6,
            HPos::Right => 2,
        };
        // Words stand on their baseline, which is known here: a third of their size under the middle.
        let down = match anchor.v_pos {
            VPos::Top => 0.93,
            VPos::Center => 0.35,
            VPos::Bottom => -0.2,
        };
        let y = at.1 + (size * down).round() as i32;
        let bold = matches!(style.style(), FontStyle::Bold);
        // ExtCreateFontIndirectW: height, weight and face; the rest as it comes.
        let mut font: Vec<u8> = vec![];
        for n in [1, -(size.round() as i32), 0, 0, 0, if bold { 700 } else { 400 }] {
            font.extend(n.to_le_bytes());
        }
        font.extend([0, 0, 0, 1, 0, 0, 4, 0x22]);
        let mut face: Vec<u16> = "Arial".encode_utf16().collect();
        face.resize(32, 0);
        font.extend(face.iter().flat_map(|c| c.to_le_bytes()));
        font.resize(4 + 320, 0);
        self.0.raw(82, &font);
        self.0.record(37, &[1]);
        self.0.record(22, &[24 | align]); // SetTextAlign: on the baseline
        self.0.record(24, &[colour(style.color())]); // SetTextColor
        // ExtTextOutW: where, how many, where the words and their distances stand in the record.
        let padded = (words.len() * 2).next_multiple_of(4);
        let mut body: Vec<u8> = vec![];
        let offset = 76_i32;
        for n in [0, 0, -1, -1, 1] {
            body.extend(i32::to_le_bytes(n));
        }
        for _ in 0..2 {
            body.extend(1.0_f32.to_le_bytes());
        }
        for n in [at.0, y, words.len() as i32, offset, 0, 0, 0, -1, -1, offset + padded as i32] {
            body.extend(i32::to_le_bytes(n));
        }
        body.extend(words.iter().flat_map(|c| c.to_le_bytes()));
        body.resize(offset as usize - 8 + padded, 0);
        for c in text.chars() {
            let mut unit = [0; 2];
            let wide = crate::chart::text_width(c.encode_utf8(&mut [0; 4]), size, bold) * 0.9;
            for n in 0..c.encode_utf16(&mut unit).len() {
                body.extend((if n == 0 { wide.round() as i32 } else { 0 }).to_le_bytes());
            }
        }
        self.0.raw(84, &body);
        self.0.record(37, &[0x8000_000D_u32 as i32]); // a stock font, so that ours can go
        self.0.record(40, &[1]);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size();
        Ok((crate::chart::text_width(text, size, false).ceil() as u32, size.ceil() as u32))
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Done {
        Ok(())
    }
}
