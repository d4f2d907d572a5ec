import type { TrustStore } from '../trust/trust-store';
import { type ReportSummary, summarizeReport } from './sandbox-report';

type NamedReport = Pick<ReportSummary, 'sha256'> & Partial<ReportSummary>;

/** Lists the reports behind a manifest's approvals, as far as this machine has them. */
export function listReports(trust: TrustStore, manifestSha256: string): NamedReport[] {
	const hashes = new Set(trust.approvals(manifestSha256).flatMap(({ document }) => document.report ?? []));
	return [...hashes].map((sha256) => {
		const report = trust.report(sha256);
		return report === undefined ? { sha256 } : summarizeReport(report);
	});
}

export const describeReport = ({ sha256, level, startedAt }: NamedReport): string =>
	level === undefined
		? `sandbox report ${sha256}, which is not on this machine`
		: `sandbox report ${sha256}: level ${level}, run of ${startedAt}`;
