//! What can be replaced in a share, and for whom.

use serde::{Deserialize, Serialize};

/// For whom a share is made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// An authority: evidence of the attack stays, people, accounts and secrets do not.
    Regulator,
    /// The own organisation: systems stay, people and secrets do not.
    Internal,
    /// People who train on it: nothing stays that tells whose case it was.
    #[default]
    Training,
}

impl Audience {
    /// All of them in order.
    pub const ALL: [Audience; 3] = [Audience::Regulator, Audience::Internal, Audience::Training];

    /// Its name in files and options.
    pub fn id(self) -> &'static str {
        match self {
            Audience::Regulator => "regulator",
            Audience::Internal => "internal",
            Audience::Training => "training",
        }
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Audience::Regulator => "Regulator",
            Audience::Internal => "Internal",
            Audience::Training => "Training",
        }
    }

    /// What is done for it, in one sentence.
    pub fn words(self) -> &'static str {
        match self {
            Audience::Regulator => {
                "People, accounts, hosts, card numbers and secrets are replaced; addresses and domains of the attack, organisations and dates stay."
            }
            Audience::Internal => {
                "People, card numbers and secrets are replaced; systems, organisations and dates stay."
            }
            Audience::Training => {
                "All names, addresses, domains and numbers are replaced, and all dates move by whole weeks; intervals and weekdays stay."
            }
        }
    }
}

impl std::str::FromStr for Audience {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Audience::ALL.into_iter().find(|audience| audience.id() == text);
        found.ok_or_else(|| format!("“{text}” is none of {}", Audience::ALL.map(Audience::id).join(", ")))
    }
}

/// What kind of thing is replaced.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's name.
    Person,
    /// The name of an organisation that acts in the case.
    Organisation,
    /// A regulator, court or police force.
    Authority,
    /// Any other proper name.
    Name,
    /// A login.
    Account,
    /// A machine.
    Host,
    /// An e-mail address.
    Email,
    /// The address of a page.
    Url,
    /// A domain.
    Domain,
    /// An IP address.
    Ip,
    /// A payment card number: digits that pass Luhn's test.
    Card,
    /// A telephone number.
    Phone,
    /// An API key, a token, a password.
    Secret,
    /// A digest of a file.
    Digest,
    /// The number of an order, a ticket, a customer.
    Number,
    /// A date inside a text.
    Date,
}

impl Kind {
    /// All of them, in the order of a preview.
    pub const ALL: [Kind; 16] = [
        Kind::Person,
        Kind::Organisation,
        Kind::Authority,
        Kind::Name,
        Kind::Account,
        Kind::Host,
        Kind::Email,
        Kind::Url,
        Kind::Domain,
        Kind::Ip,
        Kind::Card,
        Kind::Phone,
        Kind::Secret,
        Kind::Digest,
        Kind::Number,
        Kind::Date,
    ];

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Person => "Person",
            Kind::Organisation => "Organisation",
            Kind::Authority => "Authority",
            Kind::Name => "Name",
            Kind::Account => "Account",
            Kind::Host => "Host",
            Kind::Email => "E-mail",
            Kind::Url => "Web address",
            Kind::Domain => "Domain",
            Kind::Ip => "IP address",
            Kind::Card => "Card number",
            Kind::Phone => "Telephone",
            Kind::Secret => "Key or secret",
            Kind::Digest => "File digest",
            Kind::Number => "Number",
            Kind::Date => "Date",
        }
    }

    /// Whether it is replaced for an audience unless a person says otherwise.
    pub fn is_replaced_for(self, audience: Audience) -> bool {
        use Kind::{Account, Card, Email, Host, Number, Person, Phone, Secret};
        match audience {
            Audience::Training => true,
            Audience::Regulator => {
                matches!(self, Person | Account | Host | Email | Card | Phone | Secret | Number)
            }
            Audience::Internal => matches!(self, Person | Email | Card | Phone | Secret),
        }
    }

    /// What a replacement of this kind begins with, before its number.
    pub(super) fn stem(self) -> &'static str {
        match self {
            Kind::Person => "Person ",
            Kind::Organisation => "Company ",
            Kind::Authority => "Authority ",
            Kind::Name => "Name ",
            Kind::Account => "account-",
            Kind::Host => "host-",
            Kind::Secret => "secret-",
            Kind::Digest => "digest-",
            Kind::Number => "id-",
            Kind::Card => "XXXX-XXXX-XXXX-",
            Kind::Phone => "+999 ",
            Kind::Email | Kind::Url | Kind::Domain | Kind::Ip | Kind::Date => "",
        }
    }
}

/// Where in a case something stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The text of an event.
    Event,
    /// Who acts in an event.
    Actor,
    /// What an event happened to.
    Asset,
    /// Kinds and tags of events.
    Tag,
    /// The name of a file.
    File,
    /// The title or identifier of the case.
    Title,
    /// A decision, note or correction of a person.
    Note,
    /// An action item.
    Action,
    /// The facts of the case and texts of notices.
    Fact,
    /// The response plan.
    Plan,
}

impl Place {
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Place::Event => "events",
            Place::Actor => "actors",
            Place::Asset => "assets",
            Place::Tag => "kinds and tags",
            Place::File => "file names",
            Place::Title => "title",
            Place::Note => "notes and corrections",
            Place::Action => "action items",
            Place::Fact => "facts and notices",
            Place::Plan => "plan",
        }
    }
}
