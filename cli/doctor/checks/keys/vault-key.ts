import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPostgresAddress } from '../../../../providers/database/database-place';
import { hasRows } from '../../../../providers/database/sqlite/has-rows';
import { stateFile } from '../../../../providers/database/state-database';
import { memoryTables } from '../../../../providers/memory/memory-tables';
import { readSetting } from '../../../../core/base/settings/settings';
import { parseVaultKeys } from '../../../../providers/state/vault/vault-key';
import { fail, ok, skipped, warn, type Check, type Finding, type Machine } from '../../check';
import { ifThere } from '../if-there';
import { findOpenMode } from '../open-mode';
import { judgeOwnMasterKey } from './master-key';

const restore =
	'Restore the key that the data was created with, as TROUPE_VAULT_KEY or as the file. Without it, tokens and memory stay unreadable.';

export const vaultKeyCheck: Check = {
	id: 'vault-key',
	looksAt: 'the key of the token vault and of memory',
	async look(machine) {
		const { environment, home } = machine;
		const configured = readSetting('TROUPE_VAULT_KEY', environment);
		const file = join(home, 'vault.key');
		const stored = await ifThere(readFile(file, 'utf8'));
		if (configured !== undefined) return [...judgeConfigured(configured, stored, file), ...(await judgeOwnMasterKey(machine))];
		if (stored !== undefined)
			return [...(await judgeFile(stored, file)), ...judgeShared(environment), ...(await judgeOwnMasterKey(machine))];
		return judgeMissing(home, file);
	},
};

function judgeConfigured(configured: string, stored: string | undefined, file: string): Finding[] {
	const keys = parseVaultKeys(configured, 'TROUPE_VAULT_KEY');
	const isKnown = (other: Buffer) => keys.some((key) => key.equals(other));
	if (stored === undefined || parseVaultKeys(stored, file).every(isKnown)) return [ok(`TROUPE_VAULT_KEY is ${describeKeys(keys)}.`)];
	return [
		warn(
			`TROUPE_VAULT_KEY differs from ${file}: what was stored with the file's key cannot be read now.`,
			"Set TROUPE_VAULT_KEY to the file's key if this home has data that was stored with it; otherwise remove the file.",
		),
	];
}

async function judgeFile(stored: string, file: string): Promise<Finding[]> {
	const keys = parseVaultKeys(stored, file);
	const mode = findOpenMode(await stat(file));
	if (mode === undefined) return [ok(`${file} is ${describeKeys(keys)}, and readable by its owner alone.`)];
	return [
		fail(
			`${file} is open to other users of this machine (mode ${mode}).`,
			`chmod 600 ${JSON.stringify(file)}. Another user could have copied the key.`,
		),
	];
}

const describeKeys = ({ length }: readonly Buffer[]): string => (length === 1 ? 'a key of 32 bytes' : `${length} keys of 32 bytes`);

/** Values that one machine sealed would stay tokens on the others. */
function judgeShared(environment: Machine['environment']): Finding[] {
	const shared = (['TROUPE_DATABASE_URL', 'TROUPE_MEMORY_STORE'] as const).filter((name) =>
		isPostgresAddress(readSetting(name, environment) ?? ''),
	);
	if (shared.length === 0) return [];
	return [
		warn(
			`${shared.join(' and ')} shares sealed data with other machines, but TROUPE_VAULT_KEY is not set: each machine would use a key of its own.`,
			"Set TROUPE_VAULT_KEY on all machines to this file's key.",
		),
	];
}

/** Their rows are sealed with the key of the vault, or name it: without that key, a process is refused. */
const sealedTables = ['host_key', 'subject_key', 'credential', 'task_document', 'operation_input', 'operation'];

/** The key is created with the first value: without data, a missing one is as it should be. */
async function judgeMissing(home: Machine['home'], file: string): Promise<Finding[]> {
	const files = { [stateFile]: sealedTables, 'memory.db': memoryTables.own };
	const isSealed = await Promise.all(Object.entries(files).map(([name, tables]) => hasRows(join(home, name), tables)));
	const sealed = Object.keys(files).filter((_, index) => isSealed[index]);
	if (sealed.length === 0) return [skipped(`${file} does not exist yet. It is created when the first value is stored.`)];
	return [
		fail(`${file} is missing and TROUPE_VAULT_KEY is not set, but ${sealed.join(' and ')} in ${home} are sealed with a key.`, restore),
	];
}
