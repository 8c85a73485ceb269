use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file whole or not at all: a temporary file beside it, synced, then renamed over it.
///
/// A link is followed to the file that it names, whose permissions are kept. Devices and open pipes are written to as they
/// are; a pipe with a name in a folder is refused, since opening it waits for a reader that may never come. Errors do not name the path; on an error the old file is untouched and nothing is left beside it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What a program's own standard output leads to has no name that is found.
    let (target, nameless) = match fs::canonicalize(path) {
        Ok(real) => (real, false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), true),
        Err(error) => return Err(error),
    };
    let old = fs::metadata(&target).ok();
    match &old {
        Some(old) if old.is_dir() => Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file")),
        Some(old) if !nameless && is_pipe(old) => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe, not a file"))
        }
        Some(old) if !old.is_file() => OpenOptions::new().write(true).open(&target)?.write_all(bytes),
        _ => replace(&target, bytes, old.map(|old| old.permissions())),
    }
}

#[cfg(unix)]
fn is_pipe(file: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&file.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

fn replace(target: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let name = target.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "the folder for it does not exist"));
    }
    let (temporary, file) = create_beside(folder, name)?;
    let guard = RemoveUnlessKept { path: temporary, kept: false };
    fill(file, bytes, permissions)?;
    fs::rename(&guard.path, target)?;
    guard.keep();
    sync_folder(folder)
}

/// A new file in `folder` that no other program or thread uses.
fn create_beside(folder: &Path, name: &OsStr) -> io::Result<(PathBuf, File)> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // The name alone could already be as long as the file system allows.
        let short: String = name.to_string_lossy().chars().take(24).collect();
        let path = folder.join(format!(".{short}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

fn fill(mut file: File, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// Makes the new name itself durable; a folder can be synced on Unix alone.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Removes the temporary file when the work on it ends early.
struct RemoveUnlessKept {
    path: PathBuf,
    kept: bool,
}

impl RemoveUnlessKept {
    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for RemoveUnlessKept {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "a temporary file could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_made_and_then_replaced_without_leftovers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catatan.md");
        write_whole(&path, b"satu").unwrap();
        write_whole(&path, b"dua").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"dua");
        assert_eq!(names(folder.path()), ["catatan.md"]);
    }

    #[test]
    fn a_folder_or_a_missing_folder_is_refused_with_words() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(write_whole(folder.path(), b"x").unwrap_err().to_string(), "it is a folder, not a file");
        let lost = folder.path().join("tidak/ada.md");
        assert_eq!(write_whole(&lost, b"x").unwrap_err().to_string(), "the folder for it does not exist");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_long_name_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let name = "n".repeat(255);
        write_whole(&folder.path().join(&name), b"x").unwrap();
        assert_eq!(names(folder.path()), [name]);
    }

    #[test]
    fn a_failure_on_the_way_leaves_the_old_file_and_no_temporary_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("berkas");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("isi"), b"x").unwrap();
        assert!(replace(&path, b"baru", None).is_err());
        assert_eq!(names(folder.path()), ["berkas"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_are_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("asli.md"), folder.path().join("tautan.md"));
        fs::write(&real, b"lama").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_whole(&link, b"baru").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"baru");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_with_a_name_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipa");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(write_whole(&pipe, b"x").unwrap_err().to_string(), "it is a pipe, not a file");
    }
}
