/** Parts shared by the cases of ad-hoc sub-processes. The sub-process is called `tools`. */
import type { AdHocDecision } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { type AdHocOptions, adHocSubProcess, chain, endEvent, type ModelPart, serviceTask, startEvent } from '../../model-builder';
import type { CaseAction } from '../case-actions';

/** 8.6 refuses ad-hoc sub-processes. */
export const adHoc88 = (cases: ContractCase[]): ContractCase[] => cases.map((contractCase) => ({ ...contractCase, engines: ['8.8'] }));

export const tasks = (...ids: string[]): ModelPart[] => ids.map((id) => serviceTask(id));

export const aroundTools = (parts: ModelPart[], options: AdHocOptions = {}, ...more: ModelPart[]): ModelPart[] => [
	startEvent(),
	adHocSubProcess('tools', parts, options),
	endEvent(),
	...chain('start', 'tools', 'end'),
	...more,
];

/** A job decides what runs in it, of `a` and `b`. */
export const deciding = (options: AdHocOptions = {}, ...more: ModelPart[]): ModelPart[] =>
	aroundTools(tasks('a', 'b'), { jobType: 'contract-decide', ...options }, ...more);

export const decide = (adHoc: AdHocDecision, variables: Record<string, unknown> = {}): CaseAction => ({
	answerJob: { elementId: 'tools', outcome: { kind: 'complete', variables, adHoc } },
});

export const activate = (...elements: string[]): CaseAction => ({ activateAdHoc: { elementId: 'tools', elements } });
