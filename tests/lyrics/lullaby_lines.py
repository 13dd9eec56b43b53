"""Three lines of a lullaby in many languages: traditional ones, and plain ones of our own."""

import unicodedata

LINES = {
    "de": "Schlaf, Kindlein, schlaf!\nDer Vater hüt' die Schaf\nDie Mutter schüttelt's Bäumelein",
    "fr": "Fais dodo, Colas mon p'tit frère\nMaman est en haut\nqui fait du gâteau",
    "es": "Duérmete, niño, duérmete ya\nque viene la noche\ny el día se va, mi sueño",
    "it": "Ninna nanna, ninna oh\nquesto bimbo a chi lo do?\ndorme già, perché è tardi, così sia",
    "pt": "Nana, neném\nPapai foi na roça, mamãe foi trabalhar\nDorme, coração, até amanhã",
    "sv": "Byssan lull, koka kittelen full\ndär kommer tre män på vägen\nden ene, ack så halt",
    "da": "Solen er så rød, mor\nog skoven bliver så sort\nnu er dagen gået bort",
    "nb": "Sov nå, lille venn\ndagen er gått og natten er blå\nlukk dine øyne små",
    "fi": "Nuku, nuku, nurmilintu\nväsy, väsy, västäräkki\nnuku, kun minä nukutan",
    "is": "Sofðu, unga ástin mín\núti regnið grætur\nmamma geymir gullin þín",
    "nl": "Slaap, kindje, slaap\ndaar buiten loopt een schaap\neen schaapje, zó wit, één voor één",
    "ca": "Dorm, petit, la nit ja és aquí\nla lluna també somia\ni demà serà un dia nou, cançó",
    "pl": "Aaa, kotki dwa\nszarobure obydwa\nnic nie będą robiły, śpij już, mały",
    "cs": "Spi, děťátko, spi\nzavři očka svý\nPán Bůh bude s tebou spáti, andělé tě kolíbati",
    "sk": "Búvaj že mi, búvaj\nleže ma nezobúďaj\nkeď si ty zaspalo, ja pôjdem na trávu",
    "hu": "Tente, baba, tente\nitt van már az este\ncsillagok gyűlnek az égre, szép álmot őriznek",
    "sl": "Aja tutaja, zaspi\nzvezdice že sijejo na nebu\nspančkaj, mali, očka zapri",
    "hr": "Nina nana, spavaj, zlato\nmjesec sja i zvijezde šute\nsanak lovi dječje oči, laku noć",
    "ro": "Nani, nani, puiul mamii\nînchide ochii tăi\nvântul bate, dormi în pace până în zori",
    "ru": "Баю-баюшки-баю\nне ложися на краю\nпридёт серенький волчок и ухватит за бочок",
    "uk": "Ой ходить сон коло вікон\nа дрімота коло плота\nпитається сон дрімоти, де ночувати",
    "bg": "Нани ми, нани, Дамянчо\nнани ми, мило детенце\nче ще те мама люлее, ще ти песен пее",
    "sr": "Нина нана, чедо моје\nспавај, злато, слатки санак\nмесец сја над нашом кућом",
    "mk": "Нани ми, нани, душичко\nмајка те лула и пее\nѕвездички трепкаат горе, спиј ми до зори",
    "be": "Люлі, люлі, люлечкі\nпрыляцелі гулечкі\nселі на варотах у чырвоных ботах, ціха спаў",
    "el": "Νάνι νάνι το παιδί μου\nκοιμήσου, αγάπη μου γλυκιά\nέλα ύπνε και πάρε το",
    "tr": "Dandini dandini dastana\ndanalar girmiş bostana\nkov bostancı danayı, uyusun da büyüsün",
    "he": "נומי נומי ילדתי\nנומי נומי נים\nאבא הלך לעבודה, הלך אבא הלך",
    "yi": "אונטער דעם קינדס וויגעלע\nשטייט א קלאר ווייס ציגעלע\nדאס ציגעלע איז געפארן האנדלען",
    "ar": "يلا تنام يلا تنام\nلأدبح لها طير الحمام\nروح يا حمام لا تصدق",
    "fa": "لالا لالا گل پونه\nگدا آمد در خونه\nنونش دادم خوشش آمد",
    "lt": "Aa aa, pupa\nsupa mama vaikelį\nužmik, mažyte, žvaigždutės jau šviečia",
    "lv": "Aijā, žūžū, lāča bērni\npekainām kājiņām\ntēvs aizgāja bišu kāpt",
    "et": "Äiu-äiu, kussu-kussu\nmaga, maga, väikene\nöö on vaikne, uni tuleb sõbra juurde",
    "vi": "Ví dầu cầu ván đóng đinh\ncầu tre lắc lẻo gập ghềnh khó đi\nkhó đi mẹ dắt con đi",
    "th": "โอละเห่ โอละหึก\nลุกขึ้นแต่ดึก ทำขนมแชงม้า\nผัวก็ตี เมียก็ด่า",
    "ja": "ねんねんころりよ おころりよ\n坊やはよい子だ ねんねしな\n坊やのお守りはどこへ行った",
    "ko": "자장 자장 우리 아기\n잘도 잔다 우리 아기\n멍멍개야 짖지 마라",
    "zh": "小宝宝 快睡觉\n月亮挂在天上 星星对你笑\n妈妈陪着你 一觉到天亮",
    "zh-Hant": "小寶寶 快睡覺\n月亮掛在天上 星星對你笑\n媽媽陪著你 一覺到天亮",
}

WESTERN = ("de", "fr", "es", "it", "pt", "sv", "da", "nb", "fi", "is", "nl", "ca", "et")
CENTRAL = ("pl", "cs", "sk", "hu", "sl", "hr", "ro")
CYRILLIC = ("ru", "uk", "bg", "sr", "mk", "be")

WRITTEN_IN = {
    "cp1250": CENTRAL,
    "iso8859-2": CENTRAL,
    "cp852": CENTRAL,
    "cp1251": CYRILLIC,
    "iso8859-5": CYRILLIC,
    "mac_cyrillic": CYRILLIC,
    "koi8-r": ("ru", "bg"),
    "koi8-u": ("uk",),
    "cp866": ("ru", "bg"),
    "cp1252": WESTERN,
    "mac_roman": tuple(set(WESTERN) - {"is"}),
    "cp437": ("de", "fr", "es", "it", "sv", "fi", "nl"),
    "cp850": WESTERN,
    "cp1253": ("el",),
    "iso8859-7": ("el",),
    "cp1254": ("tr",),
    "cp1255": ("he", "yi"),
    "cp1256": ("ar", "fa"),
    "cp1257": ("lt", "lv", "et"),
    "cp1258": ("vi",),
    "cp874": ("th",),
    "shift_jis": ("ja",),
    "euc_jp": ("ja",),
    "euc_kr": ("ko",),
    "gbk": ("zh",),
    "big5": ("zh-Hant",),
    "utf-16-le": tuple(LINES),
    "utf-16-be": tuple(LINES),
}
"""The languages of LINES that each encoding was used for, by Python's names of encodings."""

PAIRS = [
    (encoding, language) for encoding in WRITTEN_IN for language in sorted(WRITTEN_IN[encoding])
]

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encoded(text: str, encoding: str) -> bytes:
    """`text` as old programs wrote it; Vietnamese tones apart from their letters."""
    return (_tones_apart(text) if encoding == "cp1258" else text).encode(encoding)


def _tones_apart(text: str) -> str:
    written: list[str] = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = "".join(part for part in parts if part not in _TONES)
        tones = "".join(part for part in parts if part in _TONES)
        written.append(unicodedata.normalize("NFC", base) + tones)
    return "".join(written)
