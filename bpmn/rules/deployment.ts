import type { ModdleElement } from 'bpmn-moddle';
import type { Workflow } from './calls/workflow';
import { findExtension, listFlowElements, isExpression, listElements, findProcess, readText } from './moddle';

/** A call activity that names the process it calls. */
interface ProcessCall {
	element: ModdleElement;
	callerId: string;
	calledId: string;
}

/** What rules know about the files that are deployed together. */
export interface Deployment {
	calls: ProcessCall[];
	/** The elements of all processes. */
	elements: Array<{ element: ModdleElement; processId: string }>;
	/** Workflows of n8n that work together with the processes. */
	workflows?: Workflow[];
	/** Job types that somebody serves; undefined when that is not known. */
	jobTypes?: string[];
	/** Definitions of agents as they were read, by id; those of other agents are not known. */
	agents?: ReadonlyMap<string, unknown>;
	/** The decisions of the DMN files; undefined when there is no such file. */
	decisionIds?: string[];
	/** Says why a node of an installed package cannot be a task; undefined for one that can, or that is not known. */
	whyNoTask?: (nodeType: string) => string | undefined;
}

/** What is known beside the files. */
export type Surroundings = Pick<Deployment, 'jobTypes' | 'agents' | 'decisionIds' | 'workflows' | 'whyNoTask'>;

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
	return { calls: calls.filter(({ calledId }) => calledId !== ''), elements, ...surroundings };
}

/** Empty when it is not there, or known at run time only. */
export function readCalledProcess(callActivity: ModdleElement): string {
	const processId = readText(findExtension(callActivity, 'zeebe:CalledElement'), 'processId');
	return isExpression(processId) ? '' : processId;
}
