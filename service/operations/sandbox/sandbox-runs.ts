/** A tenant's sandbox runs: background operations, visible to every caller with the scope. */
import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { text } from '../../../manifests/registry/api/fields';
import { openOperations } from '../../../providers/compose/state/host-operations';
import type { StoredOperation } from '../../../providers/state/operations/operations';
import { kindsOfRuns } from '../../../sandbox/kinds/requests/run-request';
import { listed, listing, listPage, untilEnd, waiting } from '../background/background-operations';
import { isOpen, type ShownOperation, shownOperation } from '../background/describe-operation';
import { showOutcome } from '../background/show-outcome';
import { operation, type OperationContext } from '../operation';
import { path, reported, type SandboxAnswer, scope, tag } from './start-run';

type Report = Pick<SandboxAnswer, 'report' | 'reportSha256' | 'signedReport'>;

const ofOne = { params: closed({ id: text(100) }) };
const name = 'startSandboxRun';

export const listSandboxRuns = operation({
	summary: 'List the runs of the own tenant, the newest first',
	tag,
	method: 'GET',
	path,
	scope,
	input: { query: closed(optional({ ...listing, kind: Type.Enum([...kindsOfRuns]) })) },
	output: listed,
	perform: ({ kind, ...input }, { host }) => listPage(input, { name, kind }, host),
});

export const readSandboxRun = operation({
	summary: 'Read a run of the own tenant, or wait for its end',
	tag,
	method: 'GET',
	path: `${path}/:id`,
	scope,
	input: { ...ofOne, query: closed(optional(waiting)) },
	output: shownOperation,
	perform: async ({ id, waitSeconds }, context): Promise<ShownOperation> =>
		showOutcome(await untilEnd(await find(id, context), waitSeconds, context, notFound), context.host),
});

export const cancelSandboxRun = operation({
	act: ({ id }) => ({ action: 'sandbox_run.cancelled', object: { kind: 'sandbox_run', value: id } }),
	summary: 'Cancel a run that waits or works; one that is over stays as it is',
	tag,
	method: 'DELETE',
	path: `${path}/:id`,
	scope,
	input: ofOne,
	output: shownOperation,
	async perform({ id }, context): Promise<ShownOperation> {
		await find(id, context);
		await (await openOperations(context.host)).store.cancel(context.host.tenant, id);
		return showOutcome(await find(id, context), context.host);
	},
});

export const readSandboxReport = operation({
	summary: 'Get the report of a run that has ended',
	tag,
	method: 'GET',
	path: `${path}/:id/report`,
	scope,
	input: ofOne,
	output: Type.Object(reported),
	refusals: { 409: 'It has not ended, or nothing of it ran' },
	/** @throws TroupeError STATE_CONFLICT for a run without one */
	async perform({ id }, context): Promise<Report> {
		const stored = await find(id, context);
		const { answer } = await showOutcome(stored, context.host);
		if (answer === undefined) throw withoutReport(stored);
		const { report, reportSha256, signedReport } = answer as SandboxAnswer;
		return { report, reportSha256, ...(signedReport !== undefined && { signedReport }) };
	},
});

/** @throws TroupeError RESOURCE_NOT_FOUND, also for another tenant's run */
async function find(id: string, { host }: OperationContext): Promise<StoredOperation> {
	const stored = await (await openOperations(host)).store.find(host.tenant, id);
	if (stored?.name === name) return stored;
	throw notFound(id);
}

const notFound = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no sandbox run "${id.slice(0, 60)}".`,
		fix: 'List the runs of your tenant: GET /api/v1/sandbox/runs. The service removes old ones.',
	});

const withoutReport = (stored: StoredOperation) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The run ${stored.id} has no report: it is ${stored.state}.`,
		fix: isOpen(stored) ? 'Wait for its end: read the run with waitSeconds=30.' : 'Read the run to see why.',
		details: { state: stored.state },
	});
