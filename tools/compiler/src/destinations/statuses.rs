//! Lists of HTTP statuses.

use crate::document::Value;
use crate::reader::Reader;

/// More are never needed.
const MOST: usize = 20;

/// A list of statuses; nothing when it is absent or wrong.
pub(super) fn read(reader: &mut Reader<'_>, name: &'static str) -> Option<Vec<u16>> {
    let (field, entry) = reader.find(name)?;
    let Value::List(items) = &entry.value else {
        let fix = match &entry.value {
            Value::Whole(Some(status)) => format!("write {name} = [{status}]"),
            _ => format!("write something like {name} = {}", field.example),
        };
        reader.wrong_type(entry, "a list", fix);
        return None;
    };
    if items.len() > MOST {
        let why = format!("and has {} entries: at most {MOST} are read", items.len());
        reader.wrong_value(entry, &why, "delete what nobody needs".to_owned());
        return None;
    }
    let mut statuses = Vec::new();
    for item in items {
        let status = match &item.value {
            Value::Whole(Some(number)) => u16::try_from(*number).ok(),
            _ => None,
        };
        match status {
            Some(status) if (100..600).contains(&status) => statuses.push(status),
            _ => {
                let message =
                    format!("{}: in `{name}` stands something that is no status of an answer", reader.label);
                let fix = format!("write numbers without quotes, such as {name} = {}", field.example);
                reader.report(item.span.start, message, fix);
                return None;
            }
        }
    }
    Some(statuses)
}
