//! Where reading stopped.

use rusqlite::{OptionalExtension as _, TransactionBehavior, params};

use super::operation::{Payload, log, parse};
use super::{ArticleId, Library, LibraryError, OperationId, OperationKind};

impl Library {
    /// Keeps where reading stopped: a byte offset in the body and the share read, 0 to 1.
    ///
    /// The log gets one entry for each stretch of reading in one article, not one for each pause.
    pub fn keep_reading(&mut self, id: ArticleId, position: usize, progress: f32) -> Result<(), LibraryError> {
        let now = self.now();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !super::articles::is_held(&transaction, id)? {
            return Err(LibraryError::NoArticle(id));
        }
        let progress = if progress.is_finite() { progress.clamp(0.0, 1.0) } else { 0.0 };
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO reading (article, position, progress, at, opened) VALUES (?1, ?2, ?3, ?4, ?4)",
            )?
            .execute(params![id.to_string(), i64::try_from(position).unwrap_or(i64::MAX), progress, now])?;
        let last: Option<(String, Option<String>)> = transaction
            .prepare_cached("SELECT kind, article FROM operation ORDER BY number DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if last != Some(("reading".to_owned(), Some(id.to_string()))) {
            let operation = OperationId((self.environment.ids)());
            log(
                &transaction,
                operation,
                OperationKind::Reading,
                &now,
                &self.environment.author,
                Some(id),
                &Payload::default(),
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The article that was read here last, if the library still holds it; what others read and a merge brought does not count.
    pub fn last_read(&self) -> Result<Option<ArticleId>, LibraryError> {
        let id: Option<String> = self
            .db
            .query_row(
                "SELECT article FROM reading JOIN page ON page.id = article WHERE removed = 0 AND opened IS NOT NULL
                 ORDER BY opened DESC, reading.rowid DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .optional()?;
        id.as_deref().map(parse).transpose()
    }
}
