import { TroupeError } from '../../../core/base/errors';
import type { ApprovalDocument } from '../../documents/approval-document';
import { type Evidence, readEvidence } from '../../evidence/read-evidence';
import { requireReport } from '../../evidence/require-report';
import { reportKind, type SandboxReportFacts, summarizeReport } from '../../evidence/sandbox-report';
import { sortEvidence } from '../../evidence/sort-evidence';
import { takeEvaluations } from './take-evaluations';
import { parseToken } from '../../token/read-token';
import type { Change } from '../changes/change';
import { parseDemands } from '../settings/change-policy';
import type { ManifestRow } from '../store/tables';

/** Checks and stores the evidence of an approval, and what the policy demands. @throws TroupeError APPROVAL_REFUSED, TOKEN_INVALID */
export async function takeEvidence(
	change: Change,
	row: ManifestRow,
	approval: ApprovalDocument,
	tokens: readonly string[] = [],
): Promise<void> {
	const { root, nowMs, connection, at } = change;
	const { reports, evaluations } = sortEvidence(tokens);
	await takeEvaluations(change, row, approval, evaluations);
	const report = findNamed(change, approval, reports);
	const { claimed: manifest } = parseToken('The manifest', 'troupe-manifest+jwt', Buffer.from(row.token, 'latin1'));
	const version = { manifest, sha256: row.sha256, authorKeyId: row.key_id };
	requireReport({ version, report, demand: parseDemands(change.head).sandbox, root: root.document, nowMs });
	if (report === undefined) return;
	const facts = JSON.stringify(summarizeReport(report));
	await connection
		.insertInto('evidence')
		.values({ manifest: row.sha256, sha256: report.sha256, type: reportKind.type, facts, token: report.token, at })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	change.note({ report: report.sha256, level: report.facts.level.reached });
}

/** Only the named evidence counts: another report says nothing about this approval. */
function findNamed(
	{ root }: Change,
	{ report: expected }: ApprovalDocument,
	tokens: readonly string[],
): Evidence<SandboxReportFacts> | undefined {
	const reports = tokens.map((token) => readEvidence('The sandbox report', reportKind, Buffer.from(token, 'latin1'), root.document));
	const other = reports.find(({ sha256 }) => sha256 !== expected);
	if (other === undefined) return reports.at(0);
	throw new TroupeError({
		code: 'APPROVAL_REFUSED',
		message: `The sandbox report has the hash ${other.sha256}, but the approval names ${expected ?? 'no report'}`,
		fix: 'Sign the approval with the report that you send: `troupe manifest approve --report FILE`.',
		details: { reason: 'report-subject', expected: expected ?? 'no report', actual: other.sha256 },
	});
}
