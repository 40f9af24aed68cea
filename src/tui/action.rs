//! What a person can mean by a key, and where they can be when they press it.

use serde::{Deserialize, Serialize};

/// What the person meant. The words of each are in `assets/keymap.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    // Anywhere.
    Help,
    Palette,
    ShowCases,
    ShowGaps,
    ShowDelays,
    ShowNotes,
    ShowUnfiled,
    ShowRules,
    ShowPromises,
    ShowAudits,
    /// Read the record of the child in focus.
    ReadRecord,
    /// Audit the record of the child in focus.
    AuditRecord,
    Import,
    /// Enter by hand.
    Enter,
    Undo,
    Redo,
    // Hands.
    View1,
    View2,
    View3,
    View4,
    View5,
    View6,
    View7,
    View8,
    View9,
    /// The list of saved views.
    Views,
    SaveView,
    DropView,
    /// Find by a few letters.
    Seek,
    JumpBack,
    JumpOn,
    RecordMacro,
    PlayMacro,
    RepeatMacro,
    NextTheme,
    /// Hide ids and names, or show them again.
    Hide,
    CopyId,
    /// Look round the made-up authority.
    Demo,
    Tour,
    TourOn,
    TourEnd,
    /// What a worker who goes leaves to the one who comes.
    ChangeOfHands,
    /// What was imported, and its problems.
    PastImports,
    /// Take the newest import back.
    TakeBack,
    /// The picture of an earlier day, or the newest again.
    KnownOn,
    /// What changed since a day.
    WhatChanged,
    /// What was promised, what is new, what is oldest.
    Surgery,
    /// Write a surgery sheet.
    SurgeryWrite,
    /// Read one that came back.
    SurgeryRead,
    /// The day on which that surgery was held.
    SurgeryHeld,
    /// A page for a supervision meeting.
    Brief,
    /// The brief of the family, the worker, the supervisor, the child again.
    BriefOfWhom,
    /// The day of the meeting.
    BriefMeeting,
    /// Say what the columns of a file mean.
    Map,
    KindOfList,
    LeaveOut,
    DateOrder,
    KeepMapping,
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
    // Delays.
    Split,
    /// What only the figures of the service or a team show.
    Patterns,
    // Rules.
    AmendRule,
    /// What holds for every rule of the service.
    AmendService,
    ConfirmEdition,
    // Promises.
    Revisited,
    Carry,
    Done,
    Superseded,
    GiveUp,
    // A review session.
    /// Begin one, or take up the one that is under way.
    Review,
    /// Looked at; on to the next.
    NextItem,
    PreviousItem,
    SkipItem,
    /// The reviewer's own words on the item.
    WriteOnItem,
    /// What is to be done, who, and by when.
    Agree,
    EndReview,
    /// The summary as evidence of a note.
    NoteOfReview,
    // Audits.
    DrawSample,
    Moderate,
    AnswerYes,
    AnswerPartly,
    AnswerNo,
    AnswerNotApplicable,
    // One child.
    NextSibling,
    PreviousSibling,
    /// This child's entries by hand.
    Entries,
    // Entries by hand.
    Correct,
    Withdraw,
    NotSeen,
    CopyText,
    EnterCase,
    EnterGroup,
    EnterStaff,
    EnterOversight,
    EnterSenior,
    EnterDecision,
    EnterAction,
    EnterVisit,
    // A note.
    Save,
    Export,
    Title,
    Evidence,
    UndoTyping,
    RedoTyping,
    Find,
    /// The next question or blank that waits for a person.
    NextQuestion,
    /// Takes out the rest of the line, such as a question that was answered.
    TakeOut,
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

impl Action {
    /// Whether it moves the focus of a list.
    #[must_use]
    pub const fn steps(self) -> bool {
        matches!(
            self,
            Self::Up | Self::Down | Self::PageUp | Self::PageDown | Self::First | Self::Last
        )
    }
}

/// Where the person is: it decides what a key means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize, Serialize)]
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
    /// The first screen of an empty store.
    Welcome,
    /// The explanation over the whole window.
    Reading,
    Cases,
    Case,
    Delays,
    Notes,
    /// The editor: letters are text.
    Note,
    /// What was entered by hand.
    Unfiled,
    /// What changed since a day.
    Changes,
    /// What was promised in surgeries.
    Surgery,
    /// What a surgery sheet would do.
    SurgeryPreview,
    /// A page for a supervision meeting.
    Brief,
    Rules,
    /// What was agreed.
    Promises,
    /// What became of a promise.
    Turn,
    /// Samples, audits and what follows from them.
    Audits,
    /// A question about a record: letters are answers.
    Survey,
    /// A line of the same form: letters are text.
    SurveyLine,
    /// The form that changes a policy.
    Amend,
    /// Words are looked for in the note.
    Find,
    /// The figures of the note.
    Figures,
    /// A list to choose one line from.
    Choice,
    Help,
    Palette,
    Outcome,
    /// It is asked what is entered by hand.
    EntryChoice,
    /// The fields of what is entered by hand.
    Entry,
    /// A question with one line of answer.
    Line,
    Confirm,
    Import,
    /// The import is done; only what it did is left to read.
    Imported,
    /// The imports that were, and their problems.
    Past,
    /// Which earlier day is meant.
    Moment,
    /// What the columns of a file mean.
    Mapping,
    /// A list that is filtered by what is typed.
    Pick,
    /// A review session.
    Session,
    /// The reviewer's own words on an item: letters are text.
    SessionText,
    /// What a session left.
    SessionEnd,
    /// What a review session is to be about.
    ReviewStart,
    /// What is to be done, who, and by when.
    Promise,
    /// The saved views.
    Views,
    /// Finding by a few letters.
    Seek,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 47] = [
        Self::Always,
        Self::Anywhere,
        Self::List,
        Self::Gap,
        Self::Gaps,
        Self::Welcome,
        Self::Reading,
        Self::Cases,
        Self::Case,
        Self::Delays,
        Self::Notes,
        Self::Note,
        Self::Unfiled,
        Self::Changes,
        Self::Surgery,
        Self::SurgeryPreview,
        Self::Brief,
        Self::Rules,
        Self::Promises,
        Self::Turn,
        Self::Audits,
        Self::Survey,
        Self::SurveyLine,
        Self::Amend,
        Self::Find,
        Self::Figures,
        Self::Choice,
        Self::Help,
        Self::Palette,
        Self::Outcome,
        Self::EntryChoice,
        Self::Entry,
        Self::Line,
        Self::Confirm,
        Self::Import,
        Self::Imported,
        Self::Past,
        Self::Moment,
        Self::Mapping,
        Self::Pick,
        Self::Session,
        Self::SessionText,
        Self::SessionEnd,
        Self::ReviewStart,
        Self::Promise,
        Self::Views,
        Self::Seek,
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
            Self::Welcome => &[Self::Welcome, Self::List, Self::Anywhere, Self::Always],
            Self::Past => &[Self::Past, Self::Always],
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
            Self::Delays => &[Self::Delays, Self::List, Self::Anywhere, Self::Always],
            Self::Notes => &[Self::Notes, Self::List, Self::Anywhere, Self::Always],
            Self::Note => &[Self::Note, Self::Always],
            Self::Unfiled => &[Self::Unfiled, Self::List, Self::Anywhere, Self::Always],
            Self::Changes => &[Self::Changes, Self::List, Self::Anywhere, Self::Always],
            Self::Surgery => &[Self::Surgery, Self::List, Self::Anywhere, Self::Always],
            Self::SurgeryPreview => &[Self::SurgeryPreview, Self::Always],
            Self::Brief => &[Self::Brief, Self::List, Self::Anywhere, Self::Always],
            Self::Moment => &[Self::Moment, Self::Always],
            Self::Rules => &[Self::Rules, Self::List, Self::Anywhere, Self::Always],
            Self::Promises => &[Self::Promises, Self::List, Self::Anywhere, Self::Always],
            Self::Turn => &[Self::Turn, Self::Always],
            Self::Audits => &[Self::Audits, Self::List, Self::Anywhere, Self::Always],
            Self::Survey => &[Self::Survey, Self::Always],
            Self::SurveyLine => &[Self::SurveyLine, Self::Always],
            Self::Amend => &[Self::Amend, Self::Always],
            Self::EntryChoice => &[Self::EntryChoice, Self::Always],
            Self::Entry => &[Self::Entry, Self::Always],
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
            Self::Mapping => &[Self::Mapping, Self::Always],
            Self::Pick => &[Self::Pick, Self::Always],
            // The letters of the outcomes stand under a session's own name, because `n` goes on.
            Self::Session => &[Self::Session, Self::List, Self::Anywhere, Self::Always],
            Self::SessionText => &[Self::SessionText, Self::Always],
            Self::SessionEnd => &[Self::SessionEnd, Self::List, Self::Anywhere, Self::Always],
            Self::ReviewStart => &[Self::ReviewStart, Self::Always],
            Self::Promise => &[Self::Promise, Self::Always],
            Self::Views => &[Self::Views, Self::Always],
            Self::Seek => &[Self::Seek, Self::Always],
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
            Self::Welcome => "The first screen",
            Self::Past => "What was imported before",
            Self::Reading => "The explanation",
            Self::Cases => "Cases",
            Self::Case => "One child",
            Self::Delays => "Delays",
            Self::Notes => "Notes",
            Self::Note => "Writing a note",
            Self::Unfiled => "Not yet on file",
            Self::Changes => "What changed",
            Self::Surgery => "Surgery",
            Self::SurgeryPreview => "Reading a surgery sheet",
            Self::Brief => "A brief",
            Self::Moment => "Choosing an earlier day",
            Self::Rules => "Rules",
            Self::Promises => "Promises",
            Self::Turn => "What became of a promise",
            Self::Audits => "Audits",
            Self::Survey => "A question about a record",
            Self::SurveyLine => "A line about a record",
            Self::Amend => "Changing the policy",
            Self::EntryChoice => "Entering by hand: what it is",
            Self::Entry => "Entering by hand",
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
            Self::Mapping => "What the columns mean",
            Self::Pick => "Picking a meaning",
            Self::Session => "A review session",
            Self::SessionText => "Words on one child or family",
            Self::SessionEnd => "What a review session left",
            Self::ReviewStart => "Beginning a review session",
            Self::Promise => "A promise",
            Self::Views => "Saved views",
            Self::Seek => "Finding by a few letters",
        }
    }
}
