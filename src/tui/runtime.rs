//! The loop: wait for something to happen, take in all that has, draw once.
//!
//! One channel gives everything that happens one order: keys, answers, the system's wish to end.
//! The surprising thing: it waits without a limit unless something on the screen is due to change
//! by itself, so a workbench that nobody touches uses no time at all.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use crossterm::event::{self, Event};

use super::app::App;
use super::bench::Bench;
use super::effect::{Answer, Effect, Job};
use super::frame::draw;
use super::keymap::KeyMap;
use super::terminal::{Screen, copy, theme_for};
use super::theme::ThemeChoice;
use super::update::{Happened, update};
use super::worker::{Stop, work};

/// Whether times are printed at the end, for measurement. They hold no content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Trace {
    #[default]
    Off,
    Timing,
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
pub fn run(bench: Box<dyn Bench>, settings: RunSettings) -> Result<(), TuiError> {
    let mut screen = Screen::take()?;
    let (happened, inbox) = mpsc::channel();
    let (jobs, work_list) = mpsc::channel();
    let stop: Stop = Arc::new(AtomicBool::new(false));
    let worker = {
        let (stop, happened) = (Arc::clone(&stop), happened.clone());
        thread::spawn(move || {
            let _watch = Watch(happened.clone());
            work(bench, &work_list, &stop, |answer| {
                // A screen that is gone needs no answer.
                let _ = happened.send(Signal::Answered(answer));
            });
        })
    };
    listen_to_keys(happened.clone());
    listen_to_system(happened)?;
    let mut times = Times::since(settings.since);
    let RunSettings {
        theme,
        council,
        trace,
        keymap,
        ..
    } = settings;
    let mut opened = App::open(theme_for(theme), council, Instant::now());
    opened.0.keymap = keymap;
    let result = turn(&mut screen, opened, (&inbox, &jobs, &stop), &mut times);
    drop(screen);
    drop(jobs);
    // What was handed over gets to the disk before the program ends.
    let finished = worker.join();
    times.print(trace);
    if let Err(panic) = finished {
        std::panic::resume_unwind(panic);
    }
    result
}

fn turn(
    screen: &mut Screen,
    (mut app, effects): (App, Vec<Effect>),
    (inbox, jobs, stop): (&Receiver<Signal>, &Sender<Job>, &Stop),
    times: &mut Times,
) -> Result<(), TuiError> {
    let size = screen.terminal.size()?;
    let resized = Happened::Resized(size.width, size.height);
    update(&mut app, resized, Instant::now());
    let mut leaving = apply(effects, jobs, stop);
    screen.terminal.draw(|frame| draw(&app, frame))?;
    times.first_frame();
    while !leaving {
        let Some(first) = wait(inbox, app.deadline()) else {
            return Ok(());
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
                Next::Came(Signal::WorkerGone) => return Ok(()),
                Next::Came(Signal::InputEnded) => {
                    apply(
                        update(&mut app, Happened::Ended, Instant::now()),
                        jobs,
                        stop,
                    );
                    return Err(TuiError::InputEnded);
                }
                Next::Came(Signal::Terminal(event, at)) => {
                    keyed = keyed.or(matches!(event, Event::Key(_)).then_some(at));
                    translated(event)
                }
            };
            leaving |= apply(update(&mut app, happened, Instant::now()), jobs, stop);
            match inbox.try_recv() {
                Ok(event) => next = Next::Came(event),
                Err(_) => break,
            }
        }
        if !leaving {
            screen.terminal.draw(|frame| draw(&app, frame))?;
            times.drawn(keyed);
        }
    }
    Ok(())
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
fn apply(effects: Vec<Effect>, jobs: &Sender<Job>, stop: &Stop) -> bool {
    let mut leaves = false;
    for effect in effects {
        match effect {
            Effect::Ask(job) => {
                // The worker outlives the loop, so this reaches it.
                let _ = jobs.send(job);
            }
            Effect::Cancel => stop.store(true, Ordering::Relaxed),
            Effect::Copy(text) => copy(&text),
            Effect::Leave => leaves = true,
        }
    }
    leaves
}

fn listen_to_keys(happened: Sender<Signal>) {
    thread::spawn(move || {
        loop {
            let event = match event::read() {
                Ok(event) => Signal::Terminal(event, Instant::now()),
                Err(_) => Signal::InputEnded,
            };
            let ended = matches!(event, Signal::InputEnded);
            if happened.send(event).is_err() || ended {
                return;
            }
        }
    });
}

#[cfg(unix)]
fn listen_to_system(happened: Sender<Signal>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            if happened.send(Signal::Ended).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn listen_to_system(_: Sender<Signal>) -> io::Result<()> {
    Ok(())
}

/// Times in milliseconds, kept until the terminal is given back.
struct Times {
    since: Instant,
    first: Option<f64>,
    picture: Option<f64>,
    picture_came: bool,
    keys: Vec<f64>,
}

impl Times {
    fn since(since: Instant) -> Self {
        Self {
            since,
            first: None,
            picture: None,
            picture_came: false,
            keys: Vec::new(),
        }
    }

    fn first_frame(&mut self) {
        self.first = Some(milliseconds(self.since));
    }

    fn answered(&mut self, answer: &Answer) {
        self.picture_came |= matches!(answer, Answer::Picture(_));
    }

    fn drawn(&mut self, keyed: Option<Instant>) {
        if self.picture_came && self.picture.is_none() {
            self.picture = Some(milliseconds(self.since));
        }
        self.keys.extend(keyed.map(milliseconds));
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
        for time in &self.keys {
            let _ = writeln!(out, "timing key {time:.3} ms");
        }
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
