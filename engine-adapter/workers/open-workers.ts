import type { ProcessEngine } from '../engine/process-engine';
import type { Worker, WorkerOptions } from '../engine/workers';
import { type AgentObserver, openAgentWorker } from './agent-worker';
import { openCrmWorker } from './crm/crm-worker';
import { openEvalWorker } from './evaluation/eval-worker';
import { openHandOverWorker } from './channels/hand-over-worker';
import { openSendWorker } from './channels/send-worker';
import { openGuardrailWorker } from './guardrails/guardrail-worker';
import { openHttpWorker } from './requests/http-worker';
import { openWorkflowWorker } from './requests/workflow-worker';
import { openIngestWorker } from './knowledge/ingest-worker';
import { type JobType, jobTypes } from '../../bpmn/job-types';
import { openModelWorker } from './model-worker';
import { openN8nNodeWorker } from './nodes/n8n-node-worker';
import { openRememberWorker } from './knowledge/remember-worker';
import { openRetrieveWorker } from './knowledge/retrieve-worker';
import type { WorkerHost } from './task-worker';

type Opener = (engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions>, observe?: AgentObserver) => Promise<Worker>;

const openers: Record<JobType, Opener> = {
	'troupe:agent': openAgentWorker,
	'troupe:crm': openCrmWorker,
	'troupe:eval': openEvalWorker,
	'troupe:guardrail': openGuardrailWorker,
	'troupe:hand-over': openHandOverWorker,
	'troupe:http': openHttpWorker,
	'troupe:ingest': openIngestWorker,
	'troupe:model': openModelWorker,
	'troupe:n8n-node': openN8nNodeWorker,
	'troupe:n8n-workflow': openWorkflowWorker,
	'troupe:remember': openRememberWorker,
	'troupe:retrieve': openRetrieveWorker,
	'troupe:send': openSendWorker,
};

/** Serves all job types of Troupe. @throws TroupeError when the manifest does not allow one; then none is served */
export async function openWorkers(
	engine: ProcessEngine,
	host: WorkerHost,
	options: Partial<WorkerOptions> = {},
	observe?: AgentObserver,
): Promise<Worker> {
	const workers: Worker[] = [];
	const close = async (graceMs?: number): Promise<void> => void (await Promise.all(workers.map((worker) => worker.close(graceMs))));
	try {
		for (const type of jobTypes) workers.push(await openers[type](engine, host, options, observe));
	} catch (error) {
		await close(0);
		throw error;
	}
	return { type: jobTypes.join(', '), close };
}
