import type { Environment } from '../../core/base/settings/setting-names';
import type { RootDocument } from '../documents/root-document';
import { machineTrust } from './machine-trust';

/** @throws TroupeError TRUST_ROOT_MISSING */
export async function readRoot(environment?: Environment): Promise<RootDocument> {
	const { openTrust } = await import('../package/verify-package');
	return openTrust(await machineTrust({}, environment)).root.document;
}
