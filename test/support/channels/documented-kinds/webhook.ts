import { readWebhook } from '../../../../providers/channels/webhook/read-webhook';
import type { DocumentedKinds } from './documented-kinds';

export const webhookMessage = (fields: object) => ({
	type: 'message',
	id: 'in-1',
	address: 'visitor-77',
	name: 'Rui',
	timestamp: '2026-11-28T12:00:00Z',
	...fields,
});

const file = (kind: string, fields: object = {}) => webhookMessage({ media: [{ kind, url: 'https://files.example.com/1', ...fields }] });
const status = (name: string) => ({ type: 'status', id: 'crm-1', address: 'visitor-77', status: name });

export const webhookKinds: DocumentedKinds = {
	provider: 'webhook',
	read: (request) => readWebhook(request, 's'),
	pages: [
		{
			page: 'webhook.md',
			kinds: [
				['text', webhookMessage({ text: 'How much is it?' }), 'read', 'How much is it?'],
				['media image', file('image', { caption: 'my yard' }), 'read', '[image] my yard'],
				['media audio', file('audio'), 'read', '[audio without a transcript]'],
				['media video', file('video'), 'read', '[video]'],
				['media document', file('document', { fileName: 'a.pdf' }), 'read', '[document a.pdf]'],
				['media, another kind', file('hologram'), 'read', '[a message of a kind that cannot be read: hologram]'],
				['reaction', webhookMessage({ reaction: { emoji: '👍', messageId: 'crm-1' } }), 'told', '[reaction 👍]'],
				[
					'location',
					webhookMessage({ location: { latitude: -23.5, longitude: -46.6, name: 'Padaria Sol', address: 'Rua A 12' } }),
					'read',
					'[location -23.5, -46.6: Padaria Sol, Rua A 12]',
				],
				[
					'origin',
					webhookMessage({ text: 'How much is it?', origin: { via: 'ad', title: 'Presses 40 t', source: '2372' } }),
					'read',
					'[came through the ad: Presses 40 t]\nHow much is it?',
				],
				['edits', webhookMessage({ id: 'in-2', edits: 'in-1', text: 'three boxes' }), 'corrected', 'three boxes'],
				['deleted', { type: 'deleted', id: 'in-1', address: 'visitor-77' }, 'deleted'],
				['author account', webhookMessage({ author: 'account', text: 'I take this.' }), 'person', 'I take this.'],
				['author account, byProgram', webhookMessage({ author: 'account', byProgram: true, text: 'Receipt' }), 'program', 'Receipt'],
				...(['sent', 'delivered', 'read', 'failed'] as const).map((name) => [`status ${name}`, status(name), 'status', name] as const),
				['another type', { type: 'order' }, 'ignored', 'unsupported'],
			],
		},
	],
};
