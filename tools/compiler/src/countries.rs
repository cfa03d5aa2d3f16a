//! The country codes of ISO 3166-1 alpha-2, and words for several of them: a code nobody has would
//! never match anything.

use beeline::place::{self, Country};

const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT \
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS \
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI \
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG \
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG \
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The members of the European Union, and those parts of them that have codes of their own and
/// are in it as well (TFEU, article 355, paragraphs 1 and 4).
const EU: &str = "AT AX BE BG CY CZ DE DK EE ES FI FR GF GP GR HR HU IE IT LT LU LV MF MQ MT NL PL PT RE RO SE \
                  SI SK YT";
/// What the European Economic Area has besides.
const EEA_ALONE: &str = "IS LI NO";
/// Words that stand for several countries.
pub(crate) const GROUPS: [(&str, &[&str]); 2] = [("EU", &[EU]), ("EEA", &[EU, EEA_ALONE])];

/// What people write instead of a code.
const HABITS: [(&str, &str); 4] = [("UK", "GB"), ("USA", "US"), ("GBR", "GB"), ("EL", "GR")];

pub(crate) fn is_country(code: &str) -> bool {
    COUNTRIES.split(' ').any(|country| country == code)
}

/// The code somebody most likely meant.
pub(crate) fn meant(written: &str) -> Option<String> {
    let capitals = written.trim().to_ascii_uppercase();
    let habit = HABITS.iter().find(|(habit, _)| *habit == capitals).map(|(_, code)| (*code).to_owned());
    habit.or_else(|| is_country(&capitals).then_some(capitals))
}

/// The countries that a code or a word for several stands for; none for anything else.
pub(crate) fn meant_by(written: &str) -> impl Iterator<Item = Country> {
    let group = GROUPS.iter().find(|(word, _)| *word == written).map(|(_, codes)| *codes);
    let codes = group.unwrap_or_default().iter().flat_map(|codes| codes.split_ascii_whitespace());
    let alone = Some(written).filter(|_| group.is_none());
    codes.chain(alone).filter_map(Country::from_code)
}

/// The code, or the word for several countries, that somebody most likely meant.
pub(crate) fn one_or_several_meant(written: &str) -> Option<String> {
    let capitals = written.trim().to_ascii_uppercase();
    let group = GROUPS.iter().find(|(word, _)| *word == capitals).map(|(word, _)| (*word).to_owned());
    let by_name = || place::country(written).known().map(|country| country.to_string());
    group.or_else(|| meant(written)).or_else(by_name)
}
