//! The lists of the invented authority: their headings, and a row for a child's number.

/// A cell of the workbook.
pub enum Cell {
    Blank,
    Number(u32),
    Words(&'static str),
    Owned(String),
    /// So many days before the as-at.
    DaysAgo(u32),
}

use Cell::{Blank, DaysAgo, Number, Owned, Words};

/// One list: its sheet, its headings, who stands in it and what is said of them.
pub struct List {
    pub sheet: &'static str,
    pub headings: &'static str,
    pub holds: fn(Child) -> bool,
    pub row: fn(Child) -> Vec<Cell>,
}

/// How many children the authority ever heard of.
pub const CHILDREN: u32 = 20_000;
/// The children below this number have or had a case.
const KNOWN: u32 = 11_700;

/// A child, by number.
#[derive(Clone, Copy)]
pub struct Child(pub u32);

impl Child {
    /// An even spread below `limit`, another for each `salt`, the same in every run.
    pub fn draw(self, salt: u32, limit: u32) -> u32 {
        let mut x = (u64::from(self.0) << 32 | u64::from(salt)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x ^= x >> 29;
        x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let high = x >> 33;
        u32::try_from(high % u64::from(limit)).unwrap_or(0)
    }

    pub fn id(self) -> u32 {
        200_000 + self.0 * 37
    }

    pub fn is_open(self) -> bool {
        self.0 < KNOWN && !self.0.is_multiple_of(4)
    }

    fn is_on_a_plan(self) -> bool {
        self.0 < KNOWN && self.0 % 9 == 1
    }

    fn is_looked_after(self) -> bool {
        self.0 < KNOWN && matches!(self.0 % 27, 2 | 3 | 6 | 11)
    }

    /// Days since the case opened.
    pub fn opened(self) -> u32 {
        60 + self.draw(1, 900)
    }

    fn hub(self) -> u32 {
        self.0 % 60
    }

    pub fn team(self) -> String {
        format!("Invented Hub {}", self.hub() + 1)
    }

    pub fn worker(self) -> String {
        format!("Worker Made-Up {}", self.hub() * 12 + self.draw(2, 12))
    }

    pub fn supervisor(self) -> String {
        format!("Lead Pretend {}", self.hub() + 1)
    }

    /// What stands first in every list.
    fn opening(self) -> Vec<Cell> {
        let age = self.draw(3, 17);
        vec![
            Number(self.id()),
            Words(["a) Male", "b) Female"][self.draw(4, 2) as usize]),
            Words(["a) WBRI", "f) MWBC", "s) NOBT"][self.draw(5, 3) as usize]),
            DaysAgo(age * 365 + self.draw(6, 365)),
            Number(age),
        ]
    }

    fn yes_or_no(self, salt: u32) -> Cell {
        Words(["a) Yes", "b) No"][self.draw(salt, 2) as usize])
    }

    fn handled(self, mut row: Vec<Cell>, said: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
        row.extend(said);
        row.extend([Owned(self.team()), Owned(self.worker())]);
        row
    }
}

/// Annex A without early help, leavers and adoption: they are a fiftieth of it.
pub const LISTS: [List; 7] = [
    List {
        sheet: "List 1",
        headings: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|Date of Contact|\
                   Contact Source",
        holds: |child| child.0 >= 2_500,
        row: contact,
    },
    List {
        sheet: "List 3",
        headings: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|Date of referral|\
                   Referral Source|Referral NFA?|Number of Referrals in Last 12 Months|Allocated Team|\
                   Allocated Worker",
        holds: |child| (3_500..KNOWN).contains(&child.0),
        row: referral,
    },
    List {
        sheet: "List 4",
        headings: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|\
                   Does the Child have a Disability|Continuous Assessment Start Date|\
                   Child Seen During Continuous Assessment|Continuous Assessment Date of Authorisation|\
                   Was the child assessed as requiring LA children's social care support?|Allocated Team|\
                   Allocated Worker",
        holds: |child| (3_700..KNOWN).contains(&child.0),
        row: assessment,
    },
    List {
        sheet: "List 5",
        headings: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|\
                   Does the Child have a Disability|\
                   Strategy discussion initiating Section 47 Enquiry Start Date|\
                   Was an Initial Child Protection Conference deemed unnecessary?|\
                   Date of Initial Child Protection Conference|\
                   Did the Initial Child Protection Conference Result in a Child Protection Plan|\
                   Number of Section 47 Enquiries in the last 12 months|\
                   Number of ICPCs in the last 12 months|Allocated Team|Allocated Worker",
        holds: |child| child.0 < KNOWN && child.0.is_multiple_of(6),
        row: enquiry,
    },
    List {
        sheet: "List 6",
        headings: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|\
                   Does the Child have a Disability|CIN Start Date|Primary Need Code|\
                   Date Child Was Last Seen|CIN Closure Date|Reason for Closure|Case Status|\
                   Allocated Team|Allocated Worker",
        holds: |child| child.0 < KNOWN,
        row: episode,
    },
    List {
        sheet: "List 7",
        headings: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|\
                   Does the Child have a Disability|Child Protection Plan Start Date|\
                   Initial Category of Abuse|Latest Category of Abuse|Date of the Last Statutory Visit|\
                   Was the Child Seen Alone?|Date of latest review conference|\
                   Child Protection Plan End Date|Number of Previous Child Protection Plans|\
                   Allocated Team|Allocated Worker",
        holds: Child::is_on_a_plan,
        row: plan,
    },
    List {
        sheet: "List 8",
        headings: "Child Unique ID|Gender|Ethnicity|Date of Birth|Age of Child (Years)|\
                   Does the Child have a Disability|Date Started to be Looked After|\
                   Child's Category of Need|Start date of current legal status|Child's Legal Status|\
                   Date of Latest Statutory Review|Date of Last Social Work Visit|\
                   What is the permanence plan for this child?|\
                   Date of Last IRO Visit / Contact to the Child|Date of Last Health Assessment|\
                   Date of Last Dental Check|Number of Placements in the Last 12 months|\
                   Date Ceased to be Looked After|Reason Ceased to be Looked After|\
                   Start Date of Most Recent Placement|Placement Type|Placement Provider|\
                   Placement postcode|URN of Placement|Placement Location|LA of Placement|\
                   Allocated Team|Allocated Worker",
        holds: Child::is_looked_after,
        row: care,
    },
];

fn contact(child: Child) -> Vec<Cell> {
    let mut row = child.opening();
    row.push(DaysAgo(child.draw(10, 180)));
    row.push(Words(
        ["q) 6: Police", "e) 2A: Schools"][child.draw(11, 2) as usize],
    ));
    row
}

fn referral(child: Child) -> Vec<Cell> {
    let said = [
        DaysAgo(child.draw(12, 180)),
        Words("e) 2A: Schools"),
        child.yes_or_no(13),
        Number(child.draw(14, 3)),
    ];
    child.handled(child.opening(), said)
}

fn assessment(child: Child) -> Vec<Cell> {
    let (began, took) = (child.draw(15, 180), 10 + child.draw(16, 80));
    let said = [
        child.yes_or_no(7),
        DaysAgo(began),
        Words("a) Yes"),
        began.checked_sub(took).map_or(Blank, DaysAgo),
        child.yes_or_no(17),
    ];
    child.handled(child.opening(), said)
}

fn enquiry(child: Child) -> Vec<Cell> {
    let (began, took) = (child.draw(18, 180), 8 + child.draw(19, 20));
    let said = [
        child.yes_or_no(7),
        DaysAgo(began),
        Words("b) No"),
        began.checked_sub(took).map_or(Blank, DaysAgo),
        child.yes_or_no(20),
        Number(1),
        Number(1),
    ];
    child.handled(child.opening(), said)
}

fn episode(child: Child) -> Vec<Cell> {
    let closed = child.draw(21, 180);
    let (end, why) = if child.is_open() {
        (Blank, Blank)
    } else {
        (DaysAgo(closed), Words("RC8 - Invented reason"))
    };
    let status = if !child.is_open() {
        "e) Closed"
    } else if child.is_looked_after() {
        "a) Looked after child"
    } else if child.is_on_a_plan() {
        "b) Child Protection plan"
    } else {
        "c) Child in need plan"
    };
    let said = [
        child.yes_or_no(7),
        DaysAgo(child.opened() + 180),
        Words("N1 - Abuse or neglect"),
        DaysAgo(child.draw(22, 60)),
        end,
        why,
        Words(status),
    ];
    child.handled(child.opening(), said)
}

fn plan(child: Child) -> Vec<Cell> {
    let said = [
        child.yes_or_no(7),
        DaysAgo(child.opened()),
        Words("a) Neglect"),
        Words("a) Neglect"),
        DaysAgo(child.draw(23, 30)),
        child.yes_or_no(24),
        DaysAgo(child.draw(25, 200).min(child.opened())),
        Blank,
        Number(0),
    ];
    child.handled(child.opening(), said)
}

fn care(child: Child) -> Vec<Cell> {
    let began = child.opened();
    let within = |salt, limit| DaysAgo(child.draw(salt, limit).min(began));
    let said = [
        child.yes_or_no(7),
        DaysAgo(began),
        Words("N1"),
        DaysAgo(began),
        Words("C2: FCO"),
        within(26, 200),
        within(27, 60),
        Words("f) Long-term fostering"),
        within(28, 60),
        within(29, 300),
        within(30, 300),
        Number(1),
        Blank,
        Blank,
        DaysAgo(began),
        Words("f) U6: Foster placement"),
        Words("b) PR1: Own provision"),
        Words("ZZ99 9ZZ"),
        Blank,
        Words("In"),
        Words("Fictonshire"),
    ];
    child.handled(child.opening(), said)
}
