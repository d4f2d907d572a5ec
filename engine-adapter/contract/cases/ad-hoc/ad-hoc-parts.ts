/** What the cases of ad-hoc sub-processes share. The sub-process is called `tools`. */
import type { AdHocDecision } from '../../../engine';
import type { Action, ContractCase } from '../../contract-case';
import {
	adHocSubProcess,
	chain,
	endEvent,
	processModel,
	serviceTask,
	startEvent,
	type AdHocOptions,
	type ModelPart,
} from '../../model-builder';

/** 8.6 refuses ad-hoc sub-processes. */
export const adHoc88 = (cases: ContractCase[]): ContractCase[] => cases.map((contractCase) => ({ ...contractCase, engines: ['8.8'] }));

export const tasks = (...ids: string[]): ModelPart[] => ids.map((id) => serviceTask(id));

export const around = (id: string, parts: ModelPart[], options: AdHocOptions = {}, ...more: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [startEvent(), adHocSubProcess('tools', parts, options), endEvent(), ...chain('start', 'tools', 'end'), ...more]),
];

/** A job decides what runs in it, of `a` and `b`. */
export const deciding = (id: string, options: AdHocOptions = {}, ...more: ModelPart[]): ContractCase['resources'] =>
	around(id, tasks('a', 'b'), { jobType: 'contract-decide', ...options }, ...more);

export const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({ start: { processId, variables } });

export const complete = (elementId: string, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});

export const decide = (adHoc: AdHocDecision, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId: 'tools', outcome: { kind: 'complete', variables, adHoc } },
});

export const activate = (...elements: string[]): Action => ({ activateAdHoc: { elementId: 'tools', elements } });
