use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

const WHOLE: Portion = Portion { items: 100, within: Duration::from_mins(1) };

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
    assert_eq!(names(walked(&[root.path()])), [".tersembunyi", "a.txt", "1", "2", "x", "c.txt"]);
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
fn archives_are_opened_and_their_stories_shown_under_their_path() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("ekspor.json");
    let long = "Harga gabah naik di tiga kabupaten sejak awal pekan ini, kata pedagang. ".repeat(4);
    let export = serde_json::json!([
        { "title": "Satu", "url": "https://a.id/1", "content": format!("<p>{long}</p>") },
        { "title": "/etc/../Dua", "url": "https://a.id/2", "content": "" },
    ]);
    fs::write(&path, export.to_string()).unwrap();
    let engine = Engine::new();
    let today = jiff::civil::date(2025, 1, 1);
    let Made::Opened(inside) = prepare_source(&Source::Found(Ok(path.clone())), &engine, today).unwrap() else {
        panic!("not opened")
    };
    let [one, two] = inside.as_slice() else { panic!("{inside:?}") };
    let Made::Story(story) = prepare_source(one, &engine, today).unwrap() else { panic!("no story") };
    assert_eq!((story.article.meta.title.as_str(), story.file.as_str()), ("Satu", "Satu"));
    assert_eq!(one.path(), path.join("Satu"));
    let Made::Wish(wish) = prepare_source(two, &engine, today).unwrap() else { panic!("no wish") };
    assert_eq!(wish.url, "https://a.id/2");
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
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn a_link_back_to_a_folder_above_is_named_and_the_rest_is_found() {
        let root = tree();
        symlink(root.path(), root.path().join("b/balik")).unwrap();
        let (found, failed): (Vec<_>, Vec<_>) = walked(&[root.path()]).into_iter().partition(Result::is_ok);
        assert_eq!(found.len(), 6);
        let failed: Vec<FailedFile> = failed.into_iter().map(Result::unwrap_err).collect();
        assert_eq!(failed.iter().map(|one| one.path.clone()).collect::<Vec<_>>(), [root.path().join("b/balik")]);
        assert!(failed[0].reason.to_string().contains("leads back"));
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
        assert_eq!(names(walked(&[&root.path().join("f00")])), ["isi"]);
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

    #[test]
    fn devices_and_sockets_are_no_files() {
        let root = tempfile::tempdir().unwrap();
        let socket = root.path().join("soket");
        let _listener = UnixListener::bind(&socket).unwrap();
        assert_eq!(read_file(&socket), Err(FailureReason::NotAFile));
        assert_eq!(read_file(Path::new("/dev/zero")), Err(FailureReason::NotAFile));
        assert_eq!(read_file(root.path()), Err(FailureReason::NotAFile));
    }

    #[test]
    fn a_pipe_is_no_file_and_is_not_waited_for() {
        let root = tempfile::tempdir().unwrap();
        let pipe = root.path().join("pipa");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
        assert!(made, "mkfifo is needed for this test");
        assert_eq!(read_file(&pipe), Err(FailureReason::NotAFile));
    }
}

#[test]
fn a_large_file_is_refused_by_its_size_before_it_is_read() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("besar");
    // Sparse: it takes no room, and reading it would take long.
    File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let expected = Unreadable::TooLarge { size: 1 << 40, limit: MAX_BYTES };
    assert_eq!(read_file(&path), Err(FailureReason::Unreadable(expected)));
}

#[test]
fn a_file_of_just_the_limit_is_read() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("pas");
    fs::write(&path, b"12345").unwrap();
    assert_eq!(read_at_most(&path, 5).unwrap(), b"12345");
    assert!(matches!(
        read_at_most(&path, 4),
        Err(FailureReason::Unreadable(Unreadable::TooLarge { size: 5, limit: 4 }))
    ));
}

#[test]
fn results_keep_the_order_and_a_panic_is_one_files_failure() {
    let mut pending: VecDeque<usize> = (0..50).collect();
    let prepare = |number: &usize| -> Result<Prepared, FailureReason> {
        assert!(*number != 7, "a panic on purpose");
        Err(FailureReason::System(number.to_string()))
    };
    let results = prepare_some(&mut pending, WHOLE, &|| false, &prepare);
    assert!(pending.is_empty());
    for (place, (number, result)) in results.into_iter().enumerate() {
        assert_eq!(place, number);
        let reason = result.unwrap_err();
        let expected = if number == 7 { FailureReason::Panicked } else { FailureReason::System(number.to_string()) };
        assert_eq!(reason, expected);
    }
}

#[test]
fn a_portion_takes_no_more_than_it_may_and_the_rest_stays() {
    let mut pending: VecDeque<usize> = (0..50).collect();
    let refuse = |_: &usize| -> Result<Prepared, FailureReason> { Err(FailureReason::NotAFile) };
    let few = Portion { items: 3, within: Duration::from_mins(1) };
    assert_eq!(prepare_some(&mut pending, few, &|| false, &refuse).len(), 3);
    assert_eq!(pending.front(), Some(&3));
    let hasty = Portion { items: 50, within: Duration::ZERO };
    assert_eq!(prepare_some(&mut pending, hasty, &|| false, &refuse).len(), 1);
}

#[test]
fn nothing_is_begun_after_a_stop() {
    let mut pending: VecDeque<usize> = (0..50).collect();
    let seen = AtomicUsize::new(0);
    let count = |_: &usize| -> Result<Prepared, FailureReason> {
        seen.fetch_add(1, Ordering::Relaxed);
        Err(FailureReason::NotAFile)
    };
    let stopped = || seen.load(Ordering::Relaxed) >= 5;
    let done = prepare_some(&mut pending, WHOLE, &stopped, &count).len();
    assert!((5..5 + MAX_THREADS).contains(&done), "{done} were done");
    assert_eq!(pending.len(), 50 - done);
}
