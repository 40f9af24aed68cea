//! Roles and how they look. Styles are named by what they mean, never by their colour.
//!
//! It never decides what a thing is: a mark and a word always say the same as the colour. The
//! surprising thing: `mono` has no colour at all, because with `NO_COLOR` an empty colour code
//! resets bold and reverse as well and the focused row would vanish.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::model::State;

/// What a piece of the screen is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Plain,
    Dim,
    Heading,
    Context,
    Tab,
    TabOpen,
    Focus,
    Marked,
    Overdue,
    Late,
    Unknown,
    Fine,
    Bar,
    Key,
    Trouble,
    Said,
    Line,
}

impl Role {
    /// Every role; each theme names them all.
    pub const ALL: [Self; 17] = [
        Self::Plain,
        Self::Dim,
        Self::Heading,
        Self::Context,
        Self::Tab,
        Self::TabOpen,
        Self::Focus,
        Self::Marked,
        Self::Overdue,
        Self::Late,
        Self::Unknown,
        Self::Fine,
        Self::Bar,
        Self::Key,
        Self::Trouble,
        Self::Said,
        Self::Line,
    ];

    /// The role of a clock's state.
    #[must_use]
    pub const fn of(state: State) -> Self {
        match state {
            State::Overdue => Self::Overdue,
            State::Late => Self::Late,
            State::NotComputable => Self::Unknown,
            State::Met | State::Due => Self::Fine,
            State::NotApplicable => Self::Dim,
        }
    }
}

/// The mark that says the same as the colour.
#[must_use]
pub const fn mark(state: State) -> &'static str {
    match state {
        State::Overdue => "!",
        State::Late => "~",
        State::NotComputable => "?",
        State::Met | State::Due => "·",
        State::NotApplicable => " ",
    }
}

/// Which set of colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ThemeChoice {
    #[default]
    Dark,
    Light,
    /// Modifiers only.
    Mono,
}

impl From<crate::settings::ThemeChoice> for ThemeChoice {
    fn from(chosen: crate::settings::ThemeChoice) -> Self {
        match chosen {
            crate::settings::ThemeChoice::Auto
            | crate::settings::ThemeChoice::Dark
            | crate::settings::ThemeChoice::Contrast => Self::Dark,
            crate::settings::ThemeChoice::Light => Self::Light,
            crate::settings::ThemeChoice::Mono => Self::Mono,
        }
    }
}

impl ThemeChoice {
    /// The choice after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Mono,
            Self::Mono => Self::Dark,
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "no colours",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Dark => include_str!("../../assets/themes/dark.toml"),
            Self::Light => include_str!("../../assets/themes/light.toml"),
            Self::Mono => include_str!("../../assets/themes/mono.toml"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paint {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    mods: Vec<String>,
}

/// A theme: one style a role.
#[derive(Clone, PartialEq, Debug)]
pub struct Theme {
    pub choice: ThemeChoice,
    styles: BTreeMap<Role, Style>,
}

impl Theme {
    /// The theme of this choice.
    #[must_use]
    pub fn of(choice: ThemeChoice) -> Self {
        // A test reads the same texts, so one that cannot be read never leaves the house.
        Self {
            choice,
            styles: read(choice.text()).unwrap_or_default(),
        }
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }
}

fn read(text: &str) -> Result<BTreeMap<Role, Style>, String> {
    let paints: BTreeMap<Role, Paint> = toml::from_str(text).map_err(|e| e.to_string())?;
    paints
        .into_iter()
        .map(|(role, paint)| Ok((role, style(&paint)?)))
        .collect()
}

fn style(paint: &Paint) -> Result<Style, String> {
    let colour = |word: &String| {
        word.parse::<Color>()
            .map_err(|_| format!("There is no colour {word:?}; write it as `#rrggbb` or a name."))
    };
    let mut style = Style::new();
    style.fg = paint.fg.as_ref().map(colour).transpose()?;
    style.bg = paint.bg.as_ref().map(colour).transpose()?;
    for word in &paint.mods {
        style = style.add_modifier(match word.as_str() {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underlined" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            _ => return Err(format!("There is no modifier {word:?}.")),
        });
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_names_every_role() {
        for choice in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Mono] {
            let styles = read(choice.text()).unwrap();
            for role in Role::ALL {
                assert!(styles.contains_key(&role), "{choice:?} {role:?}");
            }
        }
    }

    #[test]
    fn mono_has_no_colour_and_still_shows_the_focus() {
        let theme = Theme::of(ThemeChoice::Mono);
        for role in Role::ALL {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        assert!(
            theme
                .style(Role::Focus)
                .add_modifier
                .contains(Modifier::REVERSED)
        );
    }

    #[test]
    fn each_state_that_needs_a_person_has_a_mark_of_its_own() {
        let marks = [
            State::Overdue,
            State::Late,
            State::NotComputable,
            State::Due,
        ]
        .map(mark);
        assert_eq!(marks, ["!", "~", "?", "·"]);
    }

    #[test]
    fn an_unknown_colour_is_named() {
        assert!(
            read("plain = { fg = \"mauvish\" }")
                .unwrap_err()
                .contains("mauvish")
        );
    }
}
