import { createHash } from 'node:crypto';
import type { FormModel } from '../../../../bpmn/forms/form-model';
import { readForm } from '../../../../bpmn/forms/read-form';
import { describeAdHoc } from '../../../../bpmn/reading/describe-ad-hoc';
import { toFileProblem } from '../../../../bpmn/reading/unreadable';
import type { ZeebeVersion } from '../../../../bpmn/zeebe-version';
import type { Binding, FlowNode, Problem, ProcessFile, ProcessModel } from '../../../../bpmn/reading/process-model';
import { findLine, readProcessFile } from '../../../../bpmn/reading/read-process';
import { refuseProblems, validateProcessFile } from '../../../../bpmn/validate/validate-process';
import { TroupeError } from '../../../../core/base/errors';
import { isFormFile, isProcessFile, type DeployedProcess, type Deployment, type Resource } from '../../../engine/deployments';
import type { DeployedForm } from '../../../engine/deployments';
import { areDecisionsStored, readDecisionFiles, storeDecisions, type DecisionFile } from '../../decisions/deploy-decisions';
import type { Kernel } from '../../flow/kernel';
import type { FormVersion } from '../../forms/form-store';
import { defaultTenantId } from '../tenants';
import { openMessageStarts } from '../../events/message-starts';
import { openSignalStarts } from '../../events/signals';
import { openTimerStarts } from '../../events/timers';
import type { DeploymentContext } from './deployment-context';

interface FormFile {
	name: string;
	content: string;
	form: FormModel;
}

/** Adds faults to the problems. */
function readFormFiles(resources: Resource[], problems: Problem[]): FormFile[] {
	const files: FormFile[] = [];
	for (const { name, content } of resources.filter(isFormFile)) {
		try {
			const form = readForm(name, content);
			const twin = files.find((other) => other.form.id === form.id);
			if (twin) problems.push({ file: name, message: `the form "${form.id}" is also in ${twin.name}`, fix: 'Give it a unique id.' });
			files.push({ name, content, form });
		} catch (error) {
			problems.push(toFileProblem(name, error));
		}
	}
	return files;
}

const isSame = ({ name, content }: FormFile, latest: FormVersion | undefined): boolean =>
	latest?.content === content && latest.resourceName === name;

const areFormsStored = ({ forms }: Kernel, files: FormFile[], tenantId: string): boolean =>
	files.every((file) => isSame(file, forms.findLatest(tenantId, file.form.id)));

/** New versions only if the deployment changed. */
function storeForms(
	{ database, forms }: Kernel,
	files: FormFile[],
	{ deploymentKey, tenantId, isChanged }: DeploymentContext,
): DeployedForm[] {
	return files.map(({ name, content, form }) => {
		const latest = forms.findLatest(tenantId, form.id);
		const deployed = { formId: form.id, resourceName: name };
		if (!isChanged && latest) return { ...deployed, version: latest.version, formKey: String(latest.key) };
		const key = database.nextKey();
		const version = (latest?.version ?? 0) + 1;
		database.run(
			'INSERT INTO form VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
			key,
			tenantId,
			form.id,
			version,
			form.versionTag ?? null,
			name,
			createHash('sha256').update(content).digest('hex'),
			content,
			deploymentKey,
		);
		return { ...deployed, version, formKey: String(key) };
	});
}

interface LatestRow {
	key: number;
	version: number;
	resource_name: string;
	sha256: string;
	deleted_at: number | null;
}

const maxResources = 100;

interface DeploymentFiles {
	processes: ProcessFile[];
	decisions: DecisionFile[];
	forms: FormFile[];
}

/**
 * Checks every file before anything is stored. @throws TroupeError PROCESS_INVALID with every problem of every file, INPUT_INVALID, INPUT_TOO_LARGE
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
	const models = resources.filter(isProcessFile);
	for (const { name, content } of models) files.push(await readProcessFile(name, content));
	const problems = (await Promise.all(files.map((file) => validateProcessFile(file, zeebeVersion)))).flat();
	const decisions = await readDecisionFiles(resources, zeebeVersion, problems);
	const deployment = { processes: files, decisions, forms: readFormFiles(resources, problems) };
	refuseProblems([...problems, ...findTwins(files), ...(zeebeVersion === '8.6' ? [] : findUnbound(deployment))]);
	await Promise.all(files.flatMap(({ processes }) => processes).map(describeAdHoc));
	return deployment;
}

/** Zeebe's documentation, deployment: unchanged files keep their versions. */
export function storeDeployment(kernel: Kernel, files: DeploymentFiles, tenantId = defaultTenantId): Deployment {
	const deploymentKey = kernel.database.nextKey();
	const executable = files.processes.flatMap((file) =>
		file.processes.filter(({ executable }) => executable).map((model) => ({ file, model, sha256: hash(file.content) })),
	);
	const isUnchanged =
		executable.every((process) => isStored(process, findLatest(kernel, tenantId, process.model.id))) &&
		areDecisionsStored(kernel, files.decisions, tenantId) &&
		areFormsStored(kernel, files.forms, tenantId);
	const context = { deploymentKey, tenantId, isChanged: !isUnchanged };
	const decisions = storeDecisions(kernel, files.decisions, context);
	const forms = storeForms(kernel, files.forms, context);
	const processes = executable.map((process) => storeProcess(kernel, process, context));
	return { deploymentKey: String(deploymentKey), processes, decisions, forms };
}

const hash = (content: string): string => createHash('sha256').update(content).digest('hex');

interface ProcessToStore {
	file: ProcessFile;
	model: ProcessModel;
	sha256: string;
}

const isStored = ({ file, sha256 }: ProcessToStore, latest: LatestRow | undefined): latest is LatestRow =>
	latest?.sha256 === sha256 && latest.resource_name === file.name && latest.deleted_at === null;

/** Version numbers are not reused: the latest one may be deleted. */
const findLatest = ({ database }: Kernel, tenantId: string, processId: string): LatestRow | undefined =>
	database.get('SELECT * FROM definition WHERE tenant_id = ? AND process_id = ? ORDER BY version DESC LIMIT 1', tenantId, processId);

function storeProcess(kernel: Kernel, process: ProcessToStore, { deploymentKey, tenantId, isChanged }: DeploymentContext): DeployedProcess {
	const { database } = kernel;
	const { file, model, sha256 } = process;
	const latest = findLatest(kernel, tenantId, model.id);
	const deployed = { processId: model.id, resourceName: file.name };
	if (!isChanged && latest) return { ...deployed, version: latest.version, processDefinitionKey: String(latest.key) };
	const key = database.nextKey();
	const version = (latest?.version ?? 0) + 1;
	database.run(
		'INSERT INTO definition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)',
		key,
		tenantId,
		model.id,
		version,
		file.name,
		sha256,
		file.content,
		JSON.stringify(model),
		deploymentKey,
		model.versionTag ?? null,
	);
	openMessageStarts(kernel, kernel.definitions.get(key));
	openSignalStarts(kernel, kernel.definitions.get(key));
	openTimerStarts(kernel, kernel.definitions.get(key));
	return { ...deployed, version, processDefinitionKey: String(key) };
}

/** Since 8.8, bound resources must be in the deployment (recorded). */
function findUnbound({ processes: files, decisions, forms }: DeploymentFiles): Problem[] {
	const deployed: Record<Called['what'], Set<string>> = {
		decision: new Set(decisions.flatMap(({ model }) => model.decisions.map(({ id }) => id))),
		form: new Set(forms.map(({ form }) => form.id)),
		process: new Set(files.flatMap(({ processes }) => processes.map(({ id }) => id))),
	};
	return files.flatMap(({ name, content, processes }) =>
		processes
			.flatMap(({ nodes }) => nodes)
			.flatMap((node) => listCalls(node).map((call) => ({ node, ...call })))
			.filter(({ what, id, binding }) => binding === 'deployment' && !id.startsWith('=') && !deployed[what].has(id))
			.map(({ node, what, id }) => ({
				file: name,
				elementId: node.id,
				line: findLine(content, node.id),
				message: `is bound to its deployment, which has no ${what} "${id}"`,
				fix: `Deploy the file of the ${what} with the process.`,
			})),
	);
}

type Called = Partial<Binding> & { what: 'decision' | 'form' | 'process'; id: string };

/** Calls by id. The form of a start event may be missing (recorded). */
const listCalls = ({ decision, userTask, called }: FlowNode): Called[] => [
	...(decision ? [{ ...decision, what: 'decision' as const, id: decision.decisionId }] : []),
	...(userTask?.form ? [{ ...userTask.form, what: 'form' as const, id: userTask.form.formId }] : []),
	...(called ? [{ ...called, what: 'process' as const, id: called.processId }] : []),
];

/** A shared id leaves open which process runs. */
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
