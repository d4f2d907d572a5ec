import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import { pn, zApi, evolution, waha, cloud, telegram, chatwoot, press } from '../../test/support/channels/read-events';

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
