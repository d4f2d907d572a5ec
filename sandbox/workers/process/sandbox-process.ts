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

export interface SandboxProcess {
	readonly streams: ReadonlyMap<number, Duplex>;
	readonly outputs: Readable[];
	readonly errors: () => string;
	readonly startError: NodeJS.ErrnoException | undefined;
	/** Resolves after its end, with all output received. */
	readonly ended: Promise<ProcessExit>;
	readonly container?: ContainerFacts;
	/** Starts watching, where the kernel does not. Returns its ID on this machine, 0 if it has none here. */
	watch(): Promise<number>;
	findExceeded(): Promise<Exceeded | undefined>;
	give(path: string): void;
	kill(): void;
	remove(): Promise<void>;
}
