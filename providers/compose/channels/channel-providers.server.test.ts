import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startZApiServer, zApiAccount, type ZApiServer } from '../../../sandbox/fakes/channels/z-api-server';
import { channelAccounts, type ProviderId } from '../../channels/accounts/accounts';
import { channelProviders, checkAccount, findProvider, openAccount } from './channel-providers';

let [own, other]: ZApiServer[] = [];
beforeAll(async () => {
	[own, other] = await Promise.all([startZApiServer(), startZApiServer()]);
	for (const server of [own, other]) server.files.set('/media/a.ogg', new TextEncoder().encode('OggS'));
});
afterAll(() => Promise.all([own!.close(), other!.close()]));

const limits = { maxBytes: 1_000, timeoutMs: 5_000 };
const download = async (url: string, environment = {}) => {
	const { instanceId, token, clientToken } = zApiAccount;
	const account = { settings: { instanceId, baseUrl: own!.url }, secrets: { token, clientToken } };
	const channel = await openAccount('z-api', account, { environment });
	return channel.download!(`${url}/media/a.ogg`, limits, new AbortController().signal);
};

it("downloads media of a private network from the channel's own server alone", async () => {
	expect((await download(own!.url)).bytes).toHaveLength(4);
	await expect(download(other!.url)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
	expect(other!.calls).toEqual([]);
	expect((await download(other!.url, { TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' })).bytes).toHaveLength(4);
});

test.each([
	['evolution', 'webhookSecret'],
	['waha', 'hmacKey'],
	['evolution', 'apiKey'],
])('refuses a blank secret of %s, which anybody can guess: %s', (provider, name) => {
	const settings = { baseUrl: 'https://api.example.com', ...(provider === 'waha' ? { session: 'a' } : { instance: 'a' }) };
	const secrets = { apiKey: 'k', webhookSecret: '', hmacKey: '' };
	expect(checkAccount(provider, { settings, secrets })).toBe(findProvider(provider));
	expect(() => checkAccount(provider, { settings, secrets: { ...secrets, [name]: ' \n' } })).toThrow(`lacks "${name}"`);
});

test.each(Object.entries(channelProviders))(
	'%s is on the pages of channels, of their node and of their credential',
	(id, { settings, secrets }) => {
		const title = channelAccounts[id as ProviderId].title.split(' (')[0]!;
		const lacking = ['.md', '.pt.md'].flatMap((ending) => {
			const read = (page: string) => readFileSync(join(__dirname, '../../../docs', `${page}${ending}`), 'utf8').split('\n');
			const row = read('channels/channels').find((line) => line.startsWith(`| \`${id}\``)) ?? '';
			const fields = [...settings.filter(({ isOptional }) => !isOptional), ...secrets];
			const pages = ['nodes/troupe-channel', 'nodes/credentials/troupe-channel-api'];
			return [
				...fields.flatMap(({ name }) => (row.includes(`\`${name}\``) ? [] : [`channels${ending}: ${name}`])),
				...pages.filter((page) => !read(page).some((line) => line.startsWith('|') && line.includes(title))).map((page) => page + ending),
			];
		});
		expect(lacking).toEqual([]);
	},
);
