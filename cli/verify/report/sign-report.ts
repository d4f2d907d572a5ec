import type { Environment } from '../../../core/base/settings/setting-names';
import { openStatementSigner } from '../../../manifests/token/sign-statement';
import type { VerifyReport } from './verify-report';

/** The type in the header of a signed report. */
export const verificationType = 'troupe-verification+jwt';

const days = 365;

/**
 * Opens a key before anything is played: a wrong passphrase should not cost a run.
 * @returns what signs a report
 * @throws TroupeError INPUT_INVALID
 */
export function openReportSigner(
	keys: string,
	role: 'author' | 'approver',
	environment: Environment,
): (report: VerifyReport) => Promise<string> {
	const sign = openStatementSigner(verificationType, { keys, role, environment });
	return (report) => sign(report, { atMs: Date.parse(report.startedAt), days });
}
