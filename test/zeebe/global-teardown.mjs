import { once } from 'node:events';

export default async function stopBroker() {
	const broker = globalThis.zeebeBroker;
	if (!broker) return;
	if (broker.exitCode !== null) return;
	broker.stdin.end();
	await once(broker, 'exit');
}
