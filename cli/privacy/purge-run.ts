import { readTenant } from '../../core/base/tenant';
import { purgeData } from '../../service/operations/privacy/purge';
import { openHost, readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { ofKey } from '../services/of-key';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface PurgeOptions {
	before: string;
	reason: string;
	dryRun?: boolean;
	yes?: boolean;
	json?: boolean;
}

type Answer = Awaited<ReturnType<typeof purgeData.perform>>;
const sum = (rows: Answer['removed']) => rows.reduce((total, one) => total + one.rows, 0);

/** Counts first, and asks before it removes anything. */
export async function runPurge(
	kept: string,
	{ before, reason, dryRun, yes, json }: PurgeOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const tenant = terminal.tenant ?? readTenant(terminal.environment);
	const purge = (isDry: boolean) =>
		callOperation(
			purgeData,
			{ tenant_id: tenant, entity_type: kept, before_date: before, reason, ...(isDry && { dry_run: true }) },
			ofKey(terminal),
			async () => ({ ...(await open(terminal)), ...readStateHost(terminal) }),
		);
	let answer = await purge(true);
	if (!dryRun) {
		const question = `Remove ${sum(answer.removed)} rows of ${kept} of ${tenant} from before ${before}? This cannot be undone.`;
		if (!(await confirmedByPerson(printable(question), { yes }, terminal))) return 1;
		answer = await purge(false);
	}
	if (json) terminal.print(JSON.stringify(answer));
	else {
		for (const { store, table, rows } of answer.removed)
			terminal.print(printable(`${store} ${table}: ${rows} ${dryRun ? 'would be removed' : 'removed'}`));
		for (const { store, table, rows } of answer.held) terminal.print(printable(`${store} ${table}: ${rows} held`));
		if (answer.notReached !== null) terminal.note(printable(answer.notReached));
		else if (answer.removed.length === 0) terminal.note(`Nothing of ${kept} that may go is from before ${before}.`);
	}
	return 0;
}
