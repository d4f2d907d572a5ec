import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';
import { hashKey } from '../event-work';
import type { OpenKeySeal } from '../sealed/conversation-keys';
import { sealRequest } from '../sealed/request-text';

/** Returns requests as they are stored: named by a hash, since the keys of some providers contain phone numbers, and sealed where the store has keys. */
export async function sealRequests(requests: readonly ReceivedRequest[], openKeySeal?: OpenKeySeal): Promise<ReceivedRequest[]> {
	const seal = await openKeySeal?.();
	const sealed: ReceivedRequest[] = [];
	for (const { key, stored, ...request } of requests) {
		const name = hashKey(key);
		// A database stores no half of a character.
		const text = stored.toWellFormed();
		sealed.push({ ...request, key: name, stored: seal ? await sealRequest(seal, { ...request, name }, text) : text });
	}
	return sealed;
}
