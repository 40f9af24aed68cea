//! The door: words to the command line, a desk to the workbench.

use std::process::ExitCode;

use caselight::cli::{self, Next};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Next::Done(status) => ExitCode::from(status),
        Next::Workbench(_) => ExitCode::from(1),
    }
}
