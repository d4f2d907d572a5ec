import { readSetting } from '../../core/base/settings/settings';
import type { ProcessEngine } from '../engine/process-engine';
import { CamundaRest } from './camunda-rest';
import { parseAddress, type ZeebeOptions } from './connect-options';
import { Gateway } from './gateway';
import { openClients, openRestHeaders } from './load-sdk';
import { loadVariablesCodec, type VariablesCodec } from './variables-json';
import { connectWithinMs, ZeebeEngine } from './zeebe-engine';

/** @throws TroupeError INPUT_INVALID for the address, ENGINE_UNREACHABLE within 10 s when no gateway answers */
export async function connectZeebe(options: ZeebeOptions): Promise<ProcessEngine> {
	const address = parseAddress(options.address);
	const [clients, codec] = await Promise.all([openClients(options), loadVariablesCodec()]);
	const gateway = new Gateway(clients.gateway, address, undefined, options.onBackPressure);
	try {
		const topology = { method: 'topology', subject: 'its topology' };
		const { gatewayVersion } = await gateway.call<{ gatewayVersion: string }>(topology, {}, connectWithinMs);
		return new ZeebeEngine(clients, gateway, codec, options, await openRest(options, codec), gatewayVersion);
	} catch (error) {
		await clients.close();
		throw error;
	}
}

async function openRest(options: ZeebeOptions, codec: VariablesCodec): Promise<CamundaRest | undefined> {
	const url = options.restAddress ?? readSetting('ZEEBE_REST_ADDRESS');
	return url ? new CamundaRest({ url, headers: await openRestHeaders(url), codec }) : undefined;
}
