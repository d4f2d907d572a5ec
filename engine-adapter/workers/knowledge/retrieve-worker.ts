import type { KnowledgeTaskResult } from '../../../core/knowledge/knowledge-task';
import { renderPassages } from '../../../core/knowledge/search/passages/passages-text';
import { runKnowledgeTask } from '../../../providers/compose/knowledge/knowledge-task';
import type { JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Variables } from '../../engine/variables';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { boundedVariables } from '../bounded-variables';
import { readRetrieveTask, retrieveVariables } from './knowledge-job-input';
import { readValidAsker } from '../read-asker';
import { noResults, openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';

const none = noResults('troupe:retrieve');

/** Its contract is docs/job-types/troupe-retrieve.md. */
const retrieveTask: TaskKind = {
	type: 'troupe:retrieve',
	what: 'The search',
	variables: retrieveVariables,
	run: async (job, host, signal) => toOutcome(await runKnowledgeTask(readRetrieveTask(job, await readValidAsker(job, host)), host, signal)),
};

/**
 * Serves `troupe:retrieve` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openRetrieveWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(retrieveTask, engine, host, options);
}

export function retrieveJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(retrieveTask, host);
}

function toOutcome(result: KnowledgeTaskResult): JobOutcome {
	if (result.operation !== 'search') return { kind: 'complete', variables: none };
	const { hits, searched } = result;
	const variables: Variables = {
		passages: hits.map(({ scores: _scores, ...hit }) => hit),
		passagesText: renderPassages(hits),
		origins: hits.length > 0 ? ['document'] : [],
		search: { fellBack: null, reranker: null, rerankFailure: null, ...searched },
	};
	const fix = 'Request fewer passages (top) or neighbours, or use shorter chunks in the collection.';
	return { kind: 'complete', variables: boundedVariables(variables, 'the search', fix), searched };
}
