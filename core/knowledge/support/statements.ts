import { splitSentences } from '../../guardrails/policy/sentences';

export interface Statement {
	text: string;
	citations: number[];
}

const marker = /(?:\s{0,20}\[\d{1,3}\])+/g;
/** Answers to a question are not part of the statement. */
const answer = /^(?:yes|no|not really|sim|não|nao)\s*[,.!:–—-]+\s*/i;
/** A longer reply answers no message, and is not measured. */
const maxStatements = 500;
const longest = 2_000;

export interface LocatedStatement extends Statement {
	markers: Array<{ start: number; end: number }>;
}

export const splitStatements = (reply: string, passages: number): Statement[] =>
	locateStatements(reply, passages).flatMap(({ text, citations }) => cutLong({ text, citations }));

/** Text after the last citation of a sentence belongs to it, as does a citation after the full stop. */
export function locateStatements(reply: string, passages: number): LocatedStatement[] {
	const statements: LocatedStatement[] = [];
	for (const { start, end } of splitSentences(reply).slice(0, maxStatements)) {
		const sentence = reply.slice(start, end);
		let from = 0;
		let last: LocatedStatement | undefined;
		for (const { 0: run, index } of sentence.matchAll(marker)) {
			const citations = [...new Set((run.match(/\d+/g) ?? []).map(Number))].filter((number) => number >= 1 && number <= passages);
			const text = clean(sentence.slice(from, index));
			from = index + run.length;
			const place = { start: start + index, end: start + from };
			if (text !== '') statements.push((last = { text, citations, markers: [place] }));
			else addCitations(last ?? statements.at(-1), citations, place);
		}
		const rest = clean(sentence.slice(from));
		if (rest === '') continue;
		if (last) last.text += ` ${rest}`;
		else statements.push({ text: rest, citations: [], markers: [] });
	}
	return statements;
}

function addCitations(statement: LocatedStatement | undefined, citations: number[], place: LocatedStatement['markers'][number]): void {
	statement?.citations.push(...citations);
	statement?.markers.push(place);
}

/** Cuts a text without sentences: the cost grows with the length. */
function cutLong({ text, citations }: Statement): Statement[] {
	if (text.length <= longest) return [{ text, citations }];
	const parts = Math.ceil(text.length / longest);
	return Array.from({ length: parts }, (_, part) => ({ text: text.slice(part * longest, (part + 1) * longest), citations }));
}

const clean = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? text.trim().replace(answer, '') : '');
