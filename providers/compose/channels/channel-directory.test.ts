import { addCredential, type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { chatwootAccount } from '../../../sandbox/fakes/channels/chatwoot-server';

let own: ChannelHost;
beforeEach(async () => (own = await createChannelHost()));
afterEach(() => own.remove());

it('opens no channel whose requests were signed with a credential that cannot check them', async () => {
	const { accessToken, webhookSecret } = chatwootAccount;
	await own.addDesk('http://127.0.0.1:1');
	const unsigned = { name: 'desk', type: 'chatwoot', secrets: { accessToken } };
	await addCredential(own.host, unsigned);
	const refused = { code: 'CREDENTIAL_INVALID', details: { channel: 'people', credential: 'desk' } };
	await expect(own.channels.directory.find('default', 'people')).rejects.toMatchObject(refused);
	await addCredential(own.host, { ...unsigned, secrets: { accessToken, webhookSecret } });
	expect(await own.channels.directory.find('default', 'people')).toMatchObject({ channel: { abilities: { signs: true } } });
});

it('opens a channel without signatures at an address with a secret', async () => {
	await own.addDesk('http://127.0.0.1:1');
	await addCredential(own.host, { name: 'desk', type: 'chatwoot', secrets: { accessToken: chatwootAccount.accessToken } });
	const record = (await own.channels.channels.find('default', 'people'))!;
	await own.channels.channels.put({ ...record, pathSecretHash: '0'.repeat(64) }, true);
	expect(await own.channels.directory.find('default', 'people')).toMatchObject({ channel: { abilities: { signs: false } } });
});
