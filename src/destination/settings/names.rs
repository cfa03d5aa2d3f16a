//! What names of fields look like at each vendor. They stand in paths and queries, so that they
//! are narrow.

/// HubSpot: the internal name of a property.
pub(super) fn of_hubspot(name: &str) -> Result<(), &'static str> {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = name.starts_with(|first: char| first.is_ascii_lowercase());
    let is_name = begins && name.len() <= 100 && name.bytes().all(is_word);
    is_name
        .then_some(())
        .ok_or("and must be a property's internal name: small letters, digits and _, beginning with a letter")
}

/// Salesforce: the API name of a field or object.
pub(super) fn of_salesforce(name: &str) -> Result<(), &'static str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_name = begins && name.len() <= 80 && name.bytes().all(is_word);
    is_name
        .then_some(())
        .ok_or("and must be an API name: letters, digits and _, beginning with a letter, such as Budget__c")
}

/// Pipedrive: what a person has, or a custom field's key.
pub(super) fn of_pipedrive(name: &str) -> Result<(), &'static str> {
    let is_key = name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_key || ["name", "email", "phone"].contains(&name)).then_some(()).ok_or(
        "and must be name, email, phone, or a custom field's API key: 40 letters and digits from its settings",
    )
}

/// A webhook: any name in a JSON object that people can read.
pub(super) fn of_webhook(name: &str) -> Result<(), &'static str> {
    let is_name = (1..=200).contains(&name.len()) && name.trim() == name && !name.contains(char::is_control);
    is_name.then_some(()).ok_or("and must be a name of up to 200 letters without blanks around it")
}
