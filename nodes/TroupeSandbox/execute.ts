import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { checkRequest } from '../../sandbox/kinds/requests/check-request';
import { sandboxPrograms } from '../../sandbox/kinds/inside/programs';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { linkRun, showConsoleLink } from '../shared/console-links';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { requireService } from './open-service';
import type { OwnParts } from './own-sandbox';
import { readRequest } from './read-request';
import { readText } from './read-text';
import type { ServiceRun } from '../../sandbox/client/sandbox-service';
import type { RunKind } from '../../sandbox/kinds/requests/run-request';

/** The sandbox node's work: the gate first, then each item by itself. */
export async function execute(
	this: IExecuteFunctions,
	{ gate, published }: Pick<OwnParts, 'gate' | 'published'> = defaultTrust(),
	programs = sandboxPrograms,
): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeSandbox', async (admitted) => {
		const own = { gate: admitted.gate, published, programs };
		const outputs = await runItems(this, (item) => perform(this, item, own, admitted.signal), admitted.signal);
		showConsoleLink(this, outputs);
		return outputs;
	});
}

async function perform(context: IExecuteFunctions, item: number, own: OwnParts, signal: AbortSignal): Promise<IDataObject> {
	const operation = String(context.getNodeParameter('operation', item));
	if (operation === 'report') {
		const service = await requireService(context, item, signal, 'report');
		return { ...(await service.report(readText(context, 'runId', item))) };
	}
	const isThere = context.getNodeParameter('runOn', item, 'own') === 'service';
	const service = isThere ? await requireService(context, item, signal, 'run') : undefined;
	const request = await checkRequest(await readRequest(context, operation, item));
	const withReport = (context.getNodeParameter('options', item, {}) as { report?: unknown }).report === true;
	if (service) {
		const run = await service.run({ ...request });
		return { ...toItem(request.kind, run), ...(withReport && (await service.report(run.id))) };
	}
	const { runHere } = await import('./own-sandbox');
	const { run, report } = await runHere(context, request, own, signal);
	return { ...toItem(request.kind, run), ...(withReport && { report }) };
}

/** Describes a run that is over, wherever it ran. */
function toItem(kind: RunKind, run: Partial<ServiceRun>): IDataObject {
	const { id: runId, outcome, exitCode, signal = null, limit = null, level, stdout, stderr, reportSha256 } = run;
	const { agent, process, workflow, error, steps } = run;
	const returned = kind === 'script' || kind === 'package' ? { stdout } : { agent, process, workflow, error, steps };
	const item = {
		outcome,
		exitCode,
		signal,
		limit,
		level,
		...returned,
		stderr,
		reportSha256,
		runId,
		...(runId !== undefined && linkRun(runId)),
	};
	return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as IDataObject;
}
