use super::*;

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

#[cfg(unix)]
mod unix {
    use std::os::unix::net::UnixListener;

    use super::*;

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
