import { machineTrust } from './machine-trust';

/** Reads the root that decides on this machine. @throws TroupeError TRUST_ROOT_MISSING */
export async function readRoot(environment: NodeJS.ProcessEnv) {
	const { openTrust } = await import('../../../manifests/package/verify-package');
	return openTrust(await machineTrust({}, environment)).root.document;
}
