import { toZonedMinute } from '../../core/base/iso-time';
import { needsPerson } from '../../core/credentials/credential-health';
import { type DescribedCredential, listCredentials, removeCredential, setServers } from '../../service/operations/credentials/credentials';
import { listCredentialUses } from '../../service/operations/credentials/credential-uses';
import { openHost, readStateHost } from '../host';
import { callAllPages } from '../services/call-all-pages';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface CredentialsOptions {
	json?: boolean;
}

export async function runCredentialsList({ json }: CredentialsOptions, terminal: Terminal): Promise<ExitCode> {
	const { items, timeZone } = await callAllPages(listCredentials, { limit: 1_000 }, terminal);
	printRecords({ items, timeZone }, json, terminal);
	return 0;
}

/** @throws TroupeError CREDENTIAL_NOT_FOUND, INPUT_INVALID */
export async function runCredentialsServers(
	name: string,
	servers: string[],
	{ json }: CredentialsOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	await callOperation(setServers, { name, servers }, terminal);
	if (json) terminal.print(JSON.stringify({ name, servers }));
	terminal.note(`The credential ${name} can be sent to ${servers.includes('*') ? 'any server' : servers.join(', ')}.`);
	return 0;
}

/** @throws TroupeError CREDENTIAL_NOT_FOUND */
export async function runCredentialsRemove(
	name: string,
	{ json, yes }: CredentialsOptions & { yes?: boolean },
	terminal: Terminal,
): Promise<ExitCode> {
	const { uses } = await callOperation(listCredentialUses, { name }, terminal, openHost);
	const named = printable(uses.join(', '));
	const users = uses.length === 0 ? '' : ` ${named.charAt(0).toUpperCase()}${named.slice(1)} ${uses.length === 1 ? 'uses' : 'use'} it.`;
	if (yes && users !== '') terminal.note(`${users.trim()} ${uses.length === 1 ? 'It stops' : 'They stop'}.`);
	const question = `Remove the credential ${name}?${users} Channels, agents and jobs that use it stop, and its secrets cannot be read back.`;
	if (!(await confirmedByPerson(question, { yes }, terminal))) return 1;
	await callOperation(removeCredential, { name }, terminal);
	if (json) terminal.print(JSON.stringify({ name, removed: true }));
	terminal.note(`Removed the credential ${name}. Revoke it at its service too: copies of it stay valid there.`);
	return 0;
}

export interface ListedCredentials {
	items: DescribedCredential[];
	timeZone: string;
}

export function printRecords({ items: records, timeZone }: ListedCredentials, json: boolean | undefined, terminal: Terminal): void {
	const tenant = terminal.service === undefined ? `tenant ${readStateHost(terminal).tenant}` : 'tenant of the key';
	if (json) terminal.print(JSON.stringify(records));
	else if (records.length === 0)
		terminal.note(`The ${tenant} has no credentials. Add one: ${nameCommand('troupe credentials add NAME --type TYPE', terminal)}`);
	else recordLines(records, timeZone, terminal).forEach(terminal.print);
}

function recordLines(records: DescribedCredential[], timeZone: string, terminal: Terminal): string[] {
	const minute = (at: string | null) => (at === null ? undefined : toZonedMinute(Date.parse(at), timeZone));
	return tableLines(
		[
			{ name: 'name', title: 'credential', value: ({ name }) => name },
			{ name: 'type', title: 'type', value: ({ type }) => type },
			{ name: 'state', title: 'state', value: ({ state }) => state.replace('-', ' ') },
			{ name: 'expires', title: `expires (${timeZone})`, value: ({ expiresAt }) => minute(expiresAt) ?? 'not known' },
			{ name: 'checked', title: `checked (${timeZone})`, value: ({ checkedAt }) => minute(checkedAt) ?? 'never' },
			{ name: 'problem', title: 'problem', value: ({ problem }) => problem ?? '' },
		],
		records,
		terminal,
		({ state }) => (needsPerson(state) ? 'yellow' : undefined),
	);
}
