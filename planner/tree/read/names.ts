import { isVariable, treeLimits } from '../limits';

/** Letters that Unicode does not take apart. */
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ð: 'd', þ: 'th', ı: 'i' };

/** Removes marks from letters: `Validação` becomes `Validacao`. Letters of other alphabets are dropped. */
const toAscii = (text: string): string =>
	text
		.slice(0, 500)
		.normalize('NFKD')
		.replace(/[^\0-\x7f]/gu, (letter) => letters[letter.toLowerCase()] ?? (/\p{M}/u.test(letter) ? '' : ' '));

/** Makes an id of any text; of one without Latin letters, the fallback. */
export function toId(text: string, fallback: string): string {
	const words = toAscii(text)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^[^a-z]+|-+$/g, '');
	return words.slice(0, treeLimits.id - 4).replace(/-+$/, '') || fallback;
}

/** Makes the name of a variable of any text: `Customer e-mail` becomes `customerEMail`. */
export function toVariable(text: string): string {
	const words = toAscii(text)
		.split(/[^A-Za-z0-9]+/)
		.filter(Boolean);
	const [first = '', ...rest] = words;
	const joined = [/^[A-Z0-9]+$/.test(first) ? first.toLowerCase() : lowerFirst(first), ...rest.map(upperFirst)].join('');
	const name = joined.replace(/^[^A-Za-z]+/, '');
	const short = lowerFirst(name).slice(0, treeLimits.variable - 5) || 'value';
	return isVariable(short) ? short : `${short}Value`;
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Returns the name, or the first with a number that is not taken, and takes it. */
export function takeName(name: string, taken: Set<string>, joint = '-'): string {
	let free = name;
	for (let number = 2; taken.has(free); number++) free = `${name}${joint}${number}`;
	taken.add(free);
	return free;
}
