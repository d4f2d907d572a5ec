import { countNouns } from '../terminal/format-text';
import type { ApiKey } from '../../core/ports/access/api-keys';
import { composeApiKeyStore } from '../../providers/compose/state/api-keys';
import { openPrivateState } from '../host';
import { ApiKeys, type IssuedKey, type KeyManager, findState } from '../../service/access/keys/api-keys';
import { readKeyLifetimes } from '../../service/access/keys/key-lifetimes';
import { describeIssued, describeKey } from '../../service/access/keys/key-routes';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { readUserName } from '../../core/base/user-name';

export interface KeyOptions {
	json?: boolean;
}

export interface KeyCreateOptions extends KeyOptions {
	role?: string;
	/** Names with commas between them. */
	scopes?: string;
	days?: number;
	/** False: the key never expires. */
	expiry: boolean;
	/** Takes the place of `days`. */
	minutes?: number;
	reason?: string;
	allowFrom?: string;
	rate?: number;
}

export interface KeyRotateOptions extends KeyOptions {
	/** Milliseconds. */
	overlap: number;
}

export interface KeyRevokeOptions extends KeyOptions {
	yes?: boolean;
	reason?: string;
}

const maxChanges = 1_000;
const minutesOfDay = 1_440;
/** Keys that end within this time are marked. */
const noticeMs = 14 * 86_400_000;

/** Creates a key and prints it. */
export async function runKeyCreate(name: string, options: KeyCreateOptions, terminal: Terminal): Promise<ExitCode> {
	return withKeys(terminal, async (keys, tenant) => {
		const { role, rate, days, expiry, minutes, reason } = options;
		const ends = minutes === undefined ? days : minutes / minutesOfDay;
		const scopes = splitNames(options.scopes);
		const request = { tenant, name, role, scopes, allowFrom: splitNames(options.allowFrom), rate, reason, days: expiry ? ends : null };
		printIssued(await keys.create(request, thisUser()), options, terminal);
		return 0;
	});
}

/** Lists the keys of a tenant. */
export async function runKeyList(options: KeyOptions, terminal: Terminal): Promise<ExitCode> {
	return withKeys(terminal, async (keys, tenant) => {
		const listed = await keys.list(tenant, thisUser());
		if (options.json) terminal.print(JSON.stringify(listed.map(describeKey)));
		else if (listed.length === 0) terminal.note(`The tenant ${tenant} has no API keys. Create one: troupe key create NAME --role viewer`);
		else keyLines(listed, terminal).forEach(terminal.print);
		return 0;
	});
}

/** Creates the successor of a key and prints it. */
export async function runKeyRotate(id: string, options: KeyRotateOptions, terminal: Terminal): Promise<ExitCode> {
	const overlapHours = options.overlap / 3_600_000;
	return withKeys(terminal, async (keys, tenant) => {
		printIssued(await keys.rotate(tenant, id, overlapHours, thisUser()), options, terminal);
		terminal.note(
			overlapHours > 0 ? `${id} works for ${countNouns(overlapHours, 'more hour')}, unless it ends before.` : `${id} no longer works.`,
		);
		return 0;
	});
}

/** Revokes a key. Returns 1 if it was revoked before. */
export async function runKeyRevoke(id: string, options: KeyRevokeOptions, terminal: Terminal): Promise<ExitCode> {
	return withKeys(terminal, async (keys, tenant) => {
		const key = (await keys.list(tenant, thisUser())).find((one) => one.id === id && one.revokedAt === null);
		if (key && !(await confirmedByPerson(askToRevoke(key), options, terminal))) return 1;
		const answer = await keys.revoke(tenant, id, thisUser(), options.reason);
		const { revoked, made } = answer;
		if (options.json) terminal.print(JSON.stringify(answer));
		terminal.note(revoked ? `Revoked ${id}. Every service on this state refuses it.` : `${id} was revoked before.`);
		if (made.length > 0)
			terminal.note(
				`Also revoked ${countNouns(made.length, 'key')} that ${made.length === 1 ? 'was' : 'were'} made with it: ${made.join(', ')}.`,
			);
		return revoked ? 0 : 1;
	});
}

const askToRevoke = ({ id, name }: ApiKey): string =>
	printable(
		`Revoke the key ${id} (${name})? Requests with it, or with a key that was made with it, are refused at once. This cannot be undone.`,
	);

/** Lists the changes of a tenant's keys. */
export async function runKeyHistory(options: KeyOptions, terminal: Terminal): Promise<ExitCode> {
	return withKeys(terminal, async (keys, tenant) => {
		const changes = (await keys.changes(tenant, maxChanges, thisUser())).map(({ at, ...change }) => ({
			at: new Date(at).toISOString(),
			...change,
		}));
		if (options.json) terminal.print(JSON.stringify(changes));
		else
			for (const { at, actor, action, key, details } of changes)
				terminal.print(printable(`${at}  ${action.padEnd(6)}  ${key}  by ${actor}  ${JSON.stringify(details)}`));
		return 0;
	});
}

async function withKeys(terminal: Terminal, work: (keys: ApiKeys, tenant: string) => Promise<ExitCode>): Promise<ExitCode> {
	const lifetimes = readKeyLifetimes(terminal.environment);
	const { tenant, ...state } = openPrivateState(terminal);
	const store = composeApiKeyStore(state);
	try {
		return await work(new ApiKeys(store, Date.now, lifetimes), tenant);
	} finally {
		await store.close();
	}
}

/** Whoever can open the state can do everything with it. */
const thisUser = (): KeyManager => ({ subject: `user:${readUserName()}` });

const splitNames = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter(Boolean);

function printIssued(issued: IssuedKey, { json }: KeyOptions, terminal: Terminal): void {
	const { secret, key } = issued;
	terminal.print(json ? JSON.stringify(describeIssued(issued)) : secret);
	const until = key.expiresAt === null ? 'without an end' : `until ${new Date(key.expiresAt).toISOString()}`;
	terminal.note(`Key ${key.id} for ${key.name}, tenant ${key.tenant}, ${until}. It is not shown again: anyone who has it can use it.`);
}

function keyLines(keys: ApiKey[], terminal: Terminal): string[] {
	const now = Date.now();
	const day = (at: number | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 16).replace('T', ' '));
	const describeState = (key: ApiKey): string => {
		const state = findState(key, now);
		if (state !== 'valid') return state;
		if (key.replacedBy !== null) return `replaced by ${key.replacedBy}`;
		return key.expiresAt !== null && key.expiresAt < now + noticeMs ? 'expires soon' : 'valid';
	};
	return tableLines(
		[
			{ name: 'id', title: 'key', value: ({ id }) => id },
			{ name: 'name', title: 'for', value: ({ name }) => name },
			{ name: 'allowed', title: 'allowed', value: ({ role, scopes }) => [role, ...scopes].filter(Boolean).join(' ') },
			{ name: 'state', title: 'state', value: describeState },
			{ name: 'expires', title: 'expires (UTC)', value: ({ expiresAt }) => day(expiresAt) || 'never' },
			{ name: 'lastUsed', title: 'last used (UTC)', value: ({ lastUsedAt }) => day(lastUsedAt) || 'never' },
			{ name: 'from', title: 'from', value: ({ allowFrom }) => allowFrom.join(' ') || 'anywhere' },
		],
		keys,
		terminal,
		(key) => (describeState(key) === 'valid' ? undefined : 'yellow'),
	);
}
