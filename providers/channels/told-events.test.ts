import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import { pn, waha, cloud, telegram, chatwoot, press, vote } from '../../test/support/channels/read-events';

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
