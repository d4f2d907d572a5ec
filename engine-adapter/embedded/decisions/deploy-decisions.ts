import { createHash } from 'node:crypto';
import { findLine } from '../../../bpmn/reading/read-process';
import { toFileProblem } from '../../../bpmn/reading/unreadable';
import type { Problem } from '../../../bpmn/reading/process-model';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import type { Decision, DecisionModel } from '../../../bpmn/dmn/reading/decision-model';
import { readDecisions } from '../../../bpmn/dmn/reading/read-decisions';
import { ZeebeDecisions } from '../../../bpmn/dmn/zeebe/zeebe-decisions';
import { type DeployedDecision, isDecisionFile, type Resource } from '../../engine/deployments';
import type { Kernel } from '../flow/kernel';
import type { toDecisionVersion } from './decision-store';
import type { DeploymentContext } from '../state/deployments/deployment-context';

export interface DecisionFile {
	name: string;
	content: string;
	model: DecisionModel;
}

export async function readDecisionFiles(resources: Resource[], version: ZeebeVersion, problems: Problem[]): Promise<DecisionFile[]> {
	const files: DecisionFile[] = [];
	for (const { name, content } of resources.filter(isDecisionFile)) {
		try {
			const model = await readDecisions(name, content);
			const found = new ZeebeDecisions(model, version).check();
			problems.push(
				...found.map(({ line, ...problem }) => ({ file: name, line: line ?? findLine(content, problem.elementId), ...problem })),
			);
			files.push({ name, content, model });
		} catch (error) {
			problems.push(toFileProblem(name, error));
		}
	}
	problems.push(...findTwins(files));
	return files;
}

/** A shared id leaves open which decision is evaluated. */
function findTwins(files: DecisionFile[]): Problem[] {
	const owners = new Map<string, string>();
	return files.flatMap(({ name, model }) =>
		[`the model "${model.id}"`, ...model.decisions.map(({ id }) => `the decision "${id}"`)].flatMap((what) => {
			const owner = owners.get(what);
			owners.set(what, name);
			return owner === undefined ? [] : [{ file: name, message: `${what} is also in ${owner}`, fix: 'Give it a unique id.' }];
		}),
	);
}

interface RequirementsRow {
	key: number;
	version: number;
	resource_name: string;
	sha256: string;
}

export const areDecisionsStored = (kernel: Kernel, files: DecisionFile[], tenantId: string): boolean =>
	files.every((file) => findLatestRequirements(kernel, file, tenantId)?.isSame);

/** New versions only if the deployment changed. */
export function storeDecisions(
	kernel: Kernel,
	files: DecisionFile[],
	{ deploymentKey, tenantId, isChanged }: DeploymentContext,
): DeployedDecision[] {
	return files.flatMap((file) => {
		const requirements = storeRequirements(kernel, file, tenantId, isChanged);
		return file.model.decisions.map((decision) => {
			const { key, version } = storeDecision(kernel, decision, requirements, tenantId);
			kernel.database.run('INSERT OR IGNORE INTO deployed_decision VALUES (?, ?)', deploymentKey, key);
			return {
				decisionId: decision.id,
				name: decision.name,
				version,
				decisionKey: String(key),
				requirementsId: file.model.id,
				requirementsKey: String(requirements.key),
				requirementsName: file.model.name,
				requirementsVersion: requirements.version,
				resourceName: file.name,
			};
		});
	});
}

interface StoredRequirements {
	key: number;
	version: number;
	isNew: boolean;
}

const hash = (content: string): string => createHash('sha256').update(content).digest('hex');

function findLatestRequirements(
	{ database }: Kernel,
	{ name, content, model }: DecisionFile,
	tenantId: string,
): (RequirementsRow & { isSame: boolean }) | undefined {
	const latest = database.get<RequirementsRow>(
		'SELECT key, version, resource_name, sha256 FROM decision_requirements WHERE tenant_id = ? AND requirements_id = ? ORDER BY version DESC LIMIT 1',
		tenantId,
		model.id,
	);
	return latest && { ...latest, isSame: latest.sha256 === hash(content) && latest.resource_name === name };
}

function storeRequirements(kernel: Kernel, file: DecisionFile, tenantId: string, isChanged: boolean): StoredRequirements {
	const { database } = kernel;
	const { name, content, model } = file;
	const latest = findLatestRequirements(kernel, file, tenantId);
	if (!isChanged && latest) return { key: latest.key, version: latest.version, isNew: false };
	const key = database.nextKey();
	const version = (latest?.version ?? 0) + 1;
	database.run(
		'INSERT INTO decision_requirements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
		key,
		tenantId,
		model.id,
		model.name,
		version,
		name,
		hash(content),
		content,
		JSON.stringify(model),
	);
	return { key, version, isNew: true };
}

function storeDecision(
	{ database }: Kernel,
	decision: Decision,
	requirements: StoredRequirements,
	tenantId: string,
): { key: number; version: number } {
	const latest = database.get<Parameters<typeof toDecisionVersion>[0]>(
		'SELECT * FROM decision WHERE tenant_id = ? AND decision_id = ? ORDER BY version DESC LIMIT 1',
		tenantId,
		decision.id,
	);
	if (!requirements.isNew && latest?.requirements_key === requirements.key) return latest;
	const key = database.nextKey();
	const version = (latest?.version ?? 0) + 1;
	database.run(
		'INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?)',
		key,
		tenantId,
		decision.id,
		decision.name,
		version,
		decision.versionTag ?? null,
		requirements.key,
	);
	return { key, version };
}
