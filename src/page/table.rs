//! The table that operators' lists share.

use maud::{Markup, html};

/// One column, by its heading.
#[derive(Clone, Copy)]
pub(super) enum Column {
    Words(&'static str),
    /// Set to the right.
    Number(&'static str),
}

/// A table of the class `kind`: its columns, and its rows as they are. Roles are spelled out: on a
/// narrow screen the rows are laid out as blocks, and some browsers then forget that it is a table.
pub(super) fn list(kind: &str, label: &str, columns: &[Column], rows: &Markup) -> Markup {
    html! {
        table class=(kind) role="table" aria-label=(label) {
            thead role="rowgroup" {
                tr role="row" { @for column in columns { (heading(*column)) } }
            }
            tbody role="rowgroup" { (rows) }
        }
    }
}

fn heading(column: Column) -> Markup {
    match column {
        Column::Words(heading) => html! { th scope="col" role="columnheader" { (heading) } },
        Column::Number(heading) => html! { th.number scope="col" role="columnheader" { (heading) } },
    }
}
