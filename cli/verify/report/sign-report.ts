import canonicalize from 'canonicalize';
import { type Environment, readSetting } from '../../../core/base/settings';
import { readSigner } from '../../../manifests/keys/key-files';
import { signPayload } from '../../../manifests/token/sign-token';
import type { VerifyReport } from './verify-report';

/** The type in the header of a signed report. */
export const verificationType = 'troupe-verification+jwt';

const days = 365;

/**
 * Opens a key before anything is played: a wrong passphrase should not cost a run.
 * @returns what signs a report as JWS in compact serialization, which `troupe manifest check-token` verifies
 * @throws TroupeError INPUT_INVALID
 */
export function openReportSigner(
	folder: string,
	role: 'author' | 'approver',
	environment: Environment,
): (report: VerifyReport) => Promise<string> {
	const signer = readSigner(folder, role, { passphrase: readSetting('TROUPE_KEY_PASSPHRASE', environment) });
	return (report) => {
		const iat = Math.floor(Date.parse(report.startedAt) / 1000);
		return signPayload(verificationType, canonicalize({ ...report, iat, exp: iat + days * 86_400 })!, signer);
	};
}
