//! The six notices, paragraph by paragraph.

use super::{Block, Content, Draft, NoticeKind, Run, gap, plain};
use crate::document::NOT_LEGAL_ADVICE;
use crate::document::words::{instant, sentence};
use crate::model::facts::Particular;
use crate::model::{MetricId, Milestone};
use crate::obligation::{Recipient, Verdict};

pub(super) fn write(draft: &mut Draft<'_, '_>, kind: NoticeKind) {
    match kind {
        NoticeKind::Authority => authority(draft),
        NoticeKind::Individuals => individuals(draft),
        NoticeKind::CardBrands => card_brands(draft),
        NoticeKind::Internal => internal(draft),
        NoticeKind::StatusPage => status_page(draft),
        NoticeKind::Support => support(draft),
    }
}

fn heading(draft: &mut Draft<'_, '_>, text: &str) {
    draft.document.heading(2, text);
}

/// GDPR Art. 33(3) (a) to (d), with what other authorities ask for; what is missing follows in phases (Art. 33(4)).
fn authority(draft: &mut Draft<'_, '_>) {
    heading(draft, "Who notifies, and (b) the contact point");
    draft.tell(Content::Organisation, "");
    draft.tell(Content::Contact, "Data protection officer or other contact point:");
    heading(draft, "(a) Nature of the breach");
    draft.tell(Content::Nature, "");
    draft.tell(Content::Dates, "");
    draft.tell(Content::Cause, "What made it possible, as far as the record shows:");
    draft.tell(Content::Data, "Categories of data:");
    draft.tell(Content::Categories, "Categories of people:");
    draft.tell(Content::People, "Approximate number of people:");
    draft.tell(Content::Records, "Approximate number of records:");
    heading(draft, "(c) Likely consequences");
    draft.tell(Content::Consequences, "");
    heading(draft, "(d) Measures taken and proposed");
    draft.tell(Content::Measures, "");
    draft.tell(Content::Advice, "What the people affected are advised to do:");
    let told = draft.input.at(&Milestone::IndividualsNotified);
    draft.document.paragraph(match told {
        Some(at) => format!("The people affected were told on {at}."),
        None => "The record does not show that the people affected have been told.".to_owned(),
    });
    let authority = |o: &crate::obligation::Obligation| {
        matches!(o.recipient_kind, Recipient::Authority | Recipient::Cert)
    };
    if draft.input.is_late(authority) {
        heading(draft, "Reasons for the delay");
        draft.tell(Content::Delay, "");
    }
    heading(draft, "What follows");
    match draft.missing.is_empty() {
        true => draft.document.paragraph("This notice is complete as far as is known on its date."),
        false => {
            let missing = draft.missing.iter().map(|c| plain(c.words())).collect();
            draft.document.paragraph(
                "This is a first notice. What is still missing follows in phases without undue further delay (GDPR Art. 33(4)):",
            );
            draft.document.list(missing);
        }
    }
    draft.document.note(NOT_LEGAL_ADVICE);
}

/// The headings are those that California prescribes (Civ. Code 1798.82(d)); they serve everywhere.
fn individuals(draft: &mut Draft<'_, '_>) {
    let from = draft.particular(Particular::Organisation, Content::Organisation);
    draft.document.blocks.push(Block::Paragraph(vec![from]));
    heading(draft, "What happened");
    draft.tell(Content::Nature, "");
    if !draft.out.contains(&Content::Nature) {
        match draft.input.window() {
            Some(window) => {
                draft.says(Content::Dates);
                draft.document.paragraph(sentence(&format!("This concerns the time {window}")));
            }
            None => {
                draft.lack(Content::Dates);
                draft.document.blocks.push(Block::Paragraph(vec![gap(Content::Dates)]));
            }
        }
        if let Some(at) = draft.input.at(&Milestone::Detected) {
            draft.document.paragraph(format!("We discovered it on {at}."));
        }
    }
    heading(draft, "What information was involved");
    draft.tell(Content::Data, "");
    heading(draft, "What it may mean for you");
    draft.tell(Content::Consequences, "");
    heading(draft, "What we are doing");
    draft.tell(Content::Measures, "");
    heading(draft, "What you can do");
    draft.tell(Content::Advice, "");
    if united_states(draft) {
        services(draft);
    }
    heading(draft, "For more information");
    draft.tell(Content::Contact, "");
}

/// Whether people in the United States are told.
fn united_states(draft: &Draft<'_, '_>) -> bool {
    draft
        .input
        .obligations()
        .any(|o| o.recipient_kind == Recipient::Individuals && o.jurisdiction.starts_with("US"))
}

/// What most of the states ask to be named. The bureaus' postal addresses change: whoever sends it looks them up.
fn services(draft: &mut Draft<'_, '_>) {
    draft.says(Content::Services);
    draft.document.paragraph(
        "You may place a fraud alert or a security freeze on your credit file, free of charge, with each of the three credit bureaus: Equifax (equifax.com), Experian (experian.com) and TransUnion (transunion.com). The Federal Trade Commission tells more about identity theft, fraud alerts and freezes (identitytheft.gov, 600 Pennsylvania Avenue NW, Washington, DC 20580), as does the Attorney General of your state. You may have a right to a police report.",
    );
    draft.document.blocks.push(Block::Paragraph(vec![Run::Strong(
        "[To be checked before sending: today’s postal addresses and telephone numbers of the bureaus, and the protection service that is offered]".to_owned(),
    )]));
}

fn card_brands(draft: &mut Draft<'_, '_>) {
    heading(draft, "Who reports");
    draft.tell(Content::Organisation, "");
    draft.tell(Content::Contact, "Named contact for the investigation:");
    heading(draft, "The incident");
    draft.tell(Content::Nature, "");
    match draft.input.window() {
        Some(window) => {
            draft.says(Content::Dates);
            draft.document.paragraph(sentence(&format!("Card data were exposed {window}")));
        }
        None => draft.tell(Content::Dates, "Period affected:"),
    }
    draft.tell(Content::Cause, "What made it possible, as far as the record shows:");
    draft.tell(Content::Data, "Data affected:");
    draft.tell(Content::People, "Cards or customers affected:");
    if let Some(orders) = &draft.input.view.case.orders {
        let inside = &orders.counted.inside;
        draft.document.paragraph(format!(
            "Orders inside the exposure window: {}, of {} customers.",
            inside.orders, inside.customers
        ));
    }
    heading(draft, "Containment and evidence");
    draft.tell(Content::Measures, "");
    let secured = draft.input.at(&Milestone::EvidencePreserved);
    draft.document.paragraph(match secured {
        Some(at) => format!("Logs and images were secured on {at}."),
        None => "The record does not show that logs and images were secured. Do not rebuild or reboot affected systems before they are.".to_owned(),
    });
    heading(draft, "Beside this notice");
    draft.document.list(
        [
            "The account numbers that may be compromised, by the acquirer’s secure transfer and never in this text.",
            "The form of each brand.",
            "Whether a PCI forensic investigator (PFI) is engaged.",
        ]
        .into_iter()
        .map(plain)
        .collect(),
    );
}

fn internal(draft: &mut Draft<'_, '_>) {
    let input = draft.input;
    heading(draft, "Where it stands");
    draft.tell(Content::Nature, "");
    draft.tell(Content::Dates, "");
    let figures = [MetricId::TimeToContain, MetricId::Exposure].iter().filter_map(|id| input.metric(id));
    draft.document.paragraph(figures.collect::<Vec<_>>().join(" "));
    draft.tell(Content::Data, "Data:");
    draft.tell(Content::People, "People:");
    heading(draft, "Measures");
    draft.tell(Content::Measures, "");
    heading(draft, "Who must be told");
    let open = input.obligations().filter(|o| o.sent.is_none() && o.verdict != Verdict::NotInForce);
    let rows: Vec<_> = open
        .map(|o| {
            let due = o.due.map_or(o.limit.clone(), |[due, _]| instant(due, input.zone));
            [o.recipient.clone(), o.title.clone(), due, o.words()].map(plain).to_vec()
        })
        .collect();
    match rows.is_empty() {
        true => draft.document.paragraph("No notice is open by the rules that apply."),
        false => draft.document.table(
            "Notices that are not on record as sent",
            &["To", "Rule", "Due", "Verdict"],
            rows,
        ),
    }
    heading(draft, "What is said to whom");
    draft.document.paragraph(
        "Questions of customers and press go to the contact below; nobody else speaks of it outside. Times and figures come from the record of the incident and change as it grows.",
    );
    draft.tell(Content::Contact, "Contact:");
    next_update(draft);
    let record = format!("Written from {}.", input.record());
    draft.document.note(record);
}

/// When the next word comes: as a person says, else by the cadence that was promised.
fn next_update(draft: &mut Draft<'_, '_>) {
    let cadence = draft.input.view.case.facts.update_cadence_minutes;
    let text = draft.input.said(Particular::NextUpdate);
    let run = match (text, cadence) {
        (Some(text), _) => Run::Text(text),
        (None, Some(minutes)) => {
            Run::Text(format!("every {}", crate::model::Span::seconds(i64::from(minutes) * 60)))
        }
        (None, None) => Run::Strong("[To be said: when the next update comes]".to_owned()),
    };
    draft.document.blocks.push(Block::Paragraph(vec![Run::Text("Next update: ".to_owned()), run]));
}

fn status_page(draft: &mut Draft<'_, '_>) {
    let at = |m: Milestone| draft.input.at(&m);
    let (state, since) = match (at(Milestone::Recovered), at(Milestone::Contained), at(Milestone::Detected)) {
        (Some(at), ..) => ("Resolved", Some(at)),
        (None, Some(at), _) => ("Contained; we are restoring service", Some(at)),
        (None, None, since) => ("We are investigating", since),
    };
    let since = since.map(|at| format!(", {at}")).unwrap_or_default();
    draft.document.blocks.push(Block::Paragraph(vec![Run::Strong(state.to_owned()), Run::Text(since)]));
    draft.tell(Content::Nature, "");
    draft.tell(Content::Advice, "What you can do:");
    next_update(draft);
    draft.tell(Content::Contact, "Questions:");
}

fn support(draft: &mut Draft<'_, '_>) {
    heading(draft, "What happened?");
    draft.tell(Content::Nature, "");
    if let Some(window) = draft.input.window() {
        draft.says(Content::Dates);
        draft.document.paragraph(sentence(&format!("It concerns the time {window}")));
    }
    heading(draft, "Are my data affected?");
    draft.tell(Content::Data, "What may be affected:");
    draft.document.paragraph(
        "We write to everybody whose data are affected. If you are not sure, give us the e-mail address of your account or order, and we look it up.",
    );
    heading(draft, "What may happen now?");
    draft.tell(Content::Consequences, "");
    heading(draft, "What should I do?");
    draft.tell(Content::Advice, "");
    heading(draft, "What have you done?");
    draft.tell(Content::Measures, "");
    heading(draft, "Where can I ask more?");
    draft.tell(Content::Contact, "");
    heading(draft, "For whoever answers");
    draft.document.list(
        [
            "Say what is written here and no more; “we do not know yet” is an answer.",
            "Never ask for a password or a full card number, and never send a link to sign in.",
            "Note each question that has no answer here, and pass it on the same day.",
            "Pass on at once: a report of misuse, a request to delete or to see data, anybody from the press, an authority or a lawyer.",
        ]
        .into_iter()
        .map(plain)
        .collect(),
    );
    next_update(draft);
}
