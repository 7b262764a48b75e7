"""Arabic and Hebrew letters as sounds. Short vowels are not written; vowel letters are consonants too."""

from typing import Final

from ocaq.register.rules.tables import table

ARABIC: Final = table("""
    ا=aə أ=aəu إ=i آ=a ٱ=aə ب=bp پ=p ت=t ث=st ج=jž چ=č ح=h خ=xh د=d ذ=zd ر=r ز=z ژ=ž س=s ش=š ص=s ض=zd ط=t ظ=z ع=~
    غ=ğqg ف=f ڤ=v ق=qgkğ ک=kg ك=kg گ=g ڭ=n ل=l م=m ن=n و=vuoöü ۆ=öo ۇ=üu ه=h ھ=h ة=əat ە=əe ی=yıi ي=yıi ى=ai ې=e
    ئ=~|eyi ؤ=uöov|~.u ء=~
    # Arabic doubles و and ی where Latin has a glide and a vowel.
    وال=uoü.l|v.aə.l یا=y.aə|iı.aə وو=v.u|vuo یی=yi|y.i يي=yi|y.i
    # Three names whose spelling is older than their sound.
    محمد=m.h.m.d|m.ə.m.ə.d الله=l.ə.h|l.a رحمن=r.h.m.aə.n
""")
# At the start of a word alef carries a vowel that the next letter may name; at its end ه, ی and ى are vowels as a rule.
ARABIC_FIRST: Final = table("""
    عبدالله=*.b.d.uəü.l.ə.h|*.b.d.uəü.l.a
    عبدال=*.b.d.uəü.l عبدالر=*.b.d.uəü.r|*.b.d.uəü.l.r ا=* أ=* إ=iıeə او=uoöü|*.v ای=iıe|*.y اي=iıe|*.y ائ=e ع=*
    عی=iı|*.y عو=uoöü|*.v عي=iı|*.y
""")
# The article ال between two parts of a name gives way to the sound it meets: Nurəddin, Əbdürrəhman.
ARABIC_WITHIN: Final = table("""
    الد=*.d|aə.l.d الر=*.r|aə.l.r الز=*.z|aə.l.z الس=*.s|aə.l.s الش=*.š|aə.l.š الن=*.n|aə.l.n الت=*.t|aə.l.t
""")
ARABIC_LAST: Final = table("""
    یی=y.iı|iı|y.aə ه=əaeh ی=iıya ي=iıya ى=aiı اه=a.h|a یه=y.əae|i.əae وی=v.iı|u.y ع=~
    ووا=oöu.v.aə|v.uo.aə
""")

HEBREW: Final = table("""
    א=~ ב=bv ג=gjğ ג'=j ד=d דז'=j ה=h ו=vuoöü וו=v|v.u ז=zž ז'=ž ח=xh ט=t י=yıi יי=y|i|y.i כ=xkh ך=xk ל=l מ=m ם=m
    נ=n ן=n ס=s ע=~ פ=pf ף=f צ=cč צ'=č ץ=cč ק=kqg ר=r ש=šs ת=t ת'=t
""")
HEBREW_FIRST: Final = table("""
    או=uoöü אי=iıe|*.y א=* ע=*
""")
HEBREW_LAST: Final = table("""
    ה=aəeh א=aə י=iıy
""")
