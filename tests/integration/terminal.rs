//! The demo in a pseudo-terminal, as a person would start it.

use std::{
    io::{Read as _, Write as _},
    num::NonZeroU16,
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

#[cfg(unix)]
mod killed;
mod review;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A program on a screen of its own.
struct Screen {
    seen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
    keys: Box<dyn std::io::Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Screen {
    fn start(size: (u16, u16), home: &Path, colour: Option<&str>) -> Self {
        Self::running(size, home, (&["demo", "--children", "60"], colour))
    }

    /// Any words of the command line, on a screen.
    fn running(size: (u16, u16), home: &Path, (words, colour): (&[&str], Option<&str>)) -> Self {
        let (rows, cols) = size;
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let binary = std::env::var("CASELIGHT_BINARY")
            .unwrap_or_else(|_| env!("CARGO_BIN_EXE_caselight").to_owned());
        let mut command = CommandBuilder::new(binary);
        command.args(words);
        command.env("CASELIGHT_PASSPHRASE", "four made up words");
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        if let Some(word) = colour {
            command.env("NO_COLOR", word);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let [high, wide] = [rows, cols].map(|length| NonZeroU16::new(length).unwrap());
        let parser = vt100::Parser::new(high, wide, 0);
        let seen = Arc::new(Mutex::new((parser, Vec::new())));
        let mut out = pair.master.try_clone_reader().unwrap();
        let into = Arc::clone(&seen);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = out.read(&mut buffer) {
                let mut seen = into.lock().unwrap();
                seen.0.process(&buffer[..read]);
                seen.1.extend_from_slice(&buffer[..read]);
            }
        });
        Self {
            seen,
            keys: pair.master.take_writer().unwrap(),
            child,
            _master: pair.master,
        }
    }

    fn text(&self) -> String {
        self.seen.lock().unwrap().0.screen().contents()
    }

    fn wait_for(&self, words: &str) {
        let until = Instant::now() + Duration::from_mins(2);
        while !self.text().contains(words) {
            assert!(
                Instant::now() < until,
                "{words:?} never came; the screen was\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// Sends keys as a terminal does; `\r` is enter.
    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Presses `q` and waits for the end; gives whether the program said that all went well.
    fn quit(&mut self) -> bool {
        self.keys.write_all(b"q").unwrap();
        self.keys.flush().unwrap();
        let until = Instant::now() + Duration::from_secs(20);
        let mut asked = false;
        loop {
            // What is still being saved is waited for, once that is agreed to.
            if !asked && self.text().contains("still being saved") {
                asked = true;
                self.keys.write_all(b"\r").unwrap();
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                // The reader may still hold the last bytes.
                thread::sleep(Duration::from_millis(200));
                return status.success();
            }
            if Instant::now() > until {
                self.child.kill().unwrap();
                panic!("it did not quit; the screen was\n{}", self.text());
            }
            thread::sleep(Duration::from_millis(30));
        }
    }
}

#[test]
fn the_demo_opens_on_fictonshire_quits_and_gives_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start((36, 120), home.path(), None);
    screen.wait_for("Fictonshire");
    screen.wait_for("Gaps");
    assert!(screen.seen.lock().unwrap().0.screen().alternate_screen());
    assert!(screen.quit());
    let seen = screen.seen.lock().unwrap();
    assert!(!seen.0.screen().alternate_screen());
    assert!(!seen.0.screen().hide_cursor());
    assert!(!seen.0.screen().bracketed_paste());
}

#[test]
fn without_colour_the_demo_sets_none() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start((24, 80), home.path(), Some("1"));
    screen.wait_for("Fictonshire");
    assert!(screen.quit());
    let bytes = screen.seen.lock().unwrap().1.clone();
    let text = String::from_utf8_lossy(&bytes);
    let coloured = text
        .split("\u{1b}[")
        .filter_map(|piece| piece.split_once('m').map(|(codes, _)| codes))
        .filter(|codes| codes.bytes().all(|b| b.is_ascii_digit() || b == b';'))
        .flat_map(|codes| codes.split(';'))
        .filter_map(|code| code.parse::<u16>().ok())
        .filter(|code| matches!(code, 30..=38 | 40..=48 | 90..=97 | 100..=107))
        .count();
    assert_eq!(coloured, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_slip_in_the_key_file_is_said_before_the_workbench_opens() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/caselight");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "[[binding]]\nmode = \"gaps\"\naction = \"mark\"\nkeys = [\"s\"]\n";
    std::fs::write(folder.join("keys.toml"), text).unwrap();
    let mut screen = Screen::start((24, 80), home.path(), None);
    screen.wait_for("means both mark");
    assert!(screen.text().contains("line 4"), "{}", screen.text());
    assert!(!screen.child.wait().unwrap().success());
    assert!(!screen.seen.lock().unwrap().0.screen().alternate_screen());
    let kept = std::fs::read_to_string(folder.join("keys.toml")).unwrap();
    assert_eq!(kept, text);
}
