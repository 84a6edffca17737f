//! A file gets its hash after what it yielded was shown. Nothing that was computed depends on the name that it had until then,
//! so all of it is kept: over thousands of cases that is most of what opening them costs.

use super::brief::Brief;
use super::{Engine, Key};
use crate::model::Case;
use crate::workspace::Workspace;
use std::rc::Rc;
use std::sync::Arc;

impl Engine {
    /// Gives a file its hash, which was not known when it was supplied. Only the present version of the workspace can
    /// name it: whoever supplies such a file lets nothing else be applied before.
    pub fn hashed(&mut self, provisional: &str, sha256: &str) {
        let keys: Vec<Key> = self.evidence.keys().filter(|(name, _)| name == provisional).cloned().collect();
        for key in keys {
            if let Some(evidence) = self.evidence.remove(&key) {
                // The same file may have been read before.
                self.evidence.entry((sha256.to_owned(), key.1)).or_insert(evidence);
            }
        }
        let (before, revision) = (self.workspace().clone(), self.revision());
        self.history.amend(|workspace| workspace.hashed(provisional, sha256));
        self.revision.update(|n| n + 1);
        self.carry_over(&before, revision);
    }

    /// Makes what was computed for the workspace as it was before a hash became known stand for the present one.
    fn carry_over(&mut self, before: &Arc<Workspace>, revision: u64) {
        let now = self.workspace().clone();
        let renamed = |case: &Arc<Case>| {
            let same = before.case(case.id).is_some_and(|own| Arc::ptr_eq(own, case));
            now.case(case.id).filter(|_| same)
        };
        let briefs = self.briefs.get_mut().take().filter(|(of, _)| Arc::ptr_eq(of, before));
        let kept: Option<Rc<[Rc<Brief>]>> = briefs.as_ref().map(|(_, briefs)| {
            let one = |brief: &Rc<Brief>| match renamed(&brief.case) {
                Some(case) if !Arc::ptr_eq(case, &brief.case) => Rc::new(brief.of(case)),
                _ => brief.clone(),
            };
            briefs.iter().map(one).collect()
        });
        for analysis in self.analyses.get_mut().values_mut() {
            let Some(case) = renamed(&analysis.case) else { continue };
            // One that has seen other states of the other cases is made anew when it is asked for.
            let seen =
                briefs.as_ref().filter(|(_, briefs)| Rc::ptr_eq(briefs, &analysis.briefs)).and(kept.as_ref());
            *analysis = Rc::new(analysis.of(case, seen));
        }
        *self.briefs.get_mut() = kept.map(|briefs| (now.clone(), briefs));
        if let Some((of, fleet)) = self.fleet.get_mut()
            && *of == revision
            && let Some(fleet) = Rc::get_mut(fleet)
        {
            for member in &mut fleet.cases {
                if let Some(analysis) = self.analyses.get_mut().get(&member.analysis.case.id) {
                    member.analysis = analysis.clone();
                }
            }
            *of = revision + 1;
        }
        for drawn in self.resampling.get_mut() {
            drawn.carry_over(revision);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fleet::asked::{Keep, Of};
    use crate::engine::{Answer, Query};
    use crate::import;
    use crate::model::source::sha256;
    use crate::model::{CaseId, MetricId, Timestamp};
    use crate::workspace::{Change, Target};

    /// An engine with so many incidents of one file, which has no hash yet; and the hash.
    fn opened(incidents: usize) -> (Engine, String) {
        let one = |n| {
            format!(
                "{{\"schema_version\":\"1.4.0\",\"incident_id\":\"v-{n}\",\"timeline\":{{\"incident\":{{\"year\":2024}},\
                 \"containment\":{{\"unit\":\"Hours\",\"value\":{}}}}},\"action\":{{}},\"actor\":{{}},\"asset\":{{\"assets\":[]}}}}",
                n + 1
            )
        };
        let text = (0..incidents).map(one).collect::<Vec<_>>().join("\n");
        let found = import::detect("fleet.json", text.as_bytes(), text.len() as u64).unwrap();
        let imported = import::read_all("fleet.json", text.as_bytes(), None).unwrap();
        let mut engine = Engine::new();
        let new = engine.supply("file 1", found.candidates[0].reading.clone(), imported);
        let add = Change::AddSources { target: Target::NewCase, sources: vec![new] };
        engine.apply(&add.into(), Timestamp(0)).unwrap();
        (engine, sha256(text.as_bytes()))
    }

    /// Beyond so many incidents cases are not compared with each other.
    #[test]
    fn a_hash_costs_nothing_of_what_was_computed() {
        for incidents in [3, crate::engine::brief::MOST + 1] {
            let (mut engine, hash) = opened(incidents);
            let metric = MetricId::TimeToContain;
            let cases = Query::Cases { metric: metric.clone(), keep: Keep::default() };
            let told = engine.answer(&cases, &()).unwrap();
            let drawn = Query::Resample { metric, keep: Keep::default(), of: Of::All };
            let Answer::Resampled(interval) = engine.answer(&drawn, &()).unwrap() else { panic!() };
            let fleet = |engine: &Engine| Rc::as_ptr(&engine.fleet.borrow().as_ref().unwrap().1);
            let of = |engine: &Engine| {
                let all = (0..incidents as u32).map(|n| engine.analysis(CaseId(n)).unwrap());
                let computed = all.map(|a| {
                    let judged = std::ptr::from_ref(a.judgement());
                    (Rc::as_ptr(&a.milestones), Rc::as_ptr(&a.metrics), judged, Rc::as_ptr(&a.timeline))
                });
                computed.collect::<Vec<_>>()
            };
            let (before, looked, revision) = (of(&engine), fleet(&engine), engine.revision());
            engine.hashed("file 1", &hash);
            assert!(engine.revision() > revision, "the page hears of it");
            assert_eq!(of(&engine), before);
            // The page asks all again, and nothing is looked at or drawn anew.
            assert!(engine.knows_all(&cases) && engine.advance(&drawn));
            assert_eq!(engine.answer(&cases, &()).unwrap(), told);
            assert_eq!(engine.answer(&drawn, &()).unwrap(), Answer::Resampled(interval));
            assert_eq!((fleet(&engine), engine.resampling.borrow().len()), (looked, 1));
            // All speak of the present case, which has the hash.
            for analysis in crate::engine::fleet::analyses(&engine) {
                assert!(Arc::ptr_eq(&analysis.case, engine.workspace().case(analysis.case.id).unwrap()));
                assert_eq!(analysis.case.sources[0].sha256, hash);
            }
            // What changes later is computed anew.
            let change = Change::RenameCase { case: CaseId(0), title: "Other".to_owned() };
            engine.apply(&change.into(), Timestamp(1)).unwrap();
            assert_ne!(of(&engine)[0], before[0]);
        }
    }
}
