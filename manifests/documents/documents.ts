/** The four signed documents. Each is an RS256 JWT with its own `typ`: none can pass for another. */
import type { ApprovalDocument } from './approval-document';
import { audience, type ManifestKind } from './document-words';
import type { PackageManifest } from './package-manifest';
import type { AgentManifest, EvaluationManifest, PolicyManifest, PromptManifest, TemplateManifest } from './published-manifests';
import type { RootDocument } from './root-document';
import type { SnapshotDocument } from './snapshot-document';

export const defaultTenant = 'default';
/** Names are part of paths and of the audience of the tenant's snapshot. */
export const tenantPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** A snapshot of another tenant has another `aud` and is refused. */
export const getAudience = (tenant: string): string => (tenant === defaultTenant ? audience : `${audience}:${tenant}`);

export const roles = ['root', 'author', 'approver', 'snapshot'] as const;
/** A key has one role. */
export type Role = (typeof roles)[number];

export type PublishedManifest = AgentManifest | PromptManifest | PolicyManifest | TemplateManifest | EvaluationManifest;

export type ManifestDocument = PackageManifest | PublishedManifest;

export const getKind = (manifest: Pick<ManifestDocument, 'kind'>): ManifestKind => manifest.kind ?? 'package';

/** Max snapshot lifetime for a site without a network, from `iat` to `exp`. */
export const maxOfflineSeconds = 366 * 86_400;

export interface Documents {
	'troupe-root+jwt': RootDocument;
	'troupe-manifest+jwt': ManifestDocument;
	'troupe-approval+jwt': ApprovalDocument;
	'troupe-snapshot+jwt': SnapshotDocument;
}

export type DocumentType = keyof Documents;

export const signerRoles = {
	'troupe-root+jwt': 'root',
	'troupe-manifest+jwt': 'author',
	'troupe-approval+jwt': 'approver',
	'troupe-snapshot+jwt': 'snapshot',
} as const satisfies Record<DocumentType, Role>;

export const manifestFileName = 'troupe.manifest.jwt';
export const trustFolderName = 'trust';
export const contentsFile = 'dist/troupe.contents.json';

/**
 * Files of a trust folder: `root.jwt`, `roots/<ver>.jwt` (the later editions), `snapshot.jwt`, `approvals/*.jwt`, `manifests/<sha256>.jwt`,
 * `file-lists/<sha256>.json`, `reports/<sha256>.jwt`.
 */
export const rootFileName = 'root.jwt';
export const laterRootsFolderName = 'roots';
export const snapshotFileName = 'snapshot.jwt';
export const approvalsFolderName = 'approvals';
export const manifestsFolderName = 'manifests';
export const fileListsFolderName = 'file-lists';
export const reportsFolderName = 'reports';
