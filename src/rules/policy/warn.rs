//! What can be used and still deserves a second look before a policy is taken into use.

use super::{Policy, is_same};
use crate::rules::reckoning::definitions;
use crate::rules::{Level, Mode, TrialRun};

impl Policy {
    /// Each a finished sentence.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for definition in definitions() {
            let rule = &definition.rule;
            let Some(said) = self.rules.get(&rule.id) else {
                continue;
            };
            if rule.mode == Mode::Trial && said.mode == Some(Mode::On) {
                warnings.extend(evidence_missing(&rule.id, said.evidence.as_ref()));
            }
            let mut laid = rule.clone();
            said.apply(&mut laid);
            if rule.level == Level::Law && laid.limit != rule.limit {
                warnings.push(format!(
                    "{} is law or statutory guidance: whoever inspects counts by the source's own limit.",
                    rule.id
                ));
            }
            if rule.level == Level::Law && laid.mode == Mode::Off {
                warnings.push(format!(
                    "{} is law or statutory guidance and is not assessed at all: \"trial\" would still count it.",
                    rule.id
                ));
            }
            if rule.standard.is_some() && laid.mode == Mode::Off {
                warnings.push(format!("{} is off: nobody will see these gaps.", rule.id));
            }
        }
        for one in &self.confirmed {
            let known = definitions().iter().find(|known| known.rule.id == one.rule);
            let asked = known.and_then(|known| known.rule.unconfirmed.as_ref());
            match asked {
                None => warnings.push(format!(
                    "{}: no edition waits for a confirmation; {} was not needed.",
                    one.rule, one.edition
                )),
                Some(asked) if !is_same(asked, &one.edition) => warnings.push(format!(
                    "{}: {} was confirmed, and it is {asked} that waits; the caution stays.",
                    one.rule, one.edition
                )),
                Some(_) => {}
            }
        }
        for day in &self.closures {
            if day.weekday() >= 5 {
                warnings.push(format!("{} is a weekend; it is closed anyway.", day.long()));
            }
        }
        warnings
    }
}

/// What is missing before a rule may go from trial to on.
pub(super) fn evidence_missing(id: &str, evidence: Option<&TrialRun>) -> Option<String> {
    let needed = TrialRun::NEEDED;
    match evidence {
        None => Some(format!(
            "{id} goes from trial to on without anybody's name: add [rule.{id}.on] with by, on, checked ({needed} cases) and true."
        )),
        Some(evidence) if evidence.checked < needed => Some(format!(
            "{id} goes from trial to on after {} checked cases; {needed} are asked for.",
            evidence.checked
        )),
        Some(_) => None,
    }
}
