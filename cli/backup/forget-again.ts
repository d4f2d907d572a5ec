import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { listForgotten } from '../../core/base/privacy/personal-data';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { hasRows } from '../../providers/database/sqlite/has-rows';
import { stateFile } from '../../providers/database/state-database';
import { forgetAgain, openForgottenList } from '../../providers/compose/memory/forget-everywhere';
import { openMemory } from '../../providers/compose/memory/memory';
import { compactFiles } from '../../providers/compose/privacy/compact-files';
import { memoryTables } from '../../providers/memory/memory-tables';
import { stateSubjects } from '../../providers/state/subjects';
import { closeOpened } from '../../providers/compose/open-once';
import {
	type ForgottenEntry,
	ForgottenList,
	forgottenFileName,
	joinByTenant,
	parseForgotten,
} from '../../providers/state/conversations/forgotten-list';
import { forgetProcessesAgain } from '../../service/privacy/forget-processes';
import { removeTenant } from '../../service/privacy/forget-tenant';
import { forgetInHome } from '../privacy/home-processes';

/** @throws TroupeError INPUT_INVALID */
export function readForgottenList(file: string): ForgottenEntry[] {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (cause) {
		throw notAList(file, getErrorMessage(cause), cause);
	}
	const entries = parseForgotten(text);
	if (entries.length === 0 && text.trim() !== '') throw notAList(file, 'it has no entry');
	return entries;
}

/**
 * Forgets in a restored home who was forgotten after its backup was made.
 * @param entries of lists that are newer than the backup
 * @returns how many entries were forgotten again
 * @throws TroupeError INPUT_INVALID without the key of the vault; MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE, STORAGE_*
 */
export async function forgetAgainIn(
	home: string,
	entries: ForgottenEntry[],
	environment: Environment,
	signal: AbortSignal,
): Promise<number> {
	const backedUp = await new ForgottenList(join(home, forgottenFileName)).read();
	const known = new Set(backedUp.filter(({ isDone }) => isDone).map(({ id }) => id));
	const pending = byId([...backedUp, ...entries]).filter(({ id }) => !known.has(id));
	if (pending.some(({ isWhole }) => isWhole) || (pending.length > 0 && (await holdsPersons(home)))) {
		requireKey(home, environment);
		try {
			for (const names of joinByTenant(pending)) {
				// The files of the restored home, not the database that the settings name.
				const host = {
					stateFolder: home,
					database: '',
					memoryStore: 'memory.db',
					tenant: names.tenant,
					vaultKey: readSetting('TROUPE_VAULT_KEY', environment),
				};
				const forgetInProcesses = forgetInHome(host, { environment });
				if (names.isWhole) await removeTenant({ ...host, forgetInProcesses, knowledgeStore: { kind: 'sqlite' } }, signal);
				// The state knows by which names processes have them.
				await forgetProcessesAgain(names, { ...host, forgetInProcesses }, signal);
				await forgetAgain(names, await openMemory(host), host);
			}
			if (pending.length > 0) await compactFiles({ stateFolder: home, database: '', memoryStore: 'memory.db' });
		} finally {
			await closeOpened();
		}
	}
	const list = openForgottenList(home, environment);
	const listed = new Set((await list.read()).filter(({ isDone }) => isDone).map(({ id }) => id));
	const missing = byId([...backedUp, ...entries]).filter(({ id }) => !listed.has(id));
	await list.addAll(missing.map((entry) => ({ ...entry, isDone: true })));
	return pending.length;
}

/** An entry of which one list knows that it is done is done. */
function byId(entries: ForgottenEntry[]): ForgottenEntry[] {
	const all = new Map<string, ForgottenEntry>();
	for (const entry of entries) all.set(entry.id, { ...entry, isDone: entry.isDone || all.get(entry.id)?.isDone === true });
	return [...all.values()];
}

const personTables = stateSubjects.flatMap(({ tables }) => listForgotten(tables));

const holdsPersons = async (home: string): Promise<boolean> =>
	(await hasRows(join(home, stateFile), personTables)) ||
	(await hasRows(join(home, 'memory.db'), memoryTables.own)) ||
	(await hasRows(join(home, 'engine.db'), ['process_instance']));

function requireKey(home: string, environment: Environment): void {
	if (readSetting('TROUPE_VAULT_KEY', environment) !== undefined || existsSync(join(home, 'vault.key'))) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			'Persons were forgotten after this backup was made. Without the key of the token vault they cannot be found in it, to forget them again.',
		fix: 'Restore with the keys, or set TROUPE_VAULT_KEY.',
	});
}

function notAList(file: string, why: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The list of forgotten persons ${file} cannot be read: ${why}.`,
		fix: `Name the file ${forgottenFileName} of a home. A newer archive contains it too: \`tar --zstd -xOf ARCHIVE home/${forgottenFileName}\`.`,
		cause,
	});
}
