//! How a command gets in: which store, which passphrase, which person, which policy.

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    Answer, Failure, Workbench,
    args::{Common, View},
    failed,
};
use crate::model::StaffRole;
use crate::review::{Access, Desk, DeskError, Lens, Secret, Unlock};
use crate::settings::{self, Config, KeyRow, OwnKeys, Paths, QuestionFile, ReadKeys, ThemeChoice};

/// Shortest passphrase that `init` accepts, in characters.
const SHORTEST: usize = 12;

/// What every command needs to get in.
#[derive(Debug)]
pub(super) struct Door {
    common: Common,
    read_keys: ReadKeys,
}

impl Door {
    pub const fn new(common: Common, read_keys: ReadKeys) -> Self {
        Self { common, read_keys }
    }

    /// Whether ids and names are to be hidden.
    pub const fn hides(&self) -> bool {
        self.common.hide
    }

    /// With `CASELIGHT_TRACE=timing`: milliseconds from a moment to now, without content.
    pub fn timing(what: &str, since: Instant) {
        if timed() {
            let ms = since.elapsed().as_secs_f64() * 1000.0;
            super::say(&format!("timing {what} {ms:.2} ms"));
        }
    }

    /// What is in force with this key file, or all that is wrong with it.
    pub fn keys_with(&self, own: Option<&OwnKeys>) -> Result<Vec<KeyRow>, Failure> {
        (self.read_keys)(own.map(|own| own.text.as_str())).map_err(|faults| match own {
            Some(own) => failed(own.refused(&faults).to_string()),
            None => failed("Reading the keys that come with Caselight failed. Install it again."),
        })
    }

    /// The person's own key file, if there is one.
    pub fn own_keys() -> Result<Option<OwnKeys>, Failure> {
        OwnKeys::find(&Self::config()?, &Self::paths()?).map_err(|e| failed(e.to_string()))
    }

    pub fn paths() -> Result<Paths, Failure> {
        Paths::usual().map_err(|e| failed(e.to_string()))
    }

    pub fn config() -> Result<Config, Failure> {
        let paths = Self::paths()?;
        Config::read(&paths.config_file()).map_err(|e| failed(e.to_string()))
    }

    fn store(&self) -> Result<PathBuf, Failure> {
        Ok(self.store_in(&Self::paths()?))
    }

    /// The store that is named, else the one in these folders.
    pub fn store_in(&self, paths: &Paths) -> PathBuf {
        let named = self.common.store.clone();
        named.unwrap_or_else(|| paths.store())
    }

    /// The person named here, else the one of the config; `None`: whoever set the store up.
    fn person(&self) -> Result<Option<String>, Failure> {
        match &self.common.person {
            Some(name) => Ok(Some(super::plain::cleaned(name))),
            None => Ok(Self::config()?.author),
        }
    }

    fn council() -> Result<String, Failure> {
        Ok(Self::config()?.council.unwrap_or_default())
    }

    pub fn given_secret(&self) -> Result<Option<Secret>, Failure> {
        settings::Secret::found(self.common.passphrase_file.as_deref())
            .map(|found| found.map(|secret| Secret::passphrase(secret.expose().to_owned())))
            .map_err(|e| failed(e.to_string()))
    }

    /// The passphrase that was given, else one that is asked for.
    pub fn secret_for(&self, path: &Path) -> Result<Secret, Failure> {
        if let Some(secret) = self.given_secret()? {
            return Ok(secret);
        }
        ask(&format!("Passphrase for {}: ", path.display())).map(Secret::passphrase)
    }

    fn policy(view: Option<&View>) -> Result<Option<(PathBuf, String)>, Failure> {
        Self::policy_file(view.and_then(|v| v.policy.as_deref()))
    }

    /// The policy that is named, else the one of the config; `None`: the England default.
    pub fn policy_file(named: Option<&Path>) -> Result<Option<(PathBuf, String)>, Failure> {
        let path = match named {
            Some(path) => Some(path.to_owned()),
            None => Self::config()?.policy,
        };
        path.map(|path| match std::fs::read_to_string(&path) {
            Ok(text) => Ok((path, text)),
            Err(e) => Err(failed(format!(
                "Reading the policy {}: {e}. Check the file's name, or leave --policy out for the England default.",
                path.display()
            ))),
        })
        .transpose()
    }

    /// Opens the store.
    pub fn open(&self, access: Access, view: Option<&View>) -> Result<Desk, Failure> {
        let path = self.store()?;
        if !path.exists() {
            return Err(DeskError::missing(path).into());
        }
        let policy = Self::policy(view)?;
        let secret = self.secret_for(&path)?;
        let (person, council) = (self.person()?, Self::council()?);
        let with = Unlock {
            store: &path,
            secret: &secret,
            person: person.as_deref(),
            access,
            policy,
            council,
        };
        let started = Instant::now();
        let mut desk = Desk::open(with)?;
        desk.read_by_layouts_in(Self::paths()?.layouts_folder());
        Self::ask_by_own_questions(&mut desk)?;
        Self::timing("unlock", started);
        Ok(desk)
    }

    /// The store, where nobody has to be asked for its passphrase.
    pub fn open_unasked(&self) -> Option<Desk> {
        let known = self.store().ok()?.exists() && self.given_secret().ok()?.is_some();
        known.then(|| self.open(Access::Read, None).ok()).flatten()
    }

    fn through(&self, access: Access, view: &View) -> Result<Desk, Failure> {
        let mut desk = self.open(access, Some(view))?;
        desk.look_through(Lens {
            as_at: view.as_at,
            known_on: view.known_on,
        });
        Ok(desk)
    }

    /// Opens the store to look at it on the day that was asked for.
    pub fn look(&self, view: &View) -> Result<Desk, Failure> {
        self.through(Access::Read, view)
    }

    /// The same, to write in it.
    pub fn look_to_write(&self, view: &View) -> Result<Desk, Failure> {
        self.through(Access::Write, view)
    }

    /// Sets up a new store.
    pub fn init(&self, role: Option<StaffRole>) -> Answer {
        let path = self.store()?;
        let mut desk = self.set_up(&path)?;
        if role.is_some() {
            let person = desk.person().clone();
            desk.set_role(&person, role)?;
        }
        super::mention(&format!(
            "The store {} is set up. Nobody can open it without the passphrase, and nobody can restore a lost one.",
            path.display()
        ));
        Ok(0)
    }

    fn set_up(&self, path: &Path) -> Result<Desk, Failure> {
        if path.exists() {
            return Err(DeskError::exists(path).into());
        }
        let secret = match self.given_secret()? {
            Some(secret) => secret,
            None => new_passphrase(path)?,
        };
        let person = self.person()?.unwrap_or_else(|| "owner".to_owned());
        let (policy, council) = (Self::policy(None)?, Self::council()?);
        let with = Unlock {
            store: path,
            secret: &secret,
            person: Some(&person),
            access: Access::Write,
            policy,
            council,
        };
        let mut desk = Desk::create(with)?;
        desk.read_by_layouts_in(Self::paths()?.layouts_folder());
        Self::ask_by_own_questions(&mut desk)?;
        Ok(desk)
    }

    /// Audits are asked by the person's own questions, where there are any.
    fn ask_by_own_questions(desk: &mut Desk) -> Result<(), Failure> {
        let file = QuestionFile::within(Self::paths()?.config_folder());
        let own = file.read().map_err(|e| failed(e.to_string()))?;
        Ok(desk.ask_by(own)?)
    }

    /// Opens the workbench on the default store, or sets it up first.
    pub fn workbench(&self) -> Result<Workbench, Failure> {
        screen_at_hand()?;
        // A slip in the settings or the keys is told before anybody types a passphrase.
        self.keys_with(Self::own_keys()?.as_ref())?;
        let path = self.store()?;
        let desk = if path.exists() {
            self.open(Access::Write, None)?
        } else {
            self.set_up(&path)?
        };
        let mut desk = desk;
        desk.keep_policies_in(Self::paths()?.profiles());
        self.sit_at(desk, None)
    }

    /// How the person likes the screen.
    fn theme(&self) -> Result<ThemeChoice, Failure> {
        let asked_off =
            self.common.no_color || std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Ok(if asked_off {
            ThemeChoice::Mono
        } else {
            Self::config()?.theme
        })
    }

    /// Hands a desk to the screen.
    pub fn sit_at(
        &self,
        desk: Desk,
        throw_away: Option<tempfile::TempDir>,
    ) -> Result<Workbench, Failure> {
        let (config, keys) = (Self::config()?, Self::own_keys()?);
        self.keys_with(keys.as_ref())?;
        Ok(Workbench {
            desk,
            theme: self.theme()?,
            borders: config.borders,
            copying: config.copy,
            keys,
            hide: self.common.hide,
            in_review: false,
            config: Some(Self::paths()?.config_file()),
            timing: timed(),
            throw_away,
            unlocked: Instant::now(),
        })
    }
}

/// Refuses a workbench where nobody could see it or type into it, before anything is set up.
pub(super) fn screen_at_hand() -> Result<(), Failure> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(failed(
        "Opening the workbench: there is no terminal to show it on. Start it in a terminal, or use a command such as \
         `caselight gaps`; `caselight --help` lists them.",
    ))
}

/// Whether times are asked for.
fn timed() -> bool {
    std::env::var_os("CASELIGHT_TRACE").is_some_and(|v| v == "timing")
}

fn ask(prompt: &str) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return Err(failed(
            "Unlocking the store: there is no terminal to ask for the passphrase. Name a file with \
             --passphrase-file, or set CASELIGHT_PASSPHRASE.",
        ));
    }
    rpassword::prompt_password(prompt).map_err(|e| {
        failed(format!(
            "Asking for the passphrase: {e}. Try again in a terminal."
        ))
    })
}

fn new_passphrase(path: &Path) -> Result<Secret, Failure> {
    let first = ask(&format!(
        "A new store at {}.\nChoose a passphrase of at least {SHORTEST} characters (a few words): ",
        path.display()
    ))?;
    if first.chars().count() < SHORTEST {
        return Err(failed(format!(
            "Setting up a store: the passphrase is shorter than {SHORTEST} characters. Take a few words that you can remember, and try again."
        )));
    }
    if ask("The same again: ")? != first {
        return Err(failed(
            "Setting up a store: the two passphrases differ. Nothing was set up; try again.",
        ));
    }
    Ok(Secret::passphrase(first))
}
