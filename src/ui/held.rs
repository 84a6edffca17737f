//! Keys that a control must not hear in a tab that only reads.

/// Whether a key steps what a control has chosen.
pub fn is_step(key: &str) -> bool {
    matches!(key, "ArrowUp" | "ArrowDown")
}

/// Whether a key opens a list or chooses in it. `combined`: with Ctrl, Meta or Alt, which the browser has for itself but for Alt
/// and an arrow: they open a list.
///
/// ```
/// use floodmark::ui::held::changes_list;
/// assert!(changes_list("d", false) && changes_list("ArrowDown", true));
/// assert!(!changes_list("c", true) && !changes_list("Tab", false) && !changes_list("F5", false));
/// ```
pub fn changes_list(key: &str, combined: bool) -> bool {
    match key {
        _ if is_step(key) => true,
        _ if combined => false,
        "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp" | "PageDown" | "Enter" | "F4" => true,
        // A letter goes to what begins with it, and a space opens the list.
        _ => key.chars().count() == 1,
    }
}

/// Whether a key moves a handle on an axis, or keeps where it was moved to. With Ctrl, Meta or Alt it moves by more.
pub fn moves_handle(key: &str) -> bool {
    is_step(key) || matches!(key, "ArrowLeft" | "ArrowRight" | "PageUp" | "PageDown" | "Enter")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_left_by_keys_and_not_moved() {
        for key in ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Enter"] {
            assert!(moves_handle(key), "{key}");
        }
        for key in ["Tab", "Escape", "F5", "Shift", "Control", "c", "Home", "End"] {
            assert!(!moves_handle(key), "{key}");
        }
    }

    #[test]
    fn only_keys_that_open_or_change_a_list_are_held() {
        for key in ["ArrowUp", "ArrowDown", "Home", "PageDown", "Enter", " ", "F4", "d", "ä"] {
            assert!(changes_list(key, false), "{key}");
        }
        for key in ["Tab", "Escape", "Shift", "Control", "F1", "F5", "F12", "ContextMenu"] {
            assert!(!changes_list(key, false), "{key}");
        }
        for key in ["c", "PageDown", "ArrowLeft", "F4", "Home"] {
            assert!(!changes_list(key, true), "{key}");
        }
    }
}
