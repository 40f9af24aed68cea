//! How long a key takes at twenty thousand children. Measured by hand, in a release build:
//! `cargo test --release --lib twenty_thousand -- --ignored --nocapture`.

use std::collections::BTreeMap;
use std::time::Instant;

use super::Desk;
use super::bench::FakeBench;

#[test]
#[ignore = "a measurement, not a check"]
fn a_key_at_twenty_thousand_children() {
    let mut desk = Desk::with(FakeBench::of_size(20_000), 120, 36);
    println!("{} gaps", desk.app.gaps.listed.order.len());
    let mut times = Vec::new();
    let mut by_key: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..20 {
        for key in [
            "down", "down", "pgdn", "end", "home", "space", "g", "s", "g", "t", "g", "f", "g", "r",
            "o", "l", "a", "esc", "1", "down", "o", "O", "end", "l", "2", "pgdn", "left", "right",
        ] {
            let start = Instant::now();
            desk.press(key);
            desk.terminal
                .draw(|frame| super::draw(&desk.app, frame))
                .unwrap();
            let time = start.elapsed().as_secs_f64() * 1000.0;
            by_key.entry(key).or_default().push(time);
            times.push(time);
        }
    }
    times.sort_by(f64::total_cmp);
    println!(
        "median {:.2} ms, p99 {:.2} ms",
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    );
    for (key, mut times) in by_key {
        times.sort_by(f64::total_cmp);
        println!(
            "{key:6} median {:.2} ms, slowest {:.2} ms",
            times[times.len() / 2],
            times[times.len() - 1]
        );
    }
}

#[test]
#[ignore = "a measurement, not a check"]
fn a_frame_alone_at_twenty_thousand_children() {
    for keys in ["", "H"] {
        let mut desk = Desk::with(FakeBench::of_size(20_000), 200, 60);
        desk.press(keys).press("down down down");
        for place in ["2", "g s", "1", "1 enter"] {
            desk.press(place);
            let mut times: Vec<f64> = (0..200)
                .map(|_| {
                    let start = Instant::now();
                    desk.terminal
                        .draw(|frame| super::draw(&desk.app, frame))
                        .unwrap();
                    start.elapsed().as_secs_f64() * 1000.0
                })
                .collect();
            times.sort_by(f64::total_cmp);
            println!("{keys:1} {place:8} median {:.2} ms", times[100]);
        }
    }
}
