import { toIso } from '../base/iso-time';
import type { Conversation, HoursState } from '../ports/channels/mailbox';
import { temperatures } from '../ports/crm';
import type { GuardrailFacts } from '../ports/guardrails/guardrail-facts';

const maxLabels = 100;
const maxLength = 100;

export const originPrefix = 'origin-';

/**
 * Returns the facts for guardrails and flags: channel, labels, and values of labels such as `temperature-cold` and `origin-ads`. Contradicting labels
 * give nothing. The origin is the contact's last one, unless labels name another. @param hours undefined: the channel has none
 */
export function findFacts(
	{ channel, labels, origin: kept }: Pick<Conversation, 'channel' | 'labels' | 'origin'>,
	hours?: HoursState,
): GuardrailFacts {
	const known = labels.filter(({ length }) => length > 0 && length <= maxLength).slice(0, maxLabels);
	const [value, ...others] = findValues(known, 'temperature-');
	const temperature = others.length === 0 ? temperatures.find((one) => one === value) : undefined;
	const said = findValues(known, originPrefix);
	const isKept = kept !== undefined && (said.length === 0 || said.includes(kept.last.name));
	const origin = isKept ? kept.last.name : said.length === 1 ? said[0] : undefined;
	return {
		channel,
		labels: known,
		...(temperature && { temperature }),
		...(origin !== undefined && { origin }),
		...(hours && { isOpen: hours.isOpen, ...(!hours.isOpen && { opensAt: toIso(hours.opensAt) }) }),
	};
}

const findValues = (labels: string[], prefix: string): string[] => [
	...new Set(labels.filter((label) => label.startsWith(prefix) && label !== prefix).map((label) => label.slice(prefix.length))),
];
