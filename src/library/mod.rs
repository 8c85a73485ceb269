//! The store and the only door to it: operations with their inverses, derived data, links, search. All SQL is here.

mod model;

pub use model::{
    Anchor, AnchorState, Annotation, AnnotationEdit, AnnotationId, ArticleId, ArticleRow, Backlink, Changes, Color,
    EntityCount, Link, LinkState, NewAnnotation, OperationId, OperationKind, OperationRecord, Related, StoredArticle,
};
