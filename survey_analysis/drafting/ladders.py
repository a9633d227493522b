"""Known answer scales in five languages: their points in order, and answers off the scale."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

_OFF_SCALE = frozenset({
    "i don't know", "don't know", "do not know", "i do not know", "not sure", "no opinion",
    "not applicable", "does not apply", "n/a", "no answer", "prefer not to say",
    "prefer not to answer", "cannot say", "can't say", "unsure",
    "weiß nicht", "weiss nicht", "ich weiß nicht", "ich weiss nicht", "keine angabe",
    "nicht zutreffend", "kann ich nicht beurteilen", "keine meinung",
    "não sei", "não se aplica", "prefiro não responder", "sem opinião",
    "no sé", "no lo sé", "no sabe", "no aplica", "prefiero no responder", "sin opinión",
    "je ne sais pas", "sans opinion", "sans objet", "non applicable", "ne se prononce pas",
    "je préfère ne pas répondre",
})  # fmt: skip

# Points from low to high, parted by "|"; spellings of one point parted by "/".
_LADDERS = {
    "agreement": """
strongly disagree|disagree|neutral/neither agree nor disagree/undecided|agree|strongly agree
strongly disagree|disagree|agree|strongly agree
completely disagree/totally disagree|disagree/somewhat disagree|\
neutral/neither agree nor disagree|agree/somewhat agree|completely agree/totally agree
strongly disagree|disagree|somewhat disagree/slightly disagree|neutral/neither agree nor disagree|\
somewhat agree/slightly agree|agree|strongly agree
strongly disagree|somewhat disagree|neutral/neither agree nor disagree|somewhat agree|strongly agree
stimme überhaupt nicht zu/stimme gar nicht zu|stimme nicht zu/stimme eher nicht zu|\
neutral/teils teils/teils, teils/weder noch|stimme zu/stimme eher zu|\
stimme voll zu/stimme voll und ganz zu/stimme völlig zu
trifft überhaupt nicht zu/trifft gar nicht zu/trifft nicht zu|trifft eher nicht zu|\
teils teils/teils, teils/neutral|trifft eher zu|trifft voll zu/trifft voll und ganz zu/trifft zu
discordo totalmente/discordo fortemente|discordo/discordo parcialmente|\
neutro/não concordo nem discordo/nem concordo nem discordo/indiferente|\
concordo/concordo parcialmente|concordo totalmente/concordo fortemente
totalmente en desacuerdo/muy en desacuerdo|en desacuerdo|neutral/ni de acuerdo ni en desacuerdo|\
de acuerdo|totalmente de acuerdo/muy de acuerdo
pas du tout d'accord/tout à fait en désaccord|pas d'accord/plutôt pas d'accord/en désaccord|\
neutre/ni d'accord ni pas d'accord/ni en accord ni en désaccord|d'accord/plutôt d'accord|\
tout à fait d'accord
""",
    "frequency": """
never|rarely/seldom|sometimes/occasionally|often/frequently|always
never|almost never|rarely/seldom|sometimes/occasionally|often/frequently|very often|always
never|rarely/seldom|sometimes/occasionally|often/frequently|very often
never|yearly/once a year|monthly/once a month|weekly/once a week|daily/every day
nie/niemals|selten|manchmal/gelegentlich|oft/häufig|immer
nie/niemals|selten|manchmal/gelegentlich|oft/häufig|sehr oft/sehr häufig
nunca|raramente|às vezes/algumas vezes/ocasionalmente|frequentemente/muitas vezes|sempre
nunca|rara vez/raramente|a veces/algunas veces|a menudo/frecuentemente/con frecuencia|siempre
jamais|rarement|parfois/quelquefois|souvent|toujours
""",
    "satisfaction": """
very dissatisfied/extremely dissatisfied|dissatisfied/somewhat dissatisfied|\
neutral/neither satisfied nor dissatisfied|satisfied/somewhat satisfied|\
very satisfied/extremely satisfied
sehr unzufrieden|unzufrieden/eher unzufrieden|neutral/teils teils/teils, teils|\
zufrieden/eher zufrieden|sehr zufrieden
muito insatisfeito|insatisfeito|neutro/nem satisfeito nem insatisfeito|satisfeito|muito satisfeito
muy insatisfecho|insatisfecho|neutral/ni satisfecho ni insatisfecho|satisfecho|muy satisfecho
très insatisfait|insatisfait/plutôt insatisfait|neutre/ni satisfait ni insatisfait|\
satisfait/plutôt satisfait|très satisfait
""",
    "importance": """
not at all important/not important at all/unimportant/not important|\
slightly important/of little importance|moderately important/important/neutral/somewhat important|\
very important|extremely important
very unimportant|unimportant|neutral|important|very important
not relevant at all/not at all relevant/irrelevant|low relevance/slightly relevant|\
neutral/moderately relevant|high relevance/very relevant|extremely relevant
überhaupt nicht wichtig/gar nicht wichtig/unwichtig|eher unwichtig/weniger wichtig|\
teils teils/teils, teils/neutral|eher wichtig/wichtig|sehr wichtig
nada importante/sem importância|pouco importante|moderadamente importante/neutro|importante|\
muito importante/extremamente importante
nada importante/sin importancia|poco importante|moderadamente importante/neutral|importante|\
muy importante/extremadamente importante
pas du tout important|peu important|moyennement important/neutre|important|\
très important/extrêmement important
""",
    "difficulty": """
very easy|easy|neutral/neither easy nor difficult/moderate|difficult/hard/complex|\
very difficult/very hard/very complex
sehr leicht/sehr einfach|leicht/einfach|neutral/mittel/teils teils|schwierig/schwer|\
sehr schwierig/sehr schwer
muito fácil|fácil|neutro/nem fácil nem difícil|difícil|muito difícil
muy fácil|fácil|neutral/ni fácil ni difícil|difícil|muy difícil
très facile|facile|neutre/ni facile ni difficile|difficile|très difficile
""",
    "quality": """
very poor/very bad|poor/bad|fair/average/acceptable/neutral|good|very good/excellent
sehr schlecht|schlecht|mittelmäßig/befriedigend|gut|sehr gut
muito ruim/muito mau|ruim/mau|regular/razoável|bom|muito bom/excelente
muy malo|malo|regular|bueno|muy bueno/excelente
très mauvais|mauvais|moyen|bon|très bon/excellent
""",
    "extent": """
not at all/none|slightly/a little/to a small extent|moderately/somewhat/to some extent|\
very much/quite a bit/to a great extent|extremely/completely/a great deal
very low|low|medium/moderate/neutral|high|very high
gar nicht/überhaupt nicht|wenig/kaum|mittel/teilweise|ziemlich/stark|sehr/sehr stark
nada/de modo algum|pouco|moderadamente|muito|extremamente/completamente
nada/en absoluto|poco|moderadamente|mucho|extremadamente/completamente
pas du tout|un peu|moyennement/modérément|beaucoup|énormément/tout à fait
""",
    "likelihood": """
very unlikely/extremely unlikely|unlikely|neutral/neither likely nor unlikely|likely|\
very likely/extremely likely
sehr unwahrscheinlich|unwahrscheinlich|neutral|wahrscheinlich|sehr wahrscheinlich
muito improvável|improvável|neutro|provável|muito provável
muy improbable|improbable|neutral|probable|muy probable
très improbable/très peu probable|improbable/peu probable|neutre|probable|très probable
""",
}  # fmt: skip


@dataclass(frozen=True)
class Ladder:
    """A known scale.

    Attributes
    ----------
    topic
        What it measures, such as ``agreement``.
    points
        The points from low to high, each with its spellings in lower case.
    """

    topic: str
    points: tuple[tuple[str, ...], ...]

    def arrange(self, labels: Collection[str]) -> list[str] | None:
        """Put labels in the ladder's order, its missing points between; None if one is foreign.

        Examples
        --------
        >>> LADDERS[0].arrange(["Agree", "Disagree"])
        ['Strongly disagree', 'Disagree', 'Neutral', 'Agree', 'Strongly agree']
        """
        of_spelling = {fold(label): label for label in labels}
        found = [[of_spelling[s] for s in point if s in of_spelling] for point in self.points]
        if sum(map(len, found)) != len(of_spelling) or any(len(point) > 1 for point in found):
            return None
        is_upper = all(label[:1].isupper() for label in labels)
        missing = [point[0].capitalize() if is_upper else point[0] for point in self.points]
        return [here[0] if here else unseen for here, unseen in zip(found, missing, strict=True)]


LADDERS = tuple(
    Ladder(topic, tuple(tuple(point.split("/")) for point in line.split("|")))
    for topic, lines in _LADDERS.items()
    for line in lines.strip().splitlines()
)


def fold(label: str) -> str:
    """Write a label so that upper case, blanks and kinds of apostrophe do not count.

    Examples
    --------
    >>> fold("I don’t  know.")
    "i don't know"
    """
    return " ".join(label.replace("’", "'").casefold().split()).rstrip(".")


def is_off_scale(label: str) -> bool:
    """Tell whether an answer has no place on a scale, such as "I don't know".

    Examples
    --------
    >>> is_off_scale("Weiß nicht"), is_off_scale("Never")
    (True, False)
    """
    return fold(label) in {fold(known) for known in _OFF_SCALE}


def find_ladder(labels: Collection[str]) -> tuple[Ladder, list[str]] | None:
    """Find the shortest known scale that holds all labels, at least two; returns them in order.

    Examples
    --------
    >>> ladder, points = find_ladder(["Always", "Never", "Often"])
    >>> ladder.topic, points
    ('frequency', ['Never', 'Rarely', 'Sometimes', 'Often', 'Always'])
    """
    if len({fold(label) for label in labels}) < 2:
        return None
    fitting = [(ladder, ladder.arrange(labels)) for ladder in LADDERS]
    found = [(ladder, points) for ladder, points in fitting if points is not None]
    return min(found, key=lambda pair: len(pair[1]), default=None)
