"""Georgian, Armenian and Greek letters as sounds."""

from typing import Final

from ocaq.register.rules.tables import table

GEORGIAN: Final = table("""
    ა=aə ბ=b გ=gq დ=d ე=eə ვ=v ზ=z თ=t ი=iıy კ=kq ლ=l მ=m ნ=n ო=oö პ=p ჟ=ž რ=r ს=s ტ=t უ=uü იუ=i.u|ü ფ=pf ქ=kg ღ=ğqg
    ყ=qg შ=š ჩ=č ც=c ძ=zj წ=c ჭ=č ხ=xh ჯ=j ჰ=h
""")
ARMENIAN: Final = table("""
    ա=aə բ=b գ=gq դ=d ե=eə զ=z է=eə ը=ıə թ=t ժ=ž ի=iı լ=l խ=xh ծ=c կ=kq հ=h ձ=zj ղ=ğ ճ=č մ=m յ=y ն=n շ=š ո=oö ու=uü
    յու=y.u|ü չ=č պ=p ջ=j ռ=r ս=s վ=v տ=t ր=r ց=c ւ=v փ=p ք=k և=e.v օ=oö ֆ=f
""")
# Greek has no b, d, g, š or č of its own and writes them with two letters or its nearest one.
GREEK: Final = table("""
    α=aə β=v γ=ghğq δ=d ε=eə ζ=zž η=iı θ=t ι=iıy κ=kq λ=l μ=m ν=n ξ=k.s ο=oö π=p ρ=r σ=sš ς=sš τ=t υ=iü φ=fv χ=xh
    ψ=p.s ω=oö ου=uü ει=i|e.i οι=i|o.i αι=e|a.i ευ=e.v αυ=a.v ιου=i.u|ü γι=y.i|y|g.i μπ=b|m.p ντ=d|n.t γκ=g|n.g
    γγ=n.g τζ=j τσ=čc γε=y.e|g.e
""")
