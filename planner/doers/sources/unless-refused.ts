import { isTroupeError } from '../../../core/base/errors';

const refusals = /^(?:MANIFEST_.*|TOKEN_INVALID|TRUST_ROOT_MISSING|AGENT_INVALID|AGENT_NOT_FOUND|NOT_SUPPORTED)$/;

/** Returns undefined for what no manifest allows, or what cannot be read. Other faults are thrown. */
export async function unlessRefused<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await work();
	} catch (error) {
		if (isTroupeError(error) && refusals.test(error.code)) return undefined;
		throw error;
	}
}
