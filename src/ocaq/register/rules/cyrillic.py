"""Cyrillic letters as sounds: Slavic, Azerbaijani before 1991, Kazakh, Kyrgyz, Uzbek, Tatar."""

from typing import Final

from ocaq.register.rules.tables import table

GRAPHEMES: Final = table("""
    дж=j дз=zj кх=xh къ=q гъ=ğ хъ=x гь=hg хь=h
    # After a consonant я, ю, ё soften it and stand for a front vowel: Гюнель, Кямал, Гёзал.
    я=y.aə|əa ю=y.uü|üu ё=y.oö|öoe є=eə ї=i ье=y.eə ьо=y.o|ö ьи=y.iı ъе=y.eə ъя=y.aə улр=uü.l.r|uü.r а=aə б=b в=v
    г=ghqğ ґ=g д=d е=eə ж=žj з=z и=iı й=y к=kqg л=l м=m н=n о=oö п=pb р=r с=s т=t у=uü ф=f х=xh ц=c ч=č ш=š щ=š ъ=
    ы=ıi ь= э=eə і=i ў=uov ә=ə ғ=ğ ҝ=g ө=ö ү=ü һ=h ҹ=j ј=y қ=q ң=n ұ=u ҳ=h җ=j ҷ=j ӏ= ӣ=i ӯ=u
""")
# е is heard as ye at the start of Russian words, and as plain e in Azerbaijani ones.
FIRST: Final = table("""
    е=eə|y.eə
""")
