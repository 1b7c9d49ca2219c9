//! The `yiting` binary.

fn main() -> std::process::ExitCode {
    match yiting::cli::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yiting: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
