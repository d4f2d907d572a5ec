import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ApprovalDocument } from '../../documents/approval-document';
import type { Evidence } from '../../evidence/read-evidence';
import { readEvidence } from '../../evidence/read-evidence';
import { requireReport } from '../../evidence/require-report';
import { reportKind, summarizeReport } from '../../evidence/sandbox-report';
import type { SandboxReportFacts } from '../../evidence/sandbox-report';
import { sortEvidence } from '../../evidence/sort-evidence';
import { parseToken, readToken, type VerifiedToken } from '../../token/read-token';
import { countApprovals, findOwner, personName } from '../../trust/count-approvals';
import type { Change } from '../changes/change';
import { refuseRetired, selectKeys } from '../changes/root-keeper';
import type { ApprovalRequest } from '../registry-api';
import { parseDemands } from '../settings/change-policy';
import type { ManifestRow } from '../store/tables';
import { about, findManifest, refuseOtherRevision, revoked } from '../find/find-manifest';
import { type Origin, refuseRevokedVersion } from './same-version';
import { listAuthors, refuseRejected } from './review-draft';
import { refuseTooMany } from './snapshot-limit';
import { takeEvaluations } from './take-evaluations';

/** With as many approvals as the root requires, the draft becomes approved. */
export async function approve(change: Change, sha256: string, request: ApprovalRequest, origin: Origin = 'caller'): Promise<void> {
	const { connection, caller, root, at } = change;
	const { subject } = caller;
	const row = await findManifest(connection, sha256);
	change.identify(row);
	const approval = readApproval(change, request.token);
	refuseWrong(row, approval);
	refuseSelf(change, row, approval.keyId, origin);
	if (row.state === 'revoked') {
		if (origin === 'bundle') return;
		throw revoked(row);
	}
	if (row.state === 'draft') {
		await refuseRevokedVersion(change, row);
		await refuseRejected(change, row.sha256);
	}
	readToken(
		'The manifest',
		'troupe-manifest+jwt',
		Buffer.from(row.token, 'latin1'),
		selectKeys(root, 'author', 'The manifest'),
		change.nowMs,
	);

	const rows = await connection.selectFrom('approvals').select(['key_id', 'token']).where('manifest', '=', sha256).execute();
	// Counts only what instances count: keys leave the root, and approvals expire.
	const holding = rows.filter(({ token }) => holds(change, token)).map(({ key_id: keyId }) => ({ keyId }));
	if (holding.some(({ keyId }) => keyId === approval.keyId)) return;
	if (origin === 'caller') refuseRetired(root, 'approver', approval.keyId, 'The approval');
	refuseOtherRevision(row, request.revision);
	// The exporting registry judged a bundle's approvals by its own policy.
	if (origin === 'caller') await takeEvidence(change, row, approval.document, request.evidence);
	await connection
		.insertInto('approvals')
		.values({
			manifest: sha256,
			key_id: approval.keyId,
			approver: findOwner(root.document, approval.keyId) ?? approval.document.approver,
			subject,
			token: request.token,
			at,
		})
		.onConflict((one) => one.columns(['manifest', 'key_id']).doUpdateSet({ subject, token: request.token, at }))
		.execute();
	const { counted, threshold, enough } = countApprovals(root.document, row.key_id, [...holding, { keyId: approval.keyId }]);
	change.note({ keyId: approval.keyId, approvals: counted.length, threshold });
	if (row.state !== 'draft') {
		if (!enough || countApprovals(root.document, row.key_id, holding).enough) return;
		change.event('manifest.approved', about(row));
		return change.touchSnapshot();
	}
	if (enough) await refuseTooMany(change);
	await connection
		.updateTable('manifests')
		.set({ revision: row.revision + 1, ...(enough && { state: 'approved' as const }) })
		.where('sha256', '=', sha256)
		.execute();
	if (!enough) return;
	change.note({ state: 'approved' });
	change.event('manifest.approved', about(row));
	change.touchSnapshot();
}

function refuseWrong(row: ManifestRow, { document }: VerifiedToken<'troupe-approval+jwt'>): void {
	if (document.manifest !== row.sha256 || document.package !== row.name || document.version !== row.version)
		throw refuseOtherManifest(row, document);
}

/** The approver must not be the author, by key or by access token. */
function refuseSelf(change: Change, row: ManifestRow, keyId: string, origin: Origin): void {
	const {
		root: { document },
		caller,
	} = change;
	const authors = listAuthors(change, origin === 'caller' ? row : { ...row, publisher: undefined });
	const approvers = [findOwner(document, keyId), origin === 'caller' ? caller.subject : undefined];
	if (!approvers.some((approver) => approver !== undefined && authors.includes(personName(approver)))) return;
	throw new TroupeError({
		code: 'APPROVAL_REFUSED',
		message: `${row.name} ${row.version} cannot be approved by its author or publisher`,
		fix: 'Have it approved by another person.',
		details: { reason: 'self-approval', keyId },
	});
}

function refuseOtherManifest(row: ManifestRow, document: ApprovalDocument): TroupeError {
	return new TroupeError({
		code: 'APPROVAL_REFUSED',
		message: `The approval is for ${document.package} ${document.version} (${document.manifest}), expected ${row.name} ${row.version} (${row.sha256}). An approval applies only to the exact bytes that were reviewed`,
		fix: 'Review the current manifest, and sign an approval of it.',
		details: { reason: 'another-manifest', expected: row.sha256, actual: document.manifest },
	});
}

const readApproval = ({ root, nowMs }: Change, token: string) =>
	readToken('The approval', 'troupe-approval+jwt', Buffer.from(token, 'latin1'), selectKeys(root, 'approver', 'The approval'), nowMs);

function holds(change: Change, token: string): boolean {
	try {
		readApproval(change, token);
		return true;
	} catch (error) {
		if (isTroupeError(error) && error.code === 'TOKEN_INVALID') return false;
		throw error;
	}
}

/** @throws TroupeError APPROVAL_REFUSED, TOKEN_INVALID */
async function takeEvidence(change: Change, row: ManifestRow, approval: ApprovalDocument, tokens: readonly string[] = []): Promise<void> {
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
