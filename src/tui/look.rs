//! How this screen shows things, whatever it shows: hidden or not, in which letters, with colours
//! or without, and what may be copied.
//!
//! Nothing here is content. The surprising thing: only the theme outlives the session; what was
//! hidden for a projector is shown again at the next start.

use super::glyphs::Glyphs;
use super::lexicon::Lexicon;
use super::veil::Veil;
use crate::settings::Copying;

/// Whether colours may be used at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Colours {
    #[default]
    Chosen,
    /// `NO_COLOR` is set, or the terminal has none.
    Never,
}

/// The whole of it.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pub veil: Veil,
    pub glyphs: Glyphs,
    pub copying: Copying,
    pub colours: Colours,
    /// People whom the picture does not know, while they are to be hidden.
    pub others: Lexicon,
}
