//! Makes the civic test set again: `cargo run -p yiting-e2e --example civic`.

fn main() {
    let folder = yiting_e2e::civic::files::folder();
    yiting_e2e::civic::files::write(&folder);
    println!("{}", folder.display());
}
