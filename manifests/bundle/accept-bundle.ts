import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { isoTime } from '../token/refused-token';
import { SeenFiles } from '../tree/seen-files';
import { AcceptedBefore } from '../trust/accepted-before';
import { TrustStore } from '../trust/trust-store';
import type { AcceptedBundle, AcceptRequest } from './accepted-bundle';
import { compareSnapshots } from './bundle-changes';
import { lastSnapshot } from './last-snapshot';
import { commit, layOut } from './lay-out-bundle';
import { refuseExtraManifests, wholeManifests } from './whole-manifests';

/**
 * Verifies every part of a bundle in a folder beside the trust folder before anything changes. The snapshot is written last; until then the site uses
 * its current one. @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_*
 */
export function acceptBundle(input: AcceptRequest): AcceptedBundle {
	const { bundle, into, highWater } = input;
	const request = { ...input, nowMs: highWater?.now(input.nowMs) ?? input.nowMs };
	createFolder(dirname(into));
	const draft = join(dirname(into), `.${basename(into)}-${randomUUID()}.draft`);
	try {
		layOut(draft, request);
		const trust = new TrustStore({ pinned: draft, named: true }, new SeenFiles(), request.nowMs, { tenant: bundle.tenant });
		const snapshot = trust.snapshot();
		const last = lastSnapshot(into, trust, snapshot.document, request);
		const before = new AcceptedBefore({
			...{ folders: { pinned: into }, root: trust.root.document, rootFrom: 'pinned', tenant: bundle.tenant, highWater },
		});
		before.requireRoot('the root of the bundle');
		before.requireSnapshot('the snapshot of the bundle', snapshot, 'pinned');
		const { whole, lapsed } = wholeManifests(bundle, snapshot.document, trust);
		refuseExtraManifests(bundle, snapshot.document);
		if (!request.check) {
			commit(draft, into);
			before.note(snapshot, 'pinned', Buffer.from(bundle.snapshot, 'latin1'), request.nowMs);
		}
		const end = Math.min(snapshot.document.exp, trust.root.document.exp);
		return {
			tenant: bundle.tenant,
			snapshotVersion: snapshot.document.ver,
			goodUntil: isoTime(end),
			...(snapshot.document.offline && { offline: snapshot.document.offline }),
			roots: trust.root.document.ver,
			manifests: whole.length,
			approvals: whole.reduce((sum, { approvals }) => sum + approvals, 0),
			changes: compareSnapshots(last, snapshot.document),
			lapsed: lapsed.map(({ what, reason }) => ({ what, reason: reason.replaceAll(`${draft}/`, '') })),
			endsSooner: whole.filter(({ until }) => until < end).map(({ what, until }) => ({ what, until: isoTime(until) })),
		};
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
}
