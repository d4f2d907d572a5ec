import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { openConsole } from '../open-console';
import { builder } from './builder-tasks';
import { playTasks } from './play-tasks';

const usage = { inputTokens: 1_200, outputTokens: 34, estimated: false };
const answer = { text: 'Paid on Monday.', finish: 'stop' as const, model: 'openai:gpt-4.1', usage, costUsd: 0.0027 };
const down = new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'The key of the model is refused.' });

playTasks(builder, async () => {
	const console = await openConsole([answer, down], {}, {}, { offeredAgents: new Set(['clerk', 'researcher']) });
	const [folder] = console.host.agentFolders;
	const clerk = JSON.parse(readFileSync(join(folder!, 'clerk.json'), 'utf8')) as object;
	writeFileSync(join(folder!, 'researcher.json'), JSON.stringify({ ...clerk, id: 'researcher', name: 'Researcher' }));
	const headers = {
		authorization: `Bearer ${await console.createKey('seed', ['agent:run'])}`,
		'content-type': 'application/json',
	};
	for (const agent of ['clerk', 'researcher']) {
		const body = JSON.stringify({ message: 'When was order 7 paid?' });
		await fetch(`${console.url}/api/v1/agents/${agent}/runs?waitSeconds=30`, { method: 'POST', headers, body });
	}
	return { console, seeds: { template: (way) => ({ company: `Casa Aurora ${way}` }) } };
});
