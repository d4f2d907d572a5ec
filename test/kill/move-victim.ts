/** Moves the instances of an engine's file to an address over REST, until it is killed: `move-victim.js FILE URL`. */
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { moveInstances } from '../../engine-adapter/move/move-instances';
import { connectCamundaRest } from '../../engine-adapter/zeebe/connect-camunda-rest';

const [file = '', address = ''] = process.argv.slice(2);

async function move(): Promise<void> {
	const engine = await openEmbeddedEngine({ file, isPaused: true });
	const cluster = await connectCamundaRest({ address });
	for await (const { instanceKey, outcome } of moveInstances(engine, cluster, { target: address, ...cluster.capabilities }))
		process.stdout.write(`${instanceKey} ${outcome}\n`);
	await cluster.close();
	await engine.close();
}

void move();
