import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import { chatwoot, cloud, evolution, pn, read, telegram, waha, zApi } from '../../test/support/channels/read-events';
import { readEvolution } from './evolution/read-evolution';

describe('a correction', () => {
	const three = { conversation: 'three boxes' };
	it.each<[what: string, event: ChannelEvent, edits: string]>([
		[
			'of Evolution API (evolution-foundation/evolution-api#572)',
			evolution({ editedMessage: { message: { protocolMessage: { key: { id: 'E4' }, type: 14, editedMessage: three } } } }, { id: 'E9' }),
			'E4',
		],
		[
			'of Evolution API, as an event (evolution-foundation/evolution-api#1380)',
			read(readEvolution, {
				event: 'messages.edited',
				data: { key: { id: 'E4', fromMe: false, remoteJid: `${pn}@s.whatsapp.net` }, editedMessage: three },
			}),
			'E4',
		],
		[
			'of Evolution API, by name',
			evolution({
				protocolMessage: { key: { id: 'E4' }, type: 'MESSAGE_EDIT', editedMessage: { extendedTextMessage: { text: 'three boxes' } } },
			}),
			'E4',
		],
		[
			'of the Cloud API',
			cloud({ type: 'edit', edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'three boxes' } } } }),
			'wamid.1',
		],
		['of WAHA', waha({ id: `false_${pn}@c.us_W9`, body: 'three boxes', editedMessageId: 'W1' }, 'message.edited'), `false_${pn}@c.us_W1`],
		[
			'of WAHA with GOWS',
			waha({ _data: { Message: { protocolMessage: { key: { ID: 'W1' }, type: 14, editedMessage: three } } } }),
			`false_${pn}@c.us_W1`,
		],
		['of Z-API', zApi({ isEdit: true, text: { message: 'three boxes' } }), 'M1'],
		['of Telegram (RasaHQ/rasa#8719)', telegram({ text: 'three boxes', edit_date: 9 }, 'edited_message'), '7/771'],
		[
			'of Telegram, a second time (yukuku/telebot#48)',
			telegram({ text: 'three boxes', date: 8, edit_date: 10 }, 'edited_message'),
			'7/771',
		],
		['of Chatwoot', chatwoot({ event: 'message_updated', content: 'three boxes' }), '9'],
	])('%s names what it replaces', (_what, event, edits) =>
		expect(event).toMatchObject({ kind: 'message', author: 'contact', id: edits, edits, content: [{ kind: 'text', text: 'three boxes' }] }),
	);

	it.each<[what: string, event: ChannelEvent, edits: string]>([
		['Evolution API', evolution({ protocolMessage: { key: { id: 'E4' }, type: 0 } }), 'E4'],
		[
			'an event of Evolution API',
			read(readEvolution, { event: 'messages.delete', data: { id: 'E4', remoteJid: `${pn}@s.whatsapp.net`, fromMe: false } }),
			'E4',
		],
		[
			'a status of Evolution API (evolution-foundation/evolution-api#2010)',
			read(readEvolution, {
				event: 'messages.update',
				data: { keyId: 'E4', remoteJid: `${pn}@s.whatsapp.net`, fromMe: false, status: 'DELETED' },
			}),
			'E4',
		],
		['the Cloud API', cloud({ type: 'revoke', revoke: { original_message_id: 'wamid.1' } }), 'wamid.1'],
		[
			'WAHA',
			waha({ id: undefined, after: { id: `false_${pn}@c.us_W9` }, before: null, revokedMessageId: 'W1' }, 'message.revoked'),
			`false_${pn}@c.us_W1`,
		],
		['WAHA, as a message', waha({ _data: { message: { protocolMessage: { key: { id: 'W1' }, type: 'REVOKE' } } } }), `false_${pn}@c.us_W1`],
		['Z-API', zApi({ notification: 'REVOKE', notificationParameters: [] }), 'M1'],
		['Chatwoot', chatwoot({ event: 'message_updated', content: 'This message was deleted', content_attributes: { deleted: true } }), '9'],
	])('can take the words back: %s', (_what, event, edits) =>
		expect(event).toMatchObject({ kind: 'message', author: 'contact', edits, content: [] }),
	);

	it.each<[what: string, event: ChannelEvent]>([
		['Evolution API', evolution({ protocolMessage: { key: { id: 'E4' }, type: 14, editedMessage: { conversation: '' } } })],
		['the Cloud API', cloud({ type: 'edit', edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: '' } } } })],
		['WAHA', waha({ editedMessageId: 'W1' }, 'message.edited')],
		['Z-API', zApi({ isEdit: true, text: { message: '' } })],
		['Telegram', telegram({ edit_date: 9 }, 'edited_message')],
		['Chatwoot', chatwoot({ event: 'message_updated', content: null })],
	])('without words is not a deletion: %s', (_what, event) => expect(event).toMatchObject({ kind: 'ignored' }));

	it('of a customer under our own address is left to the event with theirs (evolution-foundation/evolution-api#1647)', () => {
		const own = '554499990000@s.whatsapp.net';
		const body = { event: 'messages.edited', sender: own, data: { key: { id: 'E4', fromMe: true, remoteJid: own }, editedMessage: three } };
		expect(read(readEvolution, body)).toMatchObject({ kind: 'ignored' });
	});

	it('of a person who writes with the Business app is theirs', () => {
		const edit = { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'x' } } };
		expect(cloud({ type: 'edit', edit }, 'message_echoes')).toMatchObject({ author: 'account', byProgram: false, edits: 'wamid.1' });
	});

	it('is an event of its own, also within a second', () => {
		const at = { event: 'message_updated', created_at: 1_700_000_000 };
		const keys = ['one', 'two', 'one'].map((content) => chatwoot({ ...at, content }).key);
		expect(new Set(keys).size).toBe(2);
	});

	it('of a reaction in Telegram is told from a picture without an emoji', () => {
		const react = (new_reaction: object[]) => telegram({ message_id: 5, new_reaction }, 'message_reaction');
		expect(react([{ type: 'custom_emoji', custom_emoji_id: '1' }])).toMatchObject({ content: [{ emoji: 'custom emoji' }] });
		expect(react([])).toMatchObject({ content: [{ emoji: '' }] });
	});
});
