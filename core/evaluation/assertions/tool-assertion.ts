import { canonicalJson } from '../../json-schema/canonical-json';
import type { NamedCall } from '../cases/assertion-shapes';
import { type AssertionKind, failed, type ObservedCall, verdict } from './observation';

const maxShown = 300;

export const tools: AssertionKind<'tools'> = {
	check({ calls: expected, order = 'subset', never = [] }, { calls: actual }) {
		// Refused calls count as requested.
		const forbidden = actual.filter(({ tool }) => never.includes(tool));
		if (forbidden.length > 0) return failed(`the model called ${describe(forbidden)}, which it must not`);
		if (!expected) return { passed: true };
		const isExpected = order === 'exact' ? isSequence(expected, actual) : isAnyOrder(expected, actual, order === 'any');
		const how = { exact: 'exactly, in this order,', any: 'exactly, in any order,', subset: 'at least' }[order];
		return verdict(isExpected, `the calls are ${describe(actual)}; expected ${how} ${describe(expected.map(toNamed))}`);
	},
};

const isSequence = (expected: NamedCall[], actual: ObservedCall[]): boolean =>
	expected.length === actual.length && expected.every((one, index) => isCall(one, actual[index]!));

function isAnyOrder(expected: NamedCall[], actual: ObservedCall[], isAll: boolean): boolean {
	const left = [...actual];
	const bySpecificity = [...expected].sort((one, other) => countArguments(other) - countArguments(one));
	for (const one of bySpecificity) {
		const index = left.findIndex((call) => isCall(one, call));
		if (index < 0) return false;
		left.splice(index, 1);
	}
	return !isAll || left.length === 0;
}

const countArguments = (call: NamedCall): number => Object.keys(toNamed(call).arguments ?? {}).length;

function isCall(expected: NamedCall, actual: ObservedCall): boolean {
	const { tool, arguments: wanted = {} } = toNamed(expected);
	return actual.tool === tool && hasArguments(actual.arguments, wanted);
}

export function hasArguments(actual: unknown, wanted: Record<string, unknown>): boolean {
	const values = (typeof actual === 'object' && actual !== null ? actual : {}) as Record<string, unknown>;
	return Object.entries(wanted).every(
		([name, value]) => Object.hasOwn(values, name) && canonicalJson(values[name]) === canonicalJson(value),
	);
}

const toNamed = (call: NamedCall): Exclude<NamedCall, string> => (typeof call === 'string' ? { tool: call } : call);

function describe(calls: Array<{ tool: string; arguments?: unknown }>): string {
	if (calls.length === 0) return 'none';
	return calls
		.map(({ tool, arguments: input }) => (input === undefined ? tool : `${tool} ${canonicalJson(input).slice(0, maxShown)}`))
		.join(', ');
}
