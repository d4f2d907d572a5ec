import { readFile } from 'node:fs/promises';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { everyTenant } from '../../providers/database/state-database';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeLedger, readUsageHost } from './usage-host';
import { decodeText } from '../../core/base/text/decode-text';

/** Stores the budgets of a file for all machines. */
export async function runSetBudgets(file: string, { tenant }: { tenant?: string }, terminal: Terminal): Promise<ExitCode> {
	const { writeSharedSetting } = await import('../../providers/compose/models/shared-limits');
	const host = openPrivateState(terminal);
	const { countedIn, isShared } = describeLedger(host);
	const { version } = await writeSharedSetting(host, tenant ?? everyTenant, await readText(file), file);
	terminal.print(
		`Version ${version} of the budgets of ${describeTenant(tenant)} counts within seconds for ${describeReach(countedIn, isShared)}.`,
	);
	return 0;
}

const describeTenant = (tenant: string | undefined) => (tenant === undefined ? 'the installation' : `the tenant ${printable(tenant)}`);
const describeReach = (countedIn: string, isShared: boolean) =>
	isShared ? `all machines that use ${countedIn}` : `${countedIn} only; TROUPE_DATABASE_URL reaches all machines`;

/** Prints the stored budgets. Returns 1 if there are none. */
export async function runShowBudgets({ tenant, json }: { tenant?: string; json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { readSharedSetting } = await import('../../providers/compose/models/shared-limits');
	const setting = await readSharedSetting(readUsageHost(terminal), tenant ?? everyTenant);
	if (!setting) {
		if (json) terminal.print('null');
		terminal.note(`No budgets are stored for ${describeTenant(tenant)}. \`troupe usage budgets set FILE\` stores them.`);
		return 1;
	}
	const { version, author, at } = setting;
	const document = JSON.parse(setting.value) as object;
	const time = new Date(at).toISOString();
	if (json) terminal.print(JSON.stringify({ version, author, at: time, ...document }, null, 2));
	else {
		terminal.print(JSON.stringify(document, null, 2));
		terminal.note(printable(`Version ${version}, set by ${author} at ${time}.`));
	}
	return 0;
}

async function readText(file: string): Promise<string> {
	try {
		return decodeText(await readFile(file), file);
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The budgets in ${file} cannot be read: ${getErrorMessage(cause)}.`,
			fix: 'Name an existing file.',
			cause,
		});
	}
}
