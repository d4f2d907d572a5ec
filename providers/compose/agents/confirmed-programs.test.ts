import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { McpTools } from '../../../core/tools/definition/server-tools';
import { requireConfirmed, type ConfirmingHost } from './confirmed-programs';

let stateFolder: string;
beforeEach(() => (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-confirm-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

/** Returns what the person was asked. */
async function confirm(answer: boolean | undefined, more: Partial<McpTools> = {}, host: ConfirmingHost = {}) {
	const asked: string[] = [];
	const ask = answer === undefined ? {} : { confirmProgram: async (question: string) => (asked.push(question), answer) };
	const program: McpTools = { kind: 'mcp', server: 'crm', command: 'node', args: ['/opt/a.js'], ...more };
	await requireConfirmed(program, 'clerk', { allowPrograms: true, stateFolder, ...ask, ...host });
	return asked;
}

test('asks before the first start of a program, and again if anything of it has changed', async () => {
	expect(await confirm(true)).toEqual(['Start "node" "/opt/a.js" in the sandbox, as the MCP server "crm" of clerk (no folders)?']);
	expect(await confirm(false)).toEqual([]);
	const changed: Partial<McpTools> = { folders: [{ path: '/opt', access: 'write' }], requests: ['GET api.example.com'] };
	await expect(confirm(false, changed)).rejects.toMatchObject({ code: 'CANCELLED' });
	expect(await confirm(true, changed)).toEqual([expect.stringContaining('(writes /opt; makes the requests GET api.example.com)')]);
});

test('the question has the variables of the program and the secrets that it gets', async () => {
	const env = { NODE_OPTIONS: '--require=/tmp/x.js', KEY: '${CRM_KEY}' };
	expect(await confirm(true, { env })).toEqual([
		expect.stringContaining('sets NODE_OPTIONS="--require=/tmp/x.js", KEY="${CRM_KEY}"; gets the secrets CRM_KEY'),
	]);
});

test('where nobody can be asked, a program starts only if a person of this machine has answered for it', async () => {
	await expect(confirm(undefined)).rejects.toMatchObject({
		...{ code: 'TOOL_INVALID', fix: expect.stringContaining('`troupe agent tools clerk`') as string },
	});
	await confirm(true);
	expect(await confirm(undefined)).toEqual([]);
});

test('nobody is asked about a published agent, or about a program on a list of the operator', async () => {
	expect(await confirm(true, {}, { isPublished: true })).toEqual([]);
	expect(await confirm(true, {}, { allowPrograms: '/etc/programs.json' })).toEqual([]);
});
