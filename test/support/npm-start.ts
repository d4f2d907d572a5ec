import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface StartedProduct {
	process: ChildProcess;
	output(): string;
	/** Resolves once the text was printed. */
	said(text: string): Promise<void>;
	/** Presses Ctrl-C, and waits for the end. */
	stop(): Promise<void>;
}

/** Runs `npm start` as a person does, with its state in `home`; ports in use are passed over. */
export function startProduct(home: string, ...args: string[]): StartedProduct {
	// Without the models of whoever runs the tests.
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:TROUPE_)?(?:OPENAI|ANTHROPIC)_/.test(name)));
	const child = spawn(process.execPath, ['scripts/start.mjs', ...args], { env: { ...env, TROUPE_HOME: home } });
	let output = '';
	const heard = new Set<() => void>();
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (data: Buffer) => {
			output += data.toString();
			for (const listen of heard) listen();
		});
	}
	return {
		process: child,
		output: () => output,
		said: (text) =>
			new Promise<void>((resolve, reject) => {
				const listen = () => output.includes(text) && resolve();
				heard.add(listen);
				listen();
				child.once('close', () => reject(new Error(`npm start ended without saying "${text}":\n${output}`)));
			}),
		stop: async () => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill('SIGINT');
			await once(child, 'close');
		},
	};
}
