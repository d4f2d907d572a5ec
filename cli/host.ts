import { agentFolders, budgetsFile, policyFolders } from '../core/base/home-folders';
import { troupeHome } from '../core/base/home';
import { readChoice, readSetting } from '../core/base/settings/settings';
import { readTenant } from '../core/base/tenant';
import type { ManifestReference } from '../core/ports/manifests';
import type { Host } from '../providers/compose/hosts/host';
import type { KnowledgeHost } from '../providers/compose/hosts/knowledge-host';
import { createLevelCheck, createScriptRunner } from '../sandbox/run/script-runner';
import { createComputerOpeners } from '../sandbox/computer/computer-openers';
import type { GatedCommand } from './gated-commands';
import type { Terminal } from './terminal/terminal';
import { statementVerifier } from './agent/decisions/read-signature';

/** Lets only its user read the files of this process and its programs: state holds messages, tokens and keys. */
const privateMask = 0o077;

/** Returns where a command finds state, and whose: `--tenant`, else TROUPE_TENANT. @throws TroupeError INPUT_INVALID */
export const readStateHost = ({ tenant, environment }: Pick<Terminal, 'tenant' | 'environment'>) => ({
	tenant: tenant ?? readTenant(environment),
	stateFolder: troupeHome(environment),
	database: readSetting('TROUPE_DATABASE_URL', environment) ?? '',
	redis: readSetting('TROUPE_REDIS_URL', environment) ?? '',
	vaultKey: readSetting('TROUPE_VAULT_KEY', environment),
});

export function openPrivateState(terminal: Terminal): ReturnType<typeof readStateHost> {
	process.umask(privateMask);
	return readStateHost(terminal);
}

/** Opens the host of the command line: agents from TROUPE_AGENTS and Troupe's home, models from the environment, the default gate. */
export async function openHost(terminal: Terminal): Promise<Host & KnowledgeHost> {
	process.umask(privateMask);
	const { defaultTrust } = await import('../manifests/gate/default-gate');
	const { gate, nodeGate, published } = defaultTrust(terminal.environment);
	const { providersFromEnvironment } = await import('../providers/compose/settings/from-environment');
	const { toolsFromEnvironment } = await import('../providers/compose/settings/tools-from-environment');
	const { readApprovalRules } = await import('../providers/compose/settings/approval-rules');
	const { knowledgeFromEnvironment } = await import('../providers/compose/knowledge/knowledge-host');
	return {
		name: 'cli',
		gate,
		nodeGate,
		published,
		environment: terminal.environment,
		agentFolders: agentFolders(terminal.environment),
		unlistedAgents: readChoice('TROUPE_UNLISTED_AGENTS', terminal.environment) ?? 'deny',
		approvals: readApprovalRules(terminal.environment),
		verifyStatement: statementVerifier(terminal.environment),
		policyFolders: policyFolders(terminal.environment),
		providers: providersFromEnvironment(terminal.environment),
		...toolsFromEnvironment(terminal.environment),
		...knowledgeFromEnvironment(terminal.environment),
		...readStateHost(terminal),
		budgetsFile: budgetsFile(terminal.environment),
		runScript: createScriptRunner(troupeHome(terminal.environment)),
		requireLevel: createLevelCheck(troupeHome(terminal.environment)),
		...createComputerOpeners(terminal.environment),
	};
}

/**
 * Asks the gate whether the command is allowed to run and prints the manifest that allows it.
 * @throws TroupeError when the gate refuses
 */
export async function admitCommand(host: Host, name: GatedCommand, terminal: Terminal): Promise<ManifestReference> {
	const manifest = await host.gate.admit({ kind: 'command', name });
	terminal.note(manifestLine(manifest));
	return manifest;
}

/**
 * Does the work of a command while the command, and all that the work asks the gate for, may run.
 * @throws TroupeError MANIFEST_* when the gate refuses, or when something is revoked meanwhile; any error of `work`
 */
export async function whileAllowed<Given extends Host, Result>(
	host: Given,
	name: GatedCommand,
	terminal: Terminal,
	work: (host: Given, terminal: Terminal) => Promise<Result>,
): Promise<Result> {
	const { whileAdmitted } = await import('../manifests/gate/while-admitted');
	return whileAdmitted(host.gate, undefined, async ({ gate, signal }) => {
		const admitted = { ...host, gate };
		await admitCommand(admitted, name, terminal);
		const stop = { get: () => AbortSignal.any([terminal.stop, signal]) };
		const { ask } = terminal;
		// A question that stays open after the refusal would keep the process alive.
		const asking = ask && { ask: { value: (question: string) => ask(question, signal) } };
		return work(admitted, Object.create(terminal, { stop, ...asking }) as Terminal);
	});
}

export function manifestLine(manifest: ManifestReference): string {
	const root = manifest.development ? `development root, ${manifest.root}` : `${manifest.root} root`;
	return `allowed by the manifest of ${manifest.package} ${manifest.version}, sha256 ${manifest.sha256.slice(0, 12)}, key ${manifest.keyId} (${root})`;
}
