import { channelProviders, openAccount } from '../../providers/compose/channels/channel-providers';
import { runTroupe } from '../program';
import { testTerminal } from '../terminal/test-terminal';

test('the help of --connect names every provider that can be told the address, and no other', async () => {
	const terminal = testTerminal();
	expect(await runTroupe(['channel', 'add', '--help'], terminal)).toBe(0);
	const [, named] = /interface for that: ([\w, -]+?)\s+--/.exec(terminal.printed.join('\n').replace(/\s+/g, ' '))!;
	const told: string[] = [];
	for (const [name, { settings, secrets }] of Object.entries(channelProviders)) {
		const fill = (fields: typeof settings) => Object.fromEntries(fields.map((field) => [field.name, valueOf(field.name)]));
		const channel = await openAccount(name, { settings: fill(settings), secrets: fill(secrets) });
		if (channel.connect !== undefined) told.push(name);
	}
	expect(named!.split(', ').sort()).toEqual(told.sort());
});

const values: Record<string, string> = {
	...{ baseUrl: 'https://provider.example', sendTo: 'https://provider.example', incoming: 'signed' },
	signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};
const valueOf = (field: string) => values[field] ?? '12345678';
