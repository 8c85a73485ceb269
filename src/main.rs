//! The `sorot` program: hands the command line to the library.

fn main() -> std::process::ExitCode {
    sorot::cli::run()
}
