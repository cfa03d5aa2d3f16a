//! All ledger objects are read one after the other, each page by page.

use beeline::identity::Shard;
use beeline::reconcile::Place;

#[test]
fn every_object_but_the_stand_ins_is_read_once() {
    let mut place = Place::parse(None);
    let mut read = Vec::new();
    while let Some(here) = place {
        read.push(here.shard);
        place = Place::parse(Some(&here.to_string())).unwrap().then(None);
    }
    let homes: Vec<Shard> = Shard::all().filter(|shard| !shard.spill).collect();
    assert_eq!(read, homes);
}

#[test]
fn an_object_is_read_to_its_last_page() {
    let first = Place::parse(None).unwrap();
    let second = first.then(Some(200)).unwrap();
    assert_eq!(second.to_string(), format!("{}/200", first.shard));
    assert_eq!(Place::parse(Some(&second.to_string())), Some(second));
}

#[test]
fn a_cursor_that_names_no_place_is_told_apart_from_none() {
    for cursor in ["", "eu-03/", "eu-03/x", "eu-99", "eu-03/1/2"] {
        assert_eq!(Place::parse(Some(cursor)), None, "{cursor}");
    }
}
