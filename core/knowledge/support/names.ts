import { foldAccents } from '../../words/terms';
import { tokenShape } from '../../base/text/masked-token';

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[.'’&-][\p{L}\p{N}]+)*/gu;
const calendar =
	/^(?:brl|usd|eur|gbp|i|i'?m|i'?ve|i'?d|i'?ll|ok|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|segunda|terca|quarta|quinta|sexta|sabado|domingo|jan(?:uary|eiro)?|feb(?:ruary)?|fev(?:ereiro)?|mar(?:ch|co)?|apr(?:il)?|abr(?:il)?|may|maio|june?|junho|july?|julho|aug(?:ust)?|agosto|sep(?:t|tember)?|setembro|oct(?:ober)?|outubro|nov(?:ember|embro)?|dec(?:ember)?|dez(?:embro)?)(?:s|'s|-feira)?$/i;
/** Share of capitalised words from which a line is a title. */
const titleShare = 0.6;
/** Common letters of two spellings: `Brazil`, `Brasil`, `Brazilian`. */
const prefix = 4;

/** Words capitalised in mid-sentence, or mixing letters and digits, such as `X200`. */
export function findNames(sentence: string): string[] {
	const plain = sentence.replace(tokenShape, ' ');
	const words = [...plain.matchAll(word)].map(({ 0: text, index }) => ({ text, isFirst: isFirst(plain, index) }));
	const large = words.filter(({ text }) => /^\p{Lu}/u.test(text));
	const isTitle = words.length > 2 && large.length >= words.length * titleShare;
	const names = words.filter(({ text, isFirst: first }) => isCode(text) || (isName(text) && !first && !isTitle)).map(({ text }) => text);
	return [...new Set(names)];
}

const isName = (text: string): boolean => /^\p{Lu}\p{L}/u.test(text) && !calendar.test(foldAccents(text));
const isCode = (text: string): boolean => /^(?=.*\p{L}{1}.*\d|.*\d)(?=.*\p{Lu})[\p{L}-]{1,6}-?\d[\p{L}\p{N}-]*$/u.test(text);

/** First words of a sentence, item or quotation, and after a colon, are capitalised anyway. */
const isFirst = (text: string, index: number): boolean =>
	/(?:^|[.!?:;\n"“”'‘(*_[/|]|[-–—•>])\s*$/.test(text.slice(Math.max(0, index - 6), index));

export function indexNames(texts: readonly string[]): (name: string) => boolean {
	const known = new Set<string>();
	for (const text of texts)
		for (const part of fold(text).match(/[\p{L}\p{N}]+/gu) ?? []) {
			known.add(part);
			if (part.length >= prefix && !/\d/.test(part)) known.add(`${part.slice(0, prefix)}*`);
		}
	return (name) =>
		(fold(name).match(/[\p{L}\p{N}]+/gu) ?? []).every(
			(part) => known.has(part) || (!/\d/.test(part) && known.has(`${part.slice(0, prefix)}*`)) || part.length < 2,
		);
}

const fold = (text: string): string => foldAccents(text.toLowerCase()).replace(/['’]s\b/g, '');
