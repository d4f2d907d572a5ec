import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lack } from '../../core/ports/channels/lacks';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { describeNeeds } from '../../service/channels/watch-agents';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { lackHints } from './list-run';

const missing: Lack = {
	...{ kind: 'agent', name: 'nowhere', state: 'missing', neededBy: 'troupe:agent of the process sale' },
	...{ reason: 'The agent nowhere is not there.', fix: 'Write it.', byEngine: true },
};
let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'troupe-lacks-'))));
afterEach(async () => {
	await closeOpened();
	await rm(home, { recursive: true });
});

const run = async (args: string[], input: string[] = []) => {
	const terminal = testTerminal(
		{ TROUPE_HOME: home },
		input.map((text) => Buffer.from(text)),
	);
	const code = await runTroupe(args, terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
};

it('tests what the service that has the processes found, with its age, and says no', async () => {
	await run(['credentials', 'add', 'hook', '--type', 'webhook'], ['{"signingSecret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}']);
	const settings = ['--set', 'sendTo=https://shop.example/in'];
	expect(
		await run(['channel', 'add', 'sales', '--provider', 'webhook', '--credential', 'hook', '--message', 'wrote', ...settings]),
	).toMatchObject({ code: 0 });
	const channels = await openChannels({ stateFolder: home, tenant: 'default' });
	const checkedAt = Date.now() - 185_000;
	await channels.states.note({ tenant: 'default', channel: 'sales', ...describeNeeds('sales', [missing]), checkedAt });
	await channels.states.note({ tenant: 'default', channel: 'sales', part: 'agent', state: 'ready', reason: null, checkedAt: Date.now() });
	const tested = await run(['channel', 'test', 'sales']);
	expect(tested).toMatchObject({
		code: 1,
		printed: expect.stringContaining(
			'sales needs the agent nowhere (missing). The agent nowhere is not there. Needed by troupe:agent of the process sale. Write it. ' +
				'The service that has the processes found this 3 minutes ago.',
		),
	});
	const { printed } = await run(['channel', 'test', 'sales', '--json']);
	expect(JSON.parse(printed)).toMatchObject({ lacks: [{ name: 'nowhere', foundAt: new Date(checkedAt).toISOString() }] });
	// The test itself found nothing new, and the finding does not become younger.
	expect(await channels.states.list('default')).toContainEqual(expect.objectContaining({ part: 'needs', state: 'lacking', checkedAt }));
});

it.each([
	[30_000, 'less than a minute ago'],
	[60_000, '1 minute ago'],
	[3 * 3_600_000, '3 hours ago'],
])('says that something was found %d ms ago', (ms, age) => {
	const { byEngine: _, ...lack } = missing;
	expect(lackHints('sales', [{ ...lack, foundAt: new Date(1_000).toISOString() }], 1_000 + ms)[0]).toContain(`found this ${age}.`);
});
