import { chatwootAccount } from '../../../sandbox/fakes/channels/chatwoot-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import type { ChannelService } from './channel-service';

/** Types what adds an inbox of Chatwoot as the channel "people", whose user 7 can say /bot on. */
export async function addDesk(service: ChannelService, desk: FakeServer): Promise<void> {
	const { accountId, inboxId, accessToken, webhookSecret } = chatwootAccount;
	await service.troupe(['credentials', 'add', 'desk', '--type', 'chatwoot'], JSON.stringify({ accessToken, webhookSecret }));
	const settings = [`accountId=${accountId}`, `inboxId=${inboxId}`, `baseUrl=${desk.url}`].flatMap((one) => ['--set', one]);
	const added = await service.troupe(['channel', 'add', 'people', '-p', 'chatwoot', '-c', 'desk', '--operator', '7', ...settings]);
	expect([added.code, added.noted]).toEqual([0, expect.any(String)]);
}
