"""Towns where communities of the demo are: facts of geography, as any atlas has them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Town:
    """Names in Azerbaijani, English and Russian, what people there call it, and where it lies."""

    country: str
    az: str
    en: str
    ru: str
    own: str
    latitude: float
    longitude: float


def _read(lines: str) -> tuple[Town, ...]:
    towns = []
    for line in lines.strip().splitlines():
        country, az, en, ru, own, latitude, longitude = line.split("|")
        towns.append(Town(country, az, en, ru, own or en, float(latitude), float(longitude)))
    return tuple(towns)


TOWNS = _read("""
TR|İstanbul|Istanbul|Стамбул|İstanbul|41.01|28.98
TR|Ankara|Ankara|Анкара|Ankara|39.93|32.86
TR|İzmir|Izmir|Измир|İzmir|38.42|27.14
TR|Bursa|Bursa|Бурса|Bursa|40.19|29.06
TR|İqdır|Igdir|Ыгдыр|Iğdır|39.92|44.05
TR|Qars|Kars|Карс|Kars|40.60|43.10
TR|Antalya|Antalya|Анталья|Antalya|36.90|30.70
DE|Berlin|Berlin|Берлин|Berlin|52.52|13.41
DE|Hamburq|Hamburg|Гамбург|Hamburg|53.55|9.99
DE|Münhen|Munich|Мюнхен|München|48.14|11.58
DE|Köln|Cologne|Кёльн|Köln|50.94|6.96
DE|Frankfurt|Frankfurt|Франкфурт|Frankfurt am Main|50.11|8.68
DE|Ştutqart|Stuttgart|Штутгарт|Stuttgart|48.78|9.18
DE|Leypsiq|Leipzig|Лейпциг|Leipzig|51.34|12.37
DE|Hannover|Hanover|Ганновер|Hannover|52.37|9.73
DE|Nürnberq|Nuremberg|Нюрнберг|Nürnberg|49.45|11.08
RU|Moskva|Moscow|Москва|Москва|55.76|37.62
RU|Sankt-Peterburq|Saint Petersburg|Санкт-Петербург|Санкт-Петербург|59.94|30.31
RU|Kazan|Kazan|Казань|Казань|55.79|49.12
RU|Yekaterinburq|Yekaterinburg|Екатеринбург|Екатеринбург|56.84|60.61
RU|Həştərxan|Astrakhan|Астрахань|Астрахань|46.35|48.04
RU|Rostov|Rostov-on-Don|Ростов-на-Дону|Ростов-на-Дону|47.24|39.71
RU|Novosibirsk|Novosibirsk|Новосибирск|Новосибирск|55.01|82.93
UA|Kiyev|Kyiv|Киев|Київ|50.45|30.52
UA|Xarkov|Kharkiv|Харьков|Харків|49.99|36.23
UA|Odessa|Odesa|Одесса|Одеса|46.48|30.73
UA|Lvov|Lviv|Львов|Львів|49.84|24.03
UA|Dnepr|Dnipro|Днепр|Дніпро|48.46|35.05
GE|Tbilisi|Tbilisi|Тбилиси|თბილისი|41.72|44.79
GE|Marneuli|Marneuli|Марнеули|მარნეული|41.48|44.81
GE|Rustavi|Rustavi|Рустави|რუსთავი|41.55|45.01
GE|Batumi|Batumi|Батуми|ბათუმი|41.65|41.64
US|Nyu-York|New York|Нью-Йорк|New York|40.71|-74.01
US|Hyuston|Houston|Хьюстон|Houston|29.76|-95.37
US|Los-Anceles|Los Angeles|Лос-Анджелес|Los Angeles|34.05|-118.24
US|Çikaqo|Chicago|Чикаго|Chicago|41.88|-87.63
US|Vaşinqton|Washington|Вашингтон|Washington|38.91|-77.04
KZ|Almatı|Almaty|Алматы|Алматы|43.24|76.89
KZ|Astana|Astana|Астана|Астана|51.17|71.43
KZ|Çimkənd|Shymkent|Шымкент|Шымкент|42.34|69.59
KZ|Aktau|Aktau|Актау|Ақтау|43.65|51.17
GB|London|London|Лондон|London|51.51|-0.13
GB|Mançester|Manchester|Манчестер|Manchester|53.48|-2.24
GB|Edinburq|Edinburgh|Эдинбург|Edinburgh|55.95|-3.19
FR|Paris|Paris|Париж|Paris|48.86|2.35
FR|Strasburq|Strasbourg|Страсбург|Strasbourg|48.57|7.75
FR|Lion|Lyon|Лион|Lyon|45.76|4.84
FR|Nitsa|Nice|Ницца|Nice|43.70|7.27
IL|Təl-Əviv|Tel Aviv|Тель-Авив|תל אביב|32.08|34.78
IL|Hayfa|Haifa|Хайфа|חיפה|32.79|34.99
SE|Stokholm|Stockholm|Стокгольм|Stockholm|59.33|18.07
SE|Göteborq|Gothenburg|Гётеборг|Göteborg|57.71|11.97
SE|Malmö|Malmö|Мальмё|Malmö|55.60|13.00
NL|Amsterdam|Amsterdam|Амстердам|Amsterdam|52.37|4.90
NL|Haaqa|The Hague|Гаага|Den Haag|52.08|4.31
NL|Rotterdam|Rotterdam|Роттердам|Rotterdam|51.92|4.48
CA|Toronto|Toronto|Торонто|Toronto|43.65|-79.38
CA|Monreal|Montreal|Монреаль|Montréal|45.50|-73.57
CA|Vankuver|Vancouver|Ванкувер|Vancouver|49.28|-123.12
BE|Brüssel|Brussels|Брюссель|Bruxelles|50.85|4.35
BE|Antverpen|Antwerp|Антверпен|Antwerpen|51.22|4.40
EG|Qahirə|Cairo|Каир|القاهرة|30.04|31.24
EG|İsgəndəriyyə|Alexandria|Александрия|الإسكندرية|31.20|29.92
AE|Dubay|Dubai|Дубай|دبي|25.20|55.27
AE|Əbu-Dabi|Abu Dhabi|Абу-Даби|أبوظبي|24.45|54.38
JO|Əmman|Amman|Амман|عمّان|31.95|35.93
IQ|Kərkük|Kirkuk|Киркук|كركوك|35.47|44.39
QA|Doha|Doha|Доха|الدوحة|25.29|51.53
MA|Rabat|Rabat|Рабат|الرباط|34.02|-6.83
UZ|Daşkənd|Tashkent|Ташкент|Toshkent|41.30|69.24
UZ|Səmərqənd|Samarkand|Самарканд|Samarqand|39.65|66.96
KG|Bişkek|Bishkek|Бишкек|Бишкек|42.87|74.59
BY|Minsk|Minsk|Минск|Мінск|53.90|27.56
BY|Qomel|Gomel|Гомель|Гомель|52.44|30.98
LV|Riqa|Riga|Рига|Rīga|56.95|24.11
LT|Vilnüs|Vilnius|Вильнюс|Vilnius|54.69|25.28
EE|Tallin|Tallinn|Таллин|Tallinn|59.44|24.75
PL|Varşava|Warsaw|Варшава|Warszawa|52.23|21.01
PL|Krakov|Krakow|Краков|Kraków|50.06|19.94
CZ|Praqa|Prague|Прага|Praha|50.08|14.44
AT|Vyana|Vienna|Вена|Wien|48.21|16.37
AT|Qrats|Graz|Грац|Graz|47.07|15.44
CH|Cenevrə|Geneva|Женева|Genève|46.20|6.14
CH|Sürix|Zurich|Цюрих|Zürich|47.37|8.54
HU|Budapeşt|Budapest|Будапешт|Budapest|47.50|19.04
RO|Buxarest|Bucharest|Бухарест|București|44.43|26.10
BG|Sofiya|Sofia|София|София|42.70|23.32
IT|Roma|Rome|Рим|Roma|41.90|12.50
IT|Milan|Milan|Милан|Milano|45.46|9.19
ES|Madrid|Madrid|Мадрид|Madrid|40.42|-3.70
ES|Barselona|Barcelona|Барселона|Barcelona|41.39|2.17
PT|Lissabon|Lisbon|Лиссабон|Lisboa|38.72|-9.14
NO|Oslo|Oslo|Осло|Oslo|59.91|10.75
NO|Bergen|Bergen|Берген|Bergen|60.39|5.32
DK|Kopenhagen|Copenhagen|Копенгаген|København|55.68|12.57
FI|Helsinki|Helsinki|Хельсинки|Helsinki|60.17|24.94
IE|Dublin|Dublin|Дублин|Dublin|53.35|-6.26
AU|Sidney|Sydney|Сидней|Sydney|-33.87|151.21
AU|Melburn|Melbourne|Мельбурн|Melbourne|-37.81|144.96
JP|Tokio|Tokyo|Токио|東京|35.68|139.69
KR|Seul|Seoul|Сеул|서울|37.57|126.98
CN|Pekin|Beijing|Пекин|北京|39.90|116.41
PK|İslamabad|Islamabad|Исламабад|اسلام آباد|33.68|73.05
MY|Kuala-Lumpur|Kuala Lumpur|Куала-Лумпур|Kuala Lumpur|3.14|101.69
BR|San-Paulu|São Paulo|Сан-Паулу|São Paulo|-23.55|-46.63
AR|Buenos-Ayres|Buenos Aires|Буэнос-Айрес|Buenos Aires|-34.60|-58.38
MX|Mexiko|Mexico City|Мехико|Ciudad de México|19.43|-99.13
ZA|Keyptaun|Cape Town|Кейптаун|Cape Town|-33.92|18.42
""")
