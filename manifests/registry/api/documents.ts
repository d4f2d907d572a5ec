import type { DetachedFileList } from '../../documents/documents';
import type { ManifestSummary } from './lifecycle';

export interface RootEdition {
	version: number;
	/** One token a line. */
	tokens: string;
}

export interface SnapshotAnswer {
	token: string;
	/** Strong, RFC 9110: changes with each edition. */
	etag: string;
}

/** The fields next to the token are those that consumers of other registries expect. Only the token is trusted. */
export interface ManifestAnswer extends ManifestSummary {
	token: string;
	/** The claims, for reading. */
	manifest: Record<string, unknown>;
	/** `sha256:` and the hash of the token, hex. */
	checksum: string;
	/** The token's third part, base64url. */
	signature: string;
	signature_key_id: string;
	approvalTokens: string[];
	/** The signed documents that the approvals name by their hashes. Older registries leave it out. */
	evidenceTokens?: string[];
	fileList?: DetachedFileList;
}

export interface BundleRequest {
	/** For a site without a network: how long it is to live by this bundle. Absent: the snapshot of now, which lasts for minutes. */
	validForSeconds?: number;
}

export interface Bundle {
	version: 1;
	tenant: string;
	roots: RootEdition[];
	snapshot: string;
	manifests: string[];
	approvals: string[];
	fileLists: string[];
}
