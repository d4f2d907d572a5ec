import type { Workflow } from './n8n-api';
import { row } from './workflows';

/** The path of its webhooks. */
export const channelAddress = '3c0b8a52-57ad-4f51-9b1e-2f2d0d8f7a11';

export interface ChannelAccounts {
	channel: object;
	openAi: object;
	/** Where n8n has several processes. */
	database?: object;
}

/** Receives by Z-API, asks a model, and answers. As the editor builds it: the fields that are left out have their defaults. */
export function channelWorkflow(quietSeconds: number, { channel, openAi, database }: ChannelAccounts): Workflow {
	const definition = {
		...{ id: 'seller', version: '1.0.0', name: 'Seller', purpose: 'Sells machines.', prompt: 'You sell machines.' },
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
		guardrails: { personalData: { types: [], action: 'token' } },
		limits: { messageCharacters: 4000, outputTokens: 500, wallClockMs: 30_000 },
	};
	const state = database ? { troupeDatabaseApi: database } : {};
	const stateIn = database ? 'database' : 'own';
	return row('channel', [
		{
			...{ name: 'Troupe Channel Trigger', type: 'n8n-nodes-troupe.troupeChannelTrigger', typeVersion: 1, webhookId: channelAddress },
			parameters: { channel: 'whatsapp', options: { quiet: quietSeconds }, stateIn },
			credentials: { troupeChannelApi: channel, ...state },
		},
		{
			...{ name: 'Troupe Agent', type: 'n8n-nodes-troupe.troupeAgent', typeVersion: 1 },
			parameters: {
				source: 'define',
				definition: JSON.stringify(definition),
				model: ['openai'],
				message: '={{ $json.chatInput }}',
				conversationId: '={{ $json.sessionId }}',
				stateIn,
			},
			credentials: { troupeOpenAiApi: openAi, ...state },
		},
		{ name: 'Troupe Channel', type: 'n8n-nodes-troupe.troupeChannel', typeVersion: 1, parameters: { stateIn }, credentials: state },
	]);
}

/** What the provider gets from n8n's webhook. */
export async function postToChannel(n8nUrl: string, payload: object, to = 'webhook'): Promise<number> {
	const headers = { 'content-type': 'application/json' };
	const url = `${n8nUrl}/${to}/${channelAddress}/channel`;
	return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload) })).status;
}
