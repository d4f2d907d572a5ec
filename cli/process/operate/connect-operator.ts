import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { troupeHome } from '../../../core/base/home';
import { readSetting } from '../../../core/base/settings/settings';
import { readTenant } from '../../../core/base/tenant';
import { defaultTenantId } from '../../../engine-adapter/embedded/state/tenants';
import { toRestBase } from '../../../engine-adapter/zeebe/connect-options';
import { withoutRest } from '../../../engine-adapter/zeebe/without-rest';
import { findServiceToken } from '../../../service/access/service-token';
import type { Terminal } from '../../terminal/terminal';
import { connectCluster, toEngineAddress } from '../connect-cluster';
import type { Operator } from './operator';

export interface OperatorOptions {
	/** `embedded`: that of TROUPE_HOME. Otherwise as for `troupe process run`. */
	engine: string;
	address: string;
	token?: string;
	json?: boolean;
	/** True creates the engine of TROUPE_HOME if it is missing: a query must not. */
	isCreating?: boolean;
}

export type ConnectOperator = (options: OperatorOptions, terminal: Terminal) => Promise<Operator>;

/**
 * Connects to the engine of TROUPE_HOME by its file, or by the service that uses the file, or to a cluster.
 * @throws TroupeError ENGINE_UNREACHABLE, INPUT_INVALID where nothing was deployed yet
 */
export const connectOperator: ConnectOperator = async (options, terminal) => {
	if (options.engine !== 'embedded') return connectAddress(toEngineAddress(options, terminal.environment), terminal, options.token);
	const { environment, note } = terminal;
	const home = troupeHome(environment);
	const file = join(home, 'engine.db');
	if (!existsSync(file) && !options.isCreating) throw noEngine(file);
	createFolder(home, 0o700);
	try {
		const { openHomeEngine } = await import('./open-home-engine');
		return await openHomeEngine(file, terminal);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'ENGINE_LOCKED') throw error;
		const url = toEngineAddress(options, environment);
		return connectAddress(url, { environment, note, tenant: toEngineTenant(terminal) }).catch((cause: unknown) => {
			throw new TroupeError({
				code: 'ENGINE_UNREACHABLE',
				message: `engine.db is in use, and no service answers at ${url}.`,
				fix: 'Name the `troupe serve` that uses this TROUPE_HOME, such as --engine http://127.0.0.1:8600, or stop the process that uses it.',
				retryable: true,
				cause,
			});
		});
	}
};

const noEngine = (file: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no engine state at ${file}.`,
		fix: 'Deploy a process with `troupe process deploy`, set TROUPE_HOME, or name the engine with --engine.',
	});

/** The tenant of the service is `<default>` of its engine. */
const toEngineTenant = ({ tenant, environment }: Terminal): string | undefined =>
	tenant !== undefined && tenant === readTenant(environment) ? defaultTenantId : tenant;

/** Questions go to the REST API, also where commands go over gRPC. */
async function connectAddress(
	address: string,
	{ environment, note: onProblem, tenant: tenantId }: Pick<Terminal, 'environment' | 'note' | 'tenant'>,
	ownToken?: string,
): Promise<Operator> {
	const isRest = /^https?:/i.test(address);
	const restAddress = isRest ? address : readSetting('ZEEBE_REST_ADDRESS', environment);
	if (!restAddress) {
		const engine = await connectCluster(address, { environment, onProblem, tenantId });
		return { engine, rest: withoutRest(address), tenantId, close: () => engine.close() };
	}
	const [{ CamundaRest }, { connectCamundaRest }, { openRestHeaders }, { loadVariablesCodec }] = await Promise.all([
		import('../../../engine-adapter/zeebe/camunda-rest'),
		import('../../../engine-adapter/zeebe/connect-camunda-rest'),
		import('../../../engine-adapter/zeebe/load-sdk'),
		import('../../../engine-adapter/zeebe/variables-json'),
	]);
	const token = ownToken ?? (await findServiceToken(toRestBase(restAddress), environment));
	const headers = await openRestHeaders(restAddress, token);
	const rest = new CamundaRest({ url: restAddress, headers, codec: await loadVariablesCodec() });
	const engine = isRest
		? await connectCamundaRest({ address, rest, onProblem, tenantId })
		: await connectCluster(address, { environment, onProblem, tenantId });
	return { engine, rest, tenantId, close: () => engine.close() };
}
