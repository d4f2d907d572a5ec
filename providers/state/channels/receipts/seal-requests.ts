import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';
import { hashKey } from '../event-work';
import type { OpenKeySeal } from '../sealed/conversation-keys';
import { sealRequest } from '../sealed/request-text';

/** Prepares requests for storage: named by hash, since provider keys can contain phone numbers, and sealed if the store has keys. */
export async function sealRequests(requests: readonly ReceivedRequest[], openKeySeal?: OpenKeySeal): Promise<ReceivedRequest[]> {
	const seal = await openKeySeal?.();
	const sealed: ReceivedRequest[] = [];
	for (const { key, stored, ...request } of requests) {
		const name = hashKey(key);
		// Databases store no lone surrogate.
		const text = stored.toWellFormed();
		sealed.push({ ...request, key: name, stored: seal ? await sealRequest(seal, { ...request, name }, text) : text });
	}
	return sealed;
}
