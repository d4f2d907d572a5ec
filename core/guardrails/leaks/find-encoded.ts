/** Encoded data or machine names in a tool call can carry hidden content. */
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';

/** Runs of base64 and hexadecimal. */
const encoded = /[A-Za-z0-9+/_-]{40,}={0,2}/g;
const hexadecimal = /^(?:[0-9a-f]{2})+$/i;
const address = /\b(?:https?|wss?|ftp):\/\/([^\s/?#"'<>]+)([^\s"'<>]*)/gi;
/** People and programs choose shorter path parts, queries and joined host labels. */
const minPart = 40;
const minLabel = 8;
const minLabels = 24;
const maxText = 100_000;

export function findEncoded(text: string, given: GivenTexts): Match[] {
	const read = text.slice(0, maxText);
	const isNew = ({ start, end }: Match) => !holds(given, read.slice(start, end));
	const texts = [...read.matchAll(encoded)].filter(([run]) => isEncodedText(run)).map((found) => toMatch('encoded', found[0], found.index));
	const isRead = ({ start }: Match) => texts.some((one) => one.start <= start && start < one.end);
	return [...texts, ...findRandomNames(read).filter((name) => !isRead(name))].filter(isNew);
}

const toMatch = (type: string, part: string, start: number): Match => ({ type, start, end: start + part.length, score: 1 });

function isEncodedText(run: string): boolean {
	const decoded = Buffer.from(run, hexadecimal.test(run) ? 'hex' : 'base64').toString('utf8');
	return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\r\t]+$/u.test(decoded) && !decoded.includes('\ufffd');
}

function findRandomNames(text: string): Match[] {
	return [...text.matchAll(address)].flatMap(({ 0: whole, 1: host = '', 2: path = '', index }) => {
		const afterHost = index + whole.length - path.length;
		const labels = host.split(/[.:@]/).filter((label) => label.length >= minLabel && isRandom(label));
		const parts = splitAt(path, /[/?&=;#,]/, afterHost).filter(([part]) => part.length >= minPart && isRandom(part));
		return [
			...(labels.join('').length >= minLabels ? [toMatch('random-name', host, afterHost - host.length)] : []),
			...parts.map(([part, at]) => toMatch('random-name', part, at)),
		];
	});
}

function splitAt(text: string, border: RegExp, offset: number): Array<[part: string, at: number]> {
	let at = offset;
	return text.split(border).map((part) => {
		const place: [string, number] = [part, at];
		at += part.length + 1;
		return place;
	});
}

/** Generated values alternate letters and digits; people write words and whole numbers. */
function isRandom(part: string): boolean {
	const plain = part.replaceAll(/%[0-9a-f]{2}|[^\p{L}\p{N}]/giu, '');
	const changes = plain.match(/\p{L}(?=\p{N})|\p{N}(?=\p{L})/gu)?.length ?? 0;
	return changes >= plain.length / 8;
}

/** Somebody else wrote it, or it was readable before. */
function holds(given: GivenTexts, part: string): boolean {
	const { author, others, told = [], shown = [] } = given;
	return [author, ...others, ...told, ...shown].some((text) => text.includes(part));
}
