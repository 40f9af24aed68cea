//! The real program, run as a person or a script runs it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Result, bail};

use super::PASSPHRASE;

/// The program with a home and a store of its own.
pub struct Program {
    pub home: PathBuf,
    pub store: PathBuf,
}

/// What a run of the program left behind.
pub struct Ran {
    /// What it printed to standard error, measurements among it.
    pub said: String,
    /// The greatest memory it held, in KiB; `None` where the system does not tell.
    pub peak: Option<u64>,
}

impl Program {
    pub const PATH: &'static str = env!("CARGO_BIN_EXE_caselight");

    /// What has to be set so that nothing of the person who measures is read.
    pub fn surroundings(&self) -> [(&'static str, PathBuf); 5] {
        [
            ("HOME", self.home.clone()),
            ("XDG_CONFIG_HOME", self.home.join("config")),
            ("XDG_DATA_HOME", self.home.join("data")),
            ("CASELIGHT_PASSPHRASE", PASSPHRASE.into()),
            ("CASELIGHT_TRACE", "timing".into()),
        ]
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Result<Ran> {
        let mut child = self.start(words)?;
        let status = child.wait()?;
        self.ended(words, status, None)
    }

    /// Runs a command to its end and watches its memory. The watching takes time from it.
    pub fn run_watched(&self, words: &[&str]) -> Result<Ran> {
        let mut child = self.start(words)?;
        let mut peak = None;
        loop {
            // The mark only rises, so the last look before the end is the peak.
            peak = high_water(child.id()).or(peak);
            if let Some(status) = child.try_wait()? {
                return self.ended(words, status, peak);
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn start(&self, words: &[&str]) -> Result<Child> {
        Ok(Command::new(Self::PATH)
            .args(words)
            .arg("--store")
            .arg(&self.store)
            .envs(self.surroundings())
            .stdout(Stdio::null())
            .stderr(fs::File::create(self.home.join("said"))?)
            .spawn()?)
    }

    fn ended(&self, words: &[&str], status: ExitStatus, peak: Option<u64>) -> Result<Ran> {
        let said = fs::read_to_string(self.home.join("said"))?;
        if !status.success() {
            bail!("{words:?} ended with {status}: {said}");
        }
        Ok(Ran { said, peak })
    }
}

/// The values of the lines `timing NAME VALUE ms`; what restores a terminal may stand before one.
pub fn timings(said: &str, name: &str) -> Vec<f64> {
    let start = format!("timing {name} ");
    said.lines()
        .filter_map(|line| line.split_once(&start))
        .filter_map(|(_, rest)| rest.trim().strip_suffix(" ms"))
        .filter_map(|number| number.trim().parse().ok())
        .collect()
}

/// The greatest memory of a process so far, in KiB; only Linux tells.
fn high_water(process: u32) -> Option<u64> {
    let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"));
    let status = status.ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The processor time of a process so far, in ticks of the system; only Linux tells.
pub fn ticks(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("stat"));
    let stat = stat.ok()?;
    // The name stands in brackets and may hold spaces.
    let (_, after) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let field = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(field(11)? + field(12)?)
}
