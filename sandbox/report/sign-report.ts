import type { Signer } from '../../manifests/token/signer';
import { signPayload } from '../../manifests/token/sign-token';
import { canonicalReport, type SandboxReport } from './report';

/** The type in the header of a signed report. */
export const reportType = 'troupe-sandbox-report+jwt';

/** Signs a report as JWS in compact serialization. The payload is its canonical JSON, byte for byte. */
export function signReport(report: SandboxReport, signer: Signer): Promise<string> {
	return signPayload(reportType, canonicalReport(report), signer);
}
