"""The fixed words of paper, per language. Data is never translated, only what stands around it.

Templates are filled after translation; a no-break space in them keeps a count with its word. A
language that is not here prints in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.values import PartGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every word of paper in one language. ``lowers_nouns`` within a sentence: not in German."""

    claim_ticket: str
    bench_label: str
    page: str
    tax_registration: str
    registration: str
    number_hint: str
    copy_mark: str
    device_of: str
    customer: str
    device: str
    condition: str
    work: str
    amount: str
    said: str
    serial: str
    ending: str
    all_good: str
    good: str
    untestable: str
    left: str
    pieces: str
    grades: Mapping[PartGrade, str]
    warranty: str
    warranty_of_one: str
    discounted: str
    estimated: str
    ask: str
    tax: str
    tax_included: str
    total: str
    estimate: str
    estimate_with_tax: str
    estimate_with_rate: str
    deposit_agreed: str
    ready_by: str
    today: str
    keep_ticket: str
    terms: str
    terms_accepted: str
    no_passcode: str
    urgent: str
    slot: str
    trial: str
    trial_line: str
    parts: Mapping[str, str]
    worn: str
    broken: str
    liquid: Mapping[str, str]
    lowers_nouns: bool = True


ENGLISH = Vocabulary(
    claim_ticket="Claim ticket",
    bench_label="Bench label",
    page="Page {page} of {pages}",
    tax_registration="Tax reg. {number}",
    registration="Reg. {number}",
    number_hint="Number and barcode are given on saving",
    copy_mark="COPY {number}",
    device_of="Device {index} of {count}",
    customer="Customer",
    device="Device",
    condition="Condition",
    work="Work",
    amount="Amount",
    said="You said:",
    serial="Serial {number}",
    ending="ending {tail}",
    all_good="all {count}\u00a0good",
    good="{count}\u00a0good",
    untestable="{count}\u00a0not testable",
    left="Left: {items}.",
    pieces="{count}\u00a0pieces",
    grades=MappingProxyType(
        {
            PartGrade.ORIGINAL: "Original part",
            PartGrade.PREMIUM: "Premium part",
            PartGrade.STANDARD: "Standard part",
            PartGrade.ECONOMY: "Economy part",
        }
    ),
    warranty="{count}\u00a0months warranty",
    warranty_of_one="{count}\u00a0month warranty",
    discounted="discount taken off",
    estimated="estimate",
    ask="ask",
    tax="with {name} {rate}",
    tax_included="incl. {name} {rate}",
    total="Total",
    estimate="Estimate",
    estimate_with_tax="Estimate with tax",
    estimate_with_rate="Estimate with tax {rate}",
    deposit_agreed="Deposit agreed",
    ready_by="Ready by",
    today="today {time}",
    keep_ticket="Keep this ticket to collect your device.",
    terms="Terms\u00a0v{version}.",
    terms_accepted="Terms\u00a0v{version}, accepted {date}.",
    no_passcode="No passcode is stored.",
    urgent="URGENT",
    slot="Slot {slot}",
    trial="Test print",
    trial_line="If you can read this, the printer is set up",
    parts=MappingProxyType(
        {
            "screen": "screen",
            "back": "back",
            "frame": "frame",
            "buttons": "buttons",
            "cameras": "cameras",
            "speakers": "speakers",
            "charging": "charging",
            "biometrics": "biometrics",
            "liquid": "liquid",
        }
    ),
    worn="{part} worn",
    broken="{part} broken",
    liquid=MappingProxyType({"worn": "traces of liquid", "broken": "liquid damage"}),
)

GERMAN = Vocabulary(
    claim_ticket="Abholschein",
    bench_label="Geräteetikett",
    page="Seite {page} von {pages}",
    tax_registration="USt-IdNr. {number}",
    registration="Reg.-Nr. {number}",
    number_hint="Nummer und Strichcode beim Speichern",
    copy_mark="KOPIE {number}",
    device_of="Gerät {index} von {count}",
    customer="Kunde",
    device="Gerät",
    condition="Zustand",
    work="Arbeit",
    amount="Betrag",
    said="Ihre Angaben:",
    serial="Seriennr. {number}",
    ending="Ende {tail}",
    all_good="alle {count}\u00a0in Ordnung",
    good="{count}\u00a0in Ordnung",
    untestable="{count}\u00a0nicht prüfbar",
    left="Abgegeben: {items}.",
    pieces="{count}\u00a0Stück",
    grades=MappingProxyType(
        {
            PartGrade.ORIGINAL: "Originalteil",
            PartGrade.PREMIUM: "Premiumteil",
            PartGrade.STANDARD: "Standardteil",
            PartGrade.ECONOMY: "Günstiges Teil",
        }
    ),
    warranty="{count}\u00a0Monate Garantie",
    warranty_of_one="{count}\u00a0Monat Garantie",
    discounted="Rabatt abgezogen",
    estimated="Schätzung",
    ask="Anfrage",
    tax="mit {name} {rate}",
    tax_included="inkl. {name} {rate}",
    total="Summe",
    estimate="Schätzung",
    estimate_with_tax="Schätzung mit Steuer",
    estimate_with_rate="Schätzung mit {rate} Steuer",
    deposit_agreed="Anzahlung vereinbart",
    ready_by="Fertig bis",
    today="heute {time}",
    keep_ticket="Bitte bringen Sie diesen Schein zur Abholung mit.",
    terms="Bedingungen\u00a0v{version}.",
    terms_accepted="Bedingungen\u00a0v{version}, angenommen {date}.",
    no_passcode="Es wird kein Gerätecode gespeichert.",
    urgent="EILIG",
    slot="Fach {slot}",
    trial="Probedruck",
    trial_line="Wenn Sie das lesen können, ist der Drucker eingerichtet",
    parts=MappingProxyType(
        {
            "screen": "Display",
            "back": "Rückseite",
            "frame": "Rahmen",
            "buttons": "Tasten",
            "cameras": "Kameras",
            "speakers": "Lautsprecher",
            "charging": "Laden",
            "biometrics": "Biometrie",
            "liquid": "Flüssigkeit",
        }
    ),
    worn="{part} abgenutzt",
    broken="{part} defekt",
    liquid=MappingProxyType({"worn": "Flüssigkeitsspuren", "broken": "Flüssigkeitsschaden"}),
    lowers_nouns=False,
)

SPANISH = Vocabulary(
    claim_ticket="Resguardo",
    bench_label="Etiqueta de taller",
    page="Página {page} de {pages}",
    tax_registration="NIF {number}",
    registration="Reg. {number}",
    number_hint="Número y código al guardar",
    copy_mark="COPIA {number}",
    device_of="Equipo {index} de {count}",
    customer="Cliente",
    device="Equipo",
    condition="Estado",
    work="Trabajo",
    amount="Importe",
    said="Usted indicó:",
    serial="N.º de serie {number}",
    ending="termina en {tail}",
    all_good="todo bien ({count})",
    good="{count}\u00a0bien",
    untestable="{count}\u00a0sin poder probar",
    left="Entregado: {items}.",
    pieces="{count}\u00a0unidades",
    grades=MappingProxyType(
        {
            PartGrade.ORIGINAL: "Pieza original",
            PartGrade.PREMIUM: "Pieza premium",
            PartGrade.STANDARD: "Pieza estándar",
            PartGrade.ECONOMY: "Pieza económica",
        }
    ),
    warranty="{count}\u00a0meses de garantía",
    warranty_of_one="{count}\u00a0mes de garantía",
    discounted="descuento aplicado",
    estimated="estimación",
    ask="consultar",
    tax="con {name} {rate}",
    tax_included="incl. {name} {rate}",
    total="Total",
    estimate="Estimación",
    estimate_with_tax="Estimación con impuestos",
    estimate_with_rate="Estimación con impuesto {rate}",
    deposit_agreed="Anticipo acordado",
    ready_by="Listo para",
    today="hoy {time}",
    keep_ticket="Conserve este resguardo para recoger su equipo.",
    terms="Condiciones\u00a0v{version}.",
    terms_accepted="Condiciones\u00a0v{version}, aceptadas {date}.",
    no_passcode="No se guarda ningún código.",
    urgent="URGENTE",
    slot="Hueco {slot}",
    trial="Prueba de impresión",
    trial_line="Si puede leer esto, la impresora está lista",
    parts=MappingProxyType(
        {
            "screen": "pantalla",
            "back": "tapa trasera",
            "frame": "marco",
            "buttons": "botones",
            "cameras": "cámaras",
            "speakers": "altavoces",
            "charging": "carga",
            "biometrics": "biometría",
            "liquid": "líquido",
        }
    ),
    worn="{part} con desgaste",
    broken="{part} con daño",
    liquid=MappingProxyType({"worn": "restos de líquido", "broken": "daño por líquido"}),
)

FRENCH = Vocabulary(
    claim_ticket="Bon de dépôt",
    bench_label="Étiquette atelier",
    page="Page {page} sur {pages}",
    tax_registration="N° TVA {number}",
    registration="N° {number}",
    number_hint="Numéro et code à l'enregistrement",
    copy_mark="COPIE {number}",
    device_of="Appareil {index} sur {count}",
    customer="Client",
    device="Appareil",
    condition="État",
    work="Travaux",
    amount="Montant",
    said="Vous avez dit :",
    serial="N° de série {number}",
    ending="finissant par {tail}",
    all_good="tout en bon état ({count})",
    good="{count}\u00a0en bon état",
    untestable="{count}\u00a0non testables",
    left="Laissé : {items}.",
    pieces="{count}\u00a0unités",
    grades=MappingProxyType(
        {
            PartGrade.ORIGINAL: "Pièce d'origine",
            PartGrade.PREMIUM: "Pièce premium",
            PartGrade.STANDARD: "Pièce standard",
            PartGrade.ECONOMY: "Pièce économique",
        }
    ),
    warranty="garantie {count}\u00a0mois",
    warranty_of_one="garantie {count}\u00a0mois",
    discounted="remise déduite",
    estimated="estimation",
    ask="à préciser",
    tax="avec {name} {rate}",
    tax_included="dont {name} {rate}",
    total="Total",
    estimate="Estimation",
    estimate_with_tax="Estimation avec taxes",
    estimate_with_rate="Estimation avec taxe {rate}",
    deposit_agreed="Acompte convenu",
    ready_by="Prêt pour",
    today="aujourd'hui {time}",
    keep_ticket="Gardez ce bon pour retirer votre appareil.",
    terms="Conditions\u00a0v{version}.",
    terms_accepted="Conditions\u00a0v{version}, acceptées {date}.",
    no_passcode="Aucun code n'est conservé.",
    urgent="URGENT",
    slot="Case {slot}",
    trial="Page d'essai",
    trial_line="Si vous pouvez lire ceci, l'imprimante est prête",
    parts=MappingProxyType(
        {
            "screen": "écran",
            "back": "dos",
            "frame": "châssis",
            "buttons": "boutons",
            "cameras": "caméras",
            "speakers": "haut-parleurs",
            "charging": "charge",
            "biometrics": "biométrie",
            "liquid": "liquide",
        }
    ),
    worn="{part} avec usure",
    broken="{part} en panne",
    liquid=MappingProxyType({"worn": "traces de liquide", "broken": "dégât par liquide"}),
)

_BY_LANGUAGE = MappingProxyType({"en": ENGLISH, "de": GERMAN, "es": SPANISH, "fr": FRENCH})


def vocabulary_of(language: str) -> Vocabulary:
    """Return the words of ``language`` ("de", "en-GB", …); English where there are none."""
    return _BY_LANGUAGE.get(language[:2].lower(), ENGLISH)
