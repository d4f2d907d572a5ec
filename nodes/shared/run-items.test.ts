import { NodeOperationError } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { inBatches, readPace } from './batches';
import { runItems } from './run-items';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';

const three = [{ json: { n: 0 } }, { json: { n: 1 } }, { json: { n: 2 } }];
const failOnSecond = async (item: number) => {
	if (item === 1)
		throw new TroupeError({
			code: 'MODEL_TIMEOUT',
			message: 'The model took too long.',
			fix: 'Try later.',
			retryable: true,
			cause: new Error('secret'),
		});
	return { item };
};

describe('runItems', () => {
	it('pairs every output item with its input item', async () => {
		const [output] = await runItems(fakeExecuteFunctions({ parameters: {}, items: three }), async (item) => ({ item }));
		expect(output).toEqual([0, 1, 2].map((item) => ({ json: { item }, pairedItem: { item } })));
	});

	it('stops at the first fault, naming the item, the fix and the code, and leaving the cause behind', async () => {
		const running = runItems(fakeExecuteFunctions({ parameters: {}, items: three }), failOnSecond);
		const error = await running.catch((thrown: unknown) => thrown as NodeOperationError);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'The model took too long.',
			description: 'Try later. (MODEL_TIMEOUT)',
			context: { itemIndex: 1 },
		});
		expect(JSON.stringify(error)).not.toContain('secret');
	});

	it('goes on with an error item when the node continues on fail', async () => {
		const context = fakeExecuteFunctions({ parameters: {}, items: three, node: { onError: 'continueRegularOutput' } });
		const [output] = await runItems(context, failOnSecond);
		expect(output).toHaveLength(3);
		expect(output![1]).toMatchObject({
			json: { error: 'The model took too long.', details: { code: 'MODEL_TIMEOUT', fix: 'Try later.', retryable: true } },
			pairedItem: { item: 1 },
		});
		expect(output![2]).toEqual({ json: { item: 2 }, pairedItem: { item: 2 } });
	});

	it('stops when the execution was cancelled, even if the node continues on fail', async () => {
		const context = fakeExecuteFunctions({
			parameters: {},
			items: three,
			node: { onError: 'continueRegularOutput' },
			signal: AbortSignal.abort(),
		});
		await expect(runItems(context, failOnSecond)).rejects.toThrow('The model took too long.');
	});

	it.each([new Error('odd'), 'odd'])('names the item of a fault that is not its own', async (thrown) => {
		const work = jest.fn().mockRejectedValue(thrown);
		await expect(runItems(fakeExecuteFunctions({ parameters: {} }), work)).rejects.toMatchObject({
			message: 'odd',
			context: { itemIndex: 0 },
		});
		const [output] = await runItems(fakeExecuteFunctions({ parameters: {}, node: { onError: 'continueErrorOutput' } }), work);
		expect(output![0]!.json).toEqual({ error: 'odd', details: { code: 'INTERNAL', retryable: false } });
	});

	it('works on as many items at once as wanted, and keeps their order', async () => {
		let [running, most] = [0, 0];
		const work = async (item: number) => {
			most = Math.max(most, (running += 1));
			await new Promise((resolve) => setTimeout(resolve, 30 - item * 10));
			running -= 1;
			return { item };
		};
		const context = fakeExecuteFunctions({ parameters: { options: { batching: { batchSize: 2 } } }, items: three });
		const [output] = await runItems(context, work, undefined, readPace(context));
		expect(output!.map(({ json, pairedItem }) => [json.item, pairedItem])).toEqual([0, 1, 2].map((item) => [item, { item }]));
		expect(most).toBe(2);
	});

	it('begins no batch behind one that failed, and says the first fault of it', async () => {
		const work = jest.fn(async (item: number): Promise<object> => Promise.reject(new Error(`fault ${item}`)));
		const running = runItems(fakeExecuteFunctions({ parameters: {}, items: three }), work as never, undefined, {
			batchSize: 2,
			delayBetweenBatches: 0,
		});
		await expect(running).rejects.toThrow('fault 0');
		expect(work).toHaveBeenCalledTimes(2);
	});

	it('waits between two batches, and not behind the last one', async () => {
		const pace = { batchSize: 2, delayBetweenBatches: 3_600_000 };
		const work = jest.fn(async () => undefined);
		await inBatches(2, pace, work, () => false);
		expect(work).toHaveBeenCalledTimes(2);
		const waiting = new AbortController();
		const running = inBatches(3, pace, work, () => false, waiting.signal);
		await new Promise((later) => setImmediate(later));
		expect(work).toHaveBeenCalledTimes(4);
		waiting.abort();
		await running;
		expect(work).toHaveBeenCalledTimes(5);
	});

	it('takes one item after the other where the option was not added, or says nonsense', () => {
		const readOptions = (options: object) => readPace(fakeExecuteFunctions({ parameters: { options } }));
		expect(readOptions({})).toEqual({ batchSize: 1, delayBetweenBatches: 0 });
		expect(readOptions({ batching: { batchSize: -4, delayBetweenBatches: 'x' } })).toEqual({ batchSize: 1, delayBetweenBatches: 0 });
	});
});
