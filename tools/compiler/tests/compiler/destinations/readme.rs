//! What the README says of `destinations.toml`.

use std::fs;
use std::path::Path;

use super::with;
use crate::support::told;

/// Every setting of every destination and of an entry, as the compiler lists them.
#[test]
fn it_explains_every_setting() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let section =
        readme.split("\n## What leaves for your CRM\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut explained = 0;
    for name in ["hubspot", "salesforce", "pipedrive", "webhook"] {
        let told = told(&with(&format!("[{name}]\nzzz = 1\nfields = [{{ zzz = 1 }}]\n")));
        let lists: Vec<&str> = told.iter().filter_map(|told| told.split(" can have ").nth(1)).collect();
        assert_eq!(lists.len(), 2, "{told:?}");
        for setting in lists.join(", ").split(", ") {
            assert!(section.contains(&format!("`{setting}`")), "README.md does not explain {setting}");
            explained += 1;
        }
    }
    assert!(explained > 30, "{explained}");
}
