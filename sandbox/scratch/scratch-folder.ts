import type { TreeLimits } from './list-tree';

export interface ScratchFolder {
	limits: TreeLimits;
	fill(folder: string): Promise<void>;
	/** After the code ended, before the folder is removed. */
	collect(folder: string): Promise<void>;
}

/** Tools report changes too, so it is among the ports. */
export type { ChangedFile as FileReport } from '../../core/ports/sandbox/sandbox-step';

export const defaultScratchLimits: TreeLimits = { bytes: 64 * 1024 * 1024, files: 10_000 };
export const scratchName = 'scratch';
