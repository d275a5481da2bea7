//! Names of people and customers that could be anywhere.

/// First names and last names that go together.
pub(super) const PEOPLE: [([&str; 6], [&str; 5]); 10] = [
    (
        ["Jürgen", "Anke", "Käthe", "Björn", "Ute", "Matthias"],
        ["Müller", "Groß", "Schäfer", "Weiß", "Meyerhoff"],
    ),
    (
        ["Olivia", "Harry", "Grace", "Jack", "Amelia", "Noah"],
        ["Smith", "Taylor", "O'Brien", "Walker", "Hughes"],
    ),
    (
        ["Zoé", "François", "Chloé", "René", "Inès", "Hélène"],
        ["Lefèvre", "Dubois", "Gauthier", "Béranger", "Moreau"],
    ),
    (
        ["José", "Lucía", "Iñigo", "Sofía", "Martín", "Belén"],
        ["García", "Núñez", "Peña", "Ibáñez", "Ortega"],
    ),
    (
        ["Søren", "Åsa", "Lars", "Ingrid", "Håkon", "Maja"],
        ["Ødegård", "Sørensen", "Åkesson", "Lindström", "Nyberg"],
    ),
    (
        [
            "Łukasz",
            "Zofia",
            "Jiří",
            "Tomáš",
            "Małgorzata",
            "Władysław",
        ],
        ["Wójcik", "Dvořák", "Kowalczyk", "Šimek", "Żak"],
    ),
    (
        ["İbrahim", "Ayşe", "Çağla", "Oğuz", "Şule", "Emre"],
        ["Yılmaz", "Şahin", "Öztürk", "Işık", "Çelik"],
    ),
    (
        ["Đức", "Hương", "Minh", "Thảo", "Tuấn", "Linh"],
        ["Nguyễn", "Trần", "Phạm", "Đặng", "Bùi"],
    ),
    (
        ["Yūki", "Aiko", "Ryō", "Haruka", "Kenji", "Sōta"],
        ["Tanaka", "Satō", "Itō", "Ōno", "Suzuki"],
    ),
    (
        ["Amina", "Kwame", "Priya", "Rahul", "Fatima", "Chidi"],
        ["Okafor", "Sharma", "Mensah", "Haddad", "da Silva"],
    ),
];

/// Customer ID and name; the place of one is that of its position.
pub(super) const CUSTOMERS: [(&str, &str); 40] = [
    ("NORDWIND", "Nordwind Energie AG"),
    ("HAFENKONTOR", "Hafenkontor Nord GmbH"),
    ("ALPENBLICK", "Alpenblick Verlag"),
    ("DOMBLICK", "Domblick Druckerei"),
    ("LIGHTHOUSE", "Lighthouse Books Ltd"),
    ("REDBRICK", "Red Brick Brewing"),
    ("DUCANAL", "Librairie du Canal"),
    ("LUMIERE", "Soierie Lumière"),
    ("SKARGARD", "Skärgård Logistik AB"),
    ("PRAIRIE", "Prairie Wind Farms"),
    ("MUELLER-SOEHNE", "Müller & Söhne GmbH"),
    ("ELBTOR", "Elbtor Spedition"),
    ("ISARWERK", "Isarwerk Optik"),
    ("RHEINGOLD", "Rheingold Kaffee"),
    ("HARBOUR-FINCH", "Harbour & Finch"),
    ("CANALSTREET", "Canal Street Press"),
    ("ETOILE", "Atelier Étoile"),
    ("ROSALIE", "Boulangerie Rosalie"),
    ("BLABAR", "Blåbär Foods AB"),
    ("LAKESIDE", "Lakeside Clinic"),
    ("SPREEUFER", "Spreeufer Software"),
    ("MOEWE", "Möwe Reederei"),
    ("WEISSBRUNN", "Weißbrunn Bräu"),
    ("COLONIA", "Colonia Apotheken"),
    ("THORNBURY", "Thornbury School"),
    ("PENNINE", "Pennine Rail Services"),
    ("VELO", "Vélo Citoyen"),
    ("JARDINS", "Jardins d'Hiver"),
    ("NORRSKEN", "Norrsken Studio"),
    ("GLOBEX", "Globex Corporation"),
    ("QUELLWASSER", "Quellwasser e. V."),
    ("KAISPEICHER", "Museum am Kaispeicher"),
    ("STERNWARTE", "Sternwarte Süd"),
    ("KARNEVAL", "Karneval & Co. KG"),
    ("COPPERFIELD", "Copperfield Insurance"),
    ("MILLLANE", "Mill Lane Bakery"),
    ("ZEPHYR", "Papeterie Zéphyr"),
    ("TRABOULE", "Traboule Design"),
    ("ALVDAL", "Älvdal Trä AB"),
    ("CEDAR-STONE", "Cedar & Stone"),
];
