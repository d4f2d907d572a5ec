import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import { zApi, evolution, waha, cloud, telegram, webhook } from '../../test/support/channels/read-events';

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
