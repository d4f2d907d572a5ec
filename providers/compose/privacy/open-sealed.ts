/** Opens sealed values in rows of a person, so that the person can read them. */
import { valueBound } from '../../../core/guardrails/vault/stored-token-book';
import { keyBound } from '../../../core/guardrails/vault/vault-conversations';
import { createSubjectKey, type SubjectKey, type VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { isTroupeError } from '../../../core/base/errors';
import { unreadable } from '../../../core/base/privacy/unreadable';
import type { Row, StateConnection } from '../../database/state-database';
import { openConversationKeys } from '../../state/channels/sealed/conversation-keys';
import { jsonColumns, openText, sealedColumns } from '../../state/channels/sealed/sealed-text';
import { openRequest } from '../../state/channels/sealed/request-text';
import { endedBoundTo } from '../../state/runs/ended-trails';
import { openEntries } from '../../state/runs/sealed-entries';
import { suspendedBoundTo } from '../../state/runs/suspended-runs';
import { composeKeySeal } from '../channels/open-key-seal';

export interface Opening {
	connection: StateConnection;
	keys: VaultKeys;
	tenant: string;
}

type Opener = (row: Row, opening: Opening) => Promise<unknown>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const json = async (bytes: Promise<Uint8Array>): Promise<unknown> => JSON.parse(text(await bytes));

const openOwnText =
	(column: string, key: string): Opener =>
	async (row, { connection, keys, tenant }) => {
		const stored = row[column.slice(column.indexOf('.') + 1)] as string | null;
		if (stored === null) return null;
		const id = row[key] as string | number | bigint;
		const place = { tenant, conversation: row.conversation as string, column, row: typeof id === 'string' ? id : Number(id) };
		const opened = await openText({ keys: openConversationKeys(connection, composeKeySeal(keys)) }, place, stored);
		return jsonColumns.has(column) ? (JSON.parse(opened) as unknown) : opened;
	};

const openRequestRow: Opener = async (row, { connection, keys, tenant }) => {
	const key = { tenant, channel: row.channel as string, name: row.name as string };
	const opened = await openRequest({ keys: openConversationKeys(connection, composeKeySeal(keys)) }, key, row.stored as string);
	try {
		return JSON.parse(opened) as unknown;
	} catch {
		return opened;
	}
};

/** By table and column. Other sealed columns of a person are keys: see `keyColumns`. */
const openers: Readonly<Record<string, Opener>> = {
	'run_entry.entry': async ({ run, number, entry }, { connection, keys, tenant }) => {
		const seal = {
			unseal: async (sealed: Uint8Array, bound: string) => text(await keys.unwrap(sealed, bound)),
			openKey: async (sealed: Uint8Array, bound: string) => createSubjectKey(await keys.unwrap(sealed, bound)),
		};
		const [opened] = await openEntries(connection, { tenant, runId: run as string }, [entry as string], seal, Number(number));
		return opened;
	},
	'suspended.sealed': ({ run, sealed }, { keys, tenant }) =>
		json(keys.unwrap(sealed as Uint8Array, suspendedBoundTo({ tenant, runId: run as string }))),
	'ended_trail.sealed': ({ run, sealed }, { keys, tenant }) =>
		json(keys.unwrap(sealed as Uint8Array, endedBoundTo({ tenant, runId: run as string }))),
	...Object.fromEntries(Object.entries(sealedColumns).map(([column, key]) => [column, openOwnText(column, key)])),
	'receipt.stored': openRequestRow,
	'request.stored': openRequestRow,
	'forgetting.request': ({ subject, request }, { keys, tenant }) =>
		request === null
			? Promise.resolve(null)
			: json(keys.unwrap(request as Uint8Array, JSON.stringify(['forgetting', `${tenant} ${String(subject)}`]))),
	'vault_entry.sealed': async (row, opening) => {
		const sealed = row.sealed as Uint8Array;
		// A reserved token has no value.
		if (sealed.length === 0) return null;
		const found = await findVaultKey(row.conversation as number, opening);
		if (!found) return unreadable;
		const entry = { token: row.token as string, value: row.value as string, canonical: row.canonical as string };
		const plain = found.key.unseal(sealed, valueBound({ tenant: opening.tenant, conversation: found.conversation }, entry));
		return plain.slice(plain.indexOf(' ') + 1);
	},
};

/** Keys are not exported: their content is, and a key could open the rest of the store. */
export const keyColumns: readonly string[] = [
	'subject_key.wrapped',
	'run_key.sealed',
	'audit_key.sealed',
	'conversation_key.sealed',
	'memory_persons.data_key',
	'memory_conversations.data_key',
];

/** The memory and the audit log open their rows themselves. */
export const openedByStore: readonly string[] = [
	'audit_value.sealed',
	'audit_waiting.sealed',
	'memory_facts.content',
	'memory_conversations.name',
	'memory_conversations.summary',
	'memory_conversations.summary_labels',
	'memory_turns.content',
];

export const findOpener = (table: string, column: string): Opener | undefined => openers[`${table}.${column}`];

/** @returns the value, or `unreadable`: a damaged row must not block the others */
export async function openColumn(table: string, column: string, row: Row, opening: Opening): Promise<unknown> {
	try {
		return await findOpener(table, column)!(row, opening);
	} catch (error) {
		if (error instanceof SyntaxError || (isTroupeError(error) && error.code === 'VAULT_UNREADABLE')) return unreadable;
		throw error;
	}
}

async function findVaultKey(
	id: number,
	{ connection, keys, tenant }: Opening,
): Promise<{ key: SubjectKey; conversation: string } | undefined> {
	const row = await connection.get<{ conversation: string; keyId: string; wrapped: Uint8Array }>(
		`SELECT vault_conversation.conversation, subject_key.id AS "keyId", subject_key.wrapped FROM vault_conversation
		JOIN subject_key ON subject_key.id = vault_conversation.key_id WHERE vault_conversation.tenant = ? AND vault_conversation.id = ?`,
		tenant,
		id,
	);
	return row && { key: createSubjectKey(await keys.unwrap(row.wrapped, keyBound(tenant, row.keyId))), conversation: row.conversation };
}
