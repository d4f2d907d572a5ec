import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { callCamunda } from '../../shared/camunda/camunda-request';
import { readSentVariables } from '../read-variables';

const defaultTimeToLiveSeconds = 3600;

/** POST /v2/messages/publication */
export async function publishMessage(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const options = context.getNodeParameter('messageOptions', item, {}) as { messageId?: string; timeToLive?: number };
	const message = readMessage(context, item);
	return callCamunda(context, item, {
		what: `publishing the message "${message.name}"`,
		path: '/messages/publication',
		body: {
			...message,
			timeToLive: (options.timeToLive ?? defaultTimeToLiveSeconds) * 1000,
			...(options.messageId && { messageId: options.messageId }),
		},
	});
}

/** POST /v2/messages/correlation: the answer names the instance that the message reached. */
export async function correlateMessage(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const message = readMessage(context, item);
	return callCamunda(context, item, {
		what: `correlating the message "${message.name}"`,
		path: '/messages/correlation',
		body: message,
		ifMissing:
			'No instance waits for it now. Check the name and the correlation key, or use Publish, which stores the message for a while.',
	});
}

function readMessage(context: IExecuteFunctions, item: number) {
	return {
		name: context.getNodeParameter('messageName', item) as string,
		correlationKey: `${context.getNodeParameter('correlationKey', item, '') as string | number}`,
		...readSentVariables(context, item),
	};
}
