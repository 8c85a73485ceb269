//! One story in several outlets: grouped, never merged, named wherever a story is shown.

use std::fs;

use serde_json::Value;

use crate::program::{Sandbox, json_lines};

const STORY: &str = "Kapal niaga dari Kupang tiba di pelabuhan Dili pada Senin pagi dengan muatan beras, semen, dan obat.\n\
Kepala pelabuhan mengatakan kapal itu berlayar selama empat belas jam melewati selat yang berombak tinggi.\n\
Para pedagang menunggu di dermaga sejak fajar karena persediaan di pasar kota hampir habis pekan lalu.\n\
Pemerintah kedua negara sepakat bahwa pelayaran itu akan dilakukan dua kali sepekan mulai bulan depan.\n\
Menteri perhubungan menilai jalur laut lebih murah daripada jalan darat yang rusak akibat hujan lebat.";
const OTHER: &str = "Harga gabah kering panen di tiga kabupaten naik sejak awal pekan, kata ketua kelompok tani setempat.\n\
Kenaikan itu dipicu panen yang mundur karena kemarau panjang dan pupuk yang terlambat datang ke gudang.\n\
Petani menyimpan sebagian hasilnya untuk benih sambil menunggu keputusan pemerintah tentang harga pokok.\n\
Pengamat pertanian memperkirakan harga beras di kota besar ikut naik menjelang akhir bulan ini juga.";

/// A library with a story of two outlets and one of its own; their ids in this order.
fn library() -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::new();
    let stories = [
        ("a", "CONTOH.CO.ID - DILI. ", "Kapal Tiba di Dili", STORY),
        ("b", "DILI, WARTA.com - ", "Pelayaran Kupang ke Dili Dimulai", STORY),
        ("c", "", "Harga Gabah Naik", OTHER),
    ];
    let ids = stories.map(|(name, dateline, title, body)| {
        let path = sandbox.path(&format!("{name}.txt"));
        let text = format!("Senin, 3 Maret 2025 / 09:00 WIB\n{title}\n{dateline}{body}\n");
        fs::write(&path, text).unwrap();
        let lines = json_lines(&sandbox.done(["import", path.to_str().unwrap(), "--json"]));
        lines[0]["id"].as_str().unwrap().to_owned()
    });
    (sandbox, ids.to_vec())
}

#[test]
fn copies_are_named_by_list_show_and_related() {
    let (sandbox, ids) = library();
    let listed = sandbox.json(["list", "--copies", "--json"]);
    let listed = listed.as_array().unwrap();
    let of = |id: &str| listed.iter().find(|row| row["id"] == id);
    let lead = of(&ids[0]).or(of(&ids[1])).unwrap();
    let other = if lead["id"] == ids[0].as_str() { &ids[1] } else { &ids[0] };
    assert_eq!((listed.len(), &lead["copies"]), (2, &Value::from(vec![other.clone()])));
    assert_eq!(of(&ids[2]).unwrap()["copies"], Value::from(Vec::<String>::new()));
    assert_eq!(sandbox.json(["list", "--json"]).as_array().unwrap().len(), 3, "nothing is merged");
    let told = sandbox.done(["list", "--copies"]);
    assert!(told.lines().any(|line| line.starts_with("  = ") && line.contains(other.as_str())), "{told}");

    for (one, two) in [(0, 1), (1, 0)] {
        for command in ["show", "related"] {
            let copies = &sandbox.json([command, &ids[one], "--json"])["copies"];
            assert_eq!((copies.as_array().unwrap().len(), &copies[0]["article"]), (1, &Value::from(ids[two].clone())));
            assert!(copies[0]["share"].as_u64().is_some_and(|share| share > 80), "{copies}");
            assert!(copies[0]["published"].as_str().unwrap().starts_with("2025-03-03"), "{copies}");
        }
    }
    assert!(sandbox.json(["show", &ids[2], "--json"])["copies"].as_array().unwrap().is_empty());

    let compared = sandbox.json(["compare", &ids[0], &ids[1], "--json"]);
    let kinds: Vec<&str> =
        compared["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["changed", "same", "same", "same", "same"], "only the datelines differ");
}

#[test]
fn an_undone_import_is_no_copy_of_anything() {
    let (sandbox, ids) = library();
    sandbox.done(["undo", "2"]);
    assert!(sandbox.json(["show", &ids[0], "--json"])["copies"].as_array().unwrap().is_empty());
    sandbox.done(["redo"]);
    assert_eq!(sandbox.json(["show", &ids[0], "--json"])["copies"][0]["article"], ids[1].as_str());
}
