//! What arrives while its like is being served is served next, all of it in one go.
//!
//! A lone request waits for nobody: it is served at once. Under load everything that came in during one
//! round makes up the next, so that statements and commits are shared by as many as happen to wait. This is
//! the group commit of databases (DeWitt et al. 1984, "Implementation Techniques for Main Memory Database
//! Systems", section 5.2), one floor higher.

use std::{
    collections::VecDeque,
    future::Future,
    mem,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::oneshot;

/// A queue whose first comer serves all.
pub struct Together<T, R>(Arc<Mutex<Queue<T, R>>>);

struct Queue<T, R> {
    /// At most one entry for each open request.
    waiting: VecDeque<(T, oneshot::Sender<R>)>,
    running: bool,
}

impl<T, R> Clone for Together<T, R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, R> Default for Together<T, R> {
    fn default() -> Self {
        let waiting = VecDeque::new();
        Self(Arc::new(Mutex::new(Queue {
            waiting,
            running: false,
        })))
    }
}

impl<T: Send + 'static, R: Send + 'static> Together<T, R> {
    /// Has the item served in the next round, together with at most `most - 1` others, by a task of its own:
    /// one who goes away takes nothing from the others. `serve` answers in the order of its items. `None` if
    /// it broke off or answered too little; whether the item was served is then not known.
    pub async fn join<F, Fut>(&self, item: T, most: usize, serve: F) -> Option<R>
    where
        F: Fn(Vec<T>) -> Fut + Send + 'static,
        Fut: Future<Output = Vec<R>> + Send,
    {
        let (answer, answered) = oneshot::channel();
        let first = {
            let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            queue.waiting.push_back((item, answer));
            !mem::replace(&mut queue.running, true)
        };
        if first {
            let rounds = Rounds(self.clone());
            tokio::spawn(async move {
                while let Some((items, answers)) = rounds.next(most) {
                    for (answer, served) in answers.into_iter().zip(serve(items).await) {
                        // An error means that nobody waits for it any more.
                        let _ = answer.send(served);
                    }
                }
            });
        }
        answered.await.ok()
    }
}

/// Serves round after round; should it break off, nobody is left waiting.
struct Rounds<T, R>(Together<T, R>);

impl<T, R> Rounds<T, R> {
    fn next(&self, most: usize) -> Option<(Vec<T>, Vec<oneshot::Sender<R>>)> {
        let mut queue = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.waiting.is_empty() {
            queue.running = false;
            return None;
        }
        let next = queue.waiting.len().min(most.max(1));
        Some(queue.waiting.drain(..next).unzip())
    }
}

impl<T, R> Drop for Rounds<T, R> {
    fn drop(&mut self) {
        let mut queue = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if mem::replace(&mut queue.running, false) {
            queue.waiting.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::Duration,
    };

    #[tokio::test]
    async fn what_waits_is_served_in_one_round_and_each_gets_its_own_answer() {
        let (queue, rounds) = (Together::<usize, usize>::default(), Arc::new(AtomicUsize::new(0)));
        let ask = |number: usize| {
            let rounds = Arc::clone(&rounds);
            queue.join(number, 1_000, move |items| {
                rounds.fetch_add(1, Ordering::Relaxed);
                async move {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    items.into_iter().map(|item| item * 2).collect()
                }
            })
        };
        let answers = futures_util::future::join_all((0..100).map(ask)).await;
        let wanted: Vec<_> = (0..100).map(|number| Some(number * 2)).collect();
        assert_eq!(answers, wanted);
        assert!(
            rounds.load(Ordering::Relaxed) <= 2,
            "the first alone at most, the others at once"
        );
        assert_eq!(ask(100).await, Some(200), "a queue that ran empty starts again");
    }

    #[tokio::test]
    async fn a_round_has_its_bound_and_one_that_breaks_off_lets_everybody_go() {
        let queue = Together::<usize, usize>::default();
        let ask = |number: usize| {
            queue.join(number, 3, |items| async move {
                assert!(items.len() <= 3, "a round has its bound");
                assert!(!items.contains(&5), "the round in which the fifth is breaks off");
                items
            })
        };
        let answers = futures_util::future::join_all((0..9).map(ask)).await;
        assert_eq!(answers[5], None);
        assert_eq!(answers[0], Some(0));
        assert_eq!(ask(9).await, Some(9), "the queue goes on afterwards");
    }
}
