import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { startTelegramServer, telegramAccount } from '../../sandbox/fakes/channels/telegram-server';
import { startZApiServer, zApiAccount, type ZApiServer } from '../../sandbox/fakes/channels/z-api-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { zApiCredential } from '../../test/support/n8n/channel-account';
import { fakeTriggerFunctions, succeeded, type FakeTrigger } from '../../test/support/n8n/fake-trigger-functions';
import { tellProvider } from './tell-provider';
import { trigger } from './trigger';

let home: string;
let server: ZApiServer;
beforeAll(async () => {
	server = await startZApiServer();
});
afterAll(() => server.close());
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-channel-trigger-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const about = (options: Partial<FakeTrigger> = {}) => ({
	node: { id: 'n1', name: 'Trigger', type: 'n8n-nodes-troupe.troupeChannelTrigger' },
	credentials: { troupeChannelApi: zApiCredential({ ...zApiAccount, baseUrl: server.url }) },
	workflow: async () => succeeded([]),
	parameters: { channel: 'sales', options: {} },
	...options,
});

describe('Troupe Channel Trigger', () => {
	it.each<[string, Partial<FakeTrigger>, string]>([
		['a name that cannot be part of an address', { parameters: { channel: 'My Sales' } }, 'is not the name of a channel'],
		[
			'a credential that lacks something',
			{ credentials: { troupeChannelApi: { provider: 'z-api' } } },
			'"instanceId" of Z-API (WhatsApp) is missing',
		],
		['a provider that does not exist', { credentials: { troupeChannelApi: { provider: 'icq' } } }, 'There is no provider "icq"'],
		[
			'an origin whose name cannot be a label',
			{ parameters: { channel: 'sales', options: { origins: { origin: [{ via: 'ad', name: 'Feira!' }] } } } },
			'"Feira!" is not a name of an origin. Use lower-case letters',
		],
		[
			'hours that nobody can read',
			{ parameters: { channel: 'sales', options: { hours: 'mon-fri 9-18' } } },
			'The option "Business Hours" contains "mon-fri 9-18", which cannot be read. Write each as "mon-fri 09:00-12:00 13:00-18:00", separated by semicolons',
		],
		[
			'a follow-up without a time',
			{ parameters: { channel: 'sales', options: { followUps: 'Hello?' } } },
			'The option "Follow-Ups" contains "Hello?", which cannot be read',
		],
		[
			'more follow-ups than anybody wants',
			{ parameters: { channel: 'sales', options: { followUps: '1h\n'.repeat(11) } } },
			'The option "Follow-Ups" has 11 lines, at most 10 are allowed',
		],
		[
			'a follow-up that would go out after the last one may',
			{ parameters: { channel: 'sales', options: { followUps: '2d\n6d Still there?', followUpUntil: 7 } } },
			'would go out 8d after',
		],
		[
			'quiet hours that nobody can read (WingedGuardian/GENesis-AGI#1959)',
			{ parameters: { channel: 'sales', options: { quietHours: '8pm to 8am' } } },
			'The option "Quiet Hours" contains "8pm to 8am"',
		],
		[
			'quiet hours that leave no time',
			{ parameters: { channel: 'sales', options: { hours: 'mon-fri 09:00-18:00', quietHours: '08:00-20:00' } } },
			'leave no time within the hours of the channel',
		],
		[
			'a time zone that does not exist',
			{ parameters: { channel: 'sales', options: { quietHours: 'sun', timeZone: 'Brasilia' } } },
			'There is no time zone "Brasilia". Use an IANA name such as America/Sao_Paulo.',
		],
		[
			'a text for demands that has no protocol',
			{ parameters: { channel: 'sales', options: { rightTexts: 'opt-out pt Tchau' } } },
			'The option "Opt-Out and Data Answers" contains "opt-out pt Tchau", which cannot be read',
		],
		[
			'a word for demands that is a courtesy',
			{ parameters: { channel: 'sales', options: { rightWords: 'opt-out obrigado' } } },
			'cannot be a demand',
		],
		['holidays of a channel that is never closed', { parameters: { channel: 'sales', options: { holidays: 'BR' } } }, 'has no hours'],
		['a network without an address', { parameters: { channel: 'sales', options: { networks: 'here' } } }, '"here" is not a network'],
	])('is not published with %s', async (_what, options, message) => {
		const { context } = fakeTriggerFunctions({ ...about(), ...options });
		await expect(trigger.call(context, openGate())).rejects.toThrow(message);
	});
});

describe('the provider', () => {
	const tell = (data: IDataObject, mode = 'trigger', options: IDataObject = {}) => {
		const { context } = fakeTriggerFunctions({ ...about({ credentials: { troupeChannelApi: data as never } }), parameters: { options } });
		const hook = { ...context, getMode: () => mode, getNodeWebhookUrl: () => 'https://n8n.example/webhook/1/channel' };
		return tellProvider(hook as unknown as IHookFunctions);
	};

	it('is told the address when the workflow is published, not in a test, and not against its builder’s will', async () => {
		const telegram = await startTelegramServer();
		const data = { provider: 'telegram', baseUrl: telegram.url, accessToken: telegramAccount.token };
		await tell(data, 'manual');
		await tell(data, 'trigger', { connect: false });
		expect(telegram.webhook).toBeUndefined();
		await tell(data);
		expect(telegram.webhook).toMatchObject({ url: 'https://n8n.example/webhook/1/channel' });
		await expect(tell({ ...data, accessToken: 'wrong' })).rejects.toThrow('Telegram answered 401');
		await telegram.close();
	});

	it.each([
		[{ followUps: 'soon' }, /"Follow-Ups" contains "soon"/],
		[{ quietHours: '8pm-8am' }, /"Quiet Hours" contains "8pm-8am"/],
		[{ rightWords: 'stop: chega' }, /"Opt-Out and Data Words" contains "stop: chega"/],
		[{ hours: 'seg-sex 09:00-18:00' }, /"Business Hours" contains/],
	])('has to wait for a mistake in the options, in a test too, which would listen in vain: %j', async (options, problem) => {
		await expect(tell({}, 'manual', options)).rejects.toThrow(problem);
	});

	it('is left alone where a person enters the address', async () => {
		const calls = server.calls.length;
		expect(await tell(zApiCredential({ ...zApiAccount, baseUrl: server.url }))).toBe(true);
		expect(server.calls.length).toBe(calls);
	});
});
