/** The only file that touches @camunda8/sdk, so that the packager knows where its assets (package.json, proto/zeebe.proto) are needed. */
import type { ZeebeOptions } from './connect-options';
import { parseAddress } from './connect-options';

/** A server stream of gRPC. */
export interface ReplyStream {
	on(event: 'data', listener: (reply: never) => void): this;
	on(event: 'error', listener: (error: unknown) => void): this;
	on(event: 'end', listener: () => void): this;
	cancel(): void;
}

/** The gateway's calls as the SDK's gRPC client offers them: `<method>Sync` and `<method>Stream`. */
export type GatewayCalls = Record<`${string}Sync`, (request: object) => Promise<unknown> | undefined> &
	Record<`${string}Stream`, (request: object) => Promise<ReplyStream | { error: unknown } | undefined>>;

export interface ZeebeClients {
	gateway: GatewayCalls;
	close(): Promise<void>;
}

/** Connects lazily: nothing is sent before the first call. */
export async function openClients(options: ZeebeOptions): Promise<ZeebeClients> {
	const { Camunda8 } = await import('@camunda8/sdk');
	const camunda = new Camunda8({
		ZEEBE_GRPC_ADDRESS: parseAddress(options.address),
		// The environment's is this address already, or set aside by an option: it would be reported with each connection.
		ZEEBE_ADDRESS: '',
		CAMUNDA_LOG_LEVEL: 'none',
		zeebeGrpcSettings: {
			ZEEBE_CLIENT_LOG_LEVEL: 'NONE',
			// Its retry repeats CreateProcessInstanceWithResult after a deadline, which starts a second instance.
			ZEEBE_GRPC_CLIENT_RETRY: false,
			// Its timers would hold an ended program for that long.
			ZEEBE_GRPC_CLIENT_CONNECTION_TOLERANCE_MS: 0,
		},
	});
	const grpc = camunda.getZeebeGrpcApiClient();
	// The public methods cannot cancel a poll and refuse integers beyond 2^53 in variables; the calls below them can do both.
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
 * The headers of a REST call, with the authorization that the environment's credentials give; named as @camunda8/sdk names them.
 * @param token sent as a bearer token where the environment has none
 */
export async function openRestHeaders(restAddress: string, token?: string): Promise<() => Promise<Record<string, string>>> {
	const { Camunda8 } = await import('@camunda8/sdk');
	const camunda = new Camunda8({ ZEEBE_REST_ADDRESS: restAddress, CAMUNDA_LOG_LEVEL: 'none' });
	// Private in its types only: the one way to its credentials.
	const client = camunda.getCamundaRestClient() as unknown as { getHeaders(): Promise<Record<string, string | undefined>> };
	return async () => {
		const { authorization: ofEnvironment, cookie } = await client.getHeaders();
		const authorization = ofEnvironment || (token && `Bearer ${token}`);
		return { ...(authorization && { authorization }), ...(cookie && { cookie }) };
	};
}

interface UnderWay {
	cancel(): void;
	on(event: 'status', listener: () => void): void;
}

type CallMaker = Record<string, (...request: unknown[]) => UnderWay>;

/**
 * Returns a function that cancels the calls that are under way. grpc-js waits for their answers even on a closed channel, and the program with it:
 * for minutes if the gateway does not answer.
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

/** The SDK waits 10 s for a first connection, and grpc-js renews that wait on a closed channel: an ended program would hang on it. */
function letGoOfChannel(client: ChannelOwner): void {
	client.getChannel().getConnectivityState = () => {
		// The words by which the SDK knows a closed channel.
		throw new Error('Cannot call getConnectivityState on a closed Channel');
	};
}
