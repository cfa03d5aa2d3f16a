//! JUnit XML, as far as CI systems agree on it (the format of Ant's task, as GitLab and Jenkins
//! read it). Names and messages are text: whatever is in them is escaped here.

/// One test and how it ended.
pub struct Case {
    /// What it is part of.
    pub class: String,
    /// What it shows.
    pub name: String,
    /// What is wrong, if it failed.
    pub failure: Option<String>,
}

/// A file with one suite.
pub fn written(suite: &str, cases: &[Case]) -> String {
    let (tests, failures) = (cases.len(), cases.iter().filter(|case| case.failure.is_some()).count());
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let name = escaped(suite);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str(&format!("<testsuites name=\"{name}\" {counts}>\n"));
    xml.push_str(&format!("  <testsuite name=\"{name}\" {counts} skipped=\"0\">\n"));
    for Case { class, name, failure } in cases {
        xml.push_str(&format!("    <testcase classname=\"{}\" name=\"{}\"", escaped(class), escaped(name)));
        match failure {
            None => xml.push_str("/>\n"),
            Some(message) => {
                let message = escaped(message);
                xml.push_str(&format!("><failure message=\"{message}\">{message}</failure></testcase>\n"));
            }
        }
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

/// Text between tags or in quotes. What XML 1.0 has no sign for, not even escaped (section 2.2),
/// becomes the sign for that.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", u32::from(character))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test that cannot go on has failed

    use super::*;

    #[test]
    fn any_name_and_message_is_read_again_as_it_was() {
        let odd: String = (0..0x1_0080_u32).filter_map(char::from_u32).collect();
        let whole = "<b>&amp; \"x\" 'y' ]]> --> \u{1f600}".to_owned();
        for text in [odd, whole] {
            let failed = Case { class: text.clone(), name: text.clone(), failure: Some(text.clone()) };
            let xml = written(&text, &[failed]);
            let document = roxmltree::Document::parse(&xml).unwrap();
            let expected: String = text.chars().map(shown).collect();
            let case = document.descendants().find(|node| node.has_tag_name("testcase")).unwrap();
            let failure = case.first_element_child().unwrap();
            for read in [case.attribute("name"), case.attribute("classname"), failure.attribute("message")] {
                assert_eq!(read, Some(expected.as_str()));
            }
            assert_eq!(failure.text(), Some(expected.as_str()));
        }
    }

    /// A character as XML has it.
    fn shown(character: char) -> char {
        let has_none = character < ' ' && !['\t', '\n', '\r'].contains(&character);
        if has_none || ['\u{fffe}', '\u{ffff}'].contains(&character) { '\u{fffd}' } else { character }
    }
}
