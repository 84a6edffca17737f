//! What went wrong, as engine, storage and readers of files say it, in the language of the page.
//!
//! An error is said in English, what happened and the remedy parted by a semicolon, with names and numbers in its words. Here each
//! part is looked up as it stands, or known again by these texts and said anew. Reasons that other programs give, such as those
//! of the browser or of a reader of JSON, stay in their words.

use super::undone::again;
use crate::language::known;

/// Parts of errors with places; of two that fit, the one that stands first is meant.
const ERRORS: [&str; 52] = [
    "case {number} is no longer in this workspace",
    "the answer could not be written: {reason}",
    "the file is no evidence bundle ({reason})",
    "the bundle has version {found}, this program reads up to {most}",
    "the manifest of the bundle is damaged ({reason})",
    "{path} on this device is not the file that was opened: its SHA-256 is another",
    "{path} is not what the manifest of the bundle says",
    "the bundle holds more than {most} MB",
    "the bundle cannot be read or written ({reason})",
    "the file has version {found}, this program reads up to {most}",
    "the file is no Floodmark workspace or is damaged (line {line}: {what})",
    "the original {sha256} inside the file was altered",
    "the file is encrypted in a newer way ({found})",
    "the merged case cannot be read ({reason})",
    "“{threshold}” may be from {least} to {most}",
    "the CACAO playbook is no valid JSON (line {line}, column {column}: {detail})",
    "the CACAO playbook has no usable `{property}`",
    "the Word document is cut short or damaged ({detail})",
    "{part} in the Word document is damaged (line {line}: {detail})",
    "{part} in the Word document unpacks to more than a document holds",
    "“{text}” is not a time that can be read without guessing",
    "“{text}” names a date or clock time that does not exist",
    "the zone “{zone}” is not unique",
    "the file is not text ({found})",
    "the file has no column “{column}”",
    "it has {columns}",
    "the rule pack cannot be read: {reason}",
    "rule `{rule}`, field `{field}`: {problem}",
    "the packed file is cut short or damaged ({detail})",
    "it is packed by the method {method}",
    "it is a container of more than {most} inside another",
    "it is a container more than {most} deep",
    "it is {what}",
    "it unpacks to more than {most} times its size, as packed bombs do",
    "it unpacks to more than {most} in all",
    "it unpacks to more than {most}",
    "it lists {found} files, more than {most}",
    "Clear the site data in the browser's settings instead ({reason})",
    "Free some space or save the workspace as a file, then try again ({reason})",
    "Save the workspace as a file now, then reload the page and open that file ({reason})",
    "The orders of {name} were not counted",
    "{name} was not opened",
    "{name} could not be read",
    "{name} could not be saved",
    "{name} is not on this device",
    "{name} is not at hand on this device",
    "Nothing else can be made of {name}",
    "Its content fits {format} alone",
    "{name} cannot be read as {format}",
    "It stays as it was: {reason}",
    "Nothing is changed or lost, and nothing more is kept until it can be read: reload the page, which may bring a newer version; save the journal as a file; then erase this device's copy under Settings and open your saved .floodmark file ({reason})",
    "{value} is not",
];

/// An error, or a part of it, in the language of the page: as a whole where it is known as one, else by its parts.
pub fn said(text: &str) -> String {
    let whole = again(&ERRORS, text).unwrap_or_else(|| known(text));
    match text.split_once("; ") {
        Some((title, remedy)) if whole == text => format!("{}; {}", said(title), said(remedy)),
        _ => whole,
    }
}

/// What happened and the remedy as two sentences.
pub fn sentences(title: &str, remedy: &str) -> String {
    format!("{}. {}", said(title), said(remedy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, learn, speak};
    use crate::workspace::bundle::BundleError;

    #[test]
    fn errors_are_said_in_the_language_of_the_page_with_their_names() {
        let altered = BundleError::Altered { path: "originals/001-a.csv".to_owned() }.to_string();
        assert_eq!(said(&altered), altered);
        let mut pairs = [
            ("the bundle holds no workspace", "das Paket enthält keinen Arbeitsbereich"),
            ("open its original files instead", "öffnen Sie stattdessen seine Originaldateien"),
            (
                "{path} on this device is not the file that was opened: its SHA-256 is another",
                "{path} auf diesem Gerät ist nicht die Datei, die geöffnet wurde: ihr SHA-256 ist ein anderer",
            ),
            ("it unpacks to more than {most}", "sie entpackt sich zu mehr als {most}"),
            ("it unpacks to more than {most} in all", "sie entpackt sich zu insgesamt mehr als {most}"),
        ];
        pairs.sort_unstable();
        let texts: Vec<&str> = pairs.iter().flat_map(|(key, text)| [*key, *text]).collect();
        learn(Language::German, texts.join("\0"));
        speak();
        assert_eq!(
            said(&BundleError::NoWorkspace.to_string()),
            "das Paket enthält keinen Arbeitsbereich; öffnen Sie stattdessen seine Originaldateien"
        );
        assert_eq!(
            said(&altered),
            "originals/001-a.csv auf diesem Gerät ist nicht die Datei, die geöffnet wurde: ihr SHA-256 ist ein anderer; open the file again, then save the bundle"
        );
        assert_eq!(
            said("it unpacks to more than 2 GB in all"),
            "sie entpackt sich zu insgesamt mehr als 2 GB"
        );
        assert_eq!(said("it unpacks to more than 2 GB"), "sie entpackt sich zu mehr als 2 GB");
        assert_eq!(said("something new; say so"), "something new; say so");
    }
}
