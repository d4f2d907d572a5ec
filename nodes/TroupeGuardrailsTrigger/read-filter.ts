import type { ITriggerFunctions } from 'n8n-workflow';
import type { ViolationRecord } from '../../core/ports';
import { splitNames } from '../shared/split-names';

/** Which violations the form asks for. */
export function readFilter(context: Pick<ITriggerFunctions, 'getNodeParameter'>): (record: ViolationRecord) => boolean {
	const chosen = (name: string) => new Set(context.getNodeParameter(name, []) as string[]);
	const guardrails = splitNames(context.getNodeParameter('guardrails', '') as string);
	const wanted = { code: chosen('codes'), action: chosen('actions'), stage: chosen('stages'), guardrail: new Set(guardrails) };
	return (record) =>
		Object.entries(wanted).every(([field, values]) => values.size === 0 || values.has(record[field as keyof typeof wanted]));
}
