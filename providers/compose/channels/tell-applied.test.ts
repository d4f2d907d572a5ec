import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import { createChannelHost } from '../../../test/fakes/channels/channel-host';
import { fromAccount, fromContact, hasty } from '../../state/channels/contract/channel-steps.contract';
import { openEvents } from '../events/events';
import { tellApplied } from './tell-applied';

let stateFolder: string;
beforeEach(() => void (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-channel-events-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

const message: ChannelEvent = {
	...{ kind: 'message', key: 'in 1', id: 'wa-1', address: '5544999999999', at: 1, author: 'account', contact: [] },
	content: [{ kind: 'text', text: 'Ana of the shop speaking.' }],
};
const lost: ChannelEvent = { kind: 'connection', key: 'c 1', at: 1, state: 'disconnected' };

it('publishes take-overs, breakers and connections that are lost and back once, without what was said and to whom', async () => {
	const tell = tellApplied({ stateFolder });
	const applied: Array<[ChannelEvent, Applied]> = [
		[message, { kind: 'take-over', conversation: 'c1', withdrawn: 0 }],
		[message, { kind: 'take-over', conversation: 'c1', withdrawn: 0 }],
		[
			{ ...message, key: 'in 2' },
			{ kind: 'breaker', conversation: 'c2' },
		],
		[
			{ ...message, key: 'in 3' },
			{ kind: 'message', conversation: 'c3', contact: 'm', number: 1 },
		],
		[
			{ ...message, key: 'in 6' },
			{ kind: 'command', conversation: 'c6', mode: 'off', isAllowed: true },
		],
		[lost, { kind: 'connection' }],
		[
			{ ...lost, key: 'c 2', state: 'connected' },
			{ kind: 'connection', isBack: true },
		],
		[{ ...lost, key: 'c 3', state: 'connected' }, { kind: 'connection' }],
	];
	for (const [event, result] of applied) await tell(event, result, { tenant: 'acme', channel: 'sales' });
	const events = await (await openEvents({ stateFolder })).read('acme', 0, 10);
	expect(events.map(({ type, data }) => [type, data])).toEqual([
		['conversation.taken-over', { channel: 'sales', conversation: 'c1' }],
		['channel.breaker-opened', { channel: 'sales', conversation: 'c2' }],
		['channel.disconnected', { channel: 'sales' }],
		['channel.connected', { channel: 'sales' }],
	]);
});

it('tells of an agent that is back, whoever brought it', async () => {
	const own = await createChannelHost();
	const { mailbox } = own.channels;
	const place = { tenant: 'default', channel: 'sales', receipt: null };
	const apply = (event: ChannelEvent, rules = {}) => mailbox.apply(event, place, { ...hasty, ...rules });
	const { address } = fromContact('');
	const id = ((await apply(fromContact('Hi'))) as { conversation: string }).conversation;
	const takeOver = (rules = {}) => apply(fromAccount('I take this.'), rules);
	await takeOver();
	await apply(fromAccount('/bot on'));
	await takeOver();
	await mailbox.setMode('default', id, { mode: 'agent', until: null, by: 'user:ana' });
	await takeOver();
	await apply({ kind: 'conversation', key: 'resolved', address, at: 1, changes: { status: 'resolved' }, contact: [] });
	await takeOver({ pauseMs: 0 });
	await apply(fromContact('Still there?'));
	await mailbox.setMode('default', id, { mode: 'off', until: null, by: 'switch:channel:sales' });
	await mailbox.setMode('default', id, { mode: 'agent', until: null, by: 'user:ana' });
	const events = await (await openEvents(own.host)).read('default', 0, 20);
	const data = (by: string) => ({ channel: 'sales', conversation: id, by });
	expect(events.filter(({ type }) => type === 'conversation.returned').map((event) => event.data)).toEqual(
		['command', 'command', 'desk', 'time'].map(data),
	);
	await own.remove();
});
