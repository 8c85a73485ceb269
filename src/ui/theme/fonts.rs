//! The fonts that come with the program, by what they are for. Each falls back on egui's own fonts and, through
//! them, on the system's.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

const READING: &str = "reading";
const READING_SEMIBOLD: &str = "reading-semibold";
const READING_ITALIC: &str = "reading-italic";
const INTERFACE: &str = "interface";
const INTERFACE_SEMIBOLD: &str = "interface-semibold";
const ICONS: &str = "icons";

const FILES: [(&str, &[u8]); 6] = [
    (READING, include_bytes!("../../../assets/fonts/Literata-Regular.ttf")),
    (READING_SEMIBOLD, include_bytes!("../../../assets/fonts/Literata-SemiBold.ttf")),
    (READING_ITALIC, include_bytes!("../../../assets/fonts/Literata-Italic.ttf")),
    (INTERFACE, include_bytes!("../../../assets/fonts/Inter-Regular.ttf")),
    (INTERFACE_SEMIBOLD, include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")),
    (ICONS, include_bytes!("../../../assets/fonts/Phosphor.ttf")),
];

/// The serif of the story.
pub(in crate::ui) fn reading() -> FontFamily {
    FontFamily::Name(READING.into())
}

/// The serif of titles.
pub(in crate::ui) fn reading_semibold() -> FontFamily {
    FontFamily::Name(READING_SEMIBOLD.into())
}

/// The serif of derived titles.
pub(in crate::ui) fn reading_italic() -> FontFamily {
    FontFamily::Name(READING_ITALIC.into())
}

/// The sans of the interface.
pub(in crate::ui) const fn interface() -> FontFamily {
    FontFamily::Proportional
}

/// The sans of headings.
pub(in crate::ui) fn interface_semibold() -> FontFamily {
    FontFamily::Name(INTERFACE_SEMIBOLD.into())
}

/// The icon font.
pub(in crate::ui) fn icons() -> FontFamily {
    FontFamily::Name(ICONS.into())
}

/// Gives the fonts to egui.
pub(in crate::ui) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (name, bytes) in FILES {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let mut family = vec![name.to_owned()];
        family.extend(fallback.iter().cloned());
        fonts.families.insert(FontFamily::Name(name.into()), family);
    }
    fonts.families.entry(FontFamily::Proportional).or_default().insert(0, INTERFACE.to_owned());
    ctx.set_fonts(fonts);
}
