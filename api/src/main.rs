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
        // Comes back only where it cannot be done; then the usual stacks must do.
        let _ = again.args(arguments).env(STACK, (32 << 20).to_string()).exec();
    }
}
