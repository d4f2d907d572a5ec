import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-wanted-'))));
afterEach(() => rmSync(home, { recursive: true }));

async function troupe(args: string[], environment: Record<string, string> = {}) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...environment });
	const code = await runTroupe(args, terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

const agent = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You answer.', limits: {} },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }] },
	guardrails: { personalData: { types: [] } },
	tools: {
		define: [
			{ kind: 'http', name: 'find_lead', description: 'Finds a lead.', method: 'GET', url: 'https://crm.example/leads', parameters: {} },
		],
		rules: [{ tool: 'send_invoice', permission: 'allow' }],
	},
};
function writeAgent(): string {
	const path = join(home, 'clerk.json');
	writeFileSync(path, JSON.stringify(agent));
	return path;
}
/** An n8n whose only package describes these nodes. */
function installNodes(...nodes: object[]): string {
	const folder = join(home, 'n8n');
	const base = join(folder, 'node_modules/n8n-nodes-base');
	mkdirSync(join(base, 'dist/types'), { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'n8n', version: '1.0.0', bin: { n8n: 'bin/n8n' } }));
	writeFileSync(join(base, 'package.json'), JSON.stringify({ name: 'n8n-nodes-base', version: '1.0.0' }));
	writeFileSync(join(base, 'dist/types/nodes.json'), JSON.stringify(nodes));
	return folder;
}
const stripe = {
	...{ name: 'stripe', displayName: 'Stripe', description: 'Consume the Stripe API', version: 1, group: ['transform'] },
	...{ inputs: ['main'], outputs: ['main'], properties: [], codex: { alias: ['invoice'] } },
};

test('what a model calls and nobody has is counted, without what it was called with', async () => {
	let calls = 0;
	const model = await startOpenAiServer({
		respond: () =>
			(calls += 1) % 2 === 1 ? { text: '', calls: [{ name: 'send_invoice', input: { to: 'ana@example.com' } }] } : { text: 'Sorry.' },
	});
	try {
		const settings = { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` };
		const path = writeAgent();
		for (let run = 0; run < 2; run += 1)
			expect(await troupe(['agent', 'run', path, '--message', 'Send it.'], settings)).toMatchObject({
				code: 0,
				printed: expect.stringContaining('Sorry.') as string,
			});
	} finally {
		await model.close();
	}
	const { printed } = await troupe(['wanted-tools', 'list', '--json']);
	expect(JSON.parse(printed)).toMatchObject([{ tool: 'send_invoice', agent: 'clerk', source: 'run', count: 2 }]);
	expect(printed).not.toContain('ana@');
	expect((await troupe(['wanted-tools', 'list'])).printed).toMatch(/send_invoice +clerk +run +2/);
});

test('a rule that names a tool nobody has is a warning with a way on, and counted once', async () => {
	const path = writeAgent();
	for (let time = 0; time < 2; time += 1)
		expect((await troupe(['agent', 'validate', path])).printed).toContain('troupe wanted-tools show send_invoice');
	expect(JSON.parse((await troupe(['wanted-tools', 'list', '--json'])).printed)).toMatchObject([{ source: 'definition', count: 1 }]);
});

test('alternatives have reasons; nodes are those of the n8n of this machine', async () => {
	const found = await troupe(['wanted-tools', 'show', 'send_invoice', '--json'], { TROUPE_N8N: installNodes(stripe) });
	expect(JSON.parse(found.printed)).toMatchObject({
		searchedNodes: 1,
		alternatives: [{ kind: 'n8n-node', node: 'n8n-nodes-base.stripe' }, { kind: 'http' }, { kind: 'mcp' }],
	});
	expect(await troupe(['wanted-tools', 'show', ''])).toMatchObject({ code: 2 });
});

test('a wanted tool is removed once it exists', async () => {
	await troupe(['agent', 'validate', writeAgent()]);
	expect((await troupe(['wanted-tools', 'remove', 'send_invoice'])).code).toBe(2);
	expect((await troupe(['wanted-tools', 'remove', 'send_invoice', '--yes'])).code).toBe(0);
	expect((await troupe(['wanted-tools', 'remove', 'send_invoice', '--yes'])).code).toBe(1);
	expect((await troupe(['wanted-tools', 'list'])).noted).toContain('asked for a tool that nobody has');
});
