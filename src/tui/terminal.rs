//! The terminal: taken for the workbench, and given back whatever happens.
//!
//! Given back on return, on an error, on a panic and when the system asks the program to end. It
//! draws nothing itself. The surprising thing: ratatui's own start and end leave out bracketed
//! paste and signals, so both are done here.

use std::io::{self, Stdout, Write as _};
use std::panic;
use std::sync::Once;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::glyphs::{Glyphs, fitting};
use super::look::Colours;
use crate::settings::Borders;

/// The terminal while the workbench has it.
#[derive(Debug)]
pub struct Screen {
    pub terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal.
    pub fn take() -> io::Result<Self> {
        hook();
        enable_raw_mode()?;
        // From here on an early return gives everything back through `Drop`.
        let back = GiveBack;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        std::mem::forget(back);
        Ok(Self { terminal })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Asks the terminal to put a text on the clipboard (OSC 52). A terminal that does not allow it
/// ignores the request without a word, so whoever asks says what to do then.
pub fn copy(text: &str) {
    let _ = execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
}

struct GiveBack;

impl Drop for GiveBack {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back. Harmless if it was never taken; nothing can be done if it fails.
pub fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(
        out,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// A panic's words must land on the person's own screen.
fn hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // A damaged file that stops its reader is caught there and told as an error.
            if crate::review::is_guarded() {
                return;
            }
            give_back();
            before(info);
        }));
    });
}

/// No colours where the person or the terminal wants none, whatever the settings say.
#[must_use]
pub fn colours() -> Colours {
    if set("NO_COLOR").is_some() || set("TERM").is_some_and(|term| term == "dumb") {
        Colours::Never
    } else {
        Colours::Chosen
    }
}

/// The letters that this terminal shows, unless the person chose.
#[must_use]
pub fn glyphs(choice: Borders) -> Glyphs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    // The consoles of Windows take every letter and name no locale like this.
    let locale = locale.filter(|_| !cfg!(windows));
    fitting(choice, set("TERM").as_deref(), locale.as_deref())
}

/// A variable of the surroundings, if it is set to anything.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
