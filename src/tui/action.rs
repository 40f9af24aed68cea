//! What a person can mean by a key, and where they can be when they press it.

use serde::Deserialize;

/// What the person meant. The words of each are in `assets/keymap.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    // Anywhere.
    Help,
    Palette,
    ShowCases,
    ShowGaps,
    ShowNotes,
    Import,
    Undo,
    Redo,
    NextTheme,
    Leave,
    LeaveNow,
    // Lists.
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Back,
    Filter,
    Order,
    OrderBack,
    Listing,
    // Gaps.
    ByNext,
    ByRule,
    BySupervisor,
    ByTeam,
    ByFamily,
    Unfold,
    Fold,
    Mark,
    MarkAll,
    Clear,
    Read,
    OpenChild,
    SeenOnFile,
    ToRecord,
    Book,
    NotRequired,
    DataError,
    Exception,
    Escalate,
    DraftNote,
    // One child.
    NextSibling,
    PreviousSibling,
    // A note.
    Save,
    Export,
    Title,
    Evidence,
    UndoTyping,
    RedoTyping,
    Find,
    Outline,
    /// The cases behind a count.
    OpenCases,
    Audience,
    Rename,
    CopyNote,
    // Dialogs.
    Accept,
    Cancel,
    NextField,
    PreviousField,
    Complete,
}

/// Where the person is: it decides what a key means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// In every pane and every dialog.
    Always,
    /// In every pane where a letter is a command.
    Anywhere,
    /// In panes that hold a list or a page.
    List,
    /// Where a gap is in focus.
    Gap,
    Gaps,
    /// The explanation over the whole window.
    Reading,
    Cases,
    Case,
    Notes,
    /// The editor: letters are text.
    Note,
    /// Words are looked for in the note.
    Find,
    /// The figures of the note.
    Figures,
    /// A list to choose one line from.
    Choice,
    Help,
    Palette,
    Outcome,
    /// A question with one line of answer.
    Line,
    Confirm,
    Import,
    /// The import is done; only what it did is left to read.
    Imported,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 20] = [
        Self::Always,
        Self::Anywhere,
        Self::List,
        Self::Gap,
        Self::Gaps,
        Self::Reading,
        Self::Cases,
        Self::Case,
        Self::Notes,
        Self::Note,
        Self::Find,
        Self::Figures,
        Self::Choice,
        Self::Help,
        Self::Palette,
        Self::Outcome,
        Self::Line,
        Self::Confirm,
        Self::Import,
        Self::Imported,
    ];

    /// The modes whose keys count here, this one first.
    #[must_use]
    pub const fn layers(self) -> &'static [Self] {
        match self {
            Self::Always => &[Self::Always],
            Self::Anywhere => &[Self::Anywhere, Self::Always],
            Self::List => &[Self::List, Self::Anywhere, Self::Always],
            Self::Gap => &[Self::Gap, Self::List, Self::Anywhere, Self::Always],
            Self::Gaps => &[
                Self::Gaps,
                Self::Gap,
                Self::List,
                Self::Anywhere,
                Self::Always,
            ],
            Self::Reading => &[
                Self::Reading,
                Self::Gap,
                Self::List,
                Self::Anywhere,
                Self::Always,
            ],
            Self::Cases => &[Self::Cases, Self::List, Self::Anywhere, Self::Always],
            Self::Case => &[
                Self::Case,
                Self::Gap,
                Self::List,
                Self::Anywhere,
                Self::Always,
            ],
            Self::Notes => &[Self::Notes, Self::List, Self::Anywhere, Self::Always],
            Self::Note => &[Self::Note, Self::Always],
            Self::Find => &[Self::Find, Self::Always],
            Self::Figures => &[Self::Figures, Self::Always],
            Self::Choice => &[Self::Choice, Self::Always],
            Self::Help => &[Self::Help, Self::Always],
            Self::Palette => &[Self::Palette, Self::Always],
            Self::Outcome => &[Self::Outcome, Self::Always],
            Self::Line => &[Self::Line, Self::Always],
            Self::Confirm => &[Self::Confirm, Self::Always],
            Self::Import => &[Self::Import, Self::Always],
            Self::Imported => &[Self::Imported, Self::Always],
        }
    }

    /// The heading over its keys in the help.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Always => "At any time",
            Self::Anywhere => "In every pane",
            Self::List => "Moving about",
            Self::Gap => "Outcomes of a gap",
            Self::Gaps => "Gaps",
            Self::Reading => "The explanation",
            Self::Cases => "Cases",
            Self::Case => "One child",
            Self::Notes => "Notes",
            Self::Note => "Writing a note",
            Self::Find => "Finding words in a note",
            Self::Figures => "The figures of a note",
            Self::Choice => "A list to choose from",
            Self::Help => "This help",
            Self::Palette => "The list of actions",
            Self::Outcome => "Giving an outcome",
            Self::Line => "A question",
            Self::Confirm => "A question to confirm",
            Self::Import => "Importing",
            Self::Imported => "What was imported",
        }
    }
}
