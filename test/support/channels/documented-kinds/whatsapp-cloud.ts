import { readWhatsAppCloud } from '../../../../providers/channels/whatsapp-cloud/read-whatsapp-cloud';
import type { DocumentedKinds } from './documented-kinds';

const phone = '5544988040029';
const metadata = { display_phone_number: '554499990000', phone_number_id: '1' };

/** A change of an account, in the envelope of Meta. */
export const cloudChange = (field: string, value: object) => ({
	object: 'whatsapp_business_account',
	entry: [{ id: '102290129340398', changes: [{ field, value: { messaging_product: 'whatsapp', ...value } }] }],
});

const cloudMessage = (message: object) =>
	cloudChange('messages', {
		metadata,
		contacts: [{ profile: { name: 'Rui' }, wa_id: phone, user_id: 'BR.15' }],
		messages: [{ from: phone, id: 'wamid.9', timestamp: '1700000000', ...message }],
	});

const echo = (message: object) =>
	cloudChange('smb_message_echoes', {
		metadata,
		message_echoes: [{ from: '554499990000', to: phone, id: 'wamid.9', timestamp: '1700000000', ...message }],
	});
const status = (name: string, fields: object = {}) =>
	cloudChange('messages', {
		metadata,
		statuses: [{ id: 'wamid.1', status: name, timestamp: '1700000000', recipient_id: phone, ...fields }],
	});
const call = (event: string, fields: object = {}) =>
	cloudChange('calls', {
		metadata,
		calls: [{ id: 'wacid.1', from: phone, to: '554499990000', event, timestamp: '1700000000', direction: 'USER_INITIATED', ...fields }],
	});
const chosen = (type: string, reply: object) => cloudMessage({ type: 'interactive', interactive: { type, [type]: reply } });
const file = (mime: string, fields: object = {}) => ({ id: '7', mime_type: mime, sha256: 'x', ...fields });
const text = (body: string) => ({ type: 'text', text: { body } });
const referral = {
	source_url: 'https://fb.example/1',
	source_type: 'ad',
	source_id: '2372',
	headline: 'Presses 40 t',
	body: 'From stock',
	media_type: 'image',
	ctwa_clid: 'Aff-1',
};
const product = { catalog_id: 'C1', product_retailer_id: 'SKU1' };
const messages = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages';

export const cloudKinds: DocumentedKinds = {
	provider: 'whatsapp-cloud',
	read: (request) => readWhatsAppCloud(request, '1'),
	pages: [
		{
			page: messages,
			kinds: [
				['text', cloudMessage(text('How much is it?')), 'read', 'How much is it?'],
				[
					'text, referral',
					cloudMessage({ ...text('How much is it?'), referral }),
					'read',
					'[came through the ad: Presses 40 t]\nHow much is it?',
				],
				[
					'text, context.referred_product',
					cloudMessage({ ...text('How much is it?'), context: { from: '554499990000', id: 'wamid.1', referred_product: product } }),
					'read',
					'[about the product: SKU1]\nHow much is it?',
				],
				['text, context.forwarded', cloudMessage({ ...text('See this'), context: { forwarded: true } }), 'read', 'See this'],
				[
					'audio',
					cloudMessage({ type: 'audio', audio: file('audio/ogg; codecs=opus', { voice: true }) }),
					'read',
					'[audio without a transcript]',
				],
				['button', cloudMessage({ type: 'button', button: { text: 'More', payload: 'more' } }), 'read', 'More'],
				[
					'contacts',
					cloudMessage({
						type: 'contacts',
						contacts: [{ name: { formatted_name: 'Rui Prado' }, phones: [{ phone: '+55 44', wa_id: '5544988007777' }] }],
					}),
					'read',
					'Rui Prado: 5544988007777',
				],
				[
					'document',
					cloudMessage({ type: 'document', document: file('application/pdf', { filename: 'a.pdf', caption: 'the plan' }) }),
					'read',
					'[document a.pdf] the plan',
				],
				[
					'edit',
					cloudMessage({ type: 'edit', edit: { original_message_id: 'wamid.1', message: text('three boxes') } }),
					'corrected',
					'three boxes',
				],
				['revoke', cloudMessage({ type: 'revoke', revoke: { original_message_id: 'wamid.1' } }), 'deleted'],
				['image', cloudMessage({ type: 'image', image: file('image/jpeg', { caption: 'my yard' }) }), 'read', '[image] my yard'],
				['interactive button_reply', chosen('button_reply', { id: 'a', title: 'Yes' }), 'read', 'Yes'],
				['interactive list_reply', chosen('list_reply', { id: 'b', title: 'Plan B', description: 'monthly' }), 'read', 'Plan B'],
				[
					'interactive nfm_reply',
					chosen('nfm_reply', { name: 'flow', body: 'Sent', response_json: '{"size":"42","flow_token":"x","colors":["red"]}' }),
					'read',
					'size: 42\ncolors: ["red"]',
				],
				[
					'interactive call_permission_reply',
					chosen('call_permission_reply', { response: 'accept', response_source: 'user_action' }),
					'read',
					'[a message of a kind that cannot be read: call_permission_reply]',
				],
				[
					'location',
					cloudMessage({ type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Padaria Sol', address: 'Rua A 12' } }),
					'read',
					'[location -23.5, -46.6: Padaria Sol, Rua A 12]',
				],
				[
					'order',
					cloudMessage({
						type: 'order',
						order: {
							catalog_id: 'C1',
							text: 'please',
							product_items: [{ product_retailer_id: 'A1', quantity: 2, item_price: 20, currency: 'BRL' }],
						},
					}),
					'read',
					'[order] please\n2 × A1, 20 BRL',
				],
				['reaction', cloudMessage({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } }), 'told', '[reaction 👍]'],
				['reaction, removed', cloudMessage({ type: 'reaction', reaction: { message_id: 'wamid.1' } }), 'told', '[reaction removed]'],
				['sticker', cloudMessage({ type: 'sticker', sticker: file('image/webp', { animated: false }) }), 'read', '[image]'],
				['video', cloudMessage({ type: 'video', video: file('video/mp4') }), 'read', '[video]'],
				[
					'unsupported',
					cloudMessage({ type: 'unsupported', errors: [{ code: 131051, title: 'Message type unknown' }] }),
					'read',
					'[a message of a kind that cannot be read: unsupported]',
				],
				[
					'unsupported, named',
					cloudMessage({ type: 'unsupported', unsupported: { type: 'video_note' } }),
					'read',
					'[a message of a kind that cannot be read: video_note]',
				],
				[
					'media without an id',
					cloudMessage({ type: 'image', image: { mime_type: 'image/jpeg' } }),
					'read',
					'[a message of a kind that cannot be read: image]',
				],
				[
					'system user_changed_number',
					cloudMessage({ type: 'system', system: { body: 'x', type: 'user_changed_number' } }),
					'ignored',
					'unsupported',
				],
				[
					'system user_changed_user_id',
					cloudMessage({ type: 'system', system: { body: 'x', type: 'user_changed_user_id' } }),
					'ignored',
					'unsupported',
				],
				['request_welcome', cloudMessage({ type: 'request_welcome' }), 'ignored', 'unsupported'],
				['group_id', cloudMessage({ ...text('x'), group_id: 'G1' }), 'ignored', 'group'],
				['status sent', status('sent'), 'status', 'sent'],
				['status delivered', status('delivered'), 'status', 'delivered'],
				['status read', status('read'), 'status', 'read'],
				['status played', status('played'), 'status', 'read'],
				['status failed', status('failed', { errors: [{ code: 131047, title: 'Re-engagement message' }] }), 'status', 'failed'],
			],
		},
		{
			page: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes',
			kinds: [
				['smb_message_echoes', echo(text('I take this.')), 'person', 'I take this.'],
				['smb_message_echoes revoke', echo({ type: 'revoke', revoke: { original_message_id: 'wamid.1' } }), 'deleted'],
			],
		},
		{
			page: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview',
			kinds: [
				['calls connect', call('connect'), 'ignored', 'unsupported'],
				['calls terminate, not answered', call('terminate', { status: 'FAILED' }), 'missed-call'],
				['calls terminate, answered', call('terminate', { status: 'COMPLETED', duration: 60 }), 'ignored', 'unsupported'],
				[
					'another phone_number_id',
					cloudChange('messages', { metadata: { phone_number_id: '2' }, messages: [] }),
					'ignored',
					'other-number',
				],
				[
					'user_preferences',
					cloudChange('user_preferences', {
						metadata,
						user_preferences: [{ wa_id: phone, category: 'marketing_messages', value: 'stop' }],
					}),
					'ignored',
					'unsupported',
				],
				...['history', 'smb_app_state_sync'].map((field) => [field, cloudChange(field, { metadata }), 'ignored', 'unsupported'] as const),
				...[
					'account_alerts',
					'account_review_update',
					'account_settings_update',
					'account_update',
					'automatic_events',
					'business_capability_update',
					'flows',
					'message_template_components_update',
					'message_template_quality_update',
					'message_template_status_update',
					'partner_solutions',
					'payment_configuration_update',
					'phone_number_name_update',
					'phone_number_quality_update',
					'security',
					'template_category_update',
				].map((field) => [field, cloudChange(field, { event: 'x' }), 'ignored', 'unsupported'] as const),
			],
		},
	],
};
