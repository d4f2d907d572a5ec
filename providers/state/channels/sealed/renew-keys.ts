/** Replaces conversation keys: whoever had the master key and a copy of the state may know them. */
import { isTroupeError } from '../../../../core/base/errors';
import { everyTenant, type OwnKeys, type StateConnection } from '../../../database/state-database';
import { noAudit, openAuditedDatabase } from '../../audit/audited-database';
import { readOr } from '../../work/unreadable-row';
import { channelSchema, conversationTurn } from '../channel-schema';
import { conversationKeyBound, type KeySeal, openConversationKeys } from './conversation-keys';
import { digestSend, openSend } from './message-text';
import { openText, sealedColumns, sealText } from './sealed-text';

interface Owner {
	tenant: string;
	conversation: string;
}

export interface RenewedKeys {
	renewed: number;
	unreadable: number;
}

const counted: ReadonlySet<string> = new Set(['number', 'session']);
const portion = 200;

/**
 * Reseals each conversation under a new key in its own transaction, so that others can write in between. Can be interrupted and repeated. @param
 * place `postgres://…`, or the path of a file @param onRenewed called with the number of keys so far @throws TroupeError STORAGE_…; the reason of the
 * signal
 */
export async function renewConversationKeys(
	place: string,
	seal: KeySeal,
	{ signal, onRenewed }: { signal: AbortSignal; onRenewed?: (renewed: number) => void },
): Promise<RenewedKeys> {
	// Like the channel stores: turns are named after the first subject.
	const database = openAuditedDatabase(place, [channelSchema], noAudit);
	const counts = { renewed: 0, unreadable: 0 };
	try {
		for (let last: Owner | undefined = { tenant: '', conversation: '' }; last !== undefined;) {
			const after: Owner = last;
			const owners: Owner[] = await database.read(everyTenant, (connection) =>
				connection.all<Owner>(
					`SELECT tenant, conversation FROM conversation_key WHERE (tenant, conversation) > (?, ?) ORDER BY tenant, conversation LIMIT ${portion}`,
					after.tenant,
					after.conversation,
				),
			);
			for (const owner of owners) {
				signal.throwIfAborted();
				const outcome = await database.change(owner.tenant, (connection) => renewOne(connection, seal, owner), {
					turn: conversationTurn(owner.tenant),
					synced: false,
				});
				if (outcome !== 'gone') counts[outcome] += 1;
				onRenewed?.(counts.renewed);
			}
			last = owners.length < portion ? undefined : owners.at(-1);
		}
		// Otherwise the log would keep data under the old keys.
		await database.emptyLog().catch((error: unknown) => {
			if (!isTroupeError(error) || !error.retryable) throw error;
		});
		return counts;
	} finally {
		await database.close();
	}
}

async function renewOne(connection: StateConnection, seal: KeySeal, { tenant, conversation }: Owner): Promise<keyof RenewedKeys | 'gone'> {
	const old = openConversationKeys(connection, seal);
	try {
		if ((await old.find(tenant, conversation)) === undefined) return 'gone';
	} catch (error) {
		// A missing master key is a separate fault.
		if (!isTroupeError(error) || error.details.damaged === undefined) throw error;
		return 'unreadable';
	}
	const { key, sealed } = await seal.newKey(conversationKeyBound(tenant, conversation));
	const own = async () => key;
	const from: StateConnection = { ...connection, keys: old };
	const to: StateConnection = { ...connection, keys: { ...old, find: own, open: own } satisfies OwnKeys };
	for (const [column, row] of Object.entries(sealedColumns)) await renewColumn(from, to, { tenant, conversation }, [column, row]);
	await connection.run('UPDATE conversation_key SET sealed = ? WHERE tenant = ? AND conversation = ?', sealed, tenant, conversation);
	return 'renewed';
}

async function renewColumn(
	from: StateConnection,
	to: StateConnection,
	{ tenant, conversation }: Owner,
	[column, rowName]: [column: string, row: string],
): Promise<void> {
	const [table, name] = column.split('.') as [string, string];
	const isCounted = counted.has(rowName);
	for (let after: string | number | undefined = isCounted ? -1 : ''; after !== undefined;) {
		const rows: Array<{ row: string | number; stored: string }> = await from.all(
			`SELECT ${rowName} AS "row", ${name} AS stored FROM ${table}
			WHERE tenant = ? AND conversation = ? AND ${name} IS NOT NULL AND ${rowName} > ? ORDER BY ${rowName} LIMIT ${portion}`,
			tenant,
			conversation,
			after,
		);
		for (const { row: stored, stored: text } of rows) {
			const place = { tenant, conversation, column, row: isCounted ? Number(stored) : stored };
			// An unreadable row must not block the others.
			const words = await readOr<string | undefined>(openText(from, place, text), undefined);
			if (words === undefined) continue;
			await to.run(
				`UPDATE ${table} SET ${name} = ? WHERE tenant = ? AND conversation = ? AND ${rowName} = ?`,
				await sealText(to, place, words),
				tenant,
				conversation,
				stored,
			);
			if (table === 'outgoing') await renewDigest(from, to, { tenant, conversation, id: String(stored) }, text);
		}
		after = rows.length < portion ? undefined : rows.at(-1)!.row;
	}
}

async function renewDigest(from: StateConnection, to: StateConnection, key: Owner & { id: string }, stored: string): Promise<void> {
	const { tenant, conversation, id } = key;
	const digest = await digestSend(to, { tenant, id: conversation }, [await openSend(from, key, stored)]);
	await to.run('UPDATE outgoing SET digest = ? WHERE tenant = ? AND id = ?', digest, tenant, id);
}
