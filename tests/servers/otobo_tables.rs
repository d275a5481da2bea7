//! OTOBO's tables are as OTOBO has them, and the small set goes into them.

use anyhow::Result;
use deskbook_tests::servers::{
    Engine, Server, TestDatabase, load_small_set, make_otobo_tables, make_tables,
};

async fn whole(engine: Engine) -> Result<TestDatabase> {
    let database = Server::shared(engine).await?.database("otobo").await?;
    load_small_set(&database).await?;
    make_otobo_tables(&database).await?;
    Ok(database)
}

const STARTED_HERE: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

#[tokio::test]
async fn the_tables_stand_beside_the_small_set_with_all_their_foreign_keys() -> Result<()> {
    for engine in STARTED_HERE {
        let database = whole(engine).await?;
        let schema = match engine {
            Engine::PostgreSql => "current_schema()",
            Engine::MariaDb | Engine::MySql => "DATABASE()",
        };
        let keys = format!(
            "SELECT CONCAT('', COUNT(*)) FROM information_schema.table_constraints \
             WHERE constraint_type = 'FOREIGN KEY' AND table_schema = {schema}"
        );
        let keys = database.outside().texts(&keys).await?;
        assert_eq!(
            keys,
            ["58"],
            "42 are its own, 15 new, one was there: {engine:?}"
        );
        let agents = "SELECT CONCAT(login, ' ', valid_id) FROM users ORDER BY id";
        assert_eq!(
            database.outside().texts(agents).await?,
            [
                "root@localhost 1",
                "anna.agent 1",
                "otto.agent 1",
                "gone.agent 2"
            ]
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_agent_that_is_not_there_writes_nothing() -> Result<()> {
    for engine in STARTED_HERE {
        let database = whole(engine).await?;
        let outside = database.outside();
        for (agent, may) in [(3, true), (77, false)] {
            let change = format!("UPDATE customer_user SET change_by = {agent}");
            assert_eq!(
                outside.run(&change).await.is_ok(),
                may,
                "{engine:?} {agent}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn rows_go_on_being_numbered() -> Result<()> {
    for engine in STARTED_HERE {
        let database = Server::shared(engine).await?.database("otobo").await?;
        make_tables(&database).await?;
        make_otobo_tables(&database).await?;
        let outside = database.outside();
        let agent = "INSERT INTO users (login, pw, first_name, last_name, valid_id, create_time, \
                     create_by, change_time, change_by) VALUES ('new', '', 'N', 'N', 1, \
                     '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1)";
        outside.run(agent).await?;
        let number = "SELECT CONCAT('', id) FROM users WHERE login = 'new'";
        assert_eq!(outside.texts(number).await?, ["5"], "{engine:?}");
    }
    Ok(())
}
