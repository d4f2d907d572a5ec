import type { DatabaseSync } from 'node:sqlite';
import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';
import { openChannelStores } from '../open-channel-stores';

const carriedAtOnce = 500;

/** Stores the requests of an inbox's file among the receipts of another place. Those that are there already stay. @returns how many */
export async function carryRequests(file: DatabaseSync, place: string): Promise<number> {
	const stores = openChannelStores(place);
	let carried = 0;
	try {
		for (const batch of readBatches(file)) {
			await Promise.all(batch.map((request) => stores.receipts.accept(request)));
			carried += batch.length;
		}
		return carried;
	} finally {
		await stores.close();
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
