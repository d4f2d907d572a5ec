import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { ChannelEvent } from '../../../../core/ports/channels/channel-events';
import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import { defaultHandOverSettings, type HandOverSettings, type NewHandOver } from '../../../../core/ports/channels/hand-overs';
import type { Turn } from '../../../../core/ports/channels/mailbox';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

export const leaseMs = 60_000;
export const byPerson = (text: string) => ({ ...signalled(text), byPerson: true as const });
export const signalled = (text: string) => ({ key: text, content: { kind: 'text' as const, text } });
export const withDesk: HandOverSettings = { ...defaultHandOverSettings, desk: 'desk', labels: ['hot'], assignee: '7' };
export const sent = { kind: 'sent' as const, messageIds: ['9'] as [string] };

/** Does to a store what happens around a hand-over. */
export function handOverSteps(open: () => ChannelStores) {
	const apply = (event: ChannelEvent, channel = acme.channel) => open().mailbox.apply(event, { ...acme, channel }, hasty);
	const begin = (conversation: string, changes: Partial<NewHandOver> = {}) =>
		open().handOvers.begin('acme', conversation, {
			key: 'h1',
			reason: 'wants to buy',
			summary: { name: 'Maria' },
			language: 'en',
			by: 'user:ana',
			lastWords: [],
			settings: withDesk,
			pauseMs: null,
			...changes,
		});
	async function beginTurn(): Promise<Turn> {
		await apply(fromContact('hello'));
		const turn = (await takeTurn(open().mailbox, 'a', leaseMs))!;
		await open().mailbox.beginEffects(turn, 'a');
		return turn;
	}
	const putChannel = (name: string, changes: Partial<ChannelRecord>) =>
		open().channels.put(
			{
				tenant: 'acme',
				name,
				provider: 'z-api',
				settings: {},
				credential: 'c',
				agent: null,
				message: null,
				rules: {},
				state: 'active',
				allowedNetworks: [],
				pathSecretHash: null,
				createdAt: 1,
				changedAt: 1,
				changedBy: 'user:a',
				...changes,
			},
			true,
		);
	const takeSends = async () =>
		(await open().outbox.queue.take('s', { max: 10, leaseMs })).map(({ content: { content } }) => content.kind === 'text' && content.text);
	const takeWrites = (holder = 'w') => open().handOvers.writes.take(holder, { max: 10, leaseMs });
	const modeOf = async ({ conversation }: Turn) => (await open().mailbox.find('acme', conversation.id))!.mode;
	return { apply, begin, beginTurn, putChannel, takeSends, takeWrites, modeOf };
}
