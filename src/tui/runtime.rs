//! The loop: wait for something to happen, take in all that has, draw once.
//!
//! One channel gives everything that happens one order: keys, answers, the system's wish to end.
//! The surprising thing: it waits without a limit unless something on the screen is due to change
//! by itself, so a workbench that nobody touches uses no time at all.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crossterm::event::{self, Event};

use super::app::App;
use super::app::Ending;
use super::bench::Bench;
use super::effect::{Answer, Effect, Job};
use super::frame::draw;
use super::keymap::KeyMap;
use super::look::Colours;
use super::terminal::{Screen, colours, copy, glyphs};
use super::theme::ThemeChoice;
use super::tour::Tour;
use super::update::{Happened, update};
use super::veil::Veil;
use super::worker::{Stop, keep, work};
use crate::settings::{Borders, Config, Copying};

/// Whether times are printed at the end, for measurement. They hold no content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Trace {
    #[default]
    Off,
    Timing,
}

/// How the workbench begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Start {
    #[default]
    AtOnce,
    /// With the guided tour.
    OnTour,
    /// In the review session that is under way, or with the question what one is to be about.
    InReview,
}

/// How the workbench was left, and the bench that it hands back.
pub struct Closed {
    pub ending: Ending,
    pub theme: ThemeChoice,
    pub veil: Veil,
    pub bench: Box<dyn Bench>,
}

/// What the workbench is opened with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunSettings {
    pub theme: ThemeChoice,
    pub trace: Trace,
    /// The council's name for the line on top, where the settings give one.
    pub council: Option<String>,
    /// What each key means.
    pub keymap: KeyMap,
    /// Hidden from the first frame on: for a projector.
    pub veil: Veil,
    pub borders: Borders,
    pub copying: Copying,
    /// The file in which the chosen colours are kept; `None`: nowhere.
    pub config: Option<PathBuf>,
    pub start: Start,
    /// When the store was unlocked: the first frame is counted from here.
    pub since: Instant,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            trace: Trace::default(),
            council: None,
            keymap: KeyMap::embedded(),
            veil: Veil::default(),
            borders: Borders::default(),
            copying: Copying::default(),
            config: None,
            start: Start::default(),
            since: Instant::now(),
        }
    }
}

/// What ends the workbench other than the person.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    #[error("The terminal could not be used: {0}. Start Caselight in a terminal window.")]
    Terminal(#[from] io::Error),
    #[error("The input of the terminal ended. Everything that was given is saved.")]
    InputEnded,
}

/// One thing that reached the channel, and when.
enum Signal {
    Terminal(Event, Instant),
    Answered(Answer),
    Ended,
    InputEnded,
    /// The worker panicked; its words are already on the person's own screen.
    WorkerGone,
}

/// Tells the loop if the worker's thread unwinds, for nothing on the screen would move again.
struct Watch(Sender<Signal>);

impl Drop for Watch {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(Signal::WorkerGone);
        }
    }
}

/// Opens the workbench and returns when the person leaves it. The terminal is given back on every
/// way out, and every job that was handed over is finished first.
pub fn run(bench: Box<dyn Bench>, settings: &RunSettings) -> Result<Closed, TuiError> {
    let mut screen = Screen::take()?;
    let (happened, inbox) = mpsc::channel();
    let (jobs, work_list) = mpsc::channel();
    let stop: Stop = Arc::new(AtomicBool::new(false));
    let drawer = bench.drawer().map(|drawer| {
        let (words, kept) = mpsc::channel();
        let happened = happened.clone();
        let keeper = thread::spawn(move || {
            let _watch = Watch(happened.clone());
            keep(drawer, &kept, |answer| {
                let _ = happened.send(Signal::Answered(answer));
            });
        });
        (words, keeper)
    });
    let worker = {
        let (stop, happened) = (Arc::clone(&stop), happened.clone());
        thread::spawn(move || {
            let _watch = Watch(happened.clone());
            work(bench, &work_list, &stop, |answer| {
                // A screen that is gone needs no answer.
                let _ = happened.send(Signal::Answered(answer));
            })
        })
    };
    let told = happened.clone();
    listen(happened)?;
    let mut times = Times::since(settings.since);
    let trace = settings.trace;
    let (app, effects) = opened(settings);
    let hands = Hands {
        inbox: &inbox,
        jobs: &jobs,
        happened: &told,
        words: drawer.as_ref().map_or(&jobs, |(words, _)| words),
        stop: &stop,
        config: settings.config.as_deref(),
    };
    let result = turn(&mut screen, (app, effects), &hands, &mut times);
    drop(screen);
    drop(jobs);
    // What was handed over gets to the disk before the program ends.
    let finished = worker.join();
    if let Some((words, keeper)) = drawer {
        drop(words);
        // It panicked only if the store cannot be used any more, which the worker has said.
        let _ = keeper.join();
    }
    times.print(trace);
    let bench = match finished {
        Ok(bench) => bench,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    result.map(|app| Closed {
        ending: app.ending,
        theme: app.theme.choice,
        veil: app.look.veil,
        bench,
    })
}

/// The screen as the settings and the terminal want it.
fn opened(settings: &RunSettings) -> (App, Vec<Effect>) {
    let colours = colours();
    let theme = match colours {
        Colours::Never => ThemeChoice::Mono,
        Colours::Chosen => settings.theme,
    };
    let (mut app, effects) = App::open(theme, settings.council.clone(), Instant::now());
    app.look.colours = colours;
    app.look.veil = settings.veil;
    app.look.copying = settings.copying;
    app.look.glyphs = glyphs(settings.borders);
    app.keymap = settings.keymap.clone();
    if settings.start == Start::OnTour {
        app.tour = Some(Tour::default());
    }
    app.to_review = settings.start == Start::InReview;
    (app, effects)
}

/// What the loop takes from and gives to.
struct Hands<'a> {
    inbox: &'a Receiver<Signal>,
    jobs: &'a Sender<Job>,
    happened: &'a Sender<Signal>,
    /// Where what is kept between two sittings goes.
    words: &'a Sender<Job>,
    stop: &'a Stop,
    config: Option<&'a Path>,
}

fn turn(
    screen: &mut Screen,
    (mut app, effects): (App, Vec<Effect>),
    hands: &Hands<'_>,
    times: &mut Times,
) -> Result<App, TuiError> {
    let size = screen.terminal.size()?;
    let resized = Happened::Resized(size.width, size.height);
    update(&mut app, resized, Instant::now());
    let mut leaving = apply(&mut app, effects, hands);
    screen.terminal.draw(|frame| draw(&app, frame))?;
    times.first_frame();
    while !leaving {
        let Some(first) = wait(hands.inbox, app.deadline()) else {
            return Ok(app);
        };
        let mut next = first;
        let mut keyed = None;
        loop {
            let happened = match next {
                Next::Due => Happened::Due,
                Next::Came(Signal::Answered(answer)) => {
                    times.answered(&answer);
                    Happened::Answered(answer)
                }
                Next::Came(Signal::Ended) => Happened::Ended,
                Next::Came(Signal::WorkerGone) => return Ok(app),
                Next::Came(Signal::InputEnded) => {
                    let last = update(&mut app, Happened::Ended, Instant::now());
                    apply(&mut app, last, hands);
                    return Err(TuiError::InputEnded);
                }
                Next::Came(Signal::Terminal(event, at)) => {
                    keyed = keyed.or(matches!(event, Event::Key(_)).then_some(at));
                    translated(event)
                }
            };
            let effects = update(&mut app, happened, Instant::now());
            leaving |= apply(&mut app, effects, hands);
            match hands.inbox.try_recv() {
                Ok(event) => next = Next::Came(event),
                Err(_) => break,
            }
        }
        if !leaving {
            let begun = Instant::now();
            screen.terminal.draw(|frame| draw(&app, frame))?;
            times.drawn(keyed, begun);
        }
    }
    Ok(app)
}

enum Next {
    Due,
    Came(Signal),
}

fn wait(inbox: &Receiver<Signal>, deadline: Option<Instant>) -> Option<Next> {
    let Some(deadline) = deadline else {
        return inbox.recv().ok().map(Next::Came);
    };
    match inbox.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(event) => Some(Next::Came(event)),
        Err(RecvTimeoutError::Timeout) => Some(Next::Due),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

fn translated(event: Event) -> Happened {
    match event {
        Event::Key(key) => Happened::Key(key),
        Event::Paste(text) => Happened::Pasted(text),
        Event::Resize(width, height) => Happened::Resized(width, height),
        _ => Happened::Due,
    }
}

/// Runs effects; true if the person leaves.
fn apply(app: &mut App, effects: Vec<Effect>, hands: &Hands<'_>) -> bool {
    let mut leaves = false;
    for effect in effects {
        match effect {
            Effect::Ask(job) => {
                // Before it is handed over: a wish to stop that comes while it waits must count.
                if matches!(job, Job::LookAt { .. } | Job::Import { .. }) {
                    hands.stop.store(false, Ordering::Relaxed);
                }
                let to = match job {
                    Job::Keep { .. } => hands.words,
                    _ => hands.jobs,
                };
                // The worker outlives the loop, so this reaches it.
                let _ = to.send(job);
            }
            Effect::Cancel => hands.stop.store(true, Ordering::Relaxed),
            Effect::Copy(text) => copy(&text),
            Effect::List(listing) => {
                let happened = hands.happened.clone();
                thread::spawn(move || {
                    let _watch = Watch(happened.clone());
                    // A screen that is gone needs no list.
                    let _ = happened.send(Signal::Answered(listing.make()));
                });
            }
            Effect::LetGo(before) => {
                thread::spawn(move || drop(before));
            }
            Effect::Remember { theme } => {
                let kept = hands
                    .config
                    .map(|path| Config::remember_theme(path, theme.into()));
                if let Some(Err(error)) = kept {
                    app.warn(format!("The colours are not kept: {error}."));
                }
            }
            Effect::Leave => leaves = true,
        }
    }
    leaves
}

/// Whom the listeners tell. They live as long as the program, because a thread that waits for a
/// key cannot be called off: a second one would leave it the first key of the next sitting.
static LOOP: Mutex<Option<Sender<Signal>>> = Mutex::new(None);

/// Tells whoever sits at the workbench now; what comes between two sittings is for nobody.
fn tell(signal: Signal) {
    let sitting = LOOP.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(happened) = sitting.as_ref() {
        let _ = happened.send(signal);
    }
}

/// From now on keys and the system's signals come here.
fn listen(happened: Sender<Signal>) -> io::Result<()> {
    static LISTENING: AtomicBool = AtomicBool::new(false);
    *LOOP.lock().unwrap_or_else(PoisonError::into_inner) = Some(happened);
    if LISTENING.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    thread::spawn(|| {
        loop {
            let Ok(event) = event::read() else {
                tell(Signal::InputEnded);
                return;
            };
            tell(Signal::Terminal(event, Instant::now()));
        }
    });
    listen_to_system()
}

#[cfg(unix)]
fn listen_to_system() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            tell(Signal::Ended);
        }
    });
    Ok(())
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn listen_to_system() -> io::Result<()> {
    Ok(())
}

/// Times in milliseconds, kept until the terminal is given back.
struct Times {
    since: Instant,
    first: Option<f64>,
    picture: Option<f64>,
    picture_came: bool,
    keys: Vec<f64>,
    /// Drawing alone: it does nothing but reckon, and writes what changed.
    frames: Vec<f64>,
}

impl Times {
    fn since(since: Instant) -> Self {
        Self {
            since,
            first: None,
            picture: None,
            picture_came: false,
            keys: Vec::new(),
            frames: Vec::new(),
        }
    }

    fn first_frame(&mut self) {
        self.first = Some(milliseconds(self.since));
    }

    fn answered(&mut self, answer: &Answer) {
        self.picture_came |= matches!(answer, Answer::Picture(_));
    }

    fn drawn(&mut self, keyed: Option<Instant>, begun: Instant) {
        if self.picture_came && self.picture.is_none() {
            self.picture = Some(milliseconds(self.since));
        }
        self.keys.extend(keyed.map(milliseconds));
        self.frames.push(milliseconds(begun));
    }

    fn print(&self, trace: Trace) {
        if trace == Trace::Off {
            return;
        }
        let mut out = io::stderr().lock();
        // Measurement is not worth an error of its own.
        for (name, time) in [("first-frame", self.first), ("first-picture", self.picture)] {
            if let Some(time) = time {
                let _ = writeln!(out, "timing {name} {time:.3} ms");
            }
        }
        for (name, times) in [("key", &self.keys), ("frame", &self.frames)] {
            for time in times {
                let _ = writeln!(out, "timing {name} {time:.3} ms");
            }
        }
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
