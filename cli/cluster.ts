import type { ProcessEngine } from '../engine-adapter/engine';

/** Opens a cluster; tests put another engine in its place. */
export type Connect = (address: string, onProblem: (line: string) => void) => Promise<ProcessEngine>;

/** @throws TroupeError INPUT_INVALID for the address, ENGINE_UNREACHABLE */
export const connectCluster: Connect = async (address, onProblem) => {
	const { connectZeebe } = await import('../engine-adapter/zeebe/zeebe-engine');
	return connectZeebe({ address, onProblem });
};
