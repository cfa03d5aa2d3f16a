//! Cells know exactly where they stand.

use beeline_compiler::csv::{Cell, Findings, Position, rows};

fn cells(text: &str) -> Vec<Vec<Cell>> {
    rows(text.as_bytes(), &mut Findings::of("x.csv")).rows.into_iter().map(|row| row.cells).collect()
}

fn at(line: usize, column: usize) -> Position {
    Position { line, column }
}

#[test]
fn columns_count_characters_and_lines_end_with_any_line_break() {
    let rows = cells("ä,b\r\nčč,d\rx,y\n\u{1f600},z");
    let starts: Vec<Vec<Position>> = rows.iter().map(|row| row.iter().map(Cell::start).collect()).collect();
    let expected = [
        vec![at(1, 1), at(1, 3)],
        vec![at(2, 1), at(2, 4)],
        vec![at(3, 1), at(3, 3)],
        vec![at(4, 1), at(4, 3)],
    ];
    assert_eq!(starts, expected);
}

#[test]
fn a_byte_order_mark_takes_no_column_and_blanks_before_a_value_are_skipped() {
    let rows = cells("\u{feff}a,  b\n");
    assert_eq!(rows[0][1].start(), at(1, 5));
    assert_eq!(rows[0][1].text, "  b");
    assert_eq!(rows[0][0].start(), at(1, 1));
}

#[test]
fn a_place_inside_quotation_marks_counts_doubled_ones_and_line_breaks() {
    let rows = cells("a,b\nx,\"1\"\"2\r\n3\r4\n5\"\n");
    let cell = &rows[1][1];
    assert_eq!(cell.text, "1\"2\r\n3\r4\n5");
    let places: Vec<Position> = [0, 1, 2, 5, 7, 9].map(|offset| cell.position(offset)).into();
    assert_eq!(places, [at(2, 4), at(2, 5), at(2, 7), at(3, 1), at(4, 1), at(5, 1)]);
    assert_eq!(cell.start(), at(2, 3));
}

#[test]
fn lines_are_counted_through_remarks_blank_lines_and_cells_of_several_lines() {
    let rows = cells("# \"one\r\n\r\na,b\r\n;;\r\n\"c\r\nc\",d\r\n\"# x, y\",\r\n,,\r\ne,f");
    let lines: Vec<usize> = rows.iter().map(|row| row[0].at.line).collect();
    assert_eq!(lines, [3, 4, 5, 9]);
}

#[test]
fn a_value_too_wide_for_its_column_is_no_remark() {
    let rows = cells("date,name\n####,Christmas\n####,\n## a, b\n#,x\n");
    let first: Vec<&str> = rows.iter().map(|row| row[0].text.as_str()).collect();
    assert_eq!(first, ["date", "####"]);
}
