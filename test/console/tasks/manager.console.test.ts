import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calling } from '../../fakes/tool-agent';
import { seller } from '../../support/channels/settings-service';
import { openConsole } from '../open-console';
import { seedConversations } from '../seed-conversations';
import { manager } from './manager-tasks';
import { playTasks } from './play-tasks';

const pays = { text: '', ...calling(['pay', { number: 7, to: 'Maria' }, 'p']), finish: 'tool-calls' } as const;
const settings = [
	{ name: 'greeting', label: { en: 'Greeting' }, type: 'text', maxLength: 60, default: 'Hi!' },
	{ name: 'price', label: { en: 'Prices' }, type: 'text', prices: true, default: 'Ask us.' },
];

playTasks(manager, async () => {
	const console = await openConsole([pays, 'Paid.', pays, 'Paid.', pays, 'Paid.']);
	const seed = await seedConversations(console);
	const changed = { ...seller, prompt: 'Begin with {{greeting}}. Price: {{price}}', settings };
	writeFileSync(join(console.host.agentFolders[0]!, 'seller.json'), JSON.stringify(changed));
	let last = 0;
	const write = async (words: string) => {
		last += 1;
		const customer = `Maria ${['Alves', 'Braga', 'Costa', 'Dias', 'Esteves', 'Farias'][last - 1]}`;
		await seed.write(`554499999000${last}`, words, 95, { name: customer });
		return { customer, words };
	};
	return {
		console,
		seeds: {
			waiting: () => write('Where is my order 7?'),
			approval: async () => {
				const key = await console.createKey('asker', ['agent:run']);
				const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
				const body = JSON.stringify({ message: 'Pay.' });
				await fetch(`${console.url}/api/v1/agents/clerk/runs`, { method: 'POST', headers, body });
				return {};
			},
			prices: (way) => ({ price: `It is 100, ${way}.` }),
			forget: () => write('Delete all that you have of me.'),
		},
	};
});
