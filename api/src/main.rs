//! The `yiting` binary.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    with_room();
    match yiting::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yiting: {error:#}");
            match error.is::<yiting::cli::compute::Unusable>() {
                true => ExitCode::from(2),
                false => ExitCode::FAILURE,
            }
        }
    }
}

/// Where the standard library reads how large the stacks of new threads are.
const STACK: &str = "RUST_MIN_STACK";

/// What the allocator reads when a process starts: it takes memory as it is used, in small pages: 12 MB less
/// for a server that idles over the demo's data.
const ALLOCATION: [(&str, &str); 2] = [("MIMALLOC_ARENA_EAGER_COMMIT", "0"), ("MIMALLOC_ALLOW_THP", "0")];

/// Starts this program again, as the same process, with larger stacks. A deeply nested document takes a
/// frame per level and field, which in a debug build is more than the two megabytes that threads get; and
/// neither the web server's threads nor this process's environment can be given another size from within.
fn with_room() {
    #[cfg(unix)]
    if std::env::var_os(STACK).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        use std::os::unix::process::CommandExt;
        let mut arguments = std::env::args_os();
        let mut again = std::process::Command::new(program);
        if let Some(name) = arguments.next() {
            again.arg0(name);
        }
        // Comes back only where it cannot be done; then the usual stacks and the allocator as it is must do.
        again.args(arguments).env(STACK, (32 << 20).to_string());
        for (name, value) in ALLOCATION.iter().filter(|(name, _)| std::env::var_os(name).is_none()) {
            again.env(name, value);
        }
        let _ = again.exec();
    }
}
