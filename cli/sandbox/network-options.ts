import { Option } from 'commander';
import { stat } from 'node:fs/promises';
import { TroupeError } from '../../core/base/errors';
import type { Recordings } from '../../core/evaluation/traffic/recording';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { parseRequestPattern } from '../../core/ports/capabilities/request-pattern';
import type { RunNetwork } from '../../sandbox/run/run-network';
import type { RunSecret } from '../../sandbox/traffic/run-secrets';
import { explainUnreadable } from '../terminal/read-text-file';
import type { Terminal } from '../terminal/terminal';
import { isClosed, openRulesNetwork, type RunRules } from '../../sandbox/kinds/run-rules';
import { splitRule } from '../../sandbox/kinds/split-rule';

export interface NetworkSettings {
	record?: string;
	replay?: string;
	/** `HOST=NAME` */
	standIn: string[];
	/** `METHOD HOST` */
	allow: string[];
	allowPrivateNetworks?: boolean;
	/** `NAME=VARIABLE@HOST` */
	secret: string[];
}

interface NetworkNeeds {
	capabilities?: Capabilities;
	/** Notes requests, though none is allowed. */
	discover?: boolean;
}

const repeated = (text: string, before: string[]) => [...before, text];

export const networkOptions = (): Option[] => [
	new Option('--allow <request>', 'let the code make these requests: "GET api.example.com", "POST api.example.com/v1/*"')
		.argParser(repeated)
		.default([]),
	new Option('--allow-private-networks', 'let --allow name addresses of this machine and of private networks'),
	new Option('--stand-in <host=name>', 'answer requests to a host by a stand-in: api.openai.com=openai').argParser(repeated).default([]),
	new Option('--replay <file>', 'answer requests from recordings'),
	new Option('--record <file>', 'write what was asked and answered to this file'),
	new Option('--secret <name=variable@host>', 'put the value of an environment variable in place of ${NAME} in requests to this host')
		.argParser(repeated)
		.default([]),
];

/** @throws TroupeError INPUT_INVALID */
export async function readRules(settings: NetworkSettings & { case?: string }, terminal: Terminal): Promise<RunRules> {
	const { replay, case: name, standIn, allow, secret, allowPrivateNetworks } = settings;
	return {
		...(replay !== undefined && { replay: { recordings: await readReplay(replay), source: replay, case: name } }),
		standIn,
		allow,
		allowPrivateNetworks,
		secrets: secret.map((text) => readSecret(text, terminal.environment)),
	};
}

/** Undefined if the options allow none. @throws TroupeError INPUT_INVALID */
export async function openRunNetwork(
	settings: NetworkSettings,
	{ capabilities, discover }: NetworkNeeds,
	terminal: Terminal,
): Promise<RunNetwork | undefined> {
	const rules = await readRules(settings, terminal);
	const isNeeded = settings.record !== undefined || discover === true || capabilities !== undefined;
	return isClosed(rules) && !isNeeded ? undefined : openRulesNetwork(rules, capabilities);
}

export async function writeRecord(file: string, name: string, { traffic }: RunNetwork): Promise<void> {
	const [{ readRecordings }, { writeRecordings }] = await Promise.all([
		import('../../providers/compose/evaluation/recordings-file'),
		import('../eval/recordings-file'),
	]);
	const before = await readRecordings(file);
	writeRecordings(file, { ...before, cases: { ...before.cases, [name]: { at: Date.now(), exchanges: traffic.exchanges } } });
}

async function readReplay(file: string): Promise<Recordings> {
	await explainUnreadable(file, () => stat(file));
	const { readRecordings } = await import('../../providers/compose/evaluation/recordings-file');
	return readRecordings(file);
}

/** The value is in the environment: arguments of a program are seen by others. */
function readSecret(text: string, environment: NodeJS.ProcessEnv): RunSecret {
	const fix = 'Write NAME=VARIABLE@HOST, where VARIABLE is set: --secret API_KEY=MY_API_KEY@api.example.com.';
	const [name, variable, host] = splitRule(text, /^([A-Z][A-Z0-9_]*)=([A-Za-z_][A-Za-z0-9_]*)@(.+)$/, fix);
	const value = environment[variable!];
	if (value === undefined || value === '')
		throw invalid(`The environment variable ${variable} is not set.`, `Set ${variable} to the value of the secret ${name}.`);
	const { host: named, port } = parseRequestPattern(`* ${host}`);
	return { name: name!, value, host: port === undefined ? named : `${named}:${port}` };
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
