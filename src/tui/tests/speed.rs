//! How long a key takes at twenty thousand children. Measured by hand, in a release build:
//! `cargo test --release --lib twenty_thousand -- --ignored --nocapture`.

use std::time::Instant;

use super::Desk;
use super::bench::FakeBench;

#[test]
#[ignore = "a measurement, not a check"]
fn a_key_at_twenty_thousand_children() {
    let mut desk = Desk::with(FakeBench::of_size(20_000), 120, 36);
    println!("{} gaps", desk.app.gaps.listed.order.len());
    let mut times = Vec::new();
    let mut slowest = (0.0, "");
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
            if time > slowest.0 {
                slowest = (time, key);
            }
            times.push(time);
        }
    }
    times.sort_by(f64::total_cmp);
    println!(
        "median {:.2} ms, p99 {:.2} ms, slowest {:.2} ms on {}",
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        slowest.0,
        slowest.1
    );
}
