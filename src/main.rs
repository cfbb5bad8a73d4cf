//! The `satz` program: words of the command line in, an exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    satz::cli::run()
}
