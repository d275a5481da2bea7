//! OTOBO's cache in Redis: a key is the type, a colon, and the key within the type.

mod fault;
mod pattern;
mod session;
mod wire;

use std::time::Duration;

use deskbook_core::caches::{CacheError, CacheTypes, RedisCache};
use deskbook_domain::secret::Secret;
use tokio::time::timeout;

use crate::Limits;
use session::Session;

/// How many keys the server looks at in one step, in which it answers nobody else.
const STEP: u32 = 1000;

/// A key that OTOBO never has: nothing is lost if it is deleted.
const NOBODY_S_KEY: &str = "CustomerUser:deskbook::nobody";

/// Deletes all keys of these types; the number of those that were there.
pub(crate) async fn clear(
    cache: &RedisCache,
    password: Option<&Secret<String>>,
    types: &CacheTypes,
    limits: Limits,
) -> Result<u64, CacheError> {
    let work = async {
        let mut session = Session::begin(cache, password, limits.connect).await?;
        let mut count = 0;
        for name in types.iter() {
            count += clear_type(&mut session, name).await?;
        }
        Ok(count)
    };
    within(limits.redis, cache, work).await
}

/// Does all that clearing takes, except that nothing is deleted.
pub(crate) async fn test(
    cache: &RedisCache,
    password: Option<&Secret<String>>,
    limits: Limits,
) -> Result<(), CacheError> {
    let work = async {
        let mut session = Session::begin(cache, password, limits.connect).await?;
        let mut scan = redis::cmd("SCAN");
        scan.arg(0)
            .arg("MATCH")
            .arg(NOBODY_S_KEY)
            .arg("COUNT")
            .arg(1);
        let _: (u64, Vec<Vec<u8>>) = session.ask(&scan).await?;
        let _: u64 = session.ask(redis::cmd("UNLINK").arg(NOBODY_S_KEY)).await?;
        Ok(())
    };
    within(limits.redis, cache, work).await
}

async fn within<T>(
    limit: Duration,
    cache: &RedisCache,
    work: impl Future<Output = Result<T, CacheError>>,
) -> Result<T, CacheError> {
    let outcome = timeout(limit, work).await;
    outcome.unwrap_or_else(|_| Err(fault::silent(cache, limit).into()))
}

/// Keys that come in meanwhile may stay: they were made from what is stored by now.
async fn clear_type(session: &mut Session, name: &str) -> Result<u64, CacheError> {
    let pattern = pattern::of_type(name);
    let mut count = 0;
    let mut cursor = 0;
    loop {
        let mut scan = redis::cmd("SCAN");
        scan.arg(cursor);
        scan.arg("MATCH").arg(&pattern).arg("COUNT").arg(STEP);
        let (next, keys): (u64, Vec<Vec<u8>>) = session.ask(&scan).await?;
        if !keys.is_empty() {
            // A key that the scan gives twice is deleted and counted once
            let deleted: u64 = session.ask(redis::cmd("UNLINK").arg(&keys)).await?;
            count += deleted;
        }
        if next == 0 {
            return Ok(count);
        }
        cursor = next;
    }
}
