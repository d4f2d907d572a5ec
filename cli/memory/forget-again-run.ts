import { resolve } from 'node:path';
import { readSetting } from '../../core/base/settings/settings';
import { forgetAgain, openForgottenList } from '../../providers/compose/memory/forget-everywhere';
import { openMemory } from '../../providers/compose/memory/memory';
import type { ForgottenEntry } from '../../providers/state/conversations/forgotten-list';
import { openHost } from '../host';
import { readForgottenList } from '../backup/forget-again';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** The options of `troupe memory forget-again`. */
export interface ForgetAgainOptions {
	from: Date;
	/** Files. */
	list: string[];
}

/**
 * Forgets whom the lists name since a time, of all tenants or of the one of `--tenant`, in the stores that the settings name: after PostgreSQL was restored by its own means.
 * @throws TroupeError INPUT_INVALID, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE
 */
export async function runForgetAgain({ from, list }: ForgetAgainOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const opened = await open(terminal);
	const host = { ...opened, memoryStore: readSetting('TROUPE_MEMORY_STORE', terminal.environment) };
	const own = await openForgottenList(host.stateFolder ?? '', terminal.environment).read();
	const named = list.flatMap((file) => readForgottenList(resolve(file)));
	const isWanted = ({ at, tenant }: ForgottenEntry) =>
		Date.parse(at) >= from.getTime() && (terminal.tenant === undefined || terminal.tenant === tenant);
	const entries = new Map([...own, ...named].filter(isWanted).map((entry) => [entry.id, entry]));
	const removed = { memories: 0, conversations: 0, turns: 0, vaultKeys: 0, runs: 0 };
	for (const { tenant, persons, conversations } of entries.values()) {
		const ofTenant = { ...host, tenant };
		const counts = await forgetAgain({ tenant, persons, conversations }, await openMemory(ofTenant), ofTenant);
		for (const name of Object.keys(removed) as Array<keyof typeof removed>) removed[name] += counts[name];
	}
	terminal.print(JSON.stringify({ entries: entries.size, removed }));
	return 0;
}
