import { statfs } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { isTroupeError } from '../core/base/errors';
import { jobTypes } from '../bpmn/job-types';
import type { ReportFault } from './log/fault-log';
import type { Gate, TrustStatus } from '../core/ports/manifests';
import { checkVault } from '../providers/compose/guardrails/vault-parts';
import type { Host } from '../providers/compose/hosts/host';
import { findDatabase } from '../providers/compose/state/state-place';
import { fields, string } from './http/describe-operations';
import { withTimeout, probeMs } from './with-timeout';

interface HealthParts {
	checks: () => Promise<Record<string, string>>;
	/** Any other state means not ready. */
	healthy: ReadonlySet<string>;
	isDraining: () => boolean;
	gate: Gate;
	/** Needed changes that do not affect readiness. */
	warnings: () => Promise<string[]>;
}

const ready = (description: string) => fields(description, { status: string, checks: { type: 'object' } });

/** GET /healthz: the process answers. GET /readyz: it can take work, except while it drains. */
export function healthRoutes(service: FastifyInstance, { checks, healthy, isDraining, gate, warnings }: HealthParts): void {
	service.get('/healthz', { schema: { summary: 'Liveness', security: [] } }, async () => ({ status: 'ok' }));

	service.get(
		'/readyz',
		{
			schema: {
				summary: 'Readiness: the state of each part, the decision of the manifest gate, the root of trust that decides, and warnings',
				security: [],
				'x-answers': { 200: ready('It takes work'), 503: ready('It does not take work') },
			},
		},
		async (_request, reply) => {
			const [states, trust, warned] = await Promise.all([checks(), readTrustStatus(gate), warnings()]);
			const said = [...warned, ...warnOfRegistry(trust)];
			const ready = Object.values(states).every((state) => healthy.has(state));
			const status = isDraining() ? 'draining' : ready ? 'ready' : 'not-ready';
			const body = { status, checks: states, ...(trust && { root: trust.root }), ...(said.length > 0 && { warnings: said }) };
			return reply.code(status === 'ready' ? 200 : 503).send(body);
		},
	);
}

/** Warns only: a fault of the registry, or an attacker in between, must not stop all machines that follow it. */
const warnOfRegistry = (trust: TrustStatus | undefined): string[] =>
	trust?.registryFault === undefined
		? []
		: [
				`The last answer of the registry was not accepted (${trust.registryFault}): this machine keeps the documents that it accepted before.`,
			];

/** The gate's trust; undefined while it refuses or does not answer, for which `checks.gate` gives the code. */
export async function readTrustStatus(gate: Gate): Promise<TrustStatus | undefined> {
	try {
		return await checkInTime(gate.status?.());
	} catch (error) {
		if (isTroupeError(error)) return undefined;
		throw error;
	}
}

// The code only: file names belong in the log, not in an open endpoint.
/** Returns `admitted`, or the refusal's code; the log says more. */
export async function checkGate({ gate }: Pick<Host, 'gate'>, report: ReportFault): Promise<string> {
	try {
		await checkInTime(admitAll(gate));
		return 'admitted';
	} catch (error) {
		report(error, {});
		return isTroupeError(error) ? error.code : 'broken';
	}
}

async function admitAll(gate: Gate): Promise<void> {
	for (const name of jobTypes) await gate.admit({ kind: 'job-type', name });
}

/** Returns `off` without the part, `open` if it answers, otherwise an error code; the log says more. */
export async function checkPart<Part>(part: Part | undefined, ask: (part: Part) => Promise<unknown>, report: ReportFault): Promise<string> {
	if (part === undefined) return 'off';
	try {
		await checkInTime(ask(part));
		return 'open';
	} catch (error) {
		report(error, {});
		return isTroupeError(error) ? error.code : 'broken';
	}
}

const checkInTime = <Answer>(answer: Answer) => withTimeout(answer, probeMs, 'A check of readiness');

/** Checks the disk for channel requests: nothing while they fit. */
export async function checkDisk({ stateFolder }: Pick<Host, 'stateFolder'>, read: typeof statfs = statfs): Promise<Record<string, string>> {
	if (!stateFolder) return {};
	try {
		const disk = await checkInTime(read(stateFolder));
		return disk !== undefined && disk.bavail * disk.bsize < minFreeBytes ? { disk: 'STORAGE_FULL' } : {};
	} catch (error) {
		// Its reader reports an unreadable folder.
		return isTroupeError(error) ? { disk: error.code } : {};
	}
}

const minFreeBytes = 4 * 1024 * 1024;

/** Checks the shared database with this machine's key; nothing with state in files. */
export async function checkSharedState(host: Host, report: ReportFault): Promise<Record<string, string>> {
	const { stateFolder } = host;
	if (stateFolder === undefined || findDatabase(host) === undefined) return {};
	return { state: await checkPart(stateFolder, (folder) => checkVault(host, folder), report) };
}
