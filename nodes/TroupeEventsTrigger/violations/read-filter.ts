import type { ITriggerFunctions } from 'n8n-workflow';
import type { ViolationRecord } from '../../../core/ports/guardrails/violations';
import { splitNames } from '../../shared/split-names';

export function readFilter(context: Pick<ITriggerFunctions, 'getNodeParameter'>): (record: ViolationRecord) => boolean {
	const readChoices = (name: string) => new Set(context.getNodeParameter(name, []) as string[]);
	const guardrails = splitNames(context.getNodeParameter('guardrails', '') as string);
	const choices = {
		code: readChoices('codes'),
		action: readChoices('actions'),
		stage: readChoices('stages'),
		guardrail: new Set(guardrails),
	};
	// Workflows that follow all violations were built for guardrails.
	const isWanted = ({ code }: ViolationRecord) => choices.code.has(code) || !/^(?:BUDGET|CREDENTIAL)_/.test(code);
	return (record) =>
		isWanted(record) &&
		Object.entries(choices).every(([field, values]) => values.size === 0 || values.has(record[field as keyof typeof choices]));
}
