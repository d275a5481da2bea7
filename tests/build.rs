//! Tells the tests whether there is a MySQL: those that need one are skipped where the environment names
//! none, and cargo counts them as that.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(mysql_is_there)");
    println!("cargo::rerun-if-env-changed=DESKBOOK_TEST_MYSQL");
    if std::env::var_os("DESKBOOK_TEST_MYSQL").is_some_and(|url| !url.is_empty()) {
        println!("cargo::rustc-cfg=mysql_is_there");
    }
}
