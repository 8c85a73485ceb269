use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::entity::Class;
use crate::library::Color;

/// The reading text sizes that the steps larger and smaller walk through, in points.
pub const TEXT_SIZES: [f32; 9] = [13.0, 15.0, 16.0, 18.0, 20.0, 22.0, 25.0, 28.0, 32.0];

/// The colours of the window, as the person chose them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Paper white.
    Light,
    /// Warm paper.
    Sepia,
    /// Dark grey.
    Dark,
    /// True black.
    Black,
}

impl ThemeChoice {
    /// Every choice, in the order of menus.
    pub const ALL: [Self; 5] = [Self::System, Self::Light, Self::Sepia, Self::Dark, Self::Black];
}

/// A language that the interface speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Bahasa Indonesia.
    #[default]
    Indonesian,
    /// English.
    English,
}

/// The language, as the person chose it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LanguageChoice {
    /// As the system has it: English where the system speaks neither English nor Indonesian or Malay.
    #[default]
    #[serde(rename = "system")]
    System,
    /// Bahasa Indonesia.
    #[serde(rename = "id")]
    Indonesian,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl LanguageChoice {
    /// The language meant, given the system's locale (`id-ID`, `en_GB.UTF-8`), if known.
    ///
    /// Indonesian comes first: it is spoken unless the system plainly speaks another language.
    #[must_use]
    pub fn resolve(self, system_locale: Option<&str>) -> Language {
        match self {
            Self::Indonesian => Language::Indonesian,
            Self::English => Language::English,
            Self::System => match system_locale.and_then(|locale| locale.get(..2)) {
                None | Some("id" | "ms" | "jv" | "su" | "C" | "C." | "PO") => Language::Indonesian,
                Some(_) => Language::English,
            },
        }
    }
}

/// A tab of the side panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PanelTab {
    /// References out and in.
    #[default]
    Related,
    /// Names by class.
    Entities,
    /// The article's marks and notes.
    Notes,
}

/// What the person set up; kept in the platform's configuration folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colours of the window.
    pub theme: ThemeChoice,
    /// Language of the interface.
    pub language: LanguageChoice,
    /// Size of the reading text, in points.
    pub text_size: f32,
    /// Width of the library column, in points.
    pub library_width: f32,
    /// Width of the side panel, in points.
    pub panel_width: f32,
    /// Whether the library column is shown.
    pub library_open: bool,
    /// Whether the side panel is shown.
    pub panel_open: bool,
    /// Whether the list shows one row for a story and its copies.
    pub fold_copies: bool,
    /// The panel's tab.
    pub panel_tab: PanelTab,
    /// Classes of names that are not shown.
    pub hidden_classes: BTreeSet<Class>,
    /// The colour that a new mark gets.
    pub armed_color: Color,
    /// The folders that are watched, by the folder of the library that they are watched for.
    pub watched: BTreeMap<String, Vec<PathBuf>>,
    /// What the person calls the colours, by their numbers.
    pub color_names: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            language: LanguageChoice::default(),
            text_size: 18.0,
            library_width: 280.0,
            panel_width: 320.0,
            library_open: true,
            panel_open: true,
            fold_copies: false,
            panel_tab: PanelTab::default(),
            hidden_classes: BTreeSet::from([Class::Date]),
            armed_color: Color::FIRST,
            watched: BTreeMap::new(),
            color_names: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// What the person calls a colour, if anything.
    #[must_use]
    pub fn color_name(&self, color: Color) -> Option<&str> {
        self.color_names.get(&color.number().to_string()).map(String::as_str)
    }

    /// Gives a colour a name of at most [`Self::LONGEST_NAME`] characters; an empty one takes the name away.
    pub(super) fn name_color(&mut self, color: Color, name: &str) {
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(Self::LONGEST_NAME).collect();
        let number = color.number().to_string();
        if name.is_empty() {
            self.color_names.remove(&number);
        } else {
            self.color_names.insert(number, name);
        }
    }

    /// The most characters of a colour's name.
    const LONGEST_NAME: usize = 40;

    /// The same with every number inside its sensible range: the file may have been edited by hand.
    #[must_use]
    fn clamped(mut self) -> Self {
        let within = |value: f32, low: f32, high: f32, default: f32| {
            if value.is_finite() { value.clamp(low, high) } else { default }
        };
        let default = Self::default();
        let [smallest, .., largest] = TEXT_SIZES;
        self.text_size = within(self.text_size, smallest, largest, default.text_size);
        self.library_width = within(self.library_width, 200.0, 520.0, default.library_width);
        self.panel_width = within(self.panel_width, 240.0, 600.0, default.panel_width);
        self
    }
}

/// What was wrong with the settings file. The program goes on with the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsProblem {
    /// The file was damaged and now has this name.
    SetAside(PathBuf),
    /// The file could not be read, for the reason given.
    Unreadable(String),
}

/// Reads the settings from `path`; a file that is not there gives the defaults.
///
/// A damaged file is renamed, so that it is neither fatal nor overwritten, and named in the second result.
#[must_use]
pub fn load(path: &Path) -> (Settings, Option<SettingsProblem>) {
    let text = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Settings::default(), None),
        Err(error) => return (Settings::default(), Some(SettingsProblem::Unreadable(error.to_string()))),
    };
    let parsed = String::from_utf8(text).ok().and_then(|text| toml::from_str::<Settings>(&text).ok());
    match parsed {
        Some(settings) => (settings.clamped(), None),
        None => (Settings::default(), Some(set_aside(path))),
    }
}

fn set_aside(path: &Path) -> SettingsProblem {
    let free_name = (1..1000)
        .map(|number| path.with_extension(format!("damaged-{number}.toml")))
        .find(|candidate| !candidate.exists())
        .unwrap_or_else(|| path.with_extension("damaged.toml"));
    match std::fs::rename(path, &free_name) {
        Ok(()) => SettingsProblem::SetAside(free_name),
        Err(error) => SettingsProblem::Unreadable(error.to_string()),
    }
}

/// Writes the settings to `path` through a temporary file, so that a crash leaves the old or the new ones.
pub fn save(path: &Path, settings: &Settings) -> std::io::Result<()> {
    let text = toml::to_string_pretty(settings).map_err(std::io::Error::other)?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let temporary = path.with_extension("toml.new");
    let mut file = std::fs::File::create(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_round_trip() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.toml");
        let settings = Settings {
            theme: ThemeChoice::Sepia,
            language: LanguageChoice::English,
            text_size: 22.0,
            hidden_classes: BTreeSet::from([Class::Place]),
            watched: BTreeMap::from([("/data/sorot".to_owned(), vec!["/unduhan/berita".into()])]),
            ..Settings::default()
        };
        save(&path, &settings).unwrap();
        assert_eq!(load(&path), (settings, None));
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_named_each_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        for round in 1..=2 {
            std::fs::write(&path, [b'=', 0xff, b'\n']).unwrap();
            let (settings, problem) = load(&path);
            assert_eq!(settings, Settings::default());
            let aside = folder.path().join(format!("settings.damaged-{round}.toml"));
            assert_eq!(problem, Some(SettingsProblem::SetAside(aside.clone())));
            assert!(aside.exists() && !path.exists());
        }
    }

    #[test]
    fn numbers_out_of_range_are_brought_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, "text_size = 4000.0\nlibrary_width = nan\npanel_width = -3.0\n").unwrap();
        let (settings, problem) = load(&path);
        assert_eq!(problem, None);
        assert!((settings.text_size - 32.0).abs() < f32::EPSILON);
        assert!((settings.library_width - 280.0).abs() < f32::EPSILON);
        assert!((settings.panel_width - 240.0).abs() < f32::EPSILON);
    }

    #[test]
    fn the_system_language_decides_unless_the_person_does() {
        assert_eq!(LanguageChoice::System.resolve(Some("id-ID")), Language::Indonesian);
        assert_eq!(LanguageChoice::System.resolve(Some("en-GB")), Language::English);
        assert_eq!(LanguageChoice::System.resolve(Some("de-DE")), Language::English);
        assert_eq!(LanguageChoice::System.resolve(None), Language::Indonesian);
        assert_eq!(LanguageChoice::English.resolve(Some("id-ID")), Language::English);
    }
}
