import { readEvolution } from '../../../../providers/channels/evolution/read-evolution';
import type { DocumentedKinds } from './documented-kinds';
import { evolutionEvent, evolutionMessage, jid, key } from './evolution-body';
import { whatsAppWebKinds } from './whatsapp-web';

const update = (status: string) => evolutionEvent('messages.update', { keyId: 'E1', remoteJid: jid, fromMe: true, status });
const call = (status: string, fields: object = {}) =>
	evolutionEvent('call', { id: 'C1', from: jid, chatId: jid, status, isVideo: false, isGroup: false, ...fields });
const three = { conversation: 'three boxes' };

export const evolutionKinds: DocumentedKinds = {
	provider: 'evolution',
	read: readEvolution,
	pages: [
		{
			page: 'https://doc.evolution-api.com/v2/en/configuration/webhooks',
			kinds: [
				['messages.upsert', evolutionMessage({ conversation: 'How much is it?' }), 'read', 'How much is it?'],
				['messages.upsert, fromMe', evolutionMessage({ conversation: 'I take this.' }, { fromMe: true }), 'person', 'I take this.'],
				['messages.upsert, group', evolutionMessage({ conversation: 'x' }, { remoteJid: '1203@g.us' }), 'ignored', 'group'],
				['messages.upsert, status', evolutionMessage({ conversation: 'x' }, { remoteJid: 'status@broadcast' }), 'ignored', 'broadcast'],
				['messages.upsert, channel', evolutionMessage({ conversation: 'x' }, { remoteJid: '1203@newsletter' }), 'ignored', 'newsletter'],
				[
					'messages.upsert, CALL_MISSED_VOICE',
					evolutionEvent('messages.upsert', { key, messageStubType: 'CALL_MISSED_VOICE', messageTimestamp: 1_700_000_000 }),
					'missed-call',
				],
				['send.message', evolutionEvent('send.message', { key: { ...key, fromMe: true }, message: three }), 'program', 'three boxes'],
				['messages.edited', evolutionEvent('messages.edited', { key, editedMessage: three }), 'corrected', 'three boxes'],
				['messages.delete', evolutionEvent('messages.delete', key), 'deleted'],
				['messages.update SERVER_ACK', update('SERVER_ACK'), 'status', 'sent'],
				['messages.update DELIVERY_ACK', update('DELIVERY_ACK'), 'status', 'delivered'],
				['messages.update READ', update('READ'), 'status', 'read'],
				['messages.update PLAYED', update('PLAYED'), 'status', 'read'],
				['messages.update ERROR', update('ERROR'), 'status', 'failed'],
				['messages.update PENDING', update('PENDING'), 'ignored', 'unsupported'],
				[
					'messages.update DELETED',
					evolutionEvent('messages.update', { keyId: 'E1', remoteJid: jid, fromMe: false, status: 'DELETED' }),
					'deleted',
				],
				['connection.update open', evolutionEvent('connection.update', { state: 'open', statusReason: 200 }), 'connected'],
				['connection.update close', evolutionEvent('connection.update', { state: 'close', statusReason: 401 }), 'disconnected'],
				['connection.update refused', evolutionEvent('connection.update', { state: 'refused', statusReason: 428 }), 'disconnected'],
				['connection.update connecting', evolutionEvent('connection.update', { state: 'connecting' }), 'ignored', 'unsupported'],
				['call offer', call('offer'), 'ignored', 'unsupported'],
				['call accept', call('accept'), 'ignored', 'unsupported'],
				['call terminate', call('terminate'), 'ignored', 'unsupported'],
				['call reject', call('reject'), 'missed-call'],
				['call timeout', call('timeout'), 'missed-call'],
				['call timeout, group', call('timeout', { isGroup: true }), 'ignored', 'group'],
				...[
					'application.startup',
					'instance.create',
					'instance.delete',
					'qrcode.updated',
					'status.instance',
					'messages.set',
					'contacts.set',
					'contacts.upsert',
					'contacts.update',
					'presence.update',
					'chats.set',
					'chats.update',
					'chats.upsert',
					'chats.delete',
					'groups.upsert',
					'groups.update',
					'group-participants.update',
					'typebot.start',
					'typebot.change-status',
					'labels.edit',
					'labels.association',
					'creds.update',
					'messaging-history.set',
					'remove.instance',
					'logout.instance',
				].map((event) => [event, evolutionEvent(event, { remoteJid: jid }), 'ignored', 'unsupported'] as const),
			],
		},
		{ page: 'https://github.com/WhiskeySockets/Baileys/blob/master/WAProto/WAProto.proto', kinds: whatsAppWebKinds },
	],
};
