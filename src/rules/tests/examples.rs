use crate::rules::reckoning::{Reckoning, read_assets};

#[test]
fn every_worked_example_comes_out_as_its_asset_says() {
    let mut wrong = Vec::new();
    for one in read_assets().unwrap() {
        for example in &one.examples {
            if let Err(problem) = example.prove(&one.rule.id) {
                wrong.push(format!("{}: {}: {problem}", one.rule.id, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_rule_has_a_worked_example_that_can_be_told() {
    for one in read_assets().unwrap() {
        // What people answered, or the figures of a service, are no facts of an example.
        if matches!(
            one.reckoning,
            Reckoning::Unsighted { .. } | Reckoning::Pattern {}
        ) {
            continue;
        }
        assert!(!one.examples.is_empty(), "{} has no example", one.rule.id);
        for example in &one.examples {
            let worked = example.work(&one.rule.id).unwrap();
            assert!(
                !worked.clocks.is_empty(),
                "{}: {}",
                one.rule.id,
                example.title
            );
            for clock in &worked.clocks {
                assert!(!clock.headline.is_empty(), "{}", one.rule.id);
            }
        }
    }
}

#[test]
fn every_rule_says_in_words_what_starts_and_stops_it_and_for_whom_it_runs() {
    for one in read_assets().unwrap() {
        let rule = &one.rule;
        for (what, text) in [
            ("trigger", &rule.trigger),
            ("stop", &rule.stop),
            ("scope", &rule.scope),
        ] {
            assert!(!text.is_empty(), "{} has no {what}", rule.id);
        }
        assert!(!rule.area.is_empty(), "{}", rule.id);
    }
}
