/** Webhooks in the registry's database, as versions stored them that delivered them themselves. */
import { createCipheriv, hash, randomBytes, randomUUID } from 'node:crypto';
import type { Store } from '../../../manifests/registry/store/store';

export function sealSecret(secret: string, about: string, key: Buffer): { sealed: string; keyId: string } {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(Buffer.from(about));
	const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
	return { sealed, keyId: hash('sha256', key, 'hex').slice(0, 16) };
}

interface Stored {
	url: string;
	secret: string;
	key: Buffer;
	events?: string[];
	/** The last event that was delivered. */
	after: number;
}

/** @returns the id of the webhook */
export async function storeEarlierWebhook(store: Store, tenant: string, { url, secret, key, events = [], after }: Stored): Promise<string> {
	const id = randomUUID();
	const { sealed, keyId } = sealSecret(secret, `${tenant} ${id}`, key);
	const row = { id, url, events: JSON.stringify(events), secret: sealed, key_id: keyId, created_at: '2026-01-01T00:00:00.000Z', after };
	await store.change(tenant, async (connection) => {
		await connection.insertInto('webhooks').values(row).execute();
		await connection
			.insertInto('webhook_owners')
			.values({ name: tenant })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	});
	return id;
}
