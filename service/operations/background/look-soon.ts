import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationStore, StoredOperation } from '../../../providers/state/operations/operations';

const lookEveryMs = 500;
const looks = new WeakMap<OperationStore, Map<string, Promise<StoredOperation | undefined>>>();

/** Reads an operation in half a second, once for all in this process who wait for it. */
export function lookSoon(store: OperationStore, tenant: string, id: string): Promise<StoredOperation | undefined> {
	const ofStore = looks.get(store) ?? new Map<string, Promise<StoredOperation | undefined>>();
	looks.set(store, ofStore);
	const key = JSON.stringify([tenant, id]);
	const look =
		ofStore.get(key) ??
		sleep(lookEveryMs).then(() => {
			ofStore.delete(key);
			return store.find(tenant, id);
		});
	ofStore.set(key, look);
	return look;
}
