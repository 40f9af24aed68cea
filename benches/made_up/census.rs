//! The invented authority as a CIN census, as long as is asked for.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::AS_AT;

/// A census on disk.
pub struct Census {
    pub path: PathBuf,
    pub bytes: u64,
    pub children: u32,
}

impl Census {
    /// Writes children until the file is at least so many bytes long; the same in every run.
    pub fn write(folder: &Path, bytes: u64) -> Result<Self> {
        let path = folder.join("cin_census.xml");
        let mut out = BufWriter::new(File::create(&path)?);
        let head = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Message>\n<Header><CollectionDetails><Collection>CIN</Collection>\
             <Year>2026</Year><ReferenceDate>{AS_AT}</ReferenceDate></CollectionDetails></Header>\n<Children>\n"
        );
        out.write_all(head.as_bytes())?;
        let (mut written, mut number) = (head.len() as u64, 0);
        while written < bytes {
            let child = child(number);
            out.write_all(child.as_bytes())?;
            written += child.len() as u64;
            number += 1;
        }
        out.write_all(b"</Children>\n</Message>\n")?;
        out.flush()?;
        Ok(Self {
            path,
            bytes: written,
            children: number,
        })
    }
}

fn child(number: u32) -> String {
    let days = i32::try_from(20 + number * 37 % 700).unwrap_or(20);
    let day = |later: i32| AS_AT.plus_days(later - days);
    let mut parts = vec![format!(
        "<Child><ChildIdentifiers><LAchildID>{}</LAchildID><UPNunknown>UN1</UPNunknown><PersonBirthDate>{}</PersonBirthDate>\
         <Sex>U</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>OOTH</Ethnicity><Disabilities><Disability>NONE</Disability>\
         </Disabilities></ChildCharacteristics><CINdetails><CINreferralDate>{}</CINreferralDate><ReferralSource>6</ReferralSource>\
         <PrimaryNeedCode>N1</PrimaryNeedCode><Assessments><AssessmentActualStartDate>{}</AssessmentActualStartDate>\
         <AssessmentAuthorisationDate>{}</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment><AssessmentFactors>4B</AssessmentFactors>\
         </FactorsIdentifiedAtAssessment></Assessments>",
        500_000 + number,
        day(-4_000),
        day(0),
        day(1),
        day(15)
    )];
    if number.is_multiple_of(6) {
        parts.push(format!(
            "<Section47><S47ActualStartDate>{}</S47ActualStartDate><InitialCPCtarget>{}</InitialCPCtarget>\
             <DateOfInitialCPC>{}</DateOfInitialCPC><ICPCnotRequired>false</ICPCnotRequired></Section47>",
            day(2),
            day(23),
            day(17)
        ));
    }
    parts.push("<ReferralNFA>false</ReferralNFA>".to_owned());
    if number.is_multiple_of(10) {
        parts.push(format!(
            "<ChildProtectionPlans><CPPstartDate>{}</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>\
             <LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>",
            day(17)
        ));
    }
    parts.push("</CINdetails></Child>\n".to_owned());
    parts.concat()
}
