import { runInThisContext } from 'node:vm';

/**
 * Takes the signal that opens Node's inspector. Its permission model stops no signal: code that it restricts could otherwise debug the process that
 * started it, and so read its memory and act with its rights. `kill -USR1` then does nothing; `--inspect` still works.
 */
export function closeInspector(): void {
	if (!process.listeners('SIGUSR1').includes(ignore)) process.on('SIGUSR1', ignore);
}

const ignore = (): void => undefined;

/**
 * Source that takes from a process that Node restricts the functions with which it reaches others: their debuggers, their priority, and `kill` of all but
 * itself. The permission model keeps it from the bindings that have them too. A process that may start programs keeps them, because those can do the same.
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

/** Runs it in a program of ours, before it reads or loads what others wrote. */
export const refuseSignals = (): void => void runInThisContext(refuseSignalsSource);
