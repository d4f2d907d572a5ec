import { createHash } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { personalDataTypes } from '../../core/guardrails/personal-data/types';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { ProcessCase } from '../../engine-adapter/cases/process-case';
import type { Resource } from '../../engine-adapter/engine/deployments';
import type { Variables } from '../../engine-adapter/engine/variables';
import { type ProcessPortTask, type ScriptedAction, scriptedActions } from './ports/port-calls';
import { listPlaces, type ProgramHost } from './agent';
import type { Program } from './perform-program';

interface ProcessToRun {
	resources: Resource[];
	files: string[];
	folder?: string;
	/** Default: the script's. */
	variables?: Variables;
	script?: ProcessScript;
	/** Default: the script's, else the only one of the first file. */
	process?: string;
	target?: ZeebeVersion;
	/** Max time of the run, in milliseconds. */
	timeMs: number;
}

interface ProcessScript {
	start?: ProcessCase['start'][0];
	script: ScriptedAction[];
}

/** Our own limit leaves the rest for the run's end, before the sandbox kills it. */
const shareOfTime = 0.9;

export async function prepareProcess(
	{ resources, files, folder, script: { start, script } = { script: [] }, timeMs, ...run }: ProcessToRun,
	{ host, manifest, program }: ProgramHost,
): Promise<Program<ProcessPortTask>> {
	const { readTenantDemands } = await import('../../providers/compose/guardrails/tenant-policies');
	const demands = await readTenantDemands(host);
	const variables = run.variables ?? start?.variables ?? {};
	return {
		program,
		subject: { kind: 'process', name: resources[0]!.name, sha256: hashFiles(resources) },
		input: stringifyJson({ variables, script }),
		task: () => ({
			...listPlaces(host),
			demands,
			manifest,
			tenant: host.tenant,
			resources,
			files,
			process: run.process ?? start?.processId,
			target: run.target,
			variables: stringifyJson(variables),
			script: stringifyJson(script),
			timeoutMs: timeMs * shareOfTime,
		}),
		...(folder !== undefined && { place: { folder } }),
		ports: { host, types: [...personalDataTypes] },
	};
}

function hashFiles(resources: Resource[]): string {
	const hash = (text: string) => createHash('sha256').update(text).digest('hex');
	if (resources.length === 1) return hash(resources[0]!.content);
	return hash(JSON.stringify(resources.map(({ name, content }) => [name, hash(content)]).sort()));
}

/** @throws TroupeError INPUT_INVALID, also for a step that needs a movable clock */
export async function parseProcessScript(text: string, source: string): Promise<ProcessScript> {
	const { parseProcessCase } = await import('../../engine-adapter/cases/parse-process-case');
	const { start, script } = await parseProcessCase(text, source);
	const other = script.find(({ name }) => !scriptedActions.some((one) => one === name));
	if (other === undefined) return { start: start[0], script: script as ScriptedAction[] };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${source} has the step ${other.name}, which a run in the sandbox does not do.`,
		fix: `Use ${scriptedActions.join(', ')}. Time passes as it does outside.`,
		details: { step: other.name },
	});
}
