import { storeTrace } from '../base/trace-context';
import { problem, problemContentType } from '../base/problem';
import type { ChannelRecords, OpenChannel } from '../ports/channels/channel-records';
import type { ChannelRequest } from '../ports/channels/channel';
import type { ReceiptStore } from '../ports/channels/receipts';

interface Parts {
	channels: Pick<ChannelRecords, 'noteRefusal'>;
	receipts: Pick<ReceiptStore, 'accept'>;
}

export interface ReceiveAnswer {
	status: number;
	contentType: string;
	body: string;
}

/** Verifies a request of a provider and stores it, synced, before it is acknowledged. */
export async function receiveRequest(
	{ channels, receipts }: Parts,
	{ record, channel }: OpenChannel,
	request: ChannelRequest,
): Promise<ReceiveAnswer> {
	const { tenant, name } = record;
	const verified = await channel.verify(request);
	switch (verified.kind) {
		case 'answer':
			return verified;
		case 'refused':
			await channels.noteRefusal(tenant, name, `${verified.reason}: ${verified.detail}`);
			return refusedAnswer(verified.status);
		case 'accepted': {
			const { key, stored, answer = {} } = verified;
			await receipts.accept({ tenant, channel: name, key, stored, receivedAt: request.receivedAt, trace: storeTrace() });
			return { status: 200, contentType: 'application/json', body: JSON.stringify(answer) };
		}
	}
}

const titles: Record<number, string> = { 404: 'Not Found', 503: 'Service Unavailable' };

/** Answers a refused request without details, which are in the channel's status. */
export const refusedAnswer = (status: number): ReceiveAnswer => ({
	status,
	contentType: problemContentType,
	body: JSON.stringify(problem(status, titles[status] ?? 'Refused', 'The request is refused.', '')),
});
