import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { Host } from '../../providers/compose/hosts/host';
import { createComputerOpeners } from '../../sandbox/computer/computer-openers';
import { printable, type Terminal } from '../terminal/terminal';

/** Returns a host whose shells and browsers leave what they created or changed in a folder. @throws TroupeError INPUT_INVALID for one that holds anything */
export async function withKeptChanges<Given extends Host>(folder: string | undefined, host: Given, terminal: Terminal): Promise<Given> {
	if (folder === undefined) return host;
	const target = resolve(folder);
	await requireEmpty(folder, target);
	const kept = { target, tell: (line: string) => terminal.note(printable(line)) };
	return { ...host, ...createComputerOpeners(terminal.environment, kept) };
}

/** Names of files come from commands of a model: none of them may replace a file, or follow a link that is there. */
async function requireEmpty(folder: string, target: string): Promise<void> {
	const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : undefined));
	if (entries?.length === 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `--keep-changes ${folder} is ${entries ? 'a folder that is not empty' : 'not a folder'}.`,
		fix: 'Name a new folder.',
	});
}
