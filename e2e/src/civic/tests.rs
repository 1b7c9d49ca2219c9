use super::Sources;

#[test]
fn placeholder() {
    assert_eq!(Sources::new().matters.len(), 65);
}
