//! What the targets hold the domain against, from other sources than the domain's own.

use beeline::intake::{Fields, MAX_LIST_ITEMS, MAX_NAME_BYTES, MAX_VALUE_BYTES, Scalar};
use beeline::secret::Secret;
use sha2::{Digest, Sha256};

/// Every key here. A fuzzer cannot guess a signature of it: where an input is to have one, it
/// says [`SIGNED`], and the target puts it there.
pub const KEY: &str = "a key of the fuzz targets, 40 characters";
/// Stands in an input for the genuine signature.
pub const SIGNED: &str = "{}";

pub fn secret() -> Secret {
    Secret::new(KEY).unwrap()
}

/// HMAC-SHA256 (RFC 2104, section 2) of a key of at most one block, from the hash alone.
pub fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

/// The keyed digest of some parts, each closed by a zero byte.
pub fn digest(parts: &[&str]) -> [u8; 32] {
    let closed: String = parts.iter().map(|part| format!("{part}\0")).collect();
    hmac(KEY.as_bytes(), closed.as_bytes())
}

/// No reader lets more through than the contract is made for.
pub fn assert_within_limits(fields: &Fields, most: usize) {
    let mut count = 0;
    let mut last: Option<&str> = None;
    for (name, value) in fields.iter() {
        count += 1;
        assert!(name.len() <= MAX_NAME_BYTES, "a name of {} bytes", name.len());
        assert!(last.is_none_or(|last| last < name), "names are not in order");
        last = Some(name);
        match value {
            Scalar::Text(text) => assert!(text.len() <= MAX_VALUE_BYTES, "a value of {} bytes", text.len()),
            Scalar::Number(number) => assert!(number.is_finite()),
            Scalar::Boolean(_) => {}
            Scalar::List(items) => {
                assert!(items.len() <= MAX_LIST_ITEMS, "a list of {}", items.len());
                assert!(items.iter().all(|item| item.len() <= MAX_VALUE_BYTES));
            }
        }
    }
    assert!(count <= most, "{count} fields");
}
