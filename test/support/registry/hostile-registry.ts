/** A registry that can lie: a real HTTP server with documents signed by real keys, a client that follows it, and the state of that client. */
import { createHash, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegistryClientOptions } from '../../../manifests/client/client-options';
import { openRegistryClient, type RegistryClient } from '../../../manifests/client/registry-client';
import { registryCacheFolder } from '../../../manifests/client/registry-settings';
import { defaultTenant, getAudience } from '../../../manifests/documents/documents';
import type { RootDocument } from '../../../manifests/documents/root-document';
import type { SnapshotDocument, SnapshotEntry } from '../../../manifests/documents/snapshot-document';
import { toJwk } from '../../../manifests/keys/create-keys';
import { signToken, type SigningKey } from '../../../manifests/token/sign-token';
import { SeenFiles } from '../../../manifests/tree/seen-files';
import { AuditLog, type AuditLine } from '../../../manifests/trust/audit-log';
import { HighWater } from '../../../manifests/trust/high-water';
import type { StalePolicy } from '../../../manifests/trust/stale-policy';
import { TrustStore } from '../../../manifests/trust/trust-store';
import { testKey } from '../test-keys';

export interface Signed {
	token: string;
	sha256: string;
	entry: SnapshotEntry;
	approvals: string[];
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const createRoles = { root: ['root-1', 'root-2'], author: ['author-1'], approver: ['approver-1', 'approver-2'], snapshot: ['snapshot-1'] };
const minute = 60_000;

export class HostileRegistry {
	readonly home = mkdtempSync(join(tmpdir(), 'troupe-hostile-'));
	readonly pinned = join(this.home, 'trust');
	readonly requests: string[] = [];
	/** The time of the machine and of all signers. */
	nowMs = Date.now();
	/** Answers instead of the registry, by path below `/api/v1/`. */
	readonly lies = new Map<string, Handler>();
	readonly #manifests = new Map<string, Signed>();
	readonly #roots = new Map<number, string>();
	readonly #streams = new Set<ServerResponse>();
	readonly #clients: RegistryClient[] = [];
	readonly #server = createServer((request, response) => this.#answer(request, response));
	#snapshot = '';
	url = '';

	static async start(): Promise<HostileRegistry> {
		const registry = new HostileRegistry();
		registry.pin(registry.root());
		registry.#server.listen(0, '127.0.0.1');
		await once(registry.#server, 'listening');
		registry.url = `http://127.0.0.1:${(registry.#server.address() as AddressInfo).port}/`;
		return registry;
	}

	async stop(): Promise<void> {
		for (const client of this.#clients) client.stop();
		this.goDown();
		if (this.#server.listening) {
			this.#server.close();
			await once(this.#server, 'close');
		}
		rmSync(this.home, { recursive: true, force: true });
	}

	/** Cuts every connection and refuses new ones. */
	goDown(): void {
		this.#server.close();
		this.#server.closeAllConnections();
	}

	// what people sign

	root(change: Partial<RootDocument> = {}, signers = ['root-1'], roles: Partial<Record<keyof typeof createRoles, string[]>> = {}): string {
		const named = { ...createRoles, ...roles };
		const keyIds = [...new Set([...Object.values(named).flat()])];
		const document = {
			ver: 1,
			keys: keyIds.map((keyId) => toJwk(testKey(keyId))),
			roles: Object.fromEntries(Object.entries(named).map(([role, ids]) => [role, { keyIds: ids, threshold: 1 }])) as RootDocument['roles'],
			development: false,
			...change,
		};
		return signers
			.map((keyId) => signToken('troupe-root+jwt', document, testKey(keyId), { nowMs: this.nowMs - minute, days: 365 }))
			.join('\n');
	}

	prompt(name: string, version: string, { signer = 'author-1', approvers = ['approver-1'], content = 'Be kind.' } = {}): Signed {
		const document = { ver: 1, kind: 'prompt' as const, package: { name, version }, content, purpose: 'Tone', variables: [] };
		const token = signToken('troupe-manifest+jwt', document, testKey(signer), { nowMs: this.nowMs - minute, days: 365 });
		const sha256 = hash(token);
		const entry: SnapshotEntry = { sha256, kind: 'prompt', package: name, version, state: 'approved' };
		return { token, sha256, entry, approvals: approvers.map((keyId) => this.approval(sha256, name, version, testKey(keyId))) };
	}

	approval(manifest: string, name: string, version: string, key: SigningKey): string {
		const document = { ver: 1, manifest, package: name, version, approver: key.keyId, jti: randomUUID() };
		return signToken('troupe-approval+jwt', document, key, { nowMs: this.nowMs - minute, days: 365 });
	}

	snapshot(ver: number, entries: SnapshotEntry[], change: Partial<SnapshotDocument> = {}, signer = 'snapshot-1'): string {
		const exp = Math.floor(this.nowMs / 1000) + 900;
		const document = { ver, manifests: entries, exp, ...change };
		return signToken('troupe-snapshot+jwt', document, testKey(signer), { nowMs: this.nowMs - minute, days: 1 });
	}

	/** Signs any content with a real key, also content that our signers never write. */
	forged(claims: object | string, header: object | string = {}, keyId = 'snapshot-1'): string {
		const head = typeof header === 'string' ? header : { alg: 'RS256', typ: 'troupe-snapshot+jwt', kid: keyId, ...header };
		const encode = (part: object | string) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
		const input = `${encode(head)}.${encode(claims)}`;
		return `${input}.${sign('RSA-SHA256', Buffer.from(input), testKey(keyId).privateKey).toString('base64url')}`;
	}

	// what the registry serves

	pin(tokens: string): void {
		mkdirSync(this.pinned, { recursive: true });
		writeFileSync(join(this.pinned, 'root.jwt'), tokens);
	}

	serve(snapshot: string, manifests: Signed[] = []): void {
		this.#snapshot = snapshot;
		for (const manifest of manifests) this.#manifests.set(manifest.sha256, manifest);
	}

	serveRoot(version: number, tokens: string): void {
		this.#roots.set(version, tokens);
	}

	/** Sends bytes to all event streams. */
	emit(text: string): void {
		for (const stream of this.#streams) stream.write(text);
	}

	get followers(): number {
		return this.#streams.size;
	}

	/** Resolves when the next request for a path arrives. */
	arrivalOf(path: string): Promise<void> {
		return new Promise((resolve) => {
			const look = (request: IncomingMessage) => {
				if (!request.url?.endsWith(path)) return;
				this.#server.off('request', look);
				resolve();
			};
			this.#server.on('request', look);
		});
	}

	#answer(request: IncomingMessage, response: ServerResponse): void {
		const path = (request.url ?? '').replace(/^\/api\/v1\//, '');
		this.requests.push(path);
		const lie = this.lies.get(path) ?? this.lies.get(path.replace(/[0-9a-f]{64}/, '*'));
		if (lie !== undefined) return lie(request, response);
		const send = (status: number, body: string, headers = {}) => void response.writeHead(status, headers).end(body);
		if (path === 'events') {
			response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': \n\n');
			this.#streams.add(response);
			response.once('close', () => this.#streams.delete(response));
			return;
		}
		const [kind, key = ''] = path.split('/');
		const root = kind === 'root' ? this.#roots.get(Number(key)) : undefined;
		const manifest = kind === 'manifests' ? this.#manifests.get(key) : undefined;
		if (kind === 'tenants') {
			const etag = `"${hash(this.#snapshot)}"`;
			return request.headers['if-none-match'] === etag ? send(304, '') : send(200, this.#snapshot, { etag });
		}
		if (root !== undefined) return send(200, root);
		if (manifest !== undefined) return send(200, JSON.stringify({ token: manifest.token, approvalTokens: manifest.approvals }));
		send(404, '{}');
	}

	// what a machine makes of it

	client(options: Partial<RegistryClientOptions> & { stalePolicy?: StalePolicy } = {}): RegistryClient {
		const { tenant = defaultTenant, stalePolicy } = options;
		const audit = new AuditLog({ home: this.home, tenant, clock: this.#clock });
		const client = openRegistryClient({
			address: { url: new URL(this.url), folder: registryCacheFolder(this.home, tenant), readToken: () => undefined },
			tenant,
			folders: { pinned: this.pinned },
			rules: { highWater: new HighWater(this.home), ...(stalePolicy && { stalePolicy }) },
			clock: this.#clock,
			...options,
			onFault: (error) => {
				audit.fault(error, () => undefined);
				options.onFault?.(error);
			},
		});
		this.#clients.push(client);
		return client;
	}

	/** The state that every gate of this machine sees. */
	trust({ tenant = defaultTenant, stalePolicy }: { tenant?: string; stalePolicy?: StalePolicy } = {}): TrustStore {
		const folders = { pinned: this.pinned, registry: registryCacheFolder(this.home, tenant) };
		return new TrustStore(folders, new SeenFiles(), this.nowMs, {
			tenant,
			highWater: new HighWater(this.home),
			...(stalePolicy && { stalePolicy }),
		});
	}

	get auditLines(): AuditLine[] {
		const text = readFileSync(join(this.home, 'audit', 'manifests.jsonl'), 'utf8');
		return text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as AuditLine);
	}

	readonly #clock = { now: () => this.nowMs };
}

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
export const otherTenant = (tenant: string): Partial<SnapshotDocument> => ({ aud: getAudience(tenant) });
