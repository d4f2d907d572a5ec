import { type IDataObject, type ISupplyDataFunctions, NodeConnectionTypes } from 'n8n-workflow';
import { recordViolations } from '../shared/guardrails/record-violations';
import type { CallSettings } from './guarded-call';

/** Shows each call among the run's data: counts, outcome and violations, nothing that anyone wrote. Violations are kept in the host's log too. */
export function recordCall(context: ISupplyDataFunctions, conversationId?: string): Pick<CallSettings, 'began' | 'ended'> {
	const type = NodeConnectionTypes.AiLanguageModel;
	const show = (facts: object) => [[{ json: { ...facts } as IDataObject }]];
	let index: number | undefined;
	return {
		began: (facts) => void ({ index } = context.addInputData(type, show(facts))),
		async ended(report) {
			if (index !== undefined) context.addOutputData(type, index, show(report));
			await recordViolations(context, report.violations, conversationId);
		},
	};
}
