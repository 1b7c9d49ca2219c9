//! The console's files and the public pages, as a browser and a search engine get them.

use reqwest::blocking::Client;
use yiting_e2e::demo::Place;

struct Got {
    status: u16,
    headers: reqwest::header::HeaderMap,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name)?.to_str().ok().map(str::to_owned)
    }
}

fn get(url: &str, headers: &[(&str, &str)]) -> Got {
    let client = Client::builder().no_proxy().build().expect("a client");
    let asked = headers
        .iter()
        .fold(client.get(url), |asked, (name, value)| asked.header(*name, *value));
    let answer = asked.send().expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = String::from_utf8_lossy(&answer.bytes().expect("a body")).into_owned();
    Got { status, headers, body }
}

#[test]
fn the_console_is_served_with_its_policy_and_its_assets_for_ever() {
    let place = Place::sqlite("console");
    let server = place.demo(0);
    let get = |path: &str, headers: &[(&str, &str)]| get(&format!("{}{path}", server.base), headers);

    let page = get("/console/", &[]);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<div id=\"root\">"));
    let policy = page.header("content-security-policy").expect("a policy");
    for part in [
        "default-src 'none'",
        "script-src 'self';",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("cache-control").as_deref(), Some("no-cache"));

    // Any other address of the console is the same page; a file of an older build is not.
    assert_eq!(get("/console/cases/anything", &[]).body, page.body);
    assert_eq!(get("/console/assets/index-older.js", &[]).status, 404);

    let script = page
        .body
        .split('"')
        .find(|text| text.ends_with(".js"))
        .expect("a script")
        .to_owned();
    let plain = get(&script, &[]);
    assert_eq!(plain.status, 200);
    assert!(plain.header("cache-control").expect("caching").contains("immutable"));
    let tag = plain.header("etag").expect("a tag");
    assert_eq!(get(&script, &[("if-none-match", &tag)]).status, 304);
    let zipped = get(&script, &[("accept-encoding", "gzip")]);
    assert_eq!(zipped.header("content-encoding").as_deref(), Some("gzip"));
}

#[test]
fn what_is_not_public_has_no_page() {
    let place = Place::sqlite("public-pages");
    let server = place.demo(0);
    let get = |path: &str| get(&format!("{}{path}", server.base), &[]);
    assert_eq!(get("/p/310105-2026-999999").status, 404);
    assert_eq!(get("/r/not-an-id").status, 404);
    assert_eq!(get("/d/999999").status, 404);
    let district = get("/d/310105");
    assert_eq!(district.status, 200);
    assert!(district.body.contains("长宁区"));
    let english = get("/d/310105?lang=en");
    assert!(english.body.contains("lang=\"en\""));
    assert!(!english.body.contains("<script"));
}
