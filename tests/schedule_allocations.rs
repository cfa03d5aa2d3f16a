//! Questions about a rep's time are asked for every lead: they must not allocate.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(unsafe_code)] // an allocator that counts is one, and hands everything to the system's

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use beeline::schedule::{Absences, Calendar, Opening, Shift, Span, Week, Zone};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is passed on as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const MINUTE: i64 = 60_000;

fn allocations(mut asked: impl FnMut()) -> usize {
    let before = ALLOCATIONS.with(Cell::get);
    asked();
    ALLOCATIONS.with(Cell::get) - before
}

#[test]
fn no_question_allocates() {
    let shift = |minute: i64, offset_minutes| Shift { from_ms: minute * MINUTE, offset_minutes };
    let zone = Zone::new(vec![shift(0, 0), shift(5_000, 60)], 90_000 * MINUTE).unwrap();
    let week = Week::of((0..7).map(|day| Opening { from_minute: day * 1_440 + 540, minutes: 480 }));
    let away = Span::new(20_000 * MINUTE, 30_000 * MINUTE).unwrap();
    let absences = Absences::of(&[], &[away]).unwrap();
    let calendar = Calendar { zone: &zone, week: &week, absences: &absences };

    assert!(allocations(|| drop(std::hint::black_box(Box::new(5)))) > 0, "allocations are not counted");
    let mut open = 0;
    let count = allocations(|| {
        for minute in (0..100_000).step_by(77) {
            open += usize::from(calendar.at(minute * MINUTE).is_open());
            open += usize::from(calendar.next_open(minute * MINUTE).is_some());
        }
        open += calendar.open_spans(0, 100_000 * MINUTE).count();
    });
    assert_eq!(count, 0);
    assert!(open > 1_300);
}
