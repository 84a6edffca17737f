//! Orders of a shop: counted while they are read, and kept nowhere but in the figures.

use super::{OpenError, Opened, WaitingFile, Worker, pause};
use crate::engine::{Query, QueryError, affected};
use crate::import::orders::{Counter, Orders};
use crate::model::{CaseId, Zone};
use crate::platform::messages::{FileOutcome, ReplyBody, UserError};
use crate::platform::slices::{Slices, bytes};
use crate::workspace::Change;
use web_sys::Blob;

impl Worker {
    /// Lets a file of orders wait to be counted, and asks what only a person can say of it.
    pub(super) async fn ask_orders(&self, id: u32, file: WaitingFile) -> Result<Opened, OpenError> {
        let orders = self.orders(id, &file.name, &file.blob).await?;
        let (name, unsaid) = (file.name.clone(), affected::unsaid(&orders));
        Ok(Opened::Other(FileOutcome::Orders { name, token: self.wait(file), unsaid }))
    }

    /// Counts a waiting file of orders for a case.
    pub(super) async fn count_orders(
        &self,
        id: u32,
        token: u32,
        case: CaseId,
        zone: Option<Zone>,
        day_first: Option<bool>,
    ) -> Result<ReplyBody, UserError> {
        let WaitingFile { name, blob, .. } = self.waiting_file(token)?;
        let failed =
            |remedy: String| UserError { title: format!("The orders of {name} were not counted"), remedy };
        let orders = self.orders(id, &name, &blob).await.map_err(|e| failed(e.to_string()))?;
        let query = Query::Response { case, zone: Zone::Utc };
        while !self.engine.borrow().advance(&query) {
            pause(0).await;
        }
        let analysis = self.engine.borrow().analysis(case);
        let analysis = analysis.ok_or_else(|| UserError::from_display(&QueryError::NoSuchCase(case.0)))?;
        let count = affected::count(&analysis, &name, &orders, zone, day_first);
        let count = Some(Box::new(count.map_err(|e| failed(e.to_string()))?));
        let kept = self.commit(Change::CountOrders { case, count }.into()).await?;
        self.waiting.borrow_mut().remove(&token);
        Ok(ReplyBody::Applied { kept })
    }

    async fn orders(&self, id: u32, name: &str, blob: &Blob) -> Result<Orders, OpenError> {
        let mut counter = Counter::open(&bytes(blob, 0, super::HEAD).await?);
        self.in_slices(id, name, Slices::of(blob), |slice| {
            counter.push(slice)?;
            Ok(counter.rows())
        })
        .await?;
        counter.finish().map_err(|e| OpenError::Refused(e.to_string()))
    }
}
