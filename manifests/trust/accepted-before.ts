import { createHash } from 'node:crypto';
import { defaultTenant, type RootDocument, type SnapshotDocument } from '../documents/documents';
import { parseToken, type VerifiedToken } from '../token/read-token';
import { isoTime } from '../token/refused-token';
import type { HighWater, SnapshotMark } from './high-water';
import { requireSuccession, rolledBack } from './snapshot-succession';
import type { AnchorSource, TrustFolders, TrustSource } from './trust-folders';
import { refusal } from '../refusal';

type Snapshot = VerifiedToken<'troupe-snapshot+jwt'>;

interface AcceptedBeforeOptions {
	folders: TrustFolders;
	/** What speaks now, and where its anchor lies. */
	root: RootDocument;
	rootFrom: AnchorSource;
	tenant?: string;
	/** Absent: nothing is known of what was accepted, and nothing noted. */
	highWater?: HighWater;
}

/** What this machine accepted from each of its sources of trust, held against what they say now. */
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
			throw rolledBack(name, 'rollback', `it leads to edition ${version} of the root, and ${mark.version} was accepted before`, details);
		}
		if (version === mark.version && sha256 !== mark.sha256) {
			const details = { expected: mark.sha256, actual: sha256 };
			throw rolledBack(name, 'equivocation', `another edition ${version} of the root was accepted before`, details);
		}
	}

	/**
	 * TUF specification, section 5.5: neither older than the last one, nor another of the same version, nor one that takes an entry back.
	 * Says whether it is the very one that was accepted last.
	 * @throws TroupeError MANIFEST_ROLLED_BACK
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
				`it is snapshot ${document.ver} of ${issuedAt(document)}, and ${before} was accepted before`,
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
	 * A site may be cut off from its registry, or come back to it: what one of the two told, the other does not take back. Their numbers are
	 * not compared, for the registry goes on while a bundle travels; their entries are.
	 * @throws TroupeError MANIFEST_ROLLED_BACK
	 */
	requireOtherWay(name: string, { document }: Snapshot, from: TrustSource): void {
		const { highWater, tenant = defaultTenant } = this.#options;
		const other = from === 'registry' ? 'pinned' : document.offline === undefined ? undefined : 'registry';
		if (highWater === undefined || other === undefined) return;
		for (const source of highWater.sources(`${other} ${tenant} `)) {
			const last = this.#snapshotMark(source) && this.#accepted(source);
			if (last && (other === 'registry' || last.offline !== undefined)) requireSuccession(name, last, document);
		}
	}

	/** Once a registry's snapshot was accepted, an older one from elsewhere does not stand in for it. @throws TroupeError MANIFEST_STALE */
	requireNoneOfRegistry(name: string): void {
		const mark = this.#snapshotMark(this.#sourceOf('registry'));
		if (mark === undefined) return;
		throw refusal({
			code: 'MANIFEST_STALE',
			message: `${name} is refused: the registry's snapshot ${mark.version} was accepted before, and ${this.#options.folders.registry} holds none`,
			fix: 'Bring the registry back within reach. If it is gone for good: `troupe manifest trust reset`.',
			retryable: true,
			details: { document: name, reason: 'missing', expected: `snapshot ${mark.version} or later of the registry`, actual: 'none' },
		});
	}

	/** Notes a snapshot as accepted, and the root above it. */
	note({ document, sha256, keyId }: Snapshot, from: TrustSource, snapshotToken: Uint8Array, nowMs: number): void {
		const { highWater, root } = this.#options;
		const rootSource = this.#rootSource();
		if (rootSource !== undefined) highWater?.advance(rootSource, { root: this.#rootMark() }, nowMs);
		const source = this.#sourceOf(from);
		if (source === undefined) return;
		const snapshot = { version: document.ver, sha256, keyId, rootVersion: root.ver };
		highWater?.advance(source, { snapshot, snapshotToken }, nowMs);
	}

	/** The mark that speaks for a source's snapshot; none once the key behind it is trusted no more. */
	#snapshotMark(source: string | undefined): SnapshotMark | undefined {
		const { highWater, root } = this.#options;
		const mark = source === undefined ? undefined : highWater?.marks(source).snapshot;
		if (mark === undefined) return undefined;
		const { roles, revokedKeyIds = [] } = root;
		return roles.snapshot.keyIds.includes(mark.keyId) && !revokedKeyIds.includes(mark.keyId) ? mark : undefined;
	}

	/** What was verified when it was accepted; undefined when its copy is lost. */
	#accepted(source: string): SnapshotDocument | undefined {
		const token = this.#options.highWater?.acceptedSnapshot(source);
		return token ? parseToken(source, 'troupe-snapshot+jwt', token).claimed : undefined;
	}

	/** Of the claims: signatures may be added to an edition. */
	#rootMark(): { version: number; sha256: string } {
		const { root } = this.#options;
		return { version: root.ver, sha256: createHash('sha256').update(JSON.stringify(root)).digest('hex') };
	}

	#rootSource(): string | undefined {
		const { folders, rootFrom } = this.#options;
		return this.#sourceOf(folders.registry !== undefined ? 'registry' : rootFrom);
	}

	/** The name under which marks are kept. What came with a package has none: another version of the package brings its own. */
	#sourceOf(from: TrustSource): string | undefined {
		const { folders, tenant = defaultTenant } = this.#options;
		const folder = from === 'bundled' ? undefined : folders[from];
		return folder === undefined ? undefined : `${from} ${tenant} ${folder}`;
	}
}

const issuedAt = ({ iat }: Pick<SnapshotDocument, 'iat'>): string => isoTime(iat);
