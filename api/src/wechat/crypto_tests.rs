//! The published vectors, both ways.

use super::crypto::{PushKeys, close_data, data_signature, open_data, session_signature};
use base64::{Engine as _, engine::general_purpose::STANDARD};

const SAFE: &str = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";

fn keys() -> PushKeys {
    PushKeys::new("AAAAA", &"A".repeat(43), "wxba5fad812f8e6fb9").unwrap()
}

#[test]
fn the_check_of_the_address_and_a_plain_push_are_signed_as_published() {
    let keys = keys();
    let check = "f464b24fc39322e44b38aa78f5edd27bd1441696";
    assert!(keys.signed(&["1714036504", "1514711492"], check));
    assert!(
        keys.signed(&["1514711492", "1714036504"], check),
        "the order does not matter"
    );
    assert!(keys.signed(&["1714037059", "486452656"], "899cf89e464efb63f54ddac96b0a0a235f53aa78"));
    assert!(!keys.signed(&["1714037059", "486452657"], "899cf89e464efb63f54ddac96b0a0a235f53aa78"));
    assert!(!keys.signed(&["1714037059", "486452656"], ""));
}

#[test]
fn the_published_encrypted_push_opens_and_closes_again_to_the_same() {
    let keys = keys();
    let signature = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3";
    assert!(keys.signed(&["1714112445", "415670741", SAFE], signature));
    let message = keys.open(SAFE).unwrap();
    assert_eq!(message.len(), 167);
    let event: serde_json::Value = serde_json::from_slice(&message).unwrap();
    assert_eq!(event["Event"], "debug_demo");
    assert_eq!(keys.close(&message, *b"a8eedb185eb2fecf").unwrap(), SAFE);
    let reply = keys
        .close(br#"{"demo_resp":"good luck"}"#, *b"707722b803182950")
        .unwrap();
    let expected = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==";
    assert_eq!(reply, expected);
    let signed = keys.sign(&["1713424427", "415670741", &reply]);
    assert_eq!(signed, "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
}

#[test]
fn keys_with_bits_to_spare_are_taken_and_what_was_touched_does_not_open() {
    // The last character of 43 carries two bits that belong to nothing.
    let text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP9";
    let keys = PushKeys::new("t0ken", text, "wx1").unwrap();
    for length in [0, 1, 7, 8, 9, 100, 4_000] {
        let message = vec![b'x'; length];
        let sealed = keys.close(&message, [7; 16]).unwrap();
        assert_eq!(keys.open(&sealed).unwrap(), message);
        let other = PushKeys::new("t0ken", text, "wx2").unwrap();
        assert!(other.open(&sealed).is_err(), "another app's");
        let mut touched: Vec<char> = sealed.chars().collect();
        let last = touched.len() - 4;
        touched[last] = if touched[last] == 'A' { 'B' } else { 'A' };
        assert!(keys.open(&touched.iter().collect::<String>()).is_err());
    }
    for nonsense in ["", "AAAA", "not base64", &"A".repeat(64)] {
        assert!(keys.open(nonsense).is_err(), "{nonsense}");
    }
    assert!(PushKeys::new("t0ken", "short", "wx1").is_err());
    assert!(PushKeys::new("t0ken", "", "wx1").unwrap().open(SAFE).is_err());
}

#[test]
fn session_signatures_and_open_data_are_as_published() {
    let key = "o0q0otL8aEzpcZL/FT9WsQ==";
    assert_eq!(
        session_signature(key, br#"{"foo":"bar"}"#),
        "654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b"
    );
    assert_eq!(
        session_signature(key, b""),
        "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128"
    );
    let raw = r#"{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}"#;
    assert_eq!(
        data_signature(raw, "HyVFkGl5F5OQWJZZaNzBBg=="),
        "75e81ceda165f4ffa64f4068af58c64b8f54b88c"
    );
    let (key, iv) = ("tiihtNczf5v6AKRyjwEUhQ==", "r7BXXKkLb8qrSNn05n0qiA==");
    let sealed = "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==";
    let plain = open_data(key, iv, sealed).unwrap();
    let data: serde_json::Value = serde_json::from_slice(&plain).unwrap();
    assert_eq!(data["openId"], "oGZUI0egBJY1zhBYw2KhdUfwVJJE");
    assert_eq!(data["unionId"], "ocMvos6NjeKLIBqg5Mr9QjxrP1FA");
    assert_eq!(data["watermark"]["appid"], "wx4f4bc4dec97d474b");
    assert_eq!(data["watermark"]["timestamp"], 1_477_314_187);
    let start: [u8; 16] = STANDARD.decode(iv).unwrap().try_into().unwrap();
    assert_eq!(close_data(key, start, &plain).unwrap(), sealed);
    assert!(
        open_data("HyVFkGl5F5OQWJZZaNzBBg==", iv, sealed).is_err(),
        "a new login replaced the key"
    );
}
