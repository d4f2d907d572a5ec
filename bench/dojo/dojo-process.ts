import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type * as pythonPackage from '../../scripts/lib/python-package.mjs';

/** AgentDojo without the clients of model vendors, which it imports and which are never used here. Its data are read from the package, not copied. */
const agentDojo = {
	name: 'agentdojo',
	version: '0.1.35',
	withoutDependencies: true,
	also: [
		'annotated-types==0.8.0',
		'cachebox==5.2.3',
		'deepdiff==9.1.0',
		'dnspython==2.9.2',
		'docstring-parser==0.18.0',
		'email-validator==2.4.0',
		'idna==3.20',
		'markdown-it-py==4.3.0',
		'mdurl==0.1.2',
		'orderly-set==5.5.0',
		'pydantic==2.14.4',
		'pydantic-core==2.50.5',
		'pygments==2.21.0',
		'pyyaml==6.0.4',
		'rich==15.0.0',
		'typing-extensions==4.16.0',
		'typing-inspection==0.4.5',
	],
};

export interface DojoCall {
	tool: string;
	arguments: Record<string, unknown>;
}

export interface Suite {
	name: SuiteName;
	tools: Array<{ name: string; description: string; parameters: Record<string, unknown> }>;
	tasks: string[];
	/** Tasks in which an order comes into sight, each with every order that can be played. */
	pairs: Array<[task: string, order: string]>;
}

export type SuiteName = 'banking' | 'slack' | 'travel' | 'workspace';

/** The calls for a task or an order, and what is said at the end. */
export interface Script {
	calls: DojoCall[];
	answer: string;
}

/** A task, with or without an order in the texts that it reads: AgentDojo's attack of this name, or a text. */
export interface DojoCase {
	suite: SuiteName;
	task: string;
	order?: string;
	attack?: string;
	text?: string;
}

/** AgentDojo in its own process, with one open case. */
export interface DojoProcess {
	describe(): Promise<{ suites: Suite[]; attacks: string[] }>;
	readGoal(suite: SuiteName, order: string): Promise<string>;
	open(one: DojoCase): Promise<Script & { prompt: string }>;
	/** Returns what the order of the case wants. */
	obey(): Promise<Script>;
	call(made: DojoCall): Promise<{ text: string; error: string | null }>;
	/** Returns whether the task was done rightly, and whether the order reached its goal. */
	judge(reply: string): Promise<{ utility: boolean; hit: boolean }>;
	close(): void;
}

/** Starts it; its environment is created once. @throws SetupError where Python or PyPI is missing */
export async function startDojoProcess(): Promise<DojoProcess> {
	const { ensurePythonPackage } = (await import(resolve('scripts/lib/python-package.mjs'))) as typeof pythonPackage;
	const { python } = await ensurePythonPackage({ ...agentDojo, progress: (line) => console.error(line) });
	const child = spawn(python, [resolve('bench/peers/dojo.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	let last: Promise<unknown> = Promise.resolve();
	const exchange = async (kind: string, request: object): Promise<unknown> => {
		child.stdin.write(`${JSON.stringify({ kind, ...request })}\n`);
		const { value, done } = await lines.next();
		if (done) throw new Error('AgentDojo exited before it answered. See its output above.');
		const reply = JSON.parse(value) as { fault?: string };
		if (reply.fault !== undefined) throw new Error(`AgentDojo could not answer "${kind}" of ${JSON.stringify(request)}: ${reply.fault}`);
		return reply;
	};
	// Answers come in the order of the requests, and an agent calls several tools at the same time.
	const ask = <Reply>(kind: string, request: object = {}): Promise<Reply> => {
		const reply = last.then(() => exchange(kind, request));
		last = reply.catch(() => undefined);
		return reply as Promise<Reply>;
	};
	return {
		describe: () => ask('describe'),
		readGoal: async (suite, order) => (await ask<{ goal: string }>('goal', { suite, order })).goal,
		open: (one) => ask('open', one),
		obey: () => ask('obey'),
		call: (made) => ask('call', made),
		judge: (reply) => ask('judge', { reply }),
		close: () => void child.stdin.end(),
	};
}
