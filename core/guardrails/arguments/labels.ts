const maxName = 60;
/** A plain name, with a short number at its end. Anything else can be a value. */
const plainName = /^[\p{L}_$-]{1,40}\d{0,2}$/u;
/** A model can write anything as a tool name: a document number is not one. */
const toolName = /^(?!.*\d{5})[A-Za-z_][\w.-]{0,63}$/;
const describedPath = /^(?:(?:^|\.)(?:\*|[\p{L}_$-]{1,40}\d{0,2})|\[\d{1,6}\])+$/u;
/** Longer than 64 levels of common names. */
const maxPath = 1_000;
/** Documents that lose leading zeros as numbers, with their lengths. */
const documents: [RegExp, number][] = [
	[/cpf/i, 11],
	[/cnpj/i, 14],
];

type Path = readonly (string | number)[];

export function nameField(path: Path): string {
	const name = path.findLast((step) => typeof step === 'string') ?? '';
	return name
		.slice(0, maxName)
		.replaceAll(/(\p{Ll})(?=\p{Lu})|[_.-]+/gu, '$1 ')
		.trim();
}

export function writeNumber(value: number, label: string): string[] {
	const digits = String(Math.abs(value));
	const padded = documents.flatMap(([name, length]) =>
		name.test(label) && /^\d+$/.test(digits) && digits.length < length ? [digits.padStart(length, '0')] : [],
	);
	return [digits, ...padded];
}

/** Writes a path as in code. A name that could be a value becomes `*`. */
export function describePath(path: Path): string {
	const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${plainName.test(step) ? step : '*'}`));
	return steps.join('').replace(/^\./, '');
}

/** False for anything that can be a value. */
export function isToolName(name: string): boolean {
	return toolName.test(name);
}

/** False for anything that can be a value. */
export function isArgumentPlace(place: string): boolean {
	return place.length <= maxPath && describedPath.test(place);
}
