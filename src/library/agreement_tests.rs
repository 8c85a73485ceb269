use super::*;
use crate::article::SourceFile;
use crate::entity::{Class, Engine, Ruling};
use crate::library::{Environment, NewAnnotation, Taken, prepare};

const TEXT: &str =
    "Kapal Tiba di Dili\nKapal niaga dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan itu.";

struct Trial {
    library: Library,
    article: ArticleId,
    body: String,
}

impl Trial {
    fn new() -> Self {
        let mut library = Library::in_memory(Environment::system()).unwrap();
        let imported = jiff::civil::date(2025, 6, 1);
        let file = SourceFile { name: "x.txt", bytes: TEXT.as_bytes(), url: None, imported };
        let story = prepare(&Engine::new(), &file, false).unwrap();
        let article = library.import(vec![story]).unwrap().0[0].outcome.article();
        let body = library.article(article).unwrap().unwrap().article.body;
        Self { library, article, body }
    }

    fn mark(&mut self, author: &str, words: &str, color: u8, note: &str) -> Annotation {
        author.clone_into(&mut self.library.environment.author);
        let start = self.body.find(words).unwrap();
        let span = Span { start, end: start + words.len() };
        let (color, note, tags) = (Color::new(color).unwrap(), note.to_owned(), Vec::new());
        self.library.annotate(NewAnnotation { article: self.article, span, version: 1, color, note, tags }).unwrap().0
    }

    fn compare(&self) -> Comparison {
        let between = Between { one: "ani".to_owned(), two: "budi".to_owned(), article: None };
        self.library.compare(between).unwrap()
    }

    /// The quotes of the final layer.
    fn finals(&self) -> Vec<String> {
        let marks = self.library.annotations(None).unwrap();
        marks.into_iter().filter(|mark| mark.author == FINAL).map(|mark| mark.anchor.quote).collect()
    }
}

/// Both mark Kupang; then one only, other edges, another colour.
fn four_cases() -> Trial {
    let mut trial = Trial::new();
    trial.mark("ani", "Kupang", 1, "asal");
    trial.mark("budi", "Kupang", 1, "pelabuhan asal");
    trial.mark("ani", "Kapal niaga", 1, "");
    trial.mark("ani", "Senin pagi", 2, "");
    trial.mark("budi", "pada Senin", 2, "");
    trial.mark("ani", "pejabat", 3, "");
    trial.mark("budi", "pejabat", 4, "");
    trial
}

#[test]
fn each_colour_is_counted_and_differences_are_told_one_by_one() {
    let trial = four_cases();
    let found = trial.compare();
    assert_eq!((found.articles, found.any.one, found.any.two, found.any.exact), (1, 4, 3, 2));
    let colors: Vec<(u8, usize, usize, usize)> =
        found.colors.iter().map(|(color, all)| (color.number(), all.one, all.two, all.exact)).collect();
    assert_eq!(colors, [(1, 2, 1, 1), (2, 1, 1, 0), (3, 1, 0, 0), (4, 0, 1, 0)]);
    let apart: Vec<(DifferenceKind, &str)> =
        found.differences.iter().map(|difference| (difference.kind(), difference.quote.as_str())).collect();
    assert_eq!(
        apart,
        [
            (DifferenceKind::OnlyOne, "Kapal niaga"),
            (DifferenceKind::Edges, "pada Senin pagi"),
            (DifferenceKind::Colors, "pejabat")
        ]
    );
    assert_eq!(found.agreed.len(), 1);
    let authors = trial.library.people(None).unwrap();
    assert_eq!(authors, [("ani".to_owned(), 4), ("budi".to_owned(), 3)]);
}

#[test]
fn a_verdict_makes_the_marks_of_the_final_layer_can_be_changed_and_is_taken_back_by_undo() {
    let mut trial = four_cases();
    let found = trial.compare();
    trial.library.settle_agreed(&found.agreed).unwrap();
    assert_eq!(trial.finals(), ["Kupang"]);
    let made = trial.library.annotations(None).unwrap().into_iter().find(|mark| mark.author == FINAL).unwrap();
    assert_eq!(made.note, "asal\n\npelabuhan asal");
    assert!(trial.compare().agreed.is_empty(), "it is not made twice");

    trial.library.settle_difference(&found.differences[1], Taken::Two).unwrap();
    trial.library.settle_difference(&found.differences[0], Taken::Neither).unwrap();
    trial.library.settle_difference(&found.differences[2], Taken::Both).unwrap();
    assert_eq!(trial.finals(), ["Kupang", "pada Senin", "pejabat", "pejabat"]);
    let taken = |trial: &Trial| {
        let found = trial.compare();
        found.differences.iter().map(|difference| difference.verdict.as_ref().map(|it| it.taken)).collect::<Vec<_>>()
    };
    assert_eq!(taken(&trial), [Some(Taken::Neither), Some(Taken::Two), Some(Taken::Both)]);

    let again = trial.compare();
    trial.library.settle_difference(&again.differences[1], Taken::One).unwrap();
    assert_eq!(trial.finals(), ["Kupang", "Senin pagi", "pejabat", "pejabat"]);
    trial.library.undo().unwrap();
    assert_eq!(trial.finals(), ["Kupang", "pada Senin", "pejabat", "pejabat"]);
    for _ in 0..4 {
        trial.library.undo().unwrap();
    }
    assert_eq!((trial.finals().len(), taken(&trial)), (0, vec![None; 3]));
    assert_eq!(trial.library.check().unwrap(), []);
    // A difference whose marks changed since is open again.
    trial.library.redo().unwrap();
    trial.library.redo().unwrap();
    assert_eq!(taken(&trial), [None, Some(Taken::Two), None]);
    trial.mark("budi", "pagi", 2, "");
    assert_eq!(taken(&trial), [None, None, None]);
}

#[test]
fn rulings_of_two_people_are_compared_by_class() {
    let mut trial = Trial::new();
    let mut rule = |author: &str, words: &str, decision: Decision| {
        author.clone_into(&mut trial.library.environment.author);
        let on = Target { text: Some(words.to_owned()), ..Target::default() };
        trial.library.rule(None, Ruling { on, decision }).unwrap();
    };
    rule("ani", "Kupang", Decision::Accept(Class::Place));
    rule("budi", "Kupang", Decision::Retype(Class::Place));
    rule("ani", "Kapal", Decision::Accept(Class::Person));
    rule("budi", "Kapal", Decision::Reject);
    rule("ani", "Dili", Decision::Accept(Class::Place));
    let names = trial.compare().names;
    assert_eq!(names.labels[Class::Place.name()], [2, 1, 1]);
    assert_eq!(names.labels[NO_NAME], [0, 1, 0]);
    let apart: Vec<(&str, &str, &str)> =
        names.differences.iter().map(|it| (it.about.as_str(), it.one.as_str(), it.two.as_str())).collect();
    assert_eq!(apart, [("Kapal", "person", NO_NAME)]);
    // They agree on one of two: (1/2 - 1/4) / (1 - 1/4).
    assert!((names.kappa().unwrap() - 1.0 / 3.0).abs() < 1e-9);
}

#[test]
fn of_two_rulings_on_a_name_one_is_taken_into_the_final_layer_and_holds_until_it_is_undone() {
    let mut trial = Trial::new();
    let on = || Target { text: Some("Kupang".to_owned()), ..Target::default() };
    for (author, decision) in [("ani", Decision::Accept(Class::Organization)), ("budi", Decision::Reject)] {
        author.clone_into(&mut trial.library.environment.author);
        trial.library.rule(None, Ruling { on: on(), decision }).unwrap();
    }
    let class = |trial: &mut Trial| {
        trial.library.renew_all(&Engine::new()).unwrap();
        let story = trial.library.article(trial.article).unwrap().unwrap();
        let named = |mention: &&crate::entity::Mention| mention.span.of(&story.article.body) == "Kupang";
        story.mentions.iter().find(named).map(|mention| mention.class)
    };
    assert_eq!(class(&mut trial), None, "the later ruling held");
    let open = trial.compare().names.differences.remove(0);
    assert_eq!(open.taken, None);
    assert!(!trial.library.settle_name(&open, Taken::Both).unwrap().names);
    trial.library.settle_name(&open, Taken::One).unwrap();
    assert_eq!(
        (trial.compare().names.differences[0].taken, class(&mut trial)),
        (Some(Taken::One), Some(Class::Organization))
    );
    trial.library.settle_name(&open, Taken::Two).unwrap();
    assert_eq!((trial.compare().names.differences[0].taken, class(&mut trial)), (Some(Taken::Two), None));
    assert_eq!(trial.library.rulings(None).unwrap().len(), 3, "what was settled before gives way");
    trial.library.undo().unwrap();
    assert_eq!(
        (trial.compare().names.differences[0].taken, class(&mut trial)),
        (Some(Taken::One), Some(Class::Organization))
    );
    trial.library.undo().unwrap();
    assert_eq!((trial.compare().names.differences[0].taken, class(&mut trial)), (None, None));
    assert_eq!(trial.library.check().unwrap(), []);
}

#[test]
fn what_was_settled_since_two_people_were_compared_is_not_settled_twice() {
    let mut trial = four_cases();
    let found = trial.compare();
    for _ in 0..2 {
        trial.library.settle_agreed(&found.agreed).unwrap();
        trial.library.settle_difference(&found.differences[2], Taken::Both).unwrap();
    }
    assert_eq!(trial.finals(), ["Kupang", "pejabat", "pejabat"]);
    trial.library.settle_difference(&found.differences[2], Taken::One).unwrap();
    assert_eq!(trial.finals(), ["Kupang", "pejabat"]);
    assert_eq!(trial.library.check().unwrap(), []);
}
