import { defaultOutletLimits, type HostCalls, type Outlet } from '../network/outlet';
import { OutletServer } from '../network/outlet-server';
import { RunSecrets, type RunSecret } from '../traffic/run-secrets';
import { TrafficRecorder, type TrafficOptions } from '../traffic/traffic-recorder';

export interface NetworkOptions extends Pick<TrafficOptions, 'player' | 'rules' | 'capabilities' | 'allowPrivateNetworks'> {
	secrets: readonly RunSecret[];
	calls?: HostCalls;
}

export interface RunNetwork {
	outlet: Outlet;
	traffic: TrafficRecorder;
	/** Ends open requests and waits until all are listed. */
	end(): Promise<void>;
	close(): Promise<void>;
}

/** @throws TroupeError INPUT_INVALID for a secret that cannot be hidden */
export function openNetwork({ secrets, calls, ...options }: NetworkOptions): RunNetwork {
	const limits = defaultOutletLimits;
	const traffic = new TrafficRecorder({ ...options, secrets: new RunSecrets(secrets), maxResponseBytes: limits.responseBytes });
	const outlet = new OutletServer({ requests: traffic, calls, limits });
	const end = async () => {
		outlet.close();
		await traffic.settled();
	};
	const close = async () => {
		outlet.close();
		await traffic.close();
	};
	return { outlet, traffic, end, close };
}
