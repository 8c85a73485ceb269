//! Colours, sizes and fonts: the only place where they are named.

pub(super) mod fonts;
pub(super) mod tokens;

use std::sync::LazyLock;

use egui::style::{ScrollStyle, WidgetVisuals};
use egui::{Color32, Context, CornerRadius, FontId, Frame, Margin, Shadow, Stroke, Style, TextStyle, Visuals, vec2};
use serde::{Deserialize, Deserializer};

use crate::app::ThemeChoice;
use crate::entity::Class;
use crate::library::Color;

use tokens::{HIT_TARGET, RADIUS, size, space};

/// The colours of the window, read from `assets/themes`.
#[derive(Debug, Deserialize)]
pub struct Theme {
    /// Whether the paper is darker than the ink.
    pub dark: bool,
    /// Behind the story.
    #[serde(deserialize_with = "color")]
    pub paper: Color32,
    /// Behind the columns and bars.
    #[serde(deserialize_with = "color")]
    pub surface: Color32,
    /// Behind what floats.
    #[serde(deserialize_with = "color")]
    pub raised: Color32,
    /// Text.
    #[serde(deserialize_with = "color")]
    pub text: Color32,
    /// Secondary text.
    #[serde(deserialize_with = "color")]
    pub muted: Color32,
    /// Thin lines.
    #[serde(deserialize_with = "color")]
    pub line: Color32,
    /// The one accent.
    #[serde(deserialize_with = "color")]
    pub accent: Color32,
    /// The ring around what has the focus.
    #[serde(deserialize_with = "color")]
    pub focus: Color32,
    /// What failed.
    #[serde(deserialize_with = "color")]
    pub danger: Color32,
    /// Behind selected text.
    #[serde(deserialize_with = "color")]
    pub selection: Color32,
    #[serde(deserialize_with = "color")]
    shadow: Color32,
    #[serde(deserialize_with = "color")]
    person: Color32,
    #[serde(deserialize_with = "color")]
    place: Color32,
    #[serde(deserialize_with = "color")]
    organization: Color32,
    #[serde(deserialize_with = "color")]
    treaty: Color32,
    #[serde(deserialize_with = "color")]
    date: Color32,
    paint: [Hex; 8],
    edge: [Hex; 8],
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Hex(#[serde(deserialize_with = "color")] Color32);

fn color<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color32, D::Error> {
    let text = String::deserialize(deserializer)?;
    Color32::from_hex(&text).map_err(|error| serde::de::Error::custom(format!("{text}: {error:?}")))
}

static LIGHT: LazyLock<Theme> = LazyLock::new(|| parse(include_str!("../../../assets/themes/light.toml")));
static SEPIA: LazyLock<Theme> = LazyLock::new(|| parse(include_str!("../../../assets/themes/sepia.toml")));
static DARK: LazyLock<Theme> = LazyLock::new(|| parse(include_str!("../../../assets/themes/dark.toml")));
static BLACK: LazyLock<Theme> = LazyLock::new(|| parse(include_str!("../../../assets/themes/black.toml")));

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads each")]
fn parse(text: &str) -> Theme {
    toml::from_str(text).expect("the theme is well formed")
}

/// The theme chosen; `system_dark` says what the system has.
pub(super) fn load(choice: ThemeChoice, system_dark: bool) -> &'static Theme {
    match choice {
        ThemeChoice::System if system_dark => &DARK,
        ThemeChoice::System | ThemeChoice::Light => &LIGHT,
        ThemeChoice::Sepia => &SEPIA,
        ThemeChoice::Dark => &DARK,
        ThemeChoice::Black => &BLACK,
    }
}

impl Theme {
    /// The colour of a class's line.
    pub fn class(&self, class: Class) -> Color32 {
        match class {
            Class::Person => self.person,
            Class::Place => self.place,
            Class::Organization => self.organization,
            Class::Treaty => self.treaty,
            Class::Date => self.date,
        }
    }

    /// The paint of a mark.
    pub fn paint(&self, color: Color) -> Color32 {
        self.paint.get(usize::from(color.number() - 1)).map_or(self.selection, |hex| hex.0)
    }

    /// The edge of a mark.
    pub fn paint_edge(&self, color: Color) -> Color32 {
        self.edge.get(usize::from(color.number() - 1)).map_or(self.line, |hex| hex.0)
    }

    /// The frame of what floats over the story.
    pub fn floating(&self) -> Frame {
        Frame::new()
            .fill(self.raised)
            .stroke(Stroke::new(1.0, self.line))
            .corner_radius(RADIUS)
            .inner_margin(space::L)
            .shadow(self.shadow())
    }

    fn shadow(&self) -> Shadow {
        Shadow { offset: [0, 4], blur: 16, spread: 0, color: self.shadow }
    }

    /// Gives egui this theme's colours and the scale.
    pub fn apply(&self, ctx: &Context) {
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_theme(if self.dark { egui::Theme::Dark } else { egui::Theme::Light });
        ctx.all_styles_mut(|style| self.dress(style));
    }

    fn dress(&self, style: &mut Style) {
        style.visuals = self.visuals();
        style.animation_time = 0.0;
        let fonts = [
            (TextStyle::Small, size::CAPTION, fonts::interface()),
            (TextStyle::Body, size::BODY, fonts::interface()),
            (TextStyle::Button, size::BODY, fonts::interface()),
            (TextStyle::Heading, size::HEADING, fonts::interface_semibold()),
        ];
        for (name, size, family) in fonts {
            style.text_styles.insert(name, FontId::new(size, family));
        }
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.4;
        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(space::S, space::S);
        spacing.button_padding = vec2(space::S, space::XS);
        spacing.interact_size = vec2(HIT_TARGET, HIT_TARGET);
        spacing.menu_margin = Margin::same(6);
        spacing.window_margin = Margin::same(16);
        spacing.scroll = ScrollStyle { bar_width: 8.0, ..ScrollStyle::thin() };
        style.visuals.text_cursor.blink = false;
    }

    fn visuals(&self) -> Visuals {
        let mut visuals = if self.dark { Visuals::dark() } else { Visuals::light() };
        visuals.override_text_color = None;
        visuals.weak_text_color = Some(self.muted);
        visuals.panel_fill = self.surface;
        visuals.window_fill = self.raised;
        visuals.window_stroke = Stroke::new(1.0, self.line);
        visuals.extreme_bg_color = self.raised;
        visuals.text_edit_bg_color = Some(self.raised);
        visuals.faint_bg_color = self.surface;
        visuals.hyperlink_color = self.accent;
        visuals.warn_fg_color = self.treaty;
        visuals.error_fg_color = self.danger;
        visuals.selection.bg_fill = self.selection;
        visuals.selection.stroke = Stroke::new(2.0, self.focus);
        visuals.window_shadow = self.shadow();
        visuals.popup_shadow = self.shadow();
        visuals.window_corner_radius = CornerRadius::same(RADIUS);
        visuals.menu_corner_radius = CornerRadius::same(RADIUS);
        let widgets = &mut visuals.widgets;
        let look = |widget: &mut WidgetVisuals, fill: Color32, stroke: Color32| {
            widget.bg_fill = fill;
            widget.weak_bg_fill = fill;
            widget.bg_stroke = Stroke::new(1.0, stroke);
            widget.fg_stroke = Stroke::new(1.0, self.text);
            widget.corner_radius = CornerRadius::same(RADIUS);
            widget.expansion = 0.0;
        };
        let pressed = self.line.gamma_multiply(if self.dark { 1.0 } else { 0.9 });
        look(&mut widgets.noninteractive, self.surface, self.line);
        look(&mut widgets.inactive, Color32::TRANSPARENT, Color32::TRANSPARENT);
        look(&mut widgets.hovered, self.line.gamma_multiply(0.6), Color32::TRANSPARENT);
        look(&mut widgets.active, pressed, self.focus);
        look(&mut widgets.open, pressed, Color32::TRANSPARENT);
        // The title bar of the layer in front is filled with this: space parts it from the rest, not a box.
        widgets.open.weak_bg_fill = self.raised;
        visuals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [ThemeChoice; 4] = [ThemeChoice::Light, ThemeChoice::Sepia, ThemeChoice::Dark, ThemeChoice::Black];

    /// Contrast ratio after WCAG 2.2.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let [r, g, b] = [color.r(), color.g(), color.b()].map(|part| {
                let part = f32::from(part) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_paper_and_every_paint() {
        for choice in ALL {
            let theme = load(choice, false);
            for ground in [theme.paper, theme.surface, theme.raised] {
                for ink in [theme.text, theme.muted, theme.accent, theme.danger] {
                    assert!(
                        contrast(ink, ground) >= 4.5,
                        "{choice:?} {ink:?} on {ground:?}: {}",
                        contrast(ink, ground)
                    );
                }
            }
            for class in Class::ALL {
                assert!(contrast(theme.class(class), theme.paper) >= 4.5, "{choice:?} {class:?}");
            }
            for color in Color::all() {
                assert!(contrast(theme.text, theme.paint(color)) >= 4.5, "{choice:?} {color:?}");
            }
            assert!(contrast(theme.text, theme.selection) >= 4.5, "{choice:?} selection");
        }
    }
}
