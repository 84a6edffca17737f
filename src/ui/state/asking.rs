//! Answers of the engine that follow the workspace.

use super::{Desk, desk};
use crate::engine::{Answer, Query, QueryError};
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// An answer under way: none before the first one came.
pub type Asked<T> = Signal<Option<Result<Arc<T>, UserError>>>;

/// Asks the engine, and again whenever the workspace or the question changes.
///
/// The last answer stays until the next one is there, so that nothing flickers; answers that were overtaken are dropped.
/// While the question is `None`, so is the answer.
pub fn ask<T>(query: impl Fn() -> Option<Query> + Send + Sync + 'static) -> Asked<T>
where
    T: TryFrom<Answer, Error = QueryError> + Send + Sync + 'static,
{
    let desk = desk();
    ask_at(move || desk.revision.get(), query)
}

/// Asks the engine, and again when the question changes alone: for an answer that the question fixes.
pub fn ask_still<T>(query: impl Fn() -> Option<Query> + Send + Sync + 'static) -> Asked<T>
where
    T: TryFrom<Answer, Error = QueryError> + Send + Sync + 'static,
{
    ask_at(|| 0, query)
}

fn ask_at<T>(
    state: impl Fn() -> u64 + Send + Sync + 'static,
    query: impl Fn() -> Option<Query> + Send + Sync + 'static,
) -> Asked<T>
where
    T: TryFrom<Answer, Error = QueryError> + Send + Sync + 'static,
{
    let desk = desk();
    let answer = RwSignal::new(None::<Result<Arc<T>, UserError>>);
    let turn = StoredValue::new(0_u32);
    Effect::new(move |last: Option<(u64, Option<Query>)>| {
        let asked = (state(), query());
        if last.as_ref() == Some(&asked) {
            return asked;
        }
        turn.update_value(|n| *n += 1);
        let mine = turn.get_value();
        match asked.1.clone() {
            None => answer.set(None),
            Some(query) => spawn_local(async move {
                let result = desk.client().ask::<T>(query).await.map(Arc::new);
                if turn.try_get_value() == Some(mine) {
                    let _ = answer.try_set(Some(result));
                }
            }),
        }
        asked
    });
    answer.into()
}

impl Desk {
    /// Asks once, and hands over the answer; what cannot be answered is told.
    pub fn ask_once<T: TryFrom<Answer, Error = QueryError> + 'static>(
        self,
        query: Query,
        then: impl FnOnce(T) + 'static,
    ) {
        spawn_local(async move {
            match self.client().ask::<T>(query).await {
                Ok(answer) => then(answer),
                Err(error) => self.fail(error),
            }
        });
    }
}

/// A page that is built once, when its first answer is there, and follows the later ones.
pub fn loaded<T>(answer: Asked<T>, page: impl Fn(Signal<Arc<T>>) -> AnyView + Send + 'static) -> AnyView
where
    T: PartialEq + Send + Sync + 'static,
{
    let state = Memo::new(move |_| {
        answer.with(|a| match a {
            None => Err(None),
            Some(Err(e)) => Err(Some(e.clone())),
            Some(Ok(_)) => Ok(()),
        })
    });
    (move || match state.get() {
        Ok(()) => {
            let Some(Ok(first)) = answer.get_untracked() else { return ().into_any() };
            let last = Memo::new(move |before: Option<&Arc<T>>| {
                answer.with(|a| match a {
                    Some(Ok(now)) => now.clone(),
                    _ => before.unwrap_or(&first).clone(),
                })
            });
            page(last.into())
        }
        Err(None) => crate::ui::widgets::empty::skeleton(),
        Err(Some(e)) => crate::ui::widgets::empty::failure(e),
    })
    .into_any()
}
