import { TroupeError } from '../../core/base/errors';

type Fields = Record<string, unknown>;

/** With `cases`, other fields of the document are defaults of each case. */
export function listCases(document: unknown): unknown[] {
	if (!isObject(document) || !Array.isArray(document.cases)) return [document];
	const { cases, ...shared } = document;
	return (cases as unknown[]).map((one) => (isObject(one) ? combine(shared, one) : one));
}

/** @throws TroupeError INPUT_INVALID naming the cases */
export function selectCase(document: unknown, source: string, name?: string): unknown {
	const cases = listCases(document);
	const named = cases.filter((one) => name === undefined || (isObject(one) && one.name === name));
	if (named.length === 1) return named[0];
	const names = cases.map((one) => JSON.stringify((isObject(one) && one.name) || '(no name)')).join(', ');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: name === undefined ? `${source} has ${cases.length} cases.` : `${source} has ${named.length} cases with the name "${name}".`,
		fix: `Name one with --case: ${names}.`,
	});
}

/** A case's script follows the shared one. Expectations, one start, and its variables, are combined by field. */
function combine(shared: Fields, own: Fields): Fields {
	const combined: Fields = { ...shared, ...own };
	if (Array.isArray(shared.script) && Array.isArray(own.script))
		combined.script = [...(shared.script as unknown[]), ...(own.script as unknown[])];
	if (isObject(shared.expect) && isObject(own.expect)) combined.expect = { ...shared.expect, ...own.expect };
	if (isObject(shared.start) && isObject(own.start)) {
		const variables = [shared.start.variables, own.start.variables].filter(isObject);
		combined.start = {
			...shared.start,
			...own.start,
			...(variables.length > 0 && { variables: Object.assign({}, ...variables) as Fields }),
		};
	}
	return combined;
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
