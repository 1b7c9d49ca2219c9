//! The `yiting` binary.
fn main() {}
