//! How long a person waits at the workbench: the real program in a pseudo-terminal, at the pace of
//! a key held down, on the invented authority.

mod made_up;

use std::{
    fs,
    io::{Read as _, Write},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use made_up::{
    authority::Authority,
    import,
    measure::{self, Table, share},
    program::{Program, ticks, timings},
    set_up,
};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// Between two keys: a key held down on a usual keyboard repeats every thirtieth of a second.
const PACE: Duration = Duration::from_millis(33);
/// For an outcome to be on the disk before the next key.
const SAVED: Duration = Duration::from_millis(250);
/// How long nothing is pressed, to see that nothing is done.
const IDLE: Duration = Duration::from_secs(3);
const LONGEST: Duration = Duration::from_secs(30);

const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const RIGHT: &str = "\x1b[C";
const LEFT: &str = "\x1b[D";
const PAGE_DOWN: &str = "\x1b[6~";
const PAGE_UP: &str = "\x1b[5~";
const END: &str = "\x1b[F";
const HOME: &str = "\x1b[H";
const ESC: &str = "\x1b";
const ENTER: &str = "\r";

/// One round of a person's keys, moving, paging, regrouping, marking, filtering, reading.
const ROUND: [&str; 75] = [
    DOWN, DOWN, DOWN, UP, PAGE_DOWN, PAGE_DOWN, PAGE_UP, END, UP, HOME, DOWN, "g", "s", DOWN,
    RIGHT, DOWN, DOWN, LEFT, "g", "t", PAGE_DOWN, RIGHT, DOWN, "g", "f", END, HOME, "g", "r", "o",
    "o", "o", " ", " ", " ", "l", "l", "l", "/", "h", "u", "b", " ", "1", ENTER, DOWN, "V", ESC,
    ESC, "\t", DOWN, "\t", "1", DOWN, PAGE_DOWN, "o", "O", ENTER, DOWN, LEFT, "?", ESC, "3", DOWN,
    DOWN, RIGHT, DOWN, DOWN, PAGE_DOWN, END, HOME, ENTER, ESC, "4", "2",
];
const ROUNDS: usize = 5;

fn main() -> Result<()> {
    if !measure::is_asked_for() {
        return Ok(());
    }
    let files = Authority::write()?;
    let home = files.place("home");
    fs::create_dir(&home)?;
    let program = Program {
        store: home.join("store.db"),
        home,
    };
    set_up(&program.store)?;
    import(&program.store, &files)?;
    let mut table = Table::titled(
        &format!("Workbench, milliseconds. {}", files.words()?),
        &[
            "screen",
            "unlock to first frame",
            "to all gaps",
            "keys",
            "key to frame, median",
            "99th percentile",
            "longest",
            "a frame alone, median",
            "processor ticks in 3 idle seconds",
        ],
    );
    for (size, shown) in [
        ((120, 36), Shown::All),
        ((200, 60), Shown::All),
        ((200, 60), Shown::WithoutNames),
    ] {
        table.row(&sit(&program, size, shown)?);
    }
    table.print()
}

/// Whether ids and names are to be seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    WithoutNames,
}

/// The program on a screen of its own.
struct Screen {
    seen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    reading: JoinHandle<()>,
}

impl Screen {
    fn start(program: &Program, (cols, rows): (u16, u16), shown: Shown) -> Result<Self> {
        let pair = native_pty_system().openpty(PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        })?;
        let mut command = CommandBuilder::new(Program::PATH);
        command.arg("--store");
        command.arg(&program.store);
        if shown == Shown::WithoutNames {
            command.arg("--hide");
        }
        for (name, value) in program.surroundings() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        let [high, wide] =
            [rows, cols].map(|n| std::num::NonZeroU16::new(n).unwrap_or(std::num::NonZeroU16::MIN));
        let seen = Arc::new(Mutex::new((vt100::Parser::new(high, wide, 0), Vec::new())));
        let mut out = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (into, master) = (Arc::clone(&seen), pair.master);
        let reading = thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(read @ 1..) = out.read(&mut buffer) {
                let mut seen = into.lock().unwrap_or_else(PoisonError::into_inner);
                seen.0.process(&buffer[..read]);
                seen.1.extend_from_slice(&buffer[..read]);
            }
            drop(master);
        });
        Ok(Self {
            seen,
            keys,
            child,
            reading,
        })
    }

    fn wait_for(&self, words: &str) -> Result<()> {
        let until = Instant::now() + LONGEST;
        loop {
            let text = self
                .seen
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .0
                .screen()
                .contents();
            if text.contains(words) {
                return Ok(());
            }
            if Instant::now() > until {
                bail!("{words:?} never came; the screen was\n{text}");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn press(&mut self, key: &str, then: Duration) -> Result<()> {
        self.keys.write_all(key.as_bytes())?;
        self.keys.flush()?;
        thread::sleep(then);
        Ok(())
    }

    /// Leaves, and gives everything that was ever written to the terminal.
    fn leave(mut self) -> Result<String> {
        self.press("\x11", Duration::ZERO)?;
        let until = Instant::now() + LONGEST;
        while self.child.try_wait()?.is_none() {
            if Instant::now() > until {
                self.child.kill()?;
                bail!("the workbench did not close");
            }
            thread::sleep(Duration::from_millis(20));
        }
        drop(self.keys);
        self.reading
            .join()
            .ok()
            .context("the terminal was not read to its end")?;
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(String::from_utf8_lossy(&seen.1).into_owned())
    }
}

/// One sitting: opens, works, rests, leaves.
fn sit(program: &Program, (wide, high): (u16, u16), shown: Shown) -> Result<Vec<String>> {
    let mut screen = Screen::start(program, (wide, high), shown)?;
    screen.wait_for("by rule | supervisor")?;
    for _ in 0..ROUNDS {
        for key in ROUND {
            screen.press(key, PACE)?;
        }
        // Onto the first gap, below the heading of its group.
        for key in [HOME, DOWN, "x"] {
            screen.press(key, PACE)?;
        }
        screen.press("1", SAVED)?;
        screen.press("u", SAVED)?;
    }
    let process = screen.child.process_id();
    let spent = || process.and_then(ticks);
    let before = spent();
    thread::sleep(IDLE);
    let idle = before.zip(spent()).map(|(before, after)| after - before);
    let said = screen.leave()?;
    let mut keys = timings(&said, "key");
    keys.sort_by(f64::total_cmp);
    let mut frames = timings(&said, "frame");
    frames.sort_by(f64::total_cmp);
    let name = match shown {
        Shown::All => "",
        Shown::WithoutNames => ", names hidden",
    };
    let once = |name| {
        let times = timings(&said, name);
        times
            .first()
            .map_or_else(|| "not told".to_owned(), |ms| format!("{ms:.1}"))
    };
    Ok(vec![
        format!("{wide}x{high}{name}"),
        once("first-frame"),
        once("first-picture"),
        keys.len().to_string(),
        format!("{:.2}", share(&keys, 50)),
        format!("{:.2}", share(&keys, 99)),
        format!("{:.2}", share(&keys, 100)),
        format!("{:.2}", share(&frames, 50)),
        idle.map_or_else(|| "not told".to_owned(), |ticks| ticks.to_string()),
    ])
}
