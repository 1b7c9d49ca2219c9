//! Builds the manifests of trusted documents in: one of each released SDK version
//! (`client-sdk/released/manifests/VERSION.json`), and that of the version being built.

use std::{env, fmt::Write as _, fs, path::Path};

fn main() {
    let sdk = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../client-sdk");
    let released = sdk.join("released/manifests");
    let (current, package) = (sdk.join("manifest.json"), sdk.join("package.json"));
    for path in [&released, &current, &package] {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let text = fs::read_to_string(&package).expect("client-sdk/package.json");
    let version = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("\"version\": \"")?.strip_suffix("\","))
        .expect("a version in client-sdk/package.json");
    let mut files = vec![(version.to_owned(), current)];
    if let Ok(entries) = fs::read_dir(&released) {
        for entry in entries {
            let path = entry.expect("a file").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if let Some(version) = name.strip_suffix(".json") {
                files.push((version.to_owned(), path.clone()));
            }
        }
    }
    files.sort();
    let mut code = String::from("const RELEASED: &[(&str, &str)] = &[\n");
    for (version, path) in files {
        let path = path.canonicalize().expect("a manifest");
        let _ = writeln!(
            code,
            "    ({version:?}, include_str!({:?})),",
            path.display().to_string()
        );
    }
    code.push_str("];\n");
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("manifests.rs");
    fs::write(out, code).expect("a file in OUT_DIR");
}
