//! What is read from Workers KV.

use beeline::live::{MAX_PUBLICATION_BYTES, Reference, Refusal, Sealer};
use beeline::routing::Bundle;
use beeline::secret::Secret;
use data_encoding::BASE64URL_NOPAD;

use super::input::Input;
use super::oracle::{KEY, SIGNED, hmac, secret};

/// Key id, signature and payload in a line each. `{}` for a signature stands for the genuine
/// one, and a payload that begins with a brace is put into base64url.
pub fn publication(data: &[u8]) {
    let mut input = Input::new(data);
    let (key_id, signature) = (input.line(), input.line());
    let bytes = input.rest();
    bundle(bytes);
    let payload = match bytes {
        json if json.starts_with(b"{") => BASE64URL_NOPAD.encode(json),
        text => String::from_utf8_lossy(text).into_owned(),
    };
    let signed = format!("beeline-publication.v1.{key_id}.{payload}");
    let genuine = BASE64URL_NOPAD.encode(&hmac(KEY.as_bytes(), signed.as_bytes()));
    let signature = signature.replace(SIGNED, &genuine);
    let sealed = format!("v1.{key_id}.{signature}.{payload}");
    let sealer = Sealer::new("k1".into(), secret());
    let publication = match sealer.open(&sealed) {
        Ok(publication) => publication,
        Err(Refusal::Signature) => {
            let is_sound = key_id == "k1" && signature == genuine;
            return assert!(!is_sound, "our own signature is refused");
        }
        Err(_) => return,
    };
    assert!(sealed.len() <= MAX_PUBLICATION_BYTES, "too long, and read");
    assert_eq!((&*key_id, &signature), ("k1", &genuine), "forged");
    let other = Sealer::new("k1".into(), Secret::new(&KEY.to_uppercase()).unwrap());
    assert_eq!(other.open(&sealed), Err(Refusal::Signature), "any key opens it");
    if let Ok(again) = sealer.seal(&publication) {
        assert_eq!(sealer.open(&again).as_ref(), Ok(&publication), "opens as another");
    }
}

/// A bundle's bytes, signed for: what is read is written as a bundle that is the same.
fn bundle(bytes: &[u8]) {
    if let Ok(bundle) = Reference::to(bytes).read(bytes) {
        let written = bundle.write().unwrap();
        assert_eq!(Bundle::read(&written).as_ref(), Ok(&bundle), "written, and read as another");
    }
}
