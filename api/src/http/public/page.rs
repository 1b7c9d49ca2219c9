//! A page as it is put together. Whatever comes from outside is escaped here and nowhere else.

use crate::graphql::Language;
use std::fmt::Write as _;
use yiting_domain::markup::escape;

/// A page that grows from top to bottom.
pub struct Page {
    title: String,
    about: String,
    body: String,
}

/// A cell of a table or a value of a list of facts.
pub enum Cell {
    /// Plain text.
    Text(String),
    /// A link within this server and what it says.
    Link(String, String),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Cell {
    /// Whether it is a number with its unit, an interval or a date, which read badly in two lines.
    fn is_figure(&self) -> bool {
        let Self::Text(text) = self else { return false };
        text.starts_with(|first: char| first.is_ascii_digit()) && text.chars().count() <= 24
    }

    fn html(&self) -> String {
        match self {
            Self::Text(text) => escape(text),
            Self::Link(to, text) => format!("<a href=\"{}\">{}</a>", escape(to), escape(text)),
        }
    }
}

impl Page {
    /// An empty page.
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            about: String::new(),
            body: String::new(),
        }
    }

    /// What search engines say of it.
    pub fn about(&mut self, text: &str) {
        self.about = text.chars().take(150).collect();
    }

    fn put(&mut self, args: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(args);
    }

    /// The title as the first heading.
    pub fn title(&mut self) {
        let title = escape(&self.title);
        self.put(format_args!("<h1>{title}</h1>\n"));
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        self.put(format_args!("<h2>{}</h2>\n", escape(text)));
    }

    /// A smaller heading.
    pub fn subheading(&mut self, text: &str) {
        self.put(format_args!("<h3>{}</h3>\n", escape(text)));
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.put(format_args!("<p>{}</p>\n", escape(text)));
    }

    /// A paragraph in small type.
    pub fn remark(&mut self, text: &str) {
        self.put(format_args!("<p class=\"remark\">{}</p>\n", escape(text)));
    }

    /// A link on a line of its own.
    pub fn link(&mut self, to: &str, text: &str) {
        let link = Cell::Link(to.to_owned(), text.to_owned()).html();
        self.put(format_args!("<p>{link}</p>\n"));
    }

    /// Pairs of name and value.
    pub fn facts(&mut self, pairs: Vec<(&str, Cell)>) {
        self.put(format_args!("<dl>\n"));
        for (name, value) in pairs {
            self.put(format_args!(
                "<div><dt>{}</dt><dd>{}</dd></div>\n",
                escape(name),
                value.html()
            ));
        }
        self.put(format_args!("</dl>\n"));
    }

    /// A numbered list.
    pub fn steps(&mut self, items: impl IntoIterator<Item = Cell>) {
        self.put(format_args!("<ol>\n"));
        for item in items {
            self.put(format_args!("<li>{}</li>\n", item.html()));
        }
        self.put(format_args!("</ol>\n"));
    }

    /// A table with a caption; the first cell of each row is its heading.
    pub fn table(&mut self, caption: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) {
        let caption = escape(caption);
        self.put(format_args!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table>\
             <caption>{caption}</caption><thead><tr>"
        ));
        for name in head {
            self.put(format_args!("<th scope=\"col\">{}</th>", escape(name)));
        }
        self.put(format_args!("</tr></thead><tbody>\n"));
        for row in rows {
            self.put(format_args!("<tr>"));
            for (at, cell) in row.iter().enumerate() {
                let html = cell.html();
                if at == 0 {
                    self.put(format_args!("<th scope=\"row\">{html}</th>"));
                } else if cell.is_figure() {
                    self.put(format_args!("<td class=\"figure\">{html}</td>"));
                } else {
                    self.put(format_args!("<td>{html}</td>"));
                }
            }
            self.put(format_args!("</tr>\n"));
        }
        self.put(format_args!("</tbody></table></div>\n"));
    }

    /// The whole document.
    pub fn finish(&self, language: Language, path: &str) -> String {
        let (tag, other, other_tag, other_name, name) = match language {
            Language::Chinese => ("zh-CN", "English", "en", "English", "议亭 · 社区提案与协商议事"),
            Language::English => (
                "en",
                "中文",
                "zh-CN",
                "Chinese",
                "Yiting · community proposals and deliberation",
            ),
        };
        let path = escape(path);
        let about = if self.about.is_empty() {
            String::new()
        } else {
            format!(
                "<meta name=\"description\" content=\"{}\">",
                escape(&self.about).replace("<br>", " ")
            )
        };
        format!(
            "<!doctype html>\n<html lang=\"{tag}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"><title>{title} · {name}</title>{about}\
             <link rel=\"stylesheet\" href=\"/public/style.css\"><link rel=\"alternate\" hreflang=\"{other_tag}\" \
             href=\"{path}?lang={other_tag}\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"/console/icon.svg\">\
             </head>\n<body><header><strong>{name}</strong><a href=\"{path}?lang={other_tag}\" lang=\"{other_tag}\" \
             title=\"{other_name}\">{other}</a></header>\n<main>\n{body}</main>\n</body>\n</html>\n",
            title = escape(&self.title).replace("<br>", " "),
            body = self.body,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_residents_wrote_never_becomes_markup() {
        let mut page = Page::new("</title><script>alert(1)</script>");
        page.title();
        page.about("\"><img src=x onerror=alert(1)>");
        page.paragraph("<b>粗体</b>");
        page.table(
            "<i>",
            &["<u>"],
            [vec![
                Cell::Text("12.5 %".into()),
                Cell::Text("12.5 %".into()),
                Cell::Link("\" onclick=\"x".into(), "<s>".into()),
            ]],
        );
        let html = page.finish(Language::Chinese, "/p/\"><script>");
        assert!(html.contains("<th scope=\"row\">12.5 %</th><td class=\"figure\">12.5 %</td><td><a"));
        for tag in [
            "<script",
            "<img",
            "<b>",
            "<i>",
            "<u>",
            "<s>",
            " onclick=\"x",
            "onerror=alert(1)>",
        ] {
            assert!(!html.contains(tag), "{tag} in {html}");
        }
    }
}
