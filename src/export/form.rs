//! In which form a note leaves.

use std::path::Path;

/// A form in which a note can be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Markdown,
    /// One page with nothing beside it.
    Html,
}

impl Form {
    /// As the audit log and the command line say it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
        }
    }

    /// The form that a file's name asks for.
    ///
    /// # Errors
    /// A sentence, for a name that promises what is not written here.
    pub fn of(path: &Path) -> Result<Self, String> {
        let extension = path.extension().map(|word| word.to_string_lossy());
        match extension.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("html" | "htm") => Ok(Self::Html),
            None | Some("md" | "markdown" | "txt") => Ok(Self::Markdown),
            Some(other) => Err(format!(
                "Exporting a note: a name that ends in .{other} promises another kind of file. \
                 End it in .html for a page to print, or in .md for plain Markdown."
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_says_its_form() {
        let of = |name: &str| Form::of(Path::new(name));
        assert_eq!(of("a/note.HTML"), Ok(Form::Html));
        assert_eq!(of("note.htm"), Ok(Form::Html));
        assert_eq!(of("note.md"), Ok(Form::Markdown));
        assert_eq!(of("note"), Ok(Form::Markdown));
        assert!(of("note.docx").unwrap_err().contains(".html"));
    }
}
