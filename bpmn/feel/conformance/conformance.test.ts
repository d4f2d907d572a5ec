import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import { checkExpression } from '../../validate/check-expression';
import { loadFeel } from '../../feel';
import type { Feel } from '../feel-port';
import { zeebeVersions } from '../../zeebe-version';
import { readExpressions, readOutcomes, type Outcome } from '../../../test/support/feel/recorded-expressions';
import { variablesJson } from '../../../test/support/feel/test-variables';

const linear =
	'Regular expressions of users run in linear time here: without back references, look-around, possessive quantifiers and intersections. ' +
	'Refused at deployment; an incident when it comes from a variable.';

/** Deliberate differences from Zeebe: our result of an expression, and the reason. docs/processes/process-engine.md tells users. */
const exceptions: Record<string, { ours: string; why: string }> = {
	'matches("aa", "(a)\\1")': { ours: 'refused', why: linear },
	'matches("ab", "a(?=b)")': { ours: 'refused', why: linear },
	'matches("ab", "a++b")': { ours: 'refused', why: linear },
	'matches("x", "[[a-z]&&[^x]]")': { ours: 'refused', why: linear },
};

const variables = parseJson(variablesJson) as Record<string, unknown>;
const host = { lookUp: (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined), now: () => Date.UTC(2030, 0, 1) };

/** Writes both kinds of outcome in one form. */
function shown(outcome: Outcome): string {
	if ('json' in outcome) return stringifyJson(parseJson(outcome.json));
	return 'refused' in outcome ? 'refused' : 'incident';
}

function evaluate(feel: Feel, expression: string): string {
	if (checkExpression(feel, `=${expression}`)) return 'refused';
	try {
		return stringifyJson(feel.evaluate(expression, host).value);
	} catch {
		return 'incident';
	}
}

describe.each(zeebeVersions)('FEEL as Zeebe %s evaluates it', (version) => {
	const recorded = readOutcomes(version);
	const expressions = readExpressions();

	it.each(Object.keys(expressions))('%s', async (topic) => {
		const feel = await loadFeel(version);
		const compared = expressions[topic]!.filter((expression) => !Object.hasOwn(exceptions, expression));
		const ours = Object.fromEntries(compared.map((expression) => [expression, evaluate(feel, expression)]));
		expect(ours).toEqual(Object.fromEntries(compared.map((expression) => [expression, shown(recorded[expression]!)])));
	});

	it.each(Object.entries(exceptions))('differs, as documented, in %s', async (expression, { ours }) => {
		expect(evaluate(await loadFeel(version), expression)).toBe(ours);
		expect(shown(recorded[expression]!)).not.toBe(ours);
	});
});
