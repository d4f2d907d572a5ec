import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { TroupeError } from '../../core/base/errors';
import { openGate } from '../../test/fakes/permissive-gate';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { runAgentList, runAgentValidate } from './agent-list-run';
import { runAgentNew } from './agent-new-run';
import type { AgentEntry } from '../../providers/compose/agents/inventory';
import { runAgentRun } from './agent-run';
import { agentTemplateNames } from './templates';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-agents-'))));
afterEach(() => rmSync(home, { recursive: true }));

const terminal = () => testTerminal({ TROUPE_HOME: home });
const file = (id: string) => join(home, 'agents', id, 'agent.json');
const host = async () => ({ gate: openGate(), agentFolders: [join(home, 'agents')], providers: {}, stateFolder: home });
const validate = async (...agents: string[]) => {
	const at = terminal();
	const code = await runAgentValidate({ agents, json: true }, at, host);
	return { code, entries: (JSON.parse(at.printed.join('\n')) as { agents: AgentEntry[] }).agents };
};
const write = (id: string, definition: unknown) => {
	mkdirSync(join(home, 'agents', id), { recursive: true });
	writeFileSync(file(id), typeof definition === 'string' ? definition : JSON.stringify(definition));
};
const valid = {
	...{ version: '1.0.0', name: 'Greeter', purpose: 'Greets.', prompt: 'Greet.', model: { route: [] } },
	...{ guardrails: { personalData: { types: [] } }, limits: {} },
};

describe('a new agent', () => {
	it.each(agentTemplateNames)('of the template %s is valid, and fits the schema beside it', async (template) => {
		const at = terminal();
		expect(await runAgentNew({ id: 'helper', template, name: 'Help desk', purpose: undefined }, at)).toBe(0);
		expect(at.printed).toContain(file('helper'));
		const definition = JSON.parse(readFileSync(file('helper'), 'utf8')) as { $schema: string };
		expect(definition).toMatchObject({ id: 'helper', name: 'Help desk', version: '1.0.0' });
		const schema = JSON.parse(readFileSync(join(file('helper'), '..', definition.$schema), 'utf8')) as object;
		const check = new Ajv({ discriminator: true, strict: false }).compile(schema);
		expect([check(definition), check.errors]).toEqual([true, null]);
		expect(await validate('helper')).toMatchObject({ code: 0, entries: [{ id: 'helper', problems: [] }] });
	});

	slowTest('runs by its id', async () => {
		await runAgentNew({ id: 'helper', template: 'documents' }, terminal());
		const at = terminal();
		await runAgentRun({ agent: 'helper', conversation: 'c', message: 'When is the shop open?' }, at, host);
		expect(at.printed.join('\n')).toContain('Monday to Friday');
	});

	it('replaces no other, and needs a valid id', async () => {
		await runAgentNew({ id: 'helper', template: 'chat' }, terminal());
		await expect(runAgentNew({ id: 'helper', template: 'clerk' }, terminal())).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining(file('helper')) as string,
		});
		write('other', {});
		rmSync(file('other'));
		writeFileSync(join(home, 'agents', 'flat.json'), JSON.stringify({ ...valid, id: 'flat' }));
		await expect(runAgentNew({ id: 'flat', template: 'chat' }, terminal())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(runAgentNew({ id: 'No Id', template: 'chat' }, terminal())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		expect(existsSync(join(home, 'agents', 'No Id'))).toBe(false);
	});

	it('refuses an unknown template with exit code 2', async () => {
		const at = terminal();
		expect(await runTroupe(['agent', 'new', 'helper', '--template', 'magic'], at)).toBe(2);
		expect(at.noted.join('\n')).toMatch(/Allowed choices are chat, documents, classifier, clerk/);
	});
});

it('prints the schema', async () => {
	const at = terminal();
	expect(await runTroupe(['agent', 'schema'], at)).toBe(0);
	expect(JSON.parse(at.printed.join('\n'))).toMatchObject({ title: 'Troupe agent definition' });
});

describe('a check of agents', () => {
	it('names each wrong field, and exits with 1', async () => {
		write('wrong', { ...valid, id: 'wrong', version: 'one', colour: 'blue' });
		const { code, entries } = await validate();
		expect(code).toBe(1);
		expect(entries).toMatchObject([{ id: 'wrong', version: 'one', path: file('wrong'), from: 'folder' }]);
		expect(entries[0]!.problems.join('; ')).toMatch(/unknown field "colour".*version/);
	});

	it.each([
		['is not JSON', '{', /is not JSON/],
		['has the id of another', { ...valid, id: 'other' }, /id must be "clerk", as the file or its folder is named/],
		['has documents that are missing', { ...valid, id: 'clerk', knowledge: { documents: 'handbook' } }, /^knowledge\.documents: /],
		['is a list', [], /must be object/],
	])('finds a definition that %s', async (_what, definition, problem) => {
		write('clerk', definition);
		for (const { code, entries } of [await validate(), await validate('clerk')]) {
			expect([code, entries.length]).toEqual([1, 1]);
			expect(entries[0]!.problems.join('; ')).toMatch(problem);
		}
	});

	it('finds agents that it calls and that are missing, or that call it back', async () => {
		const calling = (agent: string) => ({ ...valid, tools: { define: [{ kind: 'agent', agent, description: 'Knows more.' }] } });
		write('desk', { ...calling('nobody'), id: 'desk' });
		write('one', { ...calling('two'), id: 'one' });
		write('two', { ...calling('one'), id: 'two' });
		const { code, entries } = await validate('desk', 'one');
		expect(code).toBe(1);
		expect(entries.map(({ problems }) => problems.join('; '))).toEqual([
			expect.stringContaining('Agent "nobody" not found'),
			expect.stringContaining('one → two → one'),
		]);
	});

	it('says what this machine lacks for an agent that is valid', async () => {
		await runAgentNew({ id: 'clerk', template: 'clerk' }, terminal());
		const { code, entries } = await validate('clerk');
		expect(code).toBe(0);
		expect(entries[0]!.warnings).toEqual([
			'model.route: no provider of it is set up on this machine (openai, anthropic). Every run fails.',
			'tools.define.0: the secret SHOP_KEY is missing. Set TROUPE_TOOL_SECRET_SHOP_KEY.',
			'tools.define.1: the secret SHOP_KEY is missing. Set TROUPE_TOOL_SECRET_SHOP_KEY.',
		]);
	});

	it('names collections that are not there', async () => {
		const search = { kind: 'knowledge', name: 'handbook', description: 'Answers.', collection: 'lost' };
		write('desk', { ...valid, id: 'desk', knowledge: { collection: 'gone' }, tools: { define: [search] } });
		const { code, entries } = await validate('desk');
		expect(code).toBe(0);
		expect(entries[0]!.warnings.filter((warning) => warning.includes('collection'))).toEqual([
			'knowledge.collection: there is no collection "gone" on this machine. Ingest documents: troupe knowledge ingest PATH --into gone',
			'tools.define.0.collection: there is no collection "lost" on this machine. Ingest documents: troupe knowledge ingest PATH --into lost',
		]);
	});

	it('warns of an MCP server that is reached without encryption', async () => {
		const servers = ['http://crm.example.com/mcp', 'http://127.0.0.1:9000/mcp', 'https://crm.example.com/mcp'];
		const define = servers.map((url, index) => ({ kind: 'mcp', server: `crm${index}`, url }));
		write('desk', { ...valid, id: 'desk', tools: { define } });
		const { entries } = await validate('desk');
		expect(entries[0]!.warnings.filter((warning) => warning.includes('encrypted'))).toEqual([
			'tools.define.0.url: the connection to crm.example.com is not encrypted: others on the way can read and change what the tools are given and return. Use https://.',
		]);
	});

	it('warns of a request that is said to reach less far than its method', async () => {
		const request = { kind: 'http', description: 'Pays.', url: 'https://a.example', parameters: { type: 'object' }, effect: 'reads' };
		const define = [
			{ ...request, name: 'pay', method: 'POST' },
			{ ...request, name: 'look', method: 'GET' },
		];
		write('desk', { ...valid, id: 'desk', tools: { define } });
		const { entries } = await validate('desk');
		expect(entries[0]!.warnings.filter((warning) => warning.includes('.effect'))).toEqual([
			expect.stringMatching(/^tools\.define\.0\.effect: pay is said to be "reads", and a POST is irreversible otherwise/),
		]);
	});

	it('checks a file wherever it lies, and knows no agent that does not exist', async () => {
		const path = join(home, 'anywhere.json');
		writeFileSync(path, JSON.stringify({ ...valid, id: 'greeter' }));
		expect(await validate(path, 'support')).toMatchObject({ code: 0, entries: [{ id: 'greeter' }, { id: 'support' }] });
		await expect(validate('nobody')).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' });
	});

	it('is readable', async () => {
		write('wrong', { ...valid, id: 'wrong', limits: { tokens: 0 } });
		const at = terminal();
		await runAgentValidate({ agents: [] }, at, host);
		expect(at.printed).toEqual([`invalid wrong 1.0.0 ${file('wrong')}`, '  error: limits.tokens must be >= 1']);
	});
});

describe('the list of agents', () => {
	it('holds those of the folders, of the package and of the registry', async () => {
		write('mine', { ...valid, id: 'mine' });
		write('broken', '{');
		const published = {
			find: async () => undefined,
			list: async () => [{ name: 'returns', version: '2.1.0', purpose: 'Takes returns.', capabilities: [], state: 'deprecated' as const }],
		};
		const at = terminal();
		expect(await runAgentList({}, at, async () => ({ ...(await host()), published }))).toBe(0);
		const rows = at.printed.map((line) => line.split(/ {2,}/).slice(0, 4));
		expect(rows).toEqual(
			expect.arrayContaining([
				['mine', '1.0.0', 'folder', 'ready'],
				['broken', '-', 'folder', 'invalid'],
				['returns', '2.1.0', 'registry', 'deprecated'],
				['support', expect.any(String), 'package', expect.any(String)],
			]),
		);
	});

	it('lists its own agents while the registry cannot be asked, and says so', async () => {
		const published = { find: async () => undefined, list: () => Promise.reject(new Error('no answer')) };
		const at = terminal();
		await runAgentList({ json: true }, at, async () => ({ ...(await host()), published }));
		expect(at.noted).toEqual(['warning: the agents of the registry are not listed: no answer']);
		expect(at.printed.join('')).toContain('"support"');
	});
});

describe('a list of agents', () => {
	const list = async (open: typeof host) => {
		const at = terminal();
		await runAgentList({}, at, open);
		return { printed: at.printed.join('\n'), noted: at.noted.join('\n') };
	};

	it('says first that the gate refuses them all', async () => {
		write('desk', { ...valid, id: 'desk' });
		expect((await list(host)).printed).toMatch(/^desk .* ready /m);
		const admit = () =>
			Promise.reject(new TroupeError({ code: 'MANIFEST_INVALID', message: 'A file was changed.', fix: 'Build it again.' }));
		const { printed, noted } = await list(async () => ({ ...(await host()), gate: { ...openGate(), admit } }));
		expect(noted).toMatch(/^no agent can run: A file was changed\. Build it again\./);
		expect(printed).toMatch(/^desk .* refused /m);
		expect(printed).not.toContain('ready');
	});
});
