import { isAtLeast, type Level } from '../levels/level';

export type Outcome = 'completed' | 'failed' | 'limit' | 'cancelled';

/** `processor` is the processor's time, `time` the clock's. */
export type Limit = 'time' | 'processor' | 'memory' | 'threads' | 'output' | 'disk';

export interface ProcessEnd {
	level: Level;
	exitCode: number | null;
	signal: NodeJS.Signals | null;
}

/** Exit codes of bubblewrap and container engines for the signal that ended their child. */
const signalsByExitCode: Record<number, NodeJS.Signals> = {
	133: 'SIGTRAP',
	134: 'SIGABRT',
	137: 'SIGKILL',
	139: 'SIGSEGV',
	152: 'SIGXCPU',
};
/** As a container's first process, V8 cannot abort itself, and ends with a fault. */
const endsOfV8: NodeJS.Signals[] = ['SIGABRT', 'SIGTRAP', 'SIGSEGV'];
const heapIsFull = /JavaScript heap out of memory/;

/** @param killedFor the host's reason for killing the process, if it did */
export function classifyExit(
	end: ProcessEnd,
	killedFor: Limit | 'cancelled' | undefined,
	stderr: Buffer,
): { outcome: Outcome; limit?: Limit } {
	if (killedFor === 'cancelled') return { outcome: 'cancelled' };
	const limit = killedFor ?? findLimit(end, stderr);
	if (limit) return { outcome: 'limit', limit };
	return { outcome: end.exitCode === 0 ? 'completed' : 'failed' };
}

export function findSignal({ level, exitCode, signal }: ProcessEnd): NodeJS.Signals | undefined {
	return signal ?? (isAtLeast(level, 'L1') ? signalsByExitCode[exitCode ?? 0] : undefined);
}

/** The memory guard and the system kill; V8 aborts. */
function findLimit(end: ProcessEnd, stderr: Buffer): Limit | undefined {
	const signal = findSignal(end);
	if (signal === 'SIGXCPU') return 'processor';
	if (signal === 'SIGKILL') return 'memory';
	return endsOfV8.includes(signal!) && heapIsFull.test(stderr.toString()) ? 'memory' : undefined;
}
