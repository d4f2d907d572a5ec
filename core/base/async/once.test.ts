import { once } from './once';

const failing = () => {
	const attempts: Array<PromiseWithResolvers<string>> = [];
	const make = once((_given: number) => {
		const attempt = Promise.withResolvers<string>();
		attempts.push(attempt);
		return attempt.promise;
	});
	return { attempts, make };
};

test('what many ask for is made once, by what the first one gives', async () => {
	const { attempts, make } = failing();
	const asked = [make(1), make(2)];
	attempts[0]!.resolve('made');
	expect(await Promise.all([...asked, make(3)])).toEqual(['made', 'made', 'made']);
	expect(attempts).toHaveLength(1);
});

test('a failure is told to all that asked, and the next one tries again', async () => {
	const { attempts, make } = failing();
	const asked = [make(1), make(2)];
	attempts[0]!.reject(new Error('failed'));
	for (const one of asked) await expect(one).rejects.toThrow('failed');
	const next = make(3);
	attempts[1]!.resolve('made');
	expect(await next).toBe('made');
});

test('a value that was taken is created again, and its late failure takes nothing from the next one', async () => {
	const { attempts, make } = failing();
	expect(make.take()).toBeUndefined();
	const first = make(1);
	expect(make.take()).toBe(first);
	const second = make(2);
	attempts[0]!.reject(new Error('failed'));
	await expect(first).rejects.toThrow('failed');
	attempts[1]!.resolve('made');
	expect(make(3)).toBe(second);
	expect(await second).toBe('made');
});
