//! The `yiting` binary.

fn main() -> std::process::ExitCode {
    match yiting::cli::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yiting: {error:#}");
            match error.is::<yiting::cli::compute::Unusable>() {
                true => std::process::ExitCode::from(2),
                false => std::process::ExitCode::FAILURE,
            }
        }
    }
}
