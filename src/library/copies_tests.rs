use super::*;
use crate::library::trial::Trial;

const STORY: &str = "Kapal niaga dari Kupang tiba di pelabuhan Dili pada Senin pagi dengan muatan beras, semen, dan obat. \
Kepala pelabuhan mengatakan kapal itu berlayar selama empat belas jam melewati selat yang berombak tinggi. \
Para pedagang menunggu di dermaga sejak fajar karena persediaan di pasar kota hampir habis pekan lalu. \
Pemerintah kedua negara sepakat bahwa pelayaran itu akan dilakukan dua kali sepekan mulai bulan depan. \
Menteri perhubungan menilai jalur laut lebih murah daripada jalan darat yang rusak akibat hujan lebat.";
const OTHER: &str = "Harga gabah kering panen di tiga kabupaten naik sejak awal pekan, kata ketua kelompok tani setempat. \
Kenaikan itu dipicu panen yang mundur karena kemarau panjang dan pupuk yang terlambat datang ke gudang. \
Petani menyimpan sebagian hasilnya untuk benih sambil menunggu keputusan pemerintah tentang harga pokok. \
Pengamat pertanian memperkirakan harga beras di kota besar ikut naik menjelang akhir bulan ini juga.";

fn import(trial: &mut Trial, title: &str, body: &str) -> ArticleId {
    let story = trial.story(&format!("{title}\n{body}"), None);
    trial.import(vec![story])[0].article()
}

impl Trial {
    fn copies(&self, id: ArticleId) -> Vec<ArticleId> {
        self.library.copies(id).unwrap().into_iter().map(|copy| copy.row.id).collect()
    }
}

#[test]
fn a_story_in_two_outlets_is_grouped_and_not_merged_and_an_undone_import_leaves_no_ghost() {
    let mut trial = Trial::new();
    let one = import(&mut trial, "Kapal Tiba di Dili", STORY);
    let entities = |trial: &Trial| trial.library.find_entities("Dili").unwrap()[0].articles;
    assert_eq!(entities(&trial), 1);
    let other = import(&mut trial, "Harga Gabah Naik", OTHER);
    let two = import(&mut trial, "Pelayaran Kupang ke Dili Dimulai", &format!("DILI – {STORY} Ikuti kami di saluran."));
    assert_eq!(trial.library.articles().unwrap().len(), 3);
    assert_eq!((trial.copies(one), trial.copies(two), trial.copies(other)), (vec![two], vec![one], vec![]));
    assert!(trial.library.copies(one).unwrap()[0].share.is_some_and(|share| share > 80));
    assert_eq!(trial.library.copy_groups().unwrap(), BTreeMap::from([(one, one), (two, one)]));
    assert_eq!(entities(&trial), 2, "each is an article of its own");

    trial.library.undo().unwrap();
    assert_eq!((trial.copies(one), trial.library.copy_groups().unwrap()), (vec![], BTreeMap::new()));
    trial.library.redo().unwrap();
    assert_eq!(trial.copies(one), [two]);
    trial.library.remove_article(one).unwrap();
    assert_eq!(trial.copies(two), []);
}

#[test]
fn copies_of_what_an_older_format_left_are_found_and_a_rebuild_finds_the_same() {
    let mut trial = Trial::new();
    let ids = [0, 1, 2].map(|number| import(&mut trial, &format!("Kabar Kapal Ke-{number}"), STORY));
    let groups = trial.library.copy_groups().unwrap();
    assert_eq!(groups.len(), 3);
    trial
        .library
        .db
        .execute_batch(
            "DELETE FROM sketch; DELETE FROM sketch_band; DELETE FROM copy; UPDATE article SET compared = 0;",
        )
        .unwrap();
    assert_eq!(trial.copies(ids[0]), []);
    trial.library.compare_all().unwrap();
    assert!(trial.library.is_compared().unwrap());
    assert_eq!(trial.library.copy_groups().unwrap(), groups);
    trial.library.rebuild(&trial.engine, &mut |_, _| {}).unwrap();
    assert_eq!(trial.library.copy_groups().unwrap(), groups);
    let rows = |table: &str| -> i64 {
        trial.library.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((rows("sketch"), rows("copy")), (3, 6), "nothing of the texts before is left");
    assert_eq!(trial.library.check().unwrap(), []);
}

/// A text of its own words for each number.
fn text_of(number: i64) -> String {
    let words: Vec<String> = (0..60).map(|place| format!("kata{}", number * 1000 + place)).collect();
    words.join(" ")
}

#[test]
fn bands_move_on_a_slice_with_each_text_and_copies_are_found_wherever_their_bands_lie() {
    const TEXTS: i64 = 1500;
    let library = Trial::new().library;
    let rows = |table: &str| -> i64 {
        library.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    let put =
        |number: i64, text: &str| compare(&library.db, number, text, Shingles::new(text).sketch().as_ref()).unwrap();
    let per_text = Shingles::new(&text_of(1)).sketch().unwrap().bands().count();
    for number in 1..=TEXTS {
        put(number, &text_of(number));
    }
    let (recent, settled) = (rows("sketch_band_recent"), rows("sketch_band"));
    assert_eq!(recent + settled, TEXTS * i64::try_from(per_text).unwrap());
    assert!(settled > recent, "{settled} {recent}");
    let waiting = |number: i64| -> i64 {
        let count = "SELECT count(*) FROM sketch_band_recent WHERE number = ?1";
        library.db.query_row(count, [number], |row| row.get(0)).unwrap()
    };
    assert_eq!(waiting(1), 0, "each slice had its turn since");
    assert!(waiting(TEXTS - 1) > 0);

    let met = |number: i64| meeting(&library.db, &Shingles::new(&text_of(number)).sketch().unwrap()).unwrap();
    assert_eq!((met(1), met(TEXTS - 1)), (BTreeSet::from([1]), BTreeSet::from([TEXTS - 1])));
    for number in [1, TEXTS - 1] {
        forget(&library.db, number).unwrap();
        assert_eq!(met(number), BTreeSet::new());
    }
}

#[test]
fn each_slice_of_the_bands_has_its_turn_before_any_has_it_again() {
    for (first, turns) in [(4096, 1024), (131_072, 8192)] {
        let mut slices: Vec<(i64, i64)> = (first..first + turns).map(slice).collect();
        slices.sort_unstable();
        assert_eq!((slices[0].0, slices[slices.len() - 1].1), (i64::MIN, i64::MAX));
        assert!(slices.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0), "{first}");
    }
}
