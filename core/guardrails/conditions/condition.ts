import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import type { Condition } from './condition-shape';

type Value = string | boolean;

const factOf = {
	temperature: 'temperature',
	channel: 'channel',
	origin: 'origin',
	flag: 'flags',
	label: 'labels',
	isOpen: 'isOpen',
} as const;
type Leaf = keyof typeof factOf;

const maxDepth = 5;
const maxConditions = 50;

/** Undefined: deciding facts are missing. */
type Truth = boolean | undefined;

/** Missing facts leave it undecided, unless the rest decides alone. */
export function decideCondition(condition: Condition, facts: GuardrailFacts): Truth {
	const { known, and, or, not } = condition;
	return every([
		...listLeaves(condition).map(([leaf, values]) => decideLeaf(leaf, values, facts)),
		...(known === undefined ? [] : list(known).map((name) => facts[name] !== undefined)),
		...(and ?? []).map((one) => decideCondition(one, facts)),
		...(or === undefined ? [] : [negate(every(or.map((one) => negate(decideCondition(one, facts)))))]),
		...(not === undefined ? [] : [negate(decideCondition(not, facts))]),
	]);
}

function every(truths: Truth[]): Truth {
	if (truths.includes(false)) return false;
	return truths.includes(undefined) ? undefined : true;
}

const negate = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

function decideLeaf(leaf: Leaf, values: Value[], { flags, labels, ...facts }: GuardrailFacts): Truth {
	if (leaf === 'label') return labels && values.some((value) => labels.includes(String(value)));
	if (leaf === 'flag') return negate(every(values.map((value) => negate(flags?.[String(value)]))));
	const fact = facts[leaf];
	return fact === undefined ? undefined : values.includes(fact);
}

const list = <One extends Value>(values: One | One[]): One[] => (Array.isArray(values) ? values : [values]);

function listLeaves(condition: Condition): Array<[Leaf, Value[]]> {
	return (Object.keys(factOf) as Leaf[]).flatMap((leaf) => {
		const values = condition[leaf];
		return values === undefined ? [] : [[leaf, list<Value>(values)] satisfies [Leaf, Value[]]];
	});
}

/** Returns known facts of a condition: only names that it contains. */
export function pickFacts(condition: Condition, facts: GuardrailFacts): GuardrailFacts {
	const picked: GuardrailFacts = {};
	for (const [leaf, values] of listAllLeaves(condition)) {
		if (leaf === 'label')
			picked.labels = [...new Set([...(picked.labels ?? []), ...values.map(String).filter((one) => facts.labels?.includes(one))])];
		else if (leaf === 'flag') picked.flags = { ...picked.flags, ...pickFlags(values, facts) };
		else Object.assign(picked, { [leaf]: facts[leaf] });
	}
	return Object.fromEntries(Object.entries(picked).filter(([, value]) => value !== undefined));
}

function pickFlags(names: Value[], { flags = {} }: GuardrailFacts): Record<string, boolean> {
	return Object.fromEntries(names.map(String).flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])));
}

const listAllLeaves = (condition: Condition): Array<[Leaf, Value[]]> => [
	...listLeaves(condition),
	...listParts(condition).flatMap((part) => listAllLeaves(part)),
];

const listParts = ({ and = [], or = [], not }: Condition): Condition[] => [...and, ...or, ...(not ? [not] : [])];

/** Explains why a value is too large to validate. Runs before the schema, which is recursive. */
export function findExcess(value: unknown): string | undefined {
	let conditions = 0;
	const isTooDeep = (one: unknown, depth: number): boolean => {
		if (typeof one !== 'object' || one === null || ++conditions > maxConditions) return false;
		if (depth > maxDepth) return true;
		const { and, or, not } = one as Record<string, unknown>;
		return [and, or, not].flat(1).some((part) => isTooDeep(part, depth + 1));
	};
	if (isTooDeep(value, 1)) return `is nested more than ${maxDepth} levels deep`;
	return conditions > maxConditions ? `has more than ${maxConditions} conditions` : undefined;
}
