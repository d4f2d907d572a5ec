import type { Conversation } from '../ports/channels/mailbox';
import { temperatures } from '../ports/crm';
import type { GuardrailFacts } from '../ports/guardrails/guardrail-facts';

const maxLabels = 100;
const maxLength = 100;

/**
 * Returns what guardrails and flags can depend on: the channel, the labels, and what labels such as `temperature-cold` and `origin-ads` say. Where
 * labels contradict each other, nothing is known.
 */
export function findFacts({ channel, labels }: Pick<Conversation, 'channel' | 'labels'>): GuardrailFacts {
	const known = labels.filter(({ length }) => length > 0 && length <= maxLength).slice(0, maxLabels);
	const [value, ...others] = findValues(known, 'temperature-');
	const temperature = others.length === 0 ? temperatures.find((one) => one === value) : undefined;
	const origins = findValues(known, 'origin-');
	return { channel, labels: known, ...(temperature && { temperature }), ...(origins.length === 1 && { origin: origins[0]! }) };
}

const findValues = (labels: string[], prefix: string): string[] => [
	...new Set(labels.filter((label) => label.startsWith(prefix) && label !== prefix).map((label) => label.slice(prefix.length))),
];
