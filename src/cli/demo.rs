//! `demo`: a made-up authority in a store that goes when the program does.

use super::{Door, Failure, Workbench, args::Demo, failed};
use crate::review::Access;
use crate::review::{Desk, Unlock, plan_of_today};
use crate::settings::LayoutFolder;

/// The made-up council.
const COUNCIL: &str = "Fictonshire";

/// Opens the workbench, or (with `--build-only`) keeps the store and answers `None`.
pub(super) fn run(door: &Door, words: &Demo) -> Result<Option<Workbench>, Failure> {
    if let Some(path) = &words.build_only {
        let secret = door.secret_for(path)?;
        let mut desk = Desk::create(Unlock {
            store: path,
            secret: &secret,
            person: Some("owner"),
            access: Access::Write,
            policy: None,
            council: COUNCIL.to_owned(),
        })?;
        let plan = plan_of_today(words.children, words.seed);
        desk.play(&plan)?;
        desk.play_audits(&plan)?;
        super::mention(&format!("The made-up authority is in {}.", path.display()));
        return Ok(None);
    }
    super::door::screen_at_hand()?;
    door.keys_with(Door::own_keys()?.as_ref())?;
    desk(door, words).map(Some)
}

/// A desk on the made-up authority, in a store that goes with its folder.
pub(super) fn desk(door: &Door, words: &Demo) -> Result<Workbench, Failure> {
    let folder = tempfile::Builder::new()
        .prefix("caselight-demo-")
        .tempdir()
        .map_err(|e| {
            failed(format!(
                "Making a folder for the demonstration: {e}. Check the disk's free space."
            ))
        })?;
    let secret = Desk::throw_away_secret()?;
    let mut desk = Desk::create(Unlock {
        store: &folder.path().join("demo.caselight"),
        secret: &secret,
        person: Some("demo reviewer"),
        access: Access::Write,
        policy: None,
        council: COUNCIL.to_owned(),
    })?;
    desk.read_by_layouts_in(LayoutFolder::within(folder.path()));
    let plan = plan_of_today(words.children, words.seed);
    desk.play(&plan)?;
    desk.play_audits(&plan)?;
    door.sit_at(desk, Some(folder))
}
