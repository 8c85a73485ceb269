use super::super::source::read_file;
use super::*;

fn walked(paths: &[&Path]) -> Vec<Result<PathBuf, FailedFile>> {
    walk(paths.iter().map(|path| path.to_path_buf()).collect()).collect()
}

fn names(found: Vec<Result<PathBuf, FailedFile>>) -> Vec<String> {
    let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    found.into_iter().map(|item| name(item.unwrap())).collect()
}

fn tree() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for folder in ["b", "b/dalam", ".git"] {
        fs::create_dir(root.path().join(folder)).unwrap();
    }
    for file in ["c.txt", "a.txt", ".tersembunyi", "b/2", "b/1", "b/dalam/x", ".git/config"] {
        fs::write(root.path().join(file), file).unwrap();
    }
    root
}

#[test]
fn files_come_sorted_and_in_depth_without_dot_folders() {
    let root = tree();
    assert_eq!(names(walked(&[root.path()])), ["a.txt", "1", "2", "x", "c.txt"]);
}

#[test]
fn hidden_files_and_those_of_the_system_are_left_alone_with_a_line_unless_they_are_named() {
    let root = tree();
    for file in [".DS_Store", "b/desktop.ini", "b/Thumbs.db"] {
        fs::write(root.path().join(file), file).unwrap();
    }
    let mut walk = walk(vec![root.path().to_owned()]);
    let found: Vec<_> = walk.by_ref().collect();
    assert_eq!(names(found), ["a.txt", "1", "2", "x", "c.txt"]);
    let skipped = walk.take_skipped();
    let of_the_system = skipped.iter().filter(|missed| missed.why.code == "system-file");
    let left: Vec<_> = of_the_system.map(|missed| missed.origin.path.file_name().unwrap().to_owned()).collect();
    assert_eq!(left, [".DS_Store", ".tersembunyi", "Thumbs.db", "desktop.ini"]);
    assert_eq!(names(walked(&[&root.path().join("b/desktop.ini")])), ["desktop.ini"]);
}

#[test]
fn the_folder_with_a_saved_pages_pictures_is_left_alone() {
    let root = tempfile::tempdir().unwrap();
    for folder in ["Berita_files", "Lain_files"] {
        fs::create_dir(root.path().join(folder)).unwrap();
        fs::write(root.path().join(folder).join("x.css"), "x").unwrap();
    }
    fs::write(root.path().join("Berita.html"), "x").unwrap();
    assert_eq!(names(walked(&[root.path()])), ["Berita.html", "x.css"]);
}

#[test]
fn a_dot_folder_that_is_named_is_opened() {
    let root = tree();
    assert_eq!(names(walked(&[&root.path().join(".git")])), ["config"]);
}

#[test]
fn named_files_keep_the_order_given_and_a_folder_is_opened_once() {
    let root = tree();
    let (c, b) = (root.path().join("c.txt"), root.path().join("b/dalam"));
    assert_eq!(names(walked(&[&c, &b, &b])), ["c.txt", "x"]);
}

#[test]
fn a_missing_file_is_passed_on_and_named_when_it_is_read() {
    let root = tree();
    let path = root.path().join("tak-ada");
    assert_eq!(walked(&[&path]), [Ok(path.clone())]);
    assert_eq!(read_file(&path), Err(FailureReason::System("there is no such file".to_owned())));
}

#[test]
fn a_deep_folder_needs_no_stack() {
    let root = tempfile::tempdir().unwrap();
    let mut deep = root.path().to_path_buf();
    for _ in 0..600 {
        deep.push("a");
    }
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("isi"), "x").unwrap();
    assert_eq!(names(walked(&[root.path()])), ["isi"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_back_to_a_folder_above_is_named_and_the_rest_is_found() {
        let root = tree();
        symlink(root.path(), root.path().join("b/balik")).unwrap();
        let (found, failed): (Vec<_>, Vec<_>) = walked(&[root.path()]).into_iter().partition(Result::is_ok);
        assert_eq!(found.len(), 5);
        let failed: Vec<FailedFile> = failed.into_iter().map(Result::unwrap_err).collect();
        assert_eq!(failed.iter().map(|one| one.path.clone()).collect::<Vec<_>>(), [root.path().join("b/balik")]);
        assert!(failed[0].reason.to_string().contains("leads back"));
    }

    #[test]
    fn a_link_to_a_folder_outside_is_named_and_one_within_what_was_named_is_followed() {
        let (root, outside) = (tree(), tree());
        symlink(outside.path().join("b"), root.path().join("keluar")).unwrap();
        let mut walk = walk(vec![root.path().to_path_buf()]);
        assert_eq!(names(walk.by_ref().collect()), ["a.txt", "1", "2", "x", "c.txt"]);
        let left: Vec<(PathBuf, String)> =
            walk.take_skipped().into_iter().map(|missed| (missed.origin.path, missed.why.code)).collect();
        assert!(left.contains(&(root.path().join("keluar"), "outside".to_owned())), "{left:?}");
        symlink(root.path().join(".git"), root.path().join("b/masuk")).unwrap();
        let both = walked(&[root.path(), outside.path()]);
        assert_eq!(both.len(), 5 + 1 + 5);
    }

    #[test]
    fn many_links_to_one_folder_do_not_multiply_its_files() {
        let root = tempfile::tempdir().unwrap();
        for depth in 0..30 {
            let folder = root.path().join(format!("f{depth:02}"));
            fs::create_dir(&folder).unwrap();
            for name in ["satu", "dua"] {
                symlink(root.path().join(format!("f{:02}", depth + 1)), folder.join(name)).unwrap();
            }
        }
        fs::create_dir(root.path().join("f30")).unwrap();
        fs::write(root.path().join("f30/isi"), "x").unwrap();
        assert_eq!(names(walked(&[root.path()])), ["isi"]);
    }

    #[test]
    fn a_link_to_itself_and_a_broken_link_are_named() {
        let root = tempfile::tempdir().unwrap();
        let (own, broken) = (root.path().join("diri"), root.path().join("putus"));
        symlink(&own, &own).unwrap();
        symlink(root.path().join("tak-ada"), &broken).unwrap();
        assert_eq!(names(walked(&[root.path()])), ["diri", "putus"]);
        assert!(matches!(read_file(&own), Err(FailureReason::System(_))));
        assert_eq!(read_file(&broken), Err(FailureReason::System("there is no such file".to_owned())));
    }
}
