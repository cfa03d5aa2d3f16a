//! Lines with too many or too few cells.

use crate::support::{assert_told, fruit, told_of_fruit};

#[test]
fn empty_cells_behind_the_last_column_are_nothing() {
    let text = "fruit,price,,\napple,1,,,,\npear,2\n";
    assert_eq!(told_of_fruit(text), [""; 0]);
    assert_eq!(fruit(text).len(), 2);
}

#[test]
fn a_line_with_too_many_cells_is_told_at_the_first_of_them_and_not_looked_into() {
    let text = "fruit,price\napple, red,1\npear,2\n";
    assert_told(
        &told_of_fruit(text),
        "fruit.csv:2:12: the line has 3 cells, and the header 2 columns",
        "a cell with a comma in it needs quotation marks, such as \"North, East\"; otherwise delete what is too much",
    );
    assert_eq!(fruit(text), [("pear".to_owned(), "2".to_owned())]);
}

#[test]
fn a_line_with_too_few_cells_is_told_at_its_end() {
    assert_told(
        &told_of_fruit("colour;fruit;price\nred\n"),
        "fruit.csv:2:4: the line ends after 1 cell, and `fruit` and `price` are missing",
        "add the cells, and a semicolon before each of them",
    );
}

#[test]
fn a_line_that_ends_too_early_in_a_cell_of_several_lines_may_lack_a_quotation_mark() {
    assert_told(
        &told_of_fruit("fruit,price\n\"apple,1\npear,2\"\n"),
        "fruit.csv:3:8: the line ends after 1 cell, and `price` is missing",
        "add the cells, and a comma before each of them; or is the quotation mark missing that closes a cell?",
    );
}

#[test]
fn cells_that_may_be_empty_may_be_left_out_at_the_end() {
    let text = "fruit,price,colour\napple,1\n";
    assert_eq!(told_of_fruit(text), [""; 0]);
    assert_eq!(fruit(text), [("apple".to_owned(), "1".to_owned())]);
}
