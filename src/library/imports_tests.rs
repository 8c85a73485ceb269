use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::{Environment, OperationKind, Prepared, prepare};

fn library() -> Library {
    Library::in_memory(Environment::system()).unwrap()
}

fn story(engine: &Engine, name: &str, text: &str) -> Prepared {
    let imported = jiff::civil::date(2025, 6, 1);
    let file = SourceFile { name, bytes: text.as_bytes(), url: None, imported };
    let origin = Some(Origin { path: format!("/berita/{name}").into(), container: None });
    Prepared { origin, ..prepare(engine, &file, false).unwrap() }
}

fn missed(path: &Path) -> Missed {
    let why = Why { code: "empty".to_owned(), detail: None, said: "the file is empty".to_owned() };
    Missed { origin: Origin { path: path.to_owned(), container: None }, outcome: LineOutcome::Failed, why }
}

const ONE: &str = "Kapal Tiba di Dili\nDILI. Kapal niaga pertama tiba di pelabuhan pada Senin pagi.";
const TWO: &str = "Harga Beras Turun\nMALANG. Harga beras di pasar turun pada pekan ini.";

#[test]
fn a_report_says_what_became_of_each_file_and_is_open_until_it_is_closed() {
    let (mut library, engine) = (library(), Engine::new());
    let whole = library.begin_import();
    library.open_report(whole, &[PathBuf::from("/berita")]).unwrap();
    let (first, _) =
        library.import_part(whole, vec![story(&engine, "a.txt", ONE), story(&engine, "b.txt", ONE)]).unwrap();
    library.report_missed(whole, &[missed(Path::new("/berita/kosong.txt"))]).unwrap();
    let record = library.import_record(whole).unwrap().unwrap();
    assert_eq!((record.finished, record.taken_back, record.sources), (None, false, vec![PathBuf::from("/berita")]));
    let lines = library.import_lines(whole, None).unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.origin.path.to_str().unwrap(), line.outcome.name())).collect();
    assert_eq!(told, [("/berita/a.txt", "new"), ("/berita/b.txt", "same"), ("/berita/kosong.txt", "failed")]);
    let same = &lines[1].said;
    assert_eq!((same.article, same.title.as_deref()), (Some(first[0].outcome.article()), Some("Kapal Tiba di Dili")));
    assert_eq!(library.import_lines(whole, Some(LineOutcome::Failed)).unwrap().len(), 1);
    library.close_report(whole).unwrap();
    let [record] = library.imports().unwrap().try_into().unwrap();
    assert!(record.finished.is_some() && record.count(LineOutcome::New) == 1 && record.count(LineOutcome::Same) == 1);
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn undo_leaves_a_report_that_says_so_and_lets_no_more_of_that_import_in() {
    let (mut library, engine) = (library(), Engine::new());
    let whole = library.begin_import();
    library.open_report(whole, &[]).unwrap();
    library.import_part(whole, vec![story(&engine, "a.txt", ONE)]).unwrap();
    assert_eq!(library.undo().unwrap().unwrap().kind, OperationKind::Import);
    let record = library.import_record(whole).unwrap().unwrap();
    assert!(record.taken_back && record.count(LineOutcome::New) == 1);
    let refused = library.import_part(whole, vec![story(&engine, "b.txt", TWO)]);
    assert!(matches!(refused, Err(LibraryError::TakenBack)));
    library.redo().unwrap().unwrap();
    assert!(!library.import_record(whole).unwrap().unwrap().taken_back);
    library.import_part(whole, vec![story(&engine, "b.txt", TWO)]).unwrap();
    assert_eq!(library.articles().unwrap().len(), 2);
}

#[test]
fn an_import_goes_on_while_a_person_works_and_is_taken_back_as_one() {
    let (mut library, engine) = (library(), Engine::new());
    let whole = library.begin_import();
    let (first, _) = library.import_part(whole, vec![story(&engine, "a.txt", ONE)]).unwrap();
    library.remove_article(first[0].outcome.article()).unwrap();
    library.import_part(whole, vec![story(&engine, "b.txt", TWO)]).unwrap();
    assert_eq!(library.articles().unwrap().len(), 1);
    assert_eq!(library.undo().unwrap().unwrap().kind, OperationKind::RemoveArticle);
    assert_eq!(library.articles().unwrap().len(), 2);
    assert_eq!(library.undo().unwrap().unwrap().kind, OperationKind::Import);
    assert!(library.articles().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_comes_back_as_it_was() {
    use std::os::unix::ffi::OsStrExt as _;
    let mut library = library();
    let whole = library.begin_import();
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"/berita/\xff.txt"));
    library.open_report(whole, std::slice::from_ref(&path)).unwrap();
    library.report_missed(whole, &[missed(&path)]).unwrap();
    assert_eq!(library.import_lines(whole, None).unwrap()[0].origin.path, path);
    assert_eq!(library.import_record(whole).unwrap().unwrap().sources, [path]);
}
