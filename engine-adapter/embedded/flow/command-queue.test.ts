import { setImmediate as turn } from 'node:timers/promises';
import { chain, endEvent, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { Database } from '../state/database';
import { engineWith } from '../../../test/support/engine/test-engine';

/** So long may the next commands wait for others, however slow the machine is. */
const transactionMs = 60_000;

it('lets commands share a transaction while each turn of the event loop brings some', async () => {
	const engine = await engineWith([startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')]);
	const start = () => engine.start({ processId: 'p' });
	const now = performance.now.bind(performance);
	let later = 0;
	const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + later);
	await engine.read(() => void (later += transactionMs));
	const transactions = jest.spyOn(Database.prototype, 'transaction');
	const together = [start(), start()];
	await turn();
	together.push(start());
	await Promise.all(together);
	expect(transactions).toHaveBeenCalledTimes(1);
	// Nobody else comes, and one command alone does not wait.
	const alone = start();
	await turn();
	expect(transactions).toHaveBeenCalledTimes(2);
	await alone;
	clock.mockRestore();
	await engine.close();
});
