import { findState, needsPerson } from '../../core/credentials/credential-health';
import { sealCredential, unsealCredential } from '../../core/credentials/credential-sealing';
import { credentialNotFound } from '../../core/credentials/kept-credentials';
import type { CredentialRecord } from '../../core/ports/access/credentials';
import { type CredentialHost, type CredentialParts, openCredentials } from '../../providers/compose/credentials/credentials';
import { openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { withServers } from './add-run';

export interface CredentialsOptions {
	json?: boolean;
}

/** Lists the credentials of a tenant. */
export async function runCredentialsList({ json }: CredentialsOptions, terminal: Terminal): Promise<ExitCode> {
	return withStore(terminal, async ({ store, tenant }) => {
		printRecords(await store.list(tenant), tenant, json, terminal);
		return 0;
	});
}

/** Sets the servers of a credential. @throws TroupeError CREDENTIAL_NOT_FOUND, INPUT_INVALID */
export async function runCredentialsServers(
	name: string,
	servers: string[],
	{ json }: CredentialsOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	return withStore(terminal, async ({ store, keys, tenant }) => {
		// A token that was renewed meanwhile stays: the change is made again, on the newer data.
		for (;;) {
			const stored = await store.find(tenant, name);
			if (!stored) throw credentialNotFound(name, tenant);
			const data = withServers(await unsealCredential(keys, stored), servers);
			const change = { ...stored, ...(await sealCredential(keys, stored, data)), changedAt: Date.now() };
			if (await store.change(stored, change)) break;
		}
		if (json) terminal.print(JSON.stringify({ name, servers }));
		terminal.note(`The credential ${name} can be sent to ${servers.includes('*') ? 'any server' : servers.join(', ')}.`);
		return 0;
	});
}

/** Removes a credential. @throws TroupeError CREDENTIAL_NOT_FOUND */
export async function runCredentialsRemove(
	name: string,
	{ json, yes }: CredentialsOptions & { yes?: boolean },
	terminal: Terminal,
): Promise<ExitCode> {
	return withStore(terminal, async ({ store, tenant }) => {
		if (!(await store.find(tenant, name))) throw credentialNotFound(name, tenant);
		const question = `Remove the credential ${name}? Channels, agents and jobs that use it stop, and its secrets cannot be read back.`;
		if (!(await confirmedByPerson(question, { yes }, terminal))) return 1;
		if (!(await store.remove(tenant, name))) throw credentialNotFound(name, tenant);
		if (json) terminal.print(JSON.stringify({ name, removed: true }));
		terminal.note(`Removed the credential ${name}. Revoke it at its service too: copies of it stay valid there.`);
		return 0;
	});
}

/** Prints credentials as a table, or as one JSON document. */
export function printRecords(records: CredentialRecord[], tenant: string, json: boolean | undefined, terminal: Terminal): void {
	const now = Date.now();
	if (json) terminal.print(JSON.stringify(records.map((record) => describeRecord(record, now))));
	else if (records.length === 0) terminal.note(`The tenant ${tenant} has no credentials. Add one: troupe credentials add NAME --type TYPE`);
	else recordLines(records, now, terminal).forEach(terminal.print);
}

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function describeRecord(record: CredentialRecord, now: number) {
	const { name, type, provider, testUrl, createdAt, changedAt, changedBy, tokenEndsAt, endsAt, checkedAt, problem } = record;
	return {
		...{
			name,
			type,
			provider,
			state: findState(record, now),
			problem,
			testUrl,
			expiresAt: isoTime(endsAt),
			tokenExpiresAt: isoTime(tokenEndsAt),
		},
		...{ checkedAt: isoTime(checkedAt), createdAt: isoTime(createdAt), changedAt: isoTime(changedAt), changedBy },
	};
}

function recordLines(records: CredentialRecord[], now: number, terminal: Terminal): string[] {
	const minute = (at: number | null) => isoTime(at)?.slice(0, 16).replace('T', ' ');
	return tableLines(
		[
			{ name: 'name', title: 'credential', value: ({ name }) => name },
			{ name: 'type', title: 'type', value: ({ type }) => type },
			{ name: 'state', title: 'state', value: (record) => findState(record, now).replace('-', ' ') },
			{ name: 'expires', title: 'expires (UTC)', value: ({ endsAt }) => minute(endsAt) ?? 'not known' },
			{ name: 'checked', title: 'checked (UTC)', value: ({ checkedAt }) => minute(checkedAt) ?? 'never' },
			{ name: 'problem', title: 'problem', value: ({ problem }) => problem ?? '' },
		],
		records,
		terminal,
		(record) => (needsPerson(findState(record, now)) ? 'yellow' : undefined),
	);
}

type OpenStore = Pick<CredentialParts, 'store' | 'keys'> & { host: CredentialHost; tenant: string };

/** Opens the credentials of the tenant for one command. */
export async function withStore(terminal: Terminal, work: (open: OpenStore) => Promise<ExitCode>): Promise<ExitCode> {
	const host = openPrivateState(terminal);
	const { store, keys } = await openCredentials(host);
	return work({ store, keys, host, tenant: host.tenant });
}
