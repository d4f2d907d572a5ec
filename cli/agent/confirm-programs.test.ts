import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { testTerminal } from '../terminal/test-terminal';
import { confirmPrograms } from './confirm-programs';

let stateFolder: string;
beforeEach(() => (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-confirm-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

const agent = (more: object = {}) =>
	({
		id: 'clerk',
		tools: { define: [{ kind: 'mcp', server: 'crm', command: 'node', args: ['/opt/a.js'], ...more }] },
	}) as unknown as AgentDefinition;

interface Options {
	isPublished?: boolean;
	more?: object;
	allowPrograms?: boolean | string;
	yes?: boolean;
}

/** Returns what the person was asked. */
async function confirm(answer: string | undefined, { isPublished = false, more = {}, allowPrograms = true, yes = false }: Options = {}) {
	const asked: string[] = [];
	const ask = answer === undefined ? undefined : async (question: string) => (asked.push(question), answer);
	const terminal = { ...testTerminal(), ask };
	await confirmPrograms({ definition: agent(more), isPublished }, { allowPrograms, stateFolder }, { yes }, terminal);
	return asked;
}

test('asks before the first start of a program, and again if anything of it changed', async () => {
	expect(await confirm('y')).toEqual([
		expect.stringContaining('Start "node" "/opt/a.js" in the sandbox, as the MCP server "crm" of clerk (no folders)? [y/N]'),
	]);
	expect(await confirm('n')).toEqual([]);
	const changed = { folders: [{ path: '/opt', access: 'write' }] };
	await expect(confirm('n', { more: changed })).rejects.toMatchObject({ code: 'CANCELLED' });
	expect(await confirm('y', { more: changed })).toEqual([expect.stringContaining('(writes /opt)')]);
});

test('without a person, nothing starts but with --yes', async () => {
	await expect(confirm(undefined)).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('--yes') as string });
	expect(await confirm(undefined, { yes: true })).toEqual([]);
});

test('a published agent, and a list of the operator, are not asked about', async () => {
	expect(await confirm(undefined, { isPublished: true })).toEqual([]);
	expect(await confirm(undefined, { allowPrograms: '/etc/programs.json' })).toEqual([]);
});
