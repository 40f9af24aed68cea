//! Questions asked a line each: for a screen reader, a script, or whoever left an answer out.
//!
//! The question goes to standard error, the answer comes from standard input. It keeps nothing.

use std::io::{self, BufRead as _, Write as _};

use crate::cli::{Failure, failed, plain::Plain};

/// How often one question is asked again before it gives up.
const TRIES: u32 = 3;

/// Asks until the answer can be read.
pub(super) fn ask<T>(
    question: &str,
    hint: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, Failure> {
    for _ in 0..TRIES {
        let mut to = Plain::new(io::stderr());
        write!(to, "{question} ({hint}): ")?;
        to.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            break;
        }
        if let Some(answer) = read(line.trim()) {
            return Ok(answer);
        }
    }
    Err(failed(format!(
        "There is no answer to: {question} Nothing was saved. Answer {hint}, or give it as an option."
    )))
}
