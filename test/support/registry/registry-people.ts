/** People with real keys for a registry: an author and two approvers with a given threshold, and what they sign. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageManifest } from '../../../manifests/documents/package-manifest';
import type {
	AgentManifest,
	EvaluationManifest,
	PolicyManifest,
	PromptManifest,
	TemplateManifest,
} from '../../../manifests/documents/published-manifests';
import type { RootDocument } from '../../../manifests/documents/root-document';
import { readSigningKey, toJwk } from '../../../manifests/keys/create-keys';
import { snapshotSigner, type SnapshotSigner } from '../../../manifests/registry/changes/snapshot-signer';
import { signToken, type SigningKey } from '../../../manifests/token/sign-token';
import { copyTestKeys } from '../test-keys';

export interface RegistryPeople {
	/** The first edition of the root: `author` is Ada's, `approver` Bob's, `second` Carol's. */
	root: string;
	rootDocument: RootDocument;
	keys: Record<'root' | 'author' | 'approver' | 'second' | 'snapshot' | 'secondSnapshot', SigningKey>;
	signers: SnapshotSigner[];
	/** Signs a prompt's manifest and returns the token and its hash. */
	prompt(name: string, version: string, more?: Partial<PromptManifest>): SignedManifest;
	agent(id: string, version: string, more?: Partial<AgentManifest>): SignedManifest;
	policy(id: string, version: string, more: Partial<PolicyManifest> & { content: string }): SignedManifest;
	template(id: string, version: string, more: Partial<TemplateManifest> & { content: string }): SignedManifest;
	evaluation(id: string, version: string, more: Partial<EvaluationManifest> & { content: string }): SignedManifest;
	/** Signs a package whose files are in `listOfFiles`. */
	package(name: string, version: string, more?: Partial<PackageManifest>): SignedManifest;
	/** Signs the manifest of another party's package, as installed. */
	installed(name: string, version: string, more?: Partial<PackageManifest>, by?: SigningKey): SignedManifest;
	approval(manifest: SignedManifest, key?: SigningKey): string;
	/** Signs another edition of the root. */
	edition(change: Partial<RootDocument>, key?: SigningKey): string;
}

export interface SignedManifest {
	token: string;
	sha256: string;
	name: string;
	version: string;
}

export const ada = { tenant: 'default', subject: 'ada@example.com' };
export const bob = { tenant: 'default', subject: 'bob@example.com' };
export const carol = { tenant: 'default', subject: 'carol@example.com' };

/** A detached list of files, and its entry in a manifest. */
export const listOfFiles = (() => {
	const content = JSON.stringify([{ path: 'index.js', sha256: 'a'.repeat(64), size: 1 }]);
	return { content, fileList: { sha256: createHash('sha256').update(content).digest('hex'), size: content.length, count: 1 } };
})();

export async function gatherPeople({ threshold = 1, nowMs = Date.now() } = {}): Promise<RegistryPeople> {
	const [own, others] = [await readKeys('people'), await readKeys('others')];
	const keys = {
		root: own('root'),
		author: own('author'),
		approver: own('approver'),
		snapshot: own('snapshot'),
		second: others('approver'),
		secondSnapshot: others('snapshot'),
	};
	const document = {
		ver: 1,
		keys: [keys.root, keys.author, keys.approver, keys.second, keys.snapshot].map(toJwk),
		roles: {
			root: { keyIds: [keys.root.keyId], threshold: 1 },
			author: { keyIds: [keys.author.keyId], threshold: 1 },
			approver: { keyIds: [keys.approver.keyId, keys.second.keyId], threshold },
			snapshot: { keyIds: [keys.snapshot.keyId], threshold: 1 },
		},
		owners: { [keys.author.keyId]: ada.subject, [keys.approver.keyId]: bob.subject, [keys.second.keyId]: carol.subject },
		development: false,
	};
	const sign = (root: Partial<RootDocument>, key: SigningKey) =>
		signToken('troupe-root+jwt', { ...document, ...root }, key, { nowMs, days: 365 });
	const signed = (token: string, name: string, version: string): SignedManifest => ({
		token,
		sha256: createHash('sha256').update(token).digest('hex'),
		name,
		version,
	});
	return {
		root: sign({}, keys.root),
		rootDocument: document as unknown as RootDocument,
		keys,
		signers: [snapshotSigner(keys.snapshot), snapshotSigner(keys.secondSnapshot)],
		prompt(name, version, more) {
			const manifest = {
				ver: 1,
				kind: 'prompt' as const,
				package: { name, version },
				content: 'Be kind to {{who}}.',
				purpose: 'Tone',
				variables: ['who'],
			};
			return signed(signToken('troupe-manifest+jwt', { ...manifest, ...more }, keys.author, { nowMs, days: 365 }), name, version);
		},
		agent(id, version, more) {
			const definition = { id, version, instructions: 'Answer briefly.', model: 'openai:gpt-4.1-mini' };
			const manifest = {
				ver: 1,
				kind: 'agent' as const,
				package: { name: id, version },
				content: JSON.stringify(definition),
				purpose: 'Answers questions',
				capabilities: ['support.answer'],
			};
			return signed(signToken('troupe-manifest+jwt', { ...manifest, ...more }, keys.author, { nowMs, days: 365 }), id, version);
		},
		policy(id, version, more) {
			const manifest = { ver: 1, kind: 'policy' as const, package: { name: id, version }, purpose: 'Stops links.' };
			return signed(signToken('troupe-manifest+jwt', { ...manifest, ...more }, keys.author, { nowMs, days: 365 }), id, version);
		},
		template(id, version, more) {
			const manifest = { ver: 1, kind: 'template' as const, package: { name: id, version }, purpose: 'Greets.' };
			return signed(signToken('troupe-manifest+jwt', { ...manifest, ...more }, keys.author, { nowMs, days: 365 }), id, version);
		},
		evaluation(id, version, more) {
			const manifest = { ver: 1, kind: 'evaluation' as const, package: { name: id, version }, purpose: 'Greets.' };
			return signed(signToken('troupe-manifest+jwt', { ...manifest, ...more }, keys.author, { nowMs, days: 365 }), id, version);
		},
		package(name, version, more) {
			const { fileList } = listOfFiles;
			const contents = { nodes: [], jobTypes: [], agents: [], files: [], fileList };
			const manifest = { ver: 1, package: { name, version }, ...contents, unlistedAgents: 'deny' as const, covers: ['.'] };
			return signed(signToken('troupe-manifest+jwt', { ...manifest, ...more }, keys.author, { nowMs, days: 365 }), name, version);
		},
		installed(name, version, more, by = keys.author) {
			const manifest = {
				ver: 1,
				package: { name, version },
				...{ nodes: [], jobTypes: [], agents: [], commands: [] },
				unlistedAgents: 'deny' as const,
				covers: ['.'],
				files: [{ path: 'package.json', size: 2, sha256: 'a'.repeat(64) }],
			};
			return signed(signToken('troupe-manifest+jwt', { ...manifest, ...more }, by, { nowMs, days: 365 }), name, version);
		},
		approval({ sha256, name, version }, key = keys.approver) {
			const approver = document.owners[key.keyId] ?? 'somebody';
			const approval = { ver: 1, manifest: sha256, package: name, version, approver, jti: randomUUID() };
			return signToken('troupe-approval+jwt', approval, key, { nowMs, days: 365 });
		},
		edition: (change, key = keys.root) => sign(change, key),
	};
}

async function readKeys(kind: 'people' | 'others'): Promise<(role: 'root' | 'author' | 'approver' | 'snapshot') => SigningKey> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-people-'));
	try {
		await copyTestKeys(folder, kind);
		const read = Object.fromEntries(
			(['root', 'author', 'approver', 'snapshot'] as const).map((role) => [role, readSigningKey(folder, role)]),
		);
		return (role) => read[role]!;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Returns the unverified claims of a token. */
export const claimsOf = <Document>(token: string): Document =>
	JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Document;
