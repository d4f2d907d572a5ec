/** The only file that imports @camunda8/sdk: the packager places its assets (package.json, proto/zeebe.proto). */
import type { Camunda8ClientConfiguration } from '@camunda8/sdk/dist/lib';
import type { ZeebeOptions } from './connect-options';
import { parseAddress } from './connect-options';

export interface ReplyStream {
	on(event: 'data', listener: (reply: never) => void): this;
	on(event: 'error', listener: (error: unknown) => void): this;
	on(event: 'end', listener: () => void): this;
	cancel(): void;
}

/** The gateway's calls in the SDK's gRPC client: `<method>Sync` and `<method>Stream`. */
export type GatewayCalls = Record<`${string}Sync`, (request: object) => Promise<unknown> | undefined> &
	Record<`${string}Stream`, (request: object) => Promise<ReplyStream | { error: unknown } | undefined>>;

export interface ZeebeClients {
	gateway: GatewayCalls;
	close(): Promise<void>;
}

/** Connects lazily: sends nothing before the first call. */
export async function openClients(options: ZeebeOptions): Promise<ZeebeClients> {
	const { ZeebeGrpcClient } = await import('@camunda8/sdk/dist/zeebe/zb/ZeebeGrpcClient');
	const grpc = new ZeebeGrpcClient(
		await configureSdk({
			ZEEBE_GRPC_ADDRESS: parseAddress(options.address),
			// Already used or overridden by an option: the SDK would report it with each connection.
			ZEEBE_ADDRESS: '',
			zeebeGrpcSettings: {
				ZEEBE_CLIENT_LOG_LEVEL: 'NONE',
				// Its retry repeats CreateProcessInstanceWithResult after a deadline, which starts a second instance.
				ZEEBE_GRPC_CLIENT_RETRY: false,
				// Its timers would keep an ended program alive.
				ZEEBE_GRPC_CLIENT_CONNECTION_TOLERANCE_MS: 0,
			},
		}),
	);
	// The public methods cannot cancel a poll and refuse integers beyond 2^53; the calls below can do both.
	const gateway = await (grpc as unknown as { grpc: Promise<GatewayCalls & { client: ChannelOwner & CallMaker }> }).grpc;
	const cancelCalls = trackCalls(gateway.client, gateway);
	return {
		gateway,
		close: async () => {
			letGoOfChannel(gateway.client);
			await grpc.close();
			cancelCalls();
		},
	};
}

/**
 * Returns REST headers with the authorization of the environment, named as in @camunda8/sdk. @param token bearer token if the environment has no
 * credentials
 */
export async function openRestHeaders(restAddress: string, token?: string): Promise<() => Promise<Record<string, string>>> {
	const { oAuthProvider } = await configureSdk({ ZEEBE_REST_ADDRESS: restAddress });
	return async () => {
		const { authorization: ofEnvironment, cookie }: Record<string, string | undefined> = await oAuthProvider.getHeaders('ZEEBE');
		const authorization = ofEnvironment || (token && `Bearer ${token}`);
		return { ...(authorization && { authorization }), ...(cookie && { cookie }) };
	};
}

/** Its class Camunda8 would do this too, and load the client of the REST API with zod, which nothing here uses: 1.6 MB. */
async function configureSdk(settings: Camunda8ClientConfiguration) {
	const { CamundaEnvironmentConfigurator, constructOAuthProvider } = await import('@camunda8/sdk/dist/lib');
	const config = CamundaEnvironmentConfigurator.mergeConfigWithEnvironment({ ...settings, CAMUNDA_LOG_LEVEL: 'none' });
	return { config, oAuthProvider: constructOAuthProvider(config) };
}

interface UnderWay {
	cancel(): void;
	on(event: 'status', listener: () => void): void;
}

type CallMaker = Record<string, (...request: unknown[]) => UnderWay>;

/**
 * Returns a function that cancels running calls. grpc-js waits for their answers even on a closed channel, for minutes if the gateway does not
 * answer, and keeps the program alive.
 */
function trackCalls(client: CallMaker, calls: GatewayCalls): () => void {
	const underWay = new Set<UnderWay>();
	const methods = Object.keys(calls).flatMap((name) => /^(.+)Sync$/.exec(name)?.[1] ?? []);
	for (const method of methods) {
		const make = client[method]!.bind(client);
		client[method] = (...request) => {
			const call = make(...request);
			underWay.add(call);
			call.on('status', () => underWay.delete(call));
			return call;
		};
	}
	return () => {
		for (const call of underWay) call.cancel();
	};
}

interface ChannelOwner {
	getChannel(): { getConnectivityState(tryToConnect: boolean): number };
}

/** The SDK waits 10 s for a first connection, and grpc-js renews that wait on a closed channel: an ended program would hang. */
function letGoOfChannel(client: ChannelOwner): void {
	client.getChannel().getConnectivityState = () => {
		throw new Error('Cannot call getConnectivityState on a closed Channel');
	};
}
