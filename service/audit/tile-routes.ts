import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseTilePath, type TileId } from '../../core/audit/tile-path';
import { isTroupeError } from '../../core/base/errors';
import { requireCaller } from '../../manifests/registry/http/access';
import type { Host } from '../../providers/compose/hosts/host';
import { openAudit } from '../../providers/compose/state/host-audit';
import { readCosignedHead } from '../../providers/compose/state/cosigned-log';
import type { AuditStore } from '../../providers/state/audit/audit-store';
import type { GuardFor } from '../access/ask-for-scope';
import { type Answers, refusal } from '../http/describe-operations';
import { sendProblem } from '../problems';

/** Prefix of the caller's tenant's log: c2sp.org/tlog-tiles. */
const tilesPrefix = '/api/v1/audit/log';

type StateHost = Host & { stateFolder: string };
const binary = 'application/octet-stream';
const answerOf = (description: string, type: string) => ({
	200: { description, content: { [type]: { schema: { type: 'string' } } } },
	404: refusal('The log is empty, or its checkpoint does not cover the tile'),
});
const common = { tags: ['audit'], security: [{ apiKey: ['audit:read'] }] };

/** Serves the caller's tenant's log to tile readers. Bundles have leaves: commitments in place of what could name a person. */
export function tileRoutes(app: FastifyInstance, host: StateHost, guardFor: GuardFor): void {
	const onRequest = guardFor('audit:read', 'any-tenant');
	const described = (summary: string, answers: Answers) => ({ ...common, summary, 'x-answers': answers });
	app.get(
		`${tilesPrefix}/checkpoint`,
		{
			onRequest,
			schema: described('Read the signed checkpoint of the audit log, as tlog-tiles has it', answerOf('The checkpoint', 'text/plain')),
		},
		async (request, reply) => {
			const { tenant } = requireCaller(request);
			const note = await readCheckpoint(host, tenant);
			if (note === undefined) return refuse(`The audit log of the tenant ${tenant} has no entries.`, request, reply);
			return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(note);
		},
	);
	app.get<{ Params: { '*': string } }>(
		`${tilesPrefix}/tile/*`,
		{
			onRequest,
			schema: {
				...described('Read a tile of hashes, or a bundle of entries, of the audit log, as tlog-tiles has it', answerOf('The tile', binary)),
				params: { type: 'object', properties: { '*': { type: 'string', description: '`0/x001/067`, `1/000.p/5` or `entries/000`' } } },
			},
		},
		async (request, reply) => {
			const tile = readPath(request.params['*']);
			const store = (await openAudit(host))?.store;
			const content = tile && (await store?.readTile(requireCaller(request).tenant, tile));
			if (!content) return refuse('The audit log has no such tile.', request, reply);
			// A tile of one width never changes.
			return reply.type(binary).header('cache-control', 'private, max-age=31536000, immutable').send(content);
		},
	);
}

function readPath(path: string): TileId | undefined {
	try {
		return parseTilePath(`tile/${path}`);
	} catch (error) {
		if (isTroupeError(error)) return undefined;
		throw error;
	}
}

async function readCheckpoint(host: StateHost, tenant: string): Promise<string | undefined> {
	const { store } = (await openAudit(host))!;
	await sequence(store, tenant);
	return readCosignedHead(host, tenant);
}

/** Indexes waiting entries. A damaged log is served unchanged, because verifiers must see it. */
async function sequence(store: AuditStore, tenant: string): Promise<void> {
	try {
		await store.sequence(tenant);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'STORAGE_DAMAGED') throw error;
	}
}

const refuse = (reason: string, request: FastifyRequest, reply: FastifyReply) =>
	sendProblem(Object.assign(new Error(reason), { statusCode: 404 }), request, reply);
