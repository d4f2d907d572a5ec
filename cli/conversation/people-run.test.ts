import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { testTerminal } from '../../test/support/test-terminal';
import { runConversationShow } from './show-run';
import { runHandOver } from './people-run';

let own: ChannelHost;
beforeEach(async () => (own = await createChannelHost()));
afterEach(() => own.remove());

const terminalOf = () => testTerminal({ TROUPE_HOME: own.host.stateFolder });
const handOver = async (say: string) => {
	const terminal = terminalOf();
	await runHandOver(own.conversation, { reason: 'Asks for a person.', say, json: true }, terminal);
	return { said: (JSON.parse(terminal.printed[0]!) as { said: string }).said, noted: terminal.noted.join('\n') };
};
const show = async () => {
	const terminal = terminalOf();
	await runConversationShow(own.conversation, { limit: 9 }, terminal);
	return terminal.printed.join('\n');
};

it('a person says something with each hand-over, and hears where the customer does not get it', async () => {
	const agent = { key: 'answer', content: { kind: 'text' as const, text: 'One moment.' } };
	await own.channels.outbox.enqueue('default', own.conversation, [agent]);
	expect([(await handOver('This is Ana.')).said, (await handOver('And Rui.')).said]).toEqual(['queued', 'queued']);
	expect(await show()).toMatch(/not sent: text withdrawn: a person took over/);
	const states = (await own.channels.outbox.list('default', {}, 9)).map(({ state }) => state);
	expect(states).toEqual(['queued', 'queued', 'withdrawn']);
	const { contact } = (await own.channels.mailbox.find('default', own.conversation))!;
	await own.channels.rights.optOut('default', contact, 'user:ana');
	expect(await handOver('Bye.')).toMatchObject({ said: 'opted-out', noted: expect.stringContaining('want no more messages') });
});
