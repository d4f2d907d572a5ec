import type { Duplex, Readable } from 'node:stream';
import type { Exceeded } from '../../../providers/processes/guard-memory';
import type { LaunchContext } from '../../levels/launch';
import type { Level } from '../../levels/level';
import type { ContainerFacts } from '../../report/report-shape';

export interface ProcessOptions extends Pick<
	LaunchContext,
	'limits' | 'permissions' | 'readable' | 'stateFolder' | 'outlet' | 'scratchBytes' | 'discover' | 'programs' | 'files'
> {
	level: Level;
}

export type ProcessExit = [exitCode: number | null, signal: NodeJS.Signals | null];

/** A process that becomes a sandboxed Node: one of this machine, or a container. */
export interface SandboxProcess {
	/** The streams that the host has opened to it, by descriptor. */
	readonly streams: ReadonlyMap<number, Duplex>;
	/** Standard output and standard error of the script. */
	readonly outputs: Readable[];
	/** Errors of the programs around the script. */
	readonly errors: () => string;
	/** The error of starting the program. */
	readonly startError: NodeJS.ErrnoException | undefined;
	/** Resolves when it has ended and all that it wrote has arrived. */
	readonly ended: Promise<ProcessExit>;
	/** The container, where it is one. */
	readonly container?: ContainerFacts;
	/** Watches it from now on, where the kernel does not. Returns its ID on this machine, 0 if it has none here. */
	watch(): Promise<number>;
	/** After it was killed: the limit that it exceeded, if the watch killed it. */
	findExceeded(): Promise<Exceeded | undefined>;
	/** Lets the process read a file, or use a folder, that was put into the folder of the run. */
	give(path: string): void;
	kill(): void;
	/** Removes what is left of it besides the folder. */
	remove(): Promise<void>;
}
