//! `POST /uploads` and `/files/…` of a real server: what `wx.uploadFile` sends, and what it never would.

use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};
use yiting_e2e::{
    client::{Client, key},
    demo::Place,
    process::Server,
    s3::S3Server,
};

/// A sound JPEG of 48 by 32 pixels.
const PHOTO: &[u8] = include_bytes!("../../api/tests/data/pictures/progressive.jpg");

const BOUNDARY: &str = "----WebKitFormBoundaryYiting7MA4YWxk";

/// A part of a form.
fn part(head: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n").into_bytes();
    bytes.extend(body);
    bytes.extend(b"\r\n");
    bytes
}

fn file(body: &[u8]) -> Vec<u8> {
    part(
        "name=\"file\"; filename=\"../../etc/passwd.jpg\"\r\ncontent-type: text/html",
        body,
    )
}

fn field(name: &str, value: &str) -> Vec<u8> {
    part(&format!("name=\"{name}\""), value.as_bytes())
}

fn form(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = parts.concat();
    bytes.extend(format!("--{BOUNDARY}--\r\n").bytes());
    bytes
}

/// Sends a body as a form; status and JSON.
fn send(server: &Server, token: Option<&str>, body: Vec<u8>, more: &[(&str, &str)]) -> (u16, Value) {
    let http = reqwest::blocking::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(60))
        .build()
        .expect("a client");
    let mut request = http
        .post(format!("{}/uploads", server.base))
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(body);
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().expect("JSON"))
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    let code = answer.1["errors"][0]["extensions"]["code"].as_str();
    (answer.0, code.unwrap_or("no code"))
}

/// Status, headers and bytes of a path.
fn get(server: &Server, path: &str) -> (u16, reqwest::header::HeaderMap, Vec<u8>) {
    let http = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let answer = http.get(format!("{}{path}", server.base)).send().expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().expect("bytes").to_vec())
}

fn resident(server: &Server) -> Client {
    let labels = Client::anonymous(&server.base).read("/demo/personas");
    let labels = labels.as_array().expect("labels");
    let found = labels
        .iter()
        .filter_map(Value::as_str)
        .find(|label| label.ends_with("居民"));
    Client::persona(&server.base, found.expect("a resident"))
}

fn sent_and_seen(place: &Place, more: &[(&str, &str)]) {
    let server = place.demo_with(0, more);
    let who = resident(&server);
    let key = key();
    let body = form(&[field("clientMutationId", &key), field("scene", "draft"), file(PHOTO)]);
    let (status, first) = send(&server, Some(who.token()), body.clone(), &[]);
    assert_eq!(status, 200, "{first}");
    assert_eq!(
        (&first["width"], &first["height"], &first["state"]),
        (&json!(48), &json!(32), &json!("PENDING"))
    );
    // The file before the fields, and once more: the same picture.
    let turned = form(&[file(PHOTO), field("clientMutationId", &key)]);
    for again in [body, turned] {
        let (status, second) = send(&server, Some(who.token()), again, &[]);
        assert_eq!((status, &second["id"]), (200, &first["id"]));
    }
    let other = form(&[
        field("clientMutationId", &key),
        file(include_bytes!("../../api/tests/data/pictures/grey.jpg")),
    ]);
    assert_eq!(
        code(&send(&server, Some(who.token()), other, &[])),
        (409, "IDEMPOTENCY_CONFLICT")
    );

    let url = first["url"].as_str().expect("an address");
    let (status, headers, bytes) = get(&server, url);
    assert_eq!(status, 200);
    assert!(bytes.starts_with(&[0xFF, 0xD8, 0xFF]));
    let head = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    assert_eq!(head("content-type"), "image/jpeg");
    assert_eq!(head("x-content-type-options"), "nosniff");
    assert_eq!(head("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(head("cache-control"), "private, no-store");
    let bare = url.split('?').next().expect("a path");
    let forged = format!("{bare}?until=99999999999999&key=AAAA");
    for closed in [
        bare,
        &forged,
        "/files/../secret",
        "/files/..%2fsecret",
        "/files/x.jpg",
        "/files/",
    ] {
        assert_eq!(get(&server, closed).0, 404, "{closed}");
    }
    let (status, _, small) = get(&server, first["thumbnailUrl"].as_str().expect("an address"));
    assert_eq!(status, 200);
    assert!(!small.is_empty());
}

#[test]
fn a_picture_is_sent_as_wechat_sends_it_and_seen_by_its_link() {
    sent_and_seen(&Place::sqlite("uploads"), &[]);
}

#[test]
fn the_same_with_a_bucket() {
    let store = S3Server::start();
    let endpoint = store.endpoint();
    sent_and_seen(
        &Place::sqlite("uploads-s3"),
        &[
            ("YITING_S3_ENDPOINT", &endpoint),
            ("YITING_S3_BUCKET", S3Server::BUCKET),
            ("YITING_S3_KEY", S3Server::KEY),
            ("YITING_S3_SECRET", S3Server::SECRET),
        ],
    );
}

#[test]
fn forms_that_no_client_of_ours_sends_are_refused_and_the_server_goes_on() {
    let place = Place::sqlite("uploads-hostile");
    let server = place.demo_with(0, &[("YITING_RETIRED_SDK", "<0.0.9")]);
    let who = resident(&server);
    let token = Some(who.token());
    let keyed = |rest: Vec<Vec<u8>>| form(&[vec![field("clientMutationId", &key())], rest].concat());
    let refused = |body: Vec<u8>| send(&server, token, body, &[]);

    assert_eq!(
        code(&send(&server, None, keyed(vec![file(PHOTO)]), &[])),
        (401, "UNAUTHENTICATED")
    );
    assert_eq!(
        code(&send(&server, Some("no.such.token"), keyed(vec![file(PHOTO)]), &[])),
        (401, "UNAUTHENTICATED")
    );
    let retired = send(&server, token, keyed(vec![file(PHOTO)]), &[("x-yiting-sdk", "0.0.8")]);
    assert_eq!(code(&retired), (403, "UPGRADE_REQUIRED"));
    assert!(
        retired.1["errors"][0]["message"]
            .as_str()
            .is_some_and(|text| text.contains("更新"))
    );

    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice();
    for (name, body, expected) in [
        ("HEIC", keyed(vec![file(heic)]), (415, "FILE_HEIC")),
        (
            "HTML",
            keyed(vec![file(b"<script>alert(1)</script>")]),
            (415, "FILE_TYPE_UNSUPPORTED"),
        ),
        (
            "half",
            keyed(vec![file(&PHOTO[..PHOTO.len() / 2])]),
            (422, "IMAGE_DAMAGED"),
        ),
        ("nothing", keyed(vec![file(b"")]), (415, "FILE_TYPE_UNSUPPORTED")),
        ("no file", keyed(vec![]), (400, "UPLOAD_MALFORMED")),
        ("no key", form(&[file(PHOTO)]), (400, "UPLOAD_MALFORMED")),
        (
            "two files",
            keyed(vec![file(PHOTO), file(PHOTO)]),
            (400, "UPLOAD_MALFORMED"),
        ),
        (
            "two keys",
            keyed(vec![field("clientMutationId", &key()), file(PHOTO)]),
            (400, "UPLOAD_MALFORMED"),
        ),
        (
            "a short key",
            form(&[field("clientMutationId", "x"), file(PHOTO)]),
            (422, "INVALID_INPUT"),
        ),
        (
            "a long field",
            keyed(vec![field("note", &"x".repeat(2_000)), file(PHOTO)]),
            (400, "UPLOAD_MALFORMED"),
        ),
        (
            "a thousand parts",
            keyed([vec![field("x", "y"); 1_000], vec![file(PHOTO)]].concat()),
            (400, "UPLOAD_MALFORMED"),
        ),
        (
            "11 MB",
            keyed(vec![file(&vec![0xFF; 11 * 1024 * 1024])]),
            (413, "FILE_TOO_LARGE"),
        ),
        (
            "a little over 10 MB",
            keyed(vec![file(&vec![0xFF; 10 * 1024 * 1024 + 1])]),
            (413, "FILE_TOO_LARGE"),
        ),
        ("no form", b"{}".to_vec(), (400, "UPLOAD_MALFORMED")),
        ("no body", Vec::new(), (400, "UPLOAD_MALFORMED")),
        (
            "no end",
            [field("clientMutationId", &key()), file(PHOTO)].concat(),
            (400, "UPLOAD_MALFORMED"),
        ),
    ] {
        let answer = refused(body);
        assert_eq!(code(&answer), expected, "{name}: {answer:?}");
        assert!(answer.1.to_string().len() < 1_024, "{name}");
    }
    // A length that lies: what is promised never comes, or nothing ends.
    for length in [500_000_000u64, 2_000] {
        let mut socket = TcpStream::connect(server.base.trim_start_matches("http://")).expect("a socket");
        socket
            .set_read_timeout(Some(Duration::from_secs(10)))
            .expect("a timeout");
        let head = format!(
            "POST /uploads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: {length}\r\n\
             content-type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n",
            who.token()
        );
        socket.write_all(head.as_bytes()).expect("a head");
        socket
            .write_all(&field("clientMutationId", &key()))
            .expect("some of a body");
        socket.shutdown(std::net::Shutdown::Write).expect("an end");
        let mut text = String::new();
        // A connection that is closed without a word is an answer too.
        let _ = socket.read_to_string(&mut text);
        assert!(!text.contains("200 OK"), "{text}");
        if length > 10_000_000 {
            assert!(text.starts_with("HTTP/1.1 413"), "{text}");
        }
    }
    // Noise that looks like a form, from a seed that is printed.
    let mut dice = yiting_e2e::Dice::new(yiting_e2e::seed());
    let whole = keyed(vec![file(PHOTO)]);
    for _ in 0..12 {
        let mut noise = whole.clone();
        for _ in 0..8 {
            let at = dice.below(noise.len());
            noise[at] = u8::try_from(dice.below(256)).unwrap_or(0);
        }
        noise.truncate(dice.below(noise.len()) + 1);
        let (status, answer) = refused(noise);
        assert!(
            [200, 400, 409, 413, 415, 422, 429].contains(&status),
            "{status}: {answer}"
        );
    }
    assert_eq!(
        Client::anonymous(&server.base).ask("{ __typename }", &json!({}))["__typename"],
        "Query"
    );
}

#[test]
fn a_burst_of_uploads_is_slowed_down_for_one_and_not_for_others() {
    let place = Place::sqlite("uploads-burst");
    let server = place.demo(0);
    let who = resident(&server);
    let once = || code(&send(&server, Some(who.token()), form(&[file(PHOTO)]), &[])).0;
    let refused = (0..60).map(|_| once()).filter(|status| *status == 429).count();
    assert!((10..=30).contains(&refused), "{refused} of 60");
    let other = Client::persona(&server.base, "区级负责人");
    let body = form(&[field("clientMutationId", &key()), file(PHOTO)]);
    assert_eq!(send(&server, Some(other.token()), body, &[]).0, 200);
}
