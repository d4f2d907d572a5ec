import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import type { Lack } from '../../../../core/ports/channels/lacks';
import type { TurnEnd } from '../../../../core/ports/channels/mailbox';
import type { ConnectionEvent } from '../../../../core/ports/channels/channel-events';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromContact, hasty } from './channel-steps.contract';

export function describeChannelStates(open: () => ChannelStores): void {
	describe('the account of a channel', () => {
		const record: ChannelRecord = {
			tenant: 'acme',
			name: 'whatsapp',
			provider: 'z-api',
			settings: { instanceId: '1' },
			credential: 'c',
			agent: null,
			message: null,
			rules: {},
			state: 'active',
			allowedNetworks: [],
			pathSecretHash: null,
			createdAt: 1,
			changedAt: 1,
			changedBy: 'user:test',
		};
		beforeEach(() => open().channels.put(record, false));

		const say = (state: ConnectionEvent['state'], at: number, detail?: string) =>
			open().mailbox.apply({ kind: 'connection', key: `${state} ${at}`, at, state, ...(detail && { detail }) }, acme, hasty);
		const list = async () =>
			(await open().states.list('acme')).map(({ state, reason, since, checkedAt }) => [state, reason, since, checkedAt]);

		it('is in the state that the provider said last, since the first time', async () => {
			expect(await list()).toEqual([]);
			expect(await say('connected', 10)).toEqual({ kind: 'connection' });
			expect(await say('disconnected', 20, 'logged out')).toEqual({ kind: 'connection' });
			await say('disconnected', 30, 'no internet');
			expect(await list()).toEqual([['disconnected', 'no internet', 20, 30]]);
			// An event that was late.
			expect(await say('connected', 25)).toEqual({ kind: 'connection' });
			expect(await list()).toEqual([['disconnected', 'no internet', 20, 30]]);
			expect(await say('connected', 40)).toEqual({ kind: 'connection', isBack: true });
			expect(await list()).toEqual([['connected', null, 40, 40]]);
			expect(await open().states.list()).toMatchObject([{ tenant: 'acme', channel: 'whatsapp', part: 'account' }]);
			expect(await open().states.list('globex')).toEqual([]);
		});

		it('is that of each channel with the same settings and credential, and each is told of', async () => {
			await open().channels.put({ ...record, name: 'service' }, false);
			await open().channels.put({ ...record, name: 'other', settings: { instanceId: '2' } }, false);
			await say('connected', 10);
			await say('disconnected', 20, 'logged out');
			const states = (await open().states.list('acme')).map(({ channel, state, reason }) => `${channel} ${state} ${reason}`);
			expect(states).toEqual(['service disconnected logged out', 'whatsapp disconnected logged out']);
		});

		it('whose clock is ahead does not overrule what follows', async () => {
			await say('connected', Date.now() + 86_400_000);
			const checkedAt = Date.now() + 60_000;
			const found = { tenant: 'acme', channel: 'whatsapp', part: 'account', state: 'unauthorized', reason: 'token', checkedAt } as const;
			expect(await open().states.note(found)).toBe('connected');
			expect(await list()).toEqual([['unauthorized', 'token', checkedAt, checkedAt]]);
		});

		it('names each thing that answers lack, bounded, and nothing once another answers', async () => {
			const lack = { kind: 'agent', name: 'clerk', state: 'missing', neededBy: 'sale', reason: 'x'.repeat(600), fix: 'Write it.' } as const;
			const note = (lacks: Lack[]) =>
				open().states.note({
					tenant: 'acme',
					channel: 'whatsapp',
					part: 'needs',
					state: 'lacking',
					reason: 'agent clerk',
					lacks,
					checkedAt: 10,
				});
			const needs = async () => (await open().states.list('acme')).find(({ part }) => part === 'needs');
			await note(Array.from({ length: 60 }, () => ({ ...lack, byEngine: true as const, foundAt: 5 })));
			const { lacks } = (await needs())!;
			expect([lacks?.length, lacks?.[0]]).toEqual([50, { ...lack, reason: 'x'.repeat(500), byEngine: true, foundAt: 5 }]);
			await open().channels.change('acme', 'whatsapp', (before) => ({ ...before, message: 'wrote' }));
			expect(await needs()).toBeUndefined();
		});

		it('tells of the agent too: away with a turn that waits for long, ready with the next answer', async () => {
			await say('connected', 10);
			const { apply, take } = channelSteps(open);
			const end = async (how: TurnEnd) => open().mailbox.end((await take())!, 'a', how);
			const agent = async () => (await open().states.list('acme')).find(({ part }) => part === 'agent');
			const away = (afterMs: number) => end({ kind: 'failed', reason: 'AGENT_INVALID: no prompt', afterMs, isAway: true });
			await apply(fromContact('Hi'));
			await away(0);
			expect(await agent()).toBeUndefined();
			await away(10_000);
			expect(await agent()).toMatchObject({ channel: 'whatsapp', state: 'away', reason: 'AGENT_INVALID: no prompt' });
			await apply(fromContact('Hi', { address: '5544888888888', contact: [] }));
			await end({ kind: 'done' });
			expect(await agent()).toMatchObject({ state: 'ready', reason: null });
			await open().channels.change('acme', 'whatsapp', (before) => ({ ...before, agent: 'clerk' }));
			expect(await list()).toHaveLength(1);
		});

		it('is unknown again where the channel has another account, or was removed', async () => {
			await say('disconnected', 10);
			await open().channels.put({ ...record, settings: { instanceId: '2' } }, false);
			await open().channels.put({ ...record, rules: { quietMs: 1 } }, true);
			const changed = await open().channels.change('acme', 'whatsapp', (before) => ({ ...before, agent: 'clerk', settings: {} }));
			expect(changed).toMatchObject({ agent: 'clerk', rules: { quietMs: 1 } });
			expect(await open().channels.find('acme', 'whatsapp')).toEqual({ ...record, agent: 'clerk', rules: { quietMs: 1 } });
			expect(await open().channels.change('acme', 'nowhere', (before) => before)).toBeUndefined();
			expect(await list()).toHaveLength(1);
			await open().channels.put({ ...record, settings: { instanceId: '2' } }, true);
			expect(await list()).toEqual([]);
			await say('disconnected', 20);
			await open().channels.remove('acme', 'whatsapp');
			await open().channels.put({ ...record, settings: { instanceId: '2' } }, false);
			expect(await list()).toEqual([]);
		});
	});
}
