import { access, constants } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { parseAgentDefinition } from '../../../../core/agents/definition/parse-agent-definition';
import { agentFolders } from '../../../../core/base/home-folders';
import { readSetting } from '../../../../core/base/settings/settings';
import { listAgents, readAgentFile } from '../../../../providers/files/agent-files';
import { fail, failBy, ok, type Check, type Finding } from '../../check';

export const agentsCheck: Check = {
	id: 'agents',
	looksAt: "the agents in the folders of TROUPE_AGENTS and in Troupe's home",
	async look({ environment }) {
		const folders = agentFolders(environment);
		const named = (readSetting('TROUPE_AGENTS', environment) ?? '').split(delimiter).filter(Boolean);
		const missing = (await Promise.all(folders.map((folder) => judgeFolder(folder, named.includes(folder))))).flat();
		const readable = folders.filter((folder) => !missing.some(({ text }) => text.includes(folder)));
		const agents = await listAgents(readable);
		const faults = (await Promise.all(agents.map(({ path }) => judgeAgent(path, readable)))).flat();
		const valid = agents.length - faults.length;
		return [
			...missing,
			...faults,
			...(valid > 0 || missing.length + faults.length === 0 ? [ok(`Valid agents: ${valid}, in ${readable.join(', ')}`)] : []),
		];
	},
};

async function judgeFolder(folder: string, mustExist: boolean): Promise<Finding[]> {
	try {
		await access(folder, constants.R_OK | constants.X_OK);
		return [];
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		if (isMissing && !mustExist) return [];
		return [
			fail(
				`The folder of agents ${folder} ${isMissing ? 'is missing' : 'cannot be read'}.`,
				isMissing ? 'Create it, or correct TROUPE_AGENTS.' : 'Let the user that runs Troupe read it.',
			),
		];
	}
}

async function judgeAgent(path: string, folders: string[]): Promise<Finding[]> {
	try {
		await parseAgentDefinition((await readAgentFile(path, folders)).definition, path);
		return [];
	} catch (error) {
		return [failBy(error)];
	}
}
