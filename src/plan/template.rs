//! The plan that Floodmark offers to those who have none.

/// A response plan for a small online shop that covers the chapter section by section, in Markdown.
///
/// ```
/// let plan = floodmark::plan::read::read(floodmark::plan::template::builtin());
/// assert_eq!(plan.version.as_deref(), Some("1.0"));
/// ```
pub fn builtin() -> &'static str {
    include_str!("template.md")
}
