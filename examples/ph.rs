use caselight::{store::*, model::*, rules, calendar};
fn main(){ let s=Store::open(std::path::Path::new("/tmp/p/s"), &Secret::passphrase("correct horse battery staple".into()), None, "x", Access::Read).unwrap();
 for _ in 0..3 { let t=std::time::Instant::now(); let d=Day::parse_iso("2026-06-12").unwrap(); let c=s.caseload(d).unwrap(); println!("caseload {:?} children {} sess {}", t.elapsed(), c.children.len(), c.children.iter().map(|c|c.sessions.len()).sum::<usize>());
 let t=std::time::Instant::now(); let b=rules::RuleBook::embedded(); println!("book {:?}", t.elapsed()); let t=std::time::Instant::now(); let k=rules::check(&c,&b,d,d); println!("check {:?} findings {}", t.elapsed(), k.rules.iter().map(|r|r.findings.len()).sum::<usize>()); } }
