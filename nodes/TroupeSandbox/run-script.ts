import type { IDataObject } from 'n8n-workflow';
import { troupeHome } from '../../core/base/home';
import type { SandboxService, ServiceRequest } from '../../sandbox/client/sandbox-service';
import type { NodeScript, RunTerms } from './read-script';

const outputBytes = 256_000;

/** Runs a script on the machine of this n8n. @throws TroupeError SANDBOX_LEVEL_TOO_LOW before anything of it runs */
export async function runHere({ source, input, level: least, memoryMb, timeMs, report: withReport }: NodeScript, signal: AbortSignal) {
	const [{ runScript }, { hashReport }] = await Promise.all([
		import('../../sandbox/run/run-script'),
		import('../../sandbox/report/report'),
	]);
	const limits = { memoryMb, timeMs, outputBytes };
	const run = { job: { name: 'script.js', source, input }, limits, least, stateFolder: troupeHome() };
	const { result, report } = await runScript(run, signal);
	const { outcome, exitCode, signal: ended, limit, stdout, stderr } = result;
	return {
		...{ outcome, exitCode, signal: ended, limit: limit ?? null, level: report.level.reached },
		...{ stdout: stdout.toString(), stderr: stderr.toString(), reportSha256: hashReport(report) },
		...(withReport && { report }),
	} as IDataObject;
}

/** Runs something at a service. @throws TroupeError of the service */
export async function runThere(
	what: Omit<ServiceRequest, 'level'>,
	{ report: withReport, ...terms }: RunTerms,
	rules: Record<string, unknown>,
	service: SandboxService,
): Promise<IDataObject> {
	const run = await service.run({ ...what, ...terms, ...rules } as ServiceRequest);
	const { id, outcome, exitCode, signal = null, limit = null, level, stdout, stderr, reportSha256 } = run;
	const { agent, process, workflow, error, steps } = run;
	const returned = what.kind === 'script' || what.kind === 'package' ? { stdout } : { agent, process, workflow, error, steps };
	const item = { outcome, exitCode, signal, limit, level, ...returned, stderr, reportSha256, runId: id };
	return { ...JSON.parse(JSON.stringify(item)), ...(withReport && (await service.report(id))) } as IDataObject;
}
