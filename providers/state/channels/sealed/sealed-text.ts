import { isTroupeError, TroupeError } from '../../../../core/base/errors';
import type { StateConnection } from '../../../database/state-database';
import { unreadableRow } from '../../work/unreadable-row';

export interface TextPlace {
	tenant: string;
	conversation: string;
	/** `table.column`. */
	column: string;
	row: string | number;
}

export const sealedColumns: Readonly<Record<string, string>> = {
	'message.content': 'number',
	'outgoing.content': 'id',
	'desk_write.content': 'id',
	'conversation_note.content': 'id',
	'hand_over.reason': 'name',
	'hand_over.summary': 'name',
	'session_memory.summary': 'session',
};

/** Sealed columns with JSON; the others are plain words. */
export const jsonColumns: ReadonlySet<string> = new Set(['message.content', 'outgoing.content', 'desk_write.content', 'hand_over.summary']);

/** JSON never begins like this. */
const prefix = 'sealed:';

const boundTo = ({ tenant, conversation, column, row }: TextPlace) => JSON.stringify([column, tenant, conversation, row]);

export const loadKeys = async ({ keys }: Pick<StateConnection, 'keys'>, tenant: string, rows: ReadonlyArray<{ conversation: string }>) =>
	keys?.load(tenant, [...new Set(rows.map(({ conversation }) => conversation))]);

export async function loadRowKeys(
	connection: Pick<StateConnection, 'keys'>,
	rows: ReadonlyArray<{ tenant: string; conversation: string }>,
): Promise<void> {
	for (const [tenant, own] of Map.groupBy(rows, (row) => row.tenant)) await loadKeys(connection, tenant, own);
}

/** Without keys the text stays plain. */
export async function sealText({ keys }: Pick<StateConnection, 'keys'>, place: TextPlace, text: string): Promise<string> {
	if (keys === undefined) return text;
	const key = await ofRow(place, keys.open(place.tenant, place.conversation));
	return prefix + Buffer.from(key.seal(text, boundTo(place))).toString('base64');
}

/** Plain in a store without keys. @throws TroupeError VAULT_UNREADABLE */
export async function openText({ keys }: Pick<StateConnection, 'keys'>, place: TextPlace, stored: string): Promise<string> {
	if (!stored.startsWith(prefix)) return stored;
	if (keys === undefined) throw withoutKeys(place);
	const open = async () => {
		const key = await keys.find(place.tenant, place.conversation);
		if (key === undefined) throw unreadableRow(place, 'the key of the conversation is missing');
		return key.unseal(Buffer.from(stored.slice(prefix.length), 'base64'), boundTo(place));
	};
	return ofRow(place, open());
}

/** Names the row in the fault of a changed or moved value. A missing master key is a separate fault. */
async function ofRow<Result>(place: TextPlace, opening: Promise<Result>): Promise<Result> {
	try {
		return await opening;
	} catch (error) {
		if (!isTroupeError(error) || error.details.damaged === undefined) throw error;
		throw unreadableRow(place, 'it or the key of the conversation was changed or moved', error);
	}
}

/** Keys a digest for comparison: a short text could be guessed. */
export async function sealDigest(
	{ keys }: Pick<StateConnection, 'keys'>,
	{ tenant, id }: { tenant: string; id: string },
	digest: string,
): Promise<string> {
	return keys === undefined ? digest : (await keys.open(tenant, id)).digest(digest);
}

const withoutKeys = ({ conversation, column }: TextPlace) =>
	new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: `A text of the conversation ${conversation} (${column}) cannot be opened: the store was opened without keys.`,
		fix: 'Open the state with the version of Troupe that wrote it, or a later one.',
	});
