//! The `sorot` program: hands the command line to the library.

/// Many threads make and free what an import reads: the system's allocator keeps what they freed apart, which with archives
/// was half as much memory again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    sorot::cli::run()
}
