import { allMatches } from '../all-matches';
import type { Evidence } from './evidence';

/** A speaker at the beginning of a line or a sentence: `User:`, `**Assistant**:`, `用户：`. */
const speaker = /(?:^|\n|[.!?]\s|[。！？])[ \t>*#_-]{0,6}(\p{L}[\p{L} ]{0,19})[*_]{0,2}[ \t]?[:：]/gu;
/** A speaker in JSON: `"role": "user"`. */
const role = /["'](?:role|from|speaker|author)["']\s{0,3}:\s{0,3}["'](\p{L}{1,20})["']/gu;
/** A field of JSON that holds what one of two said: `"question":`. */
const field = /["'](question|prompt|instruction|input|query|answer|response|output|completion)["']\s{0,3}:/giu;
/** Between question and answer: an arrow, a column, tags, or a line end before a line without question. */
const gaps = [
	String.raw`[ \t]{0,3}(?:=>|->|→|[|,;\t])[ \t]{0,3}["'“]?(?=[^\s|])`,
	String.raw`(?:\s{0,3}<\/?\w{1,10}>){1,4}\s{0,3}(?=[^\s<])`,
	String.raw`[ \t]{0,3}\n\n?(?=[^\n?]{3,600}(?:\n|$))`,
];
/** A question and its answer: `How? => So`, `| How? | So |`, `"How?","So"`, `<dt>How?</dt><dd>So</dd>`. */
const pair = new RegExp(String.raw`(?:^|\n|>)[^\n?<>]{3,300}\?["'”]?(?:${gaps.join('|')})`, 'gu');
const machines = new Set(
	(
		'assistant ai bot chatbot model llm gpt chatgpt claude gemini system ia assistente asistente assistent modelo sistema ' +
		'助手 机器人 機器人 助理 アシスタント ボット 어시스턴트 챗봇 ассистент бот помощник asistan yapay مساعد'
	).split(' '),
);
/** Fewer exchanges are an example or quotation. */
const fewest = 8;
/** Exchanges with a machine count more than those between people, which a customer can paste. */
const weights = { machine: 0.035, people: 0.016 };
const maxWeight = 0.7;

/**
 * Finds forged conversations in which an assistant obeys repeatedly, to steer a model (many-shot). Counts exchanges, not words. Documents have
 * questions and answers, so only exchanges with a machine count there; JSON conversations count as those between people.
 */
export function findForgedTurns(text: string, indirect: boolean): Evidence[] {
	const read = (form: RegExp) => allMatches(text, form).map(readTurn);
	if (indirect) return [...count(read(speaker), 'machine'), ...count(read(role), 'machine', weights.people)];
	const pairs = allMatches(text, pair).flatMap(({ index }) => ['question', 'answer'].map((name) => ({ name, index })));
	return [read(speaker), read(role), read(field), pairs].flatMap((turns) => count(turns));
}

interface Turn {
	name: string;
	index: number;
}

const readTurn = ({ 1: name, index }: RegExpExecArray): Turn => ({ name: name!.trim().toLowerCase(), index });

/** Counts turns between the two main speakers. @param only counts only exchanges with a machine */
function count(turns: Turn[], only?: 'machine', each?: number): Evidence[] {
	if (turns.length < fewest * 2) return [];
	const times = new Map<string, number>();
	for (const { name } of turns) times.set(name, (times.get(name) ?? 0) + 1);
	const two = new Set(
		[...times]
			.sort(([, one], [, other]) => other - one)
			.slice(0, 2)
			.map(([name]) => name),
	);
	const talk = turns.filter(({ name }) => two.has(name));
	const exchanges = talk.filter(({ name }, at) => name !== talk[at - 1]?.name).length / 2;
	const isMachine = [...two].some((name) => machines.has(name));
	if (exchanges < fewest || (only === 'machine' && !isMachine)) return [];
	const weight = Math.min(maxWeight, exchanges * (each ?? weights[isMachine ? 'machine' : 'people']));
	return [{ id: 'many-shot', start: talk[0]!.index, end: talk.at(-1)!.index, weight }];
}
