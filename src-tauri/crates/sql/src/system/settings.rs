//! OTOBO's settings as its tables have them (`otobo-behaviour.md 1.3`, C10).

use deskbook_core::otobo_system::StoredSetting;
use deskbook_domain::text::is_false;
use sea_orm::{ConnectionTrait, DbErr};

use super::text;
use crate::dialect::{Dialect, Sql};

/// The settings of these names, and those that are parts of one of them (`Name###part`).
pub(crate) async fn stored_settings(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    names: &[&str],
) -> Result<Vec<StoredSetting>, DbErr> {
    let columns = [
        "d.name",
        "d.is_valid",
        "d.effective_value",
        "m.is_valid",
        "m.effective_value",
        "d.is_dirty",
        "m.is_dirty",
    ];
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&columns.map(|column| dialect.text(column)).join(", "))
        .push(
            " FROM sysconfig_default d LEFT JOIN sysconfig_modified m \
         ON m.sysconfig_default_id = d.id AND m.user_id IS NULL WHERE d.name IN (",
        );
    sql.bind_all(names.iter().copied()).push(")");
    for name in names {
        sql.push(" OR d.name LIKE ").bind(format!("{name}###%"));
    }
    sql.push(" ORDER BY d.name");
    let rows = db.query_all_raw(sql.statement()).await?;
    let mut settings = Vec::new();
    for row in &rows {
        let is_true = |index| Ok::<_, DbErr>(!is_false(text(row, index)?.as_deref()));
        let modified = text(row, 3)?.is_some();
        let (valid, value) = if modified { (3, 4) } else { (1, 2) };
        settings.push(StoredSetting {
            name: text(row, 0)?.unwrap_or_default(),
            yaml: if is_true(valid)? {
                text(row, value)?
            } else {
                None
            },
            modified,
            undeployed: is_true(5)? || is_true(6)?,
        });
    }
    Ok(settings)
}
