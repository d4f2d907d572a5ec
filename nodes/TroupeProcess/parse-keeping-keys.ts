/**
 * Parses JSON so that Camunda's keys are strings whatever the cluster's version: 8.6 writes them as numbers beyond 2^53,
 * which JavaScript would round. A number that cannot be represented exactly is kept as its digits everywhere else too.
 * @returns undefined where the text is not JSON
 */
export function parseKeepingKeys(text: string): unknown {
	try {
		return JSON.parse(text, keepKeys as (key: string, value: unknown) => unknown);
	} catch {
		return undefined;
	}
}

const KEYS = new Set([
	'deploymentKey',
	'processDefinitionKey',
	'processInstanceKey',
	'messageKey',
	'decisionKey',
	'decisionRequirementsKey',
	'formKey',
	'resourceKey',
]);

/** `context.source` is the text as it was read (ECMA-262, JSON.parse source text access; in Node since 21). */
function keepKeys(name: string, value: unknown, context: { source?: string }): unknown {
	if (typeof value !== 'number') return value;
	const isKey = KEYS.has(name);
	const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '');
	return isKey || isRounded ? (context.source ?? String(value)) : value;
}
