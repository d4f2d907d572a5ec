import type { TreeLimits } from './list-tree';

/** A folder in the run's own, in which the code can write. */
export interface ScratchFolder {
	limits: TreeLimits;
	/** Before the code runs. */
	fill(folder: string): Promise<void>;
	/** After it ended, before the folder is removed. */
	collect(folder: string): Promise<void>;
}

/** A file as a report lists it. Tools report changes too, so it is among the ports. */
export type { ChangedFile as FileReport } from '../../core/ports/sandbox/sandbox-step';

export const defaultScratchLimits: TreeLimits = { bytes: 64 * 1024 * 1024, files: 10_000 };
/** Its name in the folder of the run. */
export const scratchName = 'scratch';
