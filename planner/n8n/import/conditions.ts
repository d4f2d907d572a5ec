import { isFields } from '../../../core/base/is-fields';
import { type Expressions, requireShort } from './expressions';
import type { ImportedNode } from './imported-workflow';
import { listAt, textAt, valueAt } from './node-types';
import { type Data, NoFeel, textOf, type Written } from './written';

type Type = 'text' | 'number' | 'boolean' | 'time' | 'list' | 'object';

const types: Record<string, Type> = {
	...{ string: 'text', number: 'number', boolean: 'boolean', dateTime: 'time', array: 'list', object: 'object' },
};

/** Reads the conditions of n8n's filter, old and new, as FEEL. */
export class Conditions {
	constructor(
		private readonly expressions: Expressions,
		private readonly data: Data,
	) {}

	/** The condition of an If or Filter node. @throws NoFeel */
	ofNode({ parameters }: ImportedNode): string {
		const { conditions } = parameters;
		if (isFields(conditions) && Array.isArray(conditions.conditions)) return this.filter(conditions);
		const isAny = parameters.combineOperation === 'any' || parameters.combineConditions === 'OR';
		const listed = Object.keys(types).flatMap((type) =>
			listAt(conditions, type).map(({ value1, operation, value2 }) => {
				const usual = type === 'number' ? 'smaller' : type === 'dateTime' ? 'after' : 'equal';
				const other = value2 ?? { boolean: false, number: 0, string: '' }[type];
				return this.compare(types[type]!, typeof operation === 'string' ? operation : usual, value1, other);
			}),
		);
		return join(listed, isAny);
	}

	/** @throws NoFeel */
	filter(value: unknown): string {
		const options = valueAt(value, 'options');
		const ignoresCase = valueAt(options, 'caseSensitive') === false;
		const listed = listAt(value, 'conditions').map(({ leftValue, rightValue, operator }) => {
			const type = types[textAt(operator, 'type')];
			if (!type) throw new NoFeel('operator', textAt(operator, 'type'));
			return this.compare(type, textAt(operator, 'operation'), leftValue, rightValue, ignoresCase);
		});
		return join(listed, valueAt(value, 'combinator') === 'or');
	}

	/** @throws NoFeel */
	compare(type: Type, operation: string, one: unknown, other: unknown, ignoresCase = false): string {
		if (one === undefined) throw new NoFeel('secret');
		const left = this.expressions.read(one, this.data);
		if (left.type === undefined) this.data.note(left, type === 'time' ? 'text' : type);
		const { feel } = left;
		if (['exists', 'notExists', 'notExist'].includes(operation)) return `${feel} ${operation === 'exists' ? '!=' : '='} null`;
		if (['empty', 'isEmpty'].includes(operation)) return isEmpty(feel, type);
		if (['notEmpty', 'isNotEmpty'].includes(operation)) return `not(${isEmpty(feel, type)})`;
		if (type === 'boolean' && ['true', 'false'].includes(operation)) return `${feel} = ${operation}`;
		const right = toType(this.expressions.read(other ?? null, this.data), type);
		if (type === 'list') return compareList(feel, operation, right.feel);
		if (type === 'time') return `${asTime(left)} ${comparator(operation)} ${asTime(right)}`;
		const [a, b] = ignoresCase && type === 'text' ? [lower(left), lower(right)] : [feel, right.feel];
		return compareOne(type, operation, a, b);
	}
}

function join(conditions: string[], isAny: boolean): string {
	if (conditions.length === 0) throw new NoFeel('missing');
	const parts = conditions.map((one) => (conditions.length > 1 && / (?:and|or) /.test(one) ? `(${one})` : one));
	return requireShort({ feel: parts.join(isAny ? ' or ' : ' and ') }).feel;
}

const isEmpty = (feel: string, type: Type): string =>
	type === 'text' ? `(${feel} = null or ${feel} = "")` : type === 'list' ? `(${feel} = null or count(${feel}) = 0)` : `${feel} = null`;

/** n8n reads a number and a truth value of a text. */
function toType(written: Written, type: Type): Written {
	const [, text] = /^"([^"\\]*)"$/.exec(written.feel) ?? [];
	if (text === undefined) return written;
	if (type === 'number' && /^-?\d{1,15}(?:\.\d{1,12})?$/.test(text.trim())) return { feel: text.trim(), type: 'number' };
	if (type === 'boolean' && /^(?:true|false)$/.test(text)) return { feel: text, type: 'boolean' };
	if (type === 'list' && /^\d{1,9}$/.test(text)) return { feel: text, type: 'number' };
	return written;
}

const lower = (written: Written): string => `lower case(${textOf({ ...written, ...(written.isPath && { type: 'text' as const }) })})`;

const asTime = ({ feel, type }: Written): string => (type === 'time' ? feel : `date and time(${feel})`);

const comparators: Record<string, string> = {
	...{ equals: '=', equal: '=', notEquals: '!=', notEqual: '!=', gt: '>', larger: '>', lt: '<', smaller: '<' },
	...{ gte: '>=', largerEqual: '>=', lte: '<=', smallerEqual: '<=' },
	...{ after: '>', before: '<', afterOrEquals: '>=', beforeOrEquals: '<=' },
};

function comparator(operation: string): string {
	if (!Object.hasOwn(comparators, operation)) throw new NoFeel('operator', operation);
	return comparators[operation]!;
}

const ofTexts: Record<string, string> = { contains: 'contains', startsWith: 'starts with', endsWith: 'ends with' };

function compareOne(type: Type, operation: string, left: string, right: string): string {
	const positive = operation.replace(/^not([A-Z])/, (_, first: string) => first.toLowerCase());
	if (type === 'text' && Object.hasOwn(ofTexts, positive)) {
		const test = `${ofTexts[positive]}(${left}, ${right})`;
		return positive === operation ? test : `not(${test})`;
	}
	return `${left} ${comparator(operation)} ${right}`;
}

function compareList(list: string, operation: string, right: string): string {
	if (operation === 'contains') return `list contains(${list}, ${right})`;
	if (operation === 'notContains') return `not(list contains(${list}, ${right}))`;
	const [, rest] = /^length(\w+)$/.exec(operation) ?? [];
	if (rest === undefined) throw new NoFeel('operator', operation);
	return `count(${list}) ${comparator(rest.slice(0, 1).toLowerCase() + rest.slice(1))} ${right}`;
}
