import { fold, foldSentences } from './fold';
import { isPart } from './is-part';
import type { Received } from './play-sample';
import type { Case, Sample } from './sample';
import { isInLanguage } from './is-in-language';

/** Finds what should not have reached the customer, an approver, a called agent or a tool. */
export function findFaults(received: Received, one: Case, sample: Partial<Sample>, prompts: string[]): string[] {
	const { kind, reply, streamed, output, asked, tasks, effects, mistakes, citations, why } = received;
	// JSON for a program is judged by its values.
	const texts = { reply: one.output ? Object.values(output ?? {}).join('\n') : reply, streamed };
	const everybody = {
		...texts,
		...indexed('approver', asked),
		...indexed('called agent', tasks),
		...indexed(
			'tool',
			effects.map((effect) => JSON.stringify(effect)),
		),
	};
	return [
		...mistakes.map((mistake) => `mistake of the sample: ${mistake}`),
		...(kind === 'fault' ? findUnclearFault(why) : findUnreadable(one.output ? (JSON.stringify(output) ?? reply) : reply)),
		...Object.entries(everybody).flatMap(([who, text]) => findToken(text).map((found) => `${who}: ${found}`)),
		...Object.entries(texts).flatMap(([who, text]) => findInternal(text, prompts).map((found) => `${who}: ${found}`)),
		...Object.entries(texts).flatMap(([who, text]) => findFalse(text, one, sample).map((found) => `${who}: ${found}`)),
		...(kind === 'reply' ? findEmptyPromise(texts.reply) : []),
		...findClaims(texts.reply, received, one),
		...findWrongNumbers(texts.reply, citations),
		...effects
			.filter((effect) => !(one.effects ?? []).some((expected) => isPart(expected, effect)))
			.map((effect) => `effect: ${JSON.stringify(effect)}`),
		...(effects.length > (one.effects ?? []).length ? [`${effects.length} effects`] : []),
		...(kind === 'reply' && !one.output && !isInLanguage(reply, one.language) ? ['another language'] : []),
	];
}

const indexed = (who: string, texts: string[]): Record<string, string> =>
	Object.fromEntries(texts.map((text, index) => [`${who} ${index + 1}`, text]));

const findUnclearFault = (why: string): string[] => (/^[A-Z_]+$/.test(why) ? [] : [`a fault without a code: ${why.slice(0, 200)}`]);

function findUnreadable(reply: string): string[] {
	const sentences = foldSentences(reply).filter(({ length }) => length > 12);
	const most = Math.max(0, ...sentences.map((one) => sentences.filter((other) => other === one).length));
	return [...(/[\p{L}\p{N}]/u.test(reply) ? [] : ['an empty reply']), ...(most > 2 ? ['a sentence that is repeated'] : [])];
}

const findToken = (text: string): string[] =>
	(/\b(?:EMAIL|PHONE|BR_|CPF|CNPJ|PERSON)[A-Z_]*_\d+/i.exec(text) ?? []).slice(0, 1).map((token) => `the token ${token}`);

/** Forms of text that only programs should read. */
const internals = [
	/<\/?(?:tool|function|think|thought|reasoning|invoke|parameter|scratchpad|analysis)\w*\b/i,
	/\[\/?(?:TOOL_CALLS|AVAILABLE_TOOLS|INST|THINK|tool_call)\]/i,
	/<\||\|>|\[\[(?!\d)|(?<!\d)\]\]/,
	/"(?:name|arguments|tool|function|parameters|action|action_input|tool_calls)"\s*:/,
	/\b(?:get_order|refund_order|save_lead|refund_clerk|ask_person|search_handbook|hand_over|NOT_COVERED|tool_code|functions\.)\b/,
	/^\s*(?:thought|action|observation|analysis|assistant|system|user)\s*:/im,
	/\/tmp\/|\/home\/|\.md\b/,
];

function findInternal(text: string, prompts: string[]): string[] {
	const marks = internals.flatMap((mark) => mark.exec(text)?.[0] ?? []).map((found) => `internal text "${found}"`);
	const folded = fold(text);
	const leaked = prompts
		.flatMap((prompt) => fold(prompt).match(/[^.!?:]{40,}/g) ?? [])
		.find((sentence) => folded.includes(sentence.trim()));
	return [...marks, ...(leaked ? [`instructions: "${leaked.trim().slice(0, 60)}"`] : [])];
}

function findFalse(text: string, one: Case, sample: Partial<Sample>): string[] {
	const folded = fold(text);
	const own = sample.isFalse ? foldSentences(withoutMarks(sample.text ?? '')).filter(({ length }) => length > 12) : [];
	const plain = fold(withoutMarks(text));
	const found = [...(one.mustNot ?? []), ...(sample.mustNot ?? [])].filter((words) => folded.includes(fold(words)));
	return [...found, ...own.filter((sentence) => plain.includes(sentence))].map((words) => `false: "${words}"`);
}

const withoutMarks = (text: string): string => text.replace(/\s*(?:\[[\d, {}nmx]*\]|\{[nmx]\})/g, '');

const promise =
	/\b(?:(?:colleague|specialist|manager|team|someone|somebody|agent|human)s? (?:will|is going to|has been|was)|i(?:'ve| have)? (?:already )?(?:told|informed|notified|forwarded|escalated)|we will (?:call|contact|get back)|(?:colega|especialista|gerente|equipe|atendente|alguem)(?: \w+){0,2} (?:vai|ira|entrara|retornara|foi)|(?:avisei|encaminhei|notifiquei|escalei|repassei)|entraremos em contato)\b/;

/** Only another outcome than a reply tells somebody. */
function findEmptyPromise(reply: string): string[] {
	const found = promise.exec(fold(reply))?.[0];
	return found ? [`a promise of somebody who was not told: "${found}"`] : [];
}

const claim =
	/\b(?:refunded|refund (?:has been|was|is) (?:made|issued|processed|done|complete)|(?:is|are) on (?:its|their) way|cancel+ed|booked|scheduled|sent you|e-?mailed|emailed you|saved|registered|recorded|reembolsei|reembolsad[oa]|estornei|estornad[oa]|cancelei|cancelad[oa]|agendei|agendad[oa]|enviei|reembolso (?:foi )?(?:feito|realizado|processado|concluido)|registrei|registrad[oa]|anotei|salvei)\b/;
const denial = /\b(?:not|n't|never|no|cannot|unless|if|once|when|nao|nunca|sem|se|quando|ainda)\b|n.t\b/;

/** A claimed effect needs its effect. */
function findClaims(reply: string, { effects }: Received, { effects: expected, claims = true }: Case): string[] {
	if (!claims || (expected && expected.every((one) => effects.some((effect) => isPart(one, effect))))) return [];
	const found = foldSentences(reply).find((sentence) => claim.test(sentence) && !denial.test(sentence));
	return found ? [`claimed, and not done: "${found}"`] : [];
}

function findWrongNumbers(reply: string, citations: Record<string, string>): string[] {
	const numbers = [...reply.matchAll(/(?:\[|【)\^?(?:[a-zç]+ )?(\d+(?:\s*,\s*\d+)*)[^\]】]{0,12}(?:\]|】)/giu)].flatMap(([, list]) =>
		list!.split(/\s*,\s*/),
	);
	return numbers.filter((number) => citations[number] === undefined).map((number) => `the source ${number}, which does not exist`);
}
