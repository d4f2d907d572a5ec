import { Option } from 'commander';
import { resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { RunPermissions } from '../../sandbox/grants/grants';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import type { SandboxResult } from '../../sandbox/workers/sandbox-worker';
import type { RunNetwork } from '../../sandbox/run/run-network';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';
import { printable, type Terminal } from '../terminal/terminal';
import { missingCapability } from '../../sandbox/kinds/missing-capability';
import { parseCapabilities } from '../../sandbox/kinds/parse-capabilities';
import type { UsedCapabilities } from '../../sandbox/kinds/perform-program';
import type { RunPlace } from '../../sandbox/kinds/run-place';

export interface CapabilitySettings {
	/** A file with the only capabilities that the code has. */
	capabilities?: string;
	/** A file that gets the capabilities that the code used. */
	discover?: string;
	/** `NAME`, or `NAME=VALUE`. */
	env?: string[];
	/** Files and folders of the list that may be changed. */
	write?: string[];
}

const repeated = (text: string, before: string[]) => [...before, text];

export const capabilityOptions = (): Option[] => [
	new Option(
		'--capabilities <file>',
		'give the code what this list of capabilities contains, and nothing else; "manifest": the list of its approved package',
	),
	new Option('--discover <file>', 'write the capabilities that the code used to this file; needs level L0+'),
	new Option('--env <name[=value]>', 'give the code this variable; without a value, the one of this environment')
		.argParser(repeated)
		.default([]),
	new Option('--write <path>', 'let the code change this file or folder, which the list has with "access": "write"')
		.argParser(repeated)
		.default([]),
];

/** In place of a file: the list of the manifest. */
const fromManifest = 'manifest';

/** @throws TroupeError INPUT_INVALID; CAPABILITY_MISSING for what is allowed here and not in the list; MANIFEST_* of the gate */
export async function readPermissions(settings: CapabilitySettings, terminal: Terminal, place: RunPlace = {}): Promise<RunPermissions> {
	const { folder } = place;
	const { capabilities: file, env = [], write = [] } = settings;
	const capabilities =
		file === undefined ? undefined : await (file === fromManifest ? readOfManifest(place, terminal) : readCapabilities(file));
	const environment = Object.fromEntries(env.map((text) => readVariable(text, terminal.environment)));
	if (capabilities)
		requireListed(capabilities, {
			names: Object.keys(environment),
			write,
			source: file === fromManifest ? 'of the manifest' : file!,
			folder,
		});
	else if (write.length > 0) throw invalid('--write needs a list of capabilities.', 'Pass the list with --capabilities.');
	return {
		...(capabilities && { capabilities }),
		environment,
		writable: write.map((path) => resolve(path)),
		...(folder !== undefined && { folder }),
		...(file !== undefined && { source: file }),
	};
}

/** Asks the gate as a worker does that runs a node of the package. @throws TroupeError INPUT_INVALID, MANIFEST_* */
async function readOfManifest({ installed, nodeType }: RunPlace, { environment }: Terminal): Promise<Capabilities> {
	if (installed === undefined)
		throw invalid('--capabilities manifest is for `run package` and `run node`: they run one package.', 'Pass a file with a list.');
	const { defaultTrust } = await import('../../manifests/gate/default-gate');
	const { permissions } = await defaultTrust(environment).nodeGate.admit(nodeType, installed);
	if (permissions) return { ...permissions, ...(nodeType !== undefined && { nodeTypes: [...(permissions.nodeTypes ?? []), nodeType] }) };
	throw invalid(
		`No manifest of ${installed.name} ${installed.version} has a list of capabilities.`,
		'Publish one with `troupe manifest publish --permissions FILE`, or pass a file with a list.',
	);
}

/** @throws TroupeError INPUT_INVALID */
const readCapabilities = async (file: string): Promise<Capabilities> =>
	parseCapabilities(parseDocument(await readTextFile(file), file), file);

/** Reads a name of an environment variable, or name=value. Program arguments are visible to others: no secret goes there. */
function readVariable(text: string, environment: NodeJS.ProcessEnv): [name: string, value: string] {
	const [, name, , given] = /^([A-Za-z_][A-Za-z0-9_]{0,199})(=(.*))?$/s.exec(text) ?? [];
	if (name === undefined) throw invalid(`"${text.slice(0, 40)}" is not a variable.`, 'Write NAME or NAME=VALUE: --env TZ, --env TZ=UTC.');
	const value = given ?? environment[name];
	if (value !== undefined) return [name, value];
	throw invalid(`The environment variable ${name} is not set.`, `Set ${name}, or write --env ${name}=VALUE.`);
}

interface Allowed {
	names: string[];
	write: string[];
	source: string;
	folder?: string;
}

function requireListed({ environment = [], files = [] }: Capabilities, { names, write, source, folder = '/' }: Allowed): void {
	const name = names.find((one) => !environment.includes(one));
	if (name !== undefined)
		throw missingCapability({
			capability: 'environment',
			what: `the variable ${name}`,
			value: name,
			source,
			option: `--env ${name}`,
		});
	const changed = files.filter(({ access }) => access === 'write').map(({ path }) => resolve(folder, path));
	const path = write.find((one) => !changed.includes(resolve(one)));
	if (path !== undefined)
		throw missingCapability({
			capability: 'files',
			what: `${path} with "access": "write"`,
			value: path,
			source,
			option: `--write ${path}`,
		});
}

export async function writeCapabilities(
	file: string,
	{ traffic }: Pick<RunNetwork, 'traffic'>,
	{ notes }: SandboxResult,
	more: UsedCapabilities = {},
): Promise<void> {
	const { proposeCapabilities, readNotes } = await import('../../sandbox/discovery/propose-capabilities');
	replaceFile(file, `${JSON.stringify(proposeCapabilities(traffic.reports, readNotes(notes), more), undefined, '\t')}\n`, 0o600);
}

/** More of them are in the report. */
const maxShown = 10;

/** Says what of the list the run did not get: it could fail for want of it. */
export function warnOfGrants({ capabilities }: SandboxReport, terminal: Terminal): void {
	const { notGranted = [] } = capabilities ?? {};
	for (const { kind, value, reason } of notGranted.slice(0, maxShown))
		terminal.note(`not granted: ${kind} ${printable(value)}. ${printable(reason)}`);
	if (notGranted.length > maxShown) terminal.note(`not granted: ${notGranted.length - maxShown} more; --json lists them`);
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
