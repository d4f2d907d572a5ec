import type { Field } from './collect-fields';
import type { DisplayRule } from './display-rules';
import { encodeChoice } from './encode-value';
import { listFixedChoices } from './node-description';
import type { Condition } from './template-document';

/** Conditions that must all be met. */
type All = Condition[];

/** Above this, a parameter would be written too often into the template. */
const maxVariants = 12;

export type WrittenConditions =
	/** The field is active if one of the lists is met. A template writes it once for each, because its conditions have no "or". */
	{ kind: 'variants'; variants: All[] } | { kind: 'never' } | { kind: 'unsupported'; rules: string[]; variants: All[] };

/** Translates when n8n shows a parameter into conditions of a template. */
export class ConditionWriter {
	readonly #fieldsByPath: Map<string, Field[]>;

	constructor(fields: Field[]) {
		this.#fieldsByPath = Map.groupBy(fields, ({ path }) => path);
	}

	write(field: Pick<Field, 'id' | 'rules'>): WrittenConditions {
		let variants: All[] = [[]];
		const unsupported: string[] = [];
		for (const rule of field.rules) {
			const ways = this.#writeRule(rule, field);
			if (ways === undefined) unsupported.push(`${rule.kind} ${rule.path} ${'values' in rule ? JSON.stringify(rule.values) : ''}`.trim());
			else variants = variants.flatMap((all) => ways.map((way) => [...all, ...way]));
		}
		if (variants.length === 0) return { kind: 'never' };
		if (variants.length > maxVariants) return { kind: 'unsupported', rules: [`${variants.length} alternatives`], variants: [[]] };
		const distinct = variants.map(removeRepeated);
		return unsupported.length > 0
			? { kind: 'unsupported', rules: unsupported, variants: distinct }
			: { kind: 'variants', variants: distinct };
	}

	/** The ways in which a rule can hold; none if it never does. Undefined if a template cannot express it. */
	#writeRule(rule: DisplayRule, field: Pick<Field, 'id' | 'rules'>): All[] | undefined {
		const targets = (this.#fieldsByPath.get(rule.path) ?? []).filter(({ id }) => id !== field.id);
		const [target] = targets;
		if (target === undefined) return rule.kind === 'has' || rule.kind === 'filled' ? [] : [[]];
		const known = readConstant(targets);
		if (known !== undefined) return holds(rule, known.value) ? [[]] : [];
		const present = new Presence(targets, field.rules);
		if (rule.kind === 'filled') return [[{ type: 'simple', property: readId(target), isEmpty: false }]];
		if (rule.kind === 'unfilled') return [[{ type: 'simple', property: readId(target), isEmpty: true }]];
		return rule.kind === 'has' ? writeHas(rule.values, target, present) : writeHasNot(rule.values, targets, present);
	}
}

/** Whether the parameters of a path are shown at the same time as a field. */
class Presence {
	constructor(
		private readonly targets: Field[],
		private readonly rules: DisplayRule[],
	) {}

	get isCertain(): boolean {
		return this.targets.some((target) => target.rules.every((needed) => this.rules.some((rule) => implies(rule, needed))));
	}

	/** Conditions that are met if none of them is shown. */
	get none(): Condition[] {
		return this.targets.map((target) => ({ type: 'simple', property: readId(target), isActive: false }));
	}
}

function implies(rule: DisplayRule, needed: DisplayRule): boolean {
	if (rule.kind !== needed.kind || rule.path !== needed.path) return false;
	if (!('values' in rule) || !('values' in needed)) return true;
	const [inner, outer] = rule.kind === 'has' ? [rule.values, needed.values] : [needed.values, rule.values];
	return inner.every((value) => outer.includes(value));
}

function writeHas(values: unknown[], target: Field, present: Presence): All[] | undefined {
	const property = readId(target);
	const filled = values.filter((value) => !isBlank(value));
	const ways: All[] = [];
	if (isCheckbox(target)) {
		// A checkbox without a value counts as true in conditions.
		const exists: Condition = { type: 'simple', property, isEmpty: false };
		return filled.map((value) => [exists, { type: 'simple', property, equals: value as boolean }]);
	}
	if (filled.length > 0) ways.push([{ type: 'simple', property, oneOf: filled.map(encodeFor(target)) }]);
	if (filled.length < values.length) {
		if (!present.isCertain) return undefined;
		ways.push([{ type: 'simple', property, isEmpty: true }]);
	}
	return ways;
}

function writeHasNot(values: unknown[], targets: Field[], present: Presence): All[] | undefined {
	const [target] = targets as [Field];
	const property = readId(target);
	const absent: All[] = present.isCertain ? [] : [present.none];
	if (isCheckbox(target)) {
		const others = [true, false].filter((value) => !values.includes(value));
		return [...absent, ...others.flatMap((value) => writeHas([value], target, present) ?? [])];
	}
	const choices = listChoices(targets);
	const hidesBlank = values.some(isBlank);
	const filled = values.filter((value) => !isBlank(value));
	if (choices.length === 0) return filled.length > 0 ? undefined : [...absent, [{ type: 'simple', property, isEmpty: false }]];
	const others = choices.filter((choice) => !filled.includes(choice) && !isBlank(choice));
	const ways: All[] = others.length === 0 ? [] : [[{ type: 'simple', property, oneOf: others.map(encodeFor(target)) }]];
	if (hidesBlank || !choices.some(isBlank)) return [...absent, ...ways];
	// Also met if the parameter is absent.
	return [...ways, [{ type: 'simple', property, isEmpty: true }]];
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

/** The value of a hidden parameter that is always there. */
function readConstant(targets: Field[]): { value: unknown } | undefined {
	const [only, ...others] = targets;
	if (others.length > 0 || only?.parameter.type !== 'hidden' || only.rules.length > 0) return undefined;
	return { value: only.parameter.default };
}

function holds(rule: DisplayRule, value: unknown): boolean {
	if (rule.kind === 'has') return rule.values.includes(value);
	if (rule.kind === 'has-not') return !rule.values.includes(value);
	return isBlank(value) === (rule.kind === 'unfilled');
}

/** The property whose value conditions read: that of the locator itself, not of its mode. */
const readId = ({ id, parameter }: Field): string => (isLocator(parameter.type) ? `${id}.value` : id);

export const isLocator = (type: string): boolean => ['resourceLocator', 'workflowSelector', 'agentSelector'].includes(type);

const encodeFor =
	({ parameter }: Field) =>
	(value: unknown): string | number =>
		parameter.type === 'number' ? (value as number) : encodeChoice(value);

const isBlank = (value: unknown): boolean => value === '' || value === null || value === undefined;

function removeRepeated(conditions: All): All {
	const seen = new Set<string>();
	return conditions.filter((condition) => {
		const text = JSON.stringify(condition);
		return !seen.has(text) && seen.add(text);
	});
}
