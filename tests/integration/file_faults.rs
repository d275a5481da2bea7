//! A file that cannot be used: told apart, and left as it was.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd as _;
use deskbook_sql::{LocalDirectory, OpenError};
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::local_directory::{FILE, fresh};
use deskbook_tests::outside::OutsideWriter;
use tempfile::TempDir;

/// A folder with the file of a local directory that was used and closed.
async fn used() -> Result<(TempDir, PathBuf)> {
    let stand = fresh().await?;
    stand
        .put((0..500).map(|number| a_customer_user().login(&format!("u{number}"))))
        .await?;
    let place = stand.close().await?;
    let path = place.path().join(FILE);
    let outside = OutsideWriter::connect(&path).await?;
    outside.empty_log().await?;
    outside.close().await?;
    Ok((place, path))
}

async fn refusal(path: &Path) -> OpenError {
    match LocalDirectory::open(path).await {
        Ok(_) => panic!("{} was to be refused", path.display()),
        Err(refused) => refused,
    }
}

/// Refused with this code, and untouched.
async fn assert_refused(path: &Path, code: ErrorCode) -> Result<()> {
    let before = std::fs::read(path)?;
    let refused = refusal(path).await;
    assert_eq!(refused.code(), code, "{refused:?}");
    assert_eq!(refused.params(), [("path", path.display().to_string())]);
    assert!(std::fs::read(path)? == before, "the file is as it was");
    Ok(())
}

fn overwrite(path: &Path, from: u64, bytes: &[u8]) -> Result<()> {
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    file.seek(SeekFrom::Start(from))?;
    Ok(file.write_all(bytes)?)
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_was() -> Result<()> {
    let place = tempfile::tempdir()?;
    let path = place.path().join(FILE);
    overwrite(
        &path,
        0,
        "This is a letter, not a database. ".repeat(100).as_bytes(),
    )?;
    assert_refused(&path, ErrorCode::NotADatabase).await
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_was() -> Result<()> {
    let place = tempfile::tempdir()?;
    let path = place.path().join(FILE);
    File::create(&path)?;
    let other = OutsideWriter::connect(&path).await?;
    other
        .run("CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('99 Luftballons')")
        .await?;
    other.close().await?;
    assert_refused(&path, ErrorCode::NotADatabase).await
}

#[tokio::test]
async fn a_file_of_a_newer_deskbook_is_refused_and_left_as_it_was() -> Result<()> {
    let (_place, path) = used().await?;
    let newer = OutsideWriter::connect(&path).await?;
    newer
        .run("INSERT INTO seaql_migrations VALUES ('m29991231_000001_future', 0)")
        .await?;
    newer.close().await?;
    assert_refused(&path, ErrorCode::NewerDatabase).await
}

#[tokio::test]
async fn a_damaged_file_is_refused_or_tells_of_its_damage() -> Result<()> {
    let (_place, path) = used().await?;
    overwrite(&path, 4096, &[0xAA].repeat(8 * 4096))?;
    assert_refused(&path, ErrorCode::DatabaseDamaged).await
}

#[tokio::test]
async fn a_half_file_is_refused_or_tells_of_its_damage() -> Result<()> {
    let (_place, path) = used().await?;
    let length = path.metadata()?.len();
    File::options()
        .write(true)
        .open(&path)?
        .set_len(length / 2)?;
    let code = match LocalDirectory::open(&path).await {
        Err(refused) => refused.code(),
        Ok(directory) => {
            let read = async {
                for number in 0..500 {
                    directory
                        .customer_users()
                        .find(&format!("u{number}").into())
                        .await?;
                }
                directory.customer_users().count().await
            };
            match read.await {
                Err(error) => error.code(),
                Ok(count) => panic!("{count} were read of half a file"),
            }
        }
    };
    assert_eq!(code, ErrorCode::DatabaseDamaged);
    Ok(())
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_told() -> Result<()> {
    let place = tempfile::tempdir()?;
    File::create(place.path().join("file"))?;
    let path = place.path().join("file").join(FILE);
    assert_eq!(refusal(&path).await.code(), ErrorCode::DataFolderUnwritable);
    Ok(())
}

#[tokio::test]
async fn a_folder_in_place_of_the_file_is_told() -> Result<()> {
    let place = tempfile::tempdir()?;
    let path = place.path().join(FILE);
    std::fs::create_dir(&path)?;
    assert_eq!(refusal(&path).await.code(), ErrorCode::DataFolderUnwritable);
    Ok(())
}

#[tokio::test]
async fn a_file_that_another_program_holds_is_busy() -> Result<()> {
    let (_place, path) = used().await?;
    let other = OutsideWriter::connect(&path).await?;
    other.run("BEGIN IMMEDIATE").await?;
    assert_eq!(refusal(&path).await.code(), ErrorCode::DatabaseBusy);
    other.run("ROLLBACK").await?;
    LocalDirectory::open(&path).await?;
    Ok(())
}

#[tokio::test]
async fn an_empty_file_becomes_a_local_directory() -> Result<()> {
    let place = tempfile::tempdir()?;
    let path = place.path().join(FILE);
    File::create(&path)?;
    let directory = LocalDirectory::open(&path).await?;
    assert_eq!(directory.customer_users().count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_path_with_any_characters_can_be_opened() -> Result<()> {
    let place = tempfile::tempdir()?;
    let path = place
        .path()
        .join("Ordner ü 100% ?mode=memory&x#y")
        .join(FILE);
    LocalDirectory::open(&path).await?;
    assert!(path.is_file(), "it is where it was asked for");
    Ok(())
}
