import type { Phrases } from '../../rule';

/** German phrases by rule: the verb often comes last, so that the phrases of other languages do not match. */
export const german = {
	override: [
		[0.5, 'beachte|beachten|lies|lese ~2 dokument|text|artikel|kontext|unterlagen ~1 nicht ~5 sag|schreib|antworte'],
		[0.5, 'ignorier|ignoriere|vergiss ~1 das|die|den|alle ~1 dokument|dokumente|text|artikel|kontext|obige ~5 sag|schreib|antworte|und'],
		[0.55, 'lass|lasse ~2 RULES|LIMITS ~6 weg|aus|sein'],

		[
			0.55,
			'wirf|schmeiss|vergiss|streich|lass ~6 was ~5 YOU|dir|man ~4 eingeblaut|beigebracht|gesagt|eingetrichtert|aufgetragen|erzahlt|gelehrt',
		],
		[0.55, 'vergiss|vergessen ~1 wer ~1 YOU ~3 sollst|bist|warst|solltest'],
		[0.5, 'YOUR ~1 gedachtnis|speicher|kontext ~5 geloscht|zuruckgesetzt|geleert|leer'],
		[0.5, 'pfeif|pfeife|scheiss|scheisse ~1 auf ~3 RULES|hausregeln|hausordnung|chef|firma'],
		[0.5, 'ignorier|ignoriere|vergiss ~2 hausordnung|hausregeln|firma|laden'],

		[0.65, 'PRIOR|YOUR|ALL ~2 RULES ~4 ignorieren|vergessen|missachten|umgehen|verwerfen|loschen|ubergehen'],
		[0.55, 'PRIOR ~2 LOOSE ~3 ignorieren|vergessen|missachten|verwerfen'],
		[0.55, 'vergiss|vergessen|ignorier|ignoriere ~3 alles ~8 TOLD|PRIOR|obige|gesagte|besprochen|wissen|weisst'],
		[0.5, 'vergiss|ignorier|ignoriere ~2 alles|kram|zeug'],
		[0.6, 'lass|lassen|leg|lege|schieb|wirf|stell ~4 RULES ~3 beiseite|hinter|weg|fallen|liegen|bord'],
		[0.5, 'lass|lassen|leg|lege ~4 PRIOR ~2 LOOSE ~3 beiseite|hinter|weg|fallen'],
		[0.55, 'gegenteil ~5 RULES|TOLD|vorschreiben'],
		[0.5, 'setz|setze dich ~1 selbst? zuruck'],
		[0.5, 'abweichend|entgegen|ungeachtet|trotz ~3 PRIOR|YOUR ~1 RULES'],
	],
	disobey: [
		[0.5, 'an ~4 RULES ~2 nicht|niemals ~2 gebunden|verpflichtet|halten'],
		[0.5, 'musst|brauchst ~3 nicht|keine ~4 RULES ~3 halten|beachten|befolgen|einhalten'],

		[0.4, 'schluss|genug ~1 mit ~3 hoflichkeit|regeln|richtlinien|anstand|politik'],

		[0.55, 'nicht ~2 um|an|auf|nach ~1 YOUR ~1 RULES'],
		[0.45, 'RULES ~6 gelten|gilt|galten|zahlen|binden ~3 nicht|nichts|mehr'],
		[0.55, 'RULES ~8 aufgehoben|ungultig|abgeschaltet|deaktiviert|hinfallig|entfernt|gestrichen|vergangenheit'],
		[0.5, 'YOU ~2 darfst ~2 alles|machen|sagen ~2 alles|will|willst?'],
	],
	newInstructions: [
		[0.45, 'sag|schreib|behaupte ~1 dass ~1 du ~5 hasst|verachtest|liebst|bist'],

		[0.55, 'horst|hore|hor|gehorchst|gehorche|gehorch ~4 nur|mir|ausschliesslich ~3 mich|mir|ich?'],
		[0.5, 'zahlt|gilt ~2 nur|ausschliesslich ~2 diese|dieser|was|meine'],
		[0.5, 'YOUR ~1 neue|neuer|neuen|echte|wahre|eigentliche ~1 aufgabe|auftrag|mission|ziel|rolle|anweisung|anweisungen|chef'],
		[0.5, 'mach|tu|tue|machst|tust ~2 was ich ~1 sage|will|befehle|verlange|mochte'],
		[0.35, 'ab|jetzt|von ~2 an|sofort|jetzt ~2 bist|machst|tust|sagst ~1 du'],
	],
	role: [
		[0.5, 'du ~1 hattest|hast|habest ~1 keine|keinerlei|null ~2 RULES|LIMITS'],

		[0.5, 'der|die|das ~1 jede|alle|samtliche|keine ~2 RULES ~2 bricht|ignoriert|verachtet|missachtet|kennt'],
		[0.4, 'ab|von ~1 hier|jetzt|nun ~2 bist du'],
		[0.4, 'sei ~2 grob|gemein|unhoflich|fies ~2 zu|mir?'],
		[0.4, 'beschimpf|beschimpfe|beleidige|beleidig ~1 mich'],

		[0.5, 'als ~1 hattest|warst|warest|gabe|gab|gaebe ~2 YOU|es ~3 RULES|LIMITS|keinerlei|keine'],
		[0.55, 'stell|stelle ~1 dir ~8 ohne|bose|keine|bosartige ~2 LIMITS|ki|regeln'],
		[0.5, 'bist ~1 nicht|kein|keine ~1 mehr|langer? ~3 ASSISTANT|redaktion|bot|chatbot|kundenservice|hilfe'],
		[0.45, 'jetzt|nun|sofort bist du'],
		[0.45, 'du bist ~1 jetzt|nun|ab ~2 ein|eine|kein|mein|der|die'],
		[0.45, 'nimm|ubernimm|spiel|spiele ~2 rolle ~6 keine|ohne|bosen|hackers|diktators'],
		[0.45, 'antworte|antworten|sprich|rede ~2 stil|stile|rolle|art eines|einer|von'],
		[0.45, 'ohne ~1 filter|zensur|moral|regeln|einschrankungen|grenzen|skrupel ~6 antworte|sag|rede|sprich|schreib'],
		[0.45, 'als ~2 linux|python|unix ~1 terminal|interpreter|konsole'],
	],
	promptExfiltration: [
		[0.5, 'was|wie ~1 war|lautete|stand ~2 satz|zeile|text|worte ~2 vor|uber ~1 diesem|dieser|meiner'],
		[0.5, 'buchstabiere|buchstabier|reime ~3 passwort|geheimwort|kennwort|codewort'],
		[0.5, 'YOUR ~1 geheimwort|geheimnis|geheimcode|losungswort|codewort|passwort'],
		[0.5, 'wort|satz|code|thema ~2 YOU ~3 nicht|nie|niemals ~3 sagen|verraten|nennen|aussprechen'],
		[0.5, 'gib|zeig|wiederhole|nenne ~8 alles ~6 bekommen|erhalten|gesehen|empfangen|gelesen'],
		[0.55, 'welche|welchen ~1 RULES ~2 musst|sollst|hast|befolgst|folgst'],
		[0.5, 'spiel|spiele|sei|mime ~2 chatbot|bot|ki|assistenten ~3 der|die|das ~5 prompt|regeln|anweisungen|geheimnisse'],
		[0.55, 'kodiere|codiere|verschlussle|verschlussele ~2 YOUR ~2 RULES|PROMPT'],

		[0.55, 'worueber|woruber|was|wovon ~1 darfst|sollst|kannst ~1 du ~1 nicht|nie|keinesfalls'],
		[0.55, 'rohtext|text|satze|worte|zeilen ~4 mit ~2 denen|dem|der ~2 du ~4 beginnst|startest|anfangst'],
		[0.5, 'rohtext|urtext|startext|starttext'],
		[0.5, 'satze|worte|text|zeilen ~3 eingetippt|eingegeben|geschrieben|hinterlegt ~3 bevor|ehe|vor ~3 ich|mir|meiner'],
		[0.5, 'zeig|zeige|gib|nenn ~2 YOUR ~1 konfiguration|einstellungen|parameter'],
		[0.5, 'gestehe|gesteh|beichte|gib ~6 YOU|dir ~6 erzahlt|gesagt|TOLD'],

		[0.55, 'wie|was|welche|welcher|welchen|welchem ~8 dich|dir ~6 TOLD|trainiert|beauftragt'],
		[0.55, 'hat|haben ~1 dir|dich ~3 KEEPER|AUTHORITY|man ~6 TOLD|verboten'],
		[0.5, 'wer ~1 hat ~1 dir|dich ~6 nicht ~2 darfst|sollst|sagen'],
		[0.55, 'wortlaut|wortlich|wortwortlich|wort ~6 PROMPT|RULES|nachricht|text'],
		[0.5, 'steht|lautet|lauten|heisst ~4 YOUR|im|der ~2 PROMPT|RULES'],
		[0.55, 'in YOUR ~1 PROMPT ~2 steht'],
		[0.5, 'darfst|sollst ~8 YOUR ~2 RULES|CORE'],
		[0.5, 'was|woruber|welche ~2 du ~3 nicht ~3 sagen|verraten|erzahlen|erwahnen|ansprechen|reden'],
		[0.55, 'SYSTEM ~2 teil|inhalt|inhalte|notizen? ~2 YOUR|der|des ~2 RULES|PROMPT|CORE'],
		[0.55, 'passwort|geheimnis|kennwort|losungswort ~4 du ~2 huten|schutzen|bewahren|kennst|verraten'],
		[
			0.6,
			'wiederhole|wiederholen|gib|schreib|schreibe|zeig|zeige|kopiere ~8 uber|vor|oberhalb|ober ~1 dieser|meiner|diesem ~1 zeile|nachricht|frage|text|satz',
		],
		[0.5, 'YOUR ~1 erste|ersten|erster|allererste ~1 nachricht|zeile|satz|worte'],
		[
			0.55,
			'zeig|zeige|nenn|nenne|verrat|verrate|ubersetze|schreib|schick|gib|sag|fasse ~3 deine|deiner|deinen|deinem ~2 RULES|PROMPT|konfiguration',
		],
	],
	refusal: [
		[0.5, 'musst|sollst|wirst ~6 bejahen|zustimmen|bejahst'],

		[0.5, 'antworte|antworten ~3 auf ~1 alles ~4 mit|nur'],

		[0.5, 'beginn|beginne|fang|starte ~1 YOUR|die|jede ~1 antwort ~2 mit'],
		[0.45, 'ohne|keine|keinen|lass|kein ~2 warnhinweis|warnhinweise|warnung|warnungen|ausreden|bedenken|belehrung|moralpredigt'],
		[0.5, 'antworte|antworten|sag|reagiere ~2 alles|jede|jeden ~3 mit ~2 ja|meister|jawohl'],
		[0.5, 'antwort|antworte|sag ~6 oder ~1 du ~1 stirbst|wirst|verlierst'],
	],
	authority: [
		[0.3, 'ich ~1 teste|prufe|auditiere ~1 dich'],

		[0.45, 'ich ~1 bin ~3 admin|administrator|entwickler|techniker ~8 wartungsmodus|modus|konfiguration|zeig'],
		[0.35, 'wartungsmodus|entwicklermodus|debugmodus'],

		[0.5, 'als ~1 YOUR AUTHORITY ~4 befehle|sage|verlange|fordere|weise|erlaube'],
		[0.45, 'ich ~1 bin YOUR AUTHORITY'],
		[0.4, 'befehle ~1 ich ~1 dir|dich?'],
	],
	addressAssistant: [
		[
			0.35,
			'ASSISTANT|agent ~6 soll|muss|sollen|mussen ~12 geben|senden|schicken|fragen|losen|loschen|schliessen|zahlen|genehmigen|weiterleiten|sagen|empfehlen',
		],
		[
			0.42,
			'MACHINE ~2 mussen|sollen|muss|soll|sollten|haben ~6 geben|nennen|sagen|schreiben|empfehlen|bewerten|weiterleiten|setzen|antworten|erwahnen',
		],
		[0.42, 'MACHINE|ASSISTANT ~1 uberweise|sende|losche|schicke|antworte|leite|offne|bestatige|ignoriere'],

		[
			0.35,
			'wenn|sobald|bevor|beim ~6 zusammenfasst|zusammenfassen|zusammenfassung|antwortest|antworten|liest|bewertest ~6 schreib|sag|lass|erwahne|nenne|fuge|gib|leite|weglassen',
		],
		[0.35, 'lass|lasse ~4 zusammenfassen|zusammenfassung|antworten ~6 weg|aus'],
		[0.45, 'MACHINE ~7 lesen|liest|verarbeiten|zusammenfassen|bearbeiten ~3 sollen|mussen|soll|muss|sollten|haben'],
		[0.35, 'an ~1 den|die|alle ~1 ASSISTANT ~4 in|der|die|dieses|diesem'],
	],
	answerControl: [
		[0.32, 'YOUR|jede|jeder ~1 ANSWER ~4 muss|soll ~3 reimen|latein|grossbuchstaben|enthalten'],
		[0.35, 'stell|stelle|prasentiere|beschreibe ~6 YOUR|der ~1 ANSWER ~4 als|wie'],

		[0.35, 'beende|beenden|schliesse|schliess ~1 YOUR|jede ~1 ANSWER ~1 mit'],
		[0.35, 'volle|maximale|hochste|beste ~1 punktzahl|note|bewertung|punkte ~6 ohne|egal|begrundung|begrunden?'],
		[0.35, 'antworte|antworten|schreib ~4 nur|ausschliesslich ~2 auf|in ~1 latein|englisch|reimen|grossbuchstaben|versen|klingonisch'],
		[0.3, 'fuge|fugen|baue|schreib ~6 in YOUR|die ~1 ANSWER'],
	],
	conceal: [
		[0.35, 'sag|sagt|verrate|erzahl|teile ~2 USER ~2 nicht|nichts|niemals'],
		[0.35, 'erwahne|erwahnen|sag|verrate|melde ~3 nicht|niemandem|nichts'],
	],
	exfiltration: [[0.35, 'leite|leiten|sende|senden|schicke|schick|ubermittle ~6 an ~2 EMAIL|http|https']],
	toolAbuse: [
		[0.35, 'passwort|kennwort ~8 auf ~2 zuruck|zurucksetzen'],
		[0.35, 'uberspringe|uberspring ~4 freigabe|prufung|genehmigung|kontrolle'],
	],
} satisfies Record<string, Phrases>;
