/** Audit log proofs: nothing changed, an entry is contained, and the signed checkpoint. */
import * as Type from 'typebox/type';
import { formatVerifierKey } from '../../../core/audit/note-key';
import { closed, optional, orNull } from '../../../core/base/shape';
import { integer, string } from '../../../manifests/registry/api/answer-fields';
import { proveCosigned, readCosignedHead } from '../../../providers/compose/state/cosigned-log';
import { openAudit } from '../../../providers/compose/state/host-audit';
import type { InspectTaskNotes } from '../../audit/inspect-task-notes';
import { inspectRegistryOutbox } from '../../registry-outbox';
import { operation, type OperationContext, type OperationHost } from '../operation';

const ofLog = { tag: 'audit', method: 'GET', scope: 'audit:read' } as const;

type Context = OperationContext<OperationHost & { inspectTaskNotes?: InspectTaskNotes | undefined }>;

const maxCounted = 10_000;

const more = optional({
	isAtLeast: Type.Boolean({ description: `There are more: a count looks at the first ${maxCounted}` }),
});

const outbox = {
	waiting: Type.Integer({ description: 'Entries without an index, which nothing proves yet' }),
	registry: Type.Object({
		waiting: Type.Integer({ description: 'Changes of the registry that the log does not have yet' }),
		foreign: Type.Integer({ description: 'Those that this installation did not write: the log never takes them' }),
		...more,
	}),
	...optional({
		tasks: Type.Object(
			{ waiting: integer, foreign: integer, ...more },
			{ description: 'The same of what was done to user tasks; absent without an engine' },
		),
	}),
};

async function countOutbox({ host, signal }: Context, max?: number) {
	const options = { signal, ...(max !== undefined && { max }) };
	const { store } = (await openAudit(host))!;
	const tasks = await host.inspectTaskNotes?.(host.tenant, options);
	const waiting = await store.countWaiting(host.tenant);
	return { waiting, registry: await inspectRegistryOutbox(host, options), ...(tasks && { tasks }) };
}

export const countWaitingAudit = operation({
	...ofLog,
	summary: 'Count what the audit log does not prove or have yet',
	path: 'audit/waiting',
	maxAtOnce: 1,
	input: {},
	output: Type.Object({ tenant: string, ...outbox }),
	/** @throws TroupeError STORAGE_… */
	perform: async (_input: unknown, context: Context) => ({ tenant: context.host.tenant, ...(await countOutbox(context, maxCounted)) }),
});

export const verifyAudit = operation({
	...ofLog,
	summary: 'Verify every entry, tile and the checkpoint of the audit log, and name the first bad index',
	path: 'audit/verify',
	maxAtOnce: 1,
	inBackground: 'repeatable',
	input: {},
	output: Type.Object({
		tenant: string,
		ok: Type.Boolean(),
		entries: integer,
		...outbox,
		...optional({ index: Type.Integer({ description: 'The first bad one' }), problem: string }),
	}),
	/** Without a checkpoint kept elsewhere, a wholly replaced log looks right. @throws TroupeError STORAGE_… */
	async perform(_input: unknown, context: Context) {
		const { host } = context;
		const { store } = (await openAudit(host))!;
		const { entries, fault } = await store.verify(host.tenant, []);
		const { waiting, registry, tasks } = await countOutbox(context);
		const ok = fault === undefined && registry.foreign === 0 && !tasks?.foreign;
		const outboxes = { waiting, registry, ...(tasks && { tasks }) };
		return { tenant: host.tenant, ok, entries, ...outboxes, ...(fault && { index: fault.index, problem: fault.problem }) };
	},
});

export const proveAuditEntry = operation({
	...ofLog,
	summary: 'Prove that an entry is in the audit log: a .tlog-proof, which others verify without this installation',
	path: 'audit/entries/:index/proof',
	input: { params: closed({ index: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) }) },
	output: Type.Object({ tenant: string, index: integer, proof: string }),
	/** @throws TroupeError INPUT_INVALID for an unknown index */
	async perform({ index }, { host }) {
		const { proof } = await proveCosigned(host, host.tenant, index);
		return { tenant: host.tenant, index, proof };
	},
});

export const readAuditCheckpoint = operation({
	...ofLog,
	summary: 'Read the signed checkpoint of the audit log, to be kept elsewhere, and the key that verifies it',
	path: 'audit/checkpoint',
	input: {},
	output: Type.Object({
		tenant: string,
		checkpoint: orNull(
			Type.String({ description: 'A signed note of C2SP, with the cosignatures of witnesses that it has; null for a log without entries' }),
		),
		key: Type.String({ description: 'Of C2SP: keep it, too' }),
	}),
	async perform(_input: unknown, { host }) {
		const { store, openKeys } = (await openAudit(host))!;
		await store.sequence(host.tenant);
		const note = await readCosignedHead(host, host.tenant);
		return { tenant: host.tenant, checkpoint: note ?? null, key: formatVerifierKey((await openKeys()).signerOf(host.tenant).key) };
	},
});
