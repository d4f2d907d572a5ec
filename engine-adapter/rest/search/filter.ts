import { compare, identify, toText } from './compare';
import { isStructured, typeByName, type Field } from './fields';
import { invalidSearch } from './invalid-search';

export type Item = Record<string, unknown>;

/** All must hold. */
export interface Operators {
	$eq?: unknown;
	$neq?: unknown;
	$exists?: boolean;
	$in?: unknown[];
	$notIn?: unknown[];
	$like?: string;
	$gt?: unknown;
	$gte?: unknown;
	$lt?: unknown;
	$lte?: unknown;
}

const operators: Record<string, 'value' | 'list' | 'text' | 'boolean'> = {
	$eq: 'value',
	$neq: 'value',
	$exists: 'boolean',
	$in: 'list',
	$notIn: 'list',
	$like: 'text',
	$gt: 'value',
	$gte: 'value',
	$lt: 'value',
	$lte: 'value',
};

/** Values in a list of a filter. Each item of a search is compared with all of them. */
export const maxValues = 1_000;

/** @throws TroupeError INPUT_INVALID for another field, operator or value: an ignored filter would answer wrongly */
export function buildFilter(fields: readonly Field[], filter: Record<string, unknown>): (item: Item) => boolean {
	const tests = Object.entries(filter).map(([name, condition]) => {
		const field = findField(fields, name, 'filtered');
		if (isStructured(field)) return field.buildTest(condition);
		const operators = toOperators(field, condition);
		const { $in, $notIn } = operators;
		const lists = { within: $in && new Set($in.map(identify)), without: $notIn && new Set($notIn.map(identify)) };
		return (item: Item) => fulfils(item[name], operators, lists);
	});
	return (item) => tests.every((test) => test(item));
}

/** @throws TroupeError INPUT_INVALID for an unknown field */
export function findField(fields: readonly Field[], name: string, use: 'filtered' | 'sorted'): Field {
	const field = fields.find((each) => nameOf(each) === name && (use === 'filtered' || !isStructured(each)));
	if (field !== undefined) return field;
	throw invalidSearch(`The result cannot be ${use} by "${name.slice(0, 64)}".`, `Use one of ${fields.map(nameOf).join(', ')}.`);
}

const nameOf = (field: Field): string => (typeof field === 'string' ? field : field.name);

function toOperators(field: Field, condition: unknown): Operators {
	const given = typeof condition === 'object' && condition !== null && !Array.isArray(condition) ? condition : { $eq: condition };
	if (Object.keys(given).length === 0)
		throw invalidSearch(`The filter "${nameOf(field)}" has no operator.`, `Use one of ${Object.keys(operators).join(', ')}.`);
	for (const [operator, operand] of Object.entries(given)) checkOperand(field, operator, operand);
	return given;
}

function checkOperand(field: Field, operator: string, operand: unknown): void {
	const takes = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
	if (takes === undefined)
		throw invalidSearch(`Unknown operator "${operator.slice(0, 64)}".`, `Use one of ${Object.keys(operators).join(', ')}.`);
	if (takes === 'list' && !(Array.isArray(operand) && operand.length <= maxValues))
		throw wrongOperand(field, operator, `an array of at most ${maxValues} values`);
	if (takes === 'boolean' && typeof operand !== 'boolean') throw wrongOperand(field, operator, 'true or false');
	if (takes === 'text' && typeof operand !== 'string') throw wrongOperand(field, operator, 'a text with * and ?');
	if (isStructured(field) || takes === 'boolean' || takes === 'text') return;
	const typed = typeof field === 'string' ? typeByName(field) : field;
	const unfit = (takes === 'list' ? (operand as unknown[]) : [operand]).filter((value) => !typed.accepts(value));
	if (unfit.length > 0) throw wrongOperand(field, operator, typed.expected, unfit[0]);
}

function wrongOperand(field: Field, operator: string, expected: string, value?: unknown): Error {
	const place = `the filter "${nameOf(field)}"${operator === '$eq' ? '' : ` with ${operator}`}`;
	const found = value === undefined ? '' : `, found ${toText(value).slice(0, 64)}`;
	return invalidSearch(`The value of ${place} is invalid${found}.`, `Pass ${expected}.`);
}

function fulfils(
	value: unknown,
	condition: Operators,
	{ within, without }: Record<'within' | 'without', Set<unknown> | undefined>,
): boolean {
	const { $eq, $neq, $exists, $like } = condition;
	// One of several values, such as candidate groups, is enough.
	const values = [value].flat().map((one: unknown) => one ?? null);
	const isSame = (other: unknown) => values.some((one) => compare(one, other) === 0);
	const isIn = (list: Set<unknown>) => values.some((one) => list.has(identify(one)));
	if ($exists !== undefined && (value !== undefined && value !== null) !== $exists) return false;
	if ($eq !== undefined && !isSame($eq)) return false;
	if ($neq !== undefined && isSame($neq)) return false;
	if (within && !isIn(within)) return false;
	if (without && isIn(without)) return false;
	if ($like !== undefined && !isLike(toText(value), $like)) return false;
	return isInRange(value, condition);
}

function isInRange(value: unknown, { $gt, $gte, $lt, $lte }: Operators): boolean {
	if ([$gt, $gte, $lt, $lte].every((limit) => limit === undefined)) return true;
	if (value === undefined) return false;
	if ($gt !== undefined && !(compare(value, $gt) > 0)) return false;
	if ($gte !== undefined && !(compare(value, $gte) >= 0)) return false;
	if ($lt !== undefined && !(compare(value, $lt) < 0)) return false;
	return $lte === undefined || compare(value, $lte) <= 0;
}

// Two pointers instead of a regular expression: a foreign pattern must not be able to backtrack.
function isLike(text: string, pattern: string): boolean {
	let at = 0;
	let star = -1;
	let mark = 0;
	let next = 0;
	while (at < text.length) {
		if (pattern[next] === '*') [star, mark, next] = [next, at, next + 1];
		else if (pattern[next] === '?' || pattern[next] === text[at]) [at, next] = [at + 1, next + 1];
		else if (star >= 0) [at, mark, next] = [mark + 1, mark + 1, star + 1];
		else return false;
	}
	return /^\**$/.test(pattern.slice(next));
}
