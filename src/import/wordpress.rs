//! What log plugins of WordPress call their columns on sites in other languages.
//!
//! WP Activity Log, Simple History, Stream and Activity Log write the titles of their tables as the site shows them, and
//! translators of different years chose different words. What stands in the columns is the same in every language.
//!
//! Read in the catalogues that come with the plugins are, in French and Spanish: Date, User, Site and Message of WP Activity Log
//! (Melapress/wp-security-audit-log, languages/wp-security-audit-log-fr_FR.po and -es_ES.po, which leave Object and Event Type in
//! English), and Date, Summary, Author, Connector, Context, Action and IP Address of Stream (xwp/stream,
//! languages/stream-fr_FR.po and -es_ES.po). Those of Simple History (bonny/WordPress-Simple-History, languages/) are older than
//! its header, and Activity Log (pojome/activity-log) comes with neither language: their words here are likely ones, as are the
//! further ones of each title, for sites whose catalogue came from translate.wordpress.org.

/// Each title in English, with what it is in German, French and Spanish, in lower case.
const TITLES: [(&str, &str); 26] = [
    ("Date", "datum|fecha"),
    ("Date (UTC)", "datum (utc)|fecha (utc)"),
    ("Date (local)", "datum (lokal)|date (locale)|fecha (local)"),
    ("Severity", "schweregrad|wichtigkeit|gravité|sévérité|gravedad|severidad|criticidad"),
    ("User", "benutzer|nutzer|benutzer/in|benutzer*in|usager|utilisateur|usuario"),
    ("IP", "ip-adresse|adresse ip|dirección de ip|dirección ip"),
    ("Object", "objekt|objet|objeto"),
    (
        "Event Type",
        "ereignistyp|ereignis-typ|ereignisart|art des ereignisses|event-typ|type d’événement|type d’évènement|tipo de evento",
    ),
    ("Site", "website|seite|sitio|site web"),
    ("Message", "benachrichtigung|nachricht|meldung|mensaje"),
    ("Author", "autor|autor/in|auteur|auteur/autrice"),
    ("Type", "typ|tipo"),
    ("Label", "bezeichnung|beschriftung|libellé|étiquette|etiqueta"),
    ("Action", "aktion|acción"),
    ("Description", "beschreibung|descripción"),
    ("Summary", "zusammenfassung|sommaire|résumé|sumario|resumen"),
    ("Connector", "konnektor|verbindung|connecteur|conector"),
    ("Context", "kontext|contexte|contexto"),
    ("Level", "stufe|niveau|nivel"),
    ("Initiator", "auslöser|initiateur|iniciador"),
    ("Message Key", "nachrichtenschlüssel|clé du message|clave del mensaje"),
    (
        "User Email",
        "benutzer-e-mail|e-mail des benutzers|e-mail de l’utilisateur|correo electrónico del usuario",
    ),
    ("User Login", "benutzer-login|benutzeranmeldung|identifiant de l’utilisateur|acceso de usuario"),
    ("Header Message", "kopfnachricht|message d’en-tête|mensaje de cabecera"),
    ("Details", "einzelheiten|détails|detalles"),
    ("Occasions", "ereignisse|vorkommnisse|occurrences|ocurrencias"),
];

/// A header with its titles in English. The first of two titles that one word may stand for is taken, unless the header
/// has it already.
pub fn english(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = header.to_vec();
    for n in 0..names.len() {
        let Some(word) = names.get(n).map(|name| name.trim().to_lowercase().replace('\'', "’")) else {
            continue;
        };
        let fits = |(_, words): &&(&str, &str)| words.split('|').any(|known| known == word);
        let mut titles = TITLES.iter().filter(fits).map(|(title, _)| *title);
        let free = titles.find(|title| !names.iter().any(|name| name == title));
        if let (Some(title), Some(name)) = (free, names.get_mut(n)) {
            title.clone_into(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::detect;
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn exports_of_sites_in_other_languages_are_known_and_read() {
        let activity = |header: &str| {
            format!(
                "{header}\n4000,Kritisch,\"13.03.2026 00:44:19.000\",System,203.0.113.66,Benutzer,Erstellt,\"Neuer Benutzer: wp_support1\nRolle: Administrator\"\n"
            )
        };
        for (text, format, event, kind) in [
            (
                activity("ID,Schweregrad,Datum,Benutzer,IP,Objekt,Ereignistyp,Benachrichtigung"),
                Format::WpActivityLog,
                "2026-03-13T00:44:19Z Neuer Benutzer: wp_support1; Rolle: Administrator",
                "Benutzer Erstellt",
            ),
            (
                activity("ID,Gravité,Date,Utilisateur,IP,Objet,Type d'événement,Message"),
                Format::WpActivityLog,
                "2026-03-13T00:44:19Z Neuer Benutzer: wp_support1; Rolle: Administrator",
                "Benutzer Erstellt",
            ),
            (
                activity("ID,Gravedad,Fecha,Usuario,Dirección IP,Objeto,Tipo de evento,Mensaje"),
                Format::WpActivityLog,
                "2026-03-13T00:44:19Z Neuer Benutzer: wp_support1; Rolle: Administrator",
                "Benutzer Erstellt",
            ),
            (
                "Datum,Autor,IP,Typ,Bezeichnung,Aktion,Beschreibung\n\"13. März 2026 00:44\",System,203.0.113.66,Benutzer,wp_support1,erstellt,Konto angelegt\n".to_owned(),
                Format::ActivityLogCsv,
                "2026-03-13T00:44:00Z Konto angelegt",
                "Benutzer erstellt",
            ),
            (
                "Datum (UTC),Datum (lokal),Logger,Stufe,Auslöser,Nachrichtenschlüssel,Benutzer-E-Mail,Benutzer-Login,Benutzerrollen,Kopfnachricht,Einzelheiten,Ereignisse\n\"2026-03-12 23:44:19\",\"2026-03-13 00:44:19\",SimpleUserLogger,info,wp_user,user_created,,anna,,anna,\"Benutzer wp_support1 erstellt\",1\n".to_owned(),
                Format::SimpleHistoryCsv,
                "2026-03-12T23:44:19Z anna: Benutzer wp_support1 erstellt",
                "user created",
            ),
            (
                // As the catalogues that come with the plugins have it, half in English.
                activity("ID,Severity,Date,Usager,IP,Object,Event Type,Message"),
                Format::WpActivityLog,
                "2026-03-13T00:44:19Z Neuer Benutzer: wp_support1; Rolle: Administrator",
                "Benutzer Erstellt",
            ),
            (
                activity("ID,Severity,Fecha,Usuario,IP,Object,Event Type,Mensaje"),
                Format::WpActivityLog,
                "2026-03-13T00:44:19Z Neuer Benutzer: wp_support1; Rolle: Administrator",
                "Benutzer Erstellt",
            ),
            (
                "Date,Sommaire,User,User ID,Connecteur,Contexte,Object ID,Action,Adresse IP\n\"2026/03/13 12:44:19 AM UTC\",Konto angelegt,System,0,users,users,7,created,203.0.113.66\n".to_owned(),
                Format::StreamCsv,
                "2026-03-13T00:44:19Z Konto angelegt",
                "users created",
            ),
            (
                "Fecha,Sumario,User,User ID,Conector,Contexto,Object ID,Acción,Dirección de IP\n\"2026/03/13 12:44:19 AM UTC\",Konto angelegt,System,0,users,users,7,created,203.0.113.66\n".to_owned(),
                Format::StreamCsv,
                "2026-03-13T00:44:19Z Konto angelegt",
                "users created",
            ),
            (
                "Datum,Zusammenfassung,Benutzer,Benutzer-ID,Konnektor,Kontext,Objekt-ID,Aktion,IP-Adresse\n\"2026/03/13 12:44:19 AM UTC\",Konto angelegt,System,0,users,users,7,created,203.0.113.66\n".to_owned(),
                Format::StreamCsv,
                "2026-03-13T00:44:19Z Konto angelegt",
                "users created",
            ),
        ] {
            let found = detect("export.csv", text.as_bytes(), text.len() as u64).unwrap();
            assert_eq!(found.candidates.first().map(|c| c.reading.format), Some(format), "{text}");
            let (table, report) = events(&text, format);
            assert_eq!((told(&table, 0).as_str(), table.kind(0), report.rows), (event, kind, 1), "{text}");
            assert!(["System, 203.0.113.66", "anna"].contains(&table.actor(0)), "{text}");
        }
    }

    #[test]
    fn a_plain_table_in_another_language_is_none_of_theirs() {
        for header in
            ["ID;Datum;Benutzer;Schweregrad;Meldung;Quelle;Host", "Datum;Benutzer;IP;Objekt;Meldung"]
        {
            let text = format!("{header}\n1;2026-03-13 00:44:19;anna;Hoch;Anmeldung;Firewall;web1\n");
            let found = detect("export.csv", text.as_bytes(), text.len() as u64).unwrap();
            assert_ne!(
                found.candidates.first().map(|c| c.reading.format),
                Some(Format::WpActivityLog),
                "{header}"
            );
        }
    }

    #[test]
    fn a_header_in_english_stays_as_it_is() {
        let all: Vec<String> = TITLES.iter().map(|(title, _)| (*title).to_owned()).collect();
        assert_eq!(english(&all), all);
        // Nobody's column is taken for two.
        let both = ["Date", "Datum", "note"].map(str::to_owned);
        assert_eq!(english(&both), both);
    }
}
