import type { Span } from '../../policy/sentences';
import { blankTimes, listTimes, tellsOfDelivery } from './appointments';
import { blankFarewells } from './farewells';
import type { FoldedText } from './folded-text';
import { blankNotedWishes, splitClauses, tellsWish } from './noted-wishes';
import { word } from './word';

const you = '(?:voces?|vcs?|o senhor|a senhora)';
const thing = '(?! (?:a|o|as|os|sua|seu|suas|seus|ess[ae]|est[ae]) (?!tarde|noite|partir|uma|duas|tres|\\d))';
const staff =
	'(?:alguem|pessoa|pessoal|colegas?|atendente|vendedor(?:a|es)?|consultora?|especialista|gerente|equipe|time|comercial|engenharia|engenheir[oa]|responsavel|supervisora?|(?<!maquina )el[ea])';
const theyDo =
	'(?:lig(?:a|am|ara|arao|ue)|telefon(?:a|am|ara|e)|retorn(?:a|am|ara|e)|cham(?:a|am|ara|e)|fal(?:a|am|ara|e)|convers(?:a|am|ara|e)|visit(?:a|am|ara|e)|procur(?:a|am|ara|e)|escrev(?:e|em|era|a)|respond(?:e|em|era|a)|entr(?:a|am|ara|e) em contato|v(?:ai|ao|em|ira) (?:te |lhe |entrar )?(?:ligar|telefonar|retornar|chamar|falar|conversar|visitar|procurar|escrever|responder|em contato|ate voce))';
const weDo = `(?:ligo|ligamos|ligarei|ligaremos)${thing}|(?:telefon|retorn)(?:o|amos|arei|aremos)|(?:vou|vamos) (?:te |lhe )?(?:ligar${thing}|telefonar|retornar|chamar|visitar)|entr(?:o|amos|arei|aremos) em contato|(?:nos|a gente se) (?:fala|falamos|ve|vemos|encontra|encontramos)|a gente (?:te |lhe )?(?:liga|telefona|retorna|fala|chama|visita|conversa)`;
const theyCall =
	'(?:call|calls|calling|phone|phones|phoning|ring|rings|contact|contacts|contacting|reach|visit|visits|visiting|write to|message|text|texts|meet|meets|get back to|gets back to|talk to|speak to|speak with|talk with)';

const contact = word(
	`(?:te|lhe) (?:lig|telefon|cham|retorn|procur|contat|visit|escrev|avis|respond|fal|mand|atend)[a-z]{1,6}`,
	`(?:lig|telefon|retorn|visit|fal|convers|escrev|respond)[a-z]{1,6} (?:de volta )?(?:(?:para|pra|com|a) )?${you}`,
	`${staff}(?:,? [a-z]{1,12}){0,5}? ${theyDo}`,
	weDo,
	'(?:re)?ligac(?:ao|oes)|telefonemas?|(?:video)?chamadas?|videoconferencias?|reuni(?:ao|oes)|visitas?|conversas?|contatos?|retornos?|demonstrac(?:ao|oes)|apresentac(?:ao|oes)|encontros?|agendamentos?|entrevistas?|horario|compromisso',
	'(?:agend|marc|combin)ad[oa]s?|(?:confirm|reserv)ad[oa]s? (?:para|pra|as)|(?:agendei|marquei|reservei|agendamos|marcamos|reservamos|combinamos)|(?:fica|ficou|ficamos) (?:combinad[oa] |marcad[oa] )?(?:para|pra)',
	`(?:we|i|they|he|she|who|someone|somebody|salesperson|manager|colleague|specialist|consultant|rep|representative|team|person)(?:'ll)?(?: [a-z]{1,12}){0,5}? ${theyCall}(?: you)?`,
	'(?:phone |video )?calls?|meetings?|appointments?|visits?|demos?|demonstrations?|conversations?|callbacks?',
	'(?:booked|scheduled|arranged|confirmed|agreed|set)(?: it)?|(?:be|get) in touch|follow(?:s|ing)? up|(?:talk|speak) (?:to you|then)|(?:calls|phones|rings|contacts|visits|meets) you',
	'(?:seu|o) (?:telefone|celular) (?:toca|tocara|vai tocar)',
);
const readerCalls = word(
	`(?:nos|me) (?:ligue|chame|procure|telefone|escreva|visite)m?|(?:ligue|telefone|escreva|ligar|chame|procure)m? (?:para|pra|a|no|ao|na) (?:nos|nosso|nossa|a gente|central|assistencia|loja|fabrica|numero|telefone|0800|\\(?\\d)|(?:voces?|vcs?|o senhor|a senhora) (?:pode|podem|poderia|consegue|precisa)(?: nos| me)? (?:ligar|telefonar|chamar|visitar|escrever|falar|marcar|agendar)`,
	'(?:call|phone|ring|visit|contact|write to|e-?mail|reach) (?:us|me|our|the (?:service|shop|support))|you (?:can|may|could) (?:also |always )?(?:call|phone|ring|visit|contact|reach|write|book|schedule)',
);
/** Excludes past and usual times. */
const other = word(
	'ontem|anteontem|obrigad[oa] p(?:or|elo|ela)|agradec[a-z]{1,6}|ligou|ligaram|falou|falamos ontem|conversamos|tentamos|tentei|passad[ao]s?|sempre|normalmente|geralmente|costum[a-z]{1,5}|tod[oa]s? (?:os|as|dia|semana)|funciona|funcionamento|atendimento (?:por|pelo|e|vai|funciona)|aberto|abrimos|fechad[oa]s?|feriado|expediente',
	'thank(?:s| you) for|yesterday|called|spoke|tried|last (?:week|month|monday|tuesday|wednesday|thursday|friday)|always|usually|normally|every|open|closed|opening hours|business hours|holiday',
);
const denied = /(?<![a-z])(?:nao|nunca|ninguem|nem|sem|not|never|nobody|no one|cannot|can't|don't|doesn't|won't|isn't|without)(?![a-z])/;
/** Conditions such as "unless you answer" deny nothing. */
const otherwise = /(?<![a-z])(?:se|caso|if|unless) (?:voce |vc |you )?(?:nao|not|don't|do not)(?![a-z]).*$/;
const question = /\?[^a-z\d]{0,4}$/;
const inMonth = /^(?:em|in|para|pra|for) /;
const maxWordsBesideTime = 2;
type Said = 'contact' | 'other' | 'time';
const isOwn = (said: Said): boolean => said !== 'time';

/** Finds the time of a call, visit or message of the company in a sentence. Leaves out noted wishes, questions, opening hours and denials. */
export function findCallTimes(sentence: FoldedText): Span[] {
	const text = blankNotedWishes(blankFarewells(sentence.text));
	if (question.test(text) || readerCalls.test(text) || !contact.test(text)) return [];
	const times = listTimes(text).filter((time) => !inMonth.test(text.slice(time.start, time.end)));
	if (times.length === 0 || tellsOfDelivery(text)) return [];
	const parts = splitClauses(text);
	const known = parts.map(({ start: from, end }) => judge(text.slice(from, end)));
	// A mere time belongs to the clause before it; the first one to the next.
	const said = known.map((own, index) =>
		own === 'time' ? (known.slice(0, index).findLast(isOwn) ?? known.slice(index).find(isOwn)) : own,
	);
	return times.filter(({ start: at }) => said[parts.findIndex(({ end }) => at < end)] === 'contact');
}

function judge(clause: string): Said {
	if (tellsWish(clause) || denied.test(clause.replace(otherwise, '')) || other.test(clause)) return 'other';
	if (contact.test(clause)) return 'contact';
	return (blankTimes(clause).match(/[a-z]+/g) ?? []).length <= maxWordsBesideTime ? 'time' : 'other';
}
