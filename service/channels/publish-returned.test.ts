import type { Applied } from '../../core/ports/channels/mailbox';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { chain, messageCatch, processModel, userTask } from '../../test/contract/model-builder';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { publishReturned } from './publish-returned';

const model = processModel('waiting', [
	{ ...messageCatch('begin', 'customer-wrote', '=conversation.id'), tag: 'startEvent' },
	messageCatch('back', 'customer-wrote-returned', '=conversation.id'),
	userTask('sees', { native: true }),
	...chain('begin', 'back', 'sees'),
]);

let own: ChannelHost;
let engine: ProcessEngine;
beforeEach(async () => {
	own = await createChannelHost();
	engine = await openEmbeddedEngine({ file: ':memory:' });
	await engine.deploy([model]);
});
afterEach(() => Promise.all([own.remove(), engine.close()]));

const begin = () => {
	const variables = { conversation: { id: own.conversation } };
	return engine.publishMessage({ name: 'customer-wrote', correlationKey: own.conversation, variables, timeToLiveMs: 0 });
};
const publish = (applied: Applied) => publishReturned({ ...own.channels, engine, ownTenant: 'default' }, 'default', applied);
const countSeen = async () => (await engine.searchUserTasks({})).length;

it.each<[string, (conversation: string) => Applied, number]>([
	['people resolve the conversation', (conversation) => ({ kind: 'returned', conversation }), 1],
	['/bot on', (conversation) => ({ kind: 'command', conversation, mode: 'agent', isAllowed: true }), 1],
	['/bot on of a stranger', (conversation) => ({ kind: 'command', conversation, mode: 'agent', isAllowed: false }), 0],
	['/bot off', (conversation) => ({ kind: 'command', conversation, mode: 'off', isAllowed: true }), 0],
	['a label is set', (conversation) => ({ kind: 'changed', conversation }), 0],
])('tells a process that waits for people: %s', async (_what, applied, seen) => {
	await own.change({ message: 'customer-wrote', agent: null });
	await begin();
	await publish(applied(own.conversation));
	expect(await countSeen()).toBe(seen);
});

it('tells nobody who waits only later, and nobody of a channel without processes', async () => {
	await own.change({ message: 'customer-wrote', agent: null });
	await publish({ kind: 'returned', conversation: own.conversation });
	await begin();
	expect(await countSeen()).toBe(0);
	await own.change({ message: null });
	await publish({ kind: 'returned', conversation: own.conversation });
	expect(await countSeen()).toBe(0);
});
