"""A first set of rules for Spanish: secrecy, “pero”, calming, blame, words for suicide.

It needs the review of a native crisis professional, and says so wherever it is shown. Accents do
not matter, and neither does formal or familiar address.
"""

from typing import Final

from stayline_core.wording.phrase import Negation, among, phrases
from stayline_core.wording.rule import Language, Rule

_SECRECY: Final = Rule(
    code="W01",
    title="Promises secrecy",
    what="promises secrecy, and nobody can keep that promise",
    reason="What is said here is passed on to people who can help; a promise of secrecy is broken "
    "the same day.",
    instead="No puedo guardarme esto. Solo lo compartiré con personas que pueden ayudarle.",
    replaces="sentence",
    source="S0-30; domain reference, sections 5, 7 and 18",
    phrases=phrases(
        """
        no se_lo|lo|le voy_a|vamos_a? dire|diremos|contare|contaremos|decir|contar a
            nadie|ninguna_persona
        no voy|vamos a decirselo|contarselo|decirlo|contarlo|decir|contar *2 a nadie
        nadie *2 sabra|enterara|va_a_saber|tiene_que_saber|va_a_enterarse|lo_sabe
        no saldra|sale|va_a_salir de aqui
        """,
    ),
    stated=phrases(
        """
        guardar|guardare|guardaremos|guardo|guardamos|guardarle|guardarte|mantener|mantendre|
            mantendremos tu|su|el|este|ese|un|en? secreto|confidencial
        es|sera|queda|quedara|nuestro|un|completamente|totalmente|estrictamente
            secreto|confidencial|secreta|anonimo|anonima
        queda|quedara|solo|quede entre nosotros|usted_y_yo|tu_y_yo|los_dos
        esto es|queda|sera entre nosotros|usted_y_yo|tu_y_yo
        prometo|prometemos|juro|garantizo|garantizamos *2
            secreto|confidencialidad|discrecion|anonimato
        """,
    ),
)

_TURNING: Final = Rule(
    code="W02",
    title="Says “pero”",
    what="says “pero”",
    reason="“Pero” takes back what stands before it, and makes people defend themselves.",
    instead="y",
    replaces="words",
    source="S4-41, X-9; domain reference, section 9",
    phrases=phrases(
        """
        pero
        """,
    ),
    excepted=phrases(
        """
        no solo|solamente *6 pero
        un|ningun|algun pero
        """,
    ),
)

_FEELINGS: Final = Rule(
    code="W03",
    title="Plays feelings down",
    what="plays the person's feelings down",
    reason="A feeling that is ordered away is felt as control, and the person stops telling.",
    instead="tómese todo el tiempo que necesite",
    replaces="words",
    source="W03 of the protocol language; domain reference, sections 5 and 9",
    phrases=phrases(
        """
        calmate|calmese|calmense|tranquilizate|tranquilicese|relajate|relajese|serenese|serenate
        tiene|tienes que calmarse|calmarte|tranquilizarse|tranquilizarte|relajarse|relajarte
        no llores|llore|exageres|exagere|se_preocupe|te_preocupes|se_ponga_asi|te_pongas_asi
        no es para tanto
        otros|otras_personas|hay_gente_que|hay_quien *2 esta|estan|lo_pasa|lo_pasan peor
        no|tampoco es el fin del mundo
        """,
    ),
)

_BLAME: Final = Rule(
    code="W04",
    title="Blames",
    what="blames the person",
    reason="Blame makes a person defend or punish themselves, and neither keeps anybody safe.",
    instead="Cuénteme qué pasó.",
    replaces="sentence",
    source="W04 of the protocol language; domain reference, sections 7 and 9",
    phrases=phrases(
        """
        debio|debiste|deberia|deberias haber|de_haber (not before recibido)
        tenia|tenias|tendria|tendrias que haber (not before recibido)
        por que no *1 llamo|llamaste|dijo|dijiste|hizo|hiciste|aviso|avisaste|se_fue|te_fuiste
        como pudo|pudiste
        """,
    ),
    stated=phrases(
        """
        es|fue|ha_sido tu|su|la? culpa tuya|suya?
        es|fue culpa tuya|suya
        usted|tu *1 tiene|tienes la culpa
        se|te lo ha|has|busco|buscaste buscado?
        """,
    ),
)

_SUICIDE: Final = Rule(
    code="W12",
    title="Words of crime or success for suicide",
    what="uses words of crime or success for suicide",
    reason="Suicide is neither a crime nor an achievement; such words shame the person.",
    instead="quitarse la vida",
    replaces="words",
    source="W12 of the protocol language; domain reference, section 5",
    phrases=phrases(
        """
        cometer|cometio|cometido|cometiendo|comete|cometa suicidio|un_suicidio|el_suicidio
        suicidio|suicidios exitoso|consumado|logrado|exitosos -> muerte por suicidio
        suicidio|intento|intento_de_suicidio fallido|frustrado|fracasado -> intento de suicidio
        """,
    ),
)

SPANISH: Final = Language(
    code="es",
    name="Spanish",
    rules=(_SECRECY, _TURNING, _FEELINGS, _BLAME, _SUICIDE),
    negation=Negation(
        words=among("no nunca jamas nadie tampoco imposible ni"),
        soothing=among("preocupes preocupe solo solamente temas tema duda problema"),
        turning=among("y asi porque pero entonces pues"),
    ),
    graded=False,
    reviewed_by="",
)
