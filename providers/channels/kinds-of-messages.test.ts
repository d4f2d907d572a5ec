import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import {
	zApi,
	evolution,
	waha,
	cloud,
	telegram,
	chatwoot,
	webhook,
	press,
	vote,
	say,
	cannot,
} from '../../test/support/channels/read-events';

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
