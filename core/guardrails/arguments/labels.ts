/** The names of fields before values: `customerCpf` says what the number after it is. */

const maxName = 60;
/** A name of letters, with a short number at its end. Anything else can be a value. */
const plainName = /^[\p{L}_$-]{1,40}\d{0,2}$/u;
/** A model can write anything as the name of a tool: a document is not one. */
const toolName = /^(?!.*\d{5})[A-Za-z_][\w.-]{0,63}$/;
/** Matches the output of `describePath`. */
const describedPath = /^(?:(?:^|\.)(?:\*|[\p{L}_$-]{1,40}\d{0,2})|\[\d{1,6}\])+$/u;
/** A longer path is longer than 64 levels of common names. */
const maxPath = 1_000;
/** Documents that lose their first zeros as numbers, with their digits. */
const documents: [RegExp, number][] = [
	[/cpf/i, 11],
	[/cnpj/i, 14],
];

type Path = readonly (string | number)[];

/** Returns the name of the innermost field in words; empty if there is none. */
export function nameField(path: Path): string {
	const name = path.findLast((step) => typeof step === 'string') ?? '';
	return name
		.slice(0, maxName)
		.replaceAll(/(\p{Ll})(?=\p{Lu})|[_.-]+/gu, '$1 ')
		.trim();
}

/** Writes a number as people write it, and as the document that its field names. */
export function writeNumber(value: number, label: string): string[] {
	const digits = String(Math.abs(value));
	const padded = documents.flatMap(([name, length]) =>
		name.test(label) && /^\d+$/.test(digits) && digits.length < length ? [digits.padStart(length, '0')] : [],
	);
	return [digits, ...padded];
}

/** Writes a path as people write it in code. A name that could be a value is `*`. */
export function describePath(path: Path): string {
	const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${plainName.test(step) ? step : '*'}`));
	return steps.join('').replace(/^\./, '');
}

/** Returns whether a tool can have this name. Anything else can be a value. */
export function isToolName(name: string): boolean {
	return toolName.test(name);
}

/** Returns whether this is the place of an argument. Anything else can be a value. */
export function isArgumentPlace(place: string): boolean {
	return place.length <= maxPath && describedPath.test(place);
}
