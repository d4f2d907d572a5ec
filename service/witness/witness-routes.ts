import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { maxRequestBytes, readSubmission, type WitnessRefusal } from '../../core/audit/witness/add-checkpoint';
import type { VerifierKey } from '../../core/audit/note-key';
import { measurements } from '../../core/base/metrics/measurements';
import { readSetting } from '../../core/base/settings/settings';
import { systemClock } from '../../core/ports/host';
import type { Host } from '../../providers/compose/hosts/host';
import { openAuditKeys } from '../../providers/compose/state/host-audit';
import { openWitness, readWitnessedLogs } from '../../providers/compose/state/host-witnesses';
import type { Cosigned } from '../../providers/state/audit/witness-store';
import { refusal, string } from '../http/describe-operations';
import { registerRoutes } from '../http/name-plugin';
import { sendProblem } from '../problems';

const witnessPrefix = '/witness';
const textType = 'text/plain; charset=utf-8';
const sizeType = 'text/x.tlog.size';

const text = (description: string, type = 'text/plain') => ({ description, content: { [type]: { schema: string } } });

/**
 * The protocol of witnesses: c2sp.org/tlog-witness. No login: the signature of a log in TROUPE_WITNESSED_LOGS authenticates a request. Without that
 * setting there is no such route.
 */
export function witnessRoutes(service: FastifyInstance, host: Host & { stateFolder: string }): void {
	if (readSetting('TROUPE_WITNESSED_LOGS') === undefined) return;
	void registerRoutes(service, 'witness', async (app) => {
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
		app.post(`${witnessPrefix}/add-checkpoint`, { bodyLimit: maxRequestBytes, schema: addCheckpoint }, async (request, reply) => {
			const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
			const cosigned = await cosign(body, host);
			measurements.count('troupe_witness_requests_total', { status: `${cosigned.status}` });
			return answer(cosigned, request, reply);
		});
		app.get<{ Params: { origin: string } }>(`${witnessPrefix}/:origin/checkpoint`, { schema: readCheckpoint }, async (request, reply) => {
			const origin = readLogs().find(({ name }) => hashOrigin(name) === request.params.origin)?.name;
			const log = origin === undefined ? undefined : await (await openWitness(host))?.read(origin);
			if (log?.note === undefined) return sendRefusal(404, 'The witness cosigned no checkpoint of this log.', request, reply);
			return reply.type(textType).header('cache-control', 'no-store').send(log.note);
		});
	});
}

/** Reads the file again, so that a change counts at once. Its faults are for the operator, not for callers. */
function readLogs(): VerifierKey[] {
	try {
		return readWitnessedLogs();
	} catch (cause) {
		throw new Error('The file of TROUPE_WITNESSED_LOGS cannot be used.', { cause });
	}
}

async function cosign(body: Uint8Array, host: Host & { stateFolder: string }): Promise<Cosigned> {
	const submission = readSubmission(body, readLogs());
	if ('status' in submission) return submission;
	const witness = (await openAuditKeys(host)).witness();
	return (await openWitness(host)!).cosign(submission, witness, (host.clock ?? systemClock).now());
}

function answer(cosigned: Cosigned, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	if (cosigned.status === 200) return reply.type(textType).send(cosigned.lines);
	if (cosigned.status === 409)
		return reply
			.code(409)
			.header('content-type', sizeType)
			.send(Buffer.from(`${cosigned.size}\n`));
	return sendRefusal(cosigned.status, cosigned.reason, request, reply);
}

const sendRefusal = (statusCode: WitnessRefusal['status'], reason: string, request: FastifyRequest, reply: FastifyReply) =>
	sendProblem(Object.assign(new Error(reason), { statusCode }), request, reply);

const hashOrigin = (origin: string): string => createHash('sha256').update(origin).digest('hex');

const common = { tags: ['audit'], security: [] };
const addCheckpoint = {
	...{ ...common, summary: 'Have this witness cosign a checkpoint of a log: c2sp.org/tlog-witness' },
	'x-body': {
		content: { 'text/plain': { schema: { ...string, description: '`old`, a consistency proof, a blank line, the checkpoint' } } },
	},
	'x-answers': {
		200: text('Lines of cosignatures'),
		400: refusal('The request is not one of the protocol'),
		403: refusal('The checkpoint is not signed by the key of its log'),
		404: refusal('The witness does not know the origin'),
		409: text('Another size, or another log of this size, was cosigned last: its size', sizeType),
		422: refusal('The checkpoint is not consistent with the one that was cosigned last'),
	},
};
const readCheckpoint = {
	...{ ...common, summary: 'Read the newest checkpoint of a log that this witness cosigned, by the SHA-256 of its origin in hexadecimal' },
	params: { type: 'object', properties: { origin: { ...string, maxLength: 64 } }, required: ['origin'] },
	'x-answers': {
		200: text('The checkpoint, with the signature of the log and the cosignature'),
		404: refusal('The witness does not know the log, or has not cosigned it'),
	},
};
