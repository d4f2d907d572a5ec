import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connectZeebe } from '../../engine-adapter/zeebe/zeebe-engine';

/** The real Zeebe broker of this run, without the exporter that the tests read and with Java's own settings. */
export interface Broker {
	address: string;
	stop(): Promise<unknown>;
}

/** @throws Error that says why there is none */
export async function startBroker(): Promise<Broker> {
	const broker = spawn('node', ['scripts/zeebe-broker.mjs', '--plain'], { stdio: ['pipe', 'pipe', 'inherit'] });
	const [line] = (await once(createInterface({ input: broker.stdout }), 'line')) as [string];
	const { address, unavailable } = JSON.parse(line) as { address: string; unavailable?: string };
	if (unavailable !== undefined) throw new Error(`The real Zeebe broker cannot run here: ${unavailable}`);
	const ended = once(broker, 'exit');
	return {
		address,
		stop: () => {
			broker.stdin.end();
			return ended;
		},
	};
}

/** Back-pressure at high concurrency is part of the measurement, and no news. */
export const connect = (address: string) => connectZeebe({ address, onProblem: () => undefined });
