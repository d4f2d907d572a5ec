import { isForeign, type Origin, toOrigin } from '../../../core/ports/memory';
import type { MemoryTaskResult } from '../../../core/memory/task/memory-task';
import { toStoredMessage } from '../../../core/memory/task/perform-memory-task';
import { openMemory, runMemoryTask } from '../../../providers/compose/memory/memory';
import type { JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Variables } from '../../engine/variables';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { boundedVariables } from '../bounded-variables';
import { type MemoryRequest, memoryVariables, readMemoryTask } from './memory-job-input';
import { noResults, openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';

const none = noResults('troupe:remember');

/** Its contract is docs/job-types/troupe-remember.md. */
const rememberTask: TaskKind = {
	type: 'troupe:remember',
	what: 'The memory task',
	variables: memoryVariables,
	run: async (job, host, signal) => {
		const task = await withoutRepeatedTurn(readMemoryTask(job), host);
		return toOutcome(task ? await runMemoryTask(task, host, signal) : { operation: 'remember', remembered: [] });
	},
};

/**
 * Serves `troupe:remember` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openRememberWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(rememberTask, engine, host, options);
}

export function rememberJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(rememberTask, host);
}

/** A redelivered job repeats the last turn: it is stored once. Facts about a person are stored once anyway. */
async function withoutRepeatedTurn(task: MemoryRequest, host: WorkerHost): Promise<MemoryRequest | undefined> {
	const { conversation, turn, ...rest } = task;
	if (conversation === undefined || turn === undefined) return task;
	const last = (await (await openMemory(host)).conversation(conversation, 1))?.turns.at(-1);
	if (last?.message !== toStoredMessage(String(turn.message)) || last?.reply !== turn.reply) return task;
	return rest.facts === undefined ? undefined : rest;
}

function toOutcome(result: MemoryTaskResult): JobOutcome {
	const fix = 'Recall fewer memories (top) or turns. To send a person their data, use the node or `troupe memory`.';
	return { kind: 'complete', variables: boundedVariables(toVariables(result), 'memory', fix) };
}

function listRecalled({ memories, conversation }: MemoryTaskResult & { operation: 'recall' }): Origin[] {
	const ofMemories = memories.flatMap(({ labels }): Origin[] => (!labels || isForeign(labels) ? [toOrigin(labels?.source)] : []));
	const { turns = [], summaryFrom = [] } = conversation ?? {};
	return [...new Set([...ofMemories, ...turns.flatMap(({ origins = [], from = [] }) => [...origins, ...from]), ...summaryFrom])];
}

function toVariables(result: MemoryTaskResult): Variables {
	switch (result.operation) {
		case 'remember':
			return { ...none, remembered: result.remembered };
		case 'recall':
			return { ...none, memories: result.memories, conversation: result.conversation ?? null, origins: listRecalled(result) };
		case 'preferences':
			return { ...none, preferences: result.preferences };
		case 'export': {
			const { operation: _operation, ...personData } = result;
			return { ...none, personData };
		}
		case 'forget':
			return { ...none, removed: result.removed };
	}
}
