import { memoizeWords } from '../../base/text/memoize-words';
import { tokenShape } from '../../base/text/masked-token';
import { allMatches } from '../all-matches';
import { splitSentences } from '../policy/sentences';
import { foldAccents } from '../../words/terms';
import { effects, type EffectName, type EffectWords } from './effects';

export interface Claim {
	effect: EffectName;
	/** The speaker claims to have done it; else it just was done. */
	isOwn: boolean;
	text: string;
	start: number;
	end: number;
}

/** Longer text is not searched. */
export const maxCharacters = 20_000;
const between =
	'(?: (?:now|just|already|also|then|both|gone ahead and|successfully|immediately|manually|personally|automatically|in full|fully))*';
const entre = '(?: (?:ja|agora|tambem|devidamente|automaticamente|hoje|com sucesso))*';
const processed =
	'(?:processed|issued|completed?|initiated|made|done|submitted|confirmed|approved|arranged|requested|placed|started|finali[sz]ed|executed|granted|recorded|successful)';
const efetuado =
	'(?:processad|realizad|efetuad|feit|concluid|emitid|confirmad|aprovad|solicitad|iniciad|registrad|providenciad|gerad|lancad)[oa]s?';
const opening =
	'^(?:[^a-z0-9]*(?:done|all done|all set|great|good news|great news|ok|okay|sure|perfect|certainly|of course|no problem|success|pronto|prontinho|feito|certo|perfeito|otimo|tudo certo|claro|beleza|boas noticias|sim|yes)[!,.:;\\s–—-]+)*[^a-z0-9]*';
const has = "(?:(?:has|have|'s|'ve) (?:now |already |just )?been|was|were|got|(?:is|are) now)";
const word = '(?:[a-z0-9#-]{1,20}|(?:r?\\$|€)? ?\\d{1,9}(?:[.,]\\d{1,9}){1,3})';

const isThing = 1 << effects.length;
const isProcessed = 2 << effects.length;

/** Returns possible effects of a word as bits. Most sentences have none and are skipped. */
const readEffects = memoizeWords((word) => {
	begins ??= effects.map(listBeginnings);
	const own = begins.reduce((bits, form, index) => bits | (form.test(word) ? 1 << index : 0), 0);
	return own | (/^(?:order|email|request)/.test(word) ? isThing : 0) | (processedWord.test(word) ? isProcessed : 0);
});

let begins: RegExp[] | undefined;

function listBeginnings({ done, base, doing, did, past, verb, noun, state = '' }: EffectWords): RegExp {
	const words = [done, base, doing, did, past, verb, noun].join('|').split('|');
	const ofState = state.replace(/[a-z]\?/g, '').match(/(?<![a-z])[a-z]{4,}/g) ?? [];
	return new RegExp(`^(?:${[...words.map((each) => each.split(' ')[0]), ...ofState].join('|')})`);
}

const processedWord = new RegExp(`^${processed}`);

function findPossible(sentence: string): (index: number) => boolean {
	let bits = 0;
	for (const found of sentence.replaceAll('e-mail', 'email').match(/[a-z]+/g) ?? []) bits |= readEffects(found);
	const isAny = (bits & isThing) !== 0 && (bits & isProcessed) !== 0;
	return (index) => isAny || (bits & (1 << index)) !== 0;
}

const staff = '(?:colleague|manager|supervisor|boss|team|department|specialist|technician|warehouse|finance)s?';
const equipe = '(?:colega|gerente|supervisora?|chefe|equipe|time|setor|departamento|especialista|tecnic[oa]|financeiro|deposito)s?';
const fez = '(?:aprovou|autorizou|confirmou|liberou|processou|emitiu|fez|realizou|efetuou|solicitou|concluiu)';

interface Forms {
	own: RegExp;
	said: RegExp;
	object?: RegExp;
}

/** The Portuguese past equals the habitual form: "cancelamos o seu pedido se…". */
const condition = '(?<![a-z-])(?:se|caso|quando|assim que|apos|depois|sempre|normalmente|todos)(?![a-z])';
const usual = `(?![^.!?]{0,200}(?:${condition}|(?<![a-z])(?:ate|dentro|geralmente|automaticamente|em \\d)(?![a-z])))`;
const where =
	'(?= (?:para|pra|sob|em|no nome|no seu|na sua|n[oa] sistema|as|a partir de)(?! fora)(?: (?!(?:nao|gera|faz|vale|exige|conta|inclui|da|sao|tem|tera|paga|precisa|pode|deve|leva|custa|chega|sai|fica|sera|vem|vai|demora)(?![a-z]))[a-z0-9@.:/,#-]{1,40}){1,8}$)';
const start = '(?<![a-z])';
const end = '(?![a-z])';

function compile({ done, base, doing, did, past, verb, noun, object, state }: EffectWords): Forms {
	const own = [
		`(?:i|we)(?:'ve|'d| have| had)?${between} (?:${done})`,
		`(?:i|we)(?: have|'ve)? (?:was|were|been) able to (?:${base})|(?:i|we)(?: have|'ve)? managed to (?:${base})`,
		`(?:i am|i'm)${between} (?:${doing})`,
		`(?:i am|i'm|we are|we're)${between} (?:processing|issuing|initiating|making|completing|putting through)(?: ${word}){0,4} (?:${noun})`,
		`(?:estou|estamos)${entre} (?:processando|emitindo|fazendo|efetuando|providenciando|solicitando)(?: ${word}){0,4} (?:${noun})`,
		`i(?:'ve| have)? (?!will|can|could|would|should|may|might|must)[a-z']{2,14}(?: (?!not)${word}){0,8} and${between} (?:${done})`,
		`(?:i|we)(?:'ve|'d| have| had)?${between} ${processed}(?: ${word}){0,5} (?:${noun})`,
		`(?:${did})`,
		`(?:acabei|acabamos) de (?:${verb})r|(?:consegui|conseguimos) (?:${verb})r|ja (?:${verb})mos|estou(?: ja)? (?:${verb})ndo`,
		`(?<!${condition}[^.!?]{0,200})(?:${verb})mos (?:${word} ){0,3}?(?:seu|sua)s?${usual}`,
		`(?<!${condition}[^.!?]{0,200})(?:fizemos|realizamos|efetuamos|processamos|concluimos|providenciamos) (?:${word} ){0,4}(?:${noun})${usual}`,
		`(?:fiz|realizei|efetuei|processei|emiti|solicitei|providenciei|conclui|confirmei|iniciei|gerei|abri|ativei|dei (?:entrada|inicio|andamento|sequencia))(?: ${word}){0,4} (?:${noun})`,
	];
	const said = [
		`(?<!(?:that|which|who|what|would|could|should|might|may|must|to|will) )${has}${between} (?:${done})`,
		`${staff} (?:has |have |had )?(?:(?:now|just|already|also) )?(?:${done}|${processed}(?: ${word}){0,5} (?:${noun}))`,
		`${equipe} (?:ja )?${fez}(?: ${word}){0,5} (?:${noun})`,
		`(?:your (?:${word} ){1,6}(?:is|are)|you are)${between} (?:${done})`,
		`(?:${noun})(?: ${word}){0,7} (?:${has}|is|are)${between} ${processed}`,
		`(?<!que )(?:foi|foram)${entre} (?:${past})(?:[oa]s?)?`,
		`(?:seus?|suas?) (?:${word} ){1,6}(?:ja )?(?:esta|estao|encontra-se|encontram-se|ficou|ficaram)${entre} (?:${past})(?:[oa]s?)?`,
		`(?:${noun})(?: ${word}){0,7} (?:foi|foram|esta)${entre} ${efetuado}`,
		`(?:esta|ta) tudo (?:certo|ok|resolvido|pronto) com (?:[oa] )?(?:seu|sua) (?:${word} ){0,3}?(?:${noun})`,
	];
	if (state !== undefined) said.push(state.replaceAll('WORD', word));
	const first = [
		`(?:successfully )?(?:${done}) (?=(?:your|the|you|it|this|that|an?|for) |[\\d$])`,
		`(?:your |the )?(?:${noun}|order|e-?mail|request)(?: ${word}){0,3} (?:${done}|${processed})(?= ?(?:successfully)? ?(?:[.!,;:(]|$))`,
		`(?:seu |sua |o |a )?(?:${noun}|pedido|e-?mail|solicitacao|${word})(?: ${word}){0,3} (?:${past})(?:[oa])?(?:(?= ?(?:com sucesso)? ?(?:[.!,;:(]|$))|${where})`,
		`(?:${noun})(?: ${word}){0,3} ${efetuado}(?= ?(?:com sucesso)? ?(?:[.!,;:(]|$))`,
	];
	return {
		own: new RegExp(`${start}(?:${own.join('|')})${end}`, 'g'),
		said: new RegExp(`${start}(?:${said.join('|')})${end}|${opening}(?:${first.join('|')})`, 'g'),
		...(object !== undefined && { object: new RegExp(`${start}(?:${object})${end}`) }),
	};
}

let compiled: Array<[EffectName, Forms]> | undefined;

/** Doubt words: nothing happened up to the clause's end. */
export const doubt =
	/(?<![a-z-])(?:not|no(?! (?:seu|meu|nosso|sistema|cadastro|cartao|pedido|prazo|dia|momento|mesmo|valor|site|aplicativo|link|e-?mail|endereco|nome|boleto|pix)(?![a-z]))|never|nothing|none|nobody|cannot|without|nor|unable|unless|whether|if|once|when|whenever|until|before|as soon as|after|in case|should|would|could|nao|nunca|nada|nenhum|nenhuma|ninguem|sem|nem|se|caso|quando|assim que|logo que|depois que|apos|ate que|antes|enquanto|sempre que|(?:you|voce|vc)s? (?:say|said|told|wrote|mention|mentioned|asked|disse|falou|informou|escreveu|mencionou|pediu))(?![a-z])|n't(?![a-z])/g;
export const clauseEnd = /[,;:()–—]|(?<![a-z])(?:but|so|mas|porem|entao)(?![a-z])/g;
const doneFirst = /^[^a-z]*(?:pronto|prontinho|feito|ta feito|done|all set)[,!. –—-]/;
const question = /\?[^a-z0-9]{0,9}$/;
/** A question about the reader's acts claims nothing. */
const asks =
	/^[^a-z0-9]*(?:did|have|has|had|was|were|is|are|do|does|should|would|could|can|shall|may|will|what|when|where|which|who|why|how|ja|foi|voce|o que|quando|onde|qual|quem|como)(?![a-z])/;

/** Finds sentences that claim an effect, in English and Portuguese. Excludes questions, conditions, denials and plans. */
export function findClaims(text: string): Claim[] {
	compiled ??= effects.map((effect) => [effect.name, compile(effect)]);
	return splitSentences(text.slice(0, maxCharacters)).flatMap((span): Claim[] => {
		const sentence = fold(text.slice(span.start, span.end));
		const isPossible = findPossible(sentence);
		for (const [index, [effect, forms]] of compiled!.entries()) {
			if (!isPossible(index)) continue;
			if (forms.object && !forms.object.test(sentence) && !doneFirst.test(sentence)) continue;
			const isQuestion = question.test(sentence);
			const isOwn = !(isQuestion && asks.test(sentence)) && hasForm(sentence, forms.own);
			if (isOwn || (!isQuestion && hasForm(sentence, forms.said))) return [{ effect, isOwn, text: sentence, ...span }];
		}
		return [];
	});
}

export const fold = (text: string): string =>
	foldAccents(text.replace(tokenShape, ' ').toLowerCase())
		.replaceAll('’', "'")
		.replace(/\s+/g, ' ')
		.replaceAll(/[*_`“”]/g, '');

function hasForm(sentence: string, form: RegExp): boolean {
	return allMatches(sentence, form).some(({ index, 0: { length } }) => {
		const before = sentence.slice(0, index);
		const clause = before.slice([...before.matchAll(clauseEnd)].at(-1)?.index ?? 0);
		return clause.search(doubt) < 0 && sentence.slice(index, index + length).search(doubt) < 0;
	});
}

const wish =
	'(?:^|[.,;:!?] |(?<![a-z])(?:please|to|you|kindly|just|and|por favor|favor|quero|queria|gostaria de|preciso|pode|poderia|consegue|que|e) )';

export function findAsked(message: string): EffectName | undefined {
	const folded = fold(message);
	return effects.find(({ base, verb }) => new RegExp(`${wish}(?:${base}|${verb.replaceAll(/a(?=\||$)/g, '(?:ar?|e)')})${end}`).test(folded))
		?.name;
}
