import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { callCamunda } from '../camunda-request';
import { readVariables } from '../read-variables';

const DEFAULT_TIME_TO_LIVE_SECONDS = 3600;

/** POST /v2/messages/publication */
export async function publishMessage(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const options = context.getNodeParameter('messageOptions', item, {}) as { messageId?: string; timeToLive?: number };
	const name = context.getNodeParameter('messageName', item) as string;
	return callCamunda(context, item, {
		what: `publishing the message "${name}"`,
		path: '/messages/publication',
		body: {
			name,
			correlationKey: `${context.getNodeParameter('correlationKey', item, '') as string | number}`,
			timeToLive: (options.timeToLive ?? DEFAULT_TIME_TO_LIVE_SECONDS) * 1000,
			...(options.messageId && { messageId: options.messageId }),
			variables: readVariables(context, item),
		},
	});
}
