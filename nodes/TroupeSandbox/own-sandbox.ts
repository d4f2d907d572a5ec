import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import type { ServiceRun } from '../../sandbox/client/sandbox-service';
import type { SandboxPrograms } from '../../sandbox/kinds/inside/programs';
import { performRequest } from '../../sandbox/kinds/requests/perform-request';
import { readPermitted } from '../../sandbox/kinds/requests/request-rules';
import { toFacts } from '../../sandbox/kinds/requests/run-facts';
import type { RunRequest } from '../../sandbox/kinds/requests/run-request';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import { n8nHost, nodeSubject } from '../shared/host';
import { fileState } from '../shared/state/read-state';

export interface OwnParts {
	gate: Gate;
	published?: PublishedAgents;
	programs: SandboxPrograms;
}

const site = { name: 'this n8n', n8n: 'this n8n', withheld: 'A run in n8n gets nothing of its machine.' };

/**
 * Runs something on the machine of this n8n.
 * @throws TroupeError before anything of it runs, such as SANDBOX_LEVEL_TOO_LOW
 */
export async function runHere(
	context: IExecuteFunctions,
	request: RunRequest,
	{ gate, published, programs }: OwnParts,
	signal: AbortSignal,
): Promise<{ run: Partial<ServiceRun>; report: SandboxReport }> {
	const state = { ...fileState(), stateFolder: troupeHome(), workflow: context.getWorkflow().id ?? '' };
	const surroundings = {
		host: { ...n8nHost({ ...state, ...toolsFromEnvironment(), gate, providers: {} }), stateFolder: state.stateFolder, published },
		site,
		programs,
		subject: nodeSubject('troupeSandbox', context.getNode().typeVersion),
		least: 'L0' as const,
		permitted: readPermitted(),
	};
	const of = { runId: randomUUID(), tenant: state.tenant! };
	const ended = await performRequest(request, of, surroundings, signal).catch(nameService);
	const fields = JSON.parse(stringifyJson(ended.fields)) as Partial<ServiceRun>;
	return { run: { id: of.runId, ...toFacts(ended), ...fields, stderr: ended.result.stderr.toString() }, report: ended.report };
}

/** Adds where else it can run. */
function nameService(error: unknown): never {
	if (!isTroupeError(error) || error.code !== 'SANDBOX_LEVEL_TOO_LOW') throw error;
	const { code, message, fix = '', details } = error;
	const elsewhere = 'Or set "Run On" to "Troupe Service", whose machine reaches the level.';
	throw new TroupeError({ code, message, details, fix: `${fix} ${elsewhere}`.trim(), cause: error });
}
