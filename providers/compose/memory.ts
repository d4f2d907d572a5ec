/** What is remembered of persons and conversations, for nodes, job types, agents and the command line. */
import { randomUUID } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { isTroupeError, TroupeError } from '../../core/errors';
import { personalDataTypes } from '../../core/guardrails/personal-data/types';
import { createMemorySealing } from '../../core/memory/create-memory-sealing';
import type { MemoryTaskResult } from '../../core/memory/memory-task';
import { parseMemoryTask } from '../../core/memory/parse-memory-task';
import { performMemoryTask } from '../../core/memory/perform-memory-task';
import { type MemoryStore, systemClock } from '../../core/ports';
import { forgetEverywhere } from './forget-everywhere';
import type { KnowledgeHost } from './knowledge-host';
import { composeJudge } from './models';
import { OpenedOnce } from './open-once';
import { composeVault, type VaultHost, vaultKeysOf } from './vault';

/** What of a host its memory depends on. */
export interface MemoryStoreHost extends VaultHost {
	/** `postgres://…`, or the path of a file. Default TROUPE_MEMORY_STORE, else `memory.db` in the state folder. */
	memoryStore?: string;
	/** How long a person, or a conversation, is kept after it was last touched, in milliseconds. Default a year. */
	memoryTtlMs?: number;
}

export interface MemoryHost extends KnowledgeHost, MemoryStoreHost {
	stateFolder?: string;
}

/** One for each place, tenant and key of a process; it lives as long as the process does. */
const stores = new OpenedOnce<MemoryStore>();

/**
 * Opened at the first call, and shared from then on: nobody closes it.
 * @throws TroupeError INPUT_INVALID for a host without a state folder, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE for a store of another key
 */
export function openMemory(host: MemoryStoreHost): Promise<MemoryStore> {
	const { tenant = 'default', stateFolder, vaultKey = process.env.TROUPE_VAULT_KEY, clock = systemClock, memoryTtlMs } = host;
	if (stateFolder === undefined) throw withoutFolder();
	const place = placeOf(host, stateFolder);
	return stores.get(JSON.stringify([place, tenant, stateFolder, vaultKey, memoryTtlMs]), async () => {
		const { openPostgresMemoryStore, openSqliteMemoryStore } = await import('../memory/sql-memory-store');
		const sealing = createMemorySealing(await vaultKeysOf(host, stateFolder), tenant);
		const options = { tenant, sealing, now: () => clock.now(), kept: memoryTtlMs };
		return isPostgres(place) ? openPostgresMemoryStore(place, options) : openSqliteMemoryStore(place, options);
	});
}

/**
 * Parses the task and does it.
 * @throws TroupeError INPUT_INVALID, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE, CANCELLED, MODEL_TIMEOUT
 */
export async function runMemoryTask(given: unknown, host: MemoryHost, signal: AbortSignal): Promise<MemoryTaskResult> {
	const task = await parseMemoryTask(given);
	const store = await openMemory(host);
	const timeout = AbortSignal.timeout(task.timeoutMs);
	const parts = {
		store,
		summariser: task.operation === 'recall' && task.conversation !== undefined ? await composeJudge(host) : undefined,
		redact: (conversationId: string, text: string) => composeVault(host, { conversationId, types: personalDataTypes }).redact(text),
		clock: host.clock ?? systemClock,
		newId: randomUUID,
		forget: (whose: { person?: string; conversation?: string }) => forgetEverywhere(whose, store, host),
	};
	try {
		return await performMemoryTask(task, parts, AbortSignal.any([signal, timeout]));
	} catch (error) {
		if (signal.aborted || !timeout.aborted || !isTroupeError(error) || error.code !== 'CANCELLED') throw error;
		throw timedOut(task.timeoutMs, error);
	}
}

const isPostgres = (place: string) => /^postgres(ql)?:\/\//.test(place);

function placeOf({ memoryStore = process.env.TROUPE_MEMORY_STORE?.trim() }: MemoryStoreHost, stateFolder: string): string {
	if (!memoryStore) return join(stateFolder, 'memory.db');
	return isPostgres(memoryStore) || isAbsolute(memoryStore) ? memoryStore : join(stateFolder, memoryStore);
}

function withoutFolder(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'This host keeps no state, and so it has no memory.',
		fix: 'Give it a state folder: set TROUPE_HOME.',
	});
}

function timedOut(timeoutMs: number, cause: unknown): TroupeError {
	return new TroupeError({
		code: 'MODEL_TIMEOUT',
		message: `The memory task did not end within ${timeoutMs} ms.`,
		fix: 'Give it a longer timeoutMs, or a quicker model.',
		retryable: true,
		cause,
	});
}
