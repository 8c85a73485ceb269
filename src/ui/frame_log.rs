//! `SOROT_FRAME_LOG=FILE`: milestones of the start and the CPU time of each frame as JSON lines, for anyone to measure.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use serde::Serialize;

/// The environment variable that names the file.
pub(super) const VARIABLE: &str = "SOROT_FRAME_LOG";

/// A line of the log. Times are milliseconds.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Line {
    /// Something that happens once, with the time since the process began.
    Milestone { milestone: &'static str, ms: f64 },
    /// A frame and the CPU time that it took: logic, layout, tessellation, painting.
    Frame { frame: u64, cpu_ms: f64 },
}

/// Writes the log, if one is asked for.
#[derive(Debug)]
pub(super) struct FrameLog {
    file: Option<File>,
    start: Instant,
    frames: u64,
    article_seen: bool,
}

impl FrameLog {
    /// A log that is not kept.
    pub fn none() -> Self {
        Self { file: None, start: Instant::now(), frames: 0, article_seen: false }
    }

    /// The log for the file named in the environment, if any; `start` is when the process began.
    pub fn from_environment(start: Instant) -> Self {
        let file = std::env::var_os(VARIABLE).and_then(|path| create(Path::new(&path)));
        let mut log = Self { file, start, frames: 0, article_seen: false };
        log.write(&Line::Milestone { milestone: "process-start", ms: 0.0 });
        log
    }

    /// Notes the end of a frame. `previous` is the CPU time of the frame before, in seconds;
    /// `article` says whether an article's text was on the screen.
    pub fn frame(&mut self, previous: Option<f32>, article: bool) {
        if self.file.is_none() {
            return;
        }
        let ms = self.start.elapsed().as_secs_f64() * 1000.0;
        if self.frames == 0 {
            self.write(&Line::Milestone { milestone: "first-frame", ms });
        } else if let Some(seconds) = previous {
            self.write(&Line::Frame { frame: self.frames, cpu_ms: f64::from(seconds) * 1000.0 });
        }
        self.frames += 1;
        if article && !self.article_seen {
            self.article_seen = true;
            self.write(&Line::Milestone { milestone: "article-painted", ms });
        }
    }

    fn write(&mut self, line: &Line) {
        let Some(file) = &mut self.file else { return };
        let Ok(mut text) = serde_json::to_string(line) else { return };
        text.push('\n');
        if let Err(error) = file.write_all(text.as_bytes()) {
            eprintln!("sorot: {VARIABLE} could not be written: {error}");
            self.file = None;
        }
    }
}

fn create(path: &Path) -> Option<File> {
    match File::create(path) {
        Ok(file) => Some(file),
        Err(error) => {
            eprintln!("sorot: {VARIABLE}: {} could not be written: {error}", path.display());
            None
        }
    }
}
