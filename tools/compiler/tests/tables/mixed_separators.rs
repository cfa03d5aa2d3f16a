//! Which separator a file has, and lines with another.

use crate::support::{assert_all_told, assert_told, fixture, fruit, told_of_fruit};

#[test]
fn commas_semicolons_and_tabs() {
    for separator in [",", ";", "\t"] {
        let text = "fruit|price\napple|1\n".replace('|', separator);
        assert_eq!(told_of_fruit(&text), [""; 0]);
        assert_eq!(fruit(&text), [("apple".to_owned(), "1".to_owned())]);
    }
}

#[test]
fn the_header_decides_whatever_the_cells_are_full_of() {
    let text = "fruit;price\na,b,c,d;1\n";
    assert_eq!(fruit(text), [("a,b,c,d".to_owned(), "1".to_owned())]);
}

#[test]
fn separators_in_quotation_marks_do_not_count_in_the_header_either() {
    let text = "fruit;\"price\";\"a, b, c, d\"\napple;1;\n";
    assert_told(
        &told_of_fruit(text),
        "fruit.csv:1:15: fruit.csv has no column `a, b, c, d`",
        "delete the column; fruit.csv can have fruit, colour, price",
    );
}

#[test]
fn a_line_with_another_separator_is_told_and_read() {
    let bytes = fixture("mixed-separators.csv");
    assert_told(
        &told_of_fruit(&bytes),
        "fruit.csv:3:1: this line is separated by semicolons, and the header by commas",
        "put commas in place of the semicolons",
    );
    assert_eq!(fruit(&bytes)[1], ("pear".to_owned(), "2".to_owned()));
}

#[test]
fn a_line_with_another_separator_may_leave_cells_out_that_may_be_empty() {
    assert_told(
        &told_of_fruit("fruit;price;colour\napple,1\n"),
        "fruit.csv:2:1: this line is separated by commas, and the header by semicolons",
        "put semicolons in place of the commas",
    );
}

#[test]
fn a_line_that_fits_with_no_separator_lacks_cells() {
    assert_told(
        &told_of_fruit("colour,fruit,price\nred;apple\n"),
        "fruit.csv:2:10: the line ends after 1 cell, and `fruit` and `price` are missing",
        "add the cells, and a comma before each of them",
    );
}

#[test]
fn a_blank_line_of_another_separator_is_nothing() {
    assert_eq!(told_of_fruit("fruit,colour,price\napple,red,1\n;;;\n"), [""; 0]);
}

#[test]
fn a_header_with_two_separators() {
    assert_all_told(
        &told_of_fruit("fruit,colour,price;x\n"),
        &[
            (
                "fruit.csv:1:14: fruit.csv has no column `price;x`",
                "did you mean `price`? Otherwise delete the column",
            ),
            (
                "fruit.csv:1:19: the header is separated by commas, and here by a semicolon",
                "put a comma here: one kind of separator in the whole file",
            ),
        ],
    );
}

#[test]
fn a_first_line_that_names_the_separator() {
    for first in ["sep=;", "\"sep=;\"", "SEP=;"] {
        let text = format!("{first}\r\nfruit;price\r\napple;x;1\r\n");
        let told = told_of_fruit(&text);
        assert!(told[0].starts_with("fruit.csv:3:9: the line has 3 cells"), "{told:?}");
    }
}

#[test]
fn a_first_line_that_names_the_wrong_separator() {
    assert_told(
        &told_of_fruit("sep=;\nfruit,price\napple,1\n"),
        "fruit.csv:1:1: this line names the semicolon as separator, and the header has a comma",
        "delete the line, or write sep=,",
    );
}

#[test]
fn a_first_line_that_names_no_separator_that_there_is() {
    assert_told(
        &told_of_fruit("sep=|\nfruit,price\napple,1\n"),
        "fruit.csv:1:1: this line names a separator other than comma, semicolon or tab",
        "delete the line, and separate the cells by commas",
    );
}
