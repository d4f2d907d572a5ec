import type { Job, JobOutcome } from '../../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import type { Worker } from '../../../engine-adapter/engine/workers';
import { toOutcome } from '../../../engine-adapter/cases/play-case';
import type { ScriptedAction } from '../ports/port-calls';
import { callHost } from './call-host';

const options = { name: 'sandbox', concurrency: 1, timeoutMs: 60_000 };

/** Answers foreign jobs from a case's script, each answer once. A job without an answer is an incident. */
export async function openScriptedWorkers(engine: ProcessEngine, types: Iterable<string>, script: ScriptedAction[]): Promise<Worker[]> {
	const answer = async (job: Job): Promise<JobOutcome> => {
		const { type, elementId } = job;
		const index = script.findIndex(
			({ name, parameters }) =>
				name === 'completeJob' && (parameters.type ?? type) === type && (parameters.elementId ?? elementId) === elementId,
		);
		const [action] = index < 0 ? [] : script.splice(index, 1);
		await callHost('job', { type, elementId, rule: action ? 'scripted' : 'refused' });
		return action?.name === 'completeJob' ? toOutcome(action.parameters) : refuse(type);
	};
	return Promise.all([...types].map((type) => engine.openWorker(type, options, answer)));
}

const refuse = (type: string): JobOutcome => ({
	kind: 'fail',
	message: `The sandbox refused the job: no worker of it serves ${type}, and no answer of the script is left for it.`,
	retries: 0,
});
