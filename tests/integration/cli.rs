//! The command line as scripts call it: the real program in a home of its own, on small made-up
//! files. Each test holds one promise of the words, the exit statuses or the documents.

mod check;
mod dates;
mod delays;
mod entries;
mod import;
mod layouts;
mod lists;
mod manners;
mod policy;
mod review;
mod status;
mod store;
mod whole;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

use serde_json::Value;

const PASSPHRASE: &str = "four made up words";

/// The day on which the made-up extracts end; a Friday.
const AS_AT: &str = "2026-06-12";

const REFERRALS: &str = "Child Unique ID,Date of Birth,Date of referral,Referral Source,Referral NFA?,\
    Number of Referrals in Last 12 Months,Allocated Team,Allocated Worker";
const ASSESSMENTS: &str = "Child Unique ID,Date of Birth,Continuous Assessment Start Date,\
    Child Seen During Continuous Assessment,Continuous Assessment Date of Authorisation,\
    Was the child assessed as requiring LA children's social care support?,Allocated Team,Allocated Worker";
const EPISODES: &str = "Child Unique ID,Date of Birth,CIN Start Date,Primary Need Code,\
    Date Child Was Last Seen,CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker";
const PLANS: &str = "Child Unique ID,Date of Birth,Child Protection Plan Start Date,\
    Initial Category of Abuse,Latest Category of Abuse,Date of the Last Statutory Visit,\
    Was the Child Seen Alone?,Date of latest review conference,Child Protection Plan End Date,\
    Allocated Team,Allocated Worker";
const SESSIONS: &str = "Child Unique ID,Worker,Supervisor,Team,Supervision Date,Supervision Type,Status,\
    Decision Recorded,Actions Outstanding,Next Supervision Due,Recorded On";

/// A list as CSV: its headings and these rows.
fn list(headings: &str, rows: &[String]) -> String {
    format!("{headings}\n{}\n", rows.join("\n"))
}

/// An open episode of need of a ten-year-old in the invented team.
fn episode(child: &str, start: &str, seen: &str, worker: &str) -> String {
    format!(
        "{child},01/02/2016,{start},N1 - Abuse or neglect,{seen},,,c) Child in need plan,Invented Team,{worker}"
    )
}

fn assessment(child: &str, start: &str, authorised: &str) -> String {
    format!("{child},01/02/2016,{start},a) Yes,{authorised},a) Yes,Invented Team,Fern Madeup")
}

fn referral(child: &str, on: &str) -> String {
    format!("{child},01/02/2016,{on},a) Made up,b) No,0,Invented Team,Fern Madeup")
}

fn plan(child: &str, start: &str, visit: &str, review: &str) -> String {
    format!(
        "{child},01/02/2016,{start},a) Neglect,a) Neglect,{visit},a) Yes,{review},,Invented Team,Fern Madeup"
    )
}

/// A held supervision about a child, put on the file the same day.
fn session(child: &str, on: &str) -> String {
    format!("{child},Fern Madeup,Moss Invented,Invented Team,{on},Case supervision,Held,Y,0,,{on}")
}

/// A worker's own held supervision.
fn own_session(worker: &str, on: &str) -> String {
    format!(",{worker},Moss Invented,Invented Team,{on},Personal supervision,Held,,,,{on}")
}

/// A person's home with nothing else in it.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A home in which a store was set up: a copy of one, for a key takes its time to derive.
    fn with_store() -> Self {
        static FIRST: OnceLock<(PathBuf, Vec<u8>)> = OnceLock::new();
        let (place, bytes) = FIRST.get_or_init(|| {
            let first = Self::new();
            first.ok(&["init", "--person", "Rowan Fictonby"]);
            let store = first.store();
            let place = store.strip_prefix(first.folder.path()).unwrap().to_owned();
            (place, fs::read(&store).unwrap())
        });
        let home = Self::new();
        let store = home.folder.path().join(place);
        fs::create_dir_all(store.parent().unwrap()).unwrap();
        fs::write(&store, bytes).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&store, fs::Permissions::from_mode(0o600)).unwrap();
        }
        home
    }

    /// The same, where the service lists the visits of a child in need as gaps.
    fn with_visits_listed(self) -> Self {
        let policy = b"[rule.CINV-INTERVAL]\nmode = \"on\"\n\
            on = { by = \"Y Foobarton\", on = \"2026-05-01\", checked = 20, true = 19 }\n";
        let file = self.file("visits.toml", policy);
        self.ok(&["policy", "use", &file]);
        self
    }

    /// A store that holds these lists, all as at the made-up day.
    fn holding(lists: &[String]) -> Self {
        let home = Self::with_store();
        home.import(lists, &["--as-at", AS_AT]);
        home
    }

    /// Imports lists with further words; gives the report.
    fn import(&self, lists: &[String], words: &[&str]) -> Value {
        let files: Vec<String> = (1..)
            .zip(lists)
            .map(|(n, text)| self.file(&format!("made up {n}.csv"), text.as_bytes()))
            .collect();
        let mut all = vec!["import", "--format", "json"];
        all.extend(files.iter().map(String::as_str));
        all.extend(words);
        self.json(&all)
    }

    /// Writes a file beside the store; gives its path.
    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let folder = self.folder.path().join("given");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caselight"));
        command
            .args(words)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("CASELIGHT_PASSPHRASE", PASSPHRASE)
            .stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Ran {
        Ran::of(&self.command(words).output().unwrap())
    }

    /// Runs what has to succeed; gives standard output.
    fn ok(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.status, 0, "{words:?}: {}", ran.err);
        ran.out
    }

    fn json(&self, words: &[&str]) -> Value {
        let out = self.ok(words);
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{words:?}: {e}\n{out}"))
    }

    fn check(&self, words: &[&str]) -> Value {
        let mut all = vec!["check", "--format", "json"];
        all.extend(words);
        self.json(&all)
    }

    /// Runs what has to fail with this status, say so on standard error and nothing else.
    fn fails(&self, status: i32, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.status, status, "{words:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{words:?}");
        assert!(
            !ran.err.trim().is_empty(),
            "{words:?} failed without a word"
        );
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        ran.err
    }

    /// The store that `init` set up: the one file of its kind in this home.
    fn store(&self) -> PathBuf {
        let found = files_in(self.folder.path());
        let mut stores = found
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "caselight"));
        let store = stores.next().unwrap();
        assert_eq!(stores.next(), None);
        store
    }
}

/// What a program said and how it ended.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            status: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_in(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The one entry of a rule, or the one on this basis.
fn rule<'a>(check: &'a Value, id: &str, basis: Option<&str>) -> &'a Value {
    let found: Vec<&Value> = check["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["id"] == id && basis.is_none_or(|b| r["basis"] == b))
        .collect();
    assert_eq!(found.len(), 1, "{id} {basis:?}");
    found[0]
}

fn findings<'a>(check: &'a Value, id: &str, basis: Option<&str>) -> &'a [Value] {
    rule(check, id, basis)["findings"].as_array().unwrap()
}

/// The one listed finding of a rule.
fn only<'a>(check: &'a Value, id: &str) -> &'a Value {
    let found = findings(check, id, None);
    assert_eq!(found.len(), 1, "{id}: {found:?}");
    &found[0]
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}
