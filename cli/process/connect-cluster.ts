import type { ProcessEngine } from '../../engine-adapter/engine';

/** Connects to a cluster. Tests pass another engine. */
type Connect = (address: string, onProblem: (line: string) => void, onBackPressure?: () => void) => Promise<ProcessEngine>;

/**
 * Connects over Camunda's REST API v2 (of a cluster or of `troupe serve`) for `http://…` and `https://…`, and over gRPC for any other address.
 * @throws TroupeError INPUT_INVALID for an invalid address, ENGINE_UNREACHABLE
 */
export const connectCluster: Connect = async (address, onProblem, onBackPressure) => {
	if (/^https?:/i.test(address)) {
		const { connectCamundaRest } = await import('../../engine-adapter/zeebe/rest-engine');
		return connectCamundaRest({ address, onProblem, onBackPressure });
	}
	const { connectZeebe } = await import('../../engine-adapter/zeebe/zeebe-engine');
	return connectZeebe({ address, onProblem, onBackPressure });
};
