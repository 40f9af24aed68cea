//! A policy file to start from: every choice at its default, behind a `#`.

use std::fmt::Write as _;

use super::Policy;
use crate::rules::reckoning::definitions;
use crate::rules::{Level, Rule, limit_words};

const HEAD: &str = r#"# A policy for Caselight: what your service has decided. A line that begins with # is not read;
# take the # away to choose. What is left out keeps the default of England.
# `caselight policy check FILE` says what is wrong, `caselight policy use FILE` takes it into use.

name = "{name}"

# Days on which working days are counted: "england-and-wales" or "weekdays".
# calendar = "england-and-wales"

# Days on which the service is closed besides, such as those between the years.
# closures = ["2026-12-29", "2026-12-30"]

# How a limit in months becomes a day: "calendar" (the same day of the month) or "days-91-183"
# (three months are 91 days, six are 183).
# months = "calendar"

# Whether a session's own next date moves its clock where it is earlier.
# honour_next_due = false

# Names in a worker's column that are nobody, as whole words.
# placeholder_workers = ["Duty Team", "Unallocated"]
# Managers who hold cases themselves, confirmed by the council: whole names.
# manager_caseholders = []

# Your own names. A team as the export writes it, and what people call it:
# [glossary.teams]
# "CSC HUB 3 EAST" = "Hub 3"
# A type of session as the export writes it, and which of counts it is; read at the import:
# [glossary.sessions]
# "Hub reflection" = "group_reflective"
# A word of Caselight, and yours:
# [glossary.words]
# "case supervision" = "reflective case discussion"

# Who read the newest edition of a source, and where the limit stands in it:
# [[confirmed]]
# rule = "ICPC-15WD"
# edition = "Working Together 2026"
# paragraph = "123"
# by = "A Person"
# on = "2026-09-01"

# For each rule: mode is "on" (a gap is listed), "trial" (only counted) or "off". A rule in trial
# goes to on with the name of whoever checked, the day, how many cases (20 at least), and how many
# of them were true:  on = { by = "A Person", on = "2026-09-01", checked = 20, true = 18 }
# unit is working_days, calendar_days, weeks, months or each_calendar_month. grace is working days
# after the limit before a local standard is called overdue. teams and except_teams are lists of
# names; an earlier limit of your own is
#   [[rule.ID.edition]]
#   to = "2026-03-31"
#   limit = 42
"#;

impl Policy {
    /// The text of a policy file with every choice explained and none made but its name.
    #[must_use]
    pub fn template(name: &str) -> String {
        let quoted = toml::Value::from(name).to_string();
        let mut text = HEAD.replace("\"{name}\"", &quoted);
        let rules = || definitions().iter().map(|definition| &definition.rule);
        let mut areas: Vec<&str> = Vec::new();
        for rule in rules() {
            if !areas.contains(&rule.area.as_str()) {
                areas.push(&rule.area);
            }
        }
        // Several files of the book make one part of it, and each part has one heading.
        for area in areas {
            let _ = write!(text, "\n# ---- {area} ----\n");
            for rule in rules().filter(|rule| rule.area == area) {
                write_rule(&mut text, rule);
            }
        }
        text
    }
}

fn write_rule(text: &mut String, rule: &Rule) {
    let limit = rule
        .limit
        .map_or_else(String::new, |limit| format!(", {}", limit_words(limit)));
    let _ = write!(
        text,
        "\n# {}: {}{limit}.\n# [rule.{}]\n# mode = \"{}\"\n",
        rule.title,
        rule.level.label(),
        rule.id,
        rule.mode.word()
    );
    if let Some(limit) = rule.limit {
        let _ = write!(
            text,
            "# limit = {}\n# unit = \"{}\"\n",
            limit.value,
            limit.unit.word()
        );
        if rule.level != Level::Law {
            let _ = writeln!(text, "# grace = {}", rule.grace);
        }
    }
    if !rule.counts.is_empty() {
        let words: Vec<String> = rule
            .counts
            .iter()
            .map(|one| format!("\"{}\"", one.word()))
            .collect();
        let _ = writeln!(text, "# counts = [{}]", words.join(", "));
    }
    if let Some(basis) = &rule.basis {
        let _ = writeln!(
            text,
            "# basis = \"{basis}\"  # one of {}",
            rule.bases.join(", ")
        );
    }
}
