import type { FlowNode, ProcessModel } from '../reading/process-model';
import type { Reason } from '../reason';
import { isJobType } from '../job-types';

/** Zeebe 8.8's documentation, ad-hoc sub-processes: what may stand in one, and who decides what runs in it (recorded from 8.8). */
export function validateAdHoc(node: FlowNode, process: ProcessModel): Reason[] {
	const { activeElements, completionCondition, outputCollection, outputElement } = node.adHoc!;
	const reasons: Reason[] = [];
	for (const { id, type } of process.nodes.filter(({ scopeId, type }) => scopeId === node.id && misplaced.has(type))) {
		reasons.push({
			message: `contains the ${type} "${id}"`,
			fix: 'Remove it. Paths in an ad-hoc sub-process start and end without events.',
		});
	}
	if (!process.nodes.some(({ scopeId }) => scopeId === node.id)) {
		reasons.push({ message: 'has no element', fix: 'Add the elements that can be started.' });
	}
	if ((outputCollection === undefined) !== (outputElement === undefined)) {
		reasons.push({ message: 'has only one of output collection and output element', fix: 'Set both, or neither.' });
	}
	for (const value of [activeElements, completionCondition, outputElement]) {
		if (value?.startsWith('=') === false) reasons.push({ message: `"${value}" is not an expression`, fix: 'Start it with "=".' });
	}
	if (!node.job) return reasons;
	if (node.job.type === '') reasons.push({ message: 'has a task definition without a type', fix: 'Give it a type, or remove it.' });
	const undecided = findUndecidedJob(node.job.type);
	if (undecided) reasons.push(undecided);
	if (activeElements !== undefined || completionCondition !== undefined) {
		reasons.push({
			message: 'has a job and a collection of elements or a completion condition',
			fix: 'Keep one: the job decides what runs in it and when it ends.',
		});
	}
	return reasons;
}

/** The job of an ad-hoc sub-process decides what runs in it. Of Troupe's workers, only that of agents does. */
export function findUndecidedJob(jobType: string): Reason | undefined {
	if (jobType === 'troupe:agent' || !isJobType(jobType)) return undefined;
	return {
		message: `has the job type "${jobType}", whose worker does not choose elements, so that nothing in it would run`,
		fix: 'Use the job type troupe:agent, or one of your own; or name the elements in the active elements collection.',
	};
}

const misplaced = new Set(['startEvent', 'endEvent', 'eventSubProcess']);
