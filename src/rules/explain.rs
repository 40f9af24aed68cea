//! A finding argues its own case.

/// What stands beside a gap on the screen and in plain text. Each string is one paragraph
/// without line breaks; empty strings and empty lists are left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Explanation {
    /// "No case supervision on the file for 71 days."
    pub headline: String,
    /// "Due every 30 calendar days: local standard (england default)."
    pub standard: String,
    /// "02 Apr 2026 + 30 days = 02 May 2026; as at 12 Jun 2026 that is 41 days over."
    pub sum: String,
    /// "Not counted as working days: 03 Apr Good Friday, 06 Apr Easter Monday."
    pub not_counted: String,
    /// "No record on this extract (supervision known to 12 Jun 2026)."
    pub reading: String,
    /// How far the feeds speak, and anything that limits what can be said.
    pub coverage: String,
    pub needs: String,
    pub shown_by: String,
    pub source: String,
    /// "Check against the 2026 edition ..." or a boundary of the two ways to count months.
    pub caution: String,
}
