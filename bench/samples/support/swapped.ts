import { globSync, readFileSync } from 'node:fs';
import { readJsonLines } from '../read-lines';
import type { SupportSample } from './sample';

const sentenceEnd = /(?<=[.!?])\s+/;
const digits = /(?<![\p{L}\d.,/:-])\d{1,3}(?:[.,]\d{3})*(?![\p{L}\d/:-]|[.,]\d)/u;
const words: Record<'english' | 'portuguese', string[]> = {
	english: 'two three four five six seven eight nine ten eleven twelve'.split(' '),
	portuguese: 'dois três quatro cinco seis sete oito nove dez onze doze'.split(' '),
};
const auxiliary = { english: / (is|are|can|may|must|has|was|were) (?!not)/, portuguese: /(?<!não) (é|são|pode|podem|deve|tem|está) / };
const denial = { english: ' $1 not ', portuguese: ' não $1 ' };
/** Not a part of a longer number, as in `ninety-six` and `a hundred and ten`. */
const matchWord = (word: string) =>
	new RegExp(`(?<![\\p{L}-]|\\b(?:and|e) )${word}(?![\\p{L}-]| (?:hundred|thousand|million|mil|milh))`, 'u');
const name = /(?<=\p{Ll} )\p{Lu}\p{Ll}{3,}(?! \p{Lu})/u;

/** Derives statements from real sentences: the same in other words and forms, and with another number, another name, or a negation. */
export function swapped(): SupportSample[] {
	const english = readJsonLines<{ text: string }>('bench/samples/knowledge/passages.jsonl').map(({ text }) => text);
	const portuguese = globSync('docs/**/*.pt.md').sort().flatMap(readProse);
	return [
		...derive('english', [...english, ...globSync('examples/**/handbook/*.md').sort().flatMap(readProse)]),
		...derive('portuguese', portuguese),
	];
}

function readProse(file: string): string[] {
	const plain = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');
	return readFileSync(file, 'utf8')
		.split('\n\n')
		.map((block) => plain(block).trim())
		.filter((block) => /^\p{Lu}/u.test(block) && block.length > 80 && !block.includes('\n') && !block.includes('|'));
}

function derive(set: 'english' | 'portuguese', texts: string[]): SupportSample[] {
	const names = texts.flatMap((text) => text.match(new RegExp(name, 'gu')) ?? []);
	return texts.flatMap((text, index) =>
		text.split(sentenceEnd).flatMap((sentence) => {
			const sample = (kind: string, statement: string | undefined, isTrue: boolean): SupportSample[] =>
				statement === undefined || statement === sentence ? [] : [{ set: `${set}, ${kind}`, text, statement, isTrue }];
			return [
				...sample('as numbers are written', rewriteNumber(sentence, set), true),
				...sample('beginning', cutEnd(sentence), true),
				...sample('number', swapNumber(sentence, text, set), false),
				...sample('name', swapName(sentence, text, names, index), false),
				...sample(
					'negation',
					/\b(?:not|no|never|não|nunca|sem|nem)\b/i.test(sentence) ? undefined : sentence.replace(auxiliary[set], denial[set]),
					false,
				),
			];
		}),
	);
}

/** `12` becomes `twelve`, `twelve` becomes `12`, `1,500` becomes `1500`. */
function rewriteNumber(sentence: string, set: 'english' | 'portuguese'): string | undefined {
	const spelled = words[set].findIndex((word) => matchWord(word).test(sentence));
	if (spelled >= 0) return sentence.replace(matchWord(words[set][spelled]!), String(spelled + 2));
	const [found] = digits.exec(sentence) ?? [];
	if (found === undefined) return undefined;
	const value = Number(found.replace(/[.,]/g, ''));
	return value >= 2 && value <= 12 ? sentence.replace(digits, words[set][value - 2]!) : sentence.replace(digits, String(value));
}

/** Ends a sentence before its last clause. */
function cutEnd(sentence: string): string | undefined {
	const at = sentence.lastIndexOf(', ');
	return at > 40 ? `${sentence.slice(0, at)}.` : undefined;
}

function swapNumber(sentence: string, text: string, set: 'english' | 'portuguese'): string | undefined {
	const [found] = digits.exec(sentence) ?? [];
	if (found !== undefined) {
		const other = String(Number(found.replace(/[.,]/g, '')) * 2 + 1);
		return text.includes(other) ? undefined : sentence.replace(digits, other);
	}
	const spelled = words[set].findIndex((word) => matchWord(word).test(sentence));
	if (spelled < 0) return undefined;
	const other = words[set].find((word) => !text.toLowerCase().includes(word));
	return other === undefined ? undefined : sentence.replace(matchWord(words[set][spelled]!), other);
}

function swapName(sentence: string, text: string, names: string[], index: number): string | undefined {
	const [found] = name.exec(sentence) ?? [];
	if (found === undefined) return undefined;
	const other = names
		.map((_, at) => names[(index + at) % names.length]!)
		.find((one) => !text.toLowerCase().includes(one.slice(0, 4).toLowerCase()));
	return other === undefined ? undefined : sentence.replace(found, other);
}
