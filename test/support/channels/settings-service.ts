/** A service with the channel `sales`, whose agent `seller` declares settings, for tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import type { TenantRules } from '../../../core/ports/tenants';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openTenants } from '../../../providers/compose/state/host-tenants';
import { startOperationsService } from '../operations-service';

const label = { pt: 'Saudação', en: 'Greeting' };
export const seller = {
	...{ id: 'seller', version: '1.0.0', name: 'Seller', purpose: 'Sells.', capabilities: [], model: { extractive: false }, limits: {} },
	prompt: 'Begin with {{greeting}}. Ask:\n{{questions}}\nPrice: {{price}} Tone: {{tone}}',
	guardrails: {
		personalData: { types: [] },
		policy: { id: 'p', checks: [{ check: 'no-price', action: 'rewrite', text: { en: 'No prices.' } }] },
	},
	settings: [
		{ name: 'greeting', label, type: 'text', maxLength: 60, default: 'Hi!' },
		{ name: 'questions', label, type: 'list', maxItems: 3, default: ['Which city?'] },
		{ name: 'price', label, type: 'text', prices: true, default: 'Ask us.' },
		{
			name: 'tone',
			label,
			type: 'choice',
			default: 'formal',
			choices: [
				{ name: 'formal', label, prompt: 'Say sir.' },
				{ name: 'casual', label },
			],
		},
	],
};
export const record: ChannelRecord = {
	...{ tenant: 'default', name: 'sales', provider: 'telegram', settings: {}, credential: 'bot', agent: 'seller', message: null, rules: {} },
	...{ state: 'active', allowedNetworks: [], pathSecretHash: 'f'.repeat(64), createdAt: 1, changedAt: 1, changedBy: 'user:ana' },
};
/** What the agent itself has. */
export const usual = { greeting: 'Hi!', questions: ['Which city?'], price: 'Ask us.', tone: 'formal' };

type Answer = [number, Record<string, unknown>];

/** Starts the service, with keys of a second person, `bia`, and of a `reader`. */
export async function startSettingsService() {
	const service = await startOperationsService(['conversation:read', 'conversation:manage', 'agent:decide']);
	writeFileSync(join(service.host.agentFolders[0]!, 'seller.json'), JSON.stringify(seller));
	const keys = {
		bia: await service.createKey('bia', ['conversation:read', 'agent:decide']),
		reader: await service.createKey('reader', ['conversation:read']),
	};
	const { channels } = await openChannels(service.host);
	await channels.put(record, true);
	await channels.put({ ...record, name: 'plain', agent: 'clerk' }, true);
	await channels.put({ ...record, name: 'kept', credential: 'n8n-w1-7c9e6679-7425-40de-944b-e07fc1f90ae7' }, true);
	const call = async (request: string, body?: object) => (await service.call(request, { ...(body && { body }) })) as Answer;
	return {
		...service,
		channels,
		call,
		async as(key: keyof typeof keys, request: string, body?: object): Promise<Answer> {
			const [method, path] = request.split(' ');
			const headers = { authorization: `Bearer ${keys[key]}`, ...(body && { 'content-type': 'application/json' }) };
			const response = await fetch(`${service.url}/api/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
			return [response.status, (await response.json()) as Record<string, unknown>];
		},
		callAsTheirs: (request: string) => service.call(request, { as: 'theirs' }),
		set: (values: object, more: object = {}) => call('PUT channels/sales/settings', { values, ...more }),
		async values() {
			const [, { settings }] = await call('GET channels/sales/settings');
			return Object.fromEntries((settings as Array<{ name: string; value: unknown }>).map(({ name, value }) => [name, value]));
		},
		setRules: async (rules: TenantRules) =>
			(await openTenants(service.host))!.set({ name: 'default', rules, changedAt: 1, changedBy: 'user:test' }),
	};
}
