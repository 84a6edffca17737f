//! A `.floodmark` file under a passphrase.
//!
//! The whole file is encrypted; what stands before it says how, and is authenticated with it. Only the program that opens
//! packed files and the host link this.
//!
//! # Form
//!
//! All numbers are little end first.
//!
//! | bytes | what |
//! |---|---|
//! | 0–7 | `FLOODMRK` |
//! | 8 | version of this form: 1 |
//! | 9 | how the key is made: 1 is Argon2id, version 0x13 |
//! | 10–13, 14–17, 18–21 | its memory in KiB, its passes, its lanes |
//! | 22 | how it is encrypted: 1 is AES-256-GCM |
//! | 23–38 | salt, drawn anew for each file |
//! | 39–50 | nonce, drawn anew for each file |
//! | 51–66 | check of the passphrase: the first 16 bytes of the SHA-256 of the second half of what Argon2id gives |
//! | 67–98 | check against damage: the SHA-256 of bytes 0–66 and of all bytes from 99 on |
//! | 99– | the file, encrypted, with its tag of 16 bytes; bytes 0–66 are its associated data |
//!
//! Argon2id gives 64 bytes for the passphrase in UTF-8: 32 for the key, 32 for the check. Whoever tries passphrases pays for
//! Argon2id each time, with the check as without.
//!
//! So what goes wrong is told apart: a file that was damaged on its way fails the check against damage; a wrong passphrase
//! fails its own; and a file that somebody changed who could mend the checks, but has not the key, fails the tag.

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, KeyInit, Nonce, Payload};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"FLOODMRK";
const VERSION: u8 = 1;
const CHECKED: usize = 67;
const HEAD: usize = 99;
const TAG: usize = 16;

/// 64 MiB and three passes take a third of a second on a laptop, and each guess as long.
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// A file that asks for more than this is not one of ours, and would only cost time and memory.
const MOST: [u32; 3] = [1024 * 1024, 64, 16];

/// What is drawn anew for each file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// For the key.
    pub salt: [u8; 16],
    /// For the cipher.
    pub nonce: [u8; 12],
}

impl Drawn {
    /// Out of as many bytes of chance.
    pub fn of(bytes: [u8; 28]) -> Drawn {
        let (mut salt, mut nonce) = ([0; 16], [0; 12]);
        salt.copy_from_slice(bytes.get(..16).unwrap_or(&[0; 16]));
        nonce.copy_from_slice(bytes.get(16..).unwrap_or(&[0; 12]));
        Drawn { salt, nonce }
    }
}

/// A file under a passphrase that cannot be opened, or made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SealError {
    /// No passphrase at all.
    #[error("a file cannot be encrypted without a passphrase; type one")]
    NoPassphrase,
    /// It is of a newer program.
    #[error("the file is encrypted in a newer way ({found}); open it with a newer Floodmark")]
    Newer {
        /// What it says.
        found: u8,
    },
    /// It was cut or damaged on its way.
    #[error("the file is damaged: its bytes are not those that were saved; use an undamaged copy")]
    Damaged,
    /// The passphrase is another.
    #[error("the passphrase does not fit; type it as it was when the file was saved")]
    WrongPassphrase,
    /// Somebody changed it who had not the key.
    #[error(
        "the file was changed after it was encrypted, by somebody without its passphrase; do not trust it, use the copy that you saved"
    )]
    Tampered,
    /// There is no room for the key.
    #[error("there is not enough memory to make the key; close other tabs and try again")]
    NoRoom,
}

/// Whether a file is one under a passphrase, by its first bytes.
///
/// ```
/// use floodmark::workspace::sealed::is_sealed;
/// assert!(is_sealed(b"FLOODMRK\x01\x01"));
/// assert!(!is_sealed(b"{\"format\":"));
/// ```
pub fn is_sealed(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Encrypts a file. `drawn` must be other bytes of chance each time.
///
/// # Errors
/// [`SealError::NoPassphrase`], [`SealError::NoRoom`].
pub fn seal(plain: &[u8], passphrase: &str, drawn: Drawn) -> Result<Vec<u8>, SealError> {
    if passphrase.is_empty() {
        return Err(SealError::NoPassphrase);
    }
    let keys = Keys::new(passphrase, &drawn.salt, [MEMORY, PASSES, LANES])?;
    let mut file = Vec::with_capacity(HEAD + plain.len() + TAG);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&[VERSION, 1]);
    for number in [MEMORY, PASSES, LANES] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.push(1);
    file.extend_from_slice(&drawn.salt);
    file.extend_from_slice(&drawn.nonce);
    file.extend_from_slice(&keys.check);
    // The check against damage is over what the cipher gives, so the tag is over the head before it.
    let nonce = Nonce::<Aes256Gcm>::from(drawn.nonce);
    let secret =
        keys.cipher()?.encrypt(&nonce, Payload { msg: plain, aad: &file }).map_err(|_| SealError::NoRoom)?;
    let damage = damage_check(&file, &secret);
    file.extend_from_slice(&damage);
    file.extend_from_slice(&secret);
    Ok(file)
}

/// Decrypts a file.
///
/// # Errors
/// [`SealError`], with what is wrong told apart.
pub fn open(file: &[u8], passphrase: &str) -> Result<Vec<u8>, SealError> {
    let (head, secret) = file.split_at_checked(HEAD).ok_or(SealError::Damaged)?;
    let (checked, damage) = head.split_at_checked(CHECKED).ok_or(SealError::Damaged)?;
    if !is_sealed(head) || secret.len() < TAG {
        return Err(SealError::Damaged);
    }
    let byte = |at: usize| checked.get(at).copied().unwrap_or_default();
    if byte(8) > VERSION {
        return Err(SealError::Newer { found: byte(8) });
    }
    if damage_check(checked, secret) != damage {
        return Err(SealError::Damaged);
    }
    if byte(9) != 1 || byte(22) != 1 {
        return Err(SealError::Newer { found: byte(9).max(byte(22)) });
    }
    let number = |at: usize| u32::from_le_bytes([byte(at), byte(at + 1), byte(at + 2), byte(at + 3)]);
    let cost = [number(10), number(14), number(18)];
    if cost.iter().zip(MOST).any(|(n, most)| *n > most) {
        return Err(SealError::Tampered);
    }
    let part = |from: usize, to: usize| checked.get(from..to).unwrap_or_default();
    let keys = Keys::new(passphrase, part(23, 39), cost)?;
    if keys.check != part(51, 67) {
        return Err(SealError::WrongPassphrase);
    }
    let nonce = Nonce::<Aes256Gcm>::try_from(part(39, 51)).map_err(|_| SealError::Damaged)?;
    keys.cipher()?.decrypt(&nonce, Payload { msg: secret, aad: checked }).map_err(|_| SealError::Tampered)
}

fn damage_check(head: &[u8], secret: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(head);
    hash.update(secret);
    hash.finalize().into()
}

/// What is made of a passphrase.
struct Keys {
    key: [u8; 32],
    check: [u8; 16],
}

impl Keys {
    fn new(passphrase: &str, salt: &[u8], [memory, passes, lanes]: [u32; 3]) -> Result<Keys, SealError> {
        let mut out = [0; 64];
        let params = Params::new(memory, passes, lanes, Some(out.len())).map_err(|_| SealError::Tampered)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(passphrase.as_bytes(), salt, &mut out).map_err(|_| SealError::NoRoom)?;
        let (mut key, mut check) = ([0; 32], [0; 16]);
        let (first, second) = out.split_at(32);
        key.copy_from_slice(first);
        let hash: [u8; 32] = Sha256::digest(second).into();
        check.copy_from_slice(hash.get(..16).unwrap_or(&[0; 16]));
        Ok(Keys { key, check })
    }

    fn cipher(&self) -> Result<Aes256Gcm, SealError> {
        Aes256Gcm::new_from_slice(&self.key).map_err(|_| SealError::NoRoom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(plain: &[u8]) -> Vec<u8> {
        seal(plain, "correct horse", Drawn::of(std::array::from_fn(|n| n as u8))).unwrap()
    }

    #[test]
    fn a_file_opens_with_its_passphrase_alone_and_holds_nothing_readable() {
        let file = sealed(b"{\"format\":\"floodmark/workspace\"}");
        assert_eq!(open(&file, "correct horse").unwrap(), b"{\"format\":\"floodmark/workspace\"}");
        assert_eq!(open(&file, "correct horses"), Err(SealError::WrongPassphrase));
        assert_eq!(open(&file, ""), Err(SealError::WrongPassphrase));
        assert!(!file.windows(9).any(|w| w == b"floodmark"));
        assert_eq!(seal(b"", "", Drawn::of([0; 28])), Err(SealError::NoPassphrase));
        assert_eq!(open(&sealed(b""), "correct horse").unwrap(), b"");
    }

    /// Mends the check against damage, as somebody would who wants a change to go unnoticed.
    fn mended(mut file: Vec<u8>) -> Vec<u8> {
        let check = damage_check(&file[..CHECKED], &file[HEAD..]);
        file[CHECKED..HEAD].copy_from_slice(&check);
        file
    }

    #[test]
    fn damage_and_tampering_are_told_apart() {
        let file = sealed(b"some plain text of a workspace");
        // Any byte of it, and any end.
        for n in (0..file.len()).filter(|n| *n != 8 && *n > 7) {
            let mut damaged = file.clone();
            damaged[n] ^= 0x10;
            assert_eq!(open(&damaged, "correct horse"), Err(SealError::Damaged), "byte {n}");
        }
        for end in [0, 7, 50, HEAD, file.len() - 1] {
            assert_eq!(open(&file[..end], "correct horse"), Err(SealError::Damaged), "{end} bytes");
        }
        let mut newer = file.clone();
        newer[8] = 2;
        assert_eq!(open(&newer, "correct horse"), Err(SealError::Newer { found: 2 }));
        // The text, the nonce, the tag.
        for n in [HEAD + 3, 40, file.len() - 2] {
            let mut changed = file.clone();
            changed[n] ^= 1;
            assert_eq!(open(&mended(changed), "correct horse"), Err(SealError::Tampered), "byte {n}");
        }
        // A key that would cost all memory is not even made.
        let mut costly = file.clone();
        costly[13] = 0xFF;
        assert_eq!(open(&mended(costly), "correct horse"), Err(SealError::Tampered));
        let mut salted = file;
        salted[30] ^= 1;
        assert_eq!(open(&mended(salted), "correct horse"), Err(SealError::WrongPassphrase));
    }

    #[test]
    fn the_form_is_what_is_documented() {
        // Written by another implementation of both standards (pyca/cryptography), from the table above.
        let saved = include_bytes!("../../tests/it/file/sealed-1.floodmark");
        let plain = open(saved, "Übung macht den Meister").unwrap();
        assert_eq!(plain, b"{\"format\":\"floodmark/workspace\",\"version\":1}");
    }
}
