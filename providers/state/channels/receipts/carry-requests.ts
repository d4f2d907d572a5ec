import type { DatabaseSync } from 'node:sqlite';
import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';
import { openChannelDatabase } from '../channel-database';
import { openInbox } from './open-inbox';

const carriedAtOnce = 500;

export async function carryRequests(file: DatabaseSync, place: string): Promise<number> {
	const channels = openChannelDatabase(place);
	const inbox = openInbox(place, channels, {});
	let carried = 0;
	try {
		for (const batch of readBatches(file)) {
			await inbox.write(batch);
			carried += batch.length;
		}
		return carried;
	} finally {
		await Promise.all([inbox.close(), channels.database.close()]);
	}
}

function* readBatches(file: DatabaseSync): Generator<ReceivedRequest[]> {
	const oldest = file.prepare(
		'SELECT tenant, channel, name AS key, stored, received_at AS "receivedAt", trace FROM request ORDER BY number',
	);
	let batch: ReceivedRequest[] = [];
	for (const row of oldest.iterate()) {
		batch.push(row as unknown as ReceivedRequest);
		if (batch.length < carriedAtOnce) continue;
		yield batch;
		batch = [];
	}
	yield batch;
}
