import type { ApprovedEvaluation } from '../evidence/approved-evaluations';

/** The four signed documents. Each is an RS256 JWT with its own `typ`, so that no document can be mistaken for another. */
import type { Capabilities } from '../../core/ports/capabilities/capabilities';

export const issuer = 'troupe';
/** The audience of documents that apply to every tenant: roots, manifests, approvals, and snapshots of the tenant `default`. */
export const audience = 'troupe';
export const defaultTenant = 'default';
/** The allowed names of tenants. The name is part of paths and of the audience of the tenant's snapshot. */
export const tenantPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Returns the `aud` of a tenant's snapshot. A snapshot of another tenant has another `aud` and is refused. */
export const getAudience = (tenant: string): string => (tenant === defaultTenant ? audience : `${audience}:${tenant}`);

/** The claims of every document. Times are in seconds since the epoch. */
export interface Claims {
	iss: typeof issuer;
	/** `troupe`; in a snapshot the audience of its tenant. */
	aud: string;
	iat: number;
	exp: number;
	/** Increases by one with each new edition of the same document. */
	ver: number;
}

export const roles = ['root', 'author', 'approver', 'snapshot'] as const;
/** Documents that a key can sign: the root, manifests, approvals, snapshots. A key has one role. */
export type Role = (typeof roles)[number];

/** An RFC 7517 key, for RSA signatures only. */
export interface PublicJwk {
	kty: 'RSA';
	n: string;
	e: string;
	kid: string;
	use: 'sig';
	alg: 'RS256';
	key_ops?: string[];
}

/**
 * Says who may sign what. The only document that is trusted because a person put it there. A root that several keys sign consists of several tokens
 * with the same payload, byte for byte, one per line. Edition n + 1 carries the signatures that edition n requires and those that it requires itself
 * (TUF specification, section 5.3).
 */
export interface RootDocument extends Claims {
	keys: PublicJwk[];
	/** `threshold`: how many distinct keys have to sign. */
	roles: Record<Role, { keyIds: string[]; threshold: number }>;
	/** The person who holds a key, by `kid`, such as `ada@example.com`. An author cannot approve her own manifest, whichever key she signs with. */
	owners?: Record<string, string>;
	/**
	 * Keys of authors and approvers that can no longer sign, by `kid`, with the time in seconds since the epoch. They keep their role, so that what they
	 * signed until then stays valid.
	 */
	retiredKeys?: Record<string, number>;
	/** Keys that can no longer sign, by `kid`. Documents that they signed earlier are refused too. */
	revokedKeyIds?: string[];
	/** True for a root that a machine made for itself and that no person vouches for. */
	development: boolean;
}

export interface ManifestNode {
	/** The name that n8n uses: `n8n-nodes-troupe.troupeAgent`. */
	name: string;
	versions: number[];
}

export interface ManifestAgent {
	id: string;
	version: string;
	/** SHA-256 of the definition's bytes, hex. */
	sha256: string;
}

export interface ManifestFile {
	/** Relative to the package's folder, with `/`. */
	path: string;
	size: number;
	sha256: string;
}

/**
 * A list of files that is too long for a token. The list is stored beside the manifest, and `sha256` is the hash of its bytes (tree/file-list.ts).
 */
export interface DetachedFileList {
	/** SHA-256 of the list's bytes, hex. */
	sha256: string;
	/** Size of the list, in bytes. */
	size: number;
	/** Number of files in the list. */
	count: number;
}

/** A package that the code of another package loads, as installed beside it. */
export interface ManifestDependency {
	name: string;
	version: string;
	/** SHA-256 of the bytes of its file list, hex (tree/file-list.ts). */
	sha256: string;
}

/** A package inside the folder of another. Its files are among those of the other. */
export interface NestedPackage {
	/** Relative to the folder, such as `node_modules/left-pad`. */
	path: string;
	version: string;
}

/** The declared contents of a package. The build writes them to `dist/troupe.contents.json`. */
export interface PackageContents {
	nodes: ManifestNode[];
	jobTypes: string[];
	agents: ManifestAgent[];
	/** Commands of the command line. Absent: all. */
	commands?: string[];
}

export const manifestKinds = ['package', 'agent', 'prompt', 'policy', 'template', 'evaluation'] as const;
export type ManifestKind = (typeof manifestKinds)[number];

/** The exact contents of one version of a package. Signed by its author; a third-party package is signed by the person who reviewed it. */
export interface PackageManifest extends Claims, PackageContents {
	/** Absent means `package`: older manifests have no kind. */
	kind?: 'package';
	package: { name: string; version: string };
	/** The n8n versions it was made for. Information for people. */
	n8n?: string;
	/** Rule for agents that are not in the package: written in a node, or put into the agents folder. */
	unlistedAgents: 'allow' | 'deny';
	/** Top-level entries that must contain listed files only. `.` is the whole folder. */
	covers: string[];
	/** Empty when `fileList` names the files. */
	files: ManifestFile[];
	fileList?: DetachedFileList;
	/** Every package outside its folder that its code loads, directly or through other packages. Absent: none. */
	dependencies?: ManifestDependency[];
	/** The packages that npm put into its folder, so that people see their versions. `files` has their hashes. Absent: none, or not stated. */
	nestedPackages?: NestedPackage[];
	/** Capabilities of its code. Absent: it is not restricted. Earlier versions refuse a manifest with a list, which they could not enforce. */
	permissions?: Capabilities;
}

/** One published version of an agent. */
export interface AgentManifest extends Claims {
	kind: 'agent';
	/** `name` and `version` are the id and the version of the definition. */
	package: { name: string; version: string };
	/** The JSON text of the definition, unchanged. Runs are bound to its SHA-256. */
	content: string;
	/** Copied from the definition, so that matching does not need to read it. */
	purpose: string;
	capabilities: string[];
	/** The published prompt that replaces the definition's own prompt, by range, such as `{name: 'support-tone', range: '^1.2'}`. */
	prompt?: { name: string; range: string };
	/** The tools and node types that it may use. Absent: what the definition names. */
	permissions?: Capabilities;
}

/** One published version of a prompt. */
export interface PromptManifest extends Claims {
	kind: 'prompt';
	package: { name: string; version: string };
	/** The text. `{{name}}` marks a variable. */
	content: string;
	purpose: string;
	/** The names of the variables. Each one appears in the text. */
	variables: string[];
}

/** One published version of a guardrail policy. */
export interface PolicyManifest extends Claims {
	kind: 'policy';
	/** `name` and `version` are the id and the version of the policy. */
	package: { name: string; version: string };
	/** The JSON text of the policy, unchanged. */
	content: string;
	/** Copied from the policy. */
	purpose: string;
}

/** One published version of a template. */
export interface TemplateManifest extends Claims {
	kind: 'template';
	/** `name` and `version` are the id and the version of the template. */
	package: { name: string; version: string };
	/** The JSON text of the template with the contents of its files. */
	content: string;
	/** Copied from the template. */
	purpose: string;
}

/** One published version of an evaluation set. */
export interface EvaluationManifest extends Claims {
	kind: 'evaluation';
	/** `name` and `version` are the id and the version of the set. */
	package: { name: string; version: string };
	/** The JSON text of the set, with its recordings and their hash. */
	content: string;
	/** Copied from the set. */
	purpose: string;
}

/** Manifest of a document that the gate compares by its SHA-256. */
export type PublishedManifest = AgentManifest | PromptManifest | PolicyManifest | TemplateManifest | EvaluationManifest;

export type ManifestDocument = PackageManifest | PublishedManifest;

export const getKind = (manifest: Pick<ManifestDocument, 'kind'>): ManifestKind => manifest.kind ?? 'package';

/** One person's approval of one manifest. */
export interface ApprovalDocument extends Claims {
	/** SHA-256 of the manifest token, hex. */
	manifest: string;
	package: string;
	version: string;
	/** The person who holds the key, if the root names one. */
	approver: string;
	jti: string;
	/** SHA-256 of the sandbox report that the approver relied on, hex: of the text that was signed. */
	report?: string;
	/** The results of evaluations that the approval is based on. */
	evaluations?: ApprovedEvaluation[];
}

export type ManifestState = 'approved' | 'deprecated' | 'revoked';

export interface SnapshotEntry {
	/** SHA-256 of the manifest token, hex. */
	sha256: string;
	/** Absent means `package`. */
	kind?: ManifestKind;
	/** The package's name, the id of the agent, the policy, the template or the evaluation set, or the prompt's name. */
	package: string;
	version: string;
	state: ManifestState;
	/** Increases with each change of this entry; absent means 1. A newer snapshot with a lower revision is refused. */
	revision?: number;
	/** The version to use instead of a deprecated one. */
	successor?: string;
	/** Reason of the deprecation or revocation. Information for people. */
	reason?: string;
	/**
	 * `manifest`: only this manifest of the version was revoked. Absent: the whole version was revoked, whatever is signed under its number later.
	 */
	scope?: 'manifest';
}

/** A feature flag of the tenant. With `percent`, it is on for that share of the instances. An instance always stays on the same side. */
export interface SnapshotFlag {
	/** Any name. The gate reads `agent:<id>`, `prompt:<name>`, `policy:<id>`, `template:<id>`, `evaluation:<id>`, `package:<name>`, `node:<type>` and `job-type:<type>`. */
	name: string;
	on: boolean;
	/** 1 to 100; absent means 100. */
	percent?: number;
}

/** Gives `to` to the instances whose bucket is at or below `percent`, and `from` to the others. */
export interface SnapshotRollout {
	id: string;
	kind: ManifestKind;
	package: string;
	from: string;
	to: string;
	/** 0 to 100. */
	percent: number;
	state: 'running' | 'paused' | 'completed' | 'aborted';
}

/** From the strictest to the most lenient. */
export const stalePolicies = ['deny', 'allow-last-approved', 'audit'] as const;
/**
 * Rule for an expired snapshot and grace period without a newer one: nothing runs; the versions that were approved when this machine last accepted a
 * fresh snapshot; or everything that the snapshot allows, with a line in the audit log.
 */
export type StalePolicy = (typeof stalePolicies)[number];

export interface SnapshotPolicy {
	/** Third-party packages that no manifest names. Default: allow, with a warning. */
	unknownPackages?: 'allow' | 'deny';
	/** Agents that no manifest names, whatever the packages say. */
	unlistedAgents?: 'allow' | 'deny';
	/** The most lenient rule for an expired snapshot that a machine may choose. Default: audit. */
	stalePolicy?: StalePolicy;
}

/** Lists the manifests that are valid today, for one tenant. A snapshot can withhold a manifest, but it can never approve one. */
export interface SnapshotDocument extends Claims {
	manifests: SnapshotEntry[];
	flags?: SnapshotFlag[];
	rollouts?: SnapshotRollout[];
	policy?: SnapshotPolicy;
	/** Seconds after `exp` during which it is still used when no newer snapshot is available. Default 0, max 30 days. */
	graceSeconds?: number;
	/** Issued for a site without a network. It counts only in a pinned folder on a machine that follows no registry. */
	offline?: OfflineUse;
}

export interface OfflineUse {
	/** The person who requested it from the registry, such as `ada@example.com`. */
	requestedBy: string;
}

/** The max lifetime of a snapshot for a site without a network, from `iat` to `exp`. */
export const maxOfflineSeconds = 366 * 86_400;

/** The documents by their `typ`. */
export interface Documents {
	'troupe-root+jwt': RootDocument;
	'troupe-manifest+jwt': ManifestDocument;
	'troupe-approval+jwt': ApprovalDocument;
	'troupe-snapshot+jwt': SnapshotDocument;
}

export type DocumentType = keyof Documents;

/** The role whose keys sign each type of document. */
export const signerRoles = {
	'troupe-root+jwt': 'root',
	'troupe-manifest+jwt': 'author',
	'troupe-approval+jwt': 'approver',
	'troupe-snapshot+jwt': 'snapshot',
} as const satisfies Record<DocumentType, Role>;

/** The documents in a package's folder. The signed list of files cannot contain them, because one of them signs it. */
export const manifestFileName = 'troupe.manifest.jwt';
export const trustFolderName = 'trust';
export const contentsFile = 'dist/troupe.contents.json';

/**
 * The files of a trust folder, whether pinned by people, bundled with a package, or written by the registry's client: `root.jwt`, `roots/<ver>.jwt`
 * (the later editions), `snapshot.jwt`, `approvals/*.jwt`, `manifests/<sha256>.jwt`, `file-lists/<sha256>.json`, `reports/<sha256>.jwt`.
 */
export const rootFileName = 'root.jwt';
export const laterRootsFolderName = 'roots';
export const snapshotFileName = 'snapshot.jwt';
export const approvalsFolderName = 'approvals';
export const manifestsFolderName = 'manifests';
export const fileListsFolderName = 'file-lists';
/** Reports of the sandbox, by the hash that approvals name. For people: gates do not read them. */
export const reportsFolderName = 'reports';
