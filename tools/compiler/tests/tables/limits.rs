//! Limits: the last that is allowed, and the first that is not.

use beeline_compiler::csv::{MOST_BYTES, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS};

use crate::support::{assert_told, fruit, told_of_fruit, told_of_pieces};

#[test]
fn bytes() {
    let head = "fruit,price\n# ";
    let full = format!("{head}{}", "x".repeat(MOST_BYTES - head.len()));
    assert_eq!(told_of_fruit(&full), [""; 0]);
    assert_told(
        &told_of_fruit(full + "x"),
        "fruit.csv:1:1: the file is larger than 4 MiB, and at most that much is read",
        "make sure that this is the right file, and delete the lines that nobody needs",
    );
}

#[test]
fn rows_without_remarks_and_blank_lines() {
    let full = format!("# remark\nfruit,price\n\n{}", "apple,1\n".repeat(MOST_ROWS));
    assert_eq!(told_of_fruit(&full), [""; 0]);
    assert_eq!(fruit(&full).len(), MOST_ROWS);
    assert_told(
        &told_of_fruit(full + "pear\npear\n"),
        "fruit.csv:20004:1: the file has more than 20000 rows, and from here on none is read",
        "make sure that this is the right file, and delete what nobody needs",
    );
}

#[test]
fn columns() {
    let full = format!("fruit,price{}\napple,1{}\n", ",".repeat(MOST_COLUMNS), ",".repeat(MOST_COLUMNS + 5));
    assert_eq!(told_of_fruit(&full), [""; 0]);
    assert_told(
        &told_of_fruit(format!("fruit,price\napple,1{}x,y\n", ",".repeat(MOST_COLUMNS - 1))),
        "fruit.csv:2:107: the line has more than 100 cells, and no table has so many",
        "delete the cells from here to the end of the line",
    );
}

#[test]
fn characters_of_a_cell() {
    let full = "ä".repeat(MOST_CHARACTERS);
    let text = format!("fruit,price\n{full},1\n\"{full}\",2\n");
    assert_eq!(told_of_fruit(&text), [""; 0]);
    assert_eq!(fruit(&text), [(full.clone(), "1".to_owned()), (full.clone(), "2".to_owned())]);
    assert_told(
        &told_of_fruit(format!("fruit,price\n{full}x,1\n")),
        "fruit.csv:2:1: the cell has 1001 characters, and at most 1000 are read",
        "shorten it",
    );
    let lines = "apple,1\n".repeat(200);
    assert_told(
        &told_of_fruit(format!("fruit,price\n\"{lines}\",1\n")),
        "fruit.csv:2:1: the cell has 1600 characters, and at most 1000 are read",
        "shorten it; or is the quotation mark missing that closes it?",
    );
}

#[test]
fn a_full_table_of_postal_codes_that_lie_inside_each_other() {
    let pieces = (0..MOST_ROWS).map(|row| format!("t{},US,,{row:05},99999", row % 2));
    let told = told_of_pieces(&pieces.collect::<Vec<_>>().join("\n"));
    assert_eq!(told.len(), MOST_ROWS - 1);
    let last = "`t1` and `t0` (line 2) both claim US 19999 to 99999";
    assert!(told[MOST_ROWS - 2].contains(last), "{}", told[MOST_ROWS - 2]);
}
