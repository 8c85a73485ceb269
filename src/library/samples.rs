//! The sample articles, written for Sorot; `assets/README.md` says more.

/// The sample articles that come with the program: file name and text.
pub fn samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLES.iter().copied()
}

/// Pairs each file's name with its text.
macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../assets/samples/", $name)))),*]
    };
}

const SAMPLES: &[(&str, &str)] = bundled![
    // The first one is what a new library opens with.
    "2024-06-20-traktat-kemitraan.txt",
    "1994-11-16-hukum-laut.txt",
    "2000-02-09-traktat-persahabatan.txt",
    "2003-01-10-korut-keluar-npt.txt",
    "2008-12-15-piagam-asean.txt",
    "2015-12-13-perjanjian-paris.txt",
    "2016-07-12-putusan-arbitrase.txt",
    "2018-03-07-batas-laut.txt",
    "2020-11-15-rcep.txt",
    "2023-02-21-new-start.txt",
    "2023-06-20-laut-lepas.txt",
    "2023-07-13-kode-etik.txt",
    "2023-09-14-vostochny.txt",
    "2023-11-30-cop28.txt",
    "2024-03-29-veto-panel-ahli.txt",
    "2024-08-12-konvensi-jenewa.txt",
    "2024-11-06-ratifikasi.txt",
    "2024-11-11-cop29.txt",
    "2025-04-28-pasukan-di-kursk.txt",
    "2025-09-23-ieu-cepa.txt",
    "2025-10-26-timor-leste-asean.txt",
];
