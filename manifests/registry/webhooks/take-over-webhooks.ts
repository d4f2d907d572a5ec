import type { RegistryEventType } from '../registry-api';
import { everyTenant } from '../store/migrations';
import type { Store } from '../store/store';
import type { Connection, WebhookRow } from '../store/tables';
import { openSealed } from './sealing';

/** A webhook that an earlier version stored in the registry's database, and delivered by itself. */
export interface EarlierWebhook {
	tenant: string;
	id: string;
	url: string;
	/** Empty means all. */
	events: RegistryEventType[];
	secret: string;
	/** ISO 8601. */
	createdAt: string;
	/** The events that it did not get yet, oldest first. */
	waiting: Array<{ type: RegistryEventType; /** ISO 8601. */ at: string }>;
}

export interface TakeOver {
	/** The registry's. */
	store: Store;
	/** The key of the secrets. */
	keyFile: string;
	/** Stores it elsewhere; without effect the second time. */
	take: (webhook: EarlierWebhook) => Promise<void>;
	reportFault: (error: unknown, about: { tenant: string; webhook: string }) => void;
}

/** As many as earlier versions delivered of what waited. */
const maxWaiting = 100;

/** Moves the webhooks of earlier versions out of the registry's database. What cannot be moved stays there, and is reported. */
export async function takeOverWebhooks({ store, keyFile, take, reportFault }: TakeOver): Promise<void> {
	for (const { tenant, id } of await listWebhooks(store)) {
		// Another process that is about to take it waits until it is gone.
		const move = store.change(tenant, async (connection) => {
			const row = await connection.deleteFrom('webhooks').where('id', '=', id).returningAll().executeTakeFirst();
			if (row) await take(await readWebhook(connection, tenant, row, keyFile));
		});
		await move.catch((error: unknown) => reportFault(error, { tenant, webhook: id }));
	}
}

async function listWebhooks(store: Store): Promise<Array<{ tenant: string; id: string }>> {
	const owners = await store.read(everyTenant, (connection) => connection.selectFrom('webhook_owners').select('name').execute());
	const each = owners.map(async ({ name: tenant }) => {
		const rows = await store.read(tenant, (connection) => connection.selectFrom('webhooks').select('id').execute());
		return rows.map(({ id }) => ({ tenant, id }));
	});
	return (await Promise.all(each)).flat();
}

async function readWebhook(connection: Connection, tenant: string, row: WebhookRow, keyFile: string): Promise<EarlierWebhook> {
	const { id, url, created_at: createdAt, after } = row;
	const events = JSON.parse(row.events) as RegistryEventType[];
	const secret = openSealed({ sealed: row.secret, keyId: row.key_id, about: `${tenant} ${id}` }, keyFile);
	return { tenant, id, url, events, secret, createdAt, waiting: await listWaiting(connection, after, events) };
}

async function listWaiting(connection: Connection, after: number, events: RegistryEventType[]): Promise<EarlierWebhook['waiting']> {
	let query = connection.selectFrom('events').select(['type', 'at']).where('id', '>', after);
	if (events.length > 0) query = query.where('type', 'in', events);
	const rows = await query.orderBy('id', 'desc').limit(maxWaiting).execute();
	return rows.reverse().map(({ type, at }) => ({ type: type as RegistryEventType, at }));
}
