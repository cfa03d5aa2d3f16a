//! Quotation marks: what they allow, and what happens when one is missing or too many.

use crate::support::{assert_all_told, assert_told, fruit, told_of_fruit};

#[test]
fn separators_line_breaks_and_doubled_marks_are_text_inside_marks() {
    let text = "fruit,price\n\"apple, red\",1\n\"pear\nand quince\",2\n\"a \"\"sweet\"\" one\",3\n";
    assert_eq!(told_of_fruit(text), [""; 0]);
    let names: Vec<String> = fruit(text).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["apple, red", "pear\nand quince", "a \"sweet\" one"]);
}

#[test]
fn a_mark_inside_a_bare_cell_is_text() {
    assert_eq!(fruit("fruit,price\n5\" plum,1\n"), [("5\" plum".to_owned(), "1".to_owned())]);
}

#[test]
fn blanks_around_marks_are_nothing() {
    assert_eq!(fruit("fruit, price\n \"a, b\" , \"1\"\n"), [("a, b".to_owned(), "1".to_owned())]);
}

#[test]
fn a_mark_that_is_never_closed_is_told_where_it_opens_and_the_next_lines_are_read() {
    let text = "fruit,price\n\"apple,1\npear,2\nplum\n";
    assert_all_told(
        &told_of_fruit(text),
        &[
            (
                "fruit.csv:2:1: the quotation mark that opens this cell is never closed",
                "put another one at the end of the cell, or delete this one",
            ),
            (
                "fruit.csv:4:5: the line ends after 1 cell, and `price` is missing",
                "add the cells, and a comma before each of them",
            ),
        ],
    );
    assert_eq!(fruit(text), [("pear".to_owned(), "2".to_owned())]);
}

#[test]
fn a_mark_that_seems_to_close_in_a_later_cell_is_told_where_it_opens() {
    let text = "fruit,price\napple,\"1\npear,2\n\"plum, blue\",3\n";
    assert_told(
        &told_of_fruit(text),
        "fruit.csv:2:7: the quotation mark that opens this cell is not closed at the end of the cell",
        "put another one at the end of the cell, or delete this one; one that belongs to the text is written twice: \"\"",
    );
    let names: Vec<String> = fruit(text).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["pear", "plum, blue"]);
}

#[test]
fn text_behind_the_closing_mark_is_told_and_the_line_is_read() {
    let text = "fruit,price\n\"apple\" pie,1\n";
    assert_told(
        &told_of_fruit(text),
        "fruit.csv:2:9: behind the closing quotation mark the cell goes on",
        "put the closing one at the end of the cell; one that belongs to the text is written twice: \"\"",
    );
    assert_eq!(fruit(text).len(), 1);
}
