import { type RawReply, rawAnswer, startFakeServer, type FakeServer } from '../../../sandbox/fakes/fake-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { askProvider, sendByProvider } from './provider-call';

let server: FakeServer;
beforeAll(async () => {
	server = await startFakeServer((_call, nextReply) => rawAnswer(nextReply() as RawReply));
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const access = (provider: string) => ({ provider, send: guardedFetch({ allowPrivateNetworks: true }), secrets: [] });
const send = (provider: string, status: number, body: unknown, headers = {}) => {
	server.script([{ status, body, headers }]);
	return sendByProvider(access(provider), { method: 'POST', url: server.url, json: {} }, () => ['m1'], signal);
};
const meta = (code: number, more: object = {}) => ({ error: { code, message: 'no', ...more } });
const session = (status: string) => ({ error: 'Session status is not as expected', session: 'default', status, expected: ['WORKING'] });
const evolution = (...message: unknown[]) => ({ status: 400, error: 'Bad Request', response: { message } });

describe('a refusal', () => {
	it.each<[what: string, provider: string, status: number, body: unknown]>([
		['Meta’s service is unavailable', 'WhatsApp', 500, meta(131_016)],
		['Meta does not know what went wrong', 'WhatsApp', 500, meta(131_000)],
		['the account is being maintained', 'WhatsApp', 500, meta(131_057)],
		['Meta is overloaded', 'WhatsApp', 503, meta(2)],
		['Meta says that it is transient', 'WhatsApp', 500, meta(1, { is_transient: true })],
		['too many messages to one person', 'WhatsApp', 400, meta(131_056)],
		['an error within a 200', 'WhatsApp', 200, meta(130_429)],
		['a session of WAHA starts (devlikeapro/waha#1329)', 'WAHA', 422, session('STARTING')],
		['a session of WAHA stops for seconds (devlikeapro/waha#1225)', 'WAHA', 422, session('STOPPED')],
		[
			'an engine of WAHA has no connection (devlikeapro/waha#531)',
			'WAHA',
			500,
			{ statusCode: 500, exception: { message: 'Connection Closed' } },
		],
		[
			'Evolution API has no connection (evolution-foundation/evolution-api#2229)',
			...(['Evolution API', 400, evolution('Error: Connection Closed')] as const),
		],
		['any server is busy', 'Chatwoot', 429, 'wait'],
		['Meta limits requests (swampratnz/community-agent#470)', 'WhatsApp', 429, ''],
		['Meta limits the number (fabrahaingo/joel#152)', 'WhatsApp', 400, meta(130_429)],
		['Meta does not say why (chatwoot/chatwoot#12179)', 'WhatsApp', 500, meta(131_000)],
		['Meta limits messages to one person (voiceflow-community/example-integration-whatsapp#15)', 'WhatsApp', 400, meta(131_056)],
		['Telegram does not say for how long (telegraf/telegraf#1563)', 'Telegram', 429, { ok: false, error_code: 429 }],
		[
			'Telegram says it only in words (hdghg/cjbot#13)',
			...(['Telegram', 429, { ok: false, error_code: 429, description: 'Too Many Requests: retry after 3' }] as const),
		],
	])('passes by itself where %s', async (_what, provider, status, body) =>
		expect(await send(provider, status, body)).toMatchObject({ kind: 'refused', retryable: true }),
	);

	it.each<[what: string, provider: string, status: number, body: unknown]>([
		['the customer’s last message is too old', 'WhatsApp', 400, meta(131_047)],
		['a person has to scan a code', 'WAHA', 422, session('SCAN_QR_CODE')],
		['the request is wrong', 'Evolution API', 400, evolution(['instance requires property "text"'])],
		['the code belongs to another provider', 'Z-API', 400, meta(131_056)],
		['the person has no WhatsApp (fabrahaingo/joel#152)', 'WhatsApp', 400, meta(131_026)],
		['a parameter of a template is wrong (ChatbotXIO/ChatbotX#1006)', 'WhatsApp', 400, meta(132_018)],
	])('stays where %s', async (_what, provider, status, body) =>
		expect(await send(provider, status, body)).toMatchObject({ kind: 'refused', retryable: false }),
	);

	it('leaves open what happened where the code is not known', async () =>
		expect(await send('WhatsApp', 500, meta(1))).toMatchObject({ kind: 'unknown' }));

	it('says how long to wait, in seconds, as a date, or in the body', async () => {
		expect(await send('WhatsApp', 500, meta(131_016), { 'retry-after': '9' })).toMatchObject({ retryAfterMs: 9_000 });
		expect(await send('Telegram', 429, { parameters: { retry_after: 7 } })).toMatchObject({ retryAfterMs: 7_000 });
		const date = new Date(Date.now() + 3_600_000).toUTCString();
		const { retryAfterMs } = (await send('Z-API', 503, {}, { 'retry-after': date })) as { retryAfterMs: number };
		expect(retryAfterMs).toBeGreaterThan(3_000_000);
	});

	it('has the code of the provider, or the status of its answer', async () => {
		expect(await send('WhatsApp', 400, meta(131_047))).toMatchObject({ kind: 'refused', code: '131047' });
		expect(await send('WhatsApp', 500, meta(1))).toMatchObject({ kind: 'unknown', code: '1' });
		expect(await send('Telegram', 400, { ok: false, error_code: 403 })).toMatchObject({ code: '403' });
		expect(await send('Z-API', 500, { error: 'Internal' })).toMatchObject({ kind: 'unknown', code: '500' });
	});

	it('is described in the provider’s words, without numbers of people', async () => {
		const nobody = evolution({ exists: false, jid: '5544988887777@s.whatsapp.net', number: '5544988887777' });
		expect(await send('Evolution API', 400, nobody)).toMatchObject({ reason: 'Evolution API answered 400: "the number has no WhatsApp".' });
		const wrong = await send('Evolution API', 400, evolution(['instance requires property "text"']));
		expect(wrong).toMatchObject({ reason: 'Evolution API answered 400: "instance requires property "text"".' });
	});

	it('of a question is asked again too', async () => {
		server.script([{ status: 400, body: meta(131_056) }]);
		const asked = askProvider(access('WhatsApp'), { method: 'GET', url: server.url }, signal);
		await expect(asked).rejects.toMatchObject({ code: 'CHANNEL_REFUSED', retryable: true });
	});
});
