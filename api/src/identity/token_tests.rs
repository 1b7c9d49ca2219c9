//! Hostile tokens, each of which must be refused, and for its own reason.

use super::token::{KeySource, Keys, MAX_LIFE_SECONDS, NewAccess, TokenError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

const NOW: i64 = 1_790_000_000;
const SEED: [u8; 32] = [7; 32];

fn keys() -> Keys {
    Keys::new("https://yiting.test", "yiting", vec![KeySource::from_seed(&SEED)]).unwrap()
}

fn new() -> NewAccess {
    NewAccess {
        person: Uuid::from_u128(1),
        session: Uuid::from_u128(2),
        token_id: Uuid::from_u128(3),
        life_seconds: 900,
    }
}

fn sign_raw(seed: &[u8; 32], header: &str, payload: &str) -> String {
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend_from_slice(seed);
    let message = format!("{}.{}", B64.encode(header), B64.encode(payload));
    let key = EncodingKey::from_ed_der(&der);
    let sig = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::EdDSA).unwrap();
    format!("{message}.{sig}")
}

fn header(kid: &str) -> Value {
    json!({"alg": "EdDSA", "typ": "at+jwt", "kid": kid})
}

fn claims() -> Value {
    json!({
        "iss": "https://yiting.test", "aud": "yiting", "iat": NOW, "exp": NOW + 900,
        "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2), "jti": Uuid::from_u128(3),
    })
}

fn with(mut base: Value, field: &str, value: Value) -> String {
    base[field] = value;
    base.to_string()
}

fn without(mut base: Value, field: &str) -> String {
    base.as_object_mut().unwrap().remove(field);
    base.to_string()
}

#[test]
fn an_own_token_is_read_until_it_expires() {
    let keys = keys();
    keys.self_test().unwrap();
    let token = keys.issue_access(new(), NOW).unwrap();
    assert!(token.len() < 600, "{}", token.len());
    let read = keys.verify_access(&token, NOW).unwrap();
    assert_eq!((read.sub, read.sid), (Uuid::from_u128(1), Uuid::from_u128(2)));
    assert!(keys.verify_access(&token, NOW + 899).is_ok());
    assert_eq!(keys.verify_access(&token, NOW + 900), Err(TokenError::Expired));
    // Another instance's clock may run up to a minute ahead of ours.
    assert!(keys.verify_access(&token, NOW - 60).is_ok());
    assert_eq!(keys.verify_access(&token, NOW - 61), Err(TokenError::NotYetValid));
    let raw = sign_raw(&SEED, &header(keys.signing_kid()).to_string(), &claims().to_string());
    assert!(
        keys.verify_access(&raw, NOW).is_ok(),
        "the hostile cases start from a good one"
    );
}

#[test]
fn life_is_capped_at_issue() {
    let keys = keys();
    let long = NewAccess {
        life_seconds: 86_400,
        ..new()
    };
    let read = keys.verify_access(&keys.issue_access(long, NOW).unwrap(), NOW).unwrap();
    assert_eq!(read.exp - read.iat, MAX_LIFE_SECONDS);
}

#[test]
fn rotation_keeps_both_keys_alive() {
    let make = |seeds: &[[u8; 32]]| Keys::new("i", "a", seeds.iter().map(KeySource::from_seed).collect()).unwrap();
    let (old, both, new_only) = (make(&[[1; 32]]), make(&[[2; 32], [1; 32]]), make(&[[2; 32]]));
    both.self_test().unwrap();
    let from_old = old.issue_access(new(), NOW).unwrap();
    let from_both = both.issue_access(new(), NOW).unwrap();
    assert!(both.verify_access(&from_old, NOW).is_ok());
    assert!(new_only.verify_access(&from_both, NOW).is_ok());
    assert_eq!(new_only.verify_access(&from_old, NOW), Err(TokenError::UnknownKey));
    assert_eq!(both.jwks()["keys"].as_array().unwrap().len(), 2);
    assert!(Keys::new("i", "a", vec![]).is_err());
    let twice = vec![KeySource::from_seed(&SEED), KeySource::from_seed(&SEED)];
    assert!(Keys::new("i", "a", twice).is_err());
}

#[test]
fn the_public_key_is_that_of_rfc_8037_and_pem_equals_seed() {
    let seed = B64.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
    let seed: [u8; 32] = seed.try_into().unwrap();
    let keys = Keys::new("i", "a", vec![KeySource::from_seed(&seed)]).unwrap();
    let jwks = keys.jwks();
    assert_eq!(jwks["keys"][0]["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(keys.signing_kid(), "kPrK_qmxVWaYVA9w");
    assert!(jwks["keys"][0].get("d").is_none());

    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend_from_slice(&seed);
    let body = base64::engine::general_purpose::STANDARD.encode(der);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
    let source = KeySource::from_pem(&pem).unwrap();
    assert!(!format!("{source:?}").contains(&body));
    assert_eq!(
        Keys::new("i", "a", vec![source]).unwrap().signing_kid(),
        keys.signing_kid()
    );
    assert!(KeySource::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").is_err());
    assert!(KeySource::from_pem("nonsense").is_err());
}

#[test]
fn hostile_tokens_are_refused() {
    use TokenError as E;
    let keys = keys();
    let kid = keys.signing_kid().to_owned();
    let (h, c) = (header(&kid).to_string(), claims().to_string());
    let good = sign_raw(&SEED, &h, &c);
    let parts: Vec<&str> = good.split('.').collect();
    let re_head = |head: String| sign_raw(&SEED, &head, &c);
    let re_claim = |body: String| sign_raw(&SEED, &h, &body);
    let put = |field: &str, value: Value| re_claim(with(claims(), field, value));
    let head = |field: &str, value: Value| re_head(with(header(&kid), field, value));
    let unsigned = |alg: &str| {
        let head = with(header(&kid), "alg", json!(alg));
        format!("{}.{}.", B64.encode(head), parts[1])
    };
    let hs256 = {
        let message = format!("{}.{}", B64.encode(with(header(&kid), "alg", json!("HS256"))), parts[1]);
        let x = keys.jwks()["keys"][0]["x"].as_str().unwrap().to_owned();
        let mut mac = <Hmac<Sha256>>::new_from_slice(&B64.decode(x).unwrap()).unwrap();
        mac.update(message.as_bytes());
        format!("{message}.{}", B64.encode(mac.finalize().into_bytes()))
    };
    let other = with(claims(), "sub", json!(Uuid::from_u128(9)));
    let mut flipped = B64.decode(parts[2]).unwrap();
    flipped[0] ^= 1;

    // One case a line reads as a table.
    #[rustfmt::skip]
    let cases: Vec<(&str, String, E)> = vec![
        ("empty", String::new(), E::Malformed),
        ("only dots", "..".into(), E::Signature),
        ("alg none", unsigned("none"), E::Signature),
        ("alg None", unsigned("None"), E::Signature),
        ("alg NONE", unsigned("NONE"), E::Signature),
        ("alg none but signed", head("alg", json!("none")), E::Header),
        ("alg nOnE but signed", head("alg", json!("nOnE")), E::Header),
        ("HS256 with the public key", hs256, E::Signature),
        ("HS256 header", head("alg", json!("HS256")), E::Header),
        ("RS256 header", head("alg", json!("RS256")), E::Header),
        ("alg in lower case", head("alg", json!("eddsa")), E::Header),
        ("alg as list", head("alg", json!(["EdDSA"])), E::Header),
        ("empty signature", format!("{}.{}.", parts[0], parts[1]), E::Signature),
        ("zero signature", format!("{}.{}.{}", parts[0], parts[1], B64.encode([0; 64])), E::Signature),
        ("flipped bit", format!("{}.{}.{}", parts[0], parts[1], B64.encode(flipped)), E::Signature),
        ("cut short", good[..good.len() - 6].to_owned(), E::Signature),
        ("two parts", format!("{}.{}", parts[0], parts[1]), E::Malformed),
        ("swapped payload", format!("{}.{}.{}", parts[0], B64.encode(&other), parts[2]), E::Signature),
        ("unknown kid", head("kid", json!("nobody")), E::UnknownKey),
        ("kid as path", head("kid", json!("../../dev/null")), E::UnknownKey),
        ("no kid", re_head(without(header(&kid), "kid")), E::Header),
        ("another key, our kid", sign_raw(&[8; 32], &h, &c), E::Signature),
        ("typ JWT", head("typ", json!("JWT")), E::Header),
        ("typ in capitals", head("typ", json!("AT+JWT")), E::Header),
        ("no typ", re_head(without(header(&kid), "typ")), E::Header),
        ("jwk header", head("jwk", json!({"kty": "OKP", "crv": "Ed25519", "x": "AA"})), E::Header),
        ("jku header", head("jku", json!("https://evil.test/k")), E::Header),
        ("x5u header", head("x5u", json!("https://evil.test/c")), E::Header),
        ("crit header", head("crit", json!(["exp"])), E::Header),
        ("b64 header", head("b64", json!(false)), E::Header),
        ("repeated alg", re_head(h.replacen('{', r#"{"alg":"none","#, 1)), E::Header),
        ("expired", re_claim(between(NOW - 900, NOW)), E::Expired),
        ("not yet valid", re_claim(between(NOW + 61, NOW + 900)), E::NotYetValid),
        ("nbf ahead", put("nbf", json!(NOW + 61)), E::NotYetValid),
        ("too long a life", put("exp", json!(NOW + 901)), E::Life),
        ("exp before iat", put("exp", json!(NOW - 1)), E::Life),
        ("negative exp", put("exp", json!(-1)), E::Life),
        ("overflowing times", put("iat", json!(i64::MIN)), E::Life),
        ("exp as string", put("exp", json!("1790000900")), E::Claims),
        ("exp as float", put("exp", json!(1_790_000_900.5)), E::Claims),
        ("exp null", put("exp", Value::Null), E::Claims),
        ("exp too large for 64 bits", re_claim(c.replace(&(NOW + 900).to_string(), "99999999999999999999")), E::Claims),
        ("no exp", re_claim(without(claims(), "exp")), E::Claims),
        ("no iat", re_claim(without(claims(), "iat")), E::Claims),
        ("wrong iss", put("iss", json!("https://evil.test")), E::Issuer),
        ("iss with slash", put("iss", json!("https://yiting.test/")), E::Issuer),
        ("wrong aud", put("aud", json!("other")), E::Audience),
        ("aud as list", put("aud", json!(["yiting"])), E::Claims),
        ("no sub", re_claim(without(claims(), "sub")), E::Claims),
        ("sub not a UUID", put("sub", json!("admin")), E::Claims),
        ("sub as URN", put("sub", json!(format!("urn:uuid:{}", Uuid::from_u128(1)))), E::Claims),
        ("sub in unicode digits", put("sub", json!("０0000000-0000-0000-0000-000000000001")), E::Claims),
        ("repeated sub", re_claim(c.replacen('{', &format!(r#"{{"sub":"{}","#, Uuid::from_u128(9)), 1)), E::Claims),
        ("unknown claim", put("role", json!("ADMIN")), E::Claims),
        ("payload a list", re_claim("[]".into()), E::Claims),
        ("payload with a tail", re_claim(format!("{c}{{}}")), E::Claims),
        ("huge", put("iss", json!("x".repeat(5000))), E::TooLong),
        ("extra part", format!("{good}.{}", parts[2]), E::Malformed),
        ("leading dot", format!(".{good}"), E::Malformed),
        ("padding", format!("{good}=="), E::Malformed),
        ("leading space", format!(" {good}"), E::Malformed),
        ("trailing newline", format!("{good}\n"), E::Malformed),
        ("standard alphabet", format!("{}.{}.{}", parts[0], parts[1], "+/".repeat(43)), E::Malformed),
        ("unicode", format!("{}.{}.{}", parts[0], "载荷", parts[2]), E::Malformed),
        ("NUL", format!("{}\0", good), E::Malformed),
    ];
    assert!(cases.len() >= 28);
    for (name, token, expected) in cases {
        assert_eq!(keys.verify_access(&token, NOW), Err(expected), "{name}");
    }
}

fn between(iat: i64, exp: i64) -> String {
    let mut all = claims();
    all["iat"] = json!(iat);
    all["exp"] = json!(exp);
    all.to_string()
}
