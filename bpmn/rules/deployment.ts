import type { ModdleElement } from 'bpmn-moddle';
import { collectVariableNames, type VariableNames } from './variables/variable-names';
import type { Workflow } from './calls/workflow';
import { findExtension, listFlowElements, isExpression, listElements, findProcess, readText } from './moddle';

interface ProcessCall {
	element: ModdleElement;
	callerId: string;
	calledId: string;
}

export interface Deployment {
	calls: ProcessCall[];
	elements: Array<{ element: ModdleElement; processId: string }>;
	/** Workflows of n8n that work together with the processes. */
	workflows?: Workflow[];
	/** Served job types; undefined if unknown. */
	jobTypes?: string[];
	agents?: ReadonlyMap<string, unknown>;
	/** The decisions of the DMN files; undefined when there is no such file. */
	decisionIds?: string[];
	/** The forms of the form files; undefined when there is no such file. */
	formIds?: string[];
	/** The variables of the models; collected when they are first asked for. */
	readVariables: () => VariableNames;
	/** Says why a node of an installed package cannot be a task; undefined for one that can, or that is not known. */
	whyNoTask?: (nodeType: string) => string | undefined;
	/**
	 * Reason why nobody can answer a node that asks people and waits, as the end of a sentence with advice after "; "; undefined if they can, or that
	 * is not known.
	 */
	whyNoAnswers?: string;
}

export type Surroundings = Pick<
	Deployment,
	'jobTypes' | 'agents' | 'decisionIds' | 'formIds' | 'workflows' | 'whyNoTask' | 'whyNoAnswers'
> & {
	formFields?: string[];
};

/** Reads the calls between the processes of parsed files. Calls of a process named by an expression are left out. */
export function readDeployment(definitions: ModdleElement[], surroundings: Surroundings = {}): Deployment {
	const processes = definitions.flatMap((root) => listElements(root, 'rootElements')).filter((element) => element.$type === 'bpmn:Process');
	const elements = processes.flatMap((process) => listFlowElements(process).map((element) => ({ element, processId: process.id ?? '' })));
	const activities = elements.map(({ element }) => element).filter((element) => element.$type === 'bpmn:CallActivity');
	const calls = activities.map((element) => ({
		element,
		callerId: findProcess(element)?.id ?? '',
		calledId: readCalledProcess(element),
	}));
	let names: VariableNames | undefined;
	const readVariables = () => (names ??= collectVariableNames(definitions, surroundings.formFields));
	return { calls: calls.filter(({ calledId }) => calledId !== ''), elements, ...surroundings, readVariables };
}

export function readCalledProcess(callActivity: ModdleElement): string {
	const processId = readText(findExtension(callActivity, 'zeebe:CalledElement'), 'processId');
	return isExpression(processId) ? '' : processId;
}
