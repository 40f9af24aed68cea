//! From a passphrase to the store's key.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::StoreError;

/// Argon2id: memory in KiB, passes, lanes. About 180 ms on a laptop of 2026.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// Bytes of salt: the first bytes of the file, as SQLCipher lays it out.
pub(super) const SALT: usize = 16;

/// What opens a store. Wiped from memory when dropped; never printed.
pub enum Secret {
    /// What a person typed or a file held.
    Passphrase(Zeroizing<String>),
    /// A key that nobody knows: the demonstration store's.
    Random(Zeroizing<[u8; 32]>),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A secret from what a person typed.
    #[must_use]
    pub fn passphrase(text: String) -> Self {
        Self::Passphrase(Zeroizing::new(text))
    }

    /// A random key.
    pub fn random() -> Result<Self, StoreError> {
        let mut key = Zeroizing::new([0_u8; 32]);
        getrandom::fill(key.as_mut_slice()).map_err(|e| StoreError::Key(e.to_string()))?;
        Ok(Self::Random(key))
    }

    /// The statement that hands SQLCipher the raw key and the salt.
    pub(super) fn pragma(&self, salt: &[u8; SALT]) -> Result<Zeroizing<String>, StoreError> {
        let key = match self {
            Self::Random(key) => key.clone(),
            Self::Passphrase(text) => derive(text.as_bytes(), salt)?,
        };
        let mut hex = Zeroizing::new(String::with_capacity(96 + 20));
        hex.push_str("PRAGMA key = \"x'");
        for byte in key.iter().chain(salt) {
            for nibble in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        hex.push_str("'\"");
        Ok(hex)
    }
}

fn derive(passphrase: &[u8], salt: &[u8; SALT]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let fault = |e: argon2::Error| StoreError::Key(e.to_string());
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(fault)?;
    let mut key = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, key.as_mut_slice())
        .map_err(fault)?;
    Ok(key)
}

/// A new random salt.
pub(super) fn new_salt() -> Result<[u8; SALT], StoreError> {
    let mut salt = [0_u8; SALT];
    getrandom::fill(&mut salt).map_err(|e| StoreError::Key(e.to_string()))?;
    Ok(salt)
}
