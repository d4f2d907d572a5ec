/** The four signed documents. Each is an RS256 JWT with its own `typ`, so that none can be taken for another. */

export const issuer = 'troupe';
export const audience = 'troupe';

/** What every document claims. Times in seconds since the epoch. */
export interface Claims {
	iss: typeof issuer;
	aud: typeof audience;
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

/** Who may sign what. The one document that is trusted because a person put it there. */
export interface RootDocument extends Claims {
	keys: PublicJwk[];
	/** `threshold`: how many distinct keys have to sign. A document signed by several keys is several tokens. */
	roles: Record<Role, { keyIds: string[]; threshold: number }>;
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

/** What the package declares to hold; the build writes it to `dist/troupe.contents.json`. */
export interface PackageContents {
	nodes: ManifestNode[];
	jobTypes: string[];
	agents: ManifestAgent[];
	/** Commands of the command line; absent: all. */
	commands?: string[];
}

/** What one version of a package holds, to the byte. Signed by its author. */
export interface ManifestDocument extends Claims, PackageContents {
	package: { name: string; version: string };
	/** The versions of n8n it was made for, for people. */
	n8n?: string;
	/** Whether agents may run that the package does not hold: written in a node, or put into the agents folder. */
	unlistedAgents: 'allow' | 'deny';
	/** Top-level entries in which no file may stand that is not listed; `.` is the whole folder. */
	covers: string[];
	files: ManifestFile[];
}

/** One approver's yes to one manifest. */
export interface ApprovalDocument extends Claims {
	/** SHA-256 of the manifest token, hex. */
	manifest: string;
	package: string;
	version: string;
	approver: string;
	jti: string;
}

export type ManifestState = 'approved' | 'deprecated' | 'revoked';

export interface SnapshotEntry {
	/** SHA-256 of the manifest token, hex. */
	sha256: string;
	package: string;
	version: string;
	state: ManifestState;
}

/** Which manifests are good today. It can withhold a manifest, never approve one. */
export interface SnapshotDocument extends Claims {
	manifests: SnapshotEntry[];
}

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
export const rootFileName = 'root.jwt';
export const snapshotFileName = 'snapshot.jwt';
export const approvalsFolderName = 'approvals';
export const contentsFile = 'dist/troupe.contents.json';
