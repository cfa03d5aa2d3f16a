//! Markdown, as GitHub reads it. Whatever is put in is text: every sign that could mean
//! anything is escaped here, and nowhere else.

/// A page under way.
#[derive(Default)]
pub struct Markdown {
    text: String,
    /// Whether the last line is one of a list or table.
    is_open: bool,
}

impl Markdown {
    /// An empty page.
    pub fn new() -> Self {
        Self::default()
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        self.close();
        self.text.push_str(&format!("### {}\n\n", escaped(text)));
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.close();
        self.text.push_str(&format!("{}\n\n", escaped(text)));
    }

    /// A line of a list.
    pub fn item(&mut self, text: &str) {
        self.is_open = true;
        self.text.push_str(&format!("- {}\n", escaped(text)));
    }

    /// Begins a table.
    pub fn table(&mut self, headings: &[&str]) {
        self.close();
        self.row(headings);
        self.row_of(headings.iter().map(|_| "---".to_owned()));
    }

    /// A line of a table.
    pub fn row(&mut self, cells: &[&str]) {
        self.row_of(cells.iter().map(|cell| escaped(cell)));
    }

    /// The page.
    pub fn into_text(mut self) -> String {
        self.close();
        self.text.truncate(self.text.trim_end().len());
        self.text + "\n"
    }

    fn row_of(&mut self, cells: impl Iterator<Item = String>) {
        self.is_open = true;
        cells.for_each(|cell| self.text.push_str(&format!("| {cell} ")));
        self.text.push_str("|\n");
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.text.push('\n');
        }
    }
}

/// Text that means nothing but itself: signs of Markdown, HTML, mentions and addresses as
/// character references, which GitHub reads everywhere; what breaks lines as a blank.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|' | '<'
            | '>' | '&' | '~' | '@' | '$' | ':' | '=' => {
                escaped.push_str(&format!("&#{};", u32::from(character)))
            }
            _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}
