import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSignedCheckpoint } from '../../core/audit/checkpoint';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { countNouns } from '../terminal/format-text';
import { readTextFile } from '../terminal/read-text-file';
import { makeFolder, replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { openLog } from './log-run';

/** @throws TroupeError INPUT_INVALID for a folder with another log */
export async function runAuditTiles(folder: string, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant, openKeys } = await openLog(terminal);
	await refuseOtherLog(folder, (await openKeys()).signerOf(tenant).key.name);
	const isDamaged = await store.sequence(tenant).then(
		() => false,
		(error: unknown) => {
			if (!isTroupeError(error)) throw error;
			// A damaged log is exported as it is: an auditor has to see it.
			terminal.note(printable(error.message));
			return true;
		},
	);
	let files = 0;
	for await (const { path, content } of store.export(tenant)) {
		const file = join(folder, path);
		makeFolder(dirname(file));
		replaceFile(file, content);
		files += 1;
	}
	if (files === 0) terminal.note(`The audit log of the tenant ${tenant} has no entries.`);
	else terminal.note(printable(`${countNouns(files, 'file')} written: ${folder}`));
	return files === 0 || isDamaged ? 1 : 0;
}

async function refuseOtherLog(folder: string, origin: string): Promise<void> {
	const file = join(folder, 'checkpoint');
	if (!existsSync(file)) return;
	const { checkpoint } = parseSignedCheckpoint(await readTextFile(file));
	if (checkpoint.origin === origin) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${folder} has the export of another log, ${checkpoint.origin}.`,
		fix: 'Choose an empty folder, or the tenant of that log with --tenant.',
	});
}
