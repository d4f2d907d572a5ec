import { isTroupeError, TroupeError } from '../../core/base/errors';
import { printable } from '../../core/base/text/printable';
import type { ProcessEngine } from '../engine/process-engine';
import { ownClusterId } from '../own-cluster-id';
import { CamundaRest } from './camunda-rest';
import type { ZeebeOptions } from './connect-options';
import { openRestHeaders } from './load-sdk';
import { answerMs, RestEngine } from './rest-engine';
import { RestSearches, text } from './rest-searches';
import { loadVariablesCodec } from './variables-json';

/**
 * Connects to Camunda 8.6 or newer, or `troupe serve`, over REST API v2. @throws TroupeError INPUT_INVALID for the URL, ENGINE_UNREACHABLE within 10
 * s when nothing answers there
 */
export async function connectCamundaRest({
	address,
	token,
	onBackPressure,
	onProblem = (line) => void process.stderr.write(`${printable(line)}\n`),
	rest: opened,
	takesAssigned = false,
	...tenants
}: Omit<ZeebeOptions, 'restAddress'> & {
	rest?: CamundaRest;
}): Promise<ProcessEngine> {
	const url = checkedUrl(address);
	const codec = await loadVariablesCodec();
	const rest = opened ?? new CamundaRest({ url, headers: await openRestHeaders(url, token), codec, onBackPressure });
	const topology = { subject: 'its topology', method: 'GET', path: '/topology', withinMs: answerMs } as const;
	const { gatewayVersion, clusterId } = await rest
		.call<{ gatewayVersion: string; clusterId?: string | null }>(topology)
		.catch((error: unknown) => {
			throw isTroupeError(error) && error.code === 'NOT_SUPPORTED' ? noCamunda(url, error) : error;
		});
	if (typeof gatewayVersion !== 'string') throw noCamunda(url, undefined);
	const capabilities = { search: await canSearch(rest), events: false, zeebeVersion: text(gatewayVersion) };
	const canFilter = takesAssigned && (clusterId === ownClusterId || isFrom(8, 9, text(gatewayVersion)));
	return new RestEngine(rest, new RestSearches(rest, codec), onProblem, capabilities, { ...tenants, canFilter });
}

function isFrom(major: number, minor: number, version: string): boolean {
	const [own = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
	return own > major || (own === major && ownMinor >= minor);
}

/** Returns true if the cluster has a searchable history. The version alone does not tell: 8.8 also runs without secondary storage. */
async function canSearch(rest: CamundaRest): Promise<boolean> {
	const question = { subject: 'Searching instances', path: '/process-instances/search', body: { page: { limit: 1 } }, withinMs: answerMs };
	try {
		await rest.call(question);
		return true;
	} catch (error) {
		return !(isTroupeError(error) && error.code === 'NOT_SUPPORTED');
	}
}

/** @throws TroupeError INPUT_INVALID */
function checkedUrl(address: string): string {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '') return address;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'This is not the URL of a Camunda 8 REST API. Expected http://host:port or https://host, without a user name.',
		fix: 'Pass a URL such as http://localhost:8080. Credentials come from the environment.',
	});
}

const noCamunda = (url: string, cause: unknown): TroupeError =>
	new TroupeError({
		code: 'ENGINE_UNREACHABLE',
		message: `The service at ${url} is not the REST API of Camunda 8.6 or newer: it does not answer GET /v2/topology as one.`,
		fix: 'Check the port: 8080 is the usual one of a cluster, 8600 that of `troupe serve`.',
		cause,
	});
