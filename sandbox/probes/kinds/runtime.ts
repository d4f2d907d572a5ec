import type { Probe } from '../probe';

export const runtimeProbes: Probe[] = [
	{
		id: 'binding',
		attempt: 'use internal bindings of Node',
		from: 'CVE-2023-32558',
		level: 'L0',
		code: `return typeof process.binding('fs').open;`,
	},
	{
		id: 'addon',
		attempt: 'load a native addon',
		level: 'L0',
		code: `require(facts.koffi); return 'loaded';`,
	},
	{
		id: 'library',
		attempt: 'load a shared library',
		level: 'L0',
		code: `
			try { process.dlopen({ exports: {} }, facts.library); } catch (error) {
				// Its code was loaded and run by then.
				if (/did not self-register/.test(error.message)) return 'loaded';
				throw error;
			}
		`,
	},
	{
		id: 'inspector',
		attempt: 'open a debugger',
		level: 'L0',
		code: `require('node:inspector').open(0, '127.0.0.1'); return require('node:inspector').url();`,
	},
	{
		id: 'inspector-session',
		attempt: 'start a thread by the inspector',
		from: 'CVE-2023-30587',
		level: 'L0',
		code: `
			const { Session } = require('node:inspector');
			const session = new Session();
			session.connect();
			return typeof session.post;
		`,
	},
	{
		id: 'wasi',
		attempt: 'reach files through WASI',
		level: 'L0',
		code: `
			const { WASI } = require('node:wasi');
			new WASI({ version: 'preview1', preopens: { '/': facts.folder } });
			return 'opened';
		`,
	},
	{
		id: 'database-extension',
		attempt: 'load native code as an extension of SQLite',
		level: 'L0',
		code: `
			const { DatabaseSync } = require('node:sqlite');
			const database = new DatabaseSync(':memory:', { allowExtension: true });
			try { database.loadExtension(facts.library); } catch (error) {
				if (/entry point|undefined symbol|no such symbol/i.test(error.message)) return 'loaded';
				throw error;
			}
		`,
	},
	{
		id: 'context',
		alone: true,
		attempt: 'leave a context of node:vm and start a program, as in the expressions of n8n',
		from: 'CVE-2025-68613, CVE-2026-1470',
		level: 'L0',
		code: `
			const leave = require('node:vm').runInNewContext('this.constructor.constructor("return process")()');
			return leave.mainModule.require('child_process').execFileSync(process.execPath, ['-p', '42']).toString();
		`,
	},
];
