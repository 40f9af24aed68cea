//! A note's Markdown as HTML that can be read as XML too.
//!
//! It passes nothing through: HTML that was typed is shown as it was typed, an address is text and
//! an image is its description. The surprising thing: a table takes its caption from the heading
//! above it, because Markdown has none: it is there to be heard, for the eye has the heading.

use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use crate::model::prose::{self, BLANK};

/// A heading of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Heading {
    pub id: String,
    pub level: usize,
    /// As it stands between tags.
    pub html: String,
}

/// A text as HTML.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub html: String,
    pub headings: Vec<Heading>,
    /// Labels to which a link leads back.
    pub cited: Vec<String>,
}

/// Text between tags or in an attribute's quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            // XML has no place for these, not even escaped.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Writes the text; the labels are those that the annex has a row for.
pub(super) fn written(markdown: &str, labels: &[&str]) -> Written {
    let mut writer = Writer {
        labels,
        out: Written::default(),
        heading: None,
        table: None,
        in_head: false,
        column: 0,
        in_strong: false,
        plain: 0,
        links: Vec::new(),
    };
    for event in TextMergeStream::new(Parser::new_ext(markdown, Options::ENABLE_TABLES)) {
        writer.event(event);
    }
    writer.out
}

struct Writer<'a> {
    labels: &'a [&'a str],
    out: Written,
    /// Where the heading under way begins, and its level.
    heading: Option<(usize, usize)>,
    /// How the columns of the table under way are aligned.
    table: Option<Vec<Alignment>>,
    in_head: bool,
    column: usize,
    in_strong: bool,
    /// In how many blocks of code: there nothing is a link.
    plain: usize,
    /// Addresses of the links under way.
    links: Vec<String>,
}

impl Writer<'_> {
    fn push(&mut self, html: &str) {
        self.out.html.push_str(html);
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                let code = format!("<code>{}</code>", escape(&text));
                self.push(&code);
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                let shown = escape(&text);
                self.push(&shown);
            }
            Event::SoftBreak => self.push("\n"),
            Event::HardBreak => self.push("<br />"),
            Event::Rule => self.push("<hr />\n"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.plain > 0 {
            let code = escape(text);
            return self.push(&code);
        }
        if self.in_strong && prose::QUESTION.trim_matches('*') == text.trim() {
            let question = format!("<span class=\"open\">{}</span>", escape(text));
            return self.push(&question);
        }
        let mut rest = 0;
        for (place, labels) in prose::marks(text) {
            if place.start < rest || !labels.iter().all(|label| self.labels.contains(label)) {
                continue;
            }
            self.words(&text[rest..place.start]);
            let links: Vec<String> = labels.iter().map(|label| self.link(label)).collect();
            let links = format!("[{}]", links.join(", "));
            self.push(&links);
            rest = place.end;
        }
        self.words(&text[rest..]);
    }

    /// Words without a mark of evidence; a blank says what it is.
    fn words(&mut self, text: &str) {
        // A number and its sign stay on one line.
        let shown = escape(text).replace(" %", "\u{a0}%");
        let blank = "<span class=\"blank\">to fill in</span>";
        self.push(&shown.replace(BLANK, blank));
    }

    /// A link to the row of a figure; the first one is where the row leads back to.
    fn link(&mut self, label: &str) -> String {
        let id = if self.out.cited.iter().any(|known| known == label) {
            String::new()
        } else {
            self.out.cited.push(label.to_owned());
            format!(" id=\"cited-{label}\"")
        };
        format!("<a{id} href=\"#{label}\">{label}</a>")
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.push("<p dir=\"auto\">"),
            Tag::Heading { level, .. } => {
                // The title is the one h1, and no level is left out on the way down.
                let before = self.out.headings.last().map_or(1, |last| last.level);
                let level = (level as usize).max(2).min(before + 1);
                let id = self.out.headings.len() + 1;
                let open = format!("<h{level} id=\"section-{id}\" dir=\"auto\">");
                self.push(&open);
                self.heading = Some((self.out.html.len(), level));
            }
            Tag::BlockQuote(_) => self.push("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                debug_assert!(matches!(
                    kind,
                    CodeBlockKind::Indented | CodeBlockKind::Fenced(_)
                ));
                self.plain += 1;
                self.push("<pre><code>");
            }
            Tag::List(Some(1)) => self.push("<ol>\n"),
            Tag::List(Some(first)) => {
                let open = format!("<ol start=\"{first}\">\n");
                self.push(&open);
            }
            Tag::List(None) => self.push("<ul>\n"),
            Tag::Item => self.push("<li dir=\"auto\">"),
            Tag::Table(columns) => self.begin_table(columns),
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.push("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.push("<tr>");
            }
            Tag::TableCell => self.begin_cell(),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => {
                self.in_strong = true;
                self.push("<strong>");
            }
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            Tag::Image { .. } => self.push("[image: "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.push("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.push("</blockquote>\n"),
            TagEnd::CodeBlock => {
                self.plain = self.plain.saturating_sub(1);
                self.push("</code></pre>\n");
            }
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::Table => {
                self.table = None;
                self.push("</tbody></table></div>\n");
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.push("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => self.push(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => {
                self.in_strong = false;
                self.push("</strong>");
            }
            TagEnd::Link => {
                let address = self.links.pop().unwrap_or_default();
                let shown = escape(&address);
                if !shown.is_empty() && !self.out.html.ends_with(&shown) {
                    let after = format!(" ({shown})");
                    self.push(&after);
                }
            }
            TagEnd::Image => self.push("]"),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let Some((from, level)) = self.heading.take() else {
            return;
        };
        let html = self.out.html.get(from..).unwrap_or_default().to_owned();
        let close = format!("</h{level}>\n");
        self.push(&close);
        self.out.headings.push(Heading {
            id: format!("section-{}", self.out.headings.len() + 1),
            level,
            html: without_links(&html),
        });
    }

    fn begin_table(&mut self, columns: Vec<Alignment>) {
        let caption = self.out.headings.last().map(|last| last.html.clone());
        let caption = caption.unwrap_or_else(|| "Table".to_owned());
        self.table = Some(columns);
        let open = format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n\
             <caption class=\"quiet\" dir=\"auto\">{caption}</caption>\n"
        );
        self.push(&open);
    }

    fn begin_cell(&mut self) {
        let columns = self.table.as_deref().unwrap_or_default();
        let class = match columns.get(self.column) {
            Some(Alignment::Right) => " class=\"n\"",
            Some(Alignment::Center) => " class=\"c\"",
            _ => "",
        };
        self.column += 1;
        let open = if self.in_head {
            format!("<th scope=\"col\" dir=\"auto\"{class}>")
        } else {
            format!("<td dir=\"auto\"{class}>")
        };
        self.push(&open);
    }
}

/// A heading's words for the list of sections: its tags taken off, for a link holds no link.
fn without_links(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(markdown: &str) -> String {
        written(markdown, &["E1", "E2"]).html
    }

    #[test]
    fn html_that_was_typed_is_shown_and_not_run() {
        let page = html("a <b>bold</b>\n\n<script>alert(1)</script>\n\n`<i>`\n");
        assert!(page.contains("&lt;b&gt;bold&lt;/b&gt;"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
        assert!(page.contains("<code>&lt;i&gt;</code>"), "{page}");
    }

    #[test]
    fn an_address_is_text_and_an_image_is_its_description() {
        let page = html("[here](javascript:x) and ![a chart](http://x.invalid/y.png)");
        assert!(page.contains("here (javascript:x)"), "{page}");
        assert!(page.contains("[image: a chart]"), "{page}");
        assert!(!page.contains("href") && !page.contains("src"), "{page}");
    }

    #[test]
    fn a_mark_of_evidence_leads_to_its_row_and_the_first_can_be_led_back_to() {
        let out = written("One [E1], two [E1, E2], none [E9].", &["E1", "E2"]);
        assert_eq!(
            out.html,
            "<p dir=\"auto\">One [<a id=\"cited-E1\" href=\"#E1\">E1</a>], two [<a href=\"#E1\">E1</a>, \
             <a id=\"cited-E2\" href=\"#E2\">E2</a>], none [E9].</p>\n"
        );
        assert_eq!(out.cited, ["E1", "E2"]);
    }

    #[test]
    fn headings_begin_below_the_title_and_leave_no_level_out() {
        let levels: Vec<usize> = written("# A\n\n#### B\n\n## C\n\n### D\n", &[])
            .headings
            .into_iter()
            .map(|heading| heading.level)
            .collect();
        assert_eq!(levels, [2, 3, 2, 3]);
    }

    #[test]
    fn a_table_has_a_caption_headings_of_columns_and_named_blanks() {
        let page = html("## Actions\n\n| No | Who |\n|--:|---|\n| 1 | ____ |\n");
        assert!(
            page.contains("<caption class=\"quiet\" dir=\"auto\">Actions</caption>"),
            "{page}"
        );
        assert!(
            page.contains("<th scope=\"col\" dir=\"auto\" class=\"n\">No</th>"),
            "{page}"
        );
        assert!(
            page.contains("<span class=\"blank\">to fill in</span>"),
            "{page}"
        );
    }

    #[test]
    fn an_open_question_looks_open() {
        assert!(html("**To write:** why?").contains("<span class=\"open\">To write:</span>"));
    }
}
