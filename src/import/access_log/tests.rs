//! Requests put together to bursts, broken lines, and what is kept of either.

use super::*;
use crate::import::testing::{events, told};

#[test]
fn requests_are_put_together_to_bursts() {
    let line = |second: u32, what: &str| {
        format!(
            "203.0.113.66 - - [12/Mar/2026:23:41:{second:02} +0000] \"{what}\" 200 43 \"-\" \"python-requests/2.31\"\n"
        )
    };
    let exploit = line(7, "POST /wp-admin/admin-ajax.php?action=kx_upload HTTP/1.1");
    let mut text = exploit.clone();
    for second in 10..15 {
        text += &line(second, &format!("POST /wp-login.php?try={second} HTTP/1.1"));
    }
    text +=
        "shop.example:443 2001:db8::1 - admin [13/Mar/2026:00:41:07 +0100] \"GET /a\\\"b HTTP/2\" 500 -\n";
    text += "not a request\n";
    let (found, report) = events(&text, Format::AccessLog);
    assert_eq!(
        told(&found, 0),
        "2026-03-12T23:41:07Z POST /wp-admin/admin-ajax.php?action=kx_upload → 200 by 203.0.113.66"
    );
    assert_eq!(told(&found, 1), "2026-03-12T23:41:10Z 5 × POST /wp-login.php → 200 by 203.0.113.66 over 4 s");
    assert_eq!(told(&found, 2), "2026-03-12T23:41:07Z GET /a\\\"b → 500 by 2001:db8::1");
    assert_eq!((found.asset(2), found.tags(1).collect::<Vec<_>>()), ("shop.example", vec!["2xx", "script"]));
    assert_eq!((report.rows, report.events, report.merged, report.refusals.len()), (8, 3, 4, 1));
    let (start, length) = found.place(1);
    let original = &text[start as usize..start as usize + length as usize];
    assert!(original.contains("try=10") && original.contains("try=14") && !original.contains("kx_upload"));
}

#[test]
fn a_pause_ends_a_burst() {
    let line = |minute: u32| {
        format!("198.51.100.7 - - [12/Mar/2026:23:{minute:02}:00 +0000] \"GET / HTTP/1.1\" 200 1\n")
    };
    let text = [0, 4, 8, 14, 15].map(line).concat();
    let (found, report) = events(&text, Format::AccessLog);
    assert_eq!(told(&found, 0), "2026-03-12T23:00:00Z 3 × GET / → 200 by 198.51.100.7 over 8 min");
    assert_eq!(told(&found, 1), "2026-03-12T23:14:00Z 2 × GET / → 200 by 198.51.100.7 over 1 min");
    assert_eq!((report.rows, report.merged), (5, 3));
}

fn combined(time: &str, what: &str, status: u16, agent: &str) -> String {
    format!("203.0.113.66 - - [12/Mar/2026:23:{time} +0000] \"{what}\" {status} 43 \"-\" \"{agent}\"\n")
}

#[test]
fn notable_requests_keep_their_query_and_say_why() {
    let requests = [
        ("POST /wp-admin/admin-ajax.php?action=kx_upload HTTP/1.1", 200, "upload-or-call"),
        ("POST /wp-admin/admin-ajax.php?action=heartbeat HTTP/1.1", 200, "upload-or-call"),
        ("GET /wp-content/uploads/2026/03/kx.php?c=id HTTP/1.1", 200, "script-in-uploads"),
        ("GET /?file=..%2F..%2Fwp-config.php HTTP/1.1", 404, "path-traversal"),
        ("GET /%2e%2e/etc/passwd HTTP/1.1", 404, "path-traversal"),
        ("PROPFIND / HTTP/1.1", 405, "odd-method"),
        ("GET /shop/?orderby=1 HTTP/1.1", 503, "server-error"),
        ("GET /shop/?orderby=2 HTTP/1.1", 200, ""),
        ("GET /shop/?orderby=3 HTTP/1.1", 200, ""),
        ("GET /blog/and...more/ HTTP/1.1", 200, ""),
    ];
    let lines = requests
        .iter()
        .enumerate()
        .map(|(n, (what, status, _))| combined(&format!("41:{n:02}"), what, *status, "curl/8"));
    let (found, report) = events(&lines.collect::<String>(), Format::AccessLog);
    assert_eq!((report.rows, report.events, report.merged), (10, 9, 1));
    for (n, (what, _, why)) in requests.iter().enumerate().take(7) {
        let n = n as u32;
        let asked = what.trim_end_matches(" HTTP/1.1");
        assert!(found.text(n).starts_with(asked), "{} {asked}", found.text(n));
        assert_eq!(found.tags(n).skip(2).collect::<Vec<_>>(), ["notable", why]);
    }
    assert_eq!(found.text(7), "2 × GET /shop/ → 200 by 203.0.113.66 over 1 s");
    assert_eq!(found.tags(8).count(), 2);
}

#[test]
fn broken_and_empty_requests_are_read_as_far_as_they_go() {
    let text = combined("41:07", "-", 408, "-")
        + &combined("41:08", "GET /a\\\\", 400, "x")
        + &combined("41:09", "GET /\"quoted\" page HTTP/1.1", 200, "x")
        + "2001:db8::1 - j doe [12/Mar/2026:23:41:10 +0000] \"GET /b HTTP/1.0\" 200 -\n"
        + &combined("41:11", &format!("GET /{} HTTP/1.1", "ä".repeat(5_000)), 414, "x")
        + "203.0.113.66 - - [12/Mar/2026:23:41:12 +0000] \"GET /c HTTP/1.1\" OK 1\n"
        + "198.51.100.7, 10.0.0.1, 10.0.0.2 - - [12/Mar/2026:23:41:13 +0000] \"GET /d HTTP/1.1\" 200 1\n";
    let (found, report) = events(&text, Format::AccessLog);
    let told: Vec<&str> = (0..4).map(|n| found.text(n)).collect();
    assert_eq!(
        told,
        [
            "no request → 408 by 203.0.113.66",
            "GET /a\\\\ → 400 by 203.0.113.66",
            "GET /\"quoted\" page → 200 by 203.0.113.66",
            "GET /b → 200 by 2001:db8::1"
        ]
    );
    assert!(found.text(4).len() < 400 && found.text(4).ends_with("… → 414 by 203.0.113.66"));
    assert_eq!((report.rows, report.events, report.refusals.len()), (7, 6, 1));
    // What came through proxies is told by its client.
    assert_eq!((found.text(5), found.asset(5)), ("GET /d → 200 by 198.51.100.7", ""));
}

#[test]
fn a_burst_begins_at_its_earliest_time_and_its_original_ends_with_its_last_line() {
    let line = |n: u32| {
        combined(
            &format!("4{}:{:02}", n / 60 % 10, n % 60),
            "GET /feed/ HTTP/1.1",
            200,
            if n.is_multiple_of(2) { "Mozilla/5.0" } else { "curl/8" },
        )
    };
    let text = line(30)
        + &line(29)
        + &(31..500).map(|n| line(n.min(599))).collect::<String>()
        + &line(500).repeat(400);
    let (found, report) = events(&text, Format::AccessLog);
    assert_eq!((report.events, report.merged, report.rows), (1, 870, 871));
    assert_eq!(
        told(&found, 0),
        "2026-03-12T23:40:29Z 871 × GET /feed/ → 200 by 203.0.113.66 over 7 min 51 s"
    );
    assert_eq!(found.tags(0).collect::<Vec<_>>(), ["2xx", "browser", "script"]);
    assert_eq!(found.place(0), (0, text.len() as u32));
    assert_eq!(burst_lines(&text, 500).1, 871);
}

#[test]
fn the_lines_of_a_burst_are_told_from_those_between_them() {
    let [login, feed, upload] = [
        "POST /wp-login.php?try=1 HTTP/1.1",
        "GET /feed/ HTTP/1.1",
        "POST /wp-admin/admin-ajax.php?action=kx_upload HTTP/1.1",
    ];
    let line = |second: u32, what: &str, status| combined(&format!("41:{second:02}"), what, status, "curl/8");
    let text = line(1, login, 200)
        + &line(2, feed, 200)
        + &line(3, login, 403)
        + &line(4, upload, 200)
        + "not a request\n"
        + &line(3, login, 200).replace("/Mar/", "/???/")
        + &line(5, login, 200)
        + &line(6, upload, 200);
    let (found, _) = events(&text, Format::AccessLog);
    let seen = |row: u32, most: usize| {
        let (start, length) = found.place(row);
        let original = &text[start as usize..start as usize + length as usize];
        let (lines, all) = burst_lines(original, most);
        (lines.iter().map(|line| line[36..38].to_owned()).collect::<Vec<_>>(), all)
    };
    assert_eq!(found.text(0), "2 × POST /wp-login.php → 200 by 203.0.113.66 over 4 s");
    assert_eq!(seen(0, 9), (vec!["01".to_owned(), "05".to_owned()], 2));
    assert_eq!(seen(0, 1), (vec!["01".to_owned()], 2));
    let upload = (0..found.len() as u32).find(|row| found.text(*row).contains("kx_upload")).unwrap();
    assert_eq!(seen(upload, 9), (vec!["04".to_owned(), "06".to_owned()], 2));
}

#[test]
fn the_oldest_burst_is_closed_where_too_many_are_open() {
    let line = |n: usize| {
        format!(
            "10.{}.{}.{} - - [12/Mar/2026:23:41:07 +0000] \"GET / HTTP/1.1\" 200 1\n",
            n >> 16,
            n >> 8 & 255,
            n & 255
        )
    };
    let text = (0..=OPEN).map(line).chain([line(OPEN), line(0)]).collect::<String>();
    let (found, report) = events(&text, Format::AccessLog);
    // The burst of the first address was closed before its second request came.
    assert_eq!((found.len(), report.merged), (OPEN + 2, 1));
    assert_eq!(found.text(0), "GET / → 200 by 10.0.0.0");
}
