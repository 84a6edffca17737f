//! What a template may name: the fields of its context with what each says, from the same lines that declare them.

/// What stands at a name.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A text, a number, yes or no.
    Leaf,
    /// Several of a kind.
    List(Box<Shape>),
    /// Fields of their own.
    Fields(Vec<(&'static str, &'static str, Shape)>),
}

/// What knows its own shape.
pub trait Described {
    /// The shape.
    fn shape() -> Shape;
}

macro_rules! leaves {
    ($($type:ty),+) => { $(impl Described for $type { fn shape() -> Shape { Shape::Leaf } })+ };
}

leaves!(String, bool, i64, u64, Option<i64>, Option<u64>);

impl<T: Described> Described for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// Declares what templates are handed; the words behind each field stand in Help and in the fields' documentation.
macro_rules! described {
    ($($(#[doc = $about:literal])+ $name:ident { $(#[doc = $words:literal] $field:ident: $type:ty,)+ })+) => { $(
        $(#[doc = $about])+
        #[derive(Clone, PartialEq, Debug, Default, serde::Serialize, serde::Deserialize)]
        pub struct $name { $(#[doc = $words] pub $field: $type,)+ }
        impl $crate::document::template::schema::Described for $name {
            fn shape() -> $crate::document::template::schema::Shape {
                $crate::document::template::schema::Shape::Fields(vec![
                    $((stringify!($field), $words, <$type as $crate::document::template::schema::Described>::shape()),)+
                ])
            }
        }
    )+ };
}
pub(super) use described;

impl Shape {
    /// Each field by its whole name, with what it says; the fields of each of a list stand under `name[]`.
    pub fn fields(&self) -> Vec<(String, &'static str)> {
        let mut out = vec![];
        self.collect("", &mut out);
        out
    }

    fn collect(&self, before: &str, out: &mut Vec<(String, &'static str)>) {
        match self {
            Shape::Leaf => {}
            Shape::List(of) => of.collect(&format!("{before}[]"), out),
            Shape::Fields(fields) => {
                for (name, words, shape) in fields {
                    let name =
                        if before.is_empty() { (*name).to_owned() } else { format!("{before}.{name}") };
                    out.push((name.clone(), words.trim()));
                    shape.collect(&name, out);
                }
            }
        }
    }

    /// The names right under it.
    pub fn names(&self) -> Vec<&'static str> {
        match self {
            Shape::Fields(fields) => fields.iter().map(|(name, ..)| *name).collect(),
            _ => vec![],
        }
    }

    /// What stands at a name right under it.
    pub fn at(&self, name: &str) -> Option<&Shape> {
        match self {
            Shape::Fields(fields) => fields.iter().find(|(n, ..)| *n == name).map(|(.., shape)| shape),
            _ => None,
        }
    }
}
