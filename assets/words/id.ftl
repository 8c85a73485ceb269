# Actions: menu, palette, tooltips.
action-open-files = Buka berkas…
action-open-folder = Buka folder…
action-back = Kembali
action-forward = Maju
action-next-article = Artikel berikutnya
action-previous-article = Artikel sebelumnya
action-search = Cari di perpustakaan
action-palette = Semua perintah
action-mark = Sorot
action-note = Tulis catatan
action-delete-mark = Hapus sorotan
action-next-mark = Sorotan berikutnya
action-previous-mark = Sorotan sebelumnya
action-next-mention = Sebutan berikutnya
action-previous-mention = Sebutan sebelumnya
action-undo = Urungkan
action-redo = Ulangi
action-copy = Salin
action-select-all = Pilih semua
action-escape = Lepaskan
action-export-article = Ekspor catatan artikel ini…
action-export-library = Ekspor semua catatan…
action-remove-article = Hapus artikel ini
action-remove-samples = Hapus artikel contoh
action-toggle-library = Tampilkan atau sembunyikan perpustakaan
action-toggle-panel = Tampilkan atau sembunyikan panel
action-tab-related = Terkait
action-tab-entities = Entitas
action-tab-notes = Catatan
action-class-person = Orang: tampil atau tidak
action-class-place = Tempat: tampil atau tidak
action-class-organization = Organisasi: tampil atau tidak
action-class-treaty = Perjanjian: tampil atau tidak
action-class-date = Waktu: tampil atau tidak
action-larger-text = Perbesar teks
action-smaller-text = Perkecil teks
action-reset-text = Ukuran teks semula
action-theme-system = Tema: ikuti sistem
action-theme-light = Tema: terang
action-theme-sepia = Tema: sepia
action-theme-dark = Tema: gelap
action-theme-black = Tema: hitam
action-language-system = Bahasa: ikuti sistem
action-language-indonesian = Bahasa: Indonesia
action-language-english = Bahasa: Inggris
action-back-up = Buat cadangan
action-backups = Cadangan …
action-help = Bantuan tombol
action-quit = Keluar
color-1 = kuning
color-2 = hijau
color-3 = biru
color-4 = merah muda
color-5 = ungu
color-6 = jingga
color-7 = toska
color-8 = kelabu

# Counts.
count-articles = { $count } artikel

# Exports.
inferred = disimpulkan
note = Catatan
export-library-file = Catatan Sorot
export-library-title = Catatan dari perpustakaan

# Classes.
class-person = Orang
class-place = Tempat
class-organization = Organisasi
class-treaty = Perjanjian
class-date = Waktu

# Dates.
month-1 = Januari
month-2 = Februari
month-3 = Maret
month-4 = April
month-5 = Mei
month-6 = Juni
month-7 = Juli
month-8 = Agustus
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Desember
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = Mei
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Agu
month-short-9 = Sep
month-short-10 = Okt
month-short-11 = Nov
month-short-12 = Des
date = { $day } { $month } { $year }

# The story.
reader-text = Teks berita
reader-source = Sumber: { $name }
reader-editor = Editor: { $name }
reader-minutes = { $count } menit baca
reader-title-derived = Judul disusun dari kalimat pembuka
reader-show-note = Tampilkan catatan
reference-without-title = (judul tidak tercatat)
reference-missing-hint = Berita ini belum ada di perpustakaan; begitu diimpor, tautannya tersambung sendiri
link-resolved = Tersimpan
link-uncertain = Tersimpan, belum pasti
link-ambiguous = Beberapa kemungkinan
link-missing = Belum tersimpan
name-uncertain = Belum pasti
name-counts = Sebutan { $place } dari { $here } di sini · { $library } di { $articles } artikel perpustakaan

# Why a name was marked.
facts-title = Menurut teks ini:
facts-parties = Pihak: { $detail }
facts-signed = Penandatanganan: { $detail }
facts-clauses = Ketentuan: { $detail }
facts-denied = { $detail } (disebut tidak terjadi)
facts-intended = { $detail } (rencana atau tuntutan)

why-known-name = Nama yang dikenal dalam daftar
why-alias-of = Nama lain untuk { $detail }
why-after-title = Mengikuti sebutan “{ $detail }”
why-after-cue = Mengikuti kata “{ $detail }”
why-short-form-of = Bentuk pendek dari { $detail } dalam teks ini
why-one-of = Tidak jelas siapa yang dimaksud: { $detail }
why-abbreviation-of = Singkatan dari { $detail }
why-speaks = Berbicara atau bertindak: “{ $detail }”
why-quoted-title = “{ $detail }” dengan judul dalam tanda kutip
why-named-treaty = “{ $detail }” dengan nama diri
why-described-treaty = “{ $detail }” dengan keterangan
why-points-back = Menunjuk ke perjanjian yang tidak disebut jelas
why-points-back-to = Menunjuk kembali ke { $detail }
why-date = Pola tanggal
why-date-inferred = Pola tanggal; tahunnya disimpulkan
why-masthead = Dari kepala berita
why-seen-elsewhere = Disebut lebih jelas di tempat lain sebagai { $detail }
why-model = Penilaian model
why-ruled = Keputusan Anda
why-ruled-here = Keputusan Anda tentang sebutan ini

# Marks and notes.
note-hint = Tulis catatan
note-done = Selesai
note-go = Tampilkan di teks
mark-moved = Dipindahkan: teksnya bergeser
mark-suspect = Belum pasti: teksnya berubah, mohon diperiksa
mark-lost = Teksnya tidak ada lagi
notes-none = Belum ada sorotan. Pilih teks, lalu tekan H atau angka 1–8.

# The library column.
search-hint = Cari di perpustakaan
search-nothing = Tidak ada yang cocok
library-empty = Perpustakaan masih kosong
library-unreadable = Perpustakaan tidak terbaca
samples-here = Ada artikel contoh
samples-remove = Hapus contoh
count-marks = { $count } sorotan

# The panel.
panel-empty = Belum ada berita yang dibuka
related-out = Disebut berita ini
related-in = Menyebut berita ini
related-none-out = Tidak ada rujukan
related-none-in = Belum ada berita lain yang merujuk ke sini
entities-none = Tidak ada nama yang ditemukan
entities-hidden = tidak ditampilkan
entity-counts = { $here } di sini, { $library } di { $articles } artikel
entity-walk = Ke sebutan berikutnya

# Bars.
menu-main = Menu
menu-export = Ekspor
menu-open = Buka
menu-text = Teks, tema, bahasa
menu-armed = Warna sorotan
legend-show = Tampilkan: { $class }
legend-hide = Sembunyikan: { $class }
shell-close-column = Tutup kolom
status-place = { $percent } % · sisa { $minutes } menit
status-mention = { $place }/{ $count }
status-renewing = Nama diperbarui: { $done } dari { $total } artikel
status-importing = Mengimpor { $done } dari { $total }
status-cancel = Hentikan impor
palette-hint = Ketik nama perintah
help-title = Tombol
help-mouse = Klik sebuah nama untuk menuju sebutan berikutnya; klik dua kali untuk memilih kata; tahan Shift untuk memperluas pilihan.
welcome-title = Buka berita yang Anda simpan
welcome-hint = Seret berkas atau folder ke jendela ini, atau pilih di bawah
drop-here = Lepaskan untuk mengimpor

# Import.
report-title = Hasil impor
report-counts = { $new } baru, { $same } sudah ada, { $failed } tidak terbaca
report-cancelled = Dihentikan sebelum selesai
report-close = Tutup
fail-empty = Berkas kosong
fail-binary = Bukan teks atau halaman tersimpan: tampaknya { $detail }
fail-encoding = Penyandian teksnya tidak dikenali
fail-too-large = Terlalu besar: paling besar { $detail } MB
fail-damaged = Rusak atau terpotong: { $detail }
fail-too-many = Arsip berisi terlalu banyak berkas (paling banyak { $detail })
fail-no-body = Ekspor menyebut berita ini tanpa teksnya
fail-no-text = Tidak ada teks yang bisa dibaca di halaman ini
fail-system = Sistem menolak: { $detail }
fail-not-a-file = Bukan berkas biasa
fail-too-deep = Arsip di dalam arsip, terlalu dalam
fail-panicked = Pembaca gagal pada berkas ini
fail-refused = Perpustakaan tidak menerimanya

# Notices.
notice-dismiss = Tutup pesan
notice-settings-aside = Berkas pengaturan rusak; disisihkan sebagai { $path }. Pengaturan bawaan dipakai.
notice-settings-unreadable = Pengaturan tidak bisa dibaca atau ditulis: { $reason }
notice-library = Perpustakaan menolak: { $reason }
notice-library-busy = Perpustakaan sedang dipakai program lain. Coba lagi setelah selesai
notice-library-full = Disk penuh. Tidak ada yang berubah
notice-library-damaged = Berkas perpustakaan rusak. Tidak ada yang diubah; pulihkan dari salinan
notice-library-changed = Teks berita ini sudah berubah. Buka lagi, lalu tandai
notice-no-dialog = Dialog berkas tidak tersedia: xdg-desktop-portal tidak berjalan. Seret berkas ke jendela, atau pakai perintah sorot di terminal
notice-exported = Diekspor ke { $path }
notice-export-failed = Tidak bisa menulis { $path }: { $reason }
notice-ruled = Keputusan disimpan; berlaku di { $count } artikel
rule-right = Benar
rule-wrong = Bukan nama
rule-ask = Keputusan Anda:
rule-everywhere = Di semua artikel ({ $count })
notice-undone = Diurungkan: { $what }
notice-redone = Diulangi: { $what }
notice-article-removed = Artikel dihapus
notice-samples-removed = { $count } artikel contoh dihapus

# Operations.
operation-import = impor
operation-remove-article = hapus artikel
operation-remove-samples = hapus artikel contoh
operation-annotate = sorotan baru
operation-edit-annotation = ubah sorotan
operation-delete-annotation = hapus sorotan
operation-rule = keputusan tentang nama
operation-revoke-ruling = pencabutan keputusan
operation-reading = posisi baca
operation-reanchor = pasang ulang sorotan

## Cadangan
backups-title = Cadangan
backups-hint = Memulihkan sebuah cadangan menggantikan pustaka; yang ada sekarang dicadangkan dahulu. Cadangan dibuat tiap jam, lalu disisakan satu sehari dan satu seminggu.
backups-none = Belum ada cadangan.
backup-automatic = otomatis
backup-asked = diminta
backup-before-format = sebelum pembaruan
backup-before-restore = sebelum pemulihan
backup-restore = Pulihkan cadangan { $made }
backup-restore-short = Pulihkan
notice-backed-up = Dicadangkan: { $path }
notice-restored = Cadangan dipulihkan; yang ada sebelumnya tersimpan di { $path }
notice-backup-failed = Cadangan gagal: { $reason }
notice-library-read-only = Pustaka ini hanya dapat dibaca: berkas atau foldernya tidak boleh ditulis

action-caret = Tampilkan atau sembunyikan kursor teks
action-select-sentence = Pilih kalimat, lalu kalimat berikutnya
action-pen = Pena: sorot setiap pilihan langsung
action-mark-all = Sorot semua tempat kata ini
action-edge-end-on = Perpanjang akhir sorotan satu kata
action-edge-end-back = Perpendek akhir sorotan satu kata
action-edge-start-back = Perpanjang awal sorotan satu kata
action-edge-start-on = Perpendek awal sorotan satu kata
action-split-mark = Belah sorotan di kursor
action-join-marks = Gabungkan sorotan dengan yang berikutnya
status-pen = Pena aktif – Esc untuk berhenti
mark-start = Awal sorotan
mark-end = Akhir sorotan
notice-marked-all = { $count ->
    [0] Tidak ada tempat baru untuk disorot.
   *[other] { $count } tempat disorot.
}
action-mark-in = Sorot: { $color }
action-name-colors = Beri nama warna sorotan
colors-title = Nama warna
colors-hint = Nama dipakai di menu, daftar catatan, dan ekspor
action-steps = Riwayat langkah
steps-title = Riwayat
steps-hint = Klik satu langkah untuk kembali ke sana; yang dibatalkan dapat diulang
steps-none = Belum ada langkah
steps-start = Sebelum langkah pertama
step-now = di sini
step-taken-back = dibatalkan
step-count = { $count } butir
action-rule-right = Nama ini benar
action-rule-wrong = Ini bukan nama
action-name-person = Kata ini nama orang
action-name-place = Kata ini nama tempat
action-name-organization = Kata ini nama organisasi
action-name-treaty = Kata ini nama perjanjian
action-rule-edges = Batas nama sampai kata yang dipilih
action-pick-entity = Pilih entitas untuk nama ini
action-next-scope = Ganti jangkauan keputusan
action-accept-shown = Terima semua nama yang tampak
action-ledger = Buku keputusan
notice-accepted = { $count ->
    [0] Tidak ada nama yang tampak.
   *[other] { $count } nama yang tampak diterima.
}
rule-entity = Entitas …
scope-mention = Sebutan ini saja
scope-article = Artikel ini
scope-library = Seluruh perpustakaan
status-scope = Keputusan: { $scope }
proposal-title = Keputusan untuk seluruh perpustakaan
proposal-count = Menyangkut { $count } artikel. Contoh:
proposal-yes = Putuskan
proposal-no = Batal
pick-title = Pilih entitas
pick-names = Kata ini menamai
pick-same = Keduanya satu
pick-other = Ini yang lain
pick-hint = Nama entitas, yang dikenal atau baru
pick-counts = { $articles } artikel
pick-new = Entitas baru: { $name }
ledger-title = Buku keputusan
ledger-none = Belum ada keputusan
ledger-hint = Cari keputusan
ledger-count = { $count } keputusan
ledger-revoke = Cabut: { $ruling }
ledger-removed = artikel yang dihapus
ruled-accept = { $on } adalah { $to }
ruled-reject = { $on } bukan nama
ruled-retype = { $on } termasuk { $to }
ruled-respan = { $on } seharusnya “{ $to }”
ruled-alias = { $on } menamai { $to }
ruled-merge = { $on } sama dengan { $to }
ruled-split = { $on } ialah { $to }, bukan yang lain
operation-file = penataan artikel
action-star = Beri atau lepas bintang
action-mark-read = Tandai sudah atau belum dibaca
action-marks = Catatan seluruh perpustakaan
action-next-doubt = Ke sorotan berikutnya yang diragukan
action-settle-mark = Sorotan ini benar di sini, atau di kata yang dipilih
filing-read = Sudah dibaca
rating = Nilai sumber dan berita (kode Admiralty)
rating-none = Nilai
reliability-a = sumber tepercaya sepenuhnya
reliability-b = sumber biasanya tepercaya
reliability-c = sumber cukup tepercaya
reliability-d = sumber biasanya tidak tepercaya
reliability-e = sumber tidak tepercaya
reliability-f = sumber tidak dapat dinilai
credibility-1 = dibenarkan sumber lain
credibility-2 = mungkin sekali benar
credibility-3 = mungkin benar
credibility-4 = meragukan
credibility-5 = hampir pasti keliru
credibility-6 = tidak dapat dinilai
tag-add = + tag
tag-remove = Lepas tag { $tag }
collection-add = + koleksi
article-note = Catatan artikel
article-note-add = Tulis catatan artikel
article-note-edit = Ubah catatan artikel
note-edit = Ubah catatan
marks-title = Catatan seluruh perpustakaan
marks-hint = Cari dalam kutipan, catatan, dan tag
marks-count = { $count } dari { $total } sorotan
marks-noted = Bercatatan
marks-in-doubt = Diragukan
marks-tag = Tag
marks-any-tag = Semua tag
status-doubtful = { $count } sorotan diragukan
report-wanted = { $count } berita hanya disebut, tanpa teksnya: dicatat sebagai dicari
