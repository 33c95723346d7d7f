//! Links the program at a fixed address where that is known to work.
//!
//! The tables of the time zones are a megabyte full of addresses. In a program that may be loaded anywhere, the
//! loader has to correct each of them at every start, which takes longer than everything else that `owed --version`
//! does. There is no unsafe code here for a moving address to protect.

#[expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script what is built")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    let is_static = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
