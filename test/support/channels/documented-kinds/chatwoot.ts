import { readChatwoot } from '../../../../providers/channels/chatwoot/read-chatwoot';
import type { DocumentedKinds } from './documented-kinds';

const customer = { id: 3, name: 'Rui', phone_number: '+5544988040029' };

export const chatwootMessage = (fields: object, event = 'message_created') => ({
	event,
	id: 9,
	message_type: 'incoming',
	content_type: 'text',
	sender: customer,
	inbox: { id: 5 },
	account: { id: 1 },
	created_at: '2026-11-28T12:00:00Z',
	conversation: { id: 17, inbox_id: 5, status: 'open', meta: { sender: customer } },
	...fields,
});

const file = (file_type: string, fields: object = {}) =>
	chatwootMessage({ content: null, attachments: [{ id: 1, file_type, data_url: 'https://chat.example/1', ...fields }] });
const answer = (submitted_values: unknown, fields: object = {}) =>
	chatwootMessage({ message_type: 'template', content: 'Which?', content_attributes: { submitted_values }, ...fields }, 'message_updated');
const change = (event: string, fields: object) => ({
	event,
	id: 17,
	inbox_id: 5,
	status: 'open',
	labels: ['hot'],
	meta: { sender: customer, assignee: { id: 2 } },
	updated_at: 1_700_000_000,
	...fields,
});
const ours = { message_type: 'outgoing', sender: { id: 2, name: 'Ana', type: 'user' } };
const cannot = (kind: string) => `[a message of a kind that cannot be read: ${kind}]`;

export const chatwootKinds: DocumentedKinds = {
	provider: 'chatwoot',
	read: (request) => readChatwoot(request, { inboxId: '5', source: 'chat.example/1' }),
	pages: [
		{
			page: 'https://www.chatwoot.com/hc/user-guide/articles/1677693021',
			kinds: [
				['message_created', chatwootMessage({ content: 'How much is it?' }), 'read', 'How much is it?'],
				['message_created, outgoing', chatwootMessage({ ...ours, content: 'I take this.' }), 'person', 'I take this.'],
				['message_created, agent bot', chatwootMessage({ ...ours, sender: { id: 2, type: 'agent_bot' }, content: 'Hi' }), 'program', 'Hi'],
				['message_created, private', chatwootMessage({ ...ours, private: true, content: 'call him' }), 'ignored', 'note'],
				['message_created, private /bot on', chatwootMessage({ ...ours, private: true, content: '/bot on' }), 'person', '/bot on'],
				[
					'message_created, template',
					chatwootMessage({ message_type: 'template', content: 'We are closed', sender: null }),
					'ignored',
					'unsupported',
				],
				['message_created, activity', chatwootMessage({ message_type: 'activity', content: 'Ana joined' }), 'ignored', 'unsupported'],
				['message_created, another inbox', chatwootMessage({ content: 'x', inbox: { id: 6 } }), 'ignored', 'other-number'],
				['attachment image', file('image'), 'read', '[image]'],
				['attachment audio', file('audio'), 'read', '[audio without a transcript]'],
				['attachment video', file('video'), 'read', '[video]'],
				['attachment file', file('file'), 'read', '[document]'],
				[
					'attachment location',
					file('location', { coordinates_lat: -23.5, coordinates_long: -46.6, fallback_title: 'Padaria Sol' }),
					'read',
					'[location -23.5, -46.6: Padaria Sol]',
				],
				['attachment fallback', file('fallback', { fallback_title: 'A post' }), 'read', 'A post https://chat.example/1'],
				[
					'attachment contact',
					file('contact', { fallback_title: '+5544988007777', meta: { firstName: 'Rui', lastName: 'Prado' } }),
					'read',
					'Rui Prado: +5544988007777',
				],
				...['share', 'story_mention', 'ig_reel', 'ig_story', 'ig_post', 'embed'].map(
					(kind) => [`attachment ${kind}`, file(kind), 'read', cannot(kind)] as const,
				),
				['is_unsupported', chatwootMessage({ content: null, content_attributes: { is_unsupported: true } }), 'read', cannot('unsupported')],
				[
					'incoming_email',
					chatwootMessage({
						content_type: 'incoming_email',
						content: '<div>How much is it?</div><blockquote>before</blockquote>',
						content_attributes: {
							email: { subject: 'Price', text_content: { reply: 'How much is it?', full: 'How much is it?\n> before' } },
						},
					}),
					'read',
					'How much is it?',
				],
				['message_updated, edited', chatwootMessage({ content: 'three boxes' }, 'message_updated'), 'corrected', 'three boxes'],
				[
					'message_updated, deleted',
					chatwootMessage({ content: 'This message was deleted', content_attributes: { deleted: true } }, 'message_updated'),
					'deleted',
				],
				['message_updated, input_select', answer([{ title: 'Plan B', value: 'b' }]), 'read', 'Plan B'],
				['message_updated, form', answer([{ name: 'size', value: '42' }]), 'read', '42'],
				[
					'message_updated, input_csat',
					answer({ csat_survey_response: { rating: 4, feedback_message: 'Fast' } }, { content_type: 'input_csat' }),
					'read',
					'[rating: 4 of 5] Fast',
				],
				[
					'message_updated, status of ours',
					chatwootMessage({ ...ours, content: 'x', status: 'read' }, 'message_updated'),
					'ignored',
					'unsupported',
				],
				['conversation_status_changed', change('conversation_status_changed', { status: 'resolved' }), 'conversation', 'status'],
				[
					'conversation_updated, assignee',
					change('conversation_updated', { changed_attributes: [{ assignee_id: { current_value: 2 } }] }),
					'conversation',
					'assignee',
				],
				[
					'conversation_updated, labels',
					change('conversation_updated', { changed_attributes: [{ label_list: { current_value: ['hot'] } }] }),
					'conversation',
					'labels',
				],
				[
					'conversation_updated, other',
					change('conversation_updated', { changed_attributes: [{ priority: {} }] }),
					'ignored',
					'unsupported',
				],
				['conversation_typing_on', { event: 'conversation_typing_on', conversation: { id: 17 } }, 'ignored', 'typing'],
				['conversation_typing_off', { event: 'conversation_typing_off', conversation: { id: 17 } }, 'ignored', 'typing'],
				...[
					'conversation_created',
					'webwidget_triggered',
					'contact_created',
					'contact_updated',
					'inbox_created',
					'inbox_updated',
					'agent_added',
					'faq_catalog_updated',
					'product_catalog_updated',
				].map((event) => [event, { event, id: 1 }, 'ignored', 'unsupported'] as const),
			],
		},
	],
};
