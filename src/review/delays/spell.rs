//! One child's passage through one step: when it began, whether it has ended, where it stands.

use std::collections::HashMap;

use super::{Teams, place};
use crate::model::{
    Answer, CaseFile, ChildId, Day, FeedKind, Finding, Known, Name, Referral, State,
};
use crate::review::Picture;
use crate::rules::{self, RuleResult, Unit};

/// Where a spell stands on the day of the extract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stand {
    /// Ended within the limit.
    InTime,
    /// Ended beyond it.
    Late,
    /// Ended, and no limit is set.
    Done,
    /// Open beyond the limit.
    Overdue,
    /// Open and not yet overdue, or open where no limit is set.
    Pending,
    /// A date or an answer that is needed is missing or unreadable.
    Untold,
    /// The clock does not run.
    Outside,
}

/// One passage through a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spell {
    /// Index into `Picture::caseload.children`; `None`: about a worker, or a child without a
    /// usable row.
    pub child: Option<u32>,
    /// Index into the teams of the delays.
    pub team: Option<u16>,
    pub start: Option<Day>,
    pub stop: Option<Day>,
    pub due: Option<Day>,
    /// In the step's unit, to its end or to the day of the extract; `None` where it is not known
    /// exactly.
    pub length: Option<i32>,
    /// Beyond the due day (above 0) or before it.
    pub beyond: Option<i32>,
    pub stand: Stand,
    /// Index into the findings of the step's rule.
    pub finding: Option<u32>,
}

/// What the spells of every step share.
pub(super) struct Ground<'a> {
    pub picture: &'a Picture,
    teams: &'a Teams,
    /// Positions of the children by where the text of their id lies; findings share it.
    children: HashMap<usize, u32>,
}

impl<'a> Ground<'a> {
    pub fn of(picture: &'a Picture, teams: &'a Teams) -> Self {
        let files = picture.caseload.children.iter();
        let ids = files.map(|file| place(file.child.id.as_str()));
        Self {
            picture,
            teams,
            children: ids.zip(0..).collect(),
        }
    }

    /// Where a child stands; one whose rows were all unusable stands nowhere.
    fn child(&self, id: &ChildId) -> Option<u32> {
        let known = self.children.get(&place(id.as_str())).copied();
        known.or_else(|| u32::try_from(self.picture.caseload.position(id)?).ok())
    }

    fn team(&self, name: Option<&Name>) -> Option<u16> {
        self.teams.at(name?)
    }

    /// The clocks of a rule. Findings come child by child, so the child is looked up once.
    pub fn of_rule(&self, result: &RuleResult) -> Vec<Spell> {
        let mut last: (Option<&str>, Option<u32>) = (None, None);
        let mut spells = Vec::with_capacity(result.findings.len());
        for (at, finding) in (0..).zip(&result.findings) {
            let id = finding.subject.child();
            let key = id.map(ChildId::as_str);
            if key != last.0 || key.is_none() {
                last = (key, id.and_then(|id| self.child(id)));
            }
            let mut spell = self.of_finding(result, finding);
            spell.child = last.1;
            spell.finding = Some(at);
            spells.push(spell);
        }
        spells
    }

    /// Whether an interval that is over began before the export of sessions did: one held before
    /// that day would have ended it sooner, so its length is the most that it can be.
    fn may_hide_an_event(&self, result: &RuleResult, finding: &Finding) -> bool {
        let feed = self.picture.caseload.feed(result.rule.feed);
        result.rule.feed == FeedKind::Supervision
            && finding.stop.is_some()
            && feed.is_some_and(|feed| finding.trigger.is_some_and(|on| on < feed.covers.from))
    }

    fn of_finding(&self, result: &RuleResult, finding: &Finding) -> Spell {
        let limit = result.rule.limit;
        let stand = match finding.state {
            State::Met => Stand::InTime,
            State::Late => Stand::Late,
            State::Overdue => Stand::Overdue,
            State::Due => Stand::Pending,
            State::NotComputable => Stand::Untold,
            State::NotApplicable => Stand::Outside,
        };
        let told = !matches!(stand, Stand::Untold | Stand::Outside);
        // Without a due day the length of what has ended may be only the least that it can be.
        let exact = (finding.due.is_some() || finding.stop.is_none())
            && !self.may_hide_an_event(result, finding);
        let length = finding.elapsed.filter(|_| told && exact);
        let until = finding.stop.unwrap_or(self.picture.check.as_at);
        let beyond = match (finding.over, limit.map(|limit| (limit.value, limit.unit))) {
            (Some(over), _) => Some(over),
            (None, Some((_, Unit::Months | Unit::EachCalendarMonth))) => {
                finding.due.map(|due| until.days_since(due))
            }
            (None, Some((value, _))) => length
                .zip(i32::try_from(value).ok())
                .map(|(length, whole)| length - whole),
            (None, None) => None,
        };
        Spell {
            child: None,
            team: self.team(finding.team.as_ref()),
            start: finding.trigger,
            stop: finding.stop,
            due: finding.due,
            length,
            // Met is never beyond, even where a due day was set for this clock alone.
            beyond: beyond.filter(|_| told).map(|days| {
                if stand == Stand::InTime {
                    days.min(0)
                } else {
                    days
                }
            }),
            stand,
            finding: None,
        }
    }

    /// From each referral to the first assessment that began on or after it and before the next
    /// referral. No rule has a limit for it.
    pub fn referrals(&self) -> Vec<Spell> {
        let mut spells = Vec::new();
        for (child, file) in (0..).zip(&self.picture.caseload.children) {
            for (at, referral) in file.referrals.iter().enumerate() {
                if let Some(mut spell) = self.referral(file, at, referral) {
                    spell.child = Some(child);
                    spells.push(spell);
                }
            }
        }
        spells
    }

    fn referral(&self, file: &CaseFile, at: usize, referral: &Known<Referral>) -> Option<Spell> {
        let as_at = self.picture.check.as_at;
        if referral.on > as_at {
            return None;
        }
        let next = file
            .referrals
            .get(at + 1)
            .map(|next| next.on)
            .filter(|on| *on <= as_at);
        let stop = file
            .assessments
            .iter()
            .map(|row| row.start)
            .filter(|start| *start >= referral.on && *start <= as_at)
            .filter(|start| next.is_none_or(|next| *start < next))
            .min();
        let stand = match (stop, referral.no_further_action) {
            (Some(_), _) => Stand::Done,
            (None, Answer::Yes) => Stand::Outside,
            (None, _) if next.is_some() => Stand::Outside,
            // Neither open nor closed: the newest extract no longer lists it.
            (None, _) if !referral.listed => return None,
            (None, Answer::Blank | Answer::Unknown) => Stand::Untold,
            (None, Answer::No) if rules::governing(file, as_at).is_none() => Stand::Outside,
            (None, Answer::No) => Stand::Pending,
        };
        let told = !matches!(stand, Stand::Untold | Stand::Outside);
        let until = stop.unwrap_or(as_at);
        Some(Spell {
            child: None,
            team: self.team(referral.handler.team.as_ref()),
            start: Some(referral.on),
            stop,
            due: None,
            length: self
                .picture
                .calendar
                .elapsed(referral.on, until)
                .filter(|_| told),
            beyond: None,
            stand,
            finding: None,
        })
    }
}
