import { readFile } from 'node:fs/promises';
import { actAs } from '../../core/audit/actor';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { readUserName } from '../../core/base/user-name';
import { type Rotation, rotateMasterKey } from '../../providers/compose/guardrails/rotate-key';
import { parseVaultKeys } from '../../providers/state/vault/vault-key';
import { openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import { countNouns } from '../terminal/format-text';
import { ProgressLine } from '../terminal/progress-line';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface RotateMasterKeyOptions {
	keyFile?: string;
	everywhere?: boolean;
	leaked?: boolean;
	yes?: boolean;
	json?: boolean;
}

/**
 * @returns 1 where processes or machines must get the new key first
 * @throws TroupeError INPUT_INVALID, VAULT_UNREADABLE, STATE_CONFLICT, STORAGE_…
 */
export async function runRotateMasterKey(
	{ keyFile, everywhere, leaked, yes, json }: RotateMasterKeyOptions,
	terminal: Terminal,
	settleMs?: number,
): Promise<ExitCode> {
	const question = 'Replace the master key? Backups of before need the old one: keep it as long as them, apart from them.';
	if (!(await confirmedByPerson(question, { yes }, terminal))) return 1;
	const progress = new ProgressLine(terminal);
	const options = {
		isEverywhere: everywhere,
		isLeaked: leaked,
		settleMs,
		signal: terminal.stop,
		report: progress.show,
		newKey: keyFile === undefined ? undefined : await readNewKey(keyFile),
	};
	try {
		const rotation = await actAs({ name: `user:${readUserName()}` }, () => rotateMasterKey(openPrivateState(terminal), options));
		progress.end();
		if (json) terminal.print(JSON.stringify(rotation));
		else report(rotation, terminal);
		explain(rotation, leaked === true, terminal);
		return rotation.state === 'done' ? 0 : 1;
	} finally {
		progress.end();
	}
}

function report({ state, keyId, previousKeyId, resealed, renewed }: Rotation, terminal: Terminal): void {
	terminal.print(
		state === 'done'
			? `The master key ${keyId} replaced ${previousKeyId}. ${countNouns(resealed, 'value')} sealed again; nothing is sealed under the old key.`
			: `The master key ${keyId} follows ${previousKeyId}. Nothing is sealed under it yet.`,
	);
	if (renewed > 0) terminal.print(`${countNouns(renewed, 'key')} of conversations replaced, with all that they seal.`);
}

function explain({ state, keyId, previousKeyId, unreadable, isJournalEmpty, source }: Rotation, isLeaked: boolean, terminal: Terminal) {
	if (state === 'waiting') {
		terminal.note(
			source === 'setting'
				? 'Every process needs both keys in TROUPE_VAULT_KEY: the present one, a space, the new one. Start each of them again with it.'
				: 'Copy vault.key, which has both keys now, to the TROUPE_HOME of every other machine, with permissions for its user only. Nothing needs a restart.',
		);
		terminal.note('Then run `troupe privacy key rotate --everywhere`.');
		return;
	}
	if (unreadable > 0)
		terminal.note(`${countNouns(unreadable, 'value')} cannot be opened by either key: they were damaged or changed. They stay.`);
	if (!isJournalEmpty)
		terminal.note('A journal of SQLite still has what was overwritten, as another process reads it. It goes with its next checkpoint.');
	terminal.note(
		source === 'setting'
			? `Set TROUPE_VAULT_KEY to the key ${keyId} alone, for every process, and destroy the key ${previousKeyId} where no backup needs it.`
			: `vault.key has the new key alone. Copy it to other machines of this state, and destroy copies of the key ${previousKeyId} where no backup needs them.`,
	);
	if (isLeaked)
		terminal.note(
			'Whoever has the old key and a copy of the database of before can read that copy. See "After a leak" in docs/privacy/master-key.md for what else to replace.',
		);
}

async function readNewKey(file: string): Promise<Buffer> {
	const text = await readFile(file, 'utf8').catch((cause: unknown) => {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The new key cannot be read from ${file}: ${getErrorMessage(cause)}.`,
			fix: 'Name a file with 32 bytes in base64 or hex, such as of "openssl rand -base64 32".',
			cause,
		});
	});
	return parseVaultKeys(text, file)[0]!;
}
