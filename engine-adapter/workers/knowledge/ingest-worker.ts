import type { IngestedDocument } from '../../../core/knowledge/ingest/ingest-events';
import type { KnowledgeTaskResult } from '../../../core/knowledge/knowledge-task';
import { runKnowledgeTask } from '../../../providers/compose/knowledge/knowledge-task';
import type { JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Variables } from '../../engine/variables';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { errorCodes } from '../../to-job-outcome';
import { readValidAsker } from '../read-asker';
import { ingestVariables, readIngestTask } from './knowledge-job-input';
import { noResults, openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';

/** Max documents in the result; the collection has all. */
const maxDocuments = 100;

const none = noResults('troupe:ingest');

/** Its contract is docs/job-types/troupe-ingest.md. */
const ingestTask: TaskKind = {
	type: 'troupe:ingest',
	what: 'The ingestion',
	variables: ingestVariables,
	run: async (job, host, signal) => toOutcome(await runKnowledgeTask(readIngestTask(job, await readValidAsker(job, host)), host, signal)),
};

/**
 * A redelivered job changes nothing: id and content identify a document. @throws TroupeError when the manifest does not allow it; then no job is
 * taken
 */
export function openIngestWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(ingestTask, engine, host, options);
}

export function ingestJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(ingestTask, host);
}

function toOutcome(result: KnowledgeTaskResult): JobOutcome {
	if (result.operation !== 'ingest') return { kind: 'complete', variables: none };
	const { documents, summary } = result;
	const { failures: _failures, removed: _removed, embedding, ...counts } = summary;
	const failed = documents.filter((document) => document.state === 'failed');
	const variables: Variables = {
		ingestion: { ...counts, embedder: embedding?.model ?? null, costUsd: counts.costUsd ?? null },
		// Failed ones first: they need attention.
		ingestedDocuments: [...failed, ...documents.filter(({ state }) => state !== 'failed')].slice(0, maxDocuments),
	};
	if (failed.length === 0) return { kind: 'complete', variables };
	return { kind: 'bpmn-error', errorCode: errorCodes.documentFailed, message: describeFailures(failed), variables };
}

/** Leaves out the document's name: it may contain personal data. */
function describeFailures(failed: Array<Extract<IngestedDocument, { state: 'failed' }>>): string {
	const reasons = [...new Set(failed.map(({ failure }) => failure))].join(', ');
	return failed.length === 1 ? `A document could not be read: ${reasons}.` : `${failed.length} documents could not be read: ${reasons}.`;
}
