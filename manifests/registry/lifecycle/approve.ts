import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ApprovalDocument } from '../../documents/documents';
import { readToken, type VerifiedToken } from '../../token/read-token';
import { countApprovals, ownerOf, personName } from '../../trust/count-approvals';
import type { Change } from '../changes/change';
import { ringOf } from '../changes/root-keeper';
import type { ApprovalRequest } from '../registry-api';
import type { ManifestRow } from '../store/tables';
import { about, findManifest, refuseOtherRevision, revoked } from '../find/find-manifest';
import { refuseRevokedVersion } from './same-version';
import type { Origin } from './same-version';
import { refuseTooMany } from './snapshot-room';

/** Counts one approver's yes; with as many as the root asks for, the draft becomes approved. */
export async function approve(change: Change, sha256: string, request: ApprovalRequest, origin: Origin = 'caller'): Promise<void> {
	const { connection, caller, root, at } = change;
	const { subject } = caller;
	const row = await findManifest(connection, sha256);
	const approval = readApproval(change, request.token);
	refuseWrong(row, approval);
	refuseSelf(change, row, approval.keyId, origin);
	if (row.state === 'revoked') {
		if (origin === 'bundle') return;
		throw revoked(row);
	}
	if (row.state === 'draft') await refuseRevokedVersion(change, row);
	// An author's key that the root does not name any more vouches for nothing.
	readToken('The manifest', 'troupe-manifest+jwt', Buffer.from(row.token, 'latin1'), ringOf(root, 'author', 'The manifest'), change.nowMs);

	const known = await connection.selectFrom('approvals').select(['key_id', 'token']).where('manifest', '=', sha256).execute();
	// What instances would not count is not counted here: keys are taken from the root, and approvals expire.
	const holding = known.filter(({ token }) => holds(change, token)).map(({ key_id: keyId }) => ({ keyId }));
	if (holding.some(({ keyId }) => keyId === approval.keyId)) return;
	refuseOtherRevision(row, request.revision);
	await connection
		.insertInto('approvals')
		.values({
			manifest: sha256,
			key_id: approval.keyId,
			approver: ownerOf(root.document, approval.keyId) ?? approval.document.approver,
			subject,
			token: request.token,
			at,
		})
		.onConflict((one) => one.columns(['manifest', 'key_id']).doUpdateSet({ subject, token: request.token, at }))
		.execute();
	const { counted, threshold, enough } = countApprovals(root.document, row.key_id, [...holding, { keyId: approval.keyId }]);
	change.note({ keyId: approval.keyId, approvals: counted.length, threshold });
	if (row.state !== 'draft') {
		// Of one that is approved already it is noted, and nothing about it changes; but what keys that left the root had stopped goes on.
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
	if (document.manifest !== row.sha256 || document.package !== row.name || document.version !== row.version) throw ofAnother(row, document);
}

/** Neither by her key nor by her access token, whichever of the two she wrote or published it with. */
function refuseSelf({ root: { document }, caller }: Change, row: ManifestRow, keyId: string, origin: Origin): void {
	const authors = namesOf(row.author, ownerOf(document, row.key_id), origin === 'caller' ? row.publisher : undefined);
	const approvers = namesOf(ownerOf(document, keyId), origin === 'caller' ? caller.subject : undefined);
	if (!approvers.some((approver) => authors.includes(approver))) return;
	throw new TroupeError({
		code: 'APPROVAL_REFUSED',
		message: `${row.name} ${row.version} cannot be approved by who wrote or published it`,
		fix: 'Have it approved by somebody else.',
		details: { reason: 'self-approval', keyId },
	});
}

function ofAnother(row: ManifestRow, document: ApprovalDocument): TroupeError {
	return new TroupeError({
		code: 'APPROVAL_REFUSED',
		message: `The approval is of ${document.package} ${document.version} (${document.manifest}), expected ${row.name} ${row.version} (${row.sha256}): an approval is of the bytes that the approver saw`,
		fix: 'Look at the manifest as it is now, and sign an approval of that.',
		details: { reason: 'another-manifest', expected: row.sha256, actual: document.manifest },
	});
}

const namesOf = (...names: Array<string | undefined>) => names.filter((name) => name !== undefined).map(personName);

const readApproval = ({ root, nowMs }: Change, token: string) =>
	readToken('The approval', 'troupe-approval+jwt', Buffer.from(token, 'latin1'), ringOf(root, 'approver', 'The approval'), nowMs);

function holds(change: Change, token: string): boolean {
	try {
		readApproval(change, token);
		return true;
	} catch (error) {
		if (isTroupeError(error) && error.code === 'TOKEN_INVALID') return false;
		throw error;
	}
}
