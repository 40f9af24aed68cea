//! An empty file of a list, and what is said about its columns.

/// The name, without an extension, of the sheet or file that explains the columns: it is no list.
pub const COLUMNS_EXPLAINED: &str = "columns explained";

/// One list that a service may fill in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    /// The name of the file without an extension: "actions".
    pub name: String,
    pub columns: Vec<TemplateColumn>,
}

/// One column of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateColumn {
    pub name: String,
    /// A row cannot do without it.
    pub required: bool,
    /// What it holds, in plain words.
    pub about: String,
    /// The words that it may hold; none where it holds no words of a list.
    pub allowed: Vec<String>,
    /// Made up.
    pub example: String,
}
