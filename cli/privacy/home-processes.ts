import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getErrorMessage, isTroupeError, TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readTenant } from '../../core/base/tenant';
import type { ExportedFromProcesses, ExportFromProcesses, ForgetInProcesses, ForgottenInProcesses } from '../../core/ports/processes';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { OutboxState } from '../../manifests/registry/audit/outbox';
import { openHashing } from '../../providers/compose/guardrails/vault-parts';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { findServiceAddress } from '../../service/access/service-address';
import { findServiceToken } from '../../service/access/service-token';

type Place = { environment: Environment };

const noneForgotten: ForgottenInProcesses = { cancelled: 0, instances: 0, messages: 0, left: [] };
const noneExported: ExportedFromProcesses = { rows: [], others: 0 };
/** A filled engine is searched for some seconds. */
const timeoutMs = 300_000;
const maxAnswerBytes = 64 * 1024 * 1024;

/** Forgets persons in the engine of the home: by its file, or by the service that uses the file. */
export const forgetInHome =
	(host: VaultHost & { stateFolder: string }, place: Place): ForgetInProcesses =>
	(person, signal) =>
		useEngine(host.stateFolder, {
			none: noneForgotten,
			ask: () => askService(host.stateFolder, place, ['POST', 'privacy/forget-processes', person], signal),
			use: async (engine) => {
				const { composeForgetting } = await import('../../engine-adapter/embedded/forget/compose-forgetting');
				const openHash = () => openHashing(host, host.stateFolder);
				return composeForgetting(engine, readTenant(place.environment), openHash)(person, signal);
			},
		});

/** Counts what the audit log of a tenant does not have of the user tasks of the home. */
export const inspectHomeTasks = (
	host: VaultHost & { stateFolder: string; tenant: string },
	place: Place,
	signal: AbortSignal,
): Promise<OutboxState | undefined> =>
	useEngine<OutboxState | undefined>(host.stateFolder, {
		none: undefined,
		ask: async () => {
			const answer = await askService<{ tenant: string; tasks?: OutboxState }>(host.stateFolder, place, ['GET', 'audit/waiting'], signal);
			if (answer.tenant !== host.tenant) throw ofAnother(answer.tenant);
			return answer.tasks;
		},
		use: async (engine) => {
			const { taskNotesInspector } = await import('../../service/audit/inspect-task-notes');
			return taskNotesInspector(engine, host, readTenant(place.environment))(host.tenant, { signal });
		},
	});

/** Exports persons from the engine of the home, in the same ways. */
export const exportFromHome =
	(stateFolder: string, place: Place): ExportFromProcesses =>
	(person, signal) =>
		useEngine(stateFolder, {
			none: noneExported,
			ask: () => askService(stateFolder, place, ['POST', 'privacy/export-processes', person], signal),
			use: async (engine) => {
				const { composeExporting } = await import('../../engine-adapter/embedded/forget/export-person');
				return composeExporting(engine, readTenant(place.environment))(person, signal);
			},
		});

interface Ways<Answer> {
	/** Without an engine. */
	none: Answer;
	use: (engine: EmbeddedEngine) => Promise<Answer>;
	/** While a service has the engine. */
	ask: () => Promise<Answer>;
}

async function useEngine<Answer>(stateFolder: string, { none, use, ask }: Ways<Answer>): Promise<Answer> {
	const file = join(stateFolder, 'engine.db');
	if (!existsSync(file)) return none;
	const { openEmbeddedEngine } = await import('../../engine-adapter/embedded/open-embedded-engine');
	try {
		const engine = await openEmbeddedEngine({ file, isPaused: true });
		try {
			return await use(engine);
		} finally {
			await engine.close();
		}
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'ENGINE_LOCKED') throw error;
		return ask();
	}
}

async function askService<Answer>(
	stateFolder: string,
	{ environment }: Place,
	[method, path, body]: ['POST' | 'GET', path: string, body?: object],
	signal: AbortSignal,
): Promise<Answer> {
	const url = findServiceAddress(stateFolder);
	const { HttpConnection } = await import('../../manifests/registry-over-http/http-connection');
	const token = await findServiceToken(url, environment);
	const connection = new HttpConnection({ url, token, isService: true, timeoutMs, signal });
	try {
		const { text } = await connection.send(method, path, { body, maxBytes: maxAnswerBytes });
		return JSON.parse(text) as Answer;
	} catch (cause) {
		signal.throwIfAborted();
		throw isNotReached(url, cause);
	}
}

const ofAnother = (tenant: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The service of this home has the engine, and its token is of the tenant ${tenant}.`,
		fix: 'Ask the service with a key of the tenant: GET /api/v1/audit/waiting.',
	});

/** A refusal gives up nothing: the token can be wrong, or the address another home's. */
const isNotReached = (url: string, cause: unknown) =>
	new TroupeError({
		code: 'ENGINE_UNREACHABLE',
		retryable: true,
		cause,
		message: `The service at ${url} did not look into the engine of this home: ${getErrorMessage(cause)}`,
		fix: 'Check that the service of this home runs there, and that TROUPE_API_TOKEN is its token. Then run the command again.',
	});
