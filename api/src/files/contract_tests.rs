//! One suite over both adapters. The S3-compatible server is `s3rver` of `e2e/node`; it knows whose key it is
//! and keeps the protocol, but does not compute version 4 signatures again, which `rusty-s3` tests itself.

use super::{FileName, Files, Size, folder::Folder, s3};
use actix_web::web::Bytes;
use uuid::Uuid;
use yiting_e2e::{Folder as Temporary, s3::S3Server};

async fn contract(files: &dyn Files) {
    let id = Uuid::from_u128(0x00AB_CDEF_0123_4567_89AB_CDEF_0123_4567);
    let [full, small] = FileName::both(id);
    assert!(files.get(full).await.unwrap().is_none(), "nothing is there at first");
    files.delete(full).await.expect("what is not there is gone already");

    let bytes = Bytes::from((0..300_000u32).map(|i| (i % 251) as u8).collect::<Vec<u8>>());
    files.put(full, bytes.clone()).await.unwrap();
    files.put(small, Bytes::from_static(b"small")).await.unwrap();
    assert_eq!(files.get(full).await.unwrap().as_ref(), Some(&bytes));
    assert_eq!(files.get(small).await.unwrap().as_deref(), Some(b"small".as_slice()));

    // A repetition after a lost answer.
    files.put(full, bytes.clone()).await.unwrap();
    assert_eq!(files.get(full).await.unwrap().as_ref(), Some(&bytes));
    files.put(small, Bytes::new()).await.expect("no bytes are bytes too");
    assert_eq!(files.get(small).await.unwrap().as_deref(), Some(b"".as_slice()));

    files.delete(full).await.unwrap();
    assert!(files.get(full).await.unwrap().is_none());
    assert!(
        files.get(small).await.unwrap().is_some(),
        "the other size is another file"
    );
    files.delete(full).await.unwrap();

    // Several writers of one name: a repetition that overtakes the first.
    let same = (0..8).map(|_| files.put(full, bytes.clone()));
    for done in futures_util::future::join_all(same).await {
        done.unwrap();
    }
    assert_eq!(files.get(full).await.unwrap().as_ref(), Some(&bytes));
    files.delete(full).await.unwrap();

    // Many at once, each its own.
    let many = (1..=20u128).map(|i| async move {
        let name = FileName {
            id: Uuid::from_u128(i << 90),
            size: Size::Full,
        };
        files.put(name, Bytes::from(i.to_string())).await.unwrap();
        (i, files.get(name).await.unwrap().unwrap())
    });
    for (i, found) in futures_util::future::join_all(many).await {
        assert_eq!(found, i.to_string());
    }
}

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    let folder = Temporary::new("files");
    contract(&Folder::new(folder.0.clone())).await;
}

#[tokio::test]
async fn a_bucket_keeps_the_contract_and_refuses_a_foreign_key() {
    let server = S3Server::start();
    let settings = s3::Settings {
        endpoint: &server.endpoint(),
        bucket: S3Server::BUCKET,
        region: "us-east-1",
        key: S3Server::KEY,
        secret: S3Server::SECRET,
    };
    contract(&s3::S3::new(&settings).unwrap()).await;

    let wrong = s3::S3::new(&s3::Settings {
        key: "SOMEBODY",
        ..settings
    })
    .unwrap();
    let name = FileName {
        id: Uuid::from_u128(7),
        size: Size::Full,
    };
    let error = wrong.put(name, Bytes::from_static(b"x")).await.unwrap_err();
    assert!(error.to_string().contains("403"), "{error}");
    assert!(!error.to_string().contains("Signature"), "{error}");
    let error = wrong.get(name).await.unwrap_err();
    assert!(error.to_string().contains("403"), "{error}");
}

#[tokio::test]
async fn a_store_that_is_away_is_a_failure_and_not_an_absent_file() {
    let endpoint = format!("http://127.0.0.1:{}", yiting_e2e::free_port());
    let away = s3::S3::new(&s3::Settings {
        endpoint: &endpoint,
        bucket: "b",
        region: "r",
        key: "k",
        secret: "s",
    })
    .unwrap();
    let name = FileName {
        id: Uuid::from_u128(7),
        size: Size::Full,
    };
    assert!(away.get(name).await.is_err());
    assert!(away.put(name, Bytes::new()).await.is_err());
}

#[test]
fn only_names_that_are_made_here_are_names() {
    let id = Uuid::from_u128(0xFEDC_BA98_7654_3210_0123_4567_89AB_CDEF);
    for name in FileName::both(id) {
        assert_eq!(FileName::parse(&name.to_string()), Some(name));
    }
    for text in [
        "",
        ".jpg",
        "../../secret",
        "..%2f..%2fsecret.jpg",
        "FEDCBA98765432100123456789ABCDEF.jpg",
        "fedcba98-7654-3210-0123-456789abcdef.jpg",
        "fedcba98765432100123456789abcdef.png",
        "fedcba98765432100123456789abcdef-x.jpg",
        "fedcba98765432100123456789abcdef-s-s.jpg",
        "{edcba98765432100123456789abcdef}.jpg",
    ] {
        assert_eq!(FileName::parse(text), None, "{text}");
    }
}
