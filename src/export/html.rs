//! A note as one page: no script, nothing beside it, ready for a screen reader and a printer.
//!
//! It is written so that an XML reader can read it too. The surprising thing: the page forbids
//! itself to load anything, so that a note that is opened on another computer stays alone.

use std::io::{self, Write};

use super::{
    markdown::{Over, cited, one_line, over},
    text::{Written, escape, written},
};
use crate::model::{Evidence, Note};
use crate::notes::Cover;

const STYLE: &str = include_str!("../../assets/notes/page.css");

/// Writes a note as one HTML page. The evidence table comes from the store, so that a figure
/// retyped in the text can be held against it. Holds no child's id unless the person typed one.
///
/// # Errors
/// Whatever `out` reports.
pub fn note_html(note: &Note, cover: &Cover, out: &mut dyn Write) -> io::Result<()> {
    let title = escape(&one_line(&note.head.title));
    let labels: Vec<&str> = note.evidence.iter().map(|row| row.label.as_str()).collect();
    let text = written(&note.body, &labels);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\" />\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#text\">Skip to the text</a>\n<header>\n<h1 dir=\"auto\">{title}</h1>\n"
    )?;
    for line in over(note, cover) {
        match line {
            Over::Status(words) => writeln!(out, "<p class=\"status\">{words}</p>")?,
            Over::Mark(words) => writeln!(out, "<p class=\"mark\">{}</p>", escape(words))?,
            Over::Said(words) => writeln!(out, "<p dir=\"auto\">{}</p>", escape(words))?,
        }
    }
    writeln!(out, "</header>")?;
    contents(note, &text, out)?;
    writeln!(out, "<main id=\"text\" tabindex=\"-1\">\n{}", text.html)?;
    if !note.evidence.is_empty() {
        evidence_table(note, &text, out)?;
    }
    writeln!(
        out,
        "</main>\n<footer><p dir=\"auto\">{title}. Saved {}.</p></footer>\n</body>\n</html>",
        escape(note.head.saved_at.split('T').next().unwrap_or_default())
    )
}

/// The list of sections, for whoever goes through the page by its links.
fn contents(note: &Note, text: &Written, out: &mut dyn Write) -> io::Result<()> {
    let sections: Vec<_> = text.headings.iter().filter(|h| h.level == 2).collect();
    if sections.len() < 2 {
        return Ok(());
    }
    writeln!(
        out,
        "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>"
    )?;
    for section in sections {
        let (id, words) = (&section.id, &section.html);
        writeln!(out, "<li dir=\"auto\"><a href=\"#{id}\">{words}</a></li>")?;
    }
    if !note.evidence.is_empty() {
        writeln!(
            out,
            "<li><a href=\"#evidence\">Annex: evidence table</a></li>"
        )?;
    }
    writeln!(out, "</ol>\n</nav>")
}

fn evidence_table(note: &Note, text: &Written, out: &mut dyn Write) -> io::Result<()> {
    let columns = [
        ("Label", ""),
        ("What is counted", ""),
        ("Found", " class=\"n\""),
        ("Of", " class=\"n\""),
        ("Share", ""),
        ("Cannot be told", " class=\"n\""),
        ("Data as at", ""),
        ("Level and rule", ""),
        ("In the text", ""),
    ];
    write!(
        out,
        "<section aria-labelledby=\"evidence\">\n<h2 id=\"evidence\">Annex: evidence table</h2>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Evidence table\"><table>\n\
         <caption>Each figure as it is kept with the note</caption>\n<thead><tr>"
    )?;
    for (name, class) in columns {
        write!(out, "<th scope=\"col\"{class}>{name}</th>")?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in &note.evidence {
        evidence_row(note, text, row, out)?;
    }
    writeln!(out, "</tbody></table></div>\n</section>")
}

fn evidence_row(
    note: &Note,
    text: &Written,
    row: &Evidence,
    out: &mut dyn Write,
) -> io::Result<()> {
    let label = escape(&row.label);
    let share = row.share().unwrap_or_else(|| "none to count".to_owned());
    let in_text = if text.cited.contains(&row.label) {
        format!(
            "<a href=\"#cited-{label}\" aria-label=\"back to where {label} is cited\">cited</a>"
        )
    } else {
        cited(&note.body, row).to_owned()
    };
    writeln!(
        out,
        "<tr id=\"{label}\"><th scope=\"row\">{label}</th><td dir=\"auto\">{}</td>\
         <td class=\"n\">{}</td><td class=\"n\">{}</td><td>{share}{}</td><td class=\"n\">{}</td>\
         <td class=\"day\">{}</td><td dir=\"auto\">{}; {}</td><td>{in_text}</td></tr>",
        escape(&row.what),
        row.numerator,
        row.denominator,
        bar(row),
        row.not_computable,
        row.as_at.long(),
        escape(&row.level),
        escape(&row.rule),
    )
}

/// A bar of a share. The share stands beside it in words, so that the bar says nothing alone. Its
/// colours are its own: a printer of pages that reads no style within drawings made it all black.
fn bar(row: &Evidence) -> String {
    let (part, whole) = (u64::from(row.numerator), u64::from(row.denominator));
    let Some(width) = (part.min(whole) * 1000).checked_div(whole) else {
        return String::new();
    };
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
         <rect fill=\"#e4e4e4\" stroke=\"#6a6a6a\" stroke-width=\"0.6\" x=\"0\" y=\"0\" width=\"100\" height=\"8\" />\
         <rect fill=\"#2f4f7f\" x=\"0\" y=\"0\" width=\"{}.{}\" height=\"8\" /></svg>",
        width / 10,
        width % 10
    )
}

#[cfg(test)]
mod tests {
    use quick_xml::{Reader, events::Event};

    use super::super::markdown::tests::{cover, note};
    use super::*;

    fn page(note: &Note) -> String {
        let mut out = Vec::new();
        note_html(note, &cover(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Every element that begins, with its attributes; panics where the page is not well-formed.
    fn elements(page: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut reader = Reader::from_str(page);
        reader.config_mut().check_end_names = true;
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) | Event::Empty(tag) => {
                    let read = |text: &str| text.to_owned();
                    let attributes = tag.attributes().map(Result::unwrap);
                    found.push((
                        read(tag.name().as_ref()),
                        attributes
                            .map(|a| (read(a.key.as_ref()), read(&a.value)))
                            .collect(),
                    ));
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    fn hard() -> Note {
        let mut note = note();
        note.head.title =
            "<script>\"x\"</script> & 👩‍👧 \u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{b}".to_owned();
        note.body = "# One\n\n<img src=\"http://x.invalid\" onerror=\"y\">\n\n\
            a <b> & \"c\" 'd' &nbsp; \u{202e}e\n\n### Two [E1]\n\n\
            - [x](http://x.invalid/?a=1&b=2)\n  1. **To write:** z\n\n\
            | a | b |\n|---|--:|\n| <i> | ____ |\n\n> q\n\n---\n\n```html\n<p>[E1]\n```\n"
            .to_owned();
        note.evidence[0].what = "<what> & \"why\"".to_owned();
        note
    }

    #[test]
    fn the_page_is_well_formed_whatever_was_typed() {
        for note in [note(), hard()] {
            let page = page(&note);
            assert!(elements(&page).len() > 30, "{page}");
        }
    }

    #[test]
    fn the_page_loads_nothing_and_runs_nothing() {
        let page = page(&hard());
        for (name, attributes) in elements(&page) {
            assert!(
                !["script", "img", "link", "iframe", "object", "embed", "base"]
                    .contains(&name.as_str()),
                "{name}"
            );
            for (key, value) in attributes {
                assert!(!key.starts_with("on") && key != "src", "{key}");
                assert!(key != "href" || value.starts_with('#'), "{value}");
            }
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    #[test]
    fn headings_landmarks_and_tables_are_as_a_screen_reader_needs_them() {
        let found = elements(&page(&hard()));
        let count = |wanted: &str| found.iter().filter(|(name, _)| name == wanted).count();
        for once in ["h1", "title", "main", "header", "footer"] {
            assert_eq!(count(once), 1, "{once}");
        }
        assert_eq!(count("table"), count("caption"));
        let value = |name: &str, key: &str| {
            let (_, attributes) = found.iter().find(|(known, _)| known == name).unwrap();
            let found = attributes.iter().find(|(known, _)| known == key);
            found.map(|(_, value)| value.clone())
        };
        assert_eq!(value("html", "lang").as_deref(), Some("en-GB"));
        assert_eq!(value("a", "href").as_deref(), Some("#text"));
        let scoped = |(name, attributes): &&(String, Vec<(String, String)>)| {
            name == "th" && !attributes.iter().any(|(key, _)| key == "scope")
        };
        assert_eq!(found.iter().filter(scoped).count(), 0);
        let levels = found.iter().filter_map(|(name, _)| {
            let level = name.strip_prefix('h')?.parse::<usize>().ok()?;
            Some(level)
        });
        let levels: Vec<usize> = levels.collect();
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{levels:?}"
        );
    }

    #[test]
    fn every_link_within_the_page_has_its_place() {
        for note in [note(), hard()] {
            let found = elements(&page(&note));
            let all = |wanted: &str| -> Vec<String> {
                let attributes = found.iter().flat_map(|(_, attributes)| attributes);
                let of_key = attributes.filter(|(key, _)| key == wanted);
                of_key.map(|(_, value)| value.clone()).collect()
            };
            let ids = all("id");
            for link in all("href") {
                assert!(ids.contains(&link[1..].to_owned()), "{link}");
            }
            let mut once = ids.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "{ids:?}");
        }
    }

    #[test]
    fn a_title_is_shown_as_it_was_typed() {
        let page = page(&hard());
        assert!(
            page.contains("<title>&lt;script&gt;&quot;x&quot;&lt;/script&gt; &amp; 👩‍👧"),
            "{page}"
        );
        assert!(page.contains("&lt;what&gt; &amp; &quot;why&quot;"));
    }

    #[test]
    fn each_figure_stands_with_its_share_and_leads_back_to_the_text() {
        let page = page(&note());
        assert!(page.contains("<td class=\"n\">38</td><td class=\"n\">223</td><td>17 %<svg"));
        assert!(page.contains("width=\"17.0\" height=\"8\""), "{page}");
        assert_eq!(
            page.matches("<rect").count(),
            page.matches("<rect fill=\"#").count()
        );
        assert!(page.contains("href=\"#cited-E1\""));
        let mut gone = note();
        gone.body = "## A\n".to_owned();
        assert!(self::page(&gone).contains("<td>not cited</td>"));
    }

    /// The relative luminance of a colour, as WCAG 2.2 defines it.
    fn luminance(hex: &str) -> f64 {
        let long = match hex.len() {
            3 => hex.chars().flat_map(|c| [c, c]).collect(),
            _ => hex.to_owned(),
        };
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&long[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    #[test]
    fn every_colour_of_words_stands_out_from_the_paper() {
        let colours = STYLE.split("color: #").skip(1);
        let colours: Vec<&str> = colours
            .map(|rest| rest.split(|c: char| !c.is_ascii_hexdigit()).next().unwrap())
            .collect();
        assert!(colours.len() >= 5);
        for colour in colours {
            let contrast = 1.05 / (luminance(colour) + 0.05);
            assert!(contrast >= 4.5, "#{colour}: {contrast:.2}");
        }
    }
}
