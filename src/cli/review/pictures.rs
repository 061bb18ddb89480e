//! The maps of a review, before, after and change, and the sheet of each measure: which there are, and what
//! their files are called.

use walkshed::assessment::{Compared, Lack};
use walkshed::input::InputFile;
use walkshed::model::{City, Plan};
use walkshed::profile::Profile;
use walkshed::render::{Map, Moment, PlanMap, RenderError, plan_map, plan_sheet};
use walkshed::report::PictureFiles;
use walkshed::watch::Watch;

use super::super::args::ReviewArgs;
use super::super::drawing::{DrawnMap, Sheet, draw_each, sheet};
use super::super::failure::Failure;
use super::super::read::ReadCity;

/// Letters of an id that the name of a file keeps.
const LETTERS: usize = 40;

/// The maps of one service, or of the circle, in the order in which they are written.
const MOMENTS: [(Moment, &str); 3] =
    [(Moment::Today, "before"), (Moment::Planned, "after"), (Moment::Change, "change")];

/// How the maps of a review look; none where it draws none. A plan is a source of its maps.
pub(super) fn review_sheet(
    args: &ReviewArgs,
    read: &ReadCity,
    plans: &[InputFile],
) -> Option<Sheet> {
    if args.no_maps {
        return None;
    }
    let mut sheet = sheet(&args.city, &args.imprint, read);
    if read.city.source().is_none() {
        for file in plans {
            let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
            for source in [&mut sheet.options.source, &mut sheet.street_source] {
                source.push_str(", ");
                source.push_str(name);
            }
        }
    }
    Some(sheet)
}

/// One picture of one plan.
enum Subject {
    /// Of the service, or the circle, at this position of its pictures.
    Map(usize, Moment),
    /// Of the measure at this position.
    Sheet(usize),
}

/// Draws the pictures of all plans, by plan, and says where they lie.
pub(super) fn draw_plans(
    (city, profile, plans): (&City, &Profile, &[Plan]),
    compared: &Compared,
    sheet: &Sheet,
    watch: &Watch,
) -> Result<Vec<(Vec<DrawnMap>, PictureFiles)>, Failure> {
    let parts = plans.iter().zip(&compared.reviewed).zip(&compared.pictures);
    let drawn = parts.map(|((plan, reviewed), pictures)| {
        let (today, review) = (&reviewed.today, &reviewed.review);
        let walks = reviewed.walks.as_ref();
        let of = PlanMap { city, profile, today, plan, review, walks, pictures };
        let files = files(&of);
        let maps = files.maps.iter().enumerate().flat_map(|(at, (_, names))| {
            let moments = MOMENTS.iter().zip(names);
            moments.map(move |((moment, _), name)| (Subject::Map(at, *moment), name))
        });
        let sheets = files.sheets.iter().enumerate();
        let sheets = sheets.filter_map(|(at, name)| Some((Subject::Sheet(at), name.as_ref()?)));
        let work: Vec<(Subject, &String)> = maps.chain(sheets).collect();
        let drawn = draw_each(&work, sheet.options.size, watch, |(subject, name)| {
            Ok(((*name).clone(), picture(&of, subject, sheet)?))
        });
        drop(work);
        Ok((drawn?, files))
    });
    drawn.collect()
}

/// The pictures of a plan.
fn files(of: &PlanMap<'_>) -> PictureFiles {
    let maps = of.pictures.lacks.iter().map(|pictured| {
        let key = key(of.profile, pictured.lack);
        (pictured.lack, MOMENTS.map(|(_, word)| map_name(word, key)))
    });
    // Without people nobody walks, and what changes walks alone has nothing to show.
    let is_drawn = |at: usize| of.walks.is_some() || of.plan.measures[at].walking.is_none();
    let sheets = sheet_names(of.plan).into_iter().enumerate();
    let sheets = sheets.map(|(at, name)| is_drawn(at).then_some(name));
    PictureFiles { maps: maps.collect(), sheets: sheets.collect() }
}

fn picture(of: &PlanMap<'_>, subject: &Subject, sheet: &Sheet) -> Result<Map, RenderError> {
    let mut options = sheet.options.clone();
    match subject {
        Subject::Map(at, moment) => {
            options.extent = of.pictures.extent;
            let options = if sheet.may_turn { options.turned_for(of.city)? } else { options };
            plan_map(of, *at, *moment, &options)
        }
        Subject::Sheet(at) => {
            // The surroundings of a measure are drawn with their streets.
            options.source.clone_from(&sheet.street_source);
            plan_sheet(of, *at, &options)
        }
    }
}

/// Every picture that a plan may have, whether it has something to show or not.
pub(super) fn names(plan: &Plan, profile: &Profile) -> Vec<String> {
    let services = profile.services.iter().map(|service| service.key.as_str());
    let keys: Vec<&str> = services.chain(["circle"]).collect();
    let maps = keys.iter().flat_map(|key| MOMENTS.map(|(_, word)| map_name(word, key)));
    maps.chain(sheet_names(plan)).collect()
}

fn key(profile: &Profile, lack: Lack) -> &str {
    match lack {
        Lack::Service(at) => &profile.services[at].key,
        Lack::Circle => "circle",
    }
}

fn map_name(moment: &str, key: &str) -> String {
    format!("maps/{moment}_{key}.png")
}

/// `sheets/P001.png`. Ids come from files: what is neither letter nor digit becomes `_`, and a name that is
/// taken gets a number. Some file systems take capitals and small letters for the same.
fn sheet_names(plan: &Plan) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    let mut names = Vec::new();
    for measure in &plan.measures {
        let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        let stem: String = measure.id.chars().take(LETTERS).map(plain).collect();
        let mut name = stem.clone();
        let mut number = 2;
        while taken.contains(&name.to_lowercase()) {
            name = format!("{stem}-{number}");
            number += 1;
        }
        taken.push(name.to_lowercase());
        names.push(format!("sheets/{name}.png"));
    }
    names
}

#[cfg(test)]
mod tests {
    use walkshed::model::{Action, Measure};

    use super::*;

    #[test]
    fn sheets_have_names_of_their_own_whatever_their_ids() {
        let measure = |id: &str| Measure {
            id: id.to_owned(),
            name: String::new(),
            phase: 1,
            cost: None,
            action: Action::Close,
            target: None,
            outlet: None,
            homes: None,
            walking: None,
        };
        let long = "x".repeat(300);
        let ids = ["P1", "p1", "../a/b", "___a_b", "社区 1", &long, "p1-2"];
        let plan = Plan { name: "plan".to_owned(), measures: ids.map(measure).to_vec() };
        let long = format!("sheets/{}.png", &long[..40]);
        let expected = [
            "sheets/P1.png",
            "sheets/p1-2.png",
            "sheets/___a_b.png",
            "sheets/___a_b-2.png",
            "sheets/社区_1.png",
            &long,
            "sheets/p1-2-2.png",
        ];
        assert_eq!(sheet_names(&plan), expected);
    }
}
