import { packagedAgentsFolder } from '../../../core/base/package-folder';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import type { Gate } from '../../../core/ports/manifests';
import { findAgent, listAgents, type AgentFile } from '../../../providers/files/agent-files';
import type { Doer } from '../doer';
import { toAgentDoer } from './agent-doers';
import { unlessRefused } from './unless-refused';

/** Max files that are read: each is parsed and hashed. */
const maxFiles = 300;

/** Offers the agents of folders and of the package that a signed manifest lists, byte for byte. */
export function offerAgentFiles(gate: Gate, folders: string[]) {
	const places = [...folders, packagedAgentsFolder()];
	const admit = async (file: AgentFile): Promise<Doer> => {
		const definition = await parseAgentDefinition(file.definition, file.path);
		const { id, version } = definition;
		const reference = await gate.admit({ kind: 'agent', id, version, sha256: file.sha256, unlisted: 'deny' });
		return toAgentDoer(definition, { key: `file:${id}`, name: id, manifest: reference.sha256, warnings: reference.warnings });
	};
	const find = (name: string) => unlessRefused(async () => admit(await findAgent(name, places)));
	return {
		find,
		async list(): Promise<Doer[]> {
			const files = (await listAgents(places)).slice(0, maxFiles);
			const doers = await Promise.all(files.map(({ id }) => find(id)));
			return doers.filter((doer) => doer !== undefined);
		},
	};
}
