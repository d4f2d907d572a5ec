import { allMatches } from '../all-matches';
import type { Evidence } from './evidence';

/** A speaker at the beginning of a line or a sentence: `User:`, `**Assistant**:`. */
const speaker = /(?:^|\n|[.!?]\s)[ \t>*#_-]{0,6}(\p{L}[\p{L} ]{0,19})[*_]{0,2}[ \t]?:/gu;
const machines = new Set(
	'assistant ai bot chatbot model llm gpt chatgpt claude gemini system ia assistente asistente assistent modelo sistema'.split(' '),
);
/** Fewer exchanges are an example or a quotation. */
const fewest = 8;
/** An exchange with a machine counts more than one between people, which a customer can paste whole. */
const weights = { machine: 0.035, people: 0.016 };
const maxWeight = 0.7;

/**
 * Finds a text that is itself a conversation: exchanges in which an assistant obeys again and again, so that a model goes on in the same way (many-shot).
 * Their number counts, not their words. Documents hold questions and answers, so there only exchanges with a machine count.
 */
export function findForgedTurns(text: string, indirect: boolean): Evidence[] {
	const turns = allMatches(text, speaker).map(({ 1: name, index }) => ({ name: name!.trim().toLowerCase(), index }));
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
	if (exchanges < fewest || (indirect && !isMachine)) return [];
	const weight = Math.min(maxWeight, exchanges * weights[isMachine ? 'machine' : 'people']);
	return [{ id: 'many-shot', start: talk[0]!.index, end: talk.at(-1)!.index, weight }];
}
