//! The way back over every jump, and on again.
//!
//! A jump is whatever led elsewhere: another pane, another filter, a child, a note. The surprising
//! thing: nobody reports a jump; each update is looked at from before and after.

use super::app::App;
use super::effect::Effect;
use super::stand::{self, Stand};

/// The most places that are remembered.
const MOST: usize = 100;

/// Places behind and ahead.
#[derive(Debug, Default)]
pub struct Jumps {
    behind: Vec<Stand>,
    ahead: Vec<Stand>,
    /// The way itself is being walked: that is no jump.
    walking: bool,
    /// A note that was walked to is still to come.
    pub expects_note: bool,
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Back,
    On,
}

/// Remembers where the person stood, if this led elsewhere.
pub fn watch(app: &mut App, before: Option<Stand>) {
    let walked = std::mem::take(&mut app.jumps.walking);
    let (Some(before), Some(now)) = (before, stand::of(app)) else {
        return;
    };
    if !now.is_elsewhere(&before) {
        return;
    }
    if now.note.is_some() && std::mem::take(&mut app.jumps.expects_note) {
        return;
    }
    if walked {
        return;
    }
    let jumps = &mut app.jumps;
    jumps.ahead.clear();
    jumps.behind.push(before);
    if jumps.behind.len() > MOST {
        jumps.behind.remove(0);
    }
}

/// From now to the end of this update, moving about is no jump.
pub fn unremembered(app: &mut App) {
    app.jumps.walking = true;
}

/// One place back, or on.
pub fn walk(app: &mut App, way: Way) -> Vec<Effect> {
    let here = stand::of(app);
    let jumps = &mut app.jumps;
    let (from, to) = match way {
        Way::Back => (&mut jumps.behind, &mut jumps.ahead),
        Way::On => (&mut jumps.ahead, &mut jumps.behind),
    };
    let Some(place) = from.pop() else {
        app.say(match way {
            Way::Back => "You have not come from anywhere else yet.",
            Way::On => "You are at the end of the way that you came.",
        });
        return Vec::new();
    };
    to.extend(here);
    jumps.walking = true;
    stand::go(app, &place)
}
