//! Undo and redo over versions of the workspace.

use super::Workspace;
use std::sync::Arc;

/// The current workspace with what led to it.
#[derive(Clone, Debug, Default)]
pub struct History {
    current: Arc<Workspace>,
    past: Vec<(String, Arc<Workspace>)>,
    future: Vec<(String, Arc<Workspace>)>,
}

impl History {
    /// The workspace as it stands.
    pub fn current(&self) -> &Arc<Workspace> {
        &self.current
    }

    /// Moves on to the next version; what was undone before is gone.
    pub fn push(&mut self, label: String, next: Workspace) {
        let before = std::mem::replace(&mut self.current, Arc::new(next));
        self.past.push((label, before));
        self.future.clear();
    }

    /// Changes the present version in place, for what was not known when it was made.
    pub fn amend(&mut self, change: impl FnOnce(&mut Workspace)) {
        change(Arc::make_mut(&mut self.current));
    }

    /// What undo would undo.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|(label, _)| label.as_str())
    }

    /// What redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|(label, _)| label.as_str())
    }

    /// Goes back one version; false at the beginning.
    pub fn undo(&mut self) -> bool {
        let Some((label, before)) = self.past.pop() else { return false };
        let undone = std::mem::replace(&mut self.current, before);
        self.future.push((label, undone));
        true
    }

    /// Goes forward one version; false at the end.
    pub fn redo(&mut self) -> bool {
        let Some((label, after)) = self.future.pop() else { return false };
        let before = std::mem::replace(&mut self.current, after);
        self.past.push((label, before));
        true
    }

    /// Forgets what was undone.
    pub fn forget_future(&mut self) {
        self.future.clear();
    }

    /// All versions that undo or redo can reach, for keeping the files that they name.
    pub fn versions(&self) -> impl Iterator<Item = &Arc<Workspace>> {
        let around = self.past.iter().chain(&self.future).map(|(_, w)| w);
        std::iter::once(&self.current).chain(around)
    }
}
