import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import { closed } from '../../../../core/base/shape';
import { TroupeError } from '../../../../core/base/errors';
import { bundle, bundleRequest, edition, manifestAnswer } from '../../registry-api';
import { rootTokens, sha256, tenant } from '../../api/fields';
import { requireCaller, requireTenantCaller } from '../access';
import { bundle as bundleAnswer, imported, keySetAnswer, rootEdition, rootEditions } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import type { RateLimits } from '../../../../service/http/limits';
import { json } from '../../../../service/http/describe-operations';
import { plain, registryRoute } from './registry-route';
import { matchesEtag } from '../snapshot-cache';

const editions = { params: closed({ edition }) };
const editionsFrom = { querystring: closed({ from: Type.Optional(edition) }) };
const newRoot = { body: closed({ tokens: rootTokens }) };
const ofTenant = { params: closed({ tenant }) };
const byHash = { params: closed({ sha256 }) };
const offline = { body: bundleRequest };
const importing = { body: bundle };

const maxBundleBytes = 256 * 1024 * 1024;

/** Signed documents, byte for byte. Keys and roots are public. */
export function documentRoutes(app: FastifyInstance, context: RegistryContext, limits: RateLimits): void {
	rootRoutes(app, context);
	snapshotRoute(app, context, limits);
	manifestRoutes(app, context);
	bundleRoutes(app, context);
}

function rootRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.get(
		'/keys',
		registryRoute({
			summary: 'Get the public keys of the root as a JWK set. For information only: machines trust their pinned root',
			scope: 'open',
			tag: 'documents',
			answer: keySetAnswer,
		}),
		async (_request, reply) => reply.type('application/jwk-set+json').send(JSON.stringify(await registry.keys())),
	);

	app.get<RequestOf<typeof editions>>(
		'/root/:edition',
		registryRoute({
			summary: 'Get one edition of the root: its tokens, one on each line',
			scope: 'open',
			tag: 'documents',
			...editions,
			answer: { 200: plain('The tokens', 'text/plain') },
		}),
		async ({ params }, reply) => {
			const [edition] = await registry.roots(params.edition);
			if (edition?.version !== params.edition) throw missing(`The root has no edition ${params.edition}.`);
			// An edition never changes, so it can be cached forever.
			return reply.header('cache-control', 'public, max-age=86400, immutable').type('text/plain; charset=utf-8').send(edition.tokens);
		},
	);

	app.get<RequestOf<typeof editionsFrom>>(
		'/roots',
		registryRoute({
			summary: 'List the editions of the root from a number on, oldest first',
			scope: 'open',
			tag: 'documents',
			...editionsFrom,
			answer: { 200: json('The editions', rootEditions) },
		}),
		async ({ query }) => ({ roots: await registry.roots(query.from ?? 1) }),
	);

	app.post<RequestOf<typeof newRoot>>(
		'/root',
		registryRoute({
			summary: 'Add the next edition of the root, signed by enough root keys of the last edition and of its own',
			scope: 'registry:admin',
			tag: 'documents',
			...newRoot,
			bodyLimit: 9 * 1024 * 1024,
			answer: { 201: json('The edition', rootEdition) },
		}),
		async (request, reply) => {
			const caller = requireCaller(request);
			const added = await registry.addRoot(caller, request.body.tokens);
			snapshots.forget(caller.tenant);
			return reply.code(201).send(added);
		},
	);
}

function snapshotRoute(app: FastifyInstance, { snapshots }: RegistryContext, limits: RateLimits): void {
	app.get<RequestOf<typeof ofTenant>>(
		'/tenants/:tenant/snapshot',
		registryRoute({
			rateLimit: { max: limits.snapshots },
			summary: 'Get the current snapshot: the manifests that are valid now. Send If-None-Match',
			scope: 'registry:read',
			tag: 'documents',
			...ofTenant,
			answer: { 200: plain('The token', 'application/jwt'), 304: { description: 'The snapshot is the one that If-None-Match names' } },
		}),
		async (request, reply) => {
			const cached = snapshots.get(requireTenantCaller(request, request.params.tenant));
			const { etag, body } = cached instanceof Promise ? await cached : cached;
			// Only the caller may cache it, and revalidates each time.
			reply.header('etag', etag).header('cache-control', 'private, no-cache').header('vary', 'authorization');
			if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
			return reply.type('application/jwt').send(body);
		},
	);
}

function manifestRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get<RequestOf<typeof byHash>>(
		'/manifests/:sha256',
		registryRoute({
			summary: 'Get a manifest with its token, checksum, signature and signature_key_id, its state and its approvals',
			scope: 'registry:read',
			tag: 'manifests',
			...byHash,
			answer: { 200: json('The manifest', manifestAnswer) },
		}),
		async (request) => registry.manifest(requireCaller(request), request.params.sha256),
	);

	app.get<RequestOf<typeof byHash>>(
		'/manifests/:sha256/files',
		registryRoute({
			summary: 'Get the file list of a package whose manifest refers to a separate list',
			scope: 'registry:read',
			tag: 'manifests',
			...byHash,
			answer: { 200: plain('The list, byte for byte', 'application/json') },
		}),
		async (request, reply) => {
			const caller = requireCaller(request);
			const { fileList: detached } = await registry.manifest(caller, request.params.sha256);
			if (detached === undefined) throw missing('This manifest names its files itself.');
			return reply.type('application/json').send(Buffer.from(await registry.fileList(caller, detached.sha256)));
		},
	);

	app.get<RequestOf<typeof byHash>>(
		'/file-lists/:sha256',
		registryRoute({
			summary: 'Get a file list by the SHA-256 of its bytes',
			scope: 'registry:read',
			tag: 'manifests',
			...byHash,
			answer: { 200: plain('The list, byte for byte', 'application/json') },
		}),
		async (request, reply) =>
			reply.type('application/json').send(Buffer.from(await registry.fileList(requireCaller(request), request.params.sha256))),
	);
}

function bundleRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.get(
		'/bundle',
		registryRoute({
			summary: 'Export everything that a site without a network needs, as one document',
			scope: 'registry:admin',
			tag: 'bundle',
			answer: { 200: json('The bundle', bundleAnswer) },
		}),
		async (request) => registry.exportBundle(requireCaller(request)),
	);

	app.post<RequestOf<typeof offline>>(
		'/bundle/offline',
		registryRoute({
			summary:
				'Export everything that a site without a network needs, with a snapshot that is valid for the requested time, at most as long as the policy allows',
			scope: 'registry:offline',
			tag: 'bundle',
			...offline,
			answer: { 200: json('The bundle', bundleAnswer) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const exported = await registry.exportBundle(caller, request.body);
			snapshots.forget(caller.tenant);
			return exported;
		},
	);

	app.post<RequestOf<typeof importing>>(
		'/bundle',
		registryRoute({
			summary: 'Import a bundle. Each part is verified like any other upload',
			scope: 'registry:admin',
			tag: 'bundle',
			...importing,
			bodyLimit: maxBundleBytes,
			answer: { 200: json('The number of new documents of each kind', imported) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const taken = await registry.importBundle(caller, request.body);
			snapshots.forget(caller.tenant);
			return taken;
		},
	);
}

const missing = (message: string) =>
	new TroupeError({ code: 'MANIFEST_NOT_FOUND', message, fix: 'List what exists: GET /roots, GET /manifests.' });
