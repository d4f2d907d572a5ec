import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Tool, ToolResult } from '../../../core/ports/tools/tools';
import { compileForm } from '../../../test/support/compile-form';
import { createMcpSource } from './mcp-source';
import { startDirectly } from './start-directly';
import { slowTest } from '../../../test/support/slow-tests';

const never = new AbortController().signal;
const program = (command: string, args: string[], env: Record<string, string> = {}) =>
	createMcpSource({
		compileForm,
		server: 'files',
		reach: { kind: 'program', key: command, start: () => startDirectly(command, args, env) },
	});
const ask = (tools: Tool[], name: string): Promise<ToolResult> =>
	tools.find((tool) => tool.name === name)!.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 1_000 });
/** Ended, whether or not anybody took note of it. */
const hasEnded = (pid: string) => /^(?:Z|$)/.test(spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout.trim());

slowTest('a program is started with what it needs and no more, made again when it dies, and ended with the run', async () => {
	process.env.SECRET_OF_THE_HOST = 'hidden';
	const started = `sleep 1000 & CHILD=$! exec "${process.execPath}" "${join(__dirname, '../../../test/fakes/mcp/program.ts')}"`;
	const source = program('sh', ['-c', started], { KEY: 'given' });
	const tools = await source.tools(never);

	const environment = JSON.parse((await ask(tools, 'environment')).text) as Record<string, string>;
	expect([environment.KEY, environment.SECRET_OF_THE_HOST, environment.PATH]).toEqual(['given', undefined, process.env.PATH]);

	const first = (await ask(tools, 'number')).text;
	expect(await ask(tools, 'die')).toMatchObject({ kind: 'error', text: expect.stringMatching(/ended the connection.*unknown/) });
	const second = (await ask(tools, 'number')).text;
	expect(second).not.toBe(first);

	await source.close();
	expect([first, second, environment.CHILD!].map(hasEnded)).toEqual([true, true, true]);
	delete process.env.SECRET_OF_THE_HOST;
});

test.each<[string, string, string[]]>([
	['is not there', join(__dirname, 'no-such-program'), []],
	['ends at once', process.execPath, ['-e', 'process.exit(1)']],
	['says something else', process.execPath, ['-e', "console.log('Welcome!'); process.stdin.on('data', () => process.exit(0))"]],
	['says too much', process.execPath, ['-e', "process.stdout.write('x'.repeat(12_000_000)); setInterval(() => undefined, 1_000)"]],
])('a program that %s is an error that names the server', async (_, command, args) => {
	const source = program(command, args);
	await expect(source.tools(never)).rejects.toMatchObject({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: expect.stringContaining('"files"'),
		fix: expect.any(String),
	});
	await source.close();
});
