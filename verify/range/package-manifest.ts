import { getErrorMessage } from '../../core/base/errors';
import { trustSettings } from '../../manifests/client/registry-settings';
import { verifyPackage, type VerifiedPackage, type VerifyRequest } from '../../manifests/package/verify-package';
import type { Range } from './range';

/** Describes how the installation trusts its package. Nothing is asked of a registry. */
export function toVerifyRequest({ environment, installation }: Range): VerifyRequest {
	const { pinnedTrust, trustNamed, tenant, stalePolicy, requireRoot } = trustSettings(environment);
	return {
		packageFolder: installation.packageFolder,
		pinnedTrust,
		trustNamed,
		trustRules: { tenant, stalePolicy, requireRoot },
		nowMs: Date.now(),
	};
}

export const verifyInstalled = (range: Range): Promise<VerifiedPackage> =>
	range.once('package', () => verifyPackage(toVerifyRequest(range)));

/** Names the manifest of the package for the report. */
export const findPackageManifest = (range: Range): Promise<string> =>
	verifyInstalled(range).then(
		({ reference }) =>
			`${reference.package} ${reference.version}, sha256 ${reference.sha256}, ${reference.development ? 'development ' : ''}root ${reference.root}`,
		(error: unknown) => `not verified: ${getErrorMessage(error)}`,
	);
