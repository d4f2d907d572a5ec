import { Option } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import { describeSchemaErrors } from '../../core/base/text/describe-schema-error';
import { TroupeError } from '../../core/base/errors';
import { type Capabilities, capabilitiesSchema, parseRequestPattern, type RequestPattern } from '../../core/ports';
import type { HostCalls } from '../../sandbox/network/outlet';
import type { RunNetwork } from '../../sandbox/run/run-network';
import type { RunSecret } from '../../sandbox/traffic/run-secrets';
import type { TrafficRule } from '../../sandbox/traffic/traffic-rules';
import { parseDocument } from '../terminal/json-lines';
import { explainUnreadable } from '../terminal/read-text-file';
import type { Terminal } from '../terminal/terminal';

/** What a run may ask outside, as a person wrote it. */
export interface NetworkSettings {
	/** A file that gets what was asked and answered. */
	record?: string;
	replay?: string;
	/** `HOST=NAME` */
	standIn: string[];
	/** `METHOD HOST` */
	allow: string[];
	allowPrivateNetworks?: boolean;
	/** `NAME=VARIABLE@HOST` */
	secret: string[];
	/** A file with the only capabilities that the code has. */
	capabilities?: string;
	/** A file that gets the capabilities that the code used. */
	audit?: string;
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
	new Option('--capabilities <file>', 'refuse requests that this list of capabilities does not contain'),
	new Option('--audit <file>', 'write the capabilities that the code used to this file; needs level L0+'),
];

/** Opens the way out that the options allow; undefined if they allow none. @throws TroupeError INPUT_INVALID */
export async function openRunNetwork(settings: NetworkSettings, terminal: Terminal): Promise<RunNetwork | undefined> {
	const { record, replay, standIn, allow, secret, audit } = settings;
	const capabilities = await readCapabilities(settings);
	const isClosed =
		[record, replay, audit, capabilities].every((one) => one === undefined) && standIn.length + allow.length + secret.length === 0;
	return isClosed ? undefined : openAsked(settings, capabilities, terminal);
}

/** The same for a program of ours, which always has one: it asks its host by it. @throws TroupeError INPUT_INVALID */
export async function openProgramNetwork(settings: NetworkSettings, terminal: Terminal, calls: HostCalls): Promise<RunNetwork> {
	return openAsked(settings, await readCapabilities(settings), terminal, calls);
}

async function openAsked(
	{ replay, standIn, allow, secret, allowPrivateNetworks = false }: NetworkSettings,
	capabilities: RequestPattern[] | undefined,
	terminal: Terminal,
	calls?: HostCalls,
): Promise<RunNetwork> {
	const [{ openNetwork }, { toStandInName }] = await Promise.all([
		import('../../sandbox/run/run-network'),
		import('../../sandbox/traffic/stand-ins'),
	]);
	const standInRules = standIn.map((text): TrafficRule => {
		const [host, name] = split(text, /^([^=]+)=(.+)$/, 'Write HOST=NAME: --stand-in api.openai.com=openai.');
		return { action: 'stand-in', pattern: parseRequestPattern(`* ${host}`), standIn: toStandInName(name!) };
	});
	const rules = [...standInRules, ...allow.map((text): TrafficRule => ({ action: 'forward', pattern: parseRequestPattern(text) }))];
	const secrets = secret.map((text) => readSecret(text, terminal.environment));
	return openNetwork({
		...{ player: await openPlayer(replay), rules, secrets, allowPrivateNetworks, calls },
		...(capabilities && { capabilities }),
	});
}

/** Adds what was asked to a file of recordings, as the run of this name. */
export async function writeRecord(file: string, name: string, { traffic }: RunNetwork): Promise<void> {
	const [{ readRecordings }, { writeRecordings }] = await Promise.all([
		import('../../providers/compose/evaluation/recordings-file'),
		import('../eval/recordings-file'),
	]);
	const before = await readRecordings(file);
	writeRecordings(file, { ...before, version: 2, cases: { ...before.cases, [name]: { at: Date.now(), exchanges: traffic.exchanges } } });
}

/** @throws TroupeError INPUT_INVALID */
async function readCapabilities({ capabilities }: NetworkSettings): Promise<RequestPattern[] | undefined> {
	if (capabilities === undefined) return undefined;
	const { createOwnSchema } = await import('../../core/json-schema/own-schema');
	const validate = await createOwnSchema<Capabilities>(capabilitiesSchema)();
	const list = parseDocument(await readFile(capabilities, 'utf8'), capabilities);
	if (validate(list)) return (list.requests ?? []).map(parseRequestPattern);
	throw invalid(
		`${capabilities} is not a list of capabilities: ${describeSchemaErrors(validate.errors ?? []).join('; ')}.`,
		'Write one with --audit.',
	);
}

async function openPlayer(file: string | undefined) {
	if (file === undefined) return undefined;
	await explainUnreadable(file, () => stat(file));
	const [{ HttpPlayer }, { readRecordings }] = await Promise.all([
		import('../../sandbox/traffic/http-exchange'),
		import('../../providers/compose/evaluation/recordings-file'),
	]);
	return new HttpPlayer(Object.values((await readRecordings(file)).cases));
}

/** The value is in the environment: arguments of a program are seen by others. */
function readSecret(text: string, environment: NodeJS.ProcessEnv): RunSecret {
	const fix = 'Write NAME=VARIABLE@HOST, where VARIABLE is set: --secret API_KEY=MY_API_KEY@api.example.com.';
	const [name, variable, host] = split(text, /^([A-Z][A-Z0-9_]*)=([A-Za-z_][A-Za-z0-9_]*)@(.+)$/, fix);
	const value = environment[variable!];
	if (value === undefined || value === '')
		throw invalid(`The environment variable ${variable} is not set.`, `Set ${variable} to the value of the secret ${name}.`);
	const { host: named, port } = parseRequestPattern(`* ${host}`);
	return { name: name!, value, host: port === undefined ? named : `${named}:${port}` };
}

function split(text: string, pattern: RegExp, fix: string): string[] {
	const match = pattern.exec(text);
	if (match) return match.slice(1);
	throw invalid(`"${text.slice(0, 200)}" is not understood.`, fix);
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
