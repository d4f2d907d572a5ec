import { acme, channelSteps, fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import type { MessageContent } from '../ports/channels/message-content';
import { greetByOrigin } from './greet-by-origin';

let stores: ChannelStores;
beforeEach(() => (stores = openChannelStores(':memory:')));
afterEach(() => stores.close());

const { take } = channelSteps(() => stores);
const rules = { origins: [{ from: 'ad', greeting: 'Welcome!' }] };
const fromAd: MessageContent[] = [
	{ kind: 'text', text: '[came through an ad]', origin: { via: 'ad' } },
	{ kind: 'text', text: 'How much?' },
];

it('tells the agent of a greeting that goes out, also where the turn is repeated, and of none that was withdrawn', async () => {
	await stores.mailbox.apply(fromContact('', { content: fromAd }), acme, hasty);
	const turn = (await take())!;
	expect(await greetByOrigin(stores, rules, turn)).toBe('Welcome!');
	expect(await greetByOrigin(stores, rules, turn)).toBe('Welcome!');
	const { id } = turn.conversation;
	await stores.mailbox.setMode('acme', id, { mode: 'person', until: null, by: 'user:ana' });
	expect(await stores.outbox.list('acme', {}, 9)).toMatchObject([{ state: 'withdrawn', reason: 'a person took over' }]);
	await stores.mailbox.setMode('acme', id, { mode: 'agent', until: null, by: 'user:ana' });
	expect(await greetByOrigin(stores, rules, (await take())!)).toBeUndefined();
});
