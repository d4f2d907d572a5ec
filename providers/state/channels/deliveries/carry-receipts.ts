import type { DatabaseSync } from 'node:sqlite';
import type { Receipt } from '../../../../core/ports/channels/deliveries';
import { openChannelStores } from '../open-channel-stores';

const carriedAtOnce = 500;

/** Stores the requests of an inbox's file among the deliveries of another place. Those that are there already stay. @returns how many */
export async function carryReceipts(file: DatabaseSync, place: string): Promise<number> {
	const stores = openChannelStores(place);
	let carried = 0;
	try {
		for (const batch of readBatches(file)) {
			await Promise.all(batch.map((receipt) => stores.deliveries.accept(receipt)));
			carried += batch.length;
		}
		return carried;
	} finally {
		await stores.close();
	}
}

function* readBatches(file: DatabaseSync): Generator<Receipt[]> {
	const oldest = file.prepare('SELECT tenant, channel, name AS key, stored, received_at AS "receivedAt" FROM receipt ORDER BY number');
	let batch: Receipt[] = [];
	for (const row of oldest.iterate()) {
		batch.push(row as unknown as Receipt);
		if (batch.length < carriedAtOnce) continue;
		yield batch;
		batch = [];
	}
	yield batch;
}
