import { resolve } from 'node:path';
import { troupeHome } from '../../core/base/home';
import { readSetting } from '../../core/base/settings/settings';
import { knowledgeFromEnvironment } from '../../providers/compose/knowledge/knowledge-host';
import { compactFiles, listTenantFiles } from '../../providers/compose/privacy/compact-files';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** Compacts the files of a home, however large. @throws TroupeError STORAGE_LOCKED, retryable, while others write for longer than some seconds; STORAGE_* */
export async function runStateCompact({ json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { environment } = terminal;
	const home = resolve(troupeHome(environment));
	const host = {
		stateFolder: home,
		...knowledgeFromEnvironment(environment),
		database: readSetting('TROUPE_DATABASE_URL', environment),
		memoryStore: readSetting('TROUPE_MEMORY_STORE', environment),
	};
	await compactFiles(host, { atMost: Infinity, others: listTenantFiles(host) });
	if (json) terminal.print(JSON.stringify({ home, isCompact: true }));
	else terminal.note(`The files in ${home} are compact: no copy of what was removed is left in them.`);
	return 0;
}
