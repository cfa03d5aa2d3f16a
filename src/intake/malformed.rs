//! Why a body could not be read.

use std::fmt;

/// Why a body could not be read into fields at all (HTTP 400). A closed list; nothing of the
/// body is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Malformed {
    /// Not UTF-8, and no other charset is declared.
    NotUtf8,
    /// Not text in the charset that is declared, or no charset of that name is known.
    NotInCharset,
    /// Not JSON (RFC 8259), or not a JSON object.
    NotJsonObject,
    /// The same name twice in JSON, which readers would understand differently.
    DuplicateField,
    /// More than [`MAX_FIELDS`](super::MAX_FIELDS) fields.
    TooManyFields,
    /// More than [`MAX_LIST_ITEMS`](super::MAX_LIST_ITEMS) values of one field, or more values
    /// in all than a payload may have.
    TooManyValues,
    /// A name of more than [`MAX_NAME_BYTES`](super::MAX_NAME_BYTES).
    NameTooLong,
    /// A value of more than [`MAX_VALUE_BYTES`](super::MAX_VALUE_BYTES).
    ValueTooLong,
    /// Nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH), or than a payload may be.
    TooDeep,
    /// A multipart body without one line of its boundary.
    NoDelimiter,
    /// A multipart body that ends before its closing boundary: some of it is missing.
    Unfinished,
    /// A part without a `Content-Disposition: form-data` that gives it one name.
    BadPart,
    /// A part in base64 or quoted-printable, which no browser sends (RFC 7578, section 4.7).
    TransferEncoding,
    /// A part that is a file.
    FileField,
    /// JSON that is not a form submission as HubSpot's API takes it.
    NotHubSpotForm,
    /// JSON that is no change of a pool.
    NotPoolChange,
    /// JSON that is nothing that the workbench does.
    NotWorkbenchRequest,
}

impl Malformed {
    /// What to tell the sender.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::NotUtf8 => "The body is not valid UTF-8. Send UTF-8, or declare its charset.",
            Self::NotInCharset => "The body is not text in the charset it declares. Send UTF-8.",
            Self::NotJsonObject => "The body is not a JSON object.",
            Self::DuplicateField => "The body names a field twice.",
            Self::TooManyFields => "The body has more than 200 fields.",
            Self::TooManyValues => "The body has too many values.",
            Self::NameTooLong => "The body has a field name of more than 300 bytes.",
            Self::ValueTooLong => "The body has a value of more than 32 KiB.",
            Self::TooDeep => "The body nests objects or arrays too deep.",
            Self::NoDelimiter => "The multipart body has no line with its boundary.",
            Self::Unfinished => "The multipart body ends before its closing boundary.",
            Self::BadPart => "A part has no readable Content-Disposition: form-data with one name.",
            Self::TransferEncoding => "A part has a Content-Transfer-Encoding. Send it as it is.",
            Self::FileField => "Files are not accepted. Remove the file field.",
            Self::NotPoolChange => "The body is no change that a pool knows: docs/api.md lists them.",
            Self::NotWorkbenchRequest => {
                "The body is nothing that the workbench does: docs/api.md lists what it takes."
            }
            Self::NotHubSpotForm => {
                "The body is no HubSpot form submission: `fields` must be a list of objects with a `name`."
            }
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.detail())
    }
}
