"""Towns where communities of the demo are: facts of geography, as any atlas has them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Town:
    """Names in Azerbaijani, English, Russian and Arabic, what people there call it, and where it lies."""

    country: str
    az: str
    en: str
    ru: str
    ar: str
    own: str
    latitude: float
    longitude: float


def _read(lines: str) -> tuple[Town, ...]:
    towns = []
    for line in lines.strip().splitlines():
        country, az, en, ru, ar, own, latitude, longitude = line.split("|")
        towns.append(Town(country, az, en, ru, ar, own or en, float(latitude), float(longitude)))
    return tuple(towns)


TOWNS = _read("""
TR|İstanbul|Istanbul|Стамбул|إسطنبول|İstanbul|41.01|28.98
TR|Ankara|Ankara|Анкара|أنقرة|Ankara|39.93|32.86
TR|İzmir|Izmir|Измир|إزمير|İzmir|38.42|27.14
TR|Bursa|Bursa|Бурса|بورصة|Bursa|40.19|29.06
TR|İqdır|Igdir|Ыгдыр|إغدير|Iğdır|39.92|44.05
TR|Qars|Kars|Карс|قارص|Kars|40.60|43.10
TR|Antalya|Antalya|Анталья|أنطاليا|Antalya|36.90|30.70
DE|Berlin|Berlin|Берлин|برلين|Berlin|52.52|13.41
DE|Hamburq|Hamburg|Гамбург|هامبورغ|Hamburg|53.55|9.99
DE|Münhen|Munich|Мюнхен|ميونخ|München|48.14|11.58
DE|Köln|Cologne|Кёльн|كولونيا|Köln|50.94|6.96
DE|Frankfurt|Frankfurt|Франкфурт|فرانكفورت|Frankfurt am Main|50.11|8.68
DE|Ştutqart|Stuttgart|Штутгарт|شتوتغارت|Stuttgart|48.78|9.18
DE|Leypsiq|Leipzig|Лейпциг|لايبزيغ|Leipzig|51.34|12.37
DE|Hannover|Hanover|Ганновер|هانوفر|Hannover|52.37|9.73
DE|Nürnberq|Nuremberg|Нюрнберг|نورنبرغ|Nürnberg|49.45|11.08
RU|Moskva|Moscow|Москва|موسكو|Москва|55.76|37.62
RU|Sankt-Peterburq|Saint Petersburg|Санкт-Петербург|سانت بطرسبرغ|Санкт-Петербург|59.94|30.31
RU|Kazan|Kazan|Казань|قازان|Казань|55.79|49.12
RU|Yekaterinburq|Yekaterinburg|Екатеринбург|يكاترينبورغ|Екатеринбург|56.84|60.61
RU|Həştərxan|Astrakhan|Астрахань|أستراخان|Астрахань|46.35|48.04
RU|Rostov|Rostov-on-Don|Ростов-на-Дону|روستوف على الدون|Ростов-на-Дону|47.24|39.71
RU|Novosibirsk|Novosibirsk|Новосибирск|نوفوسيبيرسك|Новосибирск|55.01|82.93
UA|Kiyev|Kyiv|Киев|كييف|Київ|50.45|30.52
UA|Xarkov|Kharkiv|Харьков|خاركيف|Харків|49.99|36.23
UA|Odessa|Odesa|Одесса|أوديسا|Одеса|46.48|30.73
UA|Lvov|Lviv|Львов|لفيف|Львів|49.84|24.03
UA|Dnepr|Dnipro|Днепр|دنيبرو|Дніпро|48.46|35.05
GE|Tbilisi|Tbilisi|Тбилиси|تبليسي|თბილისი|41.72|44.79
GE|Marneuli|Marneuli|Марнеули|مارنيولي|მარნეული|41.48|44.81
GE|Rustavi|Rustavi|Рустави|روستافي|რუსთავი|41.55|45.01
GE|Batumi|Batumi|Батуми|باتومي|ბათუმი|41.65|41.64
US|Nyu-York|New York|Нью-Йорк|نيويورك|New York|40.71|-74.01
US|Hyuston|Houston|Хьюстон|هيوستن|Houston|29.76|-95.37
US|Los-Anceles|Los Angeles|Лос-Анджелес|لوس أنجلوس|Los Angeles|34.05|-118.24
US|Çikaqo|Chicago|Чикаго|شيكاغو|Chicago|41.88|-87.63
US|Vaşinqton|Washington|Вашингтон|واشنطن|Washington|38.91|-77.04
KZ|Almatı|Almaty|Алматы|ألماتي|Алматы|43.24|76.89
KZ|Astana|Astana|Астана|أستانا|Астана|51.17|71.43
KZ|Çimkənd|Shymkent|Шымкент|شيمكنت|Шымкент|42.34|69.59
KZ|Aktau|Aktau|Актау|أكتاو|Ақтау|43.65|51.17
GB|London|London|Лондон|لندن|London|51.51|-0.13
GB|Mançester|Manchester|Манчестер|مانشستر|Manchester|53.48|-2.24
GB|Edinburq|Edinburgh|Эдинбург|إدنبرة|Edinburgh|55.95|-3.19
FR|Paris|Paris|Париж|باريس|Paris|48.86|2.35
FR|Strasburq|Strasbourg|Страсбург|ستراسبورغ|Strasbourg|48.57|7.75
FR|Lion|Lyon|Лион|ليون|Lyon|45.76|4.84
FR|Nitsa|Nice|Ницца|نيس|Nice|43.70|7.27
IL|Təl-Əviv|Tel Aviv|Тель-Авив|تل أبيب|תל אביב|32.08|34.78
IL|Hayfa|Haifa|Хайфа|حيفا|חיפה|32.79|34.99
SE|Stokholm|Stockholm|Стокгольм|ستوكهولم|Stockholm|59.33|18.07
SE|Göteborq|Gothenburg|Гётеборг|غوتنبرغ|Göteborg|57.71|11.97
SE|Malmö|Malmö|Мальмё|مالمو|Malmö|55.60|13.00
NL|Amsterdam|Amsterdam|Амстердам|أمستردام|Amsterdam|52.37|4.90
NL|Haaqa|The Hague|Гаага|لاهاي|Den Haag|52.08|4.31
NL|Rotterdam|Rotterdam|Роттердам|روتردام|Rotterdam|51.92|4.48
CA|Toronto|Toronto|Торонто|تورونتو|Toronto|43.65|-79.38
CA|Monreal|Montreal|Монреаль|مونتريال|Montréal|45.50|-73.57
CA|Vankuver|Vancouver|Ванкувер|فانكوفر|Vancouver|49.28|-123.12
BE|Brüssel|Brussels|Брюссель|بروكسل|Bruxelles|50.85|4.35
BE|Antverpen|Antwerp|Антверпен|أنتويرب|Antwerpen|51.22|4.40
EG|Qahirə|Cairo|Каир|القاهرة|القاهرة|30.04|31.24
EG|İsgəndəriyyə|Alexandria|Александрия|الإسكندرية|الإسكندرية|31.20|29.92
AE|Dubay|Dubai|Дубай|دبي|دبي|25.20|55.27
AE|Əbu-Dabi|Abu Dhabi|Абу-Даби|أبوظبي|أبوظبي|24.45|54.38
JO|Əmman|Amman|Амман|عمّان|عمّان|31.95|35.93
IQ|Kərkük|Kirkuk|Киркук|كركوك|كركوك|35.47|44.39
QA|Doha|Doha|Доха|الدوحة|الدوحة|25.29|51.53
MA|Rabat|Rabat|Рабат|الرباط|الرباط|34.02|-6.83
UZ|Daşkənd|Tashkent|Ташкент|طشقند|Toshkent|41.30|69.24
UZ|Səmərqənd|Samarkand|Самарканд|سمرقند|Samarqand|39.65|66.96
KG|Bişkek|Bishkek|Бишкек|بيشكيك|Бишкек|42.87|74.59
BY|Minsk|Minsk|Минск|مينسك|Мінск|53.90|27.56
BY|Qomel|Gomel|Гомель|غوميل|Гомель|52.44|30.98
LV|Riqa|Riga|Рига|ريغا|Rīga|56.95|24.11
LT|Vilnüs|Vilnius|Вильнюс|فيلنيوس|Vilnius|54.69|25.28
EE|Tallin|Tallinn|Таллин|تالين|Tallinn|59.44|24.75
PL|Varşava|Warsaw|Варшава|وارسو|Warszawa|52.23|21.01
PL|Krakov|Krakow|Краков|كراكوف|Kraków|50.06|19.94
CZ|Praqa|Prague|Прага|براغ|Praha|50.08|14.44
AT|Vyana|Vienna|Вена|فيينا|Wien|48.21|16.37
AT|Qrats|Graz|Грац|غراتس|Graz|47.07|15.44
CH|Cenevrə|Geneva|Женева|جنيف|Genève|46.20|6.14
CH|Sürix|Zurich|Цюрих|زيورخ|Zürich|47.37|8.54
HU|Budapeşt|Budapest|Будапешт|بودابست|Budapest|47.50|19.04
RO|Buxarest|Bucharest|Бухарест|بوخارست|București|44.43|26.10
BG|Sofiya|Sofia|София|صوفيا|София|42.70|23.32
IT|Roma|Rome|Рим|روما|Roma|41.90|12.50
IT|Milan|Milan|Милан|ميلانو|Milano|45.46|9.19
ES|Madrid|Madrid|Мадрид|مدريد|Madrid|40.42|-3.70
ES|Barselona|Barcelona|Барселона|برشلونة|Barcelona|41.39|2.17
PT|Lissabon|Lisbon|Лиссабон|لشبونة|Lisboa|38.72|-9.14
NO|Oslo|Oslo|Осло|أوسلو|Oslo|59.91|10.75
NO|Bergen|Bergen|Берген|برغن|Bergen|60.39|5.32
DK|Kopenhagen|Copenhagen|Копенгаген|كوبنهاغن|København|55.68|12.57
FI|Helsinki|Helsinki|Хельсинки|هلسنكي|Helsinki|60.17|24.94
IE|Dublin|Dublin|Дублин|دبلن|Dublin|53.35|-6.26
AU|Sidney|Sydney|Сидней|سيدني|Sydney|-33.87|151.21
AU|Melburn|Melbourne|Мельбурн|ملبورن|Melbourne|-37.81|144.96
JP|Tokio|Tokyo|Токио|طوكيو|東京|35.68|139.69
KR|Seul|Seoul|Сеул|سول|서울|37.57|126.98
CN|Pekin|Beijing|Пекин|بكين|北京|39.90|116.41
PK|İslamabad|Islamabad|Исламабад|إسلام آباد|اسلام آباد|33.68|73.05
MY|Kuala-Lumpur|Kuala Lumpur|Куала-Лумпур|كوالالمبور|Kuala Lumpur|3.14|101.69
BR|San-Paulu|São Paulo|Сан-Паулу|ساو باولو|São Paulo|-23.55|-46.63
AR|Buenos-Ayres|Buenos Aires|Буэнос-Айрес|بوينس آيرس|Buenos Aires|-34.60|-58.38
MX|Mexiko|Mexico City|Мехико|مدينة مكسيكو|Ciudad de México|19.43|-99.13
ZA|Keyptaun|Cape Town|Кейптаун|كيب تاون|Cape Town|-33.92|18.42
""")
