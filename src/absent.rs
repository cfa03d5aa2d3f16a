//! What is left out of JSON, because its absence means the same.

/// For serde's `skip_serializing_if`.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
pub(crate) const fn is_false(value: &bool) -> bool {
    !*value
}
