//! From values to pixels and back.

/// A straight or logarithmic scale from a domain to a stretch of pixels.
///
/// ```
/// use floodmark::chart::Scale;
/// let straight = Scale::linear([0.0, 10.0], [100.0, 200.0]);
/// assert_eq!((straight.pixel(5.0), straight.value(150.0)), (150.0, 5.0));
/// let log = Scale::log([1.0, 10_000.0], [0.0, 400.0]);
/// assert_eq!(log.pixel(100.0), 200.0);
/// assert_eq!(log.pixel(0.0), 0.0); // nothing lies before its start
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    domain: [f64; 2],
    pixels: [f64; 2],
    log: bool,
}

impl Scale {
    /// A straight scale. An empty domain is widened by one.
    pub fn linear([from, to]: [f64; 2], pixels: [f64; 2]) -> Scale {
        let domain = if to > from { [from, to] } else { [from - 0.5, from + 0.5] };
        Scale { domain, pixels, log: false }
    }

    /// A logarithmic scale; the domain must be positive, else it is straight.
    pub fn log([from, to]: [f64; 2], pixels: [f64; 2]) -> Scale {
        if from > 0.0 && to > from {
            Scale { domain: [from, to], pixels, log: true }
        } else {
            Scale::linear([from, to], pixels)
        }
    }

    /// Where a value lies. Beyond the ends the straight scale goes on, the logarithmic one ends.
    pub fn pixel(&self, value: f64) -> f64 {
        let [from, to] = self.domain;
        let share = if self.log {
            (value.clamp(from, to) / from).ln() / (to / from).ln()
        } else {
            (value - from) / (to - from)
        };
        self.pixels[0] + share * (self.pixels[1] - self.pixels[0])
    }

    /// Which value lies at a pixel.
    pub fn value(&self, pixel: f64) -> f64 {
        let [from, to] = self.domain;
        let share = (pixel - self.pixels[0]) / (self.pixels[1] - self.pixels[0]);
        if self.log { from * (to / from).powf(share) } else { from + share * (to - from) }
    }

    /// The domain.
    pub fn domain(&self) -> [f64; 2] {
        self.domain
    }

    /// The pixels.
    pub fn pixels(&self) -> [f64; 2] {
        self.pixels
    }

    /// Whether it is logarithmic.
    pub fn is_log(&self) -> bool {
        self.log
    }
}
