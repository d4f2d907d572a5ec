import type { ProcessEngine } from '../../engine-adapter/engine';

/** Opens a cluster; tests put another engine in its place. */
type Connect = (address: string, onProblem: (line: string) => void, onBackPressure?: () => void) => Promise<ProcessEngine>;

/**
 * By the address: `http://…` and `https://…` over Camunda's REST API v2 (a cluster's, or that of `troupe serve`), anything else over gRPC.
 * @throws TroupeError INPUT_INVALID for the address, ENGINE_UNREACHABLE
 */
export const connectCluster: Connect = async (address, onProblem, onBackPressure) => {
	if (/^https?:/i.test(address)) {
		const { connectCamundaRest } = await import('../../engine-adapter/zeebe/rest-engine');
		return connectCamundaRest({ address, onProblem, onBackPressure });
	}
	const { connectZeebe } = await import('../../engine-adapter/zeebe/zeebe-engine');
	return connectZeebe({ address, onProblem, onBackPressure });
};
