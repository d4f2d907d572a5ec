import { type IDataObject, type ISupplyDataFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { CallSettings } from './guarded-call';

/** Shows each call among the run's data: counts, outcome and violations, nothing that anyone wrote. */
export function recordCall(context: ISupplyDataFunctions): Pick<CallSettings, 'began' | 'ended'> {
	const type = NodeConnectionTypes.AiLanguageModel;
	const show = (facts: object) => [[{ json: { ...facts } as IDataObject }]];
	let index: number | undefined;
	return {
		began: (facts) => void ({ index } = context.addInputData(type, show(facts))),
		ended: (report) => index !== undefined && context.addOutputData(type, index, show(report)),
	};
}
