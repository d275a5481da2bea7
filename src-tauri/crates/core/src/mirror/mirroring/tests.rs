use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use deskbook_domain::source::Subject;
use tokio::sync::Notify;

use super::*;
use crate::ErrorCode;
use crate::instant::LookUp;
use crate::mirror::{KeptOut, MirrorStore as _, State};
use crate::twin::server::{City, connected};

#[derive(Default)]
struct Ear(Notify);

impl MirrorListener for Ear {
    fn mirror_changed(&self) {
        self.0.notify_one();
    }
}

struct Stand {
    city: City,
    installations: Arc<OpenInstallations>,
    ear: Arc<Ear>,
    id: InstallationId,
}

impl Stand {
    /// A city of so many people, of which nothing is copied yet.
    async fn of(people: u32) -> Self {
        let city = City::new();
        city.add_people(people);
        let installations = Arc::new(connected(&city).await);
        let id = installations.current().id().clone();
        Self {
            city,
            installations,
            ear: Arc::default(),
            id,
        }
    }

    fn begin(&self) -> Mirroring {
        let installations = Arc::clone(&self.installations);
        Mirroring::begin(installations, self.ear.clone())
    }

    /// Waits until the mirror stands like this.
    async fn until(
        &self,
        mirroring: &Mirroring,
        is_so: impl Fn(&MirrorReport) -> bool,
    ) -> MirrorReport {
        loop {
            let report = mirroring.read(&self.id).await.unwrap().unwrap();
            if is_so(&report) {
                return report;
            }
            let heard = timeout(Duration::from_secs(10), self.ear.0.notified()).await;
            assert!(heard.is_ok(), "it stays {report:?}");
        }
    }

    async fn change(&self, mirroring: &Mirroring, change: impl FnOnce(&mut MirrorSettings)) {
        let mut settings = mirroring.read(&self.id).await.unwrap().unwrap().settings;
        change(&mut settings);
        mirroring.save(&self.id, settings).await.unwrap();
    }

    /// How many fields of the map the first of the people has no value of in the mirror.
    async fn missing_values(&self) -> usize {
        let installation = self.installations.current().installation();
        let back_end = installation.customer_users.of(people()).unwrap();
        let reading = back_end.readable().unwrap().read(&[], None).await;
        let first = reading.unwrap().next().await.unwrap().rows.remove(0);
        let chest = self.city.attic.chest(&self.id).unwrap();
        let row = chest.find(people(), &first.key).await.unwrap().unwrap();
        let fields = crate::mirror::mirrored(&back_end.source().map, &[]);
        fields.len() - row.values.len()
    }

    /// The region that a search in the installation asks its mirror for.
    async fn region(&self) -> Option<Region> {
        let LookUp::Mirror(handle) = self.installations.current().installation().look_up else {
            panic!("it has a mirror");
        };
        handle.get().await.unwrap();
        self.city.attic.region()
    }

    async fn mirrored_at(&self) -> Option<DateTime<chrono::Utc>> {
        self.city.store.mirrored_at(&self.id).await.unwrap()
    }
}

fn is_complete(report: &MirrorReport) -> bool {
    let is_complete = |source: &SourceReport| {
        let state = source.standing.as_ref().map(|it| &it.state);
        matches!(state, Some(State::Complete(_))) && source.activity == Activity::Resting
    };
    report.sources.iter().all(is_complete)
}

fn people() -> SourceId {
    SourceId::first(Subject::CustomerUsers)
}

#[tokio::test]
async fn what_was_never_copied_is_copied_at_once_and_then_by_the_clock() {
    let stand = Stand::of(30).await;
    let mirroring = stand.begin();
    let report = stand.until(&mirroring, is_complete).await;
    assert_eq!(report.sources.len(), 2, "customer users and customers");
    assert_eq!(report.sources[0].standing.as_ref().unwrap().records, 30);
    let hour = DateTime::UNIX_EPOCH + TimeDelta::minutes(60);
    assert_eq!(report.sources[0].next, Some(hour));
    assert!(report.size > 0 && report.trouble.is_none());
    assert_eq!(stand.mirrored_at().await, Some(DateTime::UNIX_EPOCH));
    assert!(
        !mirroring
            .shared
            .work(&stand.id)
            .is_due(DateTime::UNIX_EPOCH)
    );
    assert!(mirroring.shared.work(&stand.id).is_due(hour));
}

#[tokio::test]
async fn the_local_directory_needs_no_mirror() {
    let stand = Stand::of(1).await;
    let mirroring = stand.begin();
    let local = InstallationId::local();
    assert!(mirroring.read(&local).await.unwrap().is_none());
    let refused = mirroring.save(&local, MirrorSettings::default()).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn what_is_kept_out_is_in_no_mirror_any_more() {
    let stand = Stand::of(3).await;
    let mirroring = stand.begin();
    stand.until(&mirroring, is_complete).await;
    let email = KeptOut {
        source: people(),
        var: "UserEmail".into(),
    };
    stand
        .change(&mirroring, |it| it.kept_out = vec![email])
        .await;
    let report = stand
        .until(&mirroring, |report| {
            let is_back = report.sources[0]
                .standing
                .as_ref()
                .is_some_and(|it| it.records == 3);
            is_back && is_complete(report)
        })
        .await;
    let fields = &report.sources[0].fields;
    let field = fields.iter().find(|it| it.var.as_str() == "UserEmail");
    assert!(field.unwrap().is_kept_out);
    for always in ["UserLogin", "ValidID", "UserPassword"] {
        assert!(
            fields.iter().all(|it| it.var.as_str() != always),
            "{always}"
        );
    }
    assert_eq!(stand.missing_values().await, 1, "one field less");
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_told_and_tried_again_soon() {
    let stand = Stand::of(30).await;
    let mirroring = stand.begin();
    stand.until(&mirroring, is_complete).await;
    stand.city.stop();
    mirroring.sync(&stand.id, Some(people()));
    let report = stand
        .until(&mirroring, |it| it.sources[0].failure.is_some())
        .await;
    let source = &report.sources[0];
    let code = source.failure.as_ref().unwrap().code();
    assert_eq!(code, ErrorCode::ConnectionLost);
    let standing = source.standing.as_ref().unwrap();
    assert_eq!(standing.records, 30, "what was there is there");
    assert_eq!(standing.stale_since, Some(DateTime::UNIX_EPOCH));
    let soon = DateTime::UNIX_EPOCH + TimeDelta::minutes(5);
    assert_eq!(source.next, Some(soon));
    stand.city.start();
    mirroring.sync(&stand.id, None);
    let report = stand
        .until(&mirroring, |it| {
            it.sources[0].failure.is_none() && is_complete(it)
        })
        .await;
    assert_eq!(
        report.sources[0].standing.as_ref().unwrap().stale_since,
        None
    );
}

#[tokio::test]
async fn a_pause_ends_a_copy_and_the_copy_goes_on_after_it() {
    let stand = Stand::of(300).await;
    let mirroring = stand.begin();
    let is_at_work = |report: &MirrorReport| matches!(report.sources[0].activity, Activity::Copying { done, .. } if done > 10);
    stand.until(&mirroring, is_at_work).await;
    mirroring.pause(&stand.id);
    let is_resting = |it: &MirrorReport| it.sources[0].activity == Activity::Resting;
    let report = stand.until(&mirroring, is_resting).await;
    assert!(report.is_paused && !is_complete(&report));
    assert!(
        !mirroring
            .shared
            .work(&stand.id)
            .is_due(DateTime::UNIX_EPOCH)
    );
    let before = report.sources[0].standing.as_ref().unwrap().records;
    assert!(before > 10, "what was read is kept");
    mirroring.resume(&stand.id);
    let report = stand.until(&mirroring, is_complete).await;
    assert_eq!(report.sources[0].standing.as_ref().unwrap().records, 300);
}

#[tokio::test]
async fn what_is_cancelled_waits_for_its_usual_time() {
    let stand = Stand::of(300).await;
    let mirroring = stand.begin();
    let is_at_work =
        |report: &MirrorReport| matches!(report.sources[0].activity, Activity::Copying { .. });
    stand.until(&mirroring, is_at_work).await;
    mirroring.cancel(&stand.id);
    let hour = DateTime::UNIX_EPOCH + TimeDelta::minutes(60);
    let all_later = |report: &MirrorReport| {
        let mut sources = report.sources.iter();
        sources.all(|it| it.next == Some(hour) && it.activity == Activity::Resting)
    };
    let report = stand.until(&mirroring, all_later).await;
    assert!(report.sources[0].failure.is_none(), "it is no failure");
    assert!(!is_complete(&report));
}

#[tokio::test]
async fn a_mirror_that_was_not_refreshed_for_too_long_is_destroyed() {
    let stand = Stand::of(3).await;
    let mirroring = stand.begin();
    stand.until(&mirroring, is_complete).await;
    let store = &stand.city.store;
    let days = |days| Some(DateTime::UNIX_EPOCH - TimeDelta::days(days));
    store.set_mirrored_at(&stand.id, days(13)).await.unwrap();
    stand.city.stop();
    mirroring.wake();
    tokio::task::yield_now().await;
    assert!(stand.city.attic.chest(&stand.id).is_some());
    store.set_mirrored_at(&stand.id, days(14)).await.unwrap();
    let former = stand.city.attic.chest(&stand.id).unwrap();
    mirroring.wake();
    let is_new = |report: &MirrorReport| {
        let standing = report.sources[0].standing.as_ref();
        standing.is_none_or(|it| it.records == 0)
    };
    stand.until(&mirroring, is_new).await;
    let now = stand.city.attic.chest(&stand.id);
    assert!(now.is_none_or(|now| !Arc::ptr_eq(&now, &former)));
}

#[tokio::test]
async fn a_mirror_that_is_erased_is_gone_and_stays_so() {
    let stand = Stand::of(3).await;
    let mirroring = stand.begin();
    stand.until(&mirroring, is_complete).await;
    mirroring.erase(&stand.id).await.unwrap();
    assert!(stand.city.attic.chest(&stand.id).is_none());
    assert_eq!(stand.mirrored_at().await, None);
    mirroring.sync(&stand.id, None);
    tokio::task::yield_now().await;
    let report = mirroring.read(&stand.id).await.unwrap().unwrap();
    assert!(!report.settings.on && report.size == 0);
    assert!(report.sources[0].next.is_none() && report.sources[0].standing.is_none());
    stand.change(&mirroring, |it| it.on = true).await;
    stand.until(&mirroring, is_complete).await;
    mirroring.forget(&stand.id).await.unwrap();
    assert!(stand.city.attic.chest(&stand.id).is_none());
}

#[tokio::test]
async fn what_changes_while_something_is_copied_holds_at_once() {
    let stand = Stand::of(300).await;
    let mirroring = stand.begin();
    let is_at_work = |report: &MirrorReport| matches!(report.sources[0].activity, Activity::Copying { done, .. } if done > 10);
    stand.until(&mirroring, is_at_work).await;
    let email = KeptOut {
        source: people(),
        var: "UserEmail".into(),
    };
    stand
        .change(&mirroring, |it| it.kept_out = vec![email])
        .await;
    stand.until(&mirroring, is_complete).await;
    assert_eq!(stand.missing_values().await, 1, "one field less");
    mirroring.sync(&stand.id, None);
    stand.until(&mirroring, is_at_work).await;
    mirroring.erase(&stand.id).await.unwrap();
    assert!(stand.city.attic.chest(&stand.id).is_none());
    let report = mirroring.read(&stand.id).await.unwrap().unwrap();
    assert_eq!(report.sources[0].activity, Activity::Resting);
}

#[tokio::test]
async fn a_mirror_without_a_key_says_so_until_there_is_one() {
    let stand = Stand::of(3).await;
    stand.city.attic.fail(Some(ErrorCode::PassphraseNeeded));
    let mirroring = stand.begin();
    let report = stand.until(&mirroring, |it| it.trouble.is_some()).await;
    assert_eq!(report.trouble.unwrap().code, ErrorCode::PassphraseNeeded);
    stand.city.attic.fail(None);
    mirroring.wake();
    let report = stand.until(&mirroring, is_complete).await;
    assert!(report.trouble.is_none());
}

#[tokio::test]
async fn numbers_that_make_no_sense_are_refused() {
    let stand = Stand::of(1).await;
    let mirroring = stand.begin();
    for (interval_minutes, retention_days, field) in [(0, 14, "interval"), (60, 0, "retention")] {
        let settings = MirrorSettings {
            interval_minutes,
            retention_days,
            ..MirrorSettings::default()
        };
        let refused = mirroring.save(&stand.id, settings).await.unwrap_err();
        assert_eq!(refused.field(), Some(field));
    }
    let kept = mirroring.read(&stand.id).await.unwrap().unwrap().settings;
    assert_eq!(kept, MirrorSettings::default());
}

#[tokio::test]
async fn the_region_follows_the_settings_of_what_is_open() {
    let stand = Stand::of(300).await;
    let mirroring = stand.begin();
    stand.until(&mirroring, is_complete).await;
    let open = stand.installations.current();
    assert_eq!(stand.region().await, Some(mirroring.computer()));
    let is_at_work = |report: &MirrorReport| matches!(report.sources[0].activity, Activity::Copying { done, .. } if done > 10);
    mirroring.sync(&stand.id, None);
    stand.until(&mirroring, is_at_work).await;
    let austria = Some("AT".to_owned());
    stand.change(&mirroring, |it| it.country = austria).await;
    assert_eq!(stand.region().await, Some(Region::of_country("AT")));
    let report = stand.until(&mirroring, is_complete).await;
    assert!(report.sources.iter().all(|it| it.failure.is_none()));
    assert_eq!(report.sources[0].standing.as_ref().unwrap().records, 300);
    assert_eq!(stand.city.attic.region(), Some(Region::of_country("AT")));
    assert!(Arc::ptr_eq(&open, &stand.installations.current()));
    stand.change(&mirroring, |it| it.country = None).await;
    assert_eq!(stand.region().await, Some(mirroring.computer()));
}

#[tokio::test]
async fn a_country_that_nobody_knows_is_refused_and_hinders_no_erasing() {
    let stand = Stand::of(1).await;
    let mirroring = stand.begin();
    let settings = MirrorSettings {
        country: Some("ZZ".to_owned()),
        ..MirrorSettings::default()
    };
    let refused = mirroring.save(&stand.id, settings.clone()).await;
    assert_eq!(refused.unwrap_err().field(), Some("country"));
    let mut record = stand.city.store.find(&stand.id).await.unwrap().unwrap();
    record.mirror = settings;
    stand.city.store.save(&record).await.unwrap();
    mirroring.erase(&stand.id).await.unwrap();
    let kept = mirroring.read(&stand.id).await.unwrap().unwrap().settings;
    assert_eq!((kept.on, kept.country.as_deref()), (false, Some("ZZ")));
}
