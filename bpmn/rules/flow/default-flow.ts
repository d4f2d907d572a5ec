import type { Rule } from 'bpmnlint';
import { parseExpression } from '../../feel/parser';
import { openEvaluator } from '../../feel/evaluator';
import { findSyntaxFault } from '../../feel/syntax-fault';
import type { Node } from '../../feel/syntax';
import { listElements } from '../moddle';
import { listFlows } from './steps';

const maxTrials = 500;

/** A gateway whose conditions can all be false stops the instance with an incident. See docs/rules/default-flow.md. */
export function defaultFlow(): Rule {
	return {
		check(node, reporter) {
			if (!['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'].includes(node.$type) || node.default) return;
			const conditions = listFlows(listElements(node, 'outgoing')).map(({ condition }) => condition?.trim() ?? '');
			if (conditions.length === 0 || !conditions.every((one) => one.startsWith('=') && !findSyntaxFault(one.slice(1)))) return;
			const gap = findGap(conditions.map((one) => one.slice(1)));
			if (gap === undefined) return;
			reporter.report(node.id ?? '', `has no default flow, and no condition holds when ${gap}`, {
				fix: 'Make one of its flows the default flow, or add one for this case.',
				category: 'warn',
			});
		},
	};
}

/** Values for which every condition is false, in words; undefined when there are none, or when the conditions do not tell what to try. */
function findGap(conditions: string[]): string | undefined {
	const trials = listTrials(conditions.map((one) => parseExpression(one)));
	const feel = openEvaluator('8.8');
	for (const values of combine(trials)) {
		const variables = buildVariables(values);
		const host = { lookUp: (name: string) => variables[name], now: () => 0 };
		const results = conditions.map((one) => feel.evaluate(one, host).value);
		if (results.every((result) => result === false))
			return [...values].map(([name, value]) => `${name} is ${describe(value)}`).join(' and ');
	}
	return undefined;
}

function listTrials(conditions: Node[]): Map<string, unknown[]> {
	const compared = new Map<string, unknown[]>();
	const add = (name: string, values: unknown[]): void => void compared.set(name, [...new Set([...(compared.get(name) ?? []), ...values])]);
	const collect = (node: Node): boolean => {
		switch (node.kind) {
			case 'constant':
				return true;
			case 'reference':
				add(nameOf(node), [true, false]);
				return true;
			case 'and':
			case 'or':
				return node.operands.every(collect);
			case 'not':
				return collect(node.operand);
			case 'call':
				return node.name === 'not' && 'positional' in node.parameters && node.parameters.positional.every(collect);
			case 'comparison': {
				const [reference, constant] = node.left.kind === 'reference' ? [node.left, node.right] : [node.right, node.left];
				if (reference.kind !== 'reference' || constant.kind !== 'constant') return false;
				const values = valuesAround(constant.value);
				if (values) add(nameOf(reference), values);
				return values !== undefined;
			}
			default:
				return false;
		}
	};
	return conditions.every(collect) ? compared : new Map<string, unknown[]>();
}

const nameOf = ({ names }: Node & { kind: 'reference' }): string => names.join('.');

function valuesAround(value: unknown): unknown[] | undefined {
	if (typeof value === 'string') return [value, elsewhere];
	if (typeof value === 'boolean') return [true, false];
	const number = Number(value);
	return value === null || Number.isNaN(number) ? undefined : [number, number - 0.5, number + 0.5];
}

/** Stands for a text that no condition names. */
const elsewhere = 'another text';

const describe = (value: unknown): string => (value === elsewhere ? elsewhere : JSON.stringify(value));

function combine(trials: Map<string, unknown[]>): Array<Map<string, unknown>> {
	let combined: Array<Map<string, unknown>> = trials.size === 0 ? [] : [new Map<string, unknown>()];
	for (const [name, values] of trials) {
		combined = values.flatMap((value) => combined.map((one) => new Map([...one, [name, value]])));
		if (combined.length > maxTrials) return [];
	}
	return combined;
}

/** `{a: {b: 1}}` for the name `a.b`. */
function buildVariables(values: Map<string, unknown>): Record<string, unknown> {
	const variables: Record<string, unknown> = {};
	for (const [name, value] of values) {
		const path = name.split('.');
		let at = variables;
		for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
		if (typeof at === 'object') at[path.at(-1)!] = value;
	}
	return variables;
}
