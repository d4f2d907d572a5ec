import { TroupeError } from '../../../core/base/errors';
import { describeFailure, summarizeResult } from '../../../core/evaluation/summarize-result';
import { findSet, readInlineSet } from '../../../providers/compose/evaluation/find-set';
import { playSet } from '../../../providers/compose/evaluation/run-set';
import { withinTime } from '../../../providers/compose/within-time';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Variables } from '../../engine/variables';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { errorCodes } from '../../to-job-outcome';
import { judgeAgents, judgeAgentsOfSet } from '../listed-agents';
import { openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';
import { type EvalJob, evalVariables, readEvalJob } from './eval-job-input';

/** Runs cases against an agent, offline; its contract is docs/job-types/troupe-eval.md. */
const evalTask: TaskKind = { type: 'troupe:eval', what: 'The evaluation', variables: evalVariables, run: perform };

/**
 * Serves `troupe:eval` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openEvalWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(evalTask, engine, host, options);
}

export function evalJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(evalTask, host);
}

async function perform(job: Job, host: WorkerHost, signal: AbortSignal): Promise<JobOutcome> {
	const task = readEvalJob(job);
	const result = await withinTime(task.timeoutMs, signal, (until) => evaluate(task, host, until), tooLate);
	const { passed, summary, failures } = summarizeResult(result, task.threshold);
	const variables: Variables = { passed, evaluation: { ...summary }, failures };
	if (passed || task.onFailure === 'complete') return { kind: 'complete', variables };
	return { kind: 'bpmn-error', errorCode: errorCodes.evaluationFailed, message: describeFailure(summary), variables };
}

async function evaluate({ set, agent, agentName, model }: EvalJob, host: WorkerHost, signal: AbortSignal) {
	const judged = { ...host, gate: judgeAgents(host.gate, host) };
	const found = set.kind === 'name' ? await findSet(set.name, judged) : await readInlineSet(set.document, set.where, judged);
	const gate = judgeAgentsOfSet(host.gate, found, agent, host);
	const variant = { ...(agentName !== undefined && { agent: agentName }), ...(model !== undefined && { model }) };
	return playSet({ found, recordings: found.recordings, agent, model, variant, isRecorded: true }, { ...host, gate }, signal);
}

const tooLate = (cause: TroupeError) =>
	new TroupeError({
		code: 'EVALUATION_TIMEOUT',
		message: 'The evaluation did not end within its timeout.',
		fix: 'Set the header "timeoutMs" to more milliseconds, or split the set.',
		cause,
	});
