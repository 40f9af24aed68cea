//! What holds for any input.

use proptest::prelude::*;

use super::{facts, read_bytes, read_csv, workbooks};

/// Rows without conflicts or repeats, so that no order can prefer one of them.
fn supervision_rows() -> Vec<String> {
    (0..40)
        .map(|number| {
            format!(
                "{},{:02}/{:02}/2026,{},{}",
                900_001 + number % 17,
                1 + number % 28,
                1 + number % 6,
                ["Case supervision", "Group supervision"][number % 2],
                ["Held", "Cancelled", ""][number % 3],
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read_bytes("any.csv", &bytes);
        let _ = read_bytes("any.xlsx", &bytes);
    }

    #[test]
    fn a_spreadsheet_with_flipped_bytes_never_panics(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = workbooks::bytes_of(&workbooks::all_lists()[..2]);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_bytes("flipped.xlsx", &bytes);
    }

    #[test]
    fn arbitrary_cells_never_panic_and_every_row_is_accounted_for(
        rows in proptest::collection::vec(proptest::collection::vec("[^\\x00-\\x1f]{0,30}|[ -~]{0,8}\t\r\n", 8), 0..20),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record([
            "Child Unique ID", "Date of Birth", "CIN Start Date", "Date Child Was Last Seen",
            "CIN Closure Date", "Case Status", "Allocated Team", "Allocated Worker",
        ]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let batch = read_bytes("any.csv", &writer.into_inner().unwrap()).unwrap();
        let sheet = &batch.files[0].sheets[0];
        prop_assert_eq!(sheet.rows, sheet.used + sheet.repeated + sheet.rejected);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        order in Just((0..40).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let head = "Child ID,Supervision Date,Supervision Type,Status";
        let rows = supervision_rows();
        let mut plain = format!("{head}\n");
        let mut turned = format!("{head}\n");
        for (number, other) in order.into_iter().enumerate() {
            plain = plain + &rows[number] + "\n";
            turned = turned + &rows[other] + "\n";
        }
        prop_assert_eq!(facts(&read_csv(&plain)), facts(&read_csv(&turned)));
    }

    #[test]
    fn the_order_of_columns_does_not_matter(
        order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let rows = [
            ["Child Unique ID", "Date of Birth", "CIN Start Date", "Date Child Was Last Seen",
             "CIN Closure Date", "Case Status", "Allocated Team", "Allocated Worker"],
            ["900001", "01/02/2015", "03/01/2026", "04/01/2026", "", "CIN", "Invented Team 1", "Ann Made-Up"],
            ["900002", "", "03/01/2026", "", "05/01/2026", "Closed", "", "Bea Made-Up"],
        ];
        let plain: String = rows.iter().map(|row| row.join(",") + "\n").collect();
        let turned: String = rows
            .iter()
            .map(|row| order.iter().map(|at| row[*at]).collect::<Vec<_>>().join(",") + "\n")
            .collect();
        prop_assert_eq!(facts(&read_csv(&plain)), facts(&read_csv(&turned)));
    }

    #[test]
    fn the_order_of_sheets_does_not_matter(
        order in Just((0..11).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let lists = workbooks::all_lists();
        let turned: Vec<_> = order.into_iter().map(|at| lists[at].clone()).collect();
        let plain = read_bytes("a.xlsx", &workbooks::bytes_of(&lists)).unwrap();
        let other = read_bytes("b.xlsx", &workbooks::bytes_of(&turned)).unwrap();
        prop_assert_eq!(facts(&plain), facts(&other));
    }
}
