import type { DocumentedKind } from './documented-kinds';
import { evolutionMessage } from './evolution-body';

const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Rui Prado\nitem1.TEL;type=CELL;waid=5544988007777:+55 44 98800-7777\nEND:VCARD';
const three = { conversation: 'three boxes' };
const cannot = (kind: string) => `[a message of a kind that cannot be read: ${kind}]`;
const ad = {
	title: 'Presses 40 t',
	body: 'From stock',
	sourceType: 'ad',
	sourceId: '2372',
	sourceUrl: 'https://fb.example/1',
	ctwaClid: 'Aff-1',
};

/** Messages of WhatsApp Web's protocol, as Evolution API passes them on. */
export const whatsAppWebKinds: readonly DocumentedKind[] = [
	['conversation', evolutionMessage({ conversation: 'x' }), 'read', 'x'],
	['extendedTextMessage', evolutionMessage({ extendedTextMessage: { text: 'x' } }), 'read', 'x'],
	[
		'contextInfo.externalAdReply',
		evolutionMessage({ conversation: 'How much is it?' }, {}, { contextInfo: { externalAdReply: ad } }),
		'read',
		'[came through the ad: Presses 40 t]\nHow much is it?',
	],
	['imageMessage', evolutionMessage({ imageMessage: { mimetype: 'image/jpeg', caption: 'my yard' } }), 'read', '[image] my yard'],
	['stickerMessage', evolutionMessage({ stickerMessage: { mimetype: 'image/webp' } }), 'read', '[image]'],
	['audioMessage', evolutionMessage({ audioMessage: { seconds: 3, ptt: true } }), 'read', '[audio without a transcript]'],
	['videoMessage', evolutionMessage({ videoMessage: { seconds: 3 } }), 'read', '[video]'],
	['ptvMessage', evolutionMessage({ ptvMessage: { seconds: 3 } }), 'read', '[video]'],
	['documentMessage', evolutionMessage({ documentMessage: { fileName: 'a.pdf' } }), 'read', '[document a.pdf]'],
	[
		'documentWithCaptionMessage',
		evolutionMessage({ documentWithCaptionMessage: { message: { documentMessage: { fileName: 'a.pdf', caption: 'the plan' } } } }),
		'read',
		'[document a.pdf] the plan',
	],
	[
		'locationMessage',
		evolutionMessage({ locationMessage: { degreesLatitude: -23.5, degreesLongitude: -46.6, name: 'Padaria Sol' } }),
		'read',
		'[location -23.5, -46.6: Padaria Sol]',
	],
	[
		'liveLocationMessage',
		evolutionMessage({ liveLocationMessage: { degreesLatitude: 1, degreesLongitude: 2 } }),
		'read',
		'[location 1, 2]',
	],
	['reactionMessage', evolutionMessage({ reactionMessage: { key: { id: 'E0' }, text: '👍' } }), 'told', '[reaction 👍]'],
	['contactMessage', evolutionMessage({ contactMessage: { displayName: 'Rui', vcard } }), 'read', 'Rui: 5544988007777'],
	[
		'contactsArrayMessage',
		evolutionMessage({
			contactsArrayMessage: {
				contacts: [
					{ displayName: 'Rui', vcard },
					{ displayName: 'Ana', vcard: 'TEL:+1 415' },
				],
			},
		}),
		'read',
		'Rui: 5544988007777\nAna: +1 415',
	],
	['buttonsResponseMessage', evolutionMessage({ buttonsResponseMessage: { selectedButtonId: 'menu' } }), 'read', 'menu'],
	['templateButtonReplyMessage', evolutionMessage({ templateButtonReplyMessage: { selectedDisplayText: 'Plan B' } }), 'read', 'Plan B'],
	['listResponseMessage', evolutionMessage({ listResponseMessage: { title: 'Plan B' } }), 'read', 'Plan B'],
	[
		'interactiveResponseMessage, quick reply',
		evolutionMessage({
			interactiveResponseMessage: {
				body: { text: 'Plan B' },
				nativeFlowResponseMessage: { name: 'quick_reply', paramsJson: '{"id":"b"}' },
			},
		}),
		'read',
		'Plan B',
	],
	[
		'interactiveResponseMessage, flow',
		evolutionMessage({
			interactiveResponseMessage: {
				body: { text: 'Sent' },
				nativeFlowResponseMessage: { name: 'flow', paramsJson: '{"size":"42"}' },
			},
		}),
		'read',
		'size: 42',
	],
	['templateMessage', evolutionMessage({ templateMessage: { hydratedTemplate: { hydratedContentText: 'Ready' } } }), 'read', 'Ready'],
	['buttonsMessage', evolutionMessage({ buttonsMessage: { contentText: 'Select an option' } }), 'read', 'Select an option'],
	['interactiveMessage', evolutionMessage({ interactiveMessage: { body: { text: 'Your code is 12' } } }), 'read', 'Your code is 12'],
	['listMessage', evolutionMessage({ listMessage: { description: 'Our plans' } }), 'read', 'Our plans'],
	[
		'orderMessage',
		evolutionMessage({ orderMessage: { itemCount: 2, message: 'please', totalAmount1000: '40000', totalCurrencyCode: 'BRL' } }),
		'read',
		'[order] please\n2 × products\ntotal, 40 BRL',
	],
	[
		'productMessage',
		evolutionMessage({ productMessage: { product: { title: 'Mower', priceAmount1000: 20000, currencyCode: 'BRL' } } }),
		'read',
		'[product] Mower, 20 BRL',
	],
	['pollCreationMessage', evolutionMessage({ pollCreationMessage: { name: 'When?', options: [] } }), 'read', '[poll] When?'],
	[
		'pollCreationMessageV3',
		evolutionMessage({ pollCreationMessageV3: { name: 'When?', options: [{ optionName: 'Friday' }] } }),
		'read',
		'[poll] When? Friday',
	],
	['pollUpdateMessage', evolutionMessage({ pollUpdateMessage: { vote: { selectedOptions: ['Friday'] } } }), 'read', 'Friday'],
	[
		'pollUpdateMessage, taken back',
		evolutionMessage({ pollUpdateMessage: { vote: { selectedOptions: [] } } }),
		'read',
		'[vote taken back]',
	],
	['pollUpdateMessage, encrypted', evolutionMessage({ pollUpdateMessage: { vote: { encPayload: 'x' } } }), 'read', cannot('pollUpdate')],
	[
		'eventMessage',
		evolutionMessage({ eventMessage: { name: 'Visit', startTime: 1_716_915_653, location: { name: 'Office' } } }),
		'read',
		'[event] Visit, 2024-05-28T17:00:53.000Z, Office',
	],
	['encEventResponseMessage', evolutionMessage({ encEventResponseMessage: { encPayload: 'x' } }), 'read', cannot('encEventResponse')],
	['groupInviteMessage', evolutionMessage({ groupInviteMessage: { groupName: 'x' } }), 'read', cannot('groupInvite')],
	['sendPaymentMessage', evolutionMessage({ sendPaymentMessage: { noteMessage: {} } }), 'read', cannot('sendPayment')],
	['requestPaymentMessage', evolutionMessage({ requestPaymentMessage: { amount1000: '1' } }), 'read', cannot('requestPayment')],
	['ephemeralMessage', evolutionMessage({ ephemeralMessage: { message: three } }), 'read', 'three boxes'],
	['viewOnceMessageV2', evolutionMessage({ viewOnceMessageV2: { message: { imageMessage: { caption: 'x' } } } }), 'read', '[image] x'],
	[
		'associatedChildMessage',
		evolutionMessage({ associatedChildMessage: { message: { imageMessage: { caption: '2' } } } }),
		'read',
		'[image] 2',
	],
	['botInvokeMessage', evolutionMessage({ botInvokeMessage: { message: { extendedTextMessage: { text: 'x' } } } }), 'read', 'x'],
	['a wrapper that does not exist yet', evolutionMessage({ futureMessage: { message: { conversation: 'x' } } }), 'read', 'x'],
	[
		'editedMessage',
		evolutionMessage({ editedMessage: { message: { protocolMessage: { key: { id: 'E4' }, type: 14, editedMessage: three } } } }),
		'corrected',
		'three boxes',
	],
	['protocolMessage REVOKE', evolutionMessage({ protocolMessage: { key: { id: 'E4' }, type: 0 } }), 'deleted'],
	['protocolMessage EPHEMERAL_SETTING', evolutionMessage({ protocolMessage: { key: { id: 'E4' }, type: 3 } }), 'ignored', 'unsupported'],
	...[
		'albumMessage',
		'secretEncryptedMessage',
		'encReactionMessage',
		'pinInChatMessage',
		'keepInChatMessage',
		'call',
		'bcallMessage',
		'callLogMesssage',
		'senderKeyDistributionMessage',
		'placeholderMessage',
		'stickerSyncRmrMessage',
		'messageHistoryNotice',
	].map((kind) => [kind, evolutionMessage({ [kind]: { x: 1 } }), 'ignored', 'unsupported'] as const),
];
