"""Latin-letter messages that are clearly not English, by a small test of function words.

Careful by design: English with Singaporean, Indian or British colour must stay English, so a message is
foreign only when foreign function words outnumber the English ones.
"""

from __future__ import annotations

import re
import unicodedata
from typing import FrozenSet

_WORD = re.compile(r"[^\W\d_]+")

_ENGLISH: FrozenSet[str] = frozenset(
    """
    the a an is are was were be been am i you he she it we they my your his her its our their me him us
    them this that these those and or but not no of to in on at for from with by as if so than then
    there here what when where who why how which can could will would shall should may might must do
    does did have has had been get got gets very just too also still yet again only about after before
    up down out off over under all any some more most please pls kindly thanks thank hello hi ok okay
    yes water power bill gas lift meter lah leh lor hor ah can't don't doesn't isn't won't im u ur need
    want know like new now today tomorrow help error code app wifi
    """.split()
)

# Words of everyday messages in Spanish, French, German, Portuguese, Italian, Malay and Indonesian, Dutch,
# Vietnamese, Turkish, Polish, Tagalog and romanised Hindi that English does not share (so not "no", "die",
# "as", "air", "me", "son", "come", "plus", "hat" …).
_FOREIGN: FrozenSet[str] = (
    frozenset(
        """
    hola buenos buenas dias tardes noches gracias señor senor señora tengo tiene tienen tenemos hay está
    esta estan están estoy agua luz gas factura ascensor piso casa quiero puedo puede pueden necesito
    ayuda por favor porque qué que como cómo cuando cuándo donde dónde el la los las un una unos unas
    del al para pero muy más mas mi mis su sus nos lo le les se es son fue ser hace desde hasta
    también ya ni nada nadie todo todos este ese eso usted ustedes
    bonjour bonsoir salut merci monsieur madame je tu il elle nous vous ils elles des du au aux une et
    ou mais est sont suis avez avons ont pas ne qui quoi quand comment pourquoi où dans sur avec
    sans chez cette ces mon ma mes votre notre vos leur eau électricité electricite facture ascenseur
    panne depuis très tres bien oui non voudrais veux peux parlez français plaît plait aujourd hui
    hallo guten tag morgen abend danke bitte ich er wir ihr mein meine dein ihre unser der das dem
    ein eine einen einem einer und oder aber nicht kein keine ist sind waren habe haben wird
    werden kann können konnen möchte mochte muss wie wo warum wer mit ohne für fur von zu zum zur auf
    aus bei nach seit über uber strom wasser heizung rechnung aufzug wohnung kaputt funktioniert geht
    noch schon sehr auch nur wenn dass weil heute gestern sprechen deutsch
    olá ola obrigado obrigada você voce não nao sim uma uns umas dos nas com sem minha meu estou tenho
    água conta energia elevador quero preciso ajuda quando também muito isso aqui ainda falta ontem hoje
    ciao buongiorno buonasera grazie sono è sei siamo hanno gli uno della dello dei delle di da per che
    chi cosa perché perche mio mia acqua luce corrente bolletta ascensore vorrei posso aiuto
    molto anche
    selamat pagi petang malam saya awak anda kami kita dia mereka tidak tak ada adalah ini itu yang dan
    atau untuk dengan dari ke pada sudah belum akan boleh mahu mau nak perlu tolong terima kasih bila
    kenapa mengapa bagaimana macam mana berapa rumah lampu elektrik listrik bekalan terputus rosak rusak
    bocor bayar bil tagihan lif sejak semalam hari esok sekarang bisa apa siapa dimana lagi sangat juga
    sahaja saja tetapi karena kerana
    goedemorgen dag ik jij wij jullie het een niet geen zijn heb heeft hebben kan wil moet met zonder
    voor naar uit bij maar ook nog wel hoe wat waar waarom wanneer water stroom rekening lift kapot
    dank bedankt alstublieft
    xin chào chao cảm ơn cam tôi toi bạn không khong có là của và nhà nước điện bị mất được rồi ở này
    cho với
    merhaba teşekkürler tesekkurler ve bir bu için icin değil degil var yok fatura nasıl nasil neden
    benim bizim çok cok
    dzień dobry dzien cześć dziękuję dziekuje jest nie się sie mam mamy prąd prad woda rachunek winda
    proszę prosze od
    magandang umaga hapon gabi salamat po ako ikaw kayo tayo namin natin ang ng mga sa wala walang
    kuryente tubig hindi kailan bakit paano saan tulong lang naman opo pa na ba
    bijli nahi nahin hai hain kya kab kaise paani pani mera meri hamara hamare aaj kal ka ki ko kripya
    bahut raha rahi
    """.split()
    )
    - _ENGLISH
)


def is_foreign(text: str) -> bool:
    """Whether cleaned Latin-letter text is clearly another language than English."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return False
    english = sum(word in _ENGLISH for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    marked = sum(not unicodedata.normalize("NFKD", word).isascii() for word in words)
    if len(words) <= 3:
        # Two letters ("la", "di") are too little to tell a language by when there is hardly anything else.
        told = sum(word in _FOREIGN and len(word) > 3 for word in words)
        return english == 0 and bool((told and foreign + (marked > 0) >= 2) or told == len(words))
    # Every third word a foreign function word, and more of them than English ones.
    return foreign >= 2 and foreign > 1.5 * english and (foreign + marked) * 4 >= len(words)
