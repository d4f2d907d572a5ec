/**
 * Marks find a person's sealed requests without opening all: short keyed hashes of numbers and addresses. Without the key they only show which
 * requests share a number, like other pseudonyms.
 */

type HashText = (tenant: string, text: string) => string;

const numbers = /(?<![\p{L}\p{N}])\d{5,}(?![\p{L}\p{N}])/gu;
const isNumber = /^\d{5,}$/;
/** The words around `@`, which occur in each text with the address. */
const addresses = /(?<![\p{L}\p{N}])([\p{L}\p{N}]+)@([\p{L}\p{N}]+)/gu;
const markLetters = 6;
/** More marks would outweigh the request. */
const maxMarks = 40;
const any = ',*';
const headLetters = (markLetters + 1) * maxMarks + 10;

const listNumbers = (text: string) => [...new Set(text.match(numbers))];
const listAddresses = (text: string) =>
	[...text.matchAll(addresses)]
		.filter(([, before, after]) => !isNumber.test(before!) && !isNumber.test(after!))
		.map(([address]) => address);

const toMark = (hash: HashText, tenant: string, word: string): string => `,${hash(tenant, `request ${word}`).slice(0, markLetters)}`;

export function markRequest(hash: HashText, tenant: string, stored: string): string {
	const text = stored.toLowerCase();
	const words = [...listNumbers(text), ...new Set(listAddresses(text))];
	return words.length > maxMarks ? any : words.map((word) => toMark(hash, tenant, word)).join('');
}

/** Returns a condition, with values, for requests that may contain a name; undefined if marks do not cover one of the names. */
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
