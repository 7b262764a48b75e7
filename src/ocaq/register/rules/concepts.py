"""What words in names of bodies mean: a lexicon over the languages such names are kept in.

A body is called by translation, not by transliteration: Mədəniyyət Mərkəzi, Культурный центр and Kulturzentrum share
no letters. Each concept lists words and stems (closed by ~) of Azerbaijani, Turkish, Russian, Ukrainian, English,
German, Dutch, the Scandinavian languages, Finnish, French, Spanish, Italian, Polish, Czech, Hungarian, Georgian,
Hebrew, Arabic and Persian, compared as `kernel.fold` spells them, which reads Cyrillic as Latin: школа is skola.
"""

from typing import Final

# What sort of body it is. Two bodies of different sorts are two.
SORTS: Final[dict[str, str]] = {
    "house": (
        "evi house home дом dom дома дім будинок haus huis hus huset talo maison casa dům haz haza სახლი בית "
        "بيت خانه سرای"
    ),
    "centre": (
        "mərkəz~ merkez~ centre center centr~ центр~ zentrum zentr~ centrum central~ keskus centro központ~ "
        "ocaq ocağı ცენტრ~ מרכז مركز مرکز"
    ),
    "school": (
        "məktəb~ mekteb~ okul~ школ~ school schools schule schul~ skol~ koulu école ecole scuola escuela "
        "szkol~ szkoł~ iskola iskol~ სკოლ~ مدرسة مدرسه آموزشگاه kurs~ курс~ course courses lise~ litsey "
        "лицей~ gymnasium гимназ~ kindergarten bağça~ bağca~ kolec~"
    ),
    "council": (
        "şura şurası şuraları совет совета советы рада council~ rat rada rady radzie raad räd rådet rad radet "
        "conseil consejo consiglio tanács~ konsey~ neuvosto საბჭო~ מועצה مجلس شورا شورای"
    ),
    "association": (
        "cəmiyyət~ cemiyet~ birlik~ birliy~ birliğ~ topluluk~ topluluğ~ dərnək~ dərnəy~ təşkilat~ организац~ "
        "організац~ organisation~ organization~ organizac~ dernek~ derneg~ derneğ~ association~ society societies "
        "union unions verein~ gesellschaft~ vereinigung~ "
        "общество общества обществен~ объединен~ союз~ ассоциац~ товариств~ спілк~ "
        "об'єднан~ vereniging~ stichting~ förening~ forening~ yhdistys~ seura associazion~ asociac~ associac~ "
        "amicale stowarzyszen~ towarzystw~ związ~ zwiaz~ spolek sdružen~ sdruzen~ svaz egyesül~ asosiasiya~ "
        "assosiasiya~ ittifaq~ league liga~ ასოციაც~ კავშირ~ საზოგადოებ~ אגודה אגודת עמותה עמותת جمعية جمعيه "
        "اتحاد انجمن جمعیت رابطة رابطه اتحادیه"
    ),
    "federation": (
        "federasiya~ federation~ föderation~ federasyon~ федерац~ federac~ federaz~ fédération~ "
        "konfederasiya~ confederation~ dachverband~ verband~ förbund~ riksförbund~ forbund~ liitto ფედერაცი~ "
        "الفدرالية فدراسیون"
    ),
    "fund": (
        "fond~ vəqf~ vakıf vakfı vakf~ foundation~ fund funds фонд~ stiftung~ säätiö fundac~ fondaz~ "
        "fondation alapítvány~ nadac~ ფონდ~ קרן مؤسسة موسسة مؤسسه بنیاد وقف"
    ),
    "congress": (
        "konqres~ kongre~ qurultay~ kurultay~ конгресс~ congress~ kongress~ congrès congreso კონგრეს~ مؤتمر کنگره"
    ),
    "club": "klub~ kulüp~ kulüb~ clubs club клуб~ კლუბ~ מועדון نادي باشگاه",
    "committee": (
        "komitə~ komite~ комитет~ комітет~ committee~ komitee~ comité comitato kommitté~ კომიტეტ~ ועד لجنة کمیته"
    ),
    "academy": "akademi~ академ~ academy academ~ აკადემ~ אקדמיה أكاديمية آکادمی",
    "institute": "institut~ институт~ instituto istituto ინსტიტუტ~ מכון معهد انستیتو",
    "library": (
        "kitabxana~ kütüphane~ библиотек~ бібліотек~ librar~ bibliothe~ bibliotek~ kirjasto biblioteca "
        "ბიბლიოთეკ~ ספרייה مكتبة کتابخانه"
    ),
    "museum": "muzey~ müze müzesi музей музея музею museum~ musée museo muze~ მუზეუმ~ מוזיאון متحف موزه",
    "theatre": "teatr~ tiyatro~ театр~ theat~ teater~ teatteri თეატრ~ תיאטרון مسرح تئاتر",
    "ensemble": "zespół zespol~ ansambl~ ансамбл~ ensembl~ хор choir chor xor ანსამბლ~ فرقة گروه",
    "media": (
        "qəzet~ gazete~ газет~ newspaper~ zeitung~ radio~ радио~ jurnal~ журнал~ magazine~ media~ медиа~ portal~"
    ),
}

# Whom or what it is for. Women's union and youth union are two.
FOR_WHOM: Final[dict[str, str]] = {
    "youth": (
        "gənc gənclər~ gənclik~ gəncliy~ gençler~ gençlik~ молод~ youth young jugend~ junge~ ungdom~ "
        "jongeren~ nuoris~ jeun~ juventud giovan~ młodzież~ mlodziez~ mládež~ ifjúság~ ახალგაზრდ~ נוער شباب "
        "الشباب جوانان جوان"
    ),
    "women": (
        "qadın~ qadin~ kadın~ kadin~ женск~ женщ~ жінок жіноч~ women woman's womens ladies frauen~ kvinn~ "
        "kvinde~ vrouwen~ nais~ femmes mujeres donne kobiet~ žen ženy ženský~ nők női ქალთა נשים المرأة نساء "
        "سيدات زنان بانوان xanım~"
    ),
    "student": (
        "tələbə~ öğrenci~ ogrenci~ студент~ студенч~ студенц~ студенческ~ student~ studier~ opiskelij~ "
        "étudiant~ etudiant~ estudiant~ hallgató~ სტუდენტ~ סטודנטים طلاب الطلاب طلبة دانشجو~"
    ),
    "children": (
        "uşaq~ çocuk~ дети детей детск~ дитяч~ діти children~ kinder~ barn barnens lasten~ enfants niños "
        "bambini dzieci~ gyermek~ ბავშვ~ ילדים أطفال کودکان"
    ),
    "friendship": (
        "dostluq~ dostluk~ dostlar~ друж~ friendship~ friends freundschaft~ freunde vänskap~ venskab~ "
        "vriendschap~ ystävyys~ amitié~ amistad amicizia przyjaźn~ przyjazn~ přátel~ barátság~ მეგობრობ~ "
        "ידידות صداقة الصداقة دوستی"
    ),
    "business": (
        "sahibkar~ işadam~ biznes~ бизнес~ предпринимат~ підприєм~ business~ entrepreneur~ unternehmer~ "
        "wirtschaft~ företag~ przedsiębior~ empresar~ imprendit~ ticarət~ ticaret~ торгов~ commerce handels~ "
        "tüccar~ ბიზნეს~ عسקים أعمال بازرگان~"
    ),
    "science": (
        "elm elmi elmlər~ alimlər~ bilim bilimsel науч~ наук~ ученых учёных scien~ scholar~ wissenschaft~ "
        "vetenskap~ tiede~ nauk~ tudomány~ მეცნიერ~ מדע علمي علوم علمی"
    ),
    "doctors": (
        "həkimlər~ hekimler~ doktorlar~ врач~ медик~ medic~ doctors physicians ärzte~ läkar~ lekarz~ ექიმ~ أطباء پزشکان"
    ),
    "sport": "idman~ spor sporu sporlar спорт~ sport~ urheilu~ deport~ სპორტ~ ספורט رياض~ ورزش~",
    "art": (
        "incəsənət~ sənət sənəti sənətlər~ sanat sanatı искусств~ мистецтв~ arts art artists kunst~ konst~ "
        "taide~ arte sztuk~ umění művész~ ხელოვნებ~ אמנות فنون فن هنر~"
    ),
    "music": (
        "musiqi~ müzik~ muzik~ музык~ музик~ music~ musik~ muziek~ muzyk~ hudb~ zene zenei მუსიკ~ מוזיקה موسيقى موسیقی"
    ),
    "dance": "rəqs~ dans~ танц~ танец~ dance~ dancing tanz~ taniec~ tanec~ tánc~ ცეკვ~ מחול رقص",
    "language": (
        "dili dilinin dili dillər~ язык~ мова мови мовн~ language~ sprach~ språk~ taal~ kieli langue~ lengua~ "
        "lingua~ język~ jezyk~ jazyk~ nyelv~ שפה لغة اللغة زبان"
    ),
    "charity": (
        "xeyriyy~ yardım~ yardim~ благотворит~ благодійн~ charit~ hilfs~ hilfe välgörenhet~ dobroczyn~ "
        "charytatyw~ caritativ~ საქველმოქმედო~ צדקה خيرية خیریه"
    ),
    "veterans": "veteran~ ветеран~ ვეტერან~",
    "world": (
        "dünya~ beynəlxalq~ uluslararası~ всемирн~ международн~ міжнародн~ world international~ weltweit~ "
        "mondial~ mundial~ světov~ საერთაშორისო~ عالمي دولي بین‌المللی جهانی"
    ),
    "europe": "avropa~ avrupa~ европ~ європ~ europ~ ევროპ~ אירופה أوروبا اروپا",
}

# What most names of the network have or leave out at will. Its absence says nothing.
SOFT: Final[dict[str, str]] = {
    "people": (
        "azərbaycan~ azerbaycan~ азербайдж~ азербайж~ azerbai~ azerbay~ aserbai~ azerbej~ azerbajd~ azerbeid~ "
        "azerbajdz~ azeri~ azəri~ азери~ азер აზერბაიჯან~ אזרבייג~ أذربيجان~ اذربيجان~ أذربيجانية آذربایجان~ "
        "اذربایجان~"
    ),
    "culture": (
        "mədəni~ medeni~ kültür~ культур~ cultur~ kultur~ kulttuuri~ cultuur~ kultúr~ კულტურ~ תרבות ثقاف~ "
        "الثقاف~ فرهنگ~"
    ),
    "weekend": (
        "həftəsonu~ haftasonu~ bazar istirahət воскресн~ недільн~ выходн~ weekend~ wochenend~ sunday sundays "
        "saturday sonntags~ sonntag~ samstags~ samstag~ söndags~ lördags~ zondags~ zaterdag~ viikonlop~ "
        "dominical~ niedziel~ sobotn~ vasárnap~ nedělní საკვირაო~ שבת الأحد السبت"
    ),
    "coordination": (
        "koordinasiya~ əlaqələndirmə~ koordinasyon~ координац~ coordinat~ koordin~ coordinam~ საკოორდინაციო~ "
        "تنسيق هماهنگی"
    ),
    "community": (
        "icma~ община~ общин~ громад~ communit~ gemeinde~ gemeinschaft~ gemeenschap~ samfund~ yhteisö~ "
        "communaut~ comunidad~ comunit~ społeczn~ wspólnot~ közösség~ თემ~ קהילה الجالية جالية جامعه"
    ),
    "diaspora": (
        "diaspor~ диаспор~ діаспор~ დიასპორ~ الشتات həmvətən~ soydaş~ yurddaş~ vətəndaş~ yurttaş~ "
        "соотечествен~ земляч~ compatriot~ landsleute مغتربين"
    ),
    "public": "ictimai~ içtimai~ general~ громадськ~ public~ öffentlich~ kamu~ non governmental qeyri hökumət~",
    "national": "milli~ национальн~ національн~ national~ ulusal~ narodow~ ملي ملی وطني",
    "solidarity": "həmrəylik həmrəyliy~ dayanışma~ солидарн~ солідарн~ solidar~ تضامن همبستگی",
    "education": (
        "təhsil~ eğitim~ образован~ освіт~ educat~ bildung~ utbildning~ onderwijs~ edukac~ vzdělá~ تعليم~ آموزش~"
    ),
}

# Second halves of compounds, longest first where one ends another.
TAILS: Final[dict[str, str]] = {
    "zentrum": "centre", "zentren": "centre", "centrum": "centre", "senter": "centre", "center": "centre",
    "keskus": "centre", "haus": "house", "huset": "house", "hus": "house", "huis": "house", "talo": "house",
    "schule": "school", "school": "school", "skola": "school", "skolan": "school", "skole": "school",
    "skolen": "school",    "koulu": "school", "iskola": "school", "verein": "association", "vereine": "association",
    "gesellschaft": "association", "vereinigung": "association", "vereniging": "association",
    "forening": "association", "foreningen": "association", "yhdistys": "association", "seura": "association",
    "verband": "federation", "bund": "federation", "forbund": "federation", "forbundet": "federation",
    "rat": "council", "raad": "council", "radet": "council", "stiftung": "fund", "fonds": "fund", "klub": "club",
    "club": "club", "bibliothek": "library", "theater": "theatre", "zeitung": "media", "jugend": "youth",
    "kreis": "club",
}  # fmt: skip

# Several words for one concept.
PHRASES: Final[dict[str, str]] = {
    "həftə sonu": "weekend", "hafta sonu": "weekend", "bazar günü": "weekend", "выходного дня": "weekend",
    "вихідного дня": "weekend", "week end": "weekend", "fin de semana": "weekend", "نهاية الأسبوع": "weekend",
    "آخر هفته": "weekend", "iş adamları": "business", "iş adamlarının": "business", "ana dili": "language",
    "mother tongue": "language", "בית ספר": "school", "უქმე დღის": "weekend",
}  # fmt: skip

# Legal forms, articles, prepositions, "named after": they name nothing.
NOTHING: Final = (
    "ev eingetragener e v ggmbh gmbh ug mmc asc qsc ооо ано нко рро роо моо оо ngo qht ib ry rf r f asbl "
    "aisbl vzw ltd llc inc cic cio ps zs z s o s nonprofit və ve и и та und and et y e i och og en ja "
    "oraz a l d the of in for at der die das des dem den im zu zur zum für von vom af i på w we z ze v ve "
    "na do di del della de la le les du des el los las al au aux à den det ett a az в во г гор город "
    "города по при на у из для имени им adına adina namına namina named after name şəhəri şəhər şəhərində "
    "respublikası ölkəsi da də dakı dəki ו של ב ه و في من على در به و از برای"
)
