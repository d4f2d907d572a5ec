import { createHash } from 'node:crypto';
import { describeAdHoc } from '../../../bpmn/reading/describe-ad-hoc';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import type { Problem, ProcessFile, ProcessModel } from '../../../bpmn/reading/process-model';
import { findLine, readProcessFile } from '../../../bpmn/reading/read-process';
import { refuseProblems, validateProcessFile } from '../../../bpmn/validate/validate-process';
import { TroupeError } from '../../../core/base/errors';
import { isDecisionFile, type DeployedProcess, type Deployment, type Resource } from '../../engine';
import { readDecisionFiles, storeDecisions, type DecisionFile } from '../decisions/deploy-decisions';
import type { Kernel } from '../flow/kernel';
import { defaultTenantId } from './tenants';
import { openMessageStarts } from '../events/message-starts';
import { openSignalStarts } from '../events/signals';
import { openTimerStarts } from '../events/timers';

interface LatestRow {
	key: number;
	version: number;
	resource_name: string;
	sha256: string;
}

const maxResources = 100;

/** What a deployment brings. */
export interface DeploymentFiles {
	processes: ProcessFile[];
	decisions: DecisionFile[];
}

/**
 * Reads and checks every file before anything is stored.
 * @throws TroupeError PROCESS_INVALID with every problem of every file, INPUT_INVALID, INPUT_TOO_LARGE
 */
export async function readResources(resources: Resource[], zeebeVersion: ZeebeVersion): Promise<DeploymentFiles> {
	if (resources.length === 0 || resources.length > maxResources) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The deployment has ${resources.length} files. Expected 1 to ${maxResources}.`,
			fix: 'Deploy at least one file. Split a larger deployment.',
		});
	}
	const files: ProcessFile[] = [];
	const models = resources.filter((resource) => !isDecisionFile(resource));
	for (const { name, content } of models) files.push(await readProcessFile(name, content));
	const problems = (await Promise.all(files.map((file) => validateProcessFile(file, zeebeVersion)))).flat();
	const decisions = await readDecisionFiles(resources, zeebeVersion, problems);
	refuseProblems([...problems, ...findTwins(files), ...(zeebeVersion === '8.6' ? [] : findUnbound(files, decisions))]);
	await Promise.all(files.flatMap(({ processes }) => processes).map(describeAdHoc));
	return { processes: files, decisions };
}

/** Zeebe's documentation, deployment: a process whose file did not change keeps its version. */
export function storeDeployment(kernel: Kernel, files: DeploymentFiles, tenantId = defaultTenantId): Deployment {
	const deploymentKey = kernel.database.nextKey();
	const decisions = storeDecisions(kernel, files.decisions, { deploymentKey, tenantId });
	const hasNew = decisions.some(({ decisionKey }) => Number(decisionKey) > deploymentKey);
	const processes = files.processes.flatMap((file) =>
		file.processes
			.filter(({ executable }) => executable)
			.map((process) => storeProcess(kernel, file, process, { deploymentKey, hasNew, tenantId })),
	);
	return { deploymentKey: String(deploymentKey), processes, decisions };
}

/** `hasNew`: it brings a decision that was not there before. */
interface Storing {
	deploymentKey: number;
	hasNew: boolean;
	tenantId: string;
}

/** A process that is bound to its deployment gets a version with each new decision in it. */
const isBound = ({ nodes }: ProcessModel): boolean => nodes.some(({ decision }) => decision?.binding === 'deployment');

function storeProcess(
	kernel: Kernel,
	file: ProcessFile,
	model: ProcessModel,
	{ deploymentKey, hasNew, tenantId }: Storing,
): DeployedProcess {
	const { database } = kernel;
	const sha256 = createHash('sha256').update(file.content).digest('hex');
	const latest = database.get<LatestRow>(
		'SELECT * FROM definition WHERE tenant_id = ? AND process_id = ? ORDER BY version DESC LIMIT 1',
		tenantId,
		model.id,
	);
	const deployed = { processId: model.id, resourceName: file.name };
	if (latest?.sha256 === sha256 && latest.resource_name === file.name && !(hasNew && isBound(model))) {
		return { ...deployed, version: latest.version, processDefinitionKey: String(latest.key) };
	}
	const key = database.nextKey();
	const version = (latest?.version ?? 0) + 1;
	database.run(
		'INSERT INTO definition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
		key,
		tenantId,
		model.id,
		version,
		file.name,
		sha256,
		file.content,
		JSON.stringify(model),
		deploymentKey,
	);
	openMessageStarts(kernel, kernel.definitions.get(key));
	openSignalStarts(kernel, kernel.definitions.get(key));
	openTimerStarts(kernel, kernel.definitions.get(key));
	return { ...deployed, version, processDefinitionKey: String(key) };
}

/** Since 8.8 what is bound to the deployment must be in it (recorded). */
function findUnbound(files: ProcessFile[], decisions: DecisionFile[]): Problem[] {
	const deployed = new Set(decisions.flatMap(({ model }) => model.decisions.map(({ id }) => id)));
	return files.flatMap(({ name, content, processes }) =>
		processes
			.flatMap(({ nodes }) => nodes)
			.filter(
				({ decision }) => decision?.binding === 'deployment' && !decision.decisionId.startsWith('=') && !deployed.has(decision.decisionId),
			)
			.map(({ id, decision }) => ({
				file: name,
				elementId: id,
				line: findLine(content, id),
				message: `is bound to its deployment, which has no decision "${decision!.decisionId}"`,
				fix: 'Deploy the DMN file with the process.',
			})),
	);
}

/** One process id, two processes: which one would run? */
function findTwins(files: ProcessFile[]): Problem[] {
	const owners = new Map<string, string>();
	const problems: Problem[] = [];
	for (const { name, processes } of files) {
		for (const { id } of processes.filter(({ executable }) => executable)) {
			if (owners.has(id))
				problems.push({ file: name, elementId: id, message: `is also a process in ${owners.get(id)}`, fix: 'Give it a unique id.' });
			owners.set(id, name);
		}
	}
	return problems;
}
