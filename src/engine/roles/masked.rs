//! Messages in postcard with other words in the place of some texts: one way for whatever crosses, in the one pass that writes
//! it. A text is whatever is a string, but for what is a file, a key or the reading of a file ([`KEPT`]).

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// What stands in the place of a text, or in the picture of a chart; none where it stays.
pub type Show<'a> = Option<&'a dyn Fn(&str, In) -> Option<String>>;

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum In {
    /// Where it may be written over and sent back.
    Text,
    /// In a chart, where its width counts.
    Chart,
}

/// What crosses as it is: files, which were written for whom they are; what names are replaced by; how files are read; and the plan,
/// whose changes are cut into its bytes.
const KEPT: [&str; 8] = [
    "Exported",
    "ShareView",
    "RolesView",
    "Reading",
    "SlackChoice",
    "PlanPaper",
    "PlanDraft",
    "PlanComparison",
];

/// A message in postcard.
///
/// # Errors
/// When it holds what postcard cannot express.
pub fn to_postcard<T: Serialize>(message: &T, show: Show<'_>) -> Result<Vec<u8>, postcard::Error> {
    let mut serializer = postcard::Serializer { output: postcard::ser_flavors::AllocVec::new() };
    message.serialize(Masked { inner: &mut serializer, show, place: In::Text })?;
    postcard::ser_flavors::Flavor::finalize(serializer.output)
}

/// A serializer that writes other texts.
struct Masked<'a, S> {
    inner: S,
    show: Show<'a>,
    place: In,
}

/// A value inside another.
struct Value<'a, T: ?Sized>(&'a T, Show<'a>, In);

impl<T: Serialize + ?Sized> Serialize for Value<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Masked { inner: serializer, show: self.1, place: self.2 })
    }
}

/// Writes values as they are.
macro_rules! as_they_are {
    ($($name:ident($type:ty);)+) => {
        $(fn $name(self, v: $type) -> Result<S::Ok, S::Error> { self.inner.$name(v) })+
    };
}

/// Opens what holds further values.
macro_rules! opened {
    ($($name:ident($($arg:ident: $type:ty),*) -> $kind:ident;)+) => {
        $(fn $name(self, $($arg: $type),*) -> Result<Self::$kind, S::Error> {
            Ok(Masked { inner: self.inner.$name($($arg),*)?, show: self.show, place: self.place })
        })+
    };
}

impl<'a, S: Serializer> Serializer for Masked<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Masked<'a, S::SerializeSeq>;
    type SerializeTuple = Masked<'a, S::SerializeTuple>;
    type SerializeTupleStruct = Masked<'a, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Masked<'a, S::SerializeTupleVariant>;
    type SerializeMap = Masked<'a, S::SerializeMap>;
    type SerializeStruct = Masked<'a, S::SerializeStruct>;
    type SerializeStructVariant = Masked<'a, S::SerializeStructVariant>;

    as_they_are! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    opened! {
        serialize_seq(len: Option<usize>) -> SerializeSeq;
        serialize_tuple(len: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, n: u32, variant: &'static str, len: usize) -> SerializeTupleVariant;
        serialize_map(len: Option<usize>) -> SerializeMap;
        serialize_struct_variant(name: &'static str, n: u32, variant: &'static str, len: usize) -> SerializeStructVariant;
    }

    fn serialize_str(self, v: &str) -> Result<S::Ok, S::Error> {
        match self.show.and_then(|show| show(v, self.place)) {
            Some(shown) => self.inner.serialize_str(&shown),
            None => self.inner.serialize_str(v),
        }
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&Value(value, self.show, self.place))
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        n: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, n, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let show = self.show.filter(|_| !KEPT.contains(&name));
        self.inner.serialize_newtype_struct(name, &Value(value, show, self.place))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        n: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let place = if name == "Chart" { In::Chart } else { self.place };
        self.inner.serialize_newtype_variant(name, n, variant, &Value(value, self.show, place))
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        let show = self.show.filter(|_| !KEPT.contains(&name));
        Ok(Masked { inner: self.inner.serialize_struct(name, len)?, show, place: self.place })
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Values in what holds them, each masked in its turn.
macro_rules! inside {
    ($($kind:ident: $($name:ident($($key:ident: $type:ty)?)),+;)+) => {
        $(impl<S: $kind> $kind for Masked<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;
            $(fn $name<T: Serialize + ?Sized>(&mut self, $($key: $type,)? value: &T) -> Result<(), S::Error> {
                self.inner.$name($($key,)? &Value(value, self.show, self.place))
            })+
            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        })+
    };
}

inside! {
    SerializeSeq: serialize_element();
    SerializeTuple: serialize_element();
    SerializeTupleStruct: serialize_field();
    SerializeTupleVariant: serialize_field();
    SerializeMap: serialize_key(), serialize_value();
    SerializeStruct: serialize_field(key: &'static str);
    SerializeStructVariant: serialize_field(key: &'static str);
}
