//! Which elements of a return are rows, which are their columns, and which are known and left
//! alone: read once from the layout.

use foldhash::HashMap;

use super::super::{
    ImportError,
    layout::{self, List, Role},
    recognise,
    sheet::SheetReader,
};

/// A return that comes as XML.
pub(super) struct Form {
    pub(super) layout: &'static str,
    /// As an error and a problem name it.
    pub(super) title: &'static str,
    pub(super) root: &'static str,
    /// The element of one child.
    pub(super) child: &'static str,
    /// What stands before the children and is read.
    header: &'static [&'static str],
}

pub(super) const FORMS: [Form; 2] = [
    Form {
        layout: "cin-census",
        title: "CIN census",
        root: "Message",
        child: "Child",
        header: &["Collection", "Year", "ReferenceDate"],
    },
    Form {
        layout: "ssda903",
        title: "SSDA903 return",
        root: "EXPSSDA903",
        child: "CHILD",
        header: &[],
    },
];

/// An element's name, numbered.
pub(super) type Token = u16;

/// What an element's name can stand for.
#[derive(Clone, Copy, Default)]
pub(super) struct Seat {
    pub(super) token: Token,
    /// The kind of row that it is.
    pub(super) group: Option<usize>,
    pub(super) header: bool,
    pub(super) known: bool,
}

/// An element that is a row of one list or of several.
pub(super) struct Group {
    pub(super) token: Token,
    /// Elements that are columns of it. Its own name is there if it holds a text itself.
    pub(super) leaves: Vec<Token>,
    pub(super) sheets: Vec<usize>,
}

/// A list that is being filled.
pub(super) struct Sheet<'o> {
    pub(super) list: &'static List,
    pub(super) reader: SheetReader<'o>,
    /// For each column the elements that hold it; none for the child's id.
    pub(super) columns: Vec<Vec<Token>>,
    /// The line of each row.
    pub(super) lines: Vec<u32>,
}

/// The whole plan of a return.
pub(super) struct Plan<'o> {
    pub(super) names: HashMap<Box<str>, Seat>,
    pub(super) groups: Vec<Group>,
    pub(super) sheets: Vec<Sheet<'o>>,
    /// The elements that hold the child's id.
    pub(super) ids: Vec<Token>,
}

impl<'o> Plan<'o> {
    pub(super) fn of(form: &Form, file: &'o str) -> Result<Self, ImportError> {
        let mut plan = Self {
            names: HashMap::default(),
            groups: Vec::new(),
            sheets: Vec::new(),
            ids: Vec::new(),
        };
        for known in layout::known_elements(form.layout)? {
            plan.name(&known).known = true;
        }
        for name in form.header {
            plan.name(name).header = true;
        }
        let lists = layout::lists()?;
        for list in lists.iter().filter(|list| list.layout == form.layout) {
            if let Some(path) = &list.element {
                plan.add(list, path, file);
            }
        }
        Ok(plan)
    }

    fn name(&mut self, name: &str) -> &mut Seat {
        let token = Token::try_from(self.names.len()).unwrap_or(Token::MAX);
        self.names.entry(Box::from(name)).or_insert(Seat {
            token,
            ..Seat::default()
        })
    }

    fn add(&mut self, list: &'static List, path: &'static str, file: &'o str)
    where
        'static: 'o,
    {
        let mut parts = path.rsplit('/');
        let element = parts.next().unwrap_or(path);
        for around in parts {
            self.name(around);
        }
        let seat = *self.name(element);
        let group = seat.group.unwrap_or(self.groups.len());
        if seat.group.is_none() {
            self.name(element).group = Some(group);
            self.groups.push(Group {
                token: seat.token,
                leaves: Vec::new(),
                sheets: Vec::new(),
            });
        }
        let mut columns = Vec::with_capacity(list.columns.len());
        let mut leaves = Vec::new();
        for column in &list.columns {
            let tokens: Vec<Token> = column
                .headings()
                .iter()
                .map(|heading| self.name(heading).token)
                .collect();
            leaves.extend(tokens.iter().copied());
            if column.role == Role::Child {
                self.ids.extend(tokens);
                columns.push(Vec::new());
            } else {
                columns.push(tokens);
            }
        }
        if let Some(known) = self.groups.get_mut(group) {
            known.leaves.extend(leaves);
            known.leaves.sort_unstable();
            known.leaves.dedup();
            known.sheets.push(self.sheets.len());
        }
        self.sheets.push(Sheet {
            list,
            reader: SheetReader::planned(file, path, recognise::whole(list)),
            columns,
            lines: Vec::new(),
        });
    }
}
