//! The scale: distances, sizes and radii, in points.

/// Distances.
pub(in crate::ui) mod space {
    /// Between a sign and its word.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Between lines of a list.
    pub const M: f32 = 12.0;
    /// Around a group.
    pub const L: f32 = 16.0;
    /// Between groups.
    pub const XL: f32 = 24.0;
    /// Around the story.
    pub const XXL: f32 = 32.0;
}

/// Type sizes.
pub(in crate::ui) mod size {
    /// The smallest type: dates, counts.
    pub const CAPTION: f32 = 12.0;
    /// Secondary type.
    pub const SMALL: f32 = 13.0;
    /// The interface's type.
    pub const BODY: f32 = 14.0;
    /// Headings of cards.
    pub const HEADING: f32 = 18.0;
    /// The largest type outside the story.
    pub const LARGE: f32 = 22.0;
}

/// Icon sizes.
pub(in crate::ui) mod icon {
    /// Beside text.
    pub const SMALL: f32 = 16.0;
    /// On its own.
    pub const LARGE: f32 = 20.0;
}

/// The least width and height of what is clicked.
pub(in crate::ui) const HIT_TARGET: f32 = 24.0;
/// Radius of corners.
pub(in crate::ui) const RADIUS: u8 = 6;
