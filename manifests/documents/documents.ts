/** The four signed documents. Each is an RS256 JWT with its own `typ`, so that none can be taken for another. */

export const issuer = 'troupe';
/** Of documents that are good for every tenant: roots, manifests, approvals, and snapshots of the tenant `default`. */
export const audience = 'troupe';
export const defaultTenant = 'default';
/** What a tenant may be called; it stands in paths and in the audience of its snapshot. */
export const tenantPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The `aud` of a tenant's snapshot: another tenant's is refused for it. */
export const audienceOf = (tenant: string): string => (tenant === defaultTenant ? audience : `${audience}:${tenant}`);

/** What every document claims. Times in seconds since the epoch. */
export interface Claims {
	iss: typeof issuer;
	/** `troupe`; of a snapshot `audienceOf(tenant)`. */
	aud: string;
	iat: number;
	exp: number;
	/** Rises by one with each new edition of the same document. */
	ver: number;
}

export const roles = ['root', 'author', 'approver', 'snapshot'] as const;
/** What a key may sign: the root, manifests, approvals, snapshots. A key has one role. */
export type Role = (typeof roles)[number];

/** RFC 7517, for RSA signatures only. */
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
 * Who may sign what. The one document that is trusted because a person put it there.
 * Signed by several keys it is several tokens with the same payload, byte for byte, one a line. Edition n + 1 carries the
 * signatures that edition n asks for, and those that it asks for itself (TUF specification, section 5.3).
 */
export interface RootDocument extends Claims {
	keys: PublicJwk[];
	/** `threshold`: how many distinct keys have to sign. */
	roles: Record<Role, { keyIds: string[]; threshold: number }>;
	/** Who holds a key, by `kid`, such as `ada@example.com`. An author's approval of her own manifest is not counted, whichever key she signs with. */
	owners?: Record<string, string>;
	/** Keys that sign nothing any more, by `kid`: also what they signed before is refused. */
	revokedKeyIds?: string[];
	/** True for a root that a machine made for itself, with no person behind it. */
	development: boolean;
}

export interface ManifestNode {
	/** As n8n names it: `n8n-nodes-troupe.troupeAgent`. */
	name: string;
	versions: number[];
}

export interface ManifestAgent {
	id: string;
	version: string;
	/** Of the definition's bytes, hex. */
	sha256: string;
}

export interface ManifestFile {
	/** Relative to the package's folder, with `/`. */
	path: string;
	size: number;
	sha256: string;
}

/** A list of files too long for a token: the list's own bytes are kept beside the manifest and are what `sha256` says (tree/file-list.ts). */
export interface DetachedFileList {
	/** Of the list's bytes, hex. */
	sha256: string;
	/** Of the list, in bytes. */
	size: number;
	/** How many files it names. */
	count: number;
}

/** A package that the code of another loads, as it lies in the same installation. */
export interface ManifestDependency {
	name: string;
	version: string;
	/** Of its file list's bytes, hex (tree/file-list.ts). */
	sha256: string;
}

/** What the package declares to hold; the build writes it to `dist/troupe.contents.json`. */
export interface PackageContents {
	nodes: ManifestNode[];
	jobTypes: string[];
	agents: ManifestAgent[];
	/** Commands of the command line; absent: all. */
	commands?: string[];
}

export const manifestKinds = ['package', 'agent', 'prompt'] as const;
export type ManifestKind = (typeof manifestKinds)[number];

/** What one version of a package holds, to the byte. Signed by its author; of a package of somebody else's, by whoever reviewed it. */
export interface PackageManifest extends Claims, PackageContents {
	/** Absent means `package`: manifests of before there were others. */
	kind?: 'package';
	package: { name: string; version: string };
	/** The versions of n8n it was made for, for people. */
	n8n?: string;
	/** Whether agents may run that the package does not hold: written in a node, or put into the agents folder. */
	unlistedAgents: 'allow' | 'deny';
	/** Top-level entries in which no file may stand that is not listed; `.` is the whole folder. */
	covers: string[];
	/** Empty where `fileList` names them. */
	files: ManifestFile[];
	fileList?: DetachedFileList;
	/** Every package outside of its folder that its code resolves to, and theirs; absent: none. */
	dependencies?: ManifestDependency[];
}

/** One version of an agent, as it is published. */
export interface AgentManifest extends Claims {
	kind: 'agent';
	/** `name` is the definition's id, `version` the definition's. */
	package: { name: string; version: string };
	/** The definition's JSON text, as it was written; its SHA-256 is what runs are bound to. */
	content: string;
	/** From the definition, for matching without reading it. */
	purpose: string;
	capabilities: string[];
	/** The published prompt that stands in for the definition's own, by range, such as `{name: 'support-tone', range: '^1.2'}`. */
	prompt?: { name: string; range: string };
}

/** One version of a prompt. */
export interface PromptManifest extends Claims {
	kind: 'prompt';
	package: { name: string; version: string };
	/** The text; `{{name}}` stands for a variable. */
	content: string;
	purpose: string;
	/** Names of the variables, each of which stands in the text. */
	variables: string[];
}

export type ManifestDocument = PackageManifest | AgentManifest | PromptManifest;

export const kindOf = (manifest: Pick<ManifestDocument, 'kind'>): ManifestKind => manifest.kind ?? 'package';

/** One approver's yes to one manifest. */
export interface ApprovalDocument extends Claims {
	/** SHA-256 of the manifest token, hex. */
	manifest: string;
	package: string;
	version: string;
	/** Of whom the key is, where the root says so. */
	approver: string;
	jti: string;
	/** SHA-256 of the report of the sandbox that the approver relied on, hex. */
	report?: string;
}

export type ManifestState = 'approved' | 'deprecated' | 'revoked';

export interface SnapshotEntry {
	/** SHA-256 of the manifest token, hex. */
	sha256: string;
	/** Absent means `package`. */
	kind?: ManifestKind;
	/** The package's name, the agent's id or the prompt's name. */
	package: string;
	version: string;
	state: ManifestState;
	/** Rises with each change of this entry; absent means 1. A newer snapshot with a lower one is refused. */
	revision?: number;
	/** Of a deprecated one, the version to go to. */
	successor?: string;
	/** For people: why it was deprecated or revoked. */
	reason?: string;
	/** Of a revoked one whose version may have several: this manifest alone. Absent: the version, whatever is signed under its number. */
	scope?: 'manifest';
}

/** On or off for the tenant; with `percent`, on for that share of the instances, each always on the same side. */
export interface SnapshotFlag {
	/** Any name; `agent:<id>`, `prompt:<name>`, `package:<name>`, `node:<type>` and `job-type:<type>` are heeded by the gate. */
	name: string;
	on: boolean;
	/** 1 to 100; absent means 100. */
	percent?: number;
}

/** Gives `to` to the share of instances whose bucket is at or under `percent`, and `from` to the others. */
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

export interface SnapshotPolicy {
	/** Packages of others that no manifest names. Default: allow, and say so. */
	unknownPackages?: 'allow' | 'deny';
	/** Agents that no manifest names, whatever the packages say. */
	unlistedAgents?: 'allow' | 'deny';
}

/** Which manifests are good today, for one tenant. It can withhold a manifest, never approve one. */
export interface SnapshotDocument extends Claims {
	manifests: SnapshotEntry[];
	flags?: SnapshotFlag[];
	rollouts?: SnapshotRollout[];
	policy?: SnapshotPolicy;
	/** Seconds after `exp` for which it is still served when no newer one can be had. Default 0, at most 30 days. */
	graceSeconds?: number;
	/** Issued for a site without a network: it counts in a pinned folder, where no registry is followed, and nowhere else. */
	offline?: OfflineUse;
}

export interface OfflineUse {
	/** Who asked the registry for it, such as `ada@example.com`. */
	requestedBy: string;
}

/** No snapshot for a site without a network is good for longer than this, from `iat` to `exp`. */
export const longestOfflineSeconds = 366 * 86_400;

/** The documents by their `typ`. */
export interface Documents {
	'troupe-root+jwt': RootDocument;
	'troupe-manifest+jwt': ManifestDocument;
	'troupe-approval+jwt': ApprovalDocument;
	'troupe-snapshot+jwt': SnapshotDocument;
}

export type DocumentType = keyof Documents;

/** The role whose keys sign a document. */
export const signerOf = {
	'troupe-root+jwt': 'root',
	'troupe-manifest+jwt': 'author',
	'troupe-approval+jwt': 'approver',
	'troupe-snapshot+jwt': 'snapshot',
} as const satisfies Record<DocumentType, Role>;

/** Where the documents lie in a package's folder; they cannot stand in the file set that one of them signs. */
export const manifestFileName = 'troupe.manifest.jwt';
export const trustFolderName = 'trust';
export const contentsFile = 'dist/troupe.contents.json';

/**
 * What stands in a trust folder, be it pinned by people, bundled with a package, or kept by the registry's client:
 * `root.jwt`, `roots/<ver>.jwt` (the later editions), `snapshot.jwt`, `approvals/*.jwt`, `manifests/<sha256>.jwt`, `file-lists/<sha256>.json`.
 */
export const rootFileName = 'root.jwt';
export const laterRootsFolderName = 'roots';
export const snapshotFileName = 'snapshot.jwt';
export const approvalsFolderName = 'approvals';
export const manifestsFolderName = 'manifests';
export const fileListsFolderName = 'file-lists';
