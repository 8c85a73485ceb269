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

/// An archive of pages, each of so many megabytes.
fn pages(sizes: &[usize]) -> Vec<u8> {
    let page = |megabytes: &usize| {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", "x".repeat(megabytes << 20));
        let head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.id/x\r\nContent-Length";
        format!("{head}: {}\r\n\r\n{block}\r\n\r\n", block.len())
    };
    sizes.iter().map(page).collect::<String>().into_bytes()
}

/// How many pages of an archive in a room are read, and the room within it.
fn opened(room: &Room, bytes: &[u8]) -> Result<(usize, Room), Unreadable> {
    let (files, within) = room.unpack(bytes).unwrap()?;
    Ok((files.iter().filter(|file| file.bytes.is_ok()).count(), within))
}

#[test]
fn each_archive_within_another_has_room_of_its_own_and_all_have_so_much_together() {
    let whole = Room::default();
    let (_, within) = opened(&whole, &pages(&[10])).unwrap();
    assert_eq!((within.depth, within.most), (1, MAX_UNPACKED - (10 << 20)), "what is around it is in memory as well");
    let all_but = |left: u64| within.left.store(left << 20, Ordering::Relaxed);
    let several = pages(&[20, 20, 20]);
    for _ in 0..2 {
        assert_eq!(opened(&within, &several).unwrap().0, 3);
    }
    assert_eq!(within.left.load(Ordering::Relaxed), MAX_UNPACKED_IN_ALL - (120 << 20));
    all_but(50);
    assert_eq!(opened(&within, &several).unwrap().0, 2, "what is left is shared");
    let refused = opened(&within, &several).unwrap_err();
    assert!(matches!(refused, Unreadable::TooLarge { limit: MAX_UNPACKED_IN_ALL, .. }), "{refused}");
    let small = Room { most: 0, ..Room::default() };
    assert_eq!(opened(&small, &pages(&[1])).unwrap().1.most, MAX_UNPACKED_WITHIN);
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

#[test]
fn the_files_of_a_library_are_opened_by_nobody_but_its_store() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["sorot.db", "sorot.db-wal", "sorot.db-shm"] {
        let file = folder.path().join(name);
        fs::write(&file, "Judul\n\nIsi berita yang cukup panjang.").unwrap();
        let refused = FailureReason::from(Unreadable::Binary("a library of Sorot"));
        assert_eq!(read_file(&file), Err(refused.clone()));
        assert_eq!(open_file(&file).map(drop), Err(refused.clone()));
        #[cfg(unix)]
        {
            let link = folder.path().join(format!("{name}.txt"));
            std::os::unix::fs::symlink(&file, &link).unwrap();
            assert_eq!(read_file(&link), Err(refused));
        }
    }
    assert!(!Library::is_of_library(&folder.path().join("sorot.txt")));
}
