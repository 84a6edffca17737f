//! Charts: pure drawing over any Plotters backend.
