import { readFile } from 'node:fs/promises';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { decodeText } from '../../core/base/text/decode-text';
import { type LimitsDocument, parseLimits } from '../../core/usage/parse-limits';
import { readStoredBudgets, storeBudgets } from '../../service/operations/usage/budgets';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeCounted, openUsage } from './usage-host';

export async function runSetBudgets(file: string, terminal: Terminal): Promise<ExitCode> {
	const text = await readText(file);
	await parseLimits(text, file);
	const { budgets, prices } = JSON.parse(text) as LimitsDocument;
	const { version } = await callOperation(storeBudgets, { budgets, prices }, terminal, openUsage);
	const { countedIn, isShared } = describeCounted(terminal);
	terminal.print(
		`Version ${version} of the budgets of ${describeTenant(terminal)} counts within seconds for ${describeReach(countedIn, isShared)}.`,
	);
	return 0;
}

function describeTenant({ service, tenant }: Terminal): string {
	if (service !== undefined) return 'the tenant of the key';
	return tenant === undefined ? 'the installation' : `the tenant ${printable(tenant)}`;
}
const describeReach = (countedIn: string, isShared: boolean) =>
	isShared ? `all machines that use ${countedIn}` : `${countedIn} only; TROUPE_DATABASE_URL reaches all machines`;

/** Prints the stored budgets. Returns 1 if there are none. */
export async function runShowBudgets({ json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { stored } = await callOperation(readStoredBudgets, {}, terminal, openUsage);
	if (!stored) {
		if (json) terminal.print('null');
		terminal.note(
			`No budgets are stored for ${describeTenant(terminal)}. \`${nameCommand('troupe usage budgets set FILE', terminal)}\` stores them.`,
		);
		return 1;
	}
	const { version, author, at, document } = stored;
	if (json) terminal.print(JSON.stringify({ version, author, at, ...document }, null, 2));
	else {
		terminal.print(JSON.stringify(document, null, 2));
		terminal.note(printable(`Version ${version}, set by ${author} at ${at}.`));
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
