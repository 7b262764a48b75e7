"""Latin letters as sounds, in the habits of Azerbaijani, Turkish, English, German, French and Polish at once."""

from typing import Final

from ocaq.register.rules.tables import table

# As `tables.table` reads it.
GRAPHEMES: Final = table("""
    # The affricate of Cavid, as German, English after Russian, French, Croatian and Polish write it.
    dsch=j dzh=j dj=j|d.y dž=j dż=j dź=j dzs=j
    # ... of Çingiz.
    tsch=č tch=č dz=zj|d.z dt=t|d.t cz=č tsh=č|t.š shch=š szcz=š schtsch=š chtch=š sch=š|S.x sh=š|S.h sz=š|S.z
    ch=čšx zh=ž|z.h rz=r.z|ž kh=xh|k.h gh=ğqg|g.h ph=f th=ts|t.h dh=dz|d.h ts=c|t.S tz=c|t.z ck=k|c.k qh=q|q.h
    # u after g and q keeps them hard before e and i in French and Spanish; elsewhere it is a vowel.
    gue=g.e|gqh.ü gui=g.i|g.u.i que=k.e|q.u.e qui=k.i|q.u.i you=y.u jou=jyž.u ou=u|o.v|o.u oo=u ee=i|e.e ue=ü|u.e
    oe=ö|o.e ae=ə|a.e eu=e.u|ö œ=ö
    # The article of Arabic names gives way to the sound it meets: Abdulrahman, Abdurrahman.
    ulr=uü.l.r|uü.r ülr=ü.l.r|ü.r
    # After a consonant these write Cyrillic ю, ё, я: a front vowel rather than a glide. Elsewhere the glide is heard.
    yu=y.u|uü iu=i.u|uü ju=jyž.uü|uü yo=y.o|öo ya=y.a|aə ia=i.a|aə ja=jyž.aə|aə jo=jyž.o|öo
    # Single letters.
    a=aə ä=əa â=aə á=aə à=aə ā=a ã=a å=ao ą=o.n|a ə=ə æ=əa b=b c=jč|c ç=č č=č ć=č ĉ=č d=d đ=jd ð=dz ḍ=dz e=eə é=eə
    è=eə ê=eə ë=eə ē=e ę=e.n|e ě=e ė=e f=f g=gqhğ ğ=ğ ġ=ğ ǧ=ğj ģ=g ĝ=jg h=hx ḥ=h ħ=h ḫ=x ẖ=x ĥ=hx i=iı ı=ı í=i ī=i
    ì=i î=iı ï=iy ĭ=iy j=jyž ĵ=j k=kq ķ=k ḳ=q l=l ł=l ļ=l ľ=l m=m n=n ñ=n ń=n ň=n ņ=n ŋ=n o=oö ó=ou ò=o ô=o õ=o ō=o
    ö=ö ő=ö ø=ö p=p q=qgk r=r ř=r ŕ=r s=S ş=š š=š ś=š ș=š ŝ=š ṣ=s ß=s s̱=s t=t ţ=c ț=c ṭ=t ť=t þ=ts u=uü ú=u ù=u
    û=uü ū=u ü=ü ű=ü ů=u ŭ=uv v=v w=v x=xh|k.s y=yiı ý=ıiy ÿ=yi z=zž ž=ž ź=ž ż=ž ẓ=z ẕ=z
""")
# Russian е at the start of a word: Evgeni, Yevgeni.
FIRST: Final = table("""
    ye=y.eə|eə
""")
# The ending -zadə, where s before a vowel is voiced: Rassulsade.
LAST: Final = table("""
    sade=z.aə.d.əe|S.a.d.e
""")
