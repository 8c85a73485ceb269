use crate::library::Color;

use super::App;

impl App {
    /// What a colour of marks is called: by the person, else by its looks.
    #[must_use]
    pub fn color_name(&self, color: Color) -> String {
        self.settings.color_name(color).map_or_else(|| self.plain_color(color), str::to_owned)
    }

    /// What a colour looks like.
    #[must_use]
    pub fn plain_color(&self, color: Color) -> String {
        self.words.text(color_key(color))
    }
}

const fn color_key(color: Color) -> &'static str {
    match color.number() {
        1 => "color-1",
        2 => "color-2",
        3 => "color-3",
        4 => "color-4",
        5 => "color-5",
        6 => "color-6",
        7 => "color-7",
        _ => "color-8",
    }
}
