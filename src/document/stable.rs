//! Names for what is written: the same case gives the same names, on any machine and on any day.

use crate::model::source::is_hash;
use crate::model::{Case, Timestamp};
use uuid::Uuid;

/// The namespace of all names that Floodmark makes.
const FLOODMARK: Uuid = Uuid::from_u128(0x8f1c_6d2e_41b7_4c55_9a0e_5b7d_f10d_3a4c);

/// A UUID (version 5) for something of a case.
///
/// A case is known by when it was made; one that was made at no time, as by `analyse`, by its name and its first file.
pub fn uuid(case: &Case, what: &str) -> Uuid {
    let made = case.created.filter(|at| *at != Timestamp::default());
    let of = match made {
        Some(at) => at.0.to_string(),
        None => {
            let hash = case.sources.first().map(|s| s.sha256.as_str()).filter(|hash| is_hash(hash));
            format!("{}\n{}", case.name, hash.unwrap_or_default())
        }
    };
    Uuid::new_v5(&FLOODMARK, format!("{}\n{of}\n{what}", case.id.0).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_the_case_and_what_it_is_of_and_nothing_else() {
        let case = Case { name: "kestrel".into(), ..Case::default() };
        let renamed = Case { title: "Another title".into(), ..case.clone() };
        assert_eq!(uuid(&case, "incident"), uuid(&renamed, "incident"));
        assert_ne!(uuid(&case, "incident"), uuid(&case, "identity"));
        let other = Case { created: Some(Timestamp(7)), ..case.clone() };
        assert_ne!(uuid(&case, "incident"), uuid(&other, "incident"));
        assert_eq!(uuid(&case, "incident").get_version_num(), 5);
    }
}
