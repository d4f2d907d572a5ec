import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import { findOnlyWords } from '../../core/conversations/rights/only-words';
import { recognizeRights } from '../../core/conversations/rights/recognize-right';
import { chatwoot, cloud, evolution, press, telegram, vote, waha, webhook, zApi } from '../../test/support/channels/read-events';

const hear = (event: ChannelEvent) => {
	const words = event.kind === 'message' ? findOnlyWords(event.content) : undefined;
	return words === undefined ? [] : recognizeRights(words).map(({ right }) => right);
};

it.each<[what: string, event: ChannelEvent]>([
	[
		'a button of the Cloud API (nyaruka/courier#348)',
		cloud({ type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: '1', title: 'Sair' } } }),
	],
	[
		'a row of a list of the Cloud API',
		cloud({ type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Parar', description: 'x' } } }),
	],
	['a button of a template of the Cloud API', cloud({ type: 'button', button: { text: 'Stop promotions', payload: 'x' } })],
	['a caption of the Cloud API', cloud({ type: 'image', image: { id: 'm', mime_type: 'image/jpeg', caption: 'parar' } })],
	['a button of Z-API', zApi({ buttonsResponseMessage: { buttonId: '1', message: 'Sair' } })],
	['a row of a list of Z-API', zApi({ listResponseMessage: { title: 'Sair', message: 'Sair', selectedRowId: '1' } })],
	['a caption of Z-API', zApi({ image: { imageUrl: 'https://x.example/i.jpg', mimeType: 'image/jpeg', caption: 'Parar' } })],
	['a button of Evolution API', evolution({ buttonsResponseMessage: { selectedButtonId: '1', selectedDisplayText: 'Sair' } })],
	['a row of a list of Evolution API', evolution({ listResponseMessage: { title: 'Sair', singleSelectReply: { selectedRowId: '1' } } })],
	['a caption of Evolution API', evolution({ imageMessage: { mimetype: 'image/jpeg', caption: 'PARAR' } })],
	[
		'a button of WAHA',
		waha({ body: 'Sair', _data: { message: { buttonsResponseMessage: { selectedButtonId: '1', selectedDisplayText: 'Sair' } } } }),
	],
	['a caption of Telegram', telegram({ photo: [{ file_id: 'f' }], caption: 'parar' })],
	['a button of Telegram', press({ reply_markup: { inline_keyboard: [[{ text: 'Sair', callback_data: 'b' }]] } })],
	['an answer in Chatwoot', chatwoot({ content: 'parar' })],
	['a vote', vote({ selectedOptions: ['Parar'] })],
	['a caption of a webhook', webhook({ media: [{ kind: 'image', url: 'https://x.example/i.jpg', caption: 'parar' }] })],
	['a text of a webhook beside a picture', webhook({ text: 'parar', media: [{ kind: 'image', url: 'https://x.example/i.jpg' }] })],
])('is heard in %s', (_what, event) => expect(hear(event)).toEqual(['opt-out']));

it('is nothing that stands beside other words', () => {
	expect(hear(webhook({ text: 'parar', media: [{ kind: 'image', url: 'https://x.example/i.jpg', caption: 'my yard' }] }))).toEqual([]);
});
