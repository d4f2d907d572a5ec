import type { ListChoice } from '../../../core/base/n8n-lists';
import type { Field } from './collect-fields';
import { encodeChoice, encodeListed } from './encode-value';
import { listFixedChoices } from './node-description';
import type { Condition } from './template-document';

export type All = Condition[];

export interface Presence {
	isCertain: boolean;
	/** Conditions that are met if none of them is shown. Undefined if a template cannot express it. */
	none?: All;
}

/** The ways in which a shown parameter has one of the values. Undefined if a template cannot express it. */
export function writeHas(values: unknown[], target: Field, present: Presence): All[] | undefined {
	const [property, ...others] = readIds(target);
	const filled = values.filter((value) => !isBlank(value));
	const ways: All[] = [];
	if (isCheckbox(target)) {
		// A checkbox without a value counts as true in conditions.
		const exists: Condition = { type: 'simple', property, isEmpty: false };
		return filled.map((value) => [exists, { type: 'simple', property, equals: value as boolean }]);
	}
	if (filled.length > 0)
		ways.push(...[property, ...others].map((id): All => [{ type: 'simple', property: id, oneOf: filled.map(encodeFor(target)) }]));
	if (filled.length < values.length) {
		if (!present.isCertain) return undefined;
		ways.push(writeEmpty(target));
	}
	return ways;
}

/** The ways in which the parameters of one path have none of the values, or are not shown. Undefined if a template cannot express it. */
export function writeHasNot(values: unknown[], targets: Field[], present: Presence): All[] | undefined {
	const [target] = targets as [Field];
	const [property] = readIds(target);
	const filled = values.filter((value) => !isBlank(value));
	const choices = isCheckbox(target) ? [] : listChoices(targets);
	const others = choices.filter((choice) => !filled.includes(choice) && !isBlank(choice));
	const ways: All[] = others.length === 0 ? [] : [[{ type: 'simple', property, oneOf: others.map(encodeFor(target)) }]];
	// A blank value is not hidden. The condition is also met if the parameter is absent.
	if (choices.some(isBlank) && filled.length === values.length) return [...ways, [{ type: 'simple', property, isEmpty: true }]];
	const none = present.isCertain ? [] : present.none;
	if (none === undefined) return undefined;
	const absent: All[] = present.isCertain ? [] : [none];
	if (isCheckbox(target)) {
		const allowed = [true, false].filter((value) => !values.includes(value));
		return [...absent, ...allowed.flatMap((value) => writeHas([value], target, present) ?? [])];
	}
	if (choices.length > 0) return [...absent, ...ways];
	return filled.length > 0 ? undefined : [...absent, ...writeFilled(target)];
}

/** In a collection, a Boolean is a list, because it can be unset. */
const isCheckbox = ({ parameter, collection }: Field): boolean => parameter.type === 'boolean' && !collection;

/** Every value that lists of choices can have; empty if one of the parameters takes any value. */
function listChoices(targets: Field[]): unknown[] {
	const lists = targets.map(({ parameter, collection }) => {
		if (parameter.type === 'hidden') return [parameter.default];
		if (parameter.type === 'boolean') return ['', true, false];
		const choices = parameter.type === 'options' ? listFixedChoices(parameter).map(({ value }) => value) : [];
		return choices.length > 0 ? [collection ? '' : parameter.default, ...choices] : [];
	});
	return lists.every((list) => list.length > 0) ? [...new Set(lists.flat())] : [];
}

/** The ways in which the parameter has a value. */
export const writeFilled = (target: Field): All[] => readIds(target).map((property) => [{ type: 'simple', property, isEmpty: false }]);

/** The parameter has no value. A property that is not active counts as empty. */
export const writeEmpty = (target: Field): All => readIds(target).map((property) => ({ type: 'simple', property, isEmpty: true }));

/** The properties whose values conditions read: those of the locator itself, not of its mode. Only one of them is active at a time. */
export function readIds({ id, parameter, list, collection }: Field): [string, ...string[]] {
	if (!isLocator(parameter.type)) return [id];
	if (!list || collection) return [`${id}.value`];
	const isOnlyList = (parameter.modes ?? []).every(({ name }) => name === 'list');
	return isOnlyList ? [`${id}.list`] : [`${id}.value`, `${id}.list`];
}

export const isLocator = (type: string): boolean => ['resourceLocator', 'workflowSelector', 'agentSelector'].includes(type);

const encodeFor =
	({ parameter, list }: Field) =>
	(value: unknown): string | number => {
		if (parameter.type === 'number') return value as number;
		return list ? encodeListed(value as ListChoice['value']) : encodeChoice(value);
	};

export const isBlank = (value: unknown): boolean => value === '' || value === null || value === undefined;
