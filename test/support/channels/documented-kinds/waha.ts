import { readWaha } from '../../../../providers/channels/waha/read-waha';
import type { DocumentedKinds } from './documented-kinds';

const chat = '5544988040029@c.us';

const wahaEvent = (event: string, payload: object) => ({
	id: 'evt_1',
	timestamp: 1_700_000_000_000,
	session: 'sales',
	engine: 'NOWEB',
	me: { id: '554499990000@c.us' },
	event,
	payload,
});

export const wahaMessage = (fields: object, event = 'message.any') =>
	wahaEvent(event, {
		id: `false_${chat}_W1`,
		timestamp: 1_700_000_000,
		from: chat,
		to: '554499990000@c.us',
		fromMe: false,
		body: '',
		hasMedia: false,
		...fields,
	});

const media = (mimetype: string, fields: object = {}) => ({
	hasMedia: true,
	media: { url: 'https://waha.example/1', mimetype },
	...fields,
});
const ours = { id: `true_${chat}_W1`, fromMe: true, from: '554499990000@c.us', to: chat };
const ack = (number: number, ackName: string) =>
	wahaEvent('message.ack', { id: `true_${chat}_W1`, from: chat, to: '554499990000@c.us', fromMe: true, ack: number, ackName });
const session = (status: string) => wahaEvent('session.status', { name: 'sales', status });
const vote = (event: string, selectedOptions: string[]) =>
	wahaEvent(event, {
		vote: { id: `false_${chat}_V1`, from: chat, to: '554499990000@c.us', fromMe: false, selectedOptions, timestamp: 1_700_000_000 },
		poll: { id: `true_${chat}_P1`, fromMe: true },
	});
const call = (event: string, fields: object = {}) =>
	wahaEvent(event, { id: 'C1', from: chat, timestamp: 1_700_000_000, isVideo: false, isGroup: false, ...fields });
const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Rui Prado\nTEL;type=CELL;waid=5544988007777:+55 44 98800-7777\nEND:VCARD';
const ad = { title: 'Presses 40 t', sourceType: 'ad', sourceId: '2372', sourceUrl: 'https://fb.example/1', ctwaClid: 'Aff-1' };

export const wahaKinds: DocumentedKinds = {
	provider: 'waha',
	read: readWaha,
	pages: [
		{
			page: 'https://waha.devlike.pro/docs/how-to/events',
			kinds: [
				['message', wahaMessage({ body: 'How much is it?' }, 'message'), 'read', 'How much is it?'],
				['message.any', wahaMessage({ body: 'How much is it?' }), 'read', 'How much is it?'],
				['message.any, app', wahaMessage({ ...ours, body: 'I take this.', source: 'app' }), 'person', 'I take this.'],
				['message.any, api', wahaMessage({ ...ours, body: 'Receipt', source: 'api' }), 'program', 'Receipt'],
				['message.any, group', wahaMessage({ id: 'false_1203@g.us_W1_5544@c.us', body: 'x' }), 'ignored', 'group'],
				['message.any, status', wahaMessage({ id: 'false_status@broadcast_W1', body: 'x' }), 'ignored', 'broadcast'],
				['message.any, image', wahaMessage(media('image/jpeg', { body: 'my yard' })), 'read', '[image] my yard'],
				['message.any, audio', wahaMessage(media('audio/ogg; codecs=opus')), 'read', '[audio without a transcript]'],
				['message.any, video', wahaMessage(media('video/mp4')), 'read', '[video]'],
				['message.any, document', wahaMessage(media('application/pdf')), 'read', '[document]'],
				['message.any, sticker', wahaMessage(media('image/webp')), 'read', '[image]'],
				[
					'message.any, location',
					wahaMessage({ location: { latitude: '-23.5', longitude: '-46.6', description: 'Padaria Sol' } }),
					'read',
					'[location -23.5, -46.6: Padaria Sol]',
				],
				['message.any, vCards', wahaMessage({ vCards: [vcard], _data: { type: 'vcard' } }), 'read', 'Rui Prado: 5544988007777'],
				['message.any, list (NOWEB)', wahaMessage({ _data: { message: { listResponseMessage: { title: 'Plan B' } } } }), 'read', 'Plan B'],
				['message.any, list (GOWS)', wahaMessage({ _data: { Message: { listResponseMessage: { title: 'Plan B' } } } }), 'read', 'Plan B'],
				[
					'message.any, order (WEBJS)',
					wahaMessage({ _data: { type: 'order' } }),
					'read',
					'[a message of a kind that cannot be read: order]',
				],
				[
					'message.any, ad (NOWEB)',
					wahaMessage({
						body: 'How much is it?',
						_data: { message: { extendedTextMessage: { text: 'How much is it?', contextInfo: { externalAdReply: ad } } } },
					}),
					'read',
					'[came through the ad: Presses 40 t]\nHow much is it?',
				],
				['message.any, notice', wahaMessage({ _data: { type: 'e2e_notification' } }), 'ignored', 'unsupported'],
				['message.reaction', wahaMessage({ reaction: { text: '👍', messageId: 'W0' } }, 'message.reaction'), 'told', '[reaction 👍]'],
				['message.edited', wahaMessage({ body: 'three boxes', editedMessageId: 'W0' }, 'message.edited'), 'corrected', 'three boxes'],
				[
					'message.revoked',
					wahaEvent('message.revoked', { after: { id: `false_${chat}_W9`, from: chat }, before: null, revokedMessageId: 'W1' }),
					'deleted',
				],
				['message.ack -1', ack(-1, 'ERROR'), 'status', 'failed'],
				['message.ack 0', ack(0, 'PENDING'), 'ignored', 'unsupported'],
				['message.ack 1', ack(1, 'SERVER'), 'status', 'sent'],
				['message.ack 2', ack(2, 'DEVICE'), 'status', 'delivered'],
				['message.ack 3', ack(3, 'READ'), 'status', 'read'],
				['message.ack 4', ack(4, 'PLAYED'), 'status', 'read'],
				['poll.vote', vote('poll.vote', ['First', 'Second']), 'read', 'First, Second'],
				['poll.vote, taken back', vote('poll.vote', []), 'read', '[vote taken back]'],
				['poll.vote.failed', vote('poll.vote.failed', []), 'read', '[a message of a kind that cannot be read: poll vote]'],
				[
					'event.response',
					wahaMessage({ eventCreationKey: { id: 'X' }, eventResponse: { response: 'GOING' } }, 'event.response'),
					'read',
					'[answer to an event: going]',
				],
				[
					'event.response.failed',
					wahaMessage({ eventCreationKey: { id: 'X' } }, 'event.response.failed'),
					'read',
					'[a message of a kind that cannot be read: event response]',
				],
				['call.received', call('call.received'), 'missed-call'],
				['call.received, group', call('call.received', { isGroup: true }), 'ignored', 'group'],
				['call.rejected', call('call.rejected'), 'missed-call'],
				['call.accepted', call('call.accepted'), 'ignored', 'unsupported'],
				['session.status WORKING', session('WORKING'), 'connected'],
				['session.status STARTING', session('STARTING'), 'ignored', 'unsupported'],
				['session.status FAILED', session('FAILED'), 'disconnected'],
				['session.status STOPPED', session('STOPPED'), 'disconnected'],
				['session.status SCAN_QR_CODE', session('SCAN_QR_CODE'), 'disconnected'],
				...[
					'message.waiting',
					'message.ack.group',
					'engine.event',
					'state.change',
					'group.join',
					'group.leave',
					'group.v2.join',
					'group.v2.leave',
					'group.v2.update',
					'group.v2.participants',
					'presence.update',
					'chat.archive',
					'label.upsert',
					'label.deleted',
					'label.chat.added',
					'label.chat.deleted',
				].map((event) => [event, wahaEvent(event, { id: chat }), 'ignored', 'unsupported'] as const),
			],
		},
	],
};
