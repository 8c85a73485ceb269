//! Files that are encrypted and open without a password (ISO 32000-2, 7.6): most encrypted files only forbid to print or
//! change them, and every reader shows them.

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use md5::Md5;
use rc4::{KeyInit, Rc4, StreamCipher};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::objects::{Dict, File, Object, Slot};

/// What fills an empty password up to its length (algorithm 2).
const NO_PASSWORD: [u8; 32] = *b"\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A";

/// How something is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Plain,
    Rc4,
    Aes128,
    Aes256,
}

/// The key of a file that opens without a password.
#[derive(Debug)]
pub(super) struct Keys {
    key: Vec<u8>,
    streams: Way,
    texts: Way,
}

impl Keys {
    /// The key of a file that is encrypted as `lock` says; `None` where it asks for a password, or is encrypted in a way that
    /// is not known.
    pub fn of(file: &File<'_>, lock: &Dict) -> Option<Self> {
        let number = |name: &str| Some(file.get(lock, name)?.number()? as i64);
        let (version, revision) = (number("V")?, number("R")?);
        if file.get(lock, "Filter")?.name()? != b"Standard" {
            return None;
        }
        let filter = |name: &str| match file.get(lock, name).as_ref().and_then(Object::name) {
            None | Some(b"Identity") => Some(None),
            Some(name) => Some(Some(file.dict(&file.dict(lock, "CF")?, std::str::from_utf8(name).ok()?)?)),
        };
        let (streams, texts) = match version {
            1 | 2 => (Way::Rc4, Way::Rc4),
            4 | 5 => (way(file, filter("StmF")?.as_ref())?, way(file, filter("StrF")?.as_ref())?),
            _ => return None,
        };
        let secrets = Secrets { file, lock };
        let key = match (version, revision) {
            (1, 2) => secrets.old_key(2, 5)?,
            (2, 2..=3) => secrets.old_key(revision, bytes_of(number("Length").unwrap_or(40))?)?,
            (4, 4) => secrets.old_key(4, 16)?,
            (5, 5..=6) => secrets.new_key(revision)?,
            _ => return None,
        };
        Some(Self { key, streams, texts })
    }

    /// An object as it was before it was encrypted, which it was as the one in this slot.
    pub fn object(&self, slot: Slot, object: Object) -> Object {
        match object {
            Object::Text(text) => Object::Text(self.plain(self.texts, slot, text)),
            Object::List(list) => Object::List(list.into_iter().map(|part| self.object(slot, part)).collect()),
            Object::Dict(dict) => {
                Object::Dict(dict.into_iter().map(|(name, part)| (name, self.object(slot, part))).collect())
            }
            other => other,
        }
    }

    /// The bytes of the stream in a slot as they were before they were encrypted.
    pub fn stream(&self, slot: Slot, bytes: &[u8]) -> Vec<u8> {
        self.plain(self.streams, slot, bytes.to_vec())
    }

    fn plain(&self, way: Way, slot: Slot, mut bytes: Vec<u8>) -> Vec<u8> {
        match way {
            Way::Plain => bytes,
            Way::Rc4 => {
                rc4(&self.key_of(slot, b""), &mut bytes);
                bytes
            }
            Way::Aes128 => unchained::<cbc::Decryptor<Aes128>>(&self.key_of(slot, b"sAlT"), &bytes),
            Way::Aes256 => unchained::<cbc::Decryptor<Aes256>>(&self.key, &bytes),
        }
    }

    /// The key of what is in a slot (algorithm 1).
    fn key_of(&self, slot: Slot, salt: &[u8]) -> Vec<u8> {
        const LONGEST: usize = 16;
        let [low, middle, high, _] = slot.number.to_le_bytes();
        let hash = Md5::new()
            .chain_update(&self.key)
            .chain_update([low, middle, high])
            .chain_update(slot.generation.to_le_bytes())
            .chain_update(salt)
            .finalize();
        hash.iter().copied().take(LONGEST.min(self.key.len() + 5)).collect()
    }
}

/// How a filter for encryption works; none leaves everything as it is.
fn way(file: &File<'_>, filter: Option<&Dict>) -> Option<Way> {
    let Some(filter) = filter else { return Some(Way::Plain) };
    Some(match file.get(filter, "CFM")?.name()? {
        b"None" => Way::Plain,
        b"V2" => Way::Rc4,
        b"AESV2" => Way::Aes128,
        b"AESV3" => Way::Aes256,
        _ => return None,
    })
}

/// The length of a key in bytes from that in bits.
fn bytes_of(bits: i64) -> Option<usize> {
    usize::try_from(bits / 8).ok().filter(|bytes| (5..=16).contains(bytes))
}

/// What a file tells of its passwords.
struct Secrets<'a> {
    file: &'a File<'a>,
    lock: &'a Dict,
}

impl Secrets<'_> {
    fn bytes(&self, name: &str, length: usize) -> Option<Vec<u8>> {
        let Object::Text(mut bytes) = self.file.get(self.lock, name)? else { return None };
        bytes.truncate(length);
        (bytes.len() == length).then_some(bytes)
    }

    /// The key that revisions 2 to 4 make of an empty password (algorithm 2), where it is the right one (6).
    fn old_key(&self, revision: i64, length: usize) -> Option<Vec<u8>> {
        let id = self.file.id();
        let may = self.file.get(self.lock, "P")?.number()? as i64 as u32;
        let hides_metadata = self.file.get(self.lock, "EncryptMetadata") != Some(Object::Word(b"false".to_vec()));
        let mut hash = Md5::new()
            .chain_update(NO_PASSWORD)
            .chain_update(self.bytes("O", 32)?)
            .chain_update(may.to_le_bytes())
            .chain_update(&id);
        if revision >= 4 && !hides_metadata {
            hash.update([0xFF; 4]);
        }
        let mut key = hash.finalize().to_vec();
        key.truncate(length);
        if revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key).to_vec();
                key.truncate(length);
            }
        }
        let mut proof = if revision == 2 {
            NO_PASSWORD.to_vec()
        } else {
            Md5::new().chain_update(NO_PASSWORD).chain_update(&id).finalize().to_vec()
        };
        for round in 0..if revision == 2 { 1 } else { 20_u8 } {
            let turned: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
            rc4(&turned, &mut proof);
        }
        (self.bytes("U", proof.len())? == proof).then_some(key)
    }

    /// The key that revisions 5 and 6 keep for an empty password (algorithm 2.A), where that is the right one (11).
    fn new_key(&self, revision: i64) -> Option<Vec<u8>> {
        let user = self.bytes("U", 48)?;
        let (proof, salts) = user.split_at_checked(32)?;
        let (for_proof, for_key) = salts.split_at_checked(8)?;
        let hash = if revision == 5 { |salt: &[u8]| Sha256::digest(salt).to_vec() } else { hardened };
        if hash(for_proof) != proof {
            return None;
        }
        let mut kept = [&[0; 16], self.bytes("UE", 32)?.as_slice()].concat();
        kept = unpadded::<cbc::Decryptor<Aes256>>(&hash(for_key), &kept);
        (kept.len() == 32).then_some(kept)
    }
}

/// The hash of an empty password with a salt, of revision 6 (algorithm 2.B).
fn hardened(salt: &[u8]) -> Vec<u8> {
    const ROUNDS: u32 = 64;
    const REPEATED: usize = 64;
    let mut key = Sha256::digest(salt).to_vec();
    let (mut round, mut last) = (0_u32, 0_u8);
    while round < ROUNDS || u32::from(last) > round - 32 {
        let mut bytes = key.repeat(REPEATED);
        let length = bytes.len();
        let (Some(half), Some(start)) = (key.get(..16), key.get(16..32)) else { break };
        let Ok(cipher) = cbc::Encryptor::<Aes128>::new_from_slices(half, start) else { break };
        let _ = cipher.encrypt_padded::<NoPadding>(&mut bytes, length);
        let sum: u32 = bytes.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum % 3 {
            0 => Sha256::digest(&bytes).to_vec(),
            1 => Sha384::digest(&bytes).to_vec(),
            _ => Sha512::digest(&bytes).to_vec(),
        };
        last = bytes.last().copied().unwrap_or(0);
        round += 1;
    }
    key.truncate(32);
    key
}

fn rc4(key: &[u8], bytes: &mut [u8]) {
    if let Ok(mut cipher) = Rc4::new_from_slice(key) {
        cipher.apply_keystream(bytes);
    }
}

/// What was encrypted with AES in a chain, which begins with its first block (algorithm 1.A): without what filled the last one.
fn unchained<C: BlockModeDecrypt + KeyIvInit>(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut plain = unpadded::<C>(key, bytes);
    let filled = plain.last().map_or(0, |byte| usize::from(*byte));
    if (1..=16).contains(&filled) {
        plain.truncate(plain.len().saturating_sub(filled));
    }
    plain
}

/// The same with what filled the last block; a block that is cut off is lost.
fn unpadded<C: BlockModeDecrypt + KeyIvInit>(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Some((start, chained)) = bytes.split_at_checked(16) else { return Vec::new() };
    let mut plain = chained.get(..chained.len() / 16 * 16).unwrap_or_default().to_vec();
    let undone =
        C::new_from_slices(key, start).ok().map(|cipher| cipher.decrypt_padded::<NoPadding>(&mut plain).is_ok());
    if undone == Some(true) { plain } else { Vec::new() }
}
