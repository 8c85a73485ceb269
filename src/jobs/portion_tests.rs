use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::library::Prepared;

const WHOLE: Portion = Portion { items: 100, within: Duration::from_mins(1) };

#[test]
fn results_keep_the_order_and_a_panic_is_one_files_failure() {
    let mut pending: VecDeque<usize> = (0..50).collect();
    let prepare = |number: &usize| -> Result<Prepared, FailureReason> {
        assert!(*number != 7, "a panic on purpose");
        Err(FailureReason::System(number.to_string()))
    };
    let results = do_some(&mut pending, WHOLE, &|| false, &prepare);
    assert!(pending.is_empty());
    for (place, (number, result)) in results.into_iter().enumerate() {
        assert_eq!(place, number);
        let reason = result.unwrap_err();
        let expected = if number == 7 { FailureReason::Panicked } else { FailureReason::System(number.to_string()) };
        assert_eq!(reason, expected);
    }
}

#[test]
fn a_portion_takes_no_more_than_it_may_and_the_rest_stays() {
    let mut pending: VecDeque<usize> = (0..50).collect();
    let refuse = |_: &usize| -> Result<Prepared, FailureReason> { Err(FailureReason::NotAFile) };
    let few = Portion { items: 3, within: Duration::from_mins(1) };
    assert_eq!(do_some(&mut pending, few, &|| false, &refuse).len(), 3);
    assert_eq!(pending.front(), Some(&3));
    let hasty = Portion { items: 50, within: Duration::ZERO };
    assert_eq!(do_some(&mut pending, hasty, &|| false, &refuse).len(), 1);
}

#[test]
fn nothing_is_begun_after_a_stop() {
    let mut pending: VecDeque<usize> = (0..50).collect();
    let seen = AtomicUsize::new(0);
    let count = |_: &usize| -> Result<Prepared, FailureReason> {
        seen.fetch_add(1, Ordering::Relaxed);
        Err(FailureReason::NotAFile)
    };
    let stopped = || seen.load(Ordering::Relaxed) >= 5;
    let done = do_some(&mut pending, WHOLE, &stopped, &count).len();
    assert!((5..5 + MAX_THREADS).contains(&done), "{done} were done");
    assert_eq!(pending.len(), 50 - done);
}
