//! The notation of views, read token by token into calls on a [`Builder`](super::Builder).

/// A view in the notation of Leptos; see [`crate::ui::view`] for what is understood.
#[macro_export]
macro_rules! view {
    ($($tokens:tt)*) => {{
        let mut builder = $crate::ui::view::Builder::new();
        $crate::view_parts!(builder; $($tokens)*);
        builder.finish()
    }};
}

/// The parts of a view, one after the other.
#[doc(hidden)]
#[macro_export]
macro_rules! view_parts {
    ($b:ident;) => {};
    ($b:ident; < / $tag:ident > $($rest:tt)*) => {
        $b.close();
        $crate::view_parts!($b; $($rest)*);
    };
    ($b:ident; < For each = $($rest:tt)*) => {
        $crate::view_each!($b; []; $($rest)*);
    };
    ($b:ident; < $tag:ident $($rest:tt)*) => {
        $b.open(stringify!($tag));
        $crate::view_attrs!($b; $($rest)*);
    };
    ($b:ident; { $($child:tt)* } $($rest:tt)*) => {
        #[allow(unused_braces)]
        $b.child({ $($child)* });
        $crate::view_parts!($b; $($rest)*);
    };
    ($b:ident; $text:literal $($rest:tt)*) => {
        $b.text($text);
        $crate::view_parts!($b; $($rest)*);
    };
}

/// The attributes of an element up to its `>`.
#[doc(hidden)]
#[macro_export]
macro_rules! view_attrs {
    ($b:ident; > $($rest:tt)*) => { $crate::view_parts!($b; $($rest)*); };
    ($b:ident; / > $($rest:tt)*) => {
        $b.close();
        $crate::view_parts!($b; $($rest)*);
    };
    ($b:ident; node_ref = $($rest:tt)*) => { $crate::view_value!($b; node_ref (); []; $($rest)*); };
    ($b:ident; on : $name:ident = $($rest:tt)*) => { $crate::view_value!($b; on (leptos::ev::$name); []; $($rest)*); };
    ($b:ident; prop : $name:ident = $($rest:tt)*) => { $crate::view_value!($b; prop (stringify!($name)); []; $($rest)*); };
    ($b:ident; class : $name:ident = $($rest:tt)*) => { $crate::view_value!($b; class (stringify!($name)); []; $($rest)*); };
    ($b:ident; class : $a:ident - $c:ident = $($rest:tt)*) => {
        $crate::view_value!($b; class (concat!(stringify!($a), "-", stringify!($c))); []; $($rest)*);
    };
    ($b:ident; style : $name:ident = $($rest:tt)*) => { $crate::view_value!($b; style (stringify!($name)); []; $($rest)*); };
    ($b:ident; style : $a:ident - $c:ident = $($rest:tt)*) => {
        $crate::view_value!($b; style (concat!(stringify!($a), "-", stringify!($c))); []; $($rest)*);
    };
    ($b:ident; $name:ident = $($rest:tt)*) => { $crate::view_value!($b; attr (stringify!($name)); []; $($rest)*); };
    ($b:ident; $a:ident - $c:ident = $($rest:tt)*) => {
        $crate::view_value!($b; attr (concat!(stringify!($a), "-", stringify!($c))); []; $($rest)*);
    };
    ($b:ident; $a:ident - $c:ident - $d:ident = $($rest:tt)*) => {
        $crate::view_value!($b; attr (concat!(stringify!($a), "-", stringify!($c), "-", stringify!($d))); []; $($rest)*);
    };
}

/// The value of an attribute up to the next one or the `>`.
#[doc(hidden)]
#[macro_export]
macro_rules! view_value {
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; > $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_parts!($b; $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; / > $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $b.close();
        $crate::view_parts!($b; $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; on : $next:ident = $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_attrs!($b; on : $next = $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; prop : $next:ident = $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_attrs!($b; prop : $next = $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; class : $next:ident $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_attrs!($b; class : $next $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; style : $next:ident $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_attrs!($b; style : $next $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; $next:ident = $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_attrs!($b; $next = $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; $a:ident - $c:ident = $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_attrs!($b; $a - $c = $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)+]; $a:ident - $c:ident - $d:ident = $($rest:tt)*) => {
        $crate::view_set!($b; $kind $name; $($value)+);
        $crate::view_attrs!($b; $a - $c - $d = $($rest)*);
    };
    ($b:ident; $kind:ident $name:tt; [$($value:tt)*]; $next:tt $($rest:tt)*) => {
        $crate::view_value!($b; $kind $name; [$($value)* $next]; $($rest)*);
    };
}

/// Sets one attribute.
#[doc(hidden)]
#[macro_export]
macro_rules! view_set {
    ($b:ident; node_ref $name:tt; $($value:tt)+) => { $b.node_ref($($value)+); };
    ($b:ident; $kind:ident ($($name:tt)+); $($value:tt)+) => {
        #[allow(unused_braces)]
        $b.$kind($($name)+, $($value)+);
    };
}

/// A list: its items, what tells one from the others, and the view of one.
#[doc(hidden)]
#[macro_export]
macro_rules! view_each {
    ($b:ident; [$($items:tt)+]; key = $($rest:tt)*) => { $crate::view_each!($b; [$($items)+] []; $($rest)*); };
    ($b:ident; [$($items:tt)*]; $next:tt $($rest:tt)*) => { $crate::view_each!($b; [$($items)* $next]; $($rest)*); };
    ($b:ident; [$($items:tt)+] [$($key:tt)+]; children = $($rest:tt)*) => {
        $crate::view_each!($b; [$($items)+] [$($key)+] []; $($rest)*);
    };
    ($b:ident; [$($items:tt)+] [$($key:tt)*]; $next:tt $($rest:tt)*) => {
        $crate::view_each!($b; [$($items)+] [$($key)* $next]; $($rest)*);
    };
    ($b:ident; [$($items:tt)+] [$($key:tt)+] [$($make:tt)+]; / > $($rest:tt)*) => {
        $b.each($($items)+, $($key)+, $($make)+);
        $crate::view_parts!($b; $($rest)*);
    };
    ($b:ident; [$($items:tt)+] [$($key:tt)+] [$($make:tt)*]; $next:tt $($rest:tt)*) => {
        $crate::view_each!($b; [$($items)+] [$($key)+] [$($make)* $next]; $($rest)*);
    };
}
