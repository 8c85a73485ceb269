//! Writing out what a person made: one file per format, reading the library.
