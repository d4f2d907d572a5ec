import { randomUUID } from 'node:crypto';
import { dirname, isAbsolute, join } from 'node:path';
import { isPostgresAddress, refuseAddress } from '../../database/database-place';
import { TroupeError } from '../../../core/base/errors';
import { readSetting } from '../../../core/base/settings/settings';
import { defaultTenant } from '../../../core/base/tenant';
import { personalDataTypes } from '../../../core/guardrails/personal-data/types';
import { createMemorySealing } from '../../../core/memory/create-memory-sealing';
import { idOfStored, nameStored } from '../../../core/memory/conversations/conversation-names';
import type { MemoryParts } from '../../../core/memory/memory-parts';
import type { MemoryTaskResult, NotReached } from '../../../core/memory/task/memory-task';
import { parseMemoryTask } from '../../../core/memory/task/parse-memory-task';
import { performMemoryTask } from '../../../core/memory/task/perform-memory-task';
import { systemClock } from '../../../core/ports/host';
import type { ComparedMemory, MemoryStore } from '../../../core/ports/memory';
import type { StampedEmbedder } from '../../../core/ports/models/models';
import { refuseRestricted } from '../channels/refuse-restricted';
import { forgetEverywhere, type Removed } from './forget-everywhere';
import { composeJudge } from '../models/models';
import { OpenedOnce } from '../open-once';
import { listHeldNames } from '../privacy/host-holds';
import { requireDatabaseRegion } from '../settings/residency';
import { readKeptMs } from '../state/host-tenants';
import { findDatabase, findStatePlace } from '../state/state-place';
import { composeOwnEvents } from '../events/events';
import { composeVault } from '../guardrails/vault';
import { openVaultKeys } from '../guardrails/vault-parts';
import { withinTime } from '../within-time';
import type { KnowledgeHost, MemoryHost } from '../hosts/knowledge-host';
import type { MemoryStoreHost, VaultHost } from '../hosts/state-host';

const stores = new OpenedOnce<MemoryStore>();

/**
 * Shared and never closed. @throws TroupeError INPUT_INVALID for a host without a state folder, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE for a
 * store with a different key
 */
export async function openMemory(host: MemoryStoreHost): Promise<MemoryStore> {
	const { tenant = 'default', stateFolder, vaultKey = readSetting('TROUPE_VAULT_KEY'), clock } = host;
	if (stateFolder === undefined) throw withoutFolder();
	const place = findMemoryPlace(host, stateFolder);
	if (isPostgresAddress(place)) await requireDatabaseRegion('The store of memories', place, host);
	const memoryTtlMs = host.memoryTtlMs ?? (await readKeptMs(host, 'memory'));
	return stores.get(JSON.stringify([place, tenant, stateFolder, vaultKey, memoryTtlMs]), async () => {
		const { openPostgresMemoryStore, openSqliteMemoryStore } = await import('../../memory/sql-memory-store');
		const sealing = createMemorySealing(await openVaultKeys(host, stateFolder), tenant);
		const options = { tenant, sealing, kept: memoryTtlMs, listHeld: () => listHeldNames(host), ...(clock && { now: () => clock.now() }) };
		return isPostgresAddress(place) ? openPostgresMemoryStore(place, options) : openSqliteMemoryStore(place, options);
	});
}

export async function composeMemoryParts(host: Omit<MemoryHost, 'stateFolder'> & VaultHost, store: MemoryStore): Promise<MemoryParts> {
	const { embeddingModel = readSetting('TROUPE_EMBEDDING_MODEL') } = host;
	return {
		store,
		...(embeddingModel && { embedder: () => composeLocalEmbedder({ ...host, embeddingModel }) }),
		redact: (name, text) => composeVault(host, { conversationId: idOfStored(name), types: personalDataTypes }).redact(text),
		clock: host.clock ?? systemClock,
		newId: randomUUID,
	};
}

/** Forgets the task's own conversation, else all data of the person and of the conversation's id. */
async function forget(whose: { person?: string; conversation?: string }, store: MemoryStore, host: MemoryHost): Promise<Removed> {
	const { conversationOwner: owner } = host;
	if (owner === undefined || whose.conversation === undefined || whose.person !== undefined) return forgetEverywhere(whose, store, host);
	return { vaultKeys: 0, runs: 0, ...(await store.forgetConversation(nameStored(whose.conversation, owner))).removed };
}

/** Local and uncached: memories of a person must not go to a server or leave traces outside their rows. */
async function composeLocalEmbedder(host: KnowledgeHost): Promise<StampedEmbedder> {
	const { composeStampedEmbedder } = await import('../knowledge/embedders');
	return (await composeStampedEmbedder('local', host, { remembers: false }))!;
}

/** @throws TroupeError INPUT_INVALID, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE, CANCELLED, MODEL_TIMEOUT */
export async function runMemoryTask(input: unknown, host: MemoryHost, signal: AbortSignal): Promise<MemoryTaskResult> {
	const task = await parseMemoryTask(input);
	if (task.operation === 'recall' && task.person !== undefined) await refuseRestricted(task.person, host);
	const store = await openMemory(host);
	const owner = host.conversationOwner;
	const parts = {
		owner,
		...(await composeMemoryParts(host, store)),
		summariser: task.operation === 'recall' && task.conversation !== undefined ? await composeJudge(host) : undefined,
		forget: async (whose: { person?: string; conversation?: string }) => {
			const removed = await forget(whose, store, host);
			const notReached = findNotReached(host);
			return { removed, ...(notReached && { notReached }) };
		},
	};
	const work = async (until: AbortSignal) => {
		const result = await performMemoryTask(task, parts, until);
		if (result.operation === 'remember' && task.operation === 'remember') await tellContradicted(task.person, result.remembered, host);
		return result;
	};
	return withinTime(task.timeoutMs, signal, work, (cause) => timedOut(task.timeoutMs, cause));
}

async function tellContradicted(person: string | undefined, remembered: ComparedMemory[], host: MemoryHost): Promise<void> {
	const found = remembered.filter(({ contradicts }) => contradicts !== undefined);
	if (person === undefined || found.length === 0) return;
	const keys = await openVaultKeys(host, host.stateFolder!);
	const data = { person: keys.pseudonym('subject', host.tenant ?? defaultTenant, person) };
	const events = found.map(({ id, contradicts }) => ({ ...data, memory: id, contradicts: contradicts! }));
	await composeOwnEvents(host)(...events.map((each) => ({ type: 'memory.contradicted' as const, data: each })));
}

/** @throws TroupeError INPUT_INVALID */
export function findMemoryPlace(host: MemoryStoreHost, stateFolder: string): string {
	const { memoryStore = readSetting('TROUPE_MEMORY_STORE') } = host;
	if (!memoryStore) return findStatePlace(host, 'memory.db')!;
	if (isPostgresAddress(memoryStore)) return memoryStore;
	refuseAddress(memoryStore);
	return isAbsolute(memoryStore) ? memoryStore : join(stateFolder, memoryStore);
}

/** A memory outside of the state folder can be shared; without a shared database, the other stores stay on each machine. */
function findNotReached(host: MemoryHost): NotReached | undefined {
	const { stateFolder } = host;
	if (stateFolder === undefined || findDatabase(host) !== undefined || dirname(findMemoryPlace(host, stateFolder)) === stateFolder)
		return undefined;
	return {
		stores: ['state.db', 'suspended'],
		where:
			'in the Troupe home of every other machine that uses this memory: run `troupe memory forget` with the same person there too, while the machine has the same TROUPE_VAULT_KEY. With TROUPE_DATABASE_URL, one machine reaches all',
	};
}

function withoutFolder(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Memory needs a state folder, but none is configured.',
		fix: 'Set TROUPE_HOME.',
	});
}

function timedOut(timeoutMs: number, cause: unknown): TroupeError {
	return new TroupeError({
		code: 'MODEL_TIMEOUT',
		message: `The memory task did not end within ${timeoutMs} ms.`,
		fix: 'Increase timeoutMs, or use a faster model.',
		retryable: true,
		cause,
	});
}
