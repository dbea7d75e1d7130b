"""What a written Vietnamese syllable can be, where its tone stands, and when two spellings are the same."""

import unicodedata
from functools import lru_cache

_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) | {""}
_RIMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu "
    "im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op "
    "ot u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych "
    "uyen uyet uynh uyt uyu y ych yem yen yet yeu ym yn ynh".split()
)
VOWELS = frozenset("aăâeêioôơuưy")
TONES = {"\u0301": 1, "\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}
"""The combining marks of the tones sắc, huyền, hỏi, ngã, nặng, by the digit that VNI gives each."""

_LETTERS = frozenset("abcdđeghiklmnopqrstuvxyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
_STOPS = ("c", "ch", "p", "t")
_MARKS = {number: mark for mark, number in TONES.items()}
_PLAIN = str.maketrans("ăâđêôơưy", "aadeoouy")


def is_syllable(word: str) -> bool:
    """Whether a lower-case word, with or without marks, is built as a Vietnamese syllable is.

    >>> [is_syllable(word) for word in ("nghiêng", "luong", "xag", "luwowng")]
    [True, True, False, False]
    """
    composed = unicodedata.normalize("NFC", word)
    if not _LETTERS.issuperset(composed):
        return False
    plain = without_tone(composed)[0].translate(_PLAIN)
    return any(
        plain[:length] in _ONSETS and plain[length:] in _RIMES for length in range(min(4, len(plain)))
    ) or plain in ("gi", "gin", "gim", "gich", "giet", "gieng", "qua", "quoc")


def without_tone(word: str) -> tuple[str, int]:
    """A lower-case word without its tone mark but with the marks of its vowels (NFC), and the tone as 0..5.

    >>> without_tone("lường")
    ('lương', 2)
    """
    tone = 0
    letters = []
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
            tone = TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def with_tone(letters: str, tone: int) -> str:
    """Put a tone (0..5) where it belongs in letters that carry only vowel marks.

    >>> with_tone("lương", 2), with_tone("hoa", 2), with_tone("quy", 1), with_tone("gia", 3)
    ('lường', 'hoà', 'quý', 'giả')
    """
    if not tone:
        return letters
    start = 2 if letters[:2] in ("qu", "gi") and len(letters) > 2 and letters[2] in VOWELS else 0
    places = [index for index in range(start, len(letters)) if letters[index] in VOWELS]
    if not places:
        return letters
    places = places[: next((i for i, p in enumerate(places) if p != places[0] + i), len(places))]
    marked = [index for index in places if letters[index] in "ăâêôơư"]
    if marked:
        place = marked[-1]
    elif len(places) == 1:
        place = places[0]
    else:
        closed = places[-1] + 1 < len(letters)
        glide = letters[places[0] : places[0] + 2] in ("oa", "oe", "uy")
        place = places[1] if closed or glide or len(places) > 2 else places[0]
    return unicodedata.normalize("NFC", letters[: place + 1] + _MARKS[tone] + letters[place + 1 :])


def same_spelling(folded: str) -> str:
    """One spelling for a folded word that people write with i or with y: kỹ and kĩ, quý and quí.

    >>> same_spelling("ky"), same_spelling("quy"), same_spelling("tay")
    ('ki', 'qui', 'tay')
    """
    if folded.endswith("y") and (folded[-2:-1] not in VOWELS or folded.endswith("quy")) and len(folded) > 1:
        return folded[:-1] + "i"
    return folded


def must_have_a_tone(word: str) -> bool:
    """Whether a lower-case syllable, whatever marks it has, ends so that it cannot be without a tone.

    >>> [must_have_a_tone(word) for word in ("câp", "phep", "sách", "dâu")]
    [True, True, True, False]
    """
    return word.endswith(_STOPS) and is_syllable(word)


@lru_cache(maxsize=8192)
def sounded(word: str) -> str:
    """One spelling for a marked word, whatever the place of its tone (hoà, hòa) and its i or y (kỹ, kĩ).

    >>> sounded("hoà") == sounded("hòa"), sounded("kỹ") == sounded("kĩ"), sounded("dầu") == sounded("đầu")
    (True, True, False)
    """
    letters, tone = without_tone(word)
    return f"{same_spelling(letters)}{tone}"
