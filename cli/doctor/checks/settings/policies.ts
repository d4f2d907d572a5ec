import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseGuardrailPolicy } from '../../../../core/guardrails/policy/parse-guardrail-policy';
import { policyFolders } from '../../../../core/base/home-folders';
import { findPolicy } from '../../../../providers/files/policy-files';
import { failBy, ok, skipped, type Check, type Finding } from '../../check';

export const policiesCheck: Check = {
	id: 'policies',
	looksAt: "the guardrail policies in the folders of TROUPE_POLICIES and in Troupe's home",
	async look({ environment }) {
		const folders = policyFolders(environment).filter((folder) => existsSync(folder));
		const files = (await Promise.all(folders.map((folder) => listPolicies(folder)))).flat();
		if (files.length === 0)
			return [
				skipped(
					'There are no policies in folders. Agents have the standard policy, the guardrails of their definitions, and published policies.',
				),
			];
		const faults = (await Promise.all(files.map(judgePolicy))).flat();
		return faults.length > 0 ? faults : [ok(`Valid policies: ${files.length}`)];
	},
};

interface PolicyFile {
	folder: string;
	id: string;
}

async function listPolicies(folder: string): Promise<PolicyFile[]> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
	return names.sort().map((name) => ({ folder, id: basename(name, '.json') }));
}

async function judgePolicy({ folder, id }: PolicyFile): Promise<Finding[]> {
	try {
		const { policy } = await findPolicy(id, [folder]);
		await parseGuardrailPolicy(policy, join(folder, `${id}.json`));
		return [];
	} catch (error) {
		return [failBy(error)];
	}
}
