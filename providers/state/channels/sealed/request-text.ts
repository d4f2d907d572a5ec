/** Requests as received. Each has its own key under the master key: it can concern several people, or nobody known yet. */
import { isTroupeError, TroupeError } from '../../../../core/base/errors';
import type { Receipt } from '../../../../core/ports/channels/receipts';
import type { StateConnection } from '../../../database/state-database';
import { readOr } from '../../work/unreadable-row';
import type { KeySeal } from './conversation-keys';
import { markRequest } from './request-marks';
import { unreadable } from '../../../../core/base/privacy/unreadable';

/** Names a request by hash of the provider's key, from inbox to receipts. */
export interface RequestKey {
	tenant: string;
	channel: string;
	name: string;
}

/** JSON never begins like this. Marks, a colon and the request follow. */
const sealedForm = /^sealed(?<marks>[^:]*):/;

const boundTo = ({ tenant, channel, name }: RequestKey, marks: string) => JSON.stringify(['request', tenant, channel, name, marks]);

export async function sealRequest(seal: Pick<KeySeal, 'seal' | 'hash'>, key: RequestKey, text: string): Promise<string> {
	const marks = markRequest((tenant, word) => seal.hash(tenant, word), key.tenant, text);
	return `sealed${marks}:${Buffer.from(await seal.seal(text, boundTo(key, marks))).toString('base64')}`;
}

/** Plain in a store without keys. @throws TroupeError VAULT_UNREADABLE */
export async function openRequest({ keys }: Pick<StateConnection, 'keys'>, key: RequestKey, stored: string): Promise<string> {
	const [head, marks] = sealedForm.exec(stored) ?? [];
	if (head === undefined) return stored;
	if (keys === undefined) throw unreadableRequest(key, 'the store was opened without keys');
	try {
		return await keys.openValue(Buffer.from(stored.slice(head.length), 'base64'), boundTo(key, marks!));
	} catch (error) {
		// A missing master key is a separate fault.
		if (!isTroupeError(error) || error.details.damaged === undefined) throw error;
		throw unreadableRequest(key, 'it was changed or moved', error, 'receipt.stored');
	}
}

export type StoredReceipt = Receipt & RequestKey;

export async function openReceipts(connection: Pick<StateConnection, 'keys'>, rows: readonly StoredReceipt[]): Promise<Receipt[]> {
	const opened: Receipt[] = [];
	for (const row of rows) opened.push(await openRow(connection, row));
	return opened;
}

export async function openRow<Row extends RequestKey & { stored: string }>(
	connection: Pick<StateConnection, 'keys'>,
	row: Row,
): Promise<Omit<Row, 'name'> & { isUnreadable?: true }> {
	const { name, ...receipt } = row;
	const stored = await readOr<string | undefined>(openRequest(connection, { ...receipt, name }, row.stored), undefined);
	return stored === undefined ? { ...receipt, stored: unreadable, isUnreadable: true } : { ...receipt, stored };
}

const unreadableRequest = ({ channel }: RequestKey, why: string, cause?: unknown, column?: string) =>
	new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: `A request to the channel ${channel} cannot be opened: ${why}.`,
		fix: 'Restore the state as a whole, from one backup, and open it with the version of Troupe that wrote it, or a later one.',
		details: { channel, ...(column && { column }) },
		cause,
	});
