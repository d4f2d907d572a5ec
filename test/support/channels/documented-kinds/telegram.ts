import { readTelegram } from '../../../../providers/channels/telegram/read-telegram';
import type { DocumentedKinds } from './documented-kinds';

const from = { id: 7, is_bot: false, first_name: 'Rui' };
const chat = { id: 7, type: 'private', first_name: 'Rui' };

const telegramUpdate = (kind: string, body: object) => ({ update_id: 1, [kind]: body });
export const telegramMessage = (fields: object, kind = 'message') =>
	telegramUpdate(kind, { message_id: 771, from, chat, date: 1_700_000_000, ...fields });

const cannot = (kind: string) => `[a message of a kind that cannot be read: ${kind}]`;
const press = (fields: object, message: object = {}) =>
	telegramUpdate('callback_query', { id: 'q', from, message: { message_id: 5, chat, date: 1_700_000_000, ...message }, ...fields });
const react = (new_reaction: object[]) =>
	telegramUpdate('message_reaction', { chat, message_id: 5, user: from, date: 1_700_000_000, new_reaction });
const member = (status: string) => telegramUpdate('my_chat_member', { chat, from, date: 1_700_000_000, new_chat_member: { status } });
const place = { latitude: -23.5, longitude: -46.6 };
const keyboard = { inline_keyboard: [[{ text: 'Plan A', callback_data: 'a' }], [{ text: 'Plan B', callback_data: 'b' }]] };

export const telegramKinds: DocumentedKinds = {
	provider: 'telegram',
	read: readTelegram,
	pages: [
		{
			page: 'https://core.telegram.org/bots/api#message',
			kinds: [
				['text', telegramMessage({ text: 'How much is it?' }), 'read', 'How much is it?'],
				['text, /start', telegramMessage({ text: '/start' }), 'read', '/start'],
				['text, /start with a parameter', telegramMessage({ text: '/start ads_42' }), 'read', '[came through the link: ads_42]\n/start'],
				[
					'rich_message',
					telegramMessage({
						rich_message: {
							blocks: [
								{ type: 'paragraph', text: ['We need ', { type: 'bold', text: 'two' }, ' presses'] },
								{ type: 'list', items: [{ label: '1.', blocks: [{ type: 'paragraph', text: '40 t' }] }] },
							],
						},
					}),
					'read',
					'We need two presses\n1. 40 t',
				],
				['animation', telegramMessage({ animation: { file_id: 'F' }, document: { file_id: 'F' } }), 'read', '[video]'],
				['audio', telegramMessage({ audio: { file_id: 'F', duration: 3 } }), 'read', '[audio without a transcript]'],
				['voice', telegramMessage({ voice: { file_id: 'F', duration: 3 } }), 'read', '[audio without a transcript]'],
				[
					'document',
					telegramMessage({ document: { file_id: 'F', file_name: 'a.pdf' }, caption: 'the plan' }),
					'read',
					'[document a.pdf] the plan',
				],
				['photo', telegramMessage({ photo: [{ file_id: 'S' }, { file_id: 'L' }], caption: 'my yard' }), 'read', '[image] my yard'],
				['live_photo', telegramMessage({ live_photo: { file_id: 'V' }, photo: [{ file_id: 'L' }] }), 'read', '[image]'],
				['sticker', telegramMessage({ sticker: { file_id: 'F', emoji: '👍' } }), 'read', '[image]'],
				['video', telegramMessage({ video: { file_id: 'F' } }), 'read', '[video]'],
				['video_note', telegramMessage({ video_note: { file_id: 'F' } }), 'read', '[video]'],
				['paid_media', telegramMessage({ paid_media: { star_count: 1, paid_media: [{ type: 'photo' }] } }), 'read', cannot('paid_media')],
				['story', telegramMessage({ story: { id: 1, chat: { id: 7 } } }), 'read', cannot('story')],
				['checklist', telegramMessage({ checklist: { title: 'To do', tasks: [{ id: 1, text: 'Measure' }] } }), 'read', cannot('checklist')],
				[
					'contact',
					telegramMessage({ contact: { first_name: 'Rui', last_name: 'Prado', phone_number: '5544988007777' } }),
					'read',
					'Rui Prado: 5544988007777',
				],
				['dice', telegramMessage({ dice: { emoji: '🎲', value: 3 } }), 'read', '[dice 🎲 3]'],
				['game', telegramMessage({ game: { title: 'x' } }), 'read', cannot('game')],
				['poll', telegramMessage({ poll: { question: 'When?', options: [{ text: 'Friday' }] } }), 'read', '[poll] When? Friday'],
				[
					'venue',
					telegramMessage({ location: place, venue: { title: 'Padaria Sol', address: 'Rua A 12' } }),
					'read',
					'[location -23.5, -46.6: Padaria Sol, Rua A 12]',
				],
				['location', telegramMessage({ location: place }), 'read', '[location -23.5, -46.6]'],
				['web_app_data', telegramMessage({ web_app_data: { button_text: 'Size', data: '42' } }), 'read', 'Size: 42'],
				['users_shared', telegramMessage({ users_shared: { request_id: 1, users: [] } }), 'read', cannot('users_shared')],
				[
					'successful_payment',
					telegramMessage({ successful_payment: { currency: 'BRL', total_amount: 100 } }),
					'read',
					cannot('successful_payment'),
				],
				...['invoice', 'refunded_payment', 'chat_shared', 'passport_data', 'unique_gift'].map(
					(kind) => [kind, telegramMessage({ [kind]: { x: 1 } }), 'read', cannot(kind)] as const,
				),
				['gift', telegramMessage({ gift: { gift: { id: 'x' } } }), 'read', cannot('gift')],
				...[
					'pinned_message',
					'message_auto_delete_timer_changed',
					'chat_background_set',
					'write_access_allowed',
					'boost_added',
					'forum_topic_created',
					'forum_topic_edited',
					'forum_topic_closed',
					'forum_topic_reopened',
					'checklist_tasks_done',
					'checklist_tasks_added',
					'poll_option_added',
					'poll_option_deleted',
					'managed_bot_created',
					'proximity_alert_triggered',
					'direct_message_price_changed',
					'paid_message_price_changed',
				].map((kind) => [kind, telegramMessage({ [kind]: { x: 1 } }), 'ignored', 'unsupported'] as const),
				['chat of a group', telegramMessage({ text: 'x', chat: { id: -7, type: 'group' } }), 'ignored', 'group'],
			],
		},
		{
			page: 'https://core.telegram.org/bots/api#update',
			kinds: [
				['edited_message', telegramMessage({ text: 'three boxes', edit_date: 9 }, 'edited_message'), 'corrected', 'three boxes'],
				['channel_post', telegramMessage({ text: 'x', chat: { id: -9, type: 'channel' } }, 'channel_post'), 'ignored', 'unsupported'],
				['message_reaction', react([{ type: 'emoji', emoji: '👍' }]), 'told', '[reaction 👍]'],
				['message_reaction, removed', react([]), 'told', '[reaction removed]'],
				['message_reaction, custom emoji', react([{ type: 'custom_emoji', custom_emoji_id: '1' }]), 'told', '[reaction custom emoji]'],
				['callback_query', press({ data: 'b' }, { reply_markup: keyboard }), 'read', 'Plan B'],
				['callback_query, message gone', press({ data: 'b' }, { date: 0 }), 'read', 'b'],
				['callback_query, game', press({ game_short_name: 'x' }), 'ignored', 'unsupported'],
				['my_chat_member kicked', member('kicked'), 'conversation', 'status'],
				['my_chat_member member', member('member'), 'conversation', 'status'],
				...[
					'edited_channel_post',
					'business_connection',
					'business_message',
					'edited_business_message',
					'deleted_business_messages',
					'message_reaction_count',
					'inline_query',
					'chosen_inline_result',
					'shipping_query',
					'pre_checkout_query',
					'purchased_paid_media',
					'poll',
					'poll_answer',
					'chat_member',
					'chat_join_request',
					'chat_boost',
					'removed_chat_boost',
					'guest_message',
					'stopped_message_generation',
					'managed_bot',
					'subscription',
				].map((kind) => [kind, telegramUpdate(kind, { id: 'x', from }), 'ignored', 'unsupported'] as const),
			],
		},
	],
};
