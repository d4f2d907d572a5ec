import { pause } from '../../../core/base/async/pause';
import type { OperationStore, StoredOperation } from '../../../providers/state/operations/operations';

interface Look {
	seen: Promise<StoredOperation | undefined>;
	now: AbortController;
}

const lookEveryMs = 500;
const looks = new WeakMap<OperationStore, Map<string, Look>>();
const nameOf = (tenant: string, id: string) => JSON.stringify([tenant, id]);

/** Reads an operation in half a second or at its end here, once for all waiters in this process. */
export function lookSoon(store: OperationStore, tenant: string, id: string): Promise<StoredOperation | undefined> {
	const ofStore = looks.get(store) ?? new Map<string, Look>();
	looks.set(store, ofStore);
	const key = nameOf(tenant, id);
	const begun = ofStore.get(key);
	if (begun) return begun.seen;
	const now = new AbortController();
	const seen = pause(lookEveryMs, now.signal).then(() => {
		ofStore.delete(key);
		return store.find(tenant, id);
	});
	ofStore.set(key, { seen, now });
	return seen;
}

export const lookNow = (store: OperationStore, tenant: string, id: string): void => looks.get(store)?.get(nameOf(tenant, id))?.now.abort();
