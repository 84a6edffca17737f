//! The zones of the IANA data base, from one small file.
//!
//! chrono-tz compiles its data into 900 KB of program, a third of the first load. `zones.bin` is made from it
//! (`cargo test --lib --release -- --ignored write_zones_bin`), holds each zone's clock changes once, and is 24 KB under gzip. Tests
//! compare every zone and every change with chrono-tz.
//!
//! The file: the version of the data base and a line feed; one line `name<TAB>table` for each zone in their order; an empty line;
//! then the tables: how many offsets, each; how many changes, each as seconds since the one before (the first since
//! 1800-01-01) and the place of its offset among the table's. The first offset holds before the first change. Numbers
//! are LEB128, offsets zigzag.

use super::time::{SECOND, Span, Timestamp};
use super::zone::LocalTime;
use chrono::NaiveDateTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::{Arc, OnceLock};

/// No zone has a clock change before this: 1800-01-01, in seconds since 1970.
const BEGINNING: i64 = -5_364_662_400;

static ZONES: OnceLock<Vec<Rules>> = OnceLock::new();

/// A zone of the IANA data base.
#[derive(Clone, Copy)]
pub struct NamedZone(&'static Rules);

struct Rules {
    name: String,
    /// The offset from each instant on, in seconds; the first holds from the beginning of time.
    spans: Arc<[(i64, i32)]>,
}

impl PartialEq for NamedZone {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for NamedZone {}

impl PartialOrd for NamedZone {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for NamedZone {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.name.cmp(&other.0.name)
    }
}

impl Serialize for NamedZone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for NamedZone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        NamedZone::find(&name).ok_or_else(|| serde::de::Error::custom(super::zone::UnknownZone(name)))
    }
}

impl std::fmt::Debug for NamedZone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.name)
    }
}

/// All zones, in the order of their names.
pub fn all() -> impl Iterator<Item = NamedZone> {
    zones().iter().map(NamedZone)
}

fn zones() -> &'static [Rules] {
    // A test reads the whole file.
    ZONES.get_or_init(|| read(include_bytes!("zones.bin")).unwrap_or_default())
}

fn read(file: &[u8]) -> Option<Vec<Rules>> {
    let end = file.windows(2).position(|w| w == b"\n\n")?;
    let (head, mut rest) = (std::str::from_utf8(file.get(..end)?).ok()?, file.get(end + 2..)?);
    let mut tables: Vec<Arc<[(i64, i32)]>> = vec![];
    while !rest.is_empty() {
        let offsets =
            (0..number(&mut rest)?).map(|_| number(&mut rest).map(unzigzag)).collect::<Option<Vec<_>>>()?;
        let mut at = BEGINNING;
        let mut spans = vec![(i64::MIN, *offsets.first()?)];
        for _ in 0..number(&mut rest)? {
            at = at.checked_add_unsigned(number(&mut rest)?)?;
            spans.push((at, *offsets.get(usize::try_from(number(&mut rest)?).ok()?)?));
        }
        tables.push(Arc::from(spans));
    }
    let line = |line: &str| {
        let (name, table) = line.split_once('\t')?;
        Some(Rules { name: name.to_owned(), spans: tables.get(table.parse::<usize>().ok()?)?.clone() })
    };
    head.lines().skip(1).map(line).collect()
}

/// A LEB128 number off the front.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn unzigzag(n: u64) -> i32 {
    let half = (n >> 1) as i32;
    if n & 1 == 0 { half } else { -half - 1 }
}

impl NamedZone {
    /// The zone of a name in any case.
    pub fn find(name: &str) -> Option<NamedZone> {
        let zones = zones();
        let exact =
            zones.binary_search_by(|zone| zone.name.as_str().cmp(name)).ok().and_then(|n| zones.get(n));
        exact.map(NamedZone).or_else(|| all().find(|zone| zone.name().eq_ignore_ascii_case(name)))
    }

    /// Its name, such as `Europe/Berlin`.
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// The offset in force at an instant, in seconds east of UTC.
    pub fn offset_at(self, at: Timestamp) -> i32 {
        self.offset_at_second(at.0.div_euclid(SECOND))
    }

    fn offset_at_second(self, second: i64) -> i32 {
        let spans = &self.0.spans;
        let after = spans.partition_point(|(from, _)| *from <= second);
        after.checked_sub(1).and_then(|n| spans.get(n)).map_or(0, |(_, offset)| *offset)
    }

    /// What the wall-clock time `local` means in this zone.
    pub fn instant(self, local: NaiveDateTime) -> LocalTime {
        let utc = Timestamp::from_naive_utc(local);
        let second = utc.0.div_euclid(SECOND);
        // No clock is ever more than a day off, so whatever offset it had then is found around this time.
        let day = 86_400;
        let first = self.0.spans.partition_point(|(from, _)| *from <= second - day).saturating_sub(1);
        let near = self.0.spans.iter().skip(first).take_while(|(from, _)| *from <= second + day);
        let mut found: Vec<Timestamp> = near
            .filter(|(_, offset)| self.offset_at_second(second - i64::from(*offset)) == *offset)
            .map(|(_, offset)| utc.plus(Span::seconds(-i64::from(*offset))))
            .collect();
        found.sort_unstable();
        match (found.first(), found.last()) {
            (Some(first), Some(last)) if first == last => LocalTime::Single(*first),
            (Some(first), Some(last)) => LocalTime::Repeated(*first, *last),
            _ => LocalTime::Skipped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Offset, TimeZone};
    use chrono_tz::{TZ_VARIANTS, Tz};
    use std::fmt::Write;

    fn offset(tz: Tz, second: i64) -> i32 {
        let at = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
        tz.offset_from_utc_datetime(&at).fix().local_minus_utc()
    }

    fn leb(mut n: u64, to: &mut Vec<u8>) {
        while n > 0x7f {
            to.push((n as u8 & 0x7f) | 0x80);
            n >>= 7;
        }
        to.push(n as u8);
    }

    fn table(tz: Tz) -> Vec<u8> {
        let (day, end) = (86_400, 4_500_000_000);
        let mut changes = vec![];
        let mut offsets = vec![offset(tz, BEGINNING)];
        let (mut at, mut now, mut last) = (BEGINNING, offset(tz, BEGINNING), BEGINNING);
        while at < end {
            if offset(tz, at + day) == now {
                at += day;
                continue;
            }
            let (mut low, mut high) = (at, at + day);
            while high - low > 1 {
                let middle = (low + high) / 2;
                if offset(tz, middle) == now { low = middle } else { high = middle }
            }
            now = offset(tz, high);
            let place = offsets.iter().position(|o| *o == now).unwrap_or_else(|| {
                offsets.push(now);
                offsets.len() - 1
            });
            changes.push((high - last, place));
            (at, last) = (high, high);
        }
        let mut bytes = vec![];
        leb(offsets.len() as u64, &mut bytes);
        for offset in offsets {
            let offset = i64::from(offset);
            leb(((offset << 1) ^ (offset >> 63)) as u64, &mut bytes);
        }
        leb(changes.len() as u64, &mut bytes);
        for (delta, place) in changes {
            leb(delta as u64, &mut bytes);
            leb(place as u64, &mut bytes);
        }
        bytes
    }

    #[test]
    #[ignore = "writes zones.bin; run it with --release after an update of chrono-tz"]
    fn write_zones_bin() {
        let mut zones = TZ_VARIANTS.to_vec();
        zones.sort_by_key(|tz| tz.name());
        let mut head = format!("{}\n", chrono_tz::IANA_TZDB_VERSION);
        let mut tables: Vec<Vec<u8>> = vec![];
        for tz in zones {
            let table = table(tz);
            let place = tables.iter().position(|t| *t == table).unwrap_or_else(|| {
                tables.push(table);
                tables.len() - 1
            });
            writeln!(head, "{}\t{place}", tz.name()).unwrap();
        }
        let mut file = head.into_bytes();
        file.push(b'\n');
        file.extend(tables.concat());
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/zones.bin"), file).unwrap();
    }

    #[test]
    fn every_zone_has_the_clock_of_chrono_tz() {
        assert_eq!(all().count(), TZ_VARIANTS.len());
        for tz in TZ_VARIANTS {
            let zone = NamedZone::find(tz.name()).unwrap();
            let month = 2_629_746;
            let months = (0..3_600).map(|n| BEGINNING + n * month);
            let around = zone.0.spans.iter().skip(1).flat_map(|(at, _)| [at - 1, *at]);
            for second in months.chain(around) {
                assert_eq!(zone.offset_at_second(second), offset(tz, second), "{tz} at {second}");
            }
        }
    }

    #[test]
    fn every_wall_clock_around_a_change_means_what_chrono_tz_says() {
        for tz in TZ_VARIANTS {
            let zone = NamedZone::find(tz.name()).unwrap();
            for (change, to) in zone.0.spans.iter().skip(1) {
                for aside in [-3_601, -1_800, -1, 0, 1, 1_800, 3_601] {
                    let local =
                        DateTime::from_timestamp(change + i64::from(*to) + aside, 0).unwrap().naive_utc();
                    let at = |o: chrono_tz::TzOffset| {
                        Timestamp::from_naive_utc(local)
                            .plus(Span::seconds(-i64::from(o.fix().local_minus_utc())))
                    };
                    let expected = match tz.offset_from_local_datetime(&local).map(at) {
                        chrono::LocalResult::None => LocalTime::Skipped,
                        chrono::LocalResult::Single(one) => LocalTime::Single(one),
                        chrono::LocalResult::Ambiguous(a, b) => LocalTime::Repeated(a.min(b), a.max(b)),
                    };
                    assert_eq!(zone.instant(local), expected, "{tz} at {local}");
                }
            }
        }
    }

    #[test]
    fn a_damaged_file_is_not_read() {
        let whole = include_bytes!("zones.bin");
        assert!(read(whole).is_some());
        assert!(read(&whole[..whole.len() - 3]).is_none());
        assert!(read(b"<!doctype html>").is_none());
    }
}
