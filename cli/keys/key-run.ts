import { composeApiKeyStore } from '../../providers/compose/state/api-keys';
import { ApiKeys } from '../../service/access/keys/api-keys';
import { readKeyLifetimes } from '../../service/access/keys/key-lifetimes';
import {
	createAccessKey,
	type DescribedIssue,
	type DescribedKey,
	listAccessKeyChanges,
	listAccessKeys,
	revokeAccessKey,
	rotateAccessKey,
} from '../../service/operations/access-keys';
import type { InputOf, InputShapes, Operation } from '../../service/operations/operation';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import { ofKey } from '../services/of-key';
import { nameCommand } from '../services/name-command';
import { confirmedByPerson } from '../terminal/confirm';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

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

export async function runKeyCreate(name: string, options: KeyCreateOptions, terminal: Terminal): Promise<ExitCode> {
	const { role, rate, days, expiry, minutes, reason } = options;
	const ends = minutes === undefined ? days : minutes / minutesOfDay;
	const scopes = splitNames(options.scopes);
	const allowFrom = splitNames(options.allowFrom);
	const request = { name, role, scopes, allowFrom, rate, reason, days: expiry ? ends : null };
	printIssued(await callKeys(createAccessKey, request, terminal), options, terminal);
	return 0;
}

export async function runKeyList(options: KeyOptions, terminal: Terminal): Promise<ExitCode> {
	const { tenant, items } = await callKeys(listAccessKeys, {}, terminal);
	if (options.json) terminal.print(JSON.stringify(items));
	else if (items.length === 0)
		terminal.note(
			printable(`The tenant ${tenant} has no API keys. Create one: ${nameCommand('troupe key create NAME --role viewer', terminal)}`),
		);
	else keyLines(items, terminal).forEach(terminal.print);
	return 0;
}

export async function runKeyRotate(id: string, options: KeyRotateOptions, terminal: Terminal): Promise<ExitCode> {
	const overlapHours = options.overlap / 3_600_000;
	printIssued(await callKeys(rotateAccessKey, { key: id, overlapHours }, terminal), options, terminal);
	terminal.note(
		overlapHours > 0 ? `${id} works for ${countNouns(overlapHours, 'more hour')}, unless it ends before.` : `${id} no longer works.`,
	);
	return 0;
}

/** Revokes a key. Returns 1 if it was revoked before. */
export async function runKeyRevoke(id: string, options: KeyRevokeOptions, terminal: Terminal): Promise<ExitCode> {
	const { items } = await callKeys(listAccessKeys, {}, terminal);
	const key = items.find((one) => one.id === id && one.revokedAt === null);
	if (key && !(await confirmedByPerson(askToRevoke(key), options, terminal))) return 1;
	const answer = await callKeys(revokeAccessKey, { key: id, reason: options.reason }, terminal);
	const { revoked, made } = answer;
	if (options.json) terminal.print(JSON.stringify(answer));
	terminal.note(revoked ? `Revoked ${id}. Every service on this state refuses it.` : `${id} was revoked before.`);
	if (made.length > 0)
		terminal.note(
			printable(
				`Also revoked ${countNouns(made.length, 'key')} that ${made.length === 1 ? 'was' : 'were'} made with it: ${made.join(', ')}.`,
			),
		);
	return revoked ? 0 : 1;
}

const askToRevoke = ({ id, name }: DescribedKey): string =>
	printable(
		`Revoke the key ${id} (${name})? Requests with it, or with a key that was made with it, are refused at once. This cannot be undone.`,
	);

export async function runKeyHistory(options: KeyOptions, terminal: Terminal): Promise<ExitCode> {
	const { items } = await callKeys(listAccessKeyChanges, { limit: maxChanges }, terminal);
	if (options.json) terminal.print(JSON.stringify(items));
	else
		for (const { at, actor, action, key, details } of items)
			terminal.print(printable(`${at}  ${action.padEnd(15)}  ${key}  by ${actor ?? '(forgotten)'}  ${JSON.stringify(details)}`));
	return 0;
}

/** Performs an operation on the keys of the tenant of `--tenant`: at a service, the caller needs the right for another one. */
async function callKeys<Input extends InputShapes, Output, Place>(
	called: Operation<Input, Output, Place>,
	input: Omit<InputOf<Input>, 'tenant'>,
	terminal: Terminal,
): Promise<Output> {
	const opened: Array<{ close(): Promise<void> }> = [];
	const open = (here: Terminal) => {
		const state = openPrivateState(here);
		const store = composeApiKeyStore(state);
		opened.push(store);
		return { ...state, keys: new ApiKeys(store, Date.now, readKeyLifetimes(here.environment)) } as Place;
	};
	try {
		return await callOperation(called, { ...input, tenant: terminal.tenant } as InputOf<Input>, ofKey(terminal), open);
	} finally {
		for (const store of opened) await store.close();
	}
}

const splitNames = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter(Boolean);

function printIssued(issued: DescribedIssue, { json }: KeyOptions, terminal: Terminal): void {
	const { secret, ...key } = issued;
	terminal.print(json ? JSON.stringify(issued) : secret);
	const until = key.expiresAt === null ? 'without an end' : `until ${key.expiresAt}`;
	terminal.note(`Key ${key.id} for ${key.name}, tenant ${key.tenant}, ${until}. It is not shown again: anyone who has it can use it.`);
}

function keyLines(keys: DescribedKey[], terminal: Terminal): string[] {
	const now = Date.now();
	const day = (at: string | null) => (at === null ? '' : at.slice(0, 16).replace('T', ' '));
	const describeState = ({ state, replacedBy, expiresAt }: DescribedKey): string => {
		if (state !== 'valid') return state;
		if (replacedBy !== null) return `replaced by ${replacedBy}`;
		return expiresAt !== null && Date.parse(expiresAt) < now + noticeMs ? 'expires soon' : 'valid';
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
