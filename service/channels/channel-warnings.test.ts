import type { ChannelBacklog, ChannelRecord } from '../../core/ports/channels/channel-records';
import type { ChannelPartState } from '../../core/ports/channels/channel-states';
import { ChannelWarnings } from './channel-warnings';

const minute = 60_000;
const work = (what: ChannelBacklog['what'], count: number, minutes: number, channel = 'sales'): ChannelBacklog => ({
	...{ tenant: 'acme', channel, what, count, oldestMs: minutes * minute },
});

const toState = ([channel, state]: (typeof accounts)[number]): ChannelPartState => ({
	...{
		tenant: 'acme',
		channel,
		part: state === 'away' || state === 'ready' ? 'agent' : 'account',
		state,
		reason: 'a phone',
		since: 0,
		checkedAt: 0,
	},
});

let now: number;
let backlog: ChannelBacklog[];
let accounts: Array<[channel: string, state: ChannelPartState['state']]>;
let looks: number;
let warnings: ChannelWarnings;
beforeEach(() => {
	[now, backlog, accounts, looks] = [0, [], [], 0];
	const readBacklog = async () => {
		looks += 1;
		return backlog;
	};
	const list = async () => [{ tenant: 'acme', name: 'closed', state: 'paused' } as ChannelRecord];
	warnings = new ChannelWarnings(
		{ channels: { readBacklog, list }, states: { list: async () => accounts.map(toState) } },
		{ now: () => now },
	);
});

it('tells what was given up and what nobody takes, in numbers alone, and looks once a minute (automagik-dev/omni#1163)', async () => {
	backlog = [work('given-up turn', 1, 1), work('given-up receipt', 2, 0, 'support'), work('turn', 1, 21), work('message', 3, 19)];
	const told = [
		expect.stringMatching(/^Given up at 2 channels: 1 turn, 2 receipts\. .*replay NAME --dead/),
		expect.stringMatching(/^Waiting for more than 20 minutes at 1 channel: 1 turn\./),
	];
	for (let asked = 0; asked < 2; asked++) expect(await warnings.list()).toEqual(told);
	expect(looks).toBe(1);
	backlog = [work('turn', 1, 1)];
	now += minute;
	expect(await warnings.list()).toEqual([]);
});

it('counts customers who wait for too long, as their channel says', async () => {
	backlog = [work('conversation', 2, 11)];
	expect(await warnings.list()).toEqual([expect.stringMatching(/^Customers who wait .* at 1 channel: 2 conversations\. .*--waiting/)]);
});

it('says nothing of a channel that is paused', async () => {
	backlog = [work('turn', 1, 60, 'closed')];
	accounts = [['closed', 'disconnected']];
	expect(await warnings.list()).toEqual([]);
});

it('counts the accounts that are not connected, and the agents that cannot answer', async () => {
	accounts = [
		['sales', 'disconnected'],
		['support', 'connected'],
		['site', 'unauthorized'],
	];
	const down = 'Accounts of channels that are not connected: 2. `troupe channel list` names them.';
	expect(await warnings.list()).toEqual([down]);
	accounts.push(['shop', 'away'], ['help', 'ready']);
	now += minute;
	expect(await warnings.list()).toEqual([down, 'Channels whose agent cannot answer: 1. `troupe channel list` says why.']);
});
