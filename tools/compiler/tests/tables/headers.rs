//! The first line.

use beeline_compiler::csv::{Findings, Table};

use crate::support::{FRUIT, assert_all_told, assert_told, fruit, told_of_fruit, told_of_territories};

#[test]
fn order_case_and_blanks_of_names_do_not_matter() {
    let text = "Price , COLOUR,Fruit\n1,red,apple\n";
    assert_eq!(told_of_fruit(text), [""; 0]);
    assert_eq!(fruit(text), [("apple".to_owned(), "1".to_owned())]);
    assert_eq!(
        told_of_territories("Territory;Country;Postal from;POSTAL-TO\ndach;DE;80331;81929\n"),
        [""; 0]
    );
}

#[test]
fn a_misspelled_column_is_told_once_and_its_values_are_read() {
    let text = "fruit,pirce\napple,1\n";
    assert_told(
        &told_of_fruit(text),
        "fruit.csv:1:7: fruit.csv has no column `pirce`",
        "did you mean `price`? Otherwise delete the column",
    );
    assert_eq!(fruit(text), [("apple".to_owned(), "1".to_owned())]);
}

#[test]
fn a_column_like_no_other_is_to_be_deleted() {
    assert_told(
        &told_of_fruit("fruit,price,grower\napple,1,me\n"),
        "fruit.csv:1:13: fruit.csv has no column `grower`",
        "delete the column; fruit.csv can have fruit, colour, price",
    );
}

#[test]
fn a_missing_column_is_told_once_whatever_the_lines_say() {
    assert_told(
        &told_of_fruit("fruit,colour\napple,red\npear,green\n"),
        "fruit.csv:1:1: fruit.csv has no column `price`",
        "add `price` to this line, and a value such as 3 to each line below",
    );
}

#[test]
fn a_column_that_is_there_twice() {
    assert_told(
        &told_of_fruit("fruit,price,Price\napple,1,2\n"),
        "fruit.csv:1:13: the column `Price` is there twice; the first is column 2",
        "delete one of the two",
    );
}

#[test]
fn every_mistake_of_a_header_is_told() {
    assert_all_told(
        &told_of_fruit("friut,fruit,grower\napple,pear,me\n"),
        &[
            (
                "fruit.csv:1:1: fruit.csv has no column `friut`",
                "delete the column; fruit.csv can have fruit, colour, price",
            ),
            (
                "fruit.csv:1:1: fruit.csv has no column `price`",
                "add `price` to this line, and a value such as 3 to each line below",
            ),
            (
                "fruit.csv:1:13: fruit.csv has no column `grower`",
                "delete the column; fruit.csv can have fruit, colour, price",
            ),
        ],
    );
}

#[test]
fn a_file_without_a_header() {
    assert_told(
        &told_of_fruit("# mine\napple,3\npear,4\n"),
        "fruit.csv:2:1: the first line does not name the columns of fruit.csv",
        "put this line above it: fruit,colour,price",
    );
}

#[test]
fn a_column_without_a_name_may_be_empty_and_is_told_once_if_it_is_not() {
    assert_eq!(told_of_fruit("fruit,,price\napple,,1\n"), [""; 0]);
    assert_told(
        &told_of_fruit("fruit,,price\napple,,1\npear,ripe,2\nplum,ripe,3\n"),
        "fruit.csv:3:6: here stands something in column 2, which has no name in the header",
        "delete it, or give the column a name",
    );
}

#[test]
fn a_table_with_a_wrong_column_or_line_is_not_whole() {
    let is_whole = |text: &str| Table::read(text.as_bytes(), FRUIT, &mut Findings::of("fruit.csv")).is_whole;
    assert!(is_whole("fruit,price\napple,1\n"));
    for text in [
        "fruit,price,grower\n",
        "fruit\n",
        "fruit,price\napple\n",
        "fruit,price\napple,1,2\n",
        "fruit,price\n\"apple,1\n",
        "",
    ] {
        assert!(!is_whole(text), "{text}");
    }
}
