/**
 * Marks of a sealed request, by which those of a person are found without opening all: short keyed hashes of the numbers and addresses in it. They tell
 * whoever lacks the key which requests have the same number, as pseudonyms do elsewhere in the state, and nothing of other words.
 */

/** Hashes a text of a tenant under a key of the installation. */
export type HashText = (tenant: string, text: string) => string;

const numbers = /(?<![\p{L}\p{N}])\d{5,}(?![\p{L}\p{N}])/gu;
const isNumber = /^\d{5,}$/;
/** The words beside the sign of an address, which stand so in each text that has the address. */
const addresses = /(?<![\p{L}\p{N}])([\p{L}\p{N}]+)@([\p{L}\p{N}]+)/gu;
const markLetters = 6;
/** More would be longer than the request is worth. */
const maxMarks = 40;
/** In place of marks: the request has more than fit, so every search opens it. */
const any = ',*';
/** They are before the request. */
const headLetters = (markLetters + 1) * maxMarks + 10;

const listNumbers = (text: string) => [...new Set(text.match(numbers))];
const listAddresses = (text: string) =>
	[...text.matchAll(addresses)]
		.filter(([, before, after]) => !isNumber.test(before!) && !isNumber.test(after!))
		.map(([address]) => address);

const toMark = (hash: HashText, tenant: string, word: string): string => `,${hash(tenant, `request ${word}`).slice(0, markLetters)}`;

/** Returns the marks of a request, each after a comma. */
export function markRequest(hash: HashText, tenant: string, stored: string): string {
	const text = stored.toLowerCase();
	const words = [...listNumbers(text), ...new Set(listAddresses(text))];
	return words.length > maxMarks ? any : words.map((word) => toMark(hash, tenant, word)).join('');
}

/** Returns a condition on what is stored, for requests that can have one of the names, with its values; undefined where marks say nothing of a name. */
export function findMarked(
	hash: HashText,
	dialect: 'sqlite' | 'postgres',
	{ tenant, names }: { tenant: string; names: readonly string[] },
): { sql: string; values: string[] } | undefined {
	const marks: string[] = [];
	for (const name of names) {
		const [word] = [...listNumbers(name).toSorted((one, other) => other.length - one.length), ...listAddresses(name)];
		if (word === undefined) return undefined;
		marks.push(toMark(hash, tenant, word));
	}
	const own = [any, ...new Set(marks)];
	const place = dialect === 'sqlite' ? 'instr' : 'strpos';
	const has = own.map(() => `${place}(substr(stored, 1, ${headLetters}), ?) > 0`).join(' OR ');
	return { sql: `(stored NOT LIKE 'sealed%' OR ${has})`, values: own };
}
