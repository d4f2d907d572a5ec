import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import type { Applied } from '../../core/ports/channels/mailbox';
import { openEvents } from '../../providers/compose/events/events';
import { tellApplied } from './publish-channel-events';

let stateFolder: string;
beforeEach(() => void (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-channel-events-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

const message: ChannelEvent = {
	...{ kind: 'message', key: 'in 1', id: 'wa-1', address: '5544999999999', at: 1, author: 'account', contact: [] },
	content: [{ kind: 'text', text: 'Ana of the shop speaking.' }],
};
const lost: ChannelEvent = { kind: 'connection', key: 'c 1', at: 1, state: 'disconnected' };

it('publishes take-overs, returns, breakers and connections that are lost and back once, without what was said and to whom', async () => {
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
			{ ...message, key: 'in 4' },
			{ kind: 'returned', conversation: 'c4' },
		],
		[
			{ ...message, key: 'in 5' },
			{ kind: 'command', conversation: 'c5', mode: 'agent', isAllowed: true },
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
		['conversation.returned', { channel: 'sales', conversation: 'c4', by: 'desk' }],
		['conversation.returned', { channel: 'sales', conversation: 'c5', by: 'command' }],
		['channel.disconnected', { channel: 'sales' }],
		['channel.connected', { channel: 'sales' }],
	]);
});
