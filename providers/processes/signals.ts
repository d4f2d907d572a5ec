import { runInThisContext } from 'node:vm';

/**
 * Blocks the signal that opens Node's inspector. The permission model stops no signal: restricted code could debug its parent, read its memory and
 * use its rights. `kill -USR1` then does nothing; `--inspect` still works.
 */
export function closeInspector(): void {
	if (!process.listeners('SIGUSR1').includes(ignore)) process.on('SIGUSR1', ignore);
}

const ignore = (): void => undefined;

/**
 * Removes functions with which a restricted process reaches others: debuggers, priority, and `kill` except for itself. The permission model already
 * blocks their bindings. Processes that may start programs keep them, because those can do the same.
 */
export const refuseSignalsSource = `
if (process.permission && !process.permission.has('child')) {
	const { pid: own, _kill: send } = process;
	const os = process.getBuiltinModule('node:os');
	const { setPriority, constants: { signals } } = os;
	const refuse = (syscall) => { throw Object.assign(new Error(syscall + ' EPERM'), { code: 'EPERM', syscall }); };
	process.kill = function kill(pid, signal = 'SIGTERM') {
		return pid === own ? send(own, signals[signal] ?? Number(signal)) === 0 : refuse('kill');
	};
	os.setPriority = (...values) => {
		const [pid, priority] = values.length < 2 ? [own, ...values] : values;
		return pid === own || pid === 0 ? setPriority(own, priority) : refuse('setpriority');
	};
	for (const name of ['_kill', '_debugProcess', '_debugEnd']) delete process[name];
	process.getBuiltinModule('node:module').syncBuiltinESMExports();
}
`;

/** Runs in our programs before they load foreign code or data. */
export const refuseSignals = (): void => void runInThisContext(refuseSignalsSource);
