import { TroupeError } from '../../core/base/errors';
import type { RootDocument } from '../documents/root-document';
import { type JudgedVersion, judgeReport, type ReportProblem } from './judge-report';
import type { Evidence } from './read-evidence';
import { commandFor, demandsReport, identify, type SandboxDemand } from './sandbox-demand';
import type { SandboxReportFacts } from './sandbox-report';

interface ApprovalOfVersion {
	version: JudgedVersion;
	report: Evidence<SandboxReportFacts> | undefined;
	demand: SandboxDemand | undefined;
	root: RootDocument;
	nowMs: number;
}

/**
 * Checks the report of an approval, and that one exists if the policy demands it. @throws TroupeError APPROVAL_REFUSED, with all problems and the
 * command that makes a report
 */
export function requireReport({ version, report, demand: policy, root, nowMs }: ApprovalOfVersion): void {
	const demand = policy !== undefined && demandsReport(policy, identify(version.manifest)) ? policy : undefined;
	if (report === undefined && demand === undefined) return;
	const problems = report === undefined ? [missing(demand!)] : judgeReport(report, version, root, demand, nowMs);
	if (problems.length > 0) throw refuseReport(version, problems, demand);
}

const missing = (demand: SandboxDemand): ReportProblem => ({
	reason: 'report-missing',
	text: 'there is none',
	expected: `a report ${describeDemand(demand)}`,
	actual: 'nothing',
});

function refuseReport({ manifest }: JudgedVersion, problems: ReportProblem[], demand?: SandboxDemand): TroupeError {
	const { kind, name, version } = identify(manifest);
	const [{ reason, expected, actual }] = problems as [ReportProblem];
	const needed =
		demand === undefined ? 'its sandbox report does not support that' : `the policy demands a report ${describeDemand(demand)}`;
	const command = commandFor({ kind, name }, demand?.level);
	return new TroupeError({
		code: 'APPROVAL_REFUSED',
		message: `${kind} ${name} ${version} cannot be approved: ${needed}: ${problems.map(({ text }) => text).join('; ')}`,
		fix: `Test it in the sandbox: \`${command}\`. Then approve it with --report report.json.`,
		details: { reason, problems: problems.map((one) => one.reason), expected, actual, command },
	});
}

const describeDemand = ({ level, maxAge }: SandboxDemand) => `of the sandbox, of level ${level} or more and at most ${maxAge} old`;
