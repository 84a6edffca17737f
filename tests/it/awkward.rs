//! Strings, tables and JSON that break readers: each comes through whole, or is refused by name.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::import::{adds_up, events};
use floodmark::import::{ImportError, read_all};
use floodmark::model::{Format, Reading};

fn reading(format: Format) -> Reading {
    Reading::of(format)
}

/// Texts that have broken programs, by what they break: numbers, booleans, quotes, controls, directions, combining marks,
/// wide and astral characters, zero widths, scripts, markup, formulas, paths, formats, and long runs.
fn naughty() -> Vec<String> {
    let mut all: Vec<String> = [
        "undefined",
        "null",
        "NULL",
        "(null)",
        "nil",
        "None",
        "true",
        "False",
        "NaN",
        "Infinity",
        "-Infinity",
        "0",
        "-0",
        "1e308",
        "1E-400",
        "0x1F",
        "1/0",
        "1,000.00",
        "1.000,00",
        "00123",
        "9223372036854775808",
        "０１２３",
        "١٢٣",
        "½",
        "-1",
        "+1",
        "$1.00",
        "2026-03-16",
        "03/04/2026",
        "1773654510",
        "{}",
        "[]",
        "{\"a\":1}",
        "[{\"a\":1},",
        "\\",
        "\\\\",
        "\\n",
        "\\u0000",
        "\\x",
        "/",
        "//",
        "/*",
        "*/",
        "--",
        "#",
        "'",
        "\"",
        "\"\"",
        "\"'\"'\"",
        "''''",
        "`",
        "“”",
        "‘’",
        "«»",
        "a\"b",
        "a\"\"b",
        "a,b",
        "a;b",
        "a|b",
        "a\tb",
        ",",
        ";",
        "|",
        ",,,",
        "=",
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "+1+1",
        "-1+1",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;b&gt;",
        "&#0;",
        "<!--",
        "]]>",
        "<?xml?>",
        "javascript:alert(1)",
        "' OR 1=1 --",
        "; rm -rf /",
        "$(id)",
        "`id`",
        "%s%n%x",
        "%00",
        "%2e%2e",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "../../etc/passwd",
        "C:\\con\\con",
        "CON",
        "LPT1",
        "file:///etc/passwd",
        "Ω≈ç√∫˜µ≤≥÷",
        "åß∂ƒ©˙∆˚¬…æ",
        "ЁЂЃЄЅІЇ",
        "田中さんにあげて下さい",
        "찦차를 타고 온",
        "部落格",
        "الله",
        "בְּרֵאשִׁית",
        "ﷺ",
        "ไทย",
        "हिन्दी",
        "Ṱ̴̰o̷͇ ̶",
        "İstanbul",
        "ıI",
        "ß",
        "ﬁ",
        "Å",
        "Å",
        "😀",
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈",
        "🇩🇪",
        "👍🏽",
        "𝒳",
        "𠜎",
        "\u{1F9D1}\u{200D}\u{1F4BB}",
        "a\u{300}\u{301}\u{302}",
        "e\u{301}",
        "\u{200B}x\u{200B}",
        "x\u{200D}y",
        "\u{202E}evil\u{202C}",
        "\u{2066}x\u{2069}",
        "\u{FEFF}x",
        "x\u{FFFD}",
        "x\u{FFFF}",
        "\u{E000}",
        "x\u{85}y",
        "x\u{2028}y",
        "x\u{2029}y",
        "x\u{A0}y",
        "\u{7F}x",
        "x\u{1B}[31mred",
        "x\u{8}\u{8}y",
    ]
    .map(str::to_owned)
    .into();
    all.extend(["x\ny", "x\r\ny", "x\n\ny", "x\n\"y\"\n,z", "x\n2026-03-16T09:48:30Z,y"].map(str::to_owned));
    all.push("\u{300}".repeat(500) + "x");
    all.push("🙂".repeat(2_000));
    all.push("a ".repeat(5_000).trim().to_owned());
    all
}

#[test]
fn naughty_strings_come_through_csv_and_json_as_they_are() {
    let all = naughty();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut csv = "message,datetime,timestamp_desc,user,host,tag\n".to_owned();
    let mut jsonl = String::new();
    for text in &all {
        let cell = quoted(text);
        csv += &format!("{cell},2026-03-16T09:48:30Z,{cell},{cell},{cell},x\n");
        let value = serde_json::to_string(text).unwrap();
        jsonl += &format!(
            "{{\"message\":{value},\"datetime\":\"2026-03-16T09:48:30Z\",\"timestamp_desc\":{value},\"user\":{value},\"host\":{value}}}\n"
        );
    }
    for (bytes, format) in [(csv, Format::TimesketchCsv), (jsonl, Format::TimesketchJsonl)] {
        let imported = read_all("x", bytes.as_bytes(), Some(&reading(format))).unwrap();
        adds_up(&imported);
        assert_eq!(imported.report.refusals, []);
        let table = events(&imported);
        assert_eq!(table.len(), all.len());
        for (n, text) in all.iter().enumerate() {
            assert_eq!(table.text(n as u32), text.trim(), "{format:?}");
            assert_eq!(table.kind(n as u32), text, "{format:?}");
        }
    }
}

#[test]
fn naughty_strings_as_times_are_refused_or_read_the_same_everywhere() {
    let all = naughty();
    let mut lines = String::new();
    for text in &all {
        let value = serde_json::to_string(text).unwrap();
        lines += &format!("{{\"message\":\"m\",\"datetime\":{value}}}\n");
    }
    let imported = read_all("x", lines.as_bytes(), Some(&reading(Format::TimesketchJsonl))).unwrap();
    adds_up(&imported);
    assert_eq!(imported.report.rows as usize, all.len());
    let read: Vec<u32> = {
        let table = events(&imported);
        (0..table.len() as u32).map(|n| table.line(n) - 1).collect()
    };
    let texts: Vec<&str> = read.iter().map(|n| all[*n as usize].as_str()).collect();
    assert_eq!(texts, ["0", "-0", "2026-03-16", "1773654510"], "03/04/2026 fits both orders and is refused");
}

/// A table, and what must come of it: rows read, rows refused.
const TABLES: [(&str, usize, usize); 20] = [
    ("message,datetime,timestamp_desc\na,2026-03-16,x", 1, 0),
    ("message,datetime,timestamp_desc\r\na,2026-03-16,x\r\n\r\n\r\n", 1, 0),
    ("message,datetime,timestamp_desc\r a,2026-03-16,x\r b,2026-03-16,x\r", 2, 0),
    ("\u{FEFF}message,datetime,timestamp_desc\na,2026-03-16,x\n", 1, 0),
    ("\u{FEFF}\"message\",\"datetime\",\"timestamp_desc\"\na,2026-03-16,x\n", 1, 0),
    ("message,datetime,timestamp_desc\n\"a\"\"b\",2026-03-16,x\n", 1, 0),
    ("message,datetime,timestamp_desc\n\"a\nb\",2026-03-16,x\n\"c\r\nd\",2026-03-16,x\n", 2, 0),
    ("message,datetime,timestamp_desc\na\"b,2026-03-16,x\n", 1, 0),
    ("message,datetime,timestamp_desc\n\"a\" ,2026-03-16,x\n", 1, 0),
    ("message,datetime,timestamp_desc\n\"open,2026-03-16,x\nb,2026-03-16,x\n", 1, 1),
    ("message,datetime,timestamp_desc\n,2026-03-16,x\n", 0, 1),
    ("message,datetime,timestamp_desc\na,,x\n", 0, 1),
    ("message,datetime,timestamp_desc\na,2026-03-16\n", 1, 0),
    ("message,datetime,timestamp_desc\na,2026-03-16,x,y,z\n", 1, 0),
    ("message,datetime,timestamp_desc\n\"\",\"\",\"\"\na,2026-03-16,x\n", 1, 0),
    ("message,datetime,timestamp_desc\n,,\na,2026-03-16,x\n", 1, 0),
    (
        "message,datetime,timestamp_desc\na,2026-03-16,x\nmessage,datetime,timestamp_desc\nb,2026-03-16,x\n",
        2,
        0,
    ),
    ("message,datetime,timestamp_desc,message\na,2026-03-16,x,b\n", 1, 0),
    ("timestamp_desc;datetime;message\nx;2026-03-16;\"a;b\"\n", 1, 0),
    ("message\tdatetime\ttimestamp_desc\na,b\t2026-03-16\tx\n", 1, 0),
];

#[test]
fn awkward_tables_lose_nothing() {
    for (text, read, refused) in TABLES {
        let imported = read_all("x", text.as_bytes(), None).unwrap_or_else(|e| panic!("{e}\n{text}"));
        adds_up(&imported);
        assert_eq!((events(&imported).len(), imported.report.refusals.len()), (read, refused), "{text}");
    }
    // With nothing in any row there is no table.
    let empty = read_all("x", b"message,datetime,timestamp_desc\n\"\",\"\",\"\"\n", None);
    assert_eq!(empty.err(), Some(ImportError::Empty));
}

/// Lines that JSON does not allow or that readers take wrongly, and whether one must be read.
const LINES: [(&str, bool); 28] = [
    (r#"{"message":"a","datetime":"2026-03-16"}"#, true),
    (r#" {"message":"a","datetime":"2026-03-16"} "#, true),
    (r#"{"message":"a","datetime":"2026-03-16","message":"b"}"#, true),
    (r#"{"datetime":"2026-03-16","message":"😀\u0041"}"#, true),
    (r#"{"datetime":"2026-03-16","message":"😀","x":[[[[[[[[[]]]]]]]]]}"#, true),
    (r#"{"datetime":"2026-03-16","message":"a","x":1e400}"#, true),
    (r#"{"datetime":"2026-03-16","message":"a","x":-0}"#, true),
    (r#"{"datetime":1773654510,"message":5}"#, true),
    (r#"{"datetime":"2026-03-16","message":null}"#, false),
    (r#"{"datetime":null,"message":"a"}"#, false),
    (r#"{"datetime":["2026-03-16"],"message":"a"}"#, true),
    (r#"{"datetime":{"a":1},"message":"a"}"#, false),
    (r#"{"message":"a","datetime":"2026-03-16",}"#, false),
    (r#"{"message":"a" "datetime":"2026-03-16"}"#, false),
    (r#"{'message':'a','datetime':'2026-03-16'}"#, false),
    (r#"{message:"a",datetime:"2026-03-16"}"#, false),
    (r#"{"message":"a","datetime":"2026-03-16"}}"#, false),
    (r#"{"message":"a","datetime":"2026-03-16"} {"message":"b"}"#, false),
    (r#"{"message":"a","datetime":"2026-03-16"} // note"#, false),
    (r#"{"message":"\ud800","datetime":"2026-03-16"}"#, false),
    (r#"{"message":"\x41","datetime":"2026-03-16"}"#, false),
    (r#"{"message":"a	b","datetime":"2026-03-16"}"#, false),
    (r#"{"message":"a","datetime":"2026-03-16","x":NaN}"#, false),
    (r#"{"message":"a","datetime":"2026-03-16","x":01}"#, false),
    (r#"{"message":"a","datetime":"2026-03-16","x":.5}"#, false),
    (r#"["a","2026-03-16"]"#, false),
    (r#""a""#, false),
    (r#"{"message":"a","datetime":"2026-03-16""#, false),
];

#[test]
fn awkward_json_is_read_or_refused_with_its_line() {
    let text: String = LINES.iter().map(|(line, _)| format!("{line}\n")).collect();
    let imported = read_all("x", text.as_bytes(), Some(&reading(Format::TimesketchJsonl))).unwrap();
    adds_up(&imported);
    let table = events(&imported);
    let read: Vec<u32> = (0..table.len() as u32).map(|n| table.line(n)).collect();
    for (n, (line, wanted)) in LINES.iter().enumerate() {
        assert_eq!(read.contains(&(n as u32 + 1)), *wanted, "{line}");
    }
}
