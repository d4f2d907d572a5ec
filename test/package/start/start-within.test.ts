import { startWithin } from '../../../scripts/lib/start-within.mjs';

interface Part {
	name: string;
	cores: number;
}

/** Starts parts that end when they are told to. */
function open(cores: number, parts: Part[]) {
	const running = new Map<string, PromiseWithResolvers<string>>();
	const results = startWithin(cores, parts, ({ name }: Part) => {
		const part = Promise.withResolvers<string>();
		running.set(name, part);
		return part.promise.finally(() => running.delete(name));
	});
	const end = async (name: string, fault?: Error) => {
		if (fault) running.get(name)!.reject(fault);
		else running.get(name)!.resolve(`${name} ended`);
		await new Promise((later) => setImmediate(later));
	};
	return { results, end, running: () => [...running.keys()] };
}

it('starts parts in their order, as many as there are cores for', async () => {
	const { results, end, running } = open(2, [
		{ name: 'a', cores: 1 },
		{ name: 'b', cores: 1 },
		{ name: 'c', cores: 0.5 },
		{ name: 'd', cores: 0.5 },
		{ name: 'e', cores: 0.5 },
	]);
	expect(running()).toEqual(['a', 'b']);
	await end('b');
	expect(running()).toEqual(['a', 'c', 'd']);
	await end('d');
	expect(running()).toEqual(['a', 'c', 'e']);
	for (const name of ['e', 'c', 'a']) await end(name);
	expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `${name} ended`));
});

it('runs a part alone that needs every core, and lets none pass it', async () => {
	const { end, running } = open(2, [
		{ name: 'a', cores: 1 },
		{ name: 'all', cores: Infinity },
		{ name: 'b', cores: 0.5 },
	]);
	expect(running()).toEqual(['a']);
	await end('a');
	expect(running()).toEqual(['all']);
	await end('all');
	expect(running()).toEqual(['b']);
});

it('goes on after a part that fails, which is told to whoever waits for it', async () => {
	const { results, end, running } = open(1, [
		{ name: 'a', cores: 1 },
		{ name: 'b', cores: 1 },
	]);
	const failed = expect(results[0]).rejects.toThrow('broken');
	await end('a', new Error('broken'));
	await failed;
	expect(running()).toEqual(['b']);
});
