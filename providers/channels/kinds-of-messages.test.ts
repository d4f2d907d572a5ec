import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../core/ports/channels/channel';
import { readChatwoot } from './chatwoot/read-chatwoot';
import { chatwootMessage } from './documented-kinds/chatwoot';
import { evolutionMessage } from './documented-kinds/evolution-body';
import { telegramMessage } from './documented-kinds/telegram';
import { wahaMessage } from './documented-kinds/waha';
import { webhookMessage } from './documented-kinds/webhook';
import { cloudChange } from './documented-kinds/whatsapp-cloud';
import { zApiMessage } from './documented-kinds/z-api';
import { readEvolution } from './evolution/read-evolution';
import { readTelegram } from './telegram/read-telegram';
import { readWaha } from './waha/read-waha';
import { readWhatsAppCloud } from './whatsapp-cloud/read-whatsapp-cloud';
import { readWebhook } from './webhook/read-webhook';
import { readZApi } from './z-api/read-z-api';

const receivedAt = 1_700_000_000_000;
const pn = '5544988040029';
const read = (reader: (request: StoredRequest) => ChannelEvent[], body: object): ChannelEvent =>
	reader({ stored: JSON.stringify(body), receivedAt })[0]!;

const zApi = (fields: object) => read(readZApi, zApiMessage(fields));
const evolution = (message: object, key?: object) => read(readEvolution, evolutionMessage(message, key));
const waha = (payload: object, event?: string) => read(readWaha, wahaMessage(payload, event));
const cloud = (message: object, list = 'messages', number = '1') =>
	read((request) => readWhatsAppCloud(request, number), {
		...cloudChange(list === 'messages' ? list : 'smb_message_echoes', {
			metadata: { phone_number_id: '1' },
			[list]: [{ from: pn, to: pn, id: 'wamid.9', ...message }],
		}),
	});
const telegram = (message: object, kind?: string) => read(readTelegram, telegramMessage(message, kind));
const chatwoot = (fields: object) =>
	read((request) => readChatwoot(request, { inboxId: '5', source: 'chat.example/1' }), chatwootMessage(fields));
const webhook = (fields: object) => read((request) => readWebhook(request, 's'), webhookMessage(fields));

const press = (message: object, data: object = { data: 'b' }) =>
	telegram({ id: 'q', message: { message_id: 5, chat: { id: 7, type: 'private' }, ...message }, ...data }, 'callback_query');
const vote = (fields: object, event = 'poll.vote') =>
	read(readWaha, {
		event,
		payload: { vote: { id: `false_${pn}@c.us_V1`, fromMe: false, ...fields }, poll: { id: `true_${pn}@c.us_P1`, fromMe: true } },
	});
const say = (event: ChannelEvent) =>
	event.kind === 'message' ? event.content.map((part) => (part.kind === 'text' ? part.text : part.kind)).join('\n') : event.kind;
const cannot = (kind: string) => `[a message of a kind that cannot be read: ${kind}]`;

describe('what a customer sends is read', () => {
	it('has the name and address of a place', () => {
		const place = { latitude: -23.5, longitude: -46.6, name: 'Padaria Sol', address: 'Rua A 12' };
		const events = [
			cloud({ type: 'location', location: place }),
			zApi({ location: place }),
			evolution({ locationMessage: { degreesLatitude: -23.5, degreesLongitude: -46.6, name: place.name, address: place.address } }),
			telegram({ location: { latitude: -23.5, longitude: -46.6 }, venue: { title: place.name, address: place.address } }),
			waha({ location: { latitude: '-23.5', longitude: '-46.6', name: place.name, address: place.address } }),
			webhook({ location: place }),
		];
		for (const event of events) expect(event).toMatchObject({ content: [{ kind: 'location', ...place }] });
		expect(evolution({ liveLocationMessage: { degreesLatitude: 1, degreesLongitude: 2 } })).toMatchObject({
			content: [{ kind: 'location' }],
		});
	});

	it('has no depth without end', () => {
		let message: object = { conversation: 'x' };
		for (let depth = 0; depth < 1_000; depth += 1) message = { ephemeralMessage: { message } };
		expect(say(evolution(message))).toBe(cannot('nested'));
		let edit: object = { conversation: 'x' };
		for (let depth = 0; depth < 1_000; depth += 1) edit = { protocolMessage: { key: { id: 'E4' }, type: 14, editedMessage: edit } };
		expect(evolution(edit)).toMatchObject({ kind: 'ignored' });
	});
});

it.each<[report: string, event: ChannelEvent, words: string]>([
	[
		'a button of the Cloud API (restfb/restfb#1234)',
		cloud({ type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'a-1', title: 'Yes, please' } } }),
		'Yes, please',
	],
	[
		'a button of a person with an id of their own (zeroclaw-labs/zeroclaw#6297)',
		cloud({
			type: 'interactive',
			from_user_id: 'BR.15',
			context: { id: 'wamid.1' },
			interactive: { type: 'button_reply', button_reply: { id: 'a:1', title: 'Alpha' } },
		}),
		'Alpha',
	],
	[
		'a row without a title (chatwoot/chatwoot#12030)',
		cloud({ type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'open_ticket' } } }),
		'open_ticket',
	],
	[
		'a form that was filled in (ericvera/whatsapp-cloudapi#23)',
		cloud({
			type: 'interactive',
			interactive: { nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"day":"Monday","flow_token":"t"}' } },
		}),
		'day: Monday',
	],
	['a button of a template (rapidpro/rapidpro#1430)', cloud({ type: 'button', button: { text: 'Stop', payload: 'p' } }), 'Stop'],
	['a button of a template without a label (david-lev/pywa#17)', cloud({ type: 'button', button: { payload: 'more' } }), 'more'],
	[
		'a button under a message of ours (david-lev/pywa#167)',
		cloud({ type: 'button', context: { from: '1', id: 'wamid.1' }, button: { text: 'more info', payload: 'more info' } }),
		'more info',
	],
	[
		'a button with a payload of another language (shridarpatil/whatomate#289)',
		cloud({ type: 'button', button: { text: 'Sim', payload: 'YES' } }),
		'Sim',
	],
	[
		'cards of the Cloud API (NousResearch/hermes-agent#80053)',
		cloud({
			type: 'contacts',
			contacts: [{ name: { first_name: 'Rui' }, phones: [{ phone: '+55 44 1' }] }, { name: { formatted_name: 'Ana' } }],
		}),
		'Rui: +55 44 1\nAna',
	],
	[
		'an order without a note (NousResearch/hermes-agent#80106)',
		cloud({ type: 'order', order: { catalog_id: 'c', product_items: [{ product_retailer_id: 'A1', quantity: '2' }] } }),
		'[order]\n2 × A1',
	],
	[
		'a button of a template on one device (green-api/issues#868)',
		evolution({ templateButtonReplyMessage: { selectedId: '1', selectedDisplayText: 'Plan B', selectedIndex: 0 } }),
		'Plan B',
	],
	[
		'a button of Evolution API (evolution-foundation/evolution-api#1006)',
		evolution({ buttonsResponseMessage: { selectedButtonId: '1', selectedDisplayText: 'Yes', type: 1 } }),
		'Yes',
	],
	[
		'a photo that is seen once (199-biotechnologies/whatsrust#4)',
		evolution({ viewOnceMessage: { message: { imageMessage: { mimetype: 'image/jpeg' } } } }),
		'image',
	],
	[
		'a voice message that is heard once (WhiskeySockets/Baileys#1149)',
		evolution({ viewOnceMessageV2Extension: { message: { audioMessage: { seconds: 3 } } } }),
		'audio',
	],
	['a message that only the phone shows (WhiskeySockets/Baileys#2105)', evolution({}, { isViewOnce: true }), cannot('view once')],
	[
		'a message of WAHA that only the phone shows (WhiskeySockets/Baileys#2105)',
		waha({ _data: { key: { isViewOnce: true }, messageTimestamp: 1 } }),
		cannot('view once'),
	],
	[
		'a photo in a message that was edited (FaserF/ha-whatsapp#107)',
		evolution({
			editedMessage: { message: { protocolMessage: { key: { id: 'E4' }, type: 14, editedMessage: { imageMessage: { caption: 'x' } } } } },
		}),
		'image',
	],
	[
		'words in a chat whose messages disappear (nanocoai/nanoclaw#628)',
		evolution({ messageContextInfo: { x: 1 }, ephemeralMessage: { message: { extendedTextMessage: { text: 'are you there?' } } } }),
		'are you there?',
	],
	[
		'the text above buttons (rmyndharis/OpenWA#563)',
		evolution({ interactiveMessage: { body: { text: 'Your code is 12' }, nativeFlowMessage: { buttons: [{ name: 'cta_copy' }] } } }),
		'Your code is 12',
	],
	[
		'the text of a template (fazer-ai/chatwoot#274)',
		evolution({
			templateMessage: { hydratedFourRowTemplate: { hydratedContentText: 'The invoice is ready', hydratedButtons: [{ urlButton: {} }] } },
		}),
		'The invoice is ready',
	],
	[
		'the text of another company’s buttons (adiwajshing/Baileys#2006)',
		evolution({ buttonsMessage: { contentText: 'Select an option', buttons: [{ buttonId: '{"a":1}', type: 'RESPONSE' }] } }),
		'Select an option',
	],
	[
		'a card in Telegram without a last name (NousResearch/hermes-agent#98598)',
		telegram({ contact: { phone_number: '+351 1', first_name: 'Rui', vcard: 'BEGIN:VCARD' } }),
		'Rui: +351 1',
	],
	['a dice that was thrown (vercel/chat#836)', telegram({ dice: { emoji: '🎯', value: 6 } }), '[dice 🎯 6]'],
	[
		'a card in Chatwoot (chatwoot/chatwoot#5767)',
		chatwoot({ content: null, attachments: [{ file_type: 'contact', fallback_title: '+5544' }] }),
		'+5544',
	],
	[
		'a file in Chatwoot (chatwoot/chatwoot#8999)',
		chatwoot({ content: '', attachments: [{ file_type: 'image', data_url: 'https://chat.example/1.png' }] }),
		'image',
	],
	[
		'files in Chatwoot without a text (chatwoot/chatwoot#12265)',
		chatwoot({
			content: null,
			attachments: [
				{ file_type: 'file', data_url: 'https://chat.example/1.pdf' },
				{ file_type: 'audio', data_url: 'https://chat.example/2.wav' },
			],
		}),
		'document\naudio',
	],
	[
		'a button in Telegram (irazasyed/telegram-bot-sdk#368)',
		press({ reply_markup: { inline_keyboard: [[{ text: 'Plan A', callback_data: 'a' }], [{ text: 'Plan B', callback_data: 'b' }]] } }),
		'Plan B',
	],
	['a button in Telegram whose message is gone (nanocoai/nanoclaw-telegram#99)', press({ date: 0 }), 'b'],
	['a vote of WAHA (devlikeapro/waha#1396)', vote({ selectedOptions: ['First', 'Second'] }), 'First, Second'],
	[
		'a vote of WAHA that is still encrypted (devlikeapro/waha#1396)',
		vote({ selectedOptions: [] }, 'poll.vote.failed'),
		cannot('poll vote'),
	],
	[
		'a vote that is still encrypted (FaserF/ha-whatsapp#46)',
		evolution({ pollUpdateMessage: { pollCreationMessageKey: { id: 'P' }, vote: { encPayload: 'x', encIv: 'y' } } }),
		cannot('pollUpdate'),
	],
	['an answer to our status (adeekshith/watomatic#213)', zApi({ isStatusReply: true, text: { message: 'nice' } }), 'nice'],
	['a message under a hidden number (devlikeapro/waha#2051)', waha({ id: 'false_77712345678901@lid_W1', body: 'hello' }), 'hello'],
])('a bot answers %s', (_report, event, words) => {
	expect(say(event)).toBe(words);
	expect(event).toMatchObject({ author: 'contact' });
});

it.each<[report: string, event: ChannelEvent, reason: string]>([
	['the start of a call (devlikeapro/waha#840)', waha({ _data: { message: { call: { callKey: 'x' } } } }), 'unsupported'],
	['the start of a call, at Evolution API (devlikeapro/waha#840)', evolution({ call: { callKey: 'x' } }), 'unsupported'],
	['a status of a contact (devlikeapro/waha#1190)', waha({ id: 'false_status@broadcast_W1', body: 'at the beach' }), 'broadcast'],
	['a status, at Evolution API (vynect/venom#838)', evolution({ conversation: 'x' }, { remoteJid: 'status@broadcast' }), 'broadcast'],
	[
		'a post of a channel (hoehermann/purple-gowhatsapp#271)',
		evolution({ conversation: 'x' }, { remoteJid: '120363019502650977@newsletter' }),
		'newsletter',
	],
	['a group (boehlergerman/WappBot#13)', evolution({ conversation: 'x' }, { remoteJid: '120363019502650977@g.us' }), 'group'],
	['a group of WAHA (devlikeapro/waha#2051)', waha({ id: 'false_120363019502650977@g.us_W1_5544@c.us', body: 'x' }), 'group'],
	['a button in a group (windkh/node-red-contrib-telegrambot#134)', press({ chat: { id: -7, type: 'group' } }), 'group'],
	['a button of a game (TelegramBots/Telegram.Bot#355)', press({}, { game_short_name: 'x' }), 'unsupported'],
	['a note among people (chatwoot/chatwoot#14023)', chatwoot({ message_type: 'outgoing', private: true, content: 'call him' }), 'note'],
	[
		'a number of another customer of the app (shridarpatil/frappe_whatsapp#137)',
		cloud({ type: 'text', text: { body: 'x' } }, 'messages', '2'),
		'other-number',
	],
	[
		'a first message that Chatwoot wrote itself (chatwoot/chatwoot#12608)',
		chatwoot({ message_type: 'template', content: 'We are closed', sender: null }),
		'unsupported',
	],
])('a bot does not answer %s', (_report, event, reason) => expect(event).toMatchObject({ kind: 'ignored', reason }));

it.each<[report: string, event: ChannelEvent, byProgram: boolean | undefined]>([
	['of Evolution API (openclaw/openclaw#54570)', evolution({ conversation: 'my own words' }, { fromMe: true }), false],
	[
		'with the event of a message that came (evolution-foundation/evolution-api#1340)',
		evolution({ conversation: 'x' }, { fromMe: true }),
		false,
	],
	['of a program, at WAHA (devlikeapro/waha#976)', waha({ id: `true_${pn}@c.us_W1`, body: 'x', source: 'api' }), true],
	['of a person, at WAHA (NousResearch/hermes-agent#4273)', waha({ id: `true_${pn}@c.us_W1`, body: 'x', source: 'app' }), false],
	[
		'of a native app, as Chatwoot tells it (chatwoot/chatwoot#13371)',
		chatwoot({ message_type: 'outgoing', sender: {}, content: 'I take this.', content_attributes: { external_echo: true } }),
		undefined,
	],
	[
		'of the phone, as Chatwoot tells it (fazer-ai/agents#430)',
		chatwoot({ message_type: 'outgoing', sender: null, content: 'I take this.', content_attributes: { external_sender_name: 'WhatsApp' } }),
		undefined,
	],
	[
		'of a bot, as Chatwoot tells it (megaapp977/stack#393)',
		chatwoot({
			...{ message_type: 'outgoing', sender: { id: 2, type: 'agent_bot' }, content: 'Hi' },
			content_attributes: { external_echo: true },
		}),
		true,
	],
	[
		'of nobody, as Chatwoot tells it (chatwoot/chatwoot#7206)',
		chatwoot({ message_type: 'outgoing', sender: null, content: 'We are closed' }),
		true,
	],
	[
		'of the phone, at Evolution API (evolution-foundation/evo-crm-community#82)',
		evolution({ conversation: 'I prepare it' }, { fromMe: true }),
		false,
	],
	['of the Business app (OCA/social#1912)', cloud({ type: 'text', text: { body: 'x' } }, 'message_echoes'), false],
	['of a program, at Z-API (openclaw/openclaw#61108)', zApi({ fromMe: true, fromApi: true, text: { message: 'x' } }), true],
])('a bot does not take for the customer’s a message %s', (_report, event, byProgram) => {
	expect(event).toMatchObject({ kind: 'message', author: 'account' });
	expect((event as { byProgram?: boolean }).byProgram).toBe(byProgram);
});

it.each<[report: string, event: ChannelEvent, replyTo: string]>([
	[
		'a person at the Business app (chatwoot/chatwoot#15325)',
		cloud({ type: 'text', text: { body: 'yes' }, context: { id: 'wamid.1' } }, 'message_echoes'),
		'wamid.1',
	],
	[
		'a customer at the Cloud API (chatwoot/chatwoot#15325)',
		cloud({ type: 'text', text: { body: 'yes' }, context: { id: 'wamid.1' } }),
		'wamid.1',
	],
	['a vote (devlikeapro/waha#1396)', vote({ selectedOptions: ['First'] }), 'P1'],
	['a button in Telegram (irazasyed/telegram-bot-sdk#368)', press({}), '7/5'],
])('the message is known that %s answers', (_report, event, replyTo) => expect(event).toMatchObject({ replyTo }));

it.each<[report: string, event: ChannelEvent, expected: object]>([
	[
		'who blocked the bot (telegram-bot-rb/telegram-bot#162)',
		telegram({ new_chat_member: { status: 'kicked', until_date: 0 } }, 'my_chat_member'),
		{ kind: 'conversation', address: '7', changes: { status: 'blocked' } },
	],
	[
		'who came back (yagop/node-telegram-bot-api#1010)',
		telegram({ new_chat_member: { status: 'member' } }, 'my_chat_member'),
		{ kind: 'conversation', changes: { status: 'open' } },
	],
	[
		'who cannot be reached (devlikeapro/waha#679)',
		waha({ id: `true_${pn}@c.us_W1`, from: `${pn}@c.us`, fromMe: true, ack: -1, ackName: 'ERROR' }, 'message.ack'),
		{ kind: 'status', id: 'W1', status: 'failed' },
	],
	[
		'who moves (telegraf/telegraf#281)',
		telegram({ edit_date: 9, location: { latitude: 1, longitude: 2, live_period: 900 } }, 'edited_message'),
		{ kind: 'message', edits: '7/771', content: [{ kind: 'location', latitude: 1, longitude: 2 }] },
	],
	[
		'whose message is dated in seconds (chatwoot/chatwoot#11989)',
		chatwoot({ content: 'x', created_at: 1_753_000_000 }),
		{ kind: 'message', at: 1_753_000_000_000 },
	],
])('an event tells of a person %s', (_report, event, expected) => expect(event).toMatchObject(expected));

it('one message that is told twice has one key (chatwoot/chatwoot#11901)', () =>
	expect(new Set([1, 2].map(() => chatwoot({ content: 'x' }).key)).size).toBe(1));

const lid = '77712345678901@lid';
it.each<[report: string, event: ChannelEvent, claims: object[]]>([
	[
		'without a number (devlikeapro/waha#1073)',
		waha({ id: `false_${lid}_W1`, from: lid, body: 'x', _data: { key: { remoteJid: lid } } }),
		[{ kind: 'lid', value: lid }],
	],
	[
		'with the number in the key (devlikeapro/waha#1097)',
		waha({ id: `false_${lid}_W1`, body: 'x', _data: { key: { remoteJid: lid, remoteJidAlt: `${pn}@s.whatsapp.net` } } }),
		[
			{ kind: 'lid', value: lid },
			{ kind: 'phone', value: pn },
		],
	],
	[
		'with the number of the sender only (techieanant/wamr#53)',
		evolution({ conversation: 'x' }, { remoteJid: lid, senderPn: `${pn}@s.whatsapp.net` }),
		[
			{ kind: 'lid', value: lid },
			{ kind: 'phone', value: pn },
		],
	],
	[
		'who shares their own number in Telegram (php-telegram-bot/core#656)',
		telegram({ contact: { phone_number: pn, first_name: 'E', user_id: 7 } }),
		[
			{ kind: 'telegram', value: '7' },
			{ kind: 'phone', value: pn },
		],
	],
	[
		'who shares the number of another in Telegram (chatwoot/chatwoot#5163)',
		telegram({ contact: { phone_number: pn, first_name: 'E', user_id: 8 } }),
		[{ kind: 'telegram', value: '7' }],
	],
])('a person %s has the names that the provider proves', (_report, event, claims) =>
	expect(event).toMatchObject({ contact: claims.map((claim) => ({ ...claim, proof: 'provider' })) }),
);

it.each<[report: string, event: ChannelEvent]>([
	[
		'in a chat whose messages disappear (rmyndharis/OpenWA#596)',
		evolution({ ephemeralMessage: { message: { liveLocationMessage: { degreesLatitude: -23.5, degreesLongitude: -46.6 } } } }),
	],
	[
		'of the Cloud API (MarcosNicolau/whatsapp-business-sdk#38)',
		cloud({ type: 'location', location: { latitude: -23.5, longitude: -46.6 } }),
	],
	['of Telegram (home-assistant/core#78855)', telegram({ location: { latitude: -23.5, longitude: -46.6 } })],
	[
		'of Telegram, with a name (vercel/chat#836)',
		telegram({ venue: { title: 'Library' }, location: { latitude: -23.5, longitude: -46.6 } }),
	],
])('a bot is told the place %s', (_report, event) =>
	expect(event).toMatchObject({ author: 'contact', content: [{ kind: 'location', latitude: -23.5, longitude: -46.6 }] }),
);

it.each<[what: string, event: ChannelEvent]>([
	['an empty text', zApi({ text: { message: '' } })],
	['a pin', zApi({ pinMessage: { action: 'pin', referencedMessage: { messageId: 'X' } } })],
	['a notice', zApi({ notification: 'E2E_ENCRYPTED', notificationParameters: ['x'] })],
	['an album', evolution({ albumMessage: { expectedImageCount: 2 } })],
	[
		'an encrypted edit (evolution-foundation/evolution-api#2545)',
		evolution({ secretEncryptedMessage: { targetMessageKey: { id: 'E1' } }, messageContextInfo: { x: 1 } }),
	],
	['keys of a group', evolution({ senderKeyDistributionMessage: { groupId: 'x' } })],
	['a setting of the chat', evolution({ protocolMessage: { type: 3, key: { id: 'E1' }, ephemeralExpiration: 1 } })],
	['a message without content', evolution({})],
	['what nobody understands, from us', evolution({ hologramMessage: { x: 1 } }, { fromMe: true })],
	['a new number of the customer', cloud({ type: 'system', system: { body: 'changed', type: 'user_changed_number' } })],
	['a notice of WAHA', waha({ _data: { type: 'e2e_notification' } })],
	['a pin in Telegram', telegram({ pinned_message: { message_id: 1 } })],
])('nobody wrote %s', (_what, event) => expect(event).toMatchObject({ kind: 'ignored', reason: 'unsupported' }));

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

describe('the origin of a message', () => {
	const ad = { title: 'Presses\n[40 t]', sourceType: 'ad', sourceId: '2372', sourceUrl: 'https://fb.example/1', ctwaClid: 'Aff-1' };
	const origin = { via: 'ad', title: 'Presses 40 t', source: '2372', url: 'https://fb.example/1', click: 'Aff-1' };
	const line = { kind: 'text', text: '[came through the ad: Presses 40 t]', origin };
	const words = { kind: 'text', text: 'hello' };

	it.each<[provider: string, event: ChannelEvent]>([
		['Z-API', zApi({ externalAdReply: ad, text: { message: 'hello' } })],
		['Evolution API', evolution({ extendedTextMessage: { text: 'hello', contextInfo: { externalAdReply: ad } } })],
		[
			'Evolution API, in a wrapper',
			evolution({ ephemeralMessage: { message: { extendedTextMessage: { text: 'hello', contextInfo: { externalAdReply: ad } } } } }),
		],
		['WAHA', waha({ body: 'hello', _data: { Message: { extendedTextMessage: { contextInfo: { externalAdReply: ad } } } } })],
		[
			'the Cloud API',
			cloud({
				...{ type: 'text', text: { body: 'hello' } },
				referral: { headline: ad.title, source_type: 'ad', source_id: '2372', source_url: 'https://fb.example/1', ctwa_clid: 'Aff-1' },
			}),
		],
		['a webhook', webhook({ text: 'hello', origin: { ...origin, title: ad.title } })],
	])('is a line of its own, with its facts: %s', (_provider, event) => expect(event).toMatchObject({ content: [line, words] }));

	it('has no click where the ad tells none (melgarafael/DeskcommCRM#1399)', () => {
		const event = zApi({ externalAdReply: { ...ad, ctwaClid: undefined }, text: { message: 'hello' } });
		expect(event).toMatchObject({ content: [{ origin: { source: '2372' } }, words] });
		expect(event).not.toHaveProperty('content.0.origin.click');
	});

	it('has limits', () => {
		const event = zApi({ externalAdReply: { ...ad, title: 'x'.repeat(5_000) }, text: { message: 'hello' } });
		expect(event).toMatchObject({ content: [{ origin: { title: 'x'.repeat(200) } }, words] });
	});

	it.each<[what: string, event: ChannelEvent]>([
		[
			'the preview of a link',
			evolution({ extendedTextMessage: { text: 'hello', contextInfo: { externalAdReply: { title: 'Our page' } } } }),
		],
		['a message of ours', zApi({ fromMe: true, externalAdReply: ad, text: { message: 'hello' } })],
		['a correction', zApi({ isEdit: true, externalAdReply: ad, text: { message: 'hello' } })],
		['words about a link', telegram({ text: 'hello' })],
		['an origin of another kind', webhook({ text: 'hello', origin: { via: 'dream', title: 'x' } })],
	])('is not in %s', (_what, event) => expect(event).toMatchObject({ content: [words] }));
});
