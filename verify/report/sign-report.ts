import { statementSigner } from '../../manifests/token/sign-statement';
import type { Signer } from '../../manifests/token/signer';
import type { VerifyReport } from './verify-report';

/** The type in the header of a signed report. */
export const verificationType = 'troupe-verification+jwt';

const days = 365;

export const signReport = (report: VerifyReport, signer: Signer): Promise<string> =>
	statementSigner(verificationType, signer)(report, { atMs: Date.parse(report.startedAt), days });
