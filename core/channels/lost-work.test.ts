import type { ChannelDirectory } from '../ports/channels/channel-records';
import { defaultMailboxRules } from '../ports/channels/mailbox-rules';
import type { WorkQueue } from '../ports/work';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { waitUntil } from '../../test/support/wait-until';
import { forgetTexts } from './audio/forget-texts';
import { startChannelWorker } from './channel-worker';
import type { GivenUp } from './failed-work';
import { tellWaits } from './tell-waits';
import { writeToDesks } from './write-to-desk';

/** Gives out work as after ten processes that died with it. */
const lost = <Content>(queue: WorkQueue<Content>): WorkQueue<Content> => ({
	...queue,
	take: async (holder, limits) => (await queue.take(holder, limits)).map((work) => ({ ...work, lost: 10 })),
});

it('ends what ended ten processes, and says so, for what a channel answers and sends (graphile/worker#254)', async () => {
	const stores = openChannelStores(':memory:');
	await stores.channels.put(
		{
			...{ tenant: 'acme', name: 'site', provider: 'z-api', settings: {}, credential: 'c', agent: 'support', message: null, rules: {} },
			...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
		},
		false,
	);
	const find = async (tenant: string, name: string) => {
		const record = await stores.channels.find(tenant, name);
		return record && { record, channel: {}, rules: defaultMailboxRules };
	};
	const from = { tenant: 'acme', channel: 'site', receipt: null };
	const applied = await stores.mailbox.apply(fromContact('Hi', { address: 'a', contact: [] }), from, hasty);
	const { conversation } = applied as { conversation: string };
	await stores.outbox.enqueue('acme', conversation, [{ key: 'a', content: { kind: 'text', text: 'Hello' } }]);

	const given: GivenUp[] = [];
	const performed = jest.fn();
	const worker = startChannelWorker(
		{
			...stores,
			switches: { list: () => Promise.resolve([]) } as never,
			directory: { find } as unknown as ChannelDirectory,
			mailbox: { ...stores.mailbox, turns: lost(stores.mailbox.turns) },
			outbox: { ...stores.outbox, queue: lost(stores.outbox.queue) },
		},
		{
			...{ clock: { now: Date.now }, answer: performed, canAnswer: () => true },
			...{ onGivenUp: (one) => void given.push(one), onFault: (_what, fault) => performed(fault) },
		},
	);
	await waitUntil('both to be given up', () => given.length === 2);
	await worker.close(5_000);
	expect(given.map(({ what }) => what).sort()).toEqual(['message', 'turn']);
	expect(new Set(given.map(({ reason }) => reason))).toEqual(new Set(['10 processes ended while they did this.']));
	expect(performed).not.toHaveBeenCalled();
	expect(await stores.outbox.list('acme', {}, 1)).toMatchObject([{ state: 'refused' }]);
	expect([await stores.mailbox.turns.nextDue(), await stores.outbox.queue.nextDue()]).toEqual([undefined, undefined]);
	await stores.close();
});

it('stores the end of what desks and transcripts wait for, and reports a wait that was not told of', async () => {
	const reason = '10 processes ended while they did this.';
	const given: GivenUp[] = [];
	const onGivenUp = (one: GivenUp) => void given.push(one);
	const noteWrite = jest.fn(() => Promise.resolve());
	const work = { key: 'w1', attempts: 10, content: { tenant: 'acme', channel: 'site', conversation: 'c1', number: 3 } } as never;
	await writeToDesks({ handOvers: { noteWrite }, onGivenUp } as never).endLost!(
		{ tenant: 'acme', desk: 'help', id: 'w1' } as never,
		work,
		reason,
	);
	expect(noteWrite).toHaveBeenCalledWith(work, { kind: 'refused', retryable: false, reason }, undefined);

	const forgetText = jest.fn(() => Promise.resolve());
	await forgetTexts({ audios: { forgetText }, onGivenUp } as never).endLost!({} as never, work, reason);
	expect(forgetText).toHaveBeenCalledWith(work, new Map());
	expect(given).toMatchObject([
		{ what: 'desk write', channel: 'help', id: 'w1', reason },
		{ what: 'audio', channel: 'site', id: 'c1 3', reason: `no summary: ${reason}` },
	]);

	const onFault = jest.fn();
	tellWaits({ waits: {}, onFault } as never).onGivenUp!(work, reason);
	expect(onFault).toHaveBeenCalledWith(new Error(`Telling that the conversation w1 waits was given up: ${reason}`));
});
