//! The photos that a directory has of people.

use std::ops::ControlFlow;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_attributes::{LARGEST_FILE, PHOTOS, is_photo, miniature};
use deskbook_core::back_end::BackEndError;
use deskbook_core::mirror::{End, Original, Originals, PhotoReading};
use deskbook_core::query::ValidityFilter;
use deskbook_core::server_error::ServerError;
use deskbook_domain::directory::{Attribute, Filter};
use deskbook_domain::ids::{Identifier, Login};

use crate::customer_users::Watched;
use crate::entry::Entry;
use crate::pages::Pages;

/// Entries that come with one question: a photo is a thousand times as large as a name.
const PAGE: i32 = 50;

/// The photo of a customer user.
pub(crate) async fn photo(
    watched: &Watched,
    login: &Login,
) -> Result<Option<Vec<u8>>, ServerError> {
    let asking = watched.asking();
    let filter = asking.within(asking.login(login.as_str()), ValidityFilter::All);
    let request = watched.request_of(&filter, PHOTOS.map(str::to_owned).to_vec());
    let mut first = None;
    let mut take = |entry: Entry| {
        first.get_or_insert(entry);
        ControlFlow::Continue(())
    };
    watched.sessions.search(&request, &mut take).await?;
    Ok(first.and_then(photo_of))
}

/// The first of several, in the directory's order.
fn photo_of(entry: Entry) -> Option<Vec<u8>> {
    let attributes = entry.attributes.into_iter();
    let mut photos = attributes.filter(|(name, _)| is_photo(name));
    photos.find_map(|(_, values)| values.into_iter().next())
}

/// A directory whose photos are being read. Entries without one do not come.
pub(crate) struct ReadingPhotos {
    watched: Arc<Watched>,
    pages: Pages,
}

impl ReadingPhotos {
    pub(crate) fn of(watched: Arc<Watched>) -> Self {
        let asking = watched.asking();
        let has = |name| Filter::Present(Attribute::from(&Identifier::fixed(name)));
        let has_any = Filter::any_of(PHOTOS.map(has).to_vec());
        let filter = asking.within(asking.list(None), ValidityFilter::All);
        let filter = filter.and(Some(&has_any));
        let key = watched.source.key.to_string();
        let attributes = PHOTOS.map(str::to_owned).into_iter().chain([key]);
        let mut request = watched.request_of(&filter, attributes.collect());
        request.page = PAGE;
        Self {
            pages: Pages::of(request),
            watched,
        }
    }

    async fn page(&mut self) -> Result<Originals, ServerError> {
        let mut photos = Vec::new();
        let reader = &self.watched.reader;
        let take = |entry: Entry| {
            let key = reader.login(&entry);
            // What is larger is looked at by nobody, and has no room here
            let file = photo_of(entry).filter(|file| file.len() <= LARGEST_FILE);
            if let (Some(key), Some(file)) = (key, file) {
                photos.push(Original { key, file });
            }
        };
        let end = self.pages.next(&self.watched.sessions, take).await?;
        let end = end.map(|end| end.limit.map_or(End::Whole, End::Cut));
        Ok(Originals { photos, end })
    }
}

#[async_trait]
impl PhotoReading for ReadingPhotos {
    async fn next(&mut self) -> Result<Originals, BackEndError> {
        let watched = Arc::clone(&self.watched);
        watched.noted(async { Ok(self.page().await?) }).await
    }

    fn miniature(&self) -> fn(&[u8]) -> Option<Vec<u8>> {
        miniature
    }
}
