import { getKind, type ManifestDocument } from '../../documents/documents';
import { canHaveSeveralManifests } from '../../documents/several-manifests';
import { findOwner, personName } from '../../trust/count-approvals';
import { denied } from '../access/access';
import { maxReason } from '../api/fields';
import type { Change } from '../changes/change';
import { about, conflict, findManifest, refuseOtherRevision } from '../find/find-manifest';
import { type RejectedDraft, readReviews } from '../find/reviews';
import type { RejectRequest } from '../registry-api';
import type { Connection, ManifestRow } from '../store/tables';
import { isSameContent, type Origin, readDocument } from './same-version';

/** A new reason replaces the first. @param hide masks the reason, which stays in the audit */
export async function reject(
	change: Change,
	sha256: string,
	{ revision, ...request }: RejectRequest,
	hide: (text: string) => string,
): Promise<void> {
	const reason = hide(request.reason).slice(0, maxReason);
	const { connection, at, caller } = change;
	const row = await findManifest(connection, sha256);
	change.identify(row);
	requireDraft(row, 'rejected');
	const review = (await readReviews(connection, [sha256])).get(sha256);
	if (review?.rejected_at && review.reason === reason) return;
	refuseOtherRevision(row, revision);
	const rejection = { rejected_at: at, rejected_by: caller.subject, reason };
	await connection
		.insertInto('reviews')
		.values({ manifest: sha256, notes: null, ...rejection })
		.onConflict((one) => one.columns(['manifest']).doUpdateSet(rejection))
		.execute();
	// Earlier approvers must review again.
	await connection
		.updateTable('manifests')
		.set({ revision: row.revision + 1 })
		.where('sha256', '=', sha256)
		.execute();
	change.note({ state: 'rejected', reason });
	change.event('manifest.rejected', about(row));
}

/** Removes a draft with its reviews. The version is free again. */
export async function withdraw(change: Change, sha256: string): Promise<void> {
	const row = await findManifest(change.connection, sha256);
	change.identify(row);
	requireDraft(row, 'withdrawn');
	requireAuthor(change, row, 'withdrawn', 'Ask the author to withdraw it, or reject it with a reason: `troupe manifest reject`.');
	await removeDraft(change.connection, row);
	change.note({});
	change.event('manifest.withdrawn', about(row));
}

/**
 * Lists rejected drafts that a corrected manifest replaces. A bundle replaces none. @throws TroupeError STATE_CONFLICT for rejected content,
 * whoever signed it again; ACCESS_DENIED for the draft of another person
 */
export async function listReplaced(change: Change, document: ManifestDocument, rejected: RejectedDraft[], origin: Origin) {
	const isReplaced = !canHaveSeveralManifests({ kind: getKind(document), name: document.package.name });
	for (const draft of rejected) {
		const isFinal = origin === 'bundle' && isReplaced;
		if (isFinal || isSameContent(await readDocument(change, draft.sha256), document)) await refuseRejected(change, draft.sha256);
		if (isReplaced) requireAuthor(change, draft, 'replaced', 'Ask the author to correct or withdraw it, or publish the next version.');
	}
	return isReplaced ? rejected : [];
}

/** @throws TroupeError STATE_CONFLICT for a rejected draft */
export async function refuseRejected({ connection }: Change, sha256: string): Promise<void> {
	const review = (await readReviews(connection, [sha256])).get(sha256);
	if (!review?.rejected_at) return;
	const { name, version } = await findManifest(connection, sha256);
	throw conflict(
		`${name} ${version} was rejected by ${review.rejected_by}: ${review.reason}`,
		{ expected: 'draft', actual: 'rejected' },
		'Correct it, and publish it again; the version may stay the same.',
	);
}

export async function removeDraft(connection: Connection, { sha256, file_list: list }: Pick<ManifestRow, 'sha256' | 'file_list'>) {
	for (const table of ['evidence', 'approvals', 'reviews'] as const)
		await connection.deleteFrom(table).where('manifest', '=', sha256).execute();
	await connection.deleteFrom('manifests').where('sha256', '=', sha256).execute();
	if (list === null) return;
	const others = await connection.selectFrom('manifests').select('sha256').where('file_list', '=', list).limit(1).execute();
	if (others.length === 0) await connection.deleteFrom('file_lists').where('sha256', '=', list).execute();
}

type Signed = Pick<ManifestRow, 'author' | 'key_id'> & { publisher?: string };

export const listAuthors = ({ root: { document } }: Change, { author, key_id: keyId, publisher }: Signed): string[] =>
	[author, findOwner(document, keyId), publisher].filter((name) => name !== undefined).map(personName);

function requireAuthor(change: Change, draft: Pick<ManifestRow, 'name' | 'version'> & Signed, what: string, fix: string): void {
	if (listAuthors(change, draft).includes(personName(change.caller.subject))) return;
	throw denied('owner', `${draft.name} ${draft.version} can only be ${what} by its author or publisher.`, fix);
}

function requireDraft({ name, version, state }: ManifestRow, what: string): void {
	if (state === 'draft') return;
	throw conflict(
		`${name} ${version} is ${state}; only a draft can be ${what}`,
		{ expected: 'draft', actual: state },
		'Deprecate or revoke a version that was approved.',
	);
}
