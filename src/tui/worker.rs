//! The thread that works at the store: takes jobs in order, answers each once. Beside it, another
//! keeps what is typed, and nothing else.
//!
//! It decides nothing. The surprising thing: it lays the picture out for the panes as well, so
//! that the thread of the keys never waits for a sort.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::bench::{Bench, Drawer, Exported};
use super::effect::{Answer, Handed, Job, SurgeryJob, Ticket};
use super::panes::promises::Threads;
use super::sheet::Sheet;
use crate::model::{Day, Keepsake, NoteHead, NoteId, NoteText};
use crate::review::delays::{Asking, Delays};
use crate::review::handover::HandoverOf;
use crate::review::session::freeze;
use crate::review::{BriefAsked, ImportPreview, Overwrite, Picture, Progress};

/// Set to ask the long job under way to stop.
pub type Stop = Arc<AtomicBool>;

/// How often a long job says how far it is.
const TELLS_EVERY: Duration = Duration::from_millis(80);

/// Works until the sender of jobs is gone, and hands the bench back.
pub fn work(
    mut bench: Box<dyn Bench>,
    jobs: &Receiver<Job>,
    stop: &Stop,
    mut tell: impl FnMut(Answer),
) -> Box<dyn Bench> {
    while let Ok(job) = jobs.recv() {
        let answer = answer(bench.as_mut(), job, stop, &mut tell);
        tell(answer);
    }
    bench
}

/// Keeps words between two sittings, beside whatever else is done, until the sender is gone.
pub fn keep(mut drawer: Box<dyn Drawer>, jobs: &Receiver<Job>, mut tell: impl FnMut(Answer)) {
    while let Ok(job) = jobs.recv() {
        if let Job::Keep { what, words } = job {
            tell(Answer::Kept(drawer.keep(what, words.as_deref())));
        }
    }
}

/// Does one job.
#[allow(
    clippy::too_many_lines,
    reason = "one arm a job, and each is handed on"
)]
pub fn answer(
    bench: &mut dyn Bench,
    job: Job,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Answer),
) -> Answer {
    match job {
        Job::Picture => Answer::Picture(bench.picture().map(laid)),
        Job::LookBack { known_on } => Answer::Picture(bench.look_back(known_on).map(laid)),
        Job::Changes { ticket, from } => Answer::Changes {
            ticket,
            result: bench.changes(from).map(Box::new),
        },
        Job::Brief { ticket, asked } => brief(bench, ticket, asked),
        Job::ExportBrief {
            asked,
            path,
            overwrite,
        } => Answer::NoteExported(bench.export_brief(&asked, &from_home(&path), overwrite)),
        Job::Delays { ticket, of, split } => delays(ticket, &of.0.picture, split),
        Job::Give {
            ticket,
            gaps,
            kind,
            reason,
        } => Answer::Given {
            ticket,
            result: bench.give(&gaps, &kind, &reason),
        },
        Job::Say {
            ticket,
            label,
            said,
        } => Answer::Said {
            ticket,
            result: bench.say(label, *said),
        },
        Job::Threads { ticket, of } => {
            let promises = bench.promises();
            let picture = &of.0.picture;
            let extracts = picture.threads_of_extracts(&[]);
            let held = promises.as_ref().unwrap_or(&picture.promises);
            let stands = |at: usize| &picture.gaps[at].standing;
            let threads = Threads::read(picture, held, &extracts, &stands);
            Answer::Threads {
                ticket,
                threads: Box::new(threads),
                extracts,
                promises,
            }
        }
        Job::Handover { ticket, of } => handed(bench, ticket, of),
        Job::ExportHandover {
            of,
            path,
            overwrite,
        } => Answer::NoteExported(bench.export_handover(&of, &from_home(&path), overwrite)),
        job @ (Job::SayInReview { .. }
        | Job::Review { .. }
        | Job::PlanReview { .. }
        | Job::NoteOfReview { .. }) => reviewed(bench, job),
        Job::Enter { ticket, change } => Answer::Entered {
            ticket,
            result: bench.enter(&change),
        },
        Job::Audit { ticket, change } => Answer::Audited {
            ticket,
            result: bench.audit(&change),
        },
        Job::TryPolicy { ticket, amendments } => Answer::PolicyTried {
            ticket,
            result: bench.try_policy(&amendments),
        },
        Job::AmendPolicy { ticket, amendments } => Answer::PolicyAmended {
            ticket,
            result: bench.amend_policy(&amendments),
        },
        Job::Undo => Answer::Undone(bench.undo()),
        Job::Redo => Answer::Redone(bench.redo()),
        Job::Views => Answer::Views(bench.views().map(|views| (views, None))),
        Job::KeepView { view } => {
            let said = format!("Saved: view {}, {}.", view.digit, view.name);
            Answer::Views(bench.keep_view(&view).map(|views| (views, Some(said))))
        }
        Job::DropView { digit } => {
            let said = format!("The view on {digit} was removed.");
            Answer::Views(bench.drop_view(digit).map(|views| (views, Some(said))))
        }
        Job::Resume => Answer::Resumed(bench.kept(Keepsake::Place).and_then(|place| {
            let form = bench.kept(Keepsake::Form)?;
            Ok([place, form])
        })),
        Job::Keep { what, words } => Answer::Kept(bench.keep(what, words.as_deref())),
        Job::ListFolder { ticket, folder } => Answer::Folder {
            ticket,
            names: names_in(&from_home(&folder)),
            folder,
        },
        Job::LookAt { ticket, paths } => {
            let result = look_at(bench, &meant(&paths), &mut progress(ticket, stop, tell));
            Answer::LookedAt { ticket, result }
        }
        Job::Import {
            ticket,
            paths,
            as_at,
        } => {
            let paths = meant(&paths);
            let result = bench.import(&paths, as_at, &mut progress(ticket, stop, tell));
            Answer::Imported { ticket, result }
        }
        Job::Surgery(job) => surgery(bench, job),
        Job::TakeBackImport => Answer::TakenBack(bench.take_back_import()),
        Job::Propose { ticket, paths } => Answer::Proposed {
            ticket,
            result: Box::new(bench.propose(&meant(&paths))),
        },
        Job::KeepMapping {
            ticket,
            proposal,
            name,
        } => Answer::MappingKept {
            ticket,
            result: bench.keep_mapping(&proposal, &name),
        },
        Job::Imports => Answer::Imports(bench.imports()),
        Job::Problems(import) => Answer::Problems {
            import,
            result: bench.problems_of(import),
        },
        job => noted(bench, job),
    }
}

/// The jobs of the notes.
fn noted(bench: &mut dyn Bench, job: Job) -> Answer {
    match job {
        Job::Note { ticket, id } => Answer::Note {
            ticket,
            result: bench.note(id).map(Box::new),
        },
        Job::Draft { ticket, gaps } => Answer::Note {
            ticket,
            result: bench.draft(&gaps).map(Box::new),
        },
        Job::SaveNote { id, typed, text } => Answer::NoteSaved {
            id,
            typed,
            result: bench.save_note(id, &text),
        },
        Job::RenameNote { id, title } => Answer::NoteKept(
            rename(bench, id, title).map(|head| (head, "The note has its new title.")),
        ),
        Job::CopyNote { id } => {
            let copied = bench.copy_note(id);
            Answer::NoteKept(copied.map(|head| (head, "The copy stands at the top of the list.")))
        }
        Job::ExportNote {
            id,
            path,
            overwrite,
        } => Answer::NoteExported(export(bench, id, (&path, overwrite))),
        // The list of notes, and every job that is none of theirs and was done before.
        _ => Answer::Notes(bench.notes()),
    }
}

/// The jobs of a review session.
fn reviewed(bench: &mut dyn Bench, job: Job) -> Answer {
    match job {
        Job::SayInReview {
            ticket,
            label,
            said,
        } => Answer::Given {
            ticket,
            result: bench.say(label, *said),
        },
        Job::Review { ticket, what } => Answer::Reviewed {
            ticket,
            result: bench.review(&what),
            what,
        },
        Job::PlanReview { ticket, of, plan } => Answer::ReviewPlanned {
            ticket,
            draft: Box::new(freeze(&of.0.picture, &plan)),
        },
        Job::NoteOfReview { ticket, id } => Answer::Note {
            ticket,
            result: bench.note_of_review(id).map(Box::new),
        },
        _ => Answer::Notes(bench.notes()),
    }
}

fn delays(ticket: Ticket, picture: &Picture, split: Option<Day>) -> Answer {
    let asking = Asking { split, team: None };
    let delays = Arc::new(Delays::of(picture, asking));
    Answer::Delays { ticket, delays }
}

fn brief(bench: &mut dyn Bench, ticket: Ticket, asked: BriefAsked) -> Answer {
    let result = bench.brief(&asked).map(Box::new);
    Answer::Brief {
        ticket,
        asked,
        result,
    }
}

fn handed(bench: &mut dyn Bench, ticket: Ticket, of: Option<HandoverOf>) -> Answer {
    let result = match of {
        None => bench.changes_of_hands().map(Handed::Lately),
        Some(of) => {
            let pages = bench.handover(&of).map(Box::new);
            pages.map(|pages| Handed::Pages(of, pages))
        }
    };
    Answer::Handover { ticket, result }
}

fn look_at(
    bench: &mut dyn Bench,
    paths: &[PathBuf],
    progress: super::bench::Progress<'_>,
) -> Result<ImportPreview, String> {
    let result = bench.look_at(paths, progress);
    result.map_err(|words| words + &looked_in(paths))
}

fn surgery(bench: &mut dyn Bench, job: SurgeryJob) -> Answer {
    match job {
        SurgeryJob::Look => Answer::Surgery(bench.surgery().map(Box::new)),
        SurgeryJob::Write {
            ask,
            path,
            overwrite,
        } => Answer::SurgeryWritten(bench.write_surgery(&ask, &from_home(&path), overwrite)),
        SurgeryJob::Plan { path, held } => {
            let path = from_home(&path);
            let planned = bench.plan_surgery(&path, held).map(Arc::new);
            let looked = |words: String| words + &looked_in(std::slice::from_ref(&path));
            Answer::SurgeryPlanned(planned.map_err(looked))
        }
        SurgeryJob::Apply(plan) => Answer::SurgeryApplied(bench.apply_surgery(&plan.0)),
    }
}

fn laid(picture: Arc<Picture>) -> Arc<Sheet> {
    Arc::new(Sheet::lay(picture))
}

/// Writes a note to a file, and says where it lies: whoever looks for it is not where the
/// workbench was started.
fn export(
    bench: &mut dyn Bench,
    id: NoteId,
    (path, overwrite): (&Path, Overwrite),
) -> Result<Exported, String> {
    let exported = bench.export_note(id, &from_home(path), overwrite)?;
    Ok(match exported {
        Exported::Written(path) => Exported::Written(std::path::absolute(&path).unwrap_or(path)),
        taken @ Exported::Taken(_) => taken,
    })
}

/// The paths as they are meant, with the person's own folder written out.
fn meant(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().map(|path| from_home(path)).collect()
}

/// Saves a note with another title and everything else as it is on disk.
fn rename(bench: &mut dyn Bench, id: NoteId, title: String) -> Result<NoteHead, String> {
    let note = bench.note(id)?;
    let text = NoteText {
        title,
        audience: note.head.audience,
        body: note.body,
    };
    bench.save_note(id, &text)
}

fn progress<'a>(
    ticket: Ticket,
    stop: &'a AtomicBool,
    tell: &'a mut dyn FnMut(Answer),
) -> impl FnMut(Progress) -> bool + 'a {
    let mut told: Option<Instant> = None;
    move |reached| {
        if told.is_none_or(|told| told.elapsed() >= TELLS_EVERY) {
            told = Some(Instant::now());
            tell(Answer::Progress { ticket, reached });
        }
        !stop.load(Ordering::Relaxed)
    }
}

/// The names in a folder; none if it cannot be read.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let mut name = entry.file_name().into_string().ok()?;
            if entry.path().is_dir() {
                name.push('/');
            }
            Some(name)
        })
        .collect();
    names.sort_unstable();
    names
}

/// Where a file was looked for that is not there: a path is read from where the program started.
fn looked_in(paths: &[PathBuf]) -> String {
    let missing = paths.iter().find(|path| !path.exists());
    let folder = missing
        .and_then(|path| std::path::absolute(path).ok())
        .and_then(|path| path.parent().map(Path::to_owned));
    folder.map_or_else(String::new, |folder| {
        format!(" Looked in {}.", folder.display())
    })
}

/// `~/x` as a person types it; a shell would have done this.
fn from_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}
