import type { Probe } from '../probe';

export const processProbes: Probe[] = [
	{
		id: 'spawn',
		attempt: 'start a program',
		level: 'L0',
		code: `return require('node:child_process').execFileSync(process.execPath, ['-p', '42']).toString();`,
	},
	{ id: 'shell', attempt: 'start a shell', level: 'L0', code: `return require('node:child_process').execSync('echo 42').toString();` },
	{
		id: 'fork',
		alone: true,
		attempt: 'start another Node process',
		level: 'L0',
		code: `
			const child = require('node:child_process').fork(__filename, { stdio: 'ignore', execArgv: [] });
			await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
			child.kill('SIGKILL');
			return child.pid;
		`,
	},
	{
		id: 'fork-bomb',
		attempt: 'start processes without end',
		level: 'L0',
		code: `
			const { spawn } = require('node:child_process');
			const children = Array.from({ length: 20 }, () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }));
			const started = await Promise.all(children.map((child) => new Promise((resolve) => child.once('spawn', () => resolve(true)).once('error', () => resolve(false)))));
			for (const child of children) child.kill('SIGKILL');
			return started.filter(Boolean).length || undefined;
		`,
	},
	{
		id: 'spawn-binding',
		attempt: 'start a program by an internal binding',
		from: 'CVE-2023-32559',
		level: 'L0',
		code: `
			const { spawn } = process.binding('spawn_sync');
			const { pid, error } = spawn({ file: process.execPath, args: [process.execPath, '-v'], envPairs: [], stdio: [{ type: 'pipe', readable: true, writable: false }] });
			if (error) throw new Error(error);
			return pid;
		`,
	},
	{
		id: 'module-require',
		attempt: 'start a program by the require of the main module',
		from: 'CVE-2023-30581',
		level: 'L0',
		code: `return process.mainModule.__proto__.require('child_process').execFileSync(process.execPath, ['-p', '42']).toString();`,
	},
	{
		id: 'become-program',
		alone: true,
		attempt: 'replace itself by another program',
		level: 'L0',
		code: `process.execve(process.execPath, [process.execPath, '-e', 'console.log(JSON.stringify({ id: "become-program", escaped: "another program" }))'], {});`,
	},
	{
		id: 'worker-thread',
		attempt: 'start a thread, which has no permission model',
		from: 'CVE-2025-23083',
		level: 'L0',
		code: `
			const { Worker } = require('node:worker_threads');
			const worker = new Worker('require("node:worker_threads").parentPort.postMessage(42)', { eval: true });
			return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
		`,
	},
	{
		id: 'cluster',
		alone: true,
		attempt: 'start a worker of a cluster',
		level: 'L0',
		code: `
			const worker = require('node:cluster').fork();
			await new Promise((resolve, reject) => worker.once('online', resolve).once('error', reject));
			worker.process.kill('SIGKILL');
			return 'started';
		`,
	},
	{
		id: 'signal',
		attempt: 'send signals to processes of the user',
		level: 'L0',
		code: `return process.kill(facts.hostPid, 'SIGCONT') && 'sent';`,
	},
	{
		id: 'signal-import',
		attempt: 'send signals to processes of the user by an imported function',
		level: 'L0',
		code: `const { kill } = await import('node:process'); return kill(facts.hostPid, 'SIGCONT') && 'sent';`,
	},
	{
		id: 'inspector-of-host',
		attempt: 'open the debugger of its host by a signal, and run code there',
		level: 'L0',
		code: `
			const load = async (name) => (await import('node:process'))[name] ?? process[name];
			(await load('_debugProcess'))(facts.hostPid);
			const list = async () => { try { return await (await fetch('http://127.0.0.1:9229/json/list')).json(); } catch { return []; } };
			for (let left = 25; left > 0; left--) {
				await new Promise((resolve) => setTimeout(resolve, 200));
				const [target] = await list();
				if (!target) continue;
				const socket = new WebSocket(target.webSocketDebuggerUrl);
				socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'process.pid' } }));
				const { result } = JSON.parse((await new Promise((resolve, reject) => { socket.onmessage = resolve; socket.onerror = reject; })).data);
				socket.close();
				return result.result.value === facts.hostPid && 'ran code in the host';
			}
		`,
	},
	{
		id: 'priority',
		attempt: 'slow down processes of the user',
		level: 'L0',
		code: `const os = require('node:os'); os.setPriority(facts.hostPid, os.getPriority(facts.hostPid)); return 'set';`,
	},
];
