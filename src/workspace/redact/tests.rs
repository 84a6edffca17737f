//! Whole texts through scan and replacement.

use super::*;
use proptest::prelude::*;

/// Scans and replaces some texts for training.
fn training(texts: &[(Place, String)]) -> (Vec<String>, Redaction) {
    let mut scan = Scan::default();
    texts.iter().for_each(|(place, text)| scan.read(*place, text));
    let mut redaction = scan.finish(&Wish::default(), 0);
    let replaced = texts.iter().map(|(place, text)| redaction.replace(*place, text)).collect();
    (replaced, redaction)
}

fn one(texts: &[(Place, &str)]) -> Vec<String> {
    let texts: Vec<_> = texts.iter().map(|(place, text)| (*place, (*text).to_owned())).collect();
    training(&texts).0
}

#[test]
fn the_same_thing_has_the_same_replacement_wherever_it_stands() {
    let texts = one(&[
        (Place::Actor, "Capital One CEO"),
        (Place::Actor, "jsmith"),
        (
            Place::Event,
            "Capital One told Jane.Doe@capitalone.com of 10.1.2.3; 10.1.2.4 is near, 10.9.2.3 is not",
        ),
        (Place::Title, "capital-one-2019"),
        (Place::Event, "C:\\Users\\JSmith\\x.exe on cdn.capitalone.com"),
        (Place::Event, "card 4111 1111 1111 1111, key AKIAIOSFODNN7EXAMPLE, call +49 30 901820"),
        (Place::Event, "see ftp://www.capitalone.com/help?id=7 and ftp://www.capitalone.com"),
    ]);
    assert_eq!(
        texts,
        [
            "Company 1 CEO",
            "account-1",
            "Company 1 told user-1@site-1.test of 192.0.2.1; 192.0.2.2 is near, 198.51.100.1 is not",
            "Company 1-2019",
            "C:\\Users\\account-1\\x.exe on cdn.site-1.test",
            "card XXXX-XXXX-XXXX-0001, key secret-1, call +999 0000001",
            "see ftp://www.site-1.test/page-1 and ftp://www.site-1.test",
        ]
    );
}

#[test]
fn a_domain_that_is_written_not_to_be_followed_is_the_same_one() {
    let spellings = ["evil(dot)com", "evil[dot]com", "evil(.)com", "Evil[.]com", "evil.com"];
    for host in spellings {
        let text = format!("see hxxp://{host}/a and evil.com");
        assert_eq!(
            one(&[(Place::Event, &text)]),
            ["see hxxp://site-1.test/page-1 and site-1.test"],
            "{host}"
        );
    }
}

#[test]
fn logins_are_known_by_what_stands_before_them_and_addresses_are_none() {
    let texts = one(&[
        (Place::Actor, "attacker (203.0.113.66)"),
        (
            Place::Event,
            "Rogue admin wp_support1 created; user jdoe2 logs in, admin sessions revoked by the user",
        ),
        (Place::Event, "legal@tamm-rooke.com is of Tamm and Rooke"),
    ]);
    assert_eq!(texts[0], "attacker (203.0.113.66)");
    assert_eq!(
        texts[1],
        "Rogue admin account-1 created; user account-2 logs in, admin sessions revoked by the user"
    );
    assert!(!texts[2].contains("Rooke") && !texts[2].contains("rooke"), "{}", texts[2]);
}

#[test]
fn what_an_audience_keeps_is_kept_and_a_switch_turns_it() {
    let text = "Jane Doe (jane@shop.de) saw 10.1.2.3 at Swissport";
    let shared = |wish: &Wish| {
        let mut scan = Scan::default();
        scan.read(Place::Event, text);
        scan.finish(wish, 100).replace(Place::Event, text)
    };
    let internal = Wish { audience: Audience::Internal, ..Wish::default() };
    assert_eq!(shared(&internal), "Person 1 (user-1@site-1.test) saw 10.1.2.3 at Swissport");
    let switched = BTreeSet::from(["10.1.2.3".to_owned(), "Jane Doe".to_owned()]);
    let own = BTreeMap::from([("10.1.2.3".to_owned(), "the proxy".to_owned())]);
    let wish = Wish { switched, own, ..internal };
    assert_eq!(shared(&wish), "Jane Doe (user-1@site-1.test) saw the proxy at Swissport");
}

#[test]
fn what_a_person_adds_is_replaced_for_every_audience() {
    let text = "The skimmer was hunter2 of falcon-team, the Skimmer said";
    for audience in Audience::ALL {
        let mut scan = Scan::default();
        scan.read(Place::Event, text);
        let added = [
            ("skimmer", Kind::Name),
            ("hunter2", Kind::Secret),
            ("falcon-team", Kind::Domain),
            ("…", Kind::Name),
        ];
        let added = added.map(|(text, kind)| (text.to_owned(), kind)).into();
        let wish = Wish { audience, added, ..Wish::default() };
        let shared = scan.finish(&wish, 0).replace(Place::Event, text);
        for word in ["skimmer", "hunter2", "falcon"] {
            assert!(!shared.contains(word), "{audience:?}: {shared}");
        }
        // Words that are common anywhere are meant as they are written.
        assert!(shared.contains("secret-1") && shared.ends_with(", the Skimmer said"), "{shared}");
    }
}

/// Texts with things of all kinds in them, mixed with common words.
fn texts() -> impl Strategy<Value = Vec<(Place, String)>> {
    let thing = prop_oneof![
        "(10|172|8|93)\\.[0-9]{1,2}\\.[0-9]{1,2}\\.[1-9][0-9]?",
        "[a-z]{3,9}\\.[a-z]{3,9}@[a-z]{4,9}\\.(com|de|co\\.uk)",
        "(www|cdn|db)\\.[a-z]{4,9}\\.(com|org|io)",
        "ftp://[a-z]{4,9}\\.(com|net)/[a-z]{1,6}",
        Just("4111 1111 1111 1111".to_owned()),
        Just("5500-0000-0000-0004".to_owned()),
        "\\+49 [1-9][0-9]{2} [0-9]{5}",
        "ghp_[A-Za-z0-9]{22}",
        "Zq[a-z]{4,8}",
        "Xy[a-z]{4,8} Zw[a-z]{4,8}",
        "ticket [0-9]{5,8}",
        Just("192.0.2.1".to_owned()),
        Just("Company 1".to_owned()),
        Just("site-1.test".to_owned()),
        Just("account-1".to_owned()),
    ];
    let word =
        prop_oneof![Just("told"), Just("blocked"), Just("the server of"), Just("at noon"), Just("with")];
    let text = proptest::collection::vec((word, thing), 1..5)
        .prop_map(|parts| parts.iter().map(|(a, b)| format!("{a} {b}")).collect::<Vec<_>>().join(" "));
    let place = prop_oneof![Just(Place::Event), Just(Place::Note), Just(Place::Title), Just(Place::Actor)];
    proptest::collection::vec((place, text), 1..8)
}

proptest! {
    #[test]
    fn nothing_of_the_original_stays_no_two_become_one_and_a_second_time_changes_nothing(texts in texts()) {
        let (replaced, redaction) = training(&texts);
        let all = redaction.replacements();
        for thing in &all {
            prop_assert!(thing.on);
            for text in &replaced {
                prop_assert!(!text.contains(&thing.original), "{thing:?} in {text}");
            }
        }
        let distinct: HashSet<&str> = all.iter().map(|thing| thing.replacement.as_str()).collect();
        prop_assert_eq!(distinct.len(), all.len(), "{:?}", all);
        // What looked like a replacement before is nobody's.
        for taken in ["192.0.2.1", "Company 1", "account-1"] {
            if texts.iter().any(|(_, text)| text.contains(taken)) {
                prop_assert!(all.iter().all(|thing| thing.replacement != taken));
            }
        }
        let again: Vec<_> = texts.iter().map(|(place, _)| *place).zip(replaced.clone()).collect();
        let (twice, _) = training(&again);
        prop_assert_eq!(&twice, &replaced);
        // The same again gives the same.
        prop_assert_eq!(training(&texts).0, replaced);
    }
}
