import { readZApi } from '../../../../providers/channels/z-api/read-z-api';
import type { DocumentedKinds } from './documented-kinds';

const phone = '5544988040029';

/** A webhook of a message that came. */
export const zApiMessage = (fields: object) => ({
	type: 'ReceivedCallback',
	instanceId: '3C01',
	messageId: 'M1',
	phone,
	connectedPhone: '554499990000',
	fromMe: false,
	momment: 1_700_000_000_000,
	status: 'RECEIVED',
	chatName: 'Rui',
	senderName: 'Rui',
	senderLid: '77712345678901@lid',
	isStatusReply: false,
	isEdit: false,
	isGroup: false,
	isNewsletter: false,
	waitingMessage: false,
	broadcast: false,
	forwarded: false,
	...fields,
});

const status = (name: string) => ({ type: 'MessageStatusCallback', status: name, ids: ['M1'], momment: 1_700_000_000_000, phone });
const file = (name: string, mimeType: string) => ({ [`${name}Url`]: `https://files.example.com/1`, mimeType });
const ad = {
	title: 'Presses 40 t',
	body: 'From stock',
	mediaType: 1,
	sourceType: 'ad',
	sourceId: '2372',
	sourceUrl: 'https://fb.example/1',
	ctwaClid: 'Aff-1',
	showAdAttribution: true,
};
const template = { header: {}, message: 'The invoice is ready', footer: '', title: '', templateId: '1', hydratedButtons: [] };
const price = { currencyCode: 'BRL', price: 2000 };
const order = { currency: 'BRL', total: 4000, products: [{ quantity: 2, name: 'Mower', value: 2000 }] };

export const zApiKinds: DocumentedKinds = {
	provider: 'z-api',
	read: readZApi,
	pages: [
		{
			page: 'https://developer.z-api.io/webhooks/on-message-received',
			kinds: [
				['text', zApiMessage({ text: { message: 'How much is it?' } }), 'read', 'How much is it?'],
				['text, edited', zApiMessage({ isEdit: true, text: { message: 'three boxes' } }), 'corrected', 'three boxes'],
				['hydratedTemplate', zApiMessage({ hydratedTemplate: template }), 'read', 'The invoice is ready'],
				[
					'reaction',
					zApiMessage({ reaction: { value: '❤️', reactionBy: phone, referencedMessage: { messageId: '3EB0', fromMe: true } } }),
					'told',
					'[reaction ❤️]',
				],
				['buttonsResponseMessage', zApiMessage({ buttonsResponseMessage: { buttonId: '1', message: 'Yes' } }), 'read', 'Yes'],
				['buttonReply', zApiMessage({ buttonReply: { buttonId: '2', message: 'Second', referenceMessageId: 'X' } }), 'read', 'Second'],
				[
					'listResponseMessage',
					zApiMessage({ listResponseMessage: { message: 'Plan B, monthly', title: 'Plan B', selectedRowId: '1' } }),
					'read',
					'Plan B',
				],
				[
					'pixKeyMessage',
					zApiMessage({ pixKeyMessage: { currency: 'BRL', key: 'x', keyType: 'EVP', merchantName: 'Pix' } }),
					'read',
					'[a message of a kind that cannot be read: pixKey]',
				],
				['buttonsMessage', zApiMessage({ buttonsMessage: { message: 'Select an option', buttons: [] } }), 'read', 'Select an option'],
				['carouselMessage', zApiMessage({ carouselMessage: { text: 'Our offers', cards: [] } }), 'read', 'Our offers'],
				[
					'externalAdReply',
					zApiMessage({ externalAdReply: ad, text: { message: 'How much is it?' } }),
					'read',
					'[came through the ad: Presses 40 t]\nHow much is it?',
				],
				['image', zApiMessage({ image: { ...file('image', 'image/jpeg'), caption: 'my yard' } }), 'read', '[image] my yard'],
				[
					'audio',
					zApiMessage({ audio: { ...file('audio', 'audio/ogg'), ptt: true, seconds: 10 } }),
					'read',
					'[audio without a transcript]',
				],
				['video', zApiMessage({ video: { ...file('video', 'video/mp4'), seconds: 5 } }), 'read', '[video]'],
				['video, PTV', zApiMessage({ video: { ...file('video', 'video/mp4'), isPtv: true } }), 'read', '[video]'],
				['video, GIF', zApiMessage({ video: { ...file('video', 'video/mp4'), caption: '', gifPlayback: true } }), 'read', '[video]'],
				['contact', zApiMessage({ contact: { displayName: 'Rui Prado', phones: ['5544988007777'] } }), 'read', 'Rui Prado: 5544988007777'],
				[
					'contact, without phones',
					zApiMessage({ contact: { displayName: 'Rui Prado', vCard: 'BEGIN:VCARD\nTEL;waid=5544988007777:+55 44' } }),
					'read',
					'Rui Prado: 5544988007777',
				],
				['document', zApiMessage({ document: { ...file('document', 'application/pdf'), fileName: 'a.pdf' } }), 'read', '[document a.pdf]'],
				[
					'location',
					zApiMessage({ location: { latitude: -23.5, longitude: -46.6, name: 'Padaria Sol', address: 'Rua A 12' } }),
					'read',
					'[location -23.5, -46.6: Padaria Sol, Rua A 12]',
				],
				['sticker', zApiMessage({ sticker: file('sticker', 'image/webp') }), 'read', '[image]'],
				[
					'requestPayment',
					zApiMessage({ requestPayment: { value: 1, currencyCode: 'BRL' } }),
					'read',
					'[a message of a kind that cannot be read: requestPayment]',
				],
				[
					'sendPayment',
					zApiMessage({ sendPayment: { paymentInfo: { value: 1, currencyCode: 'BRL', transactionStatus: 'SUCCESS' } } }),
					'read',
					'[a message of a kind that cannot be read: sendPayment]',
				],
				['product', zApiMessage({ product: { title: 'Mower', ...price } }), 'read', '[product] Mower, 2000 BRL'],
				[
					'order',
					zApiMessage({
						order: { orderTitle: 'Cart', message: 'by Friday', products: [{ quantity: 2, name: 'Mower', ...price }] },
					}),
					'read',
					'[order] Cart by Friday\n2 × Mower, 2000 BRL',
				],
				[
					'poll',
					zApiMessage({ poll: { question: 'When?', pollMaxOptions: 0, options: [{ name: 'Monday' }, { name: 'Friday' }] } }),
					'read',
					'[poll] When? Monday / Friday',
				],
				['pollVote', zApiMessage({ pollVote: { pollMessageId: 'P', options: [{ name: 'Friday' }] } }), 'read', 'Friday'],
				['pollVote, taken back', zApiMessage({ pollVote: { pollMessageId: 'P', options: [] } }), 'read', '[vote taken back]'],
				['reviewAndPay', zApiMessage({ reviewAndPay: order }), 'read', '[order]\n2 × Mower, 2000 BRL'],
				['reviewOrder', zApiMessage({ reviewOrder: order }), 'read', '[order]\n2 × Mower, 2000 BRL'],
				[
					'newsletterAdminInvite',
					zApiMessage({ newsletterAdminInvite: { newsletterName: 'News', text: 'Please help' } }),
					'read',
					'[a message of a kind that cannot be read: newsletterAdminInvite]',
				],
				['pinMessage', zApiMessage({ pinMessage: { action: 'pin', referencedMessage: { messageId: 'X' } } }), 'ignored', 'unsupported'],
				[
					'event',
					zApiMessage({
						event: { name: 'Visit', description: 'Bring the plan', scheduleTime: 1_716_915_653, location: { name: 'Office' } },
					}),
					'read',
					'[event] Visit, 2024-05-28T17:00:53.000Z, Office, Bring the plan',
				],
				['eventResponse', zApiMessage({ eventResponse: { response: 'NOT_GOING' } }), 'read', '[answer to an event: not going]'],
				['waitingMessage', zApiMessage({ waitingMessage: true }), 'ignored', 'waiting-message'],
				['isStatusReply', zApiMessage({ isStatusReply: true, text: { message: 'how much?' } }), 'read', 'how much?'],
				['broadcast', zApiMessage({ broadcast: true, fromMe: true, text: { message: 'x' } }), 'ignored', 'broadcast'],
				['isGroup', zApiMessage({ isGroup: true, text: { message: 'x' } }), 'ignored', 'group'],
				['isNewsletter', zApiMessage({ isNewsletter: true, text: { message: 'x' } }), 'ignored', 'newsletter'],
				['fromMe', zApiMessage({ fromMe: true, fromApi: false, text: { message: 'I take this.' } }), 'person', 'I take this.'],
				['fromMe, fromApi', zApiMessage({ fromMe: true, fromApi: true, text: { message: 'Receipt' } }), 'program', 'Receipt'],
				['notification REVOKE', zApiMessage({ notification: 'REVOKE', notificationParameters: [] }), 'deleted'],
				['notification CALL_MISSED_VOICE', zApiMessage({ notification: 'CALL_MISSED_VOICE', callId: 'C1' }), 'missed-call'],
				['notification CALL_MISSED_VIDEO', zApiMessage({ notification: 'CALL_MISSED_VIDEO', callId: 'C1' }), 'missed-call'],
				...[
					'CALL_VOICE',
					'PAYMENT_ACTION_REQUEST_DECLINED',
					'E2E_ENCRYPTED',
					'CIPHERTEXT',
					'BLUE_MSG_SELF_PREMISE_UNVERIFIED',
					'BLUE_MSG_SELF_PREMISE_VERIFIED',
					'BIZ_MOVE_TO_CONSUMER_APP',
					'PROFILE_NAME_UPDATED',
					'PROFILE_PICTURE_UPDATED',
					'CHAT_LABEL_ASSOCIATION',
				].map(
					(notification) =>
						[
							`notification ${notification}`,
							zApiMessage({ notification, notificationParameters: ['x'] }),
							'ignored',
							'unsupported',
						] as const,
				),
			],
		},
		{
			page: 'https://developer.z-api.io/webhooks/on-whatsapp-message-status-changes',
			kinds: [
				['SENT', status('SENT'), 'status', 'sent'],
				['RECEIVED', status('RECEIVED'), 'status', 'delivered'],
				['READ', status('READ'), 'status', 'read'],
				['PLAYED', status('PLAYED'), 'status', 'read'],
				['READ_BY_ME', status('READ_BY_ME'), 'ignored', 'unsupported'],
			],
		},
		{
			page: 'https://developer.z-api.io/webhooks/on-message-send',
			kinds: [
				['DeliveryCallback', { type: 'DeliveryCallback', phone, zaapId: 'Z1', messageId: 'M1' }, 'status', 'sent'],
				[
					'DeliveryCallback, error',
					{ type: 'DeliveryCallback', phone, messageId: 'M1', error: 'Phone number invalid' },
					'status',
					'failed',
				],
			],
		},
		{
			page: 'https://developer.z-api.io/webhooks/introduction',
			kinds: [
				['ConnectedCallback', { type: 'ConnectedCallback', connected: true, phone }, 'connected'],
				['DisconnectedCallback', { type: 'DisconnectedCallback', error: 'Device has been disconnected' }, 'disconnected'],
				['PresenceChatCallback', { type: 'PresenceChatCallback', phone, status: 'COMPOSING' }, 'ignored', 'unsupported'],
			],
		},
	],
};
