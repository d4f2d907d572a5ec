import { existsSync, readFileSync, rmSync } from 'node:fs';
import { TroupeError } from '../../../core/base/errors';
import type { RegistryEventType } from '../registry-api';
import type { WebhookTable } from './webhook-table';

/** The format of earlier versions, before webhooks were stored in the database. */
interface FiledWebhook {
	id: string;
	tenant: string;
	url: string;
	events: RegistryEventType[];
	createdAt: string;
	failures: number;
	lastStatus?: string;
	secret: string;
	after: number;
}

/** Moves the webhooks from the file of an earlier version to the database. @throws TroupeError INPUT_INVALID if Troupe did not write the file */
export async function takeOverWebhooks(path: string, table: Pick<WebhookTable, 'restore'>): Promise<void> {
	if (!existsSync(path)) return;
	for (const { tenant, events, createdAt, lastStatus, ...hook } of read(path))
		await table.restore(tenant, {
			...hook,
			...{ events: JSON.stringify(events), created_at: createdAt, last_status: lastStatus ?? null },
			...{ attempts: 0, next_at: 0, lease_owner: null, lease_until: 0 },
		});
	rmSync(path);
}

function read(path: string): FiledWebhook[] {
	try {
		return (JSON.parse(readFileSync(path, 'utf8')) as { webhooks: FiledWebhook[] }).webhooks;
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The webhooks in ${path} cannot be read.`,
			fix: 'Restore the file from a copy. Without one, move it away and register the webhooks again.',
			cause,
		});
	}
}
