/** Replaces the master key of a host while its processes work. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TroupeError } from '../../../core/base/errors';
import { readSetting } from '../../../core/base/settings/settings';
import { systemClock } from '../../../core/ports/host';
import { keyBytes } from '../../../core/guardrails/vault/sealing';
import { createWrappingKey } from '../../../core/guardrails/vault/wrapping-key';
import { defaultTenant } from '../../../core/base/tenant';
import { isPostgresAddress } from '../../database/database-place';
import { holdFile } from '../../database/sqlite/hold-file';
import type { Progress } from '../../state/operations/operations';
import type { MasterKeyRow, MasterKeys } from '../../state/vault/master-keys';
import { findVaultKeys, replaceVaultKeys } from '../../state/vault/vault-key';
import type { MemoryStoreHost } from '../hosts/state-host';
import { findMemoryPlace } from '../memory/memory';
import { noteAct } from '../state/note-act';
import { findDatabase, findStatePlace } from '../state/state-place';
import { type HostKeys, lookMs } from './changing-keys';
import { openSealedState } from './reseal-state';
import { getVaultParts } from './vault-parts';

/** Longer than processes use the old key (`lookMs`) and store what they sealed with it. */
const settleMs = 5 * lookMs;

type RotationHost = MemoryStoreHost & { stateFolder: string; tenant: string };

export interface RotateOptions {
	newKey?: Uint8Array;
	/** True if all processes and machines have both keys. If the key is a file of one machine, they get both from it. */
	isEverywhere?: boolean;
	/** After a leak: signatures by the old key are rejected. */
	isLeaked?: boolean;
	settleMs?: number;
	signal: AbortSignal;
	report?: (progress: Progress) => void;
}

export interface Rotation {
	/** `waiting`: nothing is resealed until all processes have both keys. */
	state: 'done' | 'waiting';
	keyId: string;
	previousKeyId: string;
	resealed: number;
	unreadable: number;
	/** Conversation keys replaced after a leak, with all that they seal. */
	renewed: number;
	/** False: another process was reading a SQLite journal, which still has overwritten values. */
	isJournalEmpty: boolean;
	source: 'file' | 'setting';
}

interface Turn extends RotateOptions {
	host: RotationHost;
	configured: string | undefined;
	keys: HostKeys;
	masterKeys: MasterKeys;
	now: () => number;
}

/**
 * Replaces the master key: reseals all values, then retires the old key. Resumes an interrupted call. @throws TroupeError INPUT_INVALID,
 * VAULT_UNREADABLE, STATE_CONFLICT, STORAGE_…, CANCELLED
 */
export async function rotateMasterKey(host: RotationHost, options: RotateOptions): Promise<Rotation> {
	const release = await holdRotation(host);
	try {
		const { vaultKey: configured = readSetting('TROUPE_VAULT_KEY'), clock = systemClock } = host;
		const { keys, masterKeys } = await getVaultParts({ ...host, vaultKey: configured }, host.stateFolder);
		await keys.look();
		const turn: Turn = { ...options, host, configured, keys, masterKeys, now: () => clock.now() };
		const rows = await masterKeys.list();
		const old = rows.find(({ state }) => state === 'old');
		if (old !== undefined) {
			await renewSigning(turn, keys.ring.current.id);
			return await sealAgain(turn, old.id);
		}
		const retired = await findRetired(turn, rows);
		if (retired !== undefined) return await sealAgain(turn, retired);
		const previous = keys.ring.current.id;
		const next = await findNext(turn, rows);
		await masterKeys.announce({ id: next, carried: keys.ring.carry(next, false) }, previous, turn.now());
		await renewSigning(turn, next);
		if (!rows.some(({ id }) => id === next)) await note(turn, 'master_key.rotation_begun', next);
		if (needsOthers(turn) && !turn.isEverywhere) return { ...done(turn, previous), state: 'waiting', keyId: next };
		await masterKeys.activate(next, turn.now());
		return await sealAgain(turn, previous);
	} finally {
		await release();
	}
}

async function holdRotation(host: RotationHost): Promise<() => Promise<void>> {
	const database = findDatabase(host);
	const file = await holdFile(join(host.stateFolder, 'vault.key.lock'), 'set TROUPE_VAULT_KEY');
	if (file === undefined) throw isBusy('on this machine');
	if (database === undefined) return file;
	try {
		const { holdInPostgres } = await import('../../database/postgres/hold-postgres');
		const shared = await holdInPostgres(database, 'troupe master key', 'rotate');
		if (shared === undefined) throw isBusy('on another machine');
		return async () => {
			await shared();
			await file();
		};
	} catch (cause) {
		await file();
		throw cause;
	}
}

/** True if each process has the key from its environment, or each machine from its own file. */
function needsOthers({ host, configured }: Turn): boolean {
	return configured !== undefined || findDatabase(host) !== undefined || isPostgresAddress(findMemoryPlace(host, host.stateFolder));
}

/** A leak can become known after the replacement began. */
async function renewSigning({ keys, masterKeys, isLeaked, now }: Turn, id: string): Promise<void> {
	if (!isLeaked) return;
	await masterKeys.carry({ id, carried: keys.ring.carry(id, true) }, now());
}

/** Finds or creates the next key: in the file before in the state, so that no crash loses it. */
async function findNext({ host, configured, keys, newKey, signal }: Turn, rows: MasterKeyRow[]): Promise<string> {
	const given = (await findVaultKeys(host.stateFolder, configured))!;
	const isUsed = (id: string) => id === keys.ring.current.id || rows.some((row) => row.id === id && row.state !== 'next');
	const ids = given.map((key) => createWrappingKey(key).id);
	const follows = ids.find((id) => !isUsed(id));
	const wanted = newKey && createWrappingKey(newKey).id;
	if (wanted !== undefined && isUsed(wanted)) throw wasUsed(wanted);
	if (follows !== undefined) {
		if (wanted !== undefined && wanted !== follows) throw followsAlready(follows);
		return follows;
	}
	const announced = rows.find(({ state }) => state === 'next');
	if (configured !== undefined) throw withoutNext(announced?.id);
	if (announced !== undefined && announced.id !== wanted) throw isElsewhere(announced.id);
	signal.throwIfAborted();
	await replaceVaultKeys(host.stateFolder, [...given, newKey ?? randomBytes(keyBytes)]);
	await keys.look();
	return keys.ring.ids.find((id) => !isUsed(id))!;
}

async function sealAgain(turn: Turn, previous: string): Promise<Rotation> {
	const { host, keys, masterKeys, signal, report = () => {}, settleMs: settle = settleMs } = turn;
	await keys.look();
	if (keys.ring.find(previous) === undefined) throw withoutOld(previous, keys.ring.current.id);
	await putFirst(turn);
	const state = await openSealedState(host);
	try {
		const startedAt = performance.now();
		let resealed = 0;
		for (;;) {
			const begunAt = performance.now();
			const pass = await state.reseal(keys.ring, signal, (table, rows) => report({ done: (resealed += rows), unit: 'value', note: table }));
			// The last process to learn of the new key may have stored values under the old one until then.
			const isLast = pass.resealed === 0 && begunAt - startedAt >= settle;
			if (!isLast) {
				await sleep(Math.max(0, startedAt + settle - performance.now()), undefined, { signal });
				continue;
			}
			// Before the replacement is over, so that an interrupted one resumes.
			const renewal = turn.isLeaked ? await renewConversations(turn) : { renewed: 0, unreadable: 0 };
			await masterKeys.retire(turn.now());
			const isJournalEmpty = await state.empty();
			await dropRetired(turn, await masterKeys.list());
			await note(turn, 'master_key.rotated', keys.ring.current.id);
			return {
				...done(turn, previous),
				resealed,
				renewed: renewal.renewed,
				unreadable: pass.unreadable + renewal.unreadable,
				isJournalEmpty,
			};
		}
	} finally {
		await state.close();
	}
}

/** The old key and a copy of the state give the conversation keys, which would open later messages. */
async function renewConversations({ host, keys, signal, report = () => {} }: Turn) {
	const [{ composeKeySeal }, { renewConversationKeys }] = await Promise.all([
		import('../channels/open-key-seal'),
		import('../../state/channels/sealed/renew-keys'),
	]);
	const onRenewed = (done: number) => report({ done, unit: 'key', note: 'conversations' });
	return renewConversationKeys(findStatePlace(host)!, composeKeySeal(keys), { signal, onRenewed });
}

const note = ({ host }: Turn, action: string, keyId: string) =>
	// The key is that of all tenants, as a switch of all of them is noted: the end of one does not take the entry along.
	noteAct({ ...host, tenant: defaultTenant }, { action, outcome: 'success', object: { kind: 'master_key', value: keyId } });

const done = ({ keys, configured }: Turn, previousKeyId: string): Rotation => ({
	state: 'done',
	keyId: keys.ring.current.id,
	previousKeyId,
	resealed: 0,
	renewed: 0,
	unreadable: 0,
	isJournalEmpty: true,
	source: configured === undefined ? 'file' : 'setting',
});

/** Processes seal with the first key of the file. */
async function putFirst({ host, configured, keys }: Turn): Promise<void> {
	if (configured !== undefined) return;
	const given = (await findVaultKeys(host.stateFolder))!;
	const isCurrent = (key: Uint8Array) => createWrappingKey(key).id === keys.ring.current.id;
	if (isCurrent(given[0]!)) return;
	await replaceVaultKeys(host.stateFolder, [...given.filter(isCurrent), ...given.filter((key) => !isCurrent(key))]);
}

const isRetired = (key: Uint8Array, rows: readonly MasterKeyRow[]) =>
	rows.some(({ id, state }) => state === 'retired' && id === createWrappingKey(key).id);

/** Finds a retired key in the file: brought back for late values or a backup of one store, or left by a crash before its removal. */
async function findRetired({ host, configured }: Turn, rows: MasterKeyRow[]): Promise<string | undefined> {
	if (configured !== undefined) return undefined;
	const retired = (await findVaultKeys(host.stateFolder))!.find((key) => isRetired(key, rows));
	return retired && createWrappingKey(retired).id;
}

async function dropRetired({ host, configured }: Turn, rows: MasterKeyRow[]): Promise<void> {
	if (configured !== undefined) return;
	const given = (await findVaultKeys(host.stateFolder))!;
	const kept = given.filter((key) => !isRetired(key, rows));
	if (kept.length < given.length) await replaceVaultKeys(host.stateFolder, kept);
}

const isBusy = (where: string) =>
	new TroupeError({
		code: 'STORAGE_LOCKED',
		message: `Another process ${where} is replacing the master key.`,
		fix: 'Wait until it has ended. If it was stopped, run the command again.',
		retryable: true,
	});

const wasUsed = (id: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The new master key ${id} seals already, or did before.`,
		fix: 'Create another one with "openssl rand -base64 32".',
	});

const followsAlready = (id: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The master key ${id} follows already.`,
		fix: 'Run the command without --key-file to go on with it.',
	});

const withoutNext = (id = 'that follows') =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_VAULT_KEY does not have the key ${id}.`,
		fix: 'Create one with "openssl rand -base64 32". Set TROUPE_VAULT_KEY to the present key, a space and the new one for every process, start each of them again, and run this command with both.',
	});

const isElsewhere = (id: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Another machine began to replace the master key: the key ${id} follows, and vault.key of this machine does not have it.`,
		fix: 'Copy the vault.key of that machine to this one, with permissions for this user only. Then run the command again, here or there.',
	});

const withoutOld = (old: string, current: string) =>
	new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: `What is sealed under the master key ${old} cannot be sealed again under ${current}: this process does not have the old key.`,
		fix: `Add the key ${old} after the present one: as a further line of vault.key, or after a space in TROUPE_VAULT_KEY. Or go on where the replacement began.`,
	});
