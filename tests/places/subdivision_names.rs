//! Which part of a country was meant, as people write it.

use crate::listed::assert_read;

#[test]
fn names_are_known_in_english_and_locally() {
    assert_read(
        "US",
        &[("California", "US-CA"), ("new york", "US-NY"), ("Georgia", "US-GA"), ("Puerto Rico", "US-PR")],
    );
    assert_read(
        "DE",
        &[("Bavaria", "DE-BY"), ("Bayern", "DE-BY"), ("Freistaat Bayern", "DE-BY"), ("Thueringen", "DE-TH")],
    );
    assert_read(
        "AT",
        &[("Vienna", "AT-9"), ("Wien", "AT-9"), ("Niederoesterreich", "AT-3"), ("Lower Austria", "AT-3")],
    );
    assert_read(
        "CH",
        &[
            ("Zürich", "CH-ZH"),
            ("Zuerich", "CH-ZH"),
            ("Genève", "CH-GE"),
            ("Kanton Bern", "CH-BE"),
            ("Ticino", "CH-TI"),
        ],
    );
    assert_read(
        "FR",
        &[
            ("Bretagne", "FR-BRE"),
            ("Île de France", "FR-IDF"),
            ("Paris", "FR-75C"),
            ("Région Bretagne", "FR-BRE"),
        ],
    );
    assert_read(
        "IT",
        &[
            ("Lombardia", "IT-25"),
            ("Lombardy", "IT-25"),
            ("Milano", "IT-MI"),
            ("Provincia di Milano", "IT-MI"),
            ("RM", "IT-RM"),
        ],
    );
    assert_read(
        "ES",
        &[
            ("Barcelona", "ES-B"),
            ("Catalonia", "ES-CT"),
            ("Provincia de Sevilla", "ES-SE"),
            ("Principado de Asturias", "ES-AS"),
        ],
    );
    assert_read(
        "GB",
        &[("England", "GB-ENG"), ("Kent", "GB-KEN"), ("Co. Durham", "GB-DUR"), ("Scotland", "GB-SCT")],
    );
    assert_read("IE", &[("Co. Cork", "IE-CO"), ("County Cork", "IE-CO"), ("Dublin", "IE-D")]);
    assert_read(
        "NL",
        &[
            ("Noord-Holland", "NL-NH"),
            ("North Holland", "NL-NH"),
            ("Friesland", "NL-FR"),
            ("zuid holland", "NL-ZH"),
        ],
    );
    assert_read("PL", &[("mazowieckie", "PL-14"), ("województwo mazowieckie", "PL-14"), ("MZ", "PL-14")]);
    assert_read("SE", &[("Stockholm", "SE-AB"), ("Stockholms län", "SE-AB"), ("Skåne", "SE-M")]);
    assert_read(
        "CA",
        &[
            ("Québec", "CA-QC"),
            ("Colombie-Britannique", "CA-BC"),
            ("P.E.I.", "CA-PE"),
            ("Province of Ontario", "CA-ON"),
        ],
    );
    assert_read(
        "MX",
        &[
            ("Nuevo León", "MX-NLE"),
            ("Estado de México", "MX-MEX"),
            ("México", "MX-MEX"),
            ("CDMX", "MX-CMX"),
            ("Ciudad de México", "MX-CMX"),
        ],
    );
    assert_read(
        "BR",
        &[
            ("São Paulo", "BR-SP"),
            ("sao paulo", "BR-SP"),
            ("SP", "BR-SP"),
            ("Estado do Rio de Janeiro", "BR-RJ"),
        ],
    );
    assert_read(
        "RU",
        &[
            ("Москва", "RU-MOW"),
            ("Московская область", "RU-MOS"),
            ("Moscow", "RU-MOW"),
            ("Татарстан", "RU-TA"),
        ],
    );
    assert_read("UA", &[("Львівська область", "UA-46"), ("Kyiv", "UA-30"), ("Lviv oblast", "UA-46")]);
    assert_read(
        "JP",
        &[
            ("東京都", "JP-13"),
            ("東京", "JP-13"),
            ("Tokyo", "JP-13"),
            ("Tôkyô", "JP-13"),
            ("大阪府", "JP-27"),
            ("京都府", "JP-26"),
            ("京都", "JP-26"),
            ("北海道", "JP-01"),
        ],
    );
    assert_read(
        "CN",
        &[
            ("广东", "CN-GD"),
            ("广东省", "CN-GD"),
            ("Guangdong", "CN-GD"),
            ("Tibet", "CN-XZ"),
            ("Shaanxi", "CN-SN"),
            ("Shanxi", "CN-SX"),
        ],
    );
    assert_read(
        "KR",
        &[
            ("서울", "KR-11"),
            ("서울특별시", "KR-11"),
            ("Seoul", "KR-11"),
            ("경기도", "KR-41"),
            ("Gyeonggi-do", "KR-41"),
        ],
    );
    assert_read(
        "IN",
        &[
            ("Maharashtra", "IN-MH"),
            ("Tamilnadu", "IN-TN"),
            ("Odisha", "IN-OD"),
            ("OR", "IN-OD"),
            ("महाराष्ट्र", "IN-MH"),
        ],
    );
    assert_read("TH", &[("กรุงเทพมหานคร", "TH-10"), ("Bangkok", "TH-10"), ("Chiang Mai", "TH-50")]);
    assert_read("VN", &[("Hà Nội", "VN-HN"), ("Ha Noi", "VN-HN"), ("TP. HCM", "VN-SG")]);
    assert_read("AE", &[("دبي", "AE-DU"), ("Dubai", "AE-DU")]);
    assert_read("AU", &[("N.S.W.", "AU-NSW"), ("Victoria", "AU-VIC"), ("Western Australia", "AU-WA")]);
    assert_read("PH", &[("Cebu", "PH-CEB"), ("Metro Manila", "PH-00"), ("NCR", "PH-00")]);
}

#[test]
fn the_common_abbreviations_of_american_states_are_known() {
    assert_read(
        "US",
        &[
            ("Calif.", "US-CA"),
            ("D.C.", "US-DC"),
            ("Washington, D.C.", "US-DC"),
            ("Washington", "US-WA"),
            ("Washington State", "US-WA"),
            ("State of Washington", "US-WA"),
            ("N. Mex.", "US-NM"),
            ("TX", "US-TX"),
            ("us-tx", "US-TX"),
            ("US TX", "US-TX"),
            ("NYC", "US-NY"),
        ],
    );
}

#[test]
fn a_name_of_a_place_and_its_part_is_the_whole() {
    assert_read("ES", &[("Madrid", "ES-MD"), ("Murcia", "ES-MC"), ("Navarra", "ES-NC")]);
    assert_read("ES", &[("Madrid Province", "ES-M"), ("ES-M", "ES-M")]);
}

#[test]
fn a_name_of_two_places_is_ambiguous() {
    assert_read("AR", &[("Buenos Aires", "AR-B AR-C"), ("Buenos Aires Province", "AR-B"), ("CABA", "AR-C")]);
    assert_read("PE", &[("Lima", "PE-LIM PE-LMA")]);
    assert_read("CH", &[("Basel", "CH-BL CH-BS")]);
    assert_read("BG", &[("Sofia", "BG-22 BG-23")]);
}

#[test]
fn pieces_between_commas_count_where_the_whole_does_not() {
    assert_read(
        "US",
        &[
            ("Austin, TX", "US-TX"),
            ("New York, NY", "US-NY"),
            ("Kansas City, Missouri", "US-MO"),
            ("Texas, California", "US-CA US-TX"),
            ("Paris, Rome", ""),
        ],
    );
    assert_read("ES", &[("Murcia, Región de", "ES-MC")]);
    assert_read(
        "IT",
        &[("Bolzano / Bozen", "IT-BZ"), ("Bolzano/Trento", "IT-BZ IT-TN"), ("Bolzano/Wien", "")],
    );
}

#[test]
fn what_says_that_nothing_is_said_is_no_code() {
    assert_read("IT", &[("NA", "IT-NA"), ("n/a", ""), ("N.A.", ""), ("n. a.", ""), ("-", "")]);
}
