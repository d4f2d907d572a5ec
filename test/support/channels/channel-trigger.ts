/** The trigger of channels, as n8n runs it and calls its webhooks. */
import type { IWebhookFunctions } from 'n8n-workflow';
import { openGate } from '../../fakes/permissive-gate';
import { type FakeTrigger, fakeTriggerFunctions } from '../n8n/fake-trigger-functions';
import { receive } from '../../../nodes/TroupeChannelTrigger/receive';
import { trigger } from '../../../nodes/TroupeChannelTrigger/trigger';

export async function startTrigger(options: FakeTrigger, graceMs?: number) {
	const { context, warnings } = fakeTriggerFunctions(options);
	const { closeFunction } = await trigger.call(context, openGate(), graceMs);
	return { warnings, close: async () => closeFunction?.() };
}

export interface WebhookCall {
	/** Default `default`. */
	webhook?: string;
	headers?: Record<string, string>;
	ip?: string;
}

/** A request as n8n hands it over. @param payload an object, or the text of the body */
export async function callTrigger(
	options: FakeTrigger,
	payload: unknown,
	{ webhook = 'default', headers = {}, ip = '203.0.113.7' }: WebhookCall = {},
) {
	const { context, warnings } = fakeTriggerFunctions(options);
	const answer = { status: 0, headers: {} as Record<string, string>, body: '' };
	const response = {
		writeHead: (status: number, sent: Record<string, string>) => ({
			end: (body: string) => void Object.assign(answer, { status, headers: sent, body }),
		}),
	};
	const rawBody = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
	const web = {
		...context,
		getWebhookName: () => webhook,
		getRequestObject: () => ({ method: 'POST', headers, query: {}, ip, rawBody }),
		getResponseObject: () => response,
	};
	const returned = await receive.call(web as unknown as IWebhookFunctions, openGate());
	return { ...answer, returned, warnings };
}
