//! The workbench driven by key text, its screens read as text.

/// The sizes at which every screen is seen.
const SIZES: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 36), (200, 60)];

/// A screen at each size, as text.
// A macro, because a snapshot is named after the room in which it is compared.
macro_rules! at_each_size {
    ($name:expr, $desk:expr) => {
        for (width, height) in super::SIZES {
            let screen = $desk(width, height).screen();
            insta::assert_snapshot!(format!("{}_{width}x{height}", $name), screen);
        }
    };
}

mod apart;
mod audits;
mod authority;
mod bench;
mod delays;
mod demo;
mod drafts;
mod entering;
mod flows;
mod hands;
mod look;
mod mapping;
mod never_panics;
mod notes;
mod past;
mod policy;
mod promises;
mod screens;
mod session;
mod speed;
mod surgery;

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier, Style};

use super::app::App;
use super::effect::{Answer, Effect};
use super::frame::draw;
use super::keymap::Key;
use super::theme::ThemeChoice;
use super::update::{Happened, update};
use super::worker::answer;
use bench::FakeBench;

/// The workbench with a made-up bench behind it, in which time stands until it is moved.
struct Desk {
    app: App,
    bench: FakeBench,
    terminal: Terminal<TestBackend>,
    now: Instant,
    left: bool,
    /// What the terminal was last asked to put on the clipboard.
    copied: Option<String>,
    /// The colours that were last to be kept.
    remembered: Option<ThemeChoice>,
    /// Jobs that are held back, to see the screen before they are answered.
    held: Option<Vec<Effect>>,
}

impl Desk {
    fn open(width: u16, height: u16) -> Self {
        Self::with(FakeBench::made_up(), width, height)
    }

    fn with(bench: FakeBench, width: u16, height: u16) -> Self {
        let now = Instant::now();
        let (app, effects) = App::open(ThemeChoice::Dark, Some("Fictonshire".to_owned()), now);
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut desk = Self {
            app,
            bench,
            terminal,
            now,
            left: false,
            copied: None,
            remembered: None,
            held: None,
        };
        desk.happens(Happened::Resized(width, height));
        desk.run(effects);
        desk
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(width, height);
        self.happens(Happened::Resized(width, height));
    }

    fn happens(&mut self, happened: Happened) {
        let effects = update(&mut self.app, happened, self.now);
        self.run(effects);
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(held) = &mut self.held {
                held.push(effect);
                continue;
            }
            match effect {
                Effect::Ask(job) => {
                    let stop = AtomicBool::new(false);
                    let mut told: Vec<Answer> = Vec::new();
                    let last = answer(&mut self.bench, job, &stop, &mut |answer| told.push(answer));
                    told.push(last);
                    for answer in told {
                        self.happens(Happened::Answered(answer));
                    }
                }
                Effect::Cancel | Effect::LetGo(_) => {}
                Effect::List(listing) => self.happens(Happened::Answered(listing.make())),
                Effect::Copy(text) => self.copied = Some(text),
                Effect::Remember { theme } => self.remembered = Some(theme),
                Effect::Leave => self.left = true,
            }
        }
    }

    /// Holds jobs back until `release`.
    fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    fn release(&mut self) {
        let held = self.held.take().unwrap_or_default();
        self.run(held);
    }

    /// Presses keys as the key table writes them, parted by spaces.
    fn press(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            let key = Key::read(word).unwrap_or_else(|| panic!("no key {word}"));
            self.happens(Happened::Key(key.event()));
        }
        self
    }

    /// Types letters.
    fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let word = if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            };
            self.happens(Happened::Key(Key::read(&word).unwrap().event()));
        }
        self
    }

    fn wait(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
        self.happens(Happened::Due);
    }

    /// The screen as text, without the blanks at the ends of lines.
    fn screen(&mut self) -> String {
        self.terminal.draw(|frame| draw(&self.app, frame)).unwrap();
        let buffer = self.terminal.backend().buffer();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                skip = super::text::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// How each cell is drawn, a letter a role: a capital in focus, a point where it is plain.
    fn styles(&mut self) -> String {
        use super::theme::Role;
        self.screen();
        let theme = &self.app.theme;
        let ground = theme.style(Role::Ground);
        let focus = theme.style(Role::Focus);
        let mut known = Vec::new();
        for (letter, role) in ('a'..).zip(Role::ALL) {
            let style = ground.patch(theme.style(role));
            let letter = if style == ground { '.' } else { letter };
            known.push((letter, style));
            let under = style.patch(focus);
            let letter = if letter == '.' { 'A' } else { letter };
            known.push((letter.to_ascii_uppercase(), under));
        }
        let buffer = self.terminal.backend().buffer();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let row: String = (0..buffer.area.width)
                .map(|x| {
                    let cell = &buffer[(x, y)];
                    let drawn = (cell.fg, cell.bg, cell.modifier);
                    let same = |style: &Style| {
                        let colour = |colour: Option<Color>| colour.unwrap_or(Color::Reset);
                        (colour(style.fg), colour(style.bg), style.add_modifier) == drawn
                    };
                    let found = known.iter().find(|(_, style)| same(style));
                    // The editor draws its own cursor, whatever the theme.
                    let reversed = cell.modifier.contains(Modifier::REVERSED);
                    let other = if reversed { '#' } else { '?' };
                    found.map_or(other, |(letter, _)| *letter)
                })
                .collect();
            out.push_str(row.trim_end_matches('.'));
            out.push('\n');
        }
        out
    }

    fn shows(&mut self, words: &str) -> bool {
        self.screen().contains(words)
    }
}
