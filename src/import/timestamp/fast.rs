//! The two forms that tools write a million times, read without the scan that any other takes.

use crate::model::time::{DAY, SECOND};
use crate::model::{Precision, RowTime, Timestamp};

/// The form that tools write a million times, `2026-03-16T10:48:30.123456+01:00` with a blank for the `T` or without
/// fraction or zone, read as [`super::parse`] reads it; `None` for any other.
pub(super) fn iso(text: &[u8]) -> Option<RowTime> {
    let (date, rest) = text.split_first_chunk::<19>()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b' ', h1, h2, b':', n1, n2, b':', s1, s2] = *date
    else {
        return None;
    };
    // Numbers of 32 bits: in WebAssembly a division of 64 bits costs ten times as much.
    let year = figures(&[y1, y2, y3, y4])? as i32;
    let (month, day) = (figures(&[m1, m2])? as i32, figures(&[d1, d2])? as i32);
    let (hour, minute, second) = (figures(&[h1, h2])?, figures(&[n1, n2])?, figures(&[s1, s2])?);
    if !(1..=12).contains(&month) || day < 1 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day > longest {
        return None;
    }
    // Days since 1970 of the civil calendar, with years that start in March.
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = years * 365 + years.div_euclid(4) - years.div_euclid(100)
        + years.div_euclid(400)
        + (months * 153 + 2) / 5
        + day
        - 719_469;
    let (fraction, zone) = match rest.split_first() {
        Some((b'.', rest)) => fraction_of(rest)?,
        _ => (0, rest),
    };
    let offset = match *zone {
        [] => None,
        [b'Z'] | [b'+', b'0', b'0', b':', b'0', b'0'] => Some(0),
        [
            sign @ (b'+' | b'-'),
            h1 @ b'0'..=b'1',
            h2 @ b'0'..=b'9',
            b':',
            m1 @ b'0'..=b'5',
            m2 @ b'0'..=b'9',
        ] => {
            let digit = |b: u8| i32::from(b - b'0');
            let seconds = (digit(h1) * 10 + digit(h2)) * 3600 + (digit(m1) * 10 + digit(m2)) * 60;
            (seconds > 0 && seconds <= 14 * 3600).then_some(Some(if sign == b'-' {
                -seconds
            } else {
                seconds
            }))?
        }
        _ => return None,
    };
    let clock = i64::from(hour * 3600 + minute * 60 + second) * SECOND + i64::from(fraction);
    let wall = i64::from(days) * DAY + clock;
    let micros = wall - i64::from(offset.unwrap_or(0)) * SECOND;
    Some(RowTime { micros, offset, precision: Precision::Exact, abbreviation: None, zone: None })
}

/// The other form that tools write a million times, an epoch in microseconds, as [`super::parse`] reads it.
pub(super) fn epoch(text: &[u8]) -> Option<RowTime> {
    let (high, rest) = text.split_first_chunk::<8>()?;
    let (low, rest) = rest.split_first_chunk::<8>()?;
    let sixteen = i64::from(figures(high)?) * 100_000_000 + i64::from(figures(low)?);
    let micros = match *rest {
        [] => sixteen,
        [last @ b'0'..=b'9'] => sixteen * 10 + i64::from(last - b'0'),
        _ => return None,
    };
    let plain = (100_000_000_000_001..=100_000_000_000_000_000).contains(&micros);
    plain.then_some(RowTime::utc(Timestamp(micros)))
}

/// The number that at most eight digits write; `None` where one of them is none.
fn figures<const N: usize>(digits: &[u8; N]) -> Option<u32> {
    const { assert!(N <= 8) };
    let (mut number, mut all) = (0, true);
    for digit in digits {
        let figure = digit.wrapping_sub(b'0');
        all &= figure < 10;
        number = number * 10 + u32::from(figure);
    }
    all.then_some(number)
}

/// The microseconds that the digits after a decimal point write, nine at most, and what follows them.
fn fraction_of(text: &[u8]) -> Option<(u32, &[u8])> {
    if let Some((six, rest)) = text.split_first_chunk::<6>()
        && let Some(micros) = figures(six)
        && !rest.first().is_some_and(u8::is_ascii_digit)
    {
        return Some((micros, rest));
    }
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let six = (0..6).fold(0, |value, n| {
        value * 10 + text.get(n).filter(|_| n < digits).map_or(0, |b| u32::from(b - b'0'))
    });
    (1..=9).contains(&digits).then_some((six, text.get(digits..)?))
}
