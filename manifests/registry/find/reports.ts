import { isAtLeast } from '../../../core/ports/sandbox/levels';
import { isFresh } from '../../evidence/judge-report';
import { commandFor, demandsReport, describeSubject, type SandboxDemand } from '../../evidence/sandbox-demand';
import { reportKind, type ReportSummary } from '../../evidence/sandbox-report';
import type { ManifestSummary } from '../registry-api';
import { readPolicy } from '../settings/change-policy';
import type { Connection, Database } from '../store/tables';
import type { Judge } from './judge-manifest';

export async function readReports(
	connection: Database | Connection,
	manifests: readonly string[],
): Promise<{ reports: Map<string, ReportSummary[]>; demand?: SandboxDemand }> {
	const rows = await connection
		.selectFrom('evidence')
		.select(['manifest', 'facts'])
		.where('type', '=', reportKind.type)
		.where('manifest', 'in', manifests)
		.orderBy('at', 'desc')
		.execute();
	const reports = new Map<string, ReportSummary[]>();
	for (const { manifest, facts } of rows) reports.set(manifest, [...(reports.get(manifest) ?? []), JSON.parse(facts) as ReportSummary]);
	return { reports, demand: (await readPolicy(connection)).sandbox };
}

export function describeReports(
	{ nowMs }: Judge,
	version: Pick<ManifestSummary, 'kind' | 'name' | 'version' | 'state'>,
	reports: ReportSummary[],
	demand: SandboxDemand | undefined,
): Pick<ManifestSummary, 'reports' | 'testInSandbox'> {
	if (version.state === 'revoked' || version.state === 'rejected' || describeSubject(version) === undefined)
		return reports.length === 0 ? {} : { reports };
	const demanded = demand !== undefined && demandsReport(demand, version) ? demand : undefined;
	// An approved version stays approved: its report was fresh then.
	const isDraft = version.state === 'draft';
	const fits = ({ level, startedAt }: ReportSummary) =>
		demanded === undefined || (isAtLeast(level, demanded.level) && (!isDraft || isFresh(startedAt, demanded, nowMs)));
	return { reports, ...(!reports.some(fits) && { testInSandbox: commandFor(version, demanded?.level) }) };
}
