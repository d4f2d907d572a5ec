import { reportKind } from '../../manifests/evidence/sandbox-report';
import type { Signer } from '../../manifests/token/signer';
import { signPayload } from '../../manifests/token/sign-token';
import type { SandboxReport } from './report-shape';
import { canonicalReport } from './report';

/** Signs a report as compact JWS. The payload is its canonical JSON, byte for byte. */
export function signReport(report: SandboxReport, signer: Signer): Promise<string> {
	return signPayload(reportKind.type, canonicalReport(report), signer);
}
