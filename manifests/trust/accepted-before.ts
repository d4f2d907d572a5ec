import { createHash } from 'node:crypto';
import { defaultTenant } from '../documents/documents';
import type { RootDocument } from '../documents/root-document';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { parseToken, type VerifiedToken } from '../token/read-token';
import { isoTime } from '../token/refused-token';
import type { HighWater } from './high-water';
import type { SnapshotMark } from './high-water-state';
import { requireSuccession, rolledBack } from './snapshot-succession';
import type { AnchorSource, TrustFolders, TrustSource } from './trust-folders';
import { refusal } from '../refusal';

type Snapshot = VerifiedToken<'troupe-snapshot+jwt'>;

interface AcceptedBeforeOptions {
	folders: TrustFolders;
	root: RootDocument;
	rootFrom: AnchorSource;
	tenant?: string;
	/** Absent: no earlier documents are known or noted. */
	highWater?: HighWater;
}

export class AcceptedBefore {
	readonly #options: AcceptedBeforeOptions;

	constructor(options: AcceptedBeforeOptions) {
		this.#options = options;
	}

	/** @throws TroupeError MANIFEST_ROLLED_BACK */
	requireRoot(name: string): void {
		const { highWater } = this.#options;
		const source = this.#rootSource();
		const mark = source === undefined ? undefined : highWater?.marks(source).root;
		if (mark === undefined) return;
		const { version, sha256 } = this.#rootMark();
		if (version < mark.version) {
			const details = { expected: mark.version, actual: version };
			throw rolledBack(
				name,
				'rollback',
				`it leads to edition ${version} of the root, but edition ${mark.version} was accepted before`,
				details,
			);
		}
		if (version === mark.version && sha256 !== mark.sha256) {
			const details = { expected: mark.sha256, actual: sha256 };
			throw rolledBack(name, 'equivocation', `another edition ${version} of the root was accepted before`, details);
		}
	}

	/**
	 * TUF specification, section 5.5: a snapshot must not be older, differ under the same version, or take an entry back. Returns true for the last
	 * accepted snapshot. @throws TroupeError MANIFEST_ROLLED_BACK
	 */
	requireSnapshot(name: string, { document, sha256 }: Snapshot, from: TrustSource): boolean {
		const source = this.#sourceOf(from);
		const mark = this.#snapshotMark(source);
		if (source === undefined || mark === undefined) return false;
		if (document.ver < mark.version) {
			const details = { expected: mark.version, actual: document.ver };
			const last = this.#accepted(source);
			const before = `${mark.version}${last ? ` of ${issuedAt(last)}` : ''}`;
			throw rolledBack(
				name,
				'rollback',
				`it is snapshot ${document.ver} of ${issuedAt(document)}, but ${before} was accepted before`,
				details,
			);
		}
		if (sha256 === mark.sha256) return true;
		if (document.ver === mark.version) {
			const details = { expected: mark.sha256, actual: sha256 };
			throw rolledBack(name, 'equivocation', `another snapshot ${document.ver} was accepted before`, details);
		}
		const last = this.#accepted(source);
		if (last) requireSuccession(name, last, document);
		return false;
	}

	/**
	 * A site can lose and regain its registry. Compares entries with the other source, not version numbers: the registry continues while a bundle
	 * travels. @throws TroupeError MANIFEST_ROLLED_BACK
	 */
	requireOtherSource(name: string, { document }: Snapshot, from: TrustSource): void {
		const { highWater, tenant = defaultTenant } = this.#options;
		const other = from === 'registry' ? 'pinned' : document.offline === undefined ? undefined : 'registry';
		if (highWater === undefined || other === undefined) return;
		for (const source of highWater.sources(`${other} ${tenant} `)) {
			const last = this.#snapshotMark(source) && this.#accepted(source);
			if (last && (other === 'registry' || last.offline !== undefined)) requireSuccession(name, last, document);
		}
	}

	/** After a registry's snapshot, no older one from elsewhere can replace it. @throws TroupeError MANIFEST_STALE */
	requireNoRegistrySnapshot(name: string): void {
		const mark = this.#snapshotMark(this.#sourceOf('registry'));
		if (mark === undefined) return;
		throw refusal({
			code: 'MANIFEST_STALE',
			message: `${name} is refused: snapshot ${mark.version} of the registry was accepted before, but ${this.#options.folders.registry} has no snapshot`,
			fix: 'Make the registry reachable again. If it no longer exists, run `troupe manifest trust reset`.',
			retryable: true,
			details: { document: name, reason: 'missing', expected: `snapshot ${mark.version} or later of the registry`, actual: 'none' },
		});
	}

	note({ document, sha256, keyId }: Snapshot, from: TrustSource, snapshotToken: Uint8Array, nowMs: number): void {
		const { highWater, root, rootFrom } = this.#options;
		highWater?.noteRoot({ pinned: rootFrom === 'pinned', real: !root.development });
		const rootSource = this.#rootSource();
		if (rootSource !== undefined) highWater?.advance(rootSource, { root: this.#rootMark() }, nowMs);
		const source = this.#sourceOf(from);
		if (source === undefined) return;
		const snapshot = { version: document.ver, sha256, keyId, rootVersion: root.ver };
		highWater?.advance(source, { snapshot, snapshotToken }, nowMs);
	}

	/** Undefined if the signing key is no longer trusted. */
	#snapshotMark(source: string | undefined): SnapshotMark | undefined {
		const { highWater, root } = this.#options;
		const mark = source === undefined ? undefined : highWater?.marks(source).snapshot;
		if (mark === undefined) return undefined;
		const { roles, revokedKeyIds = [] } = root;
		return roles.snapshot.keyIds.includes(mark.keyId) && !revokedKeyIds.includes(mark.keyId) ? mark : undefined;
	}

	/** Returns the verified snapshot; undefined if its copy is lost. */
	#accepted(source: string): SnapshotDocument | undefined {
		const token = this.#options.highWater?.acceptedSnapshot(source);
		return token ? parseToken(source, 'troupe-snapshot+jwt', token).claimed : undefined;
	}

	/** The hash covers only the claims: signatures can be added to an edition. */
	#rootMark(): { version: number; sha256: string } {
		const { root } = this.#options;
		return { version: root.ver, sha256: createHash('sha256').update(JSON.stringify(root)).digest('hex') };
	}

	#rootSource(): string | undefined {
		const { folders, rootFrom } = this.#options;
		return this.#sourceOf(folders.registry !== undefined ? 'registry' : rootFrom);
	}

	/** Undefined for a package's documents: another version brings its own. */
	#sourceOf(from: TrustSource): string | undefined {
		const { folders, tenant = defaultTenant } = this.#options;
		const folder = from === 'bundled' ? undefined : folders[from];
		return folder === undefined ? undefined : `${from} ${tenant} ${folder}`;
	}
}

const issuedAt = ({ iat }: Pick<SnapshotDocument, 'iat'>): string => isoTime(iat);
