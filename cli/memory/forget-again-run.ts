import { resolve } from 'node:path';
import { readSetting } from '../../core/base/settings/settings';
import { forgetPersonsAgain } from '../../service/operations/privacy/forget-again';
import { readForgottenList } from '../backup/forget-again';
import { openHost, openPrivateState } from '../host';
import { forgetInHome } from '../privacy/home-processes';
import { callOperation } from '../services/call-operation';
import { ofKey } from '../services/of-key';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface ForgetAgainOptions {
	from: Date;
	list: string[];
}

/**
 * Forgets again everybody forgotten since a time: after PostgreSQL was restored by its own means. @throws TroupeError INPUT_INVALID,
 * MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE
 */
export async function runForgetAgain({ from, list }: ForgetAgainOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const entries = list
		.flatMap((file) => readForgottenList(resolve(file)))
		.map(({ id, at, tenant, persons, conversations }) => ({ id, at, tenant, persons, conversations }));
	const input = { from: from.toISOString(), tenant: terminal.tenant, ...(entries.length > 0 && { entries }) };
	const done = await callOperation(forgetPersonsAgain, input, ofKey(terminal), async (here) => ({
		...(await open(here)),
		memoryStore: readSetting('TROUPE_MEMORY_STORE', here.environment),
		...openPrivateState(here),
		forgetInProcesses: forgetInHome(openPrivateState(here), here),
	}));
	terminal.print(JSON.stringify(done));
	return 0;
}
